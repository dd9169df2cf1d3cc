"""How practice is shared out among branches, and how it is meant to be."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.attention import GoalShare, meant
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, dump, new_file

EVERYTHING = AnalyticsFilter()
ROOT, STRINGS, BOW, THEORY, OTHER = map(GoalId, ("root", "strings", "bow", "theory", "other"))


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal")
    for branch in ("strings", "bow", "theory"):
        rows.goal(branch, "LongTermGoal", "root")
    rows.goal("suite", "ShortTermGoal", "strings")
    rows.goal("other", "UltimateGoal")
    for number, (parent, links, seconds) in enumerate(
        [
            ("suite", ("suite", "bow"), 1200),
            ("strings", ("strings",), 3000),
            ("bow", ("bow",), 400),
            ("suite", ("suite",), 3000),
            ("root", ("root",), 999),
            ("suite", (), 600),
            ("other", ("suite", "bow"), 300),
        ]
    ):
        start = f"2026-03-0{number + 1} 18:00:00.000000"
        rows.session(f"s{number}", parent, None, links, session_start=start, total_duration_seconds=seconds)
    return rows


def shares_meant(workspace: Workspace, asked: AnalyticsFilter) -> tuple[GoalShare, ...]:
    """Return the branches of which, or of a sibling of which, a share is meant."""
    return meant(workspace.balance.branches(asked).values())


def test_branches_share_what_was_practised_for_them(workspace: Workspace) -> None:
    assert shares_meant(workspace, EVERYTHING) == ()
    workspace.balance.set_shares({STRINGS: 0.5, BOW: 0.4, THEORY: 0.1})
    strings, bow, theory = shares_meant(workspace, EVERYTHING)
    assert strings == GoalShare(STRINGS, ROOT, "Strings", 5, 600 + 3000 + 3000 + 600 + 100, 8, 8400, 0.5)
    assert bow == GoalShare(BOW, ROOT, "Bow", 3, 600 + 400 + 100, 8, 8400, 0.4)
    assert (theory.sessions, theory.seconds, theory.real) == (0, 0, 0)
    assert sum(share.real or 0 for share in (strings, bow, theory)) == 1
    assert [share.missing_seconds for share in (strings, bow, theory)] == [0, 3360 - 1100, 840]
    assert [share.is_starving for share in (strings, bow, theory)] == [False, True, True]


def test_siblings_without_a_share_are_there_too(workspace: Workspace) -> None:
    workspace.balance.set_shares({ROOT: 0.5})
    assert [(share.goal_id, share.parent_id, share.intended) for share in shares_meant(workspace, EVERYTHING)] == [
        (ROOT, None, 0.5),
        (OTHER, None, None),
    ]
    assert [share.goal_id for share in workspace.balance.branches(EVERYTHING)[ROOT]] == [STRINGS, BOW, THEORY]
    assert [share.goal_id for share in workspace.balance.branches(EVERYTHING)[None]] == [ROOT, OTHER]
    assert not {THEORY, GoalId("gone")} & set(workspace.balance.branches(EVERYTHING))


def test_siblings_stand_together_in_the_order_of_the_tree(workspace: Workspace) -> None:
    workspace.balance.set_shares({GoalId("suite"): 1.0, THEORY: 0.2, OTHER: 0.1})
    assert [share.goal_id for share in shares_meant(workspace, EVERYTHING)] == ["root", "other", "strings", "bow", "theory", "suite"]


def test_shares_obey_the_filter(workspace: Workspace) -> None:
    workspace.balance.set_shares({STRINGS: 0.5, ROOT: 0.5})
    march = AnalyticsFilter(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC))
    shares = {share.goal_id: (share.seconds, share.of_seconds) for share in shares_meant(workspace, march)}
    assert shares == {ROOT: (3400, 3400), OTHER: (0, 3400), STRINGS: (3000, 3400), BOW: (400, 3400), THEORY: (0, 3400)}
    below = shares_meant(workspace, AnalyticsFilter(goal_id=ROOT))
    assert [share.goal_id for share in below] == [STRINGS, BOW, THEORY]
    assert shares_meant(workspace, AnalyticsFilter(goal_id=STRINGS)) == ()


def test_without_practice_nothing_can_be_said(workspace: Workspace) -> None:
    workspace.balance.set_shares({STRINGS: 0.5})
    (share, *_) = shares_meant(workspace, AnalyticsFilter(since=datetime(2027, 1, 1, tzinfo=UTC)))
    assert (share.real, share.missing_seconds, share.is_starving) == (None, 0, False)


@pytest.mark.parametrize(
    ("seconds", "sessions", "intended", "starves"),
    [(74, 5, 1.0, True), (75, 5, 1.0, False), (0, 4, 1.0, False), (0, 5, 0.0, False), (0, 5, None, False), (37, 5, 0.5, True)],
)
def test_a_branch_starves_below_three_quarters_of_its_share(seconds: int, sessions: int, intended: float | None, starves: bool) -> None:
    assert GoalShare(STRINGS, None, "Strings", 1, seconds, sessions, 100, intended).is_starving is starves


def test_a_share_can_be_set_taken_back_and_undone(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    change = workspace.balance.set_shares({STRINGS: 0.25})
    assert change.goals == frozenset({STRINGS})
    assert not change.tree
    assert not change.sessions
    assert workspace.history.undo_label == "setting of share of Strings"
    assert rows.one("SELECT intended_share FROM goals WHERE id = 'strings'") == 0.25
    workspace.balance.set_shares({STRINGS: None})
    assert rows.one("SELECT count(*) FROM goals WHERE intended_share IS NOT NULL") == 0
    workspace.history.undo()
    workspace.history.undo()
    assert dump(rows.path) == before


def test_several_shares_are_one_step(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    workspace.balance.set_shares({STRINGS: 0.6, BOW: 0.4})
    assert workspace.history.undo_label == "setting of shares of 2 goals"
    workspace.history.undo()
    assert dump(rows.path) == before
    assert workspace.history.undo_label is None


def test_a_share_that_was_there_is_no_step(workspace: Workspace) -> None:
    workspace.balance.set_shares({STRINGS: 0.25})
    workspace.balance.set_shares({STRINGS: 0.25})
    workspace.history.undo()
    assert workspace.history.undo_label is None


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), float("inf")])
def test_what_is_no_share_is_refused(workspace: Workspace, rows: Rows, share: float) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError, match="between 0 % and 100 %"):
        workspace.balance.set_shares({BOW: 0.5, STRINGS: share})
    assert dump(rows.path) == before


@pytest.mark.parametrize("goal", ["gone", "s1"])
def test_only_goals_have_shares(workspace: Workspace, goal: str) -> None:
    with pytest.raises(UserError, match="no longer exists"):
        workspace.balance.set_shares({GoalId(goal): 0.5})


@pytest.mark.parametrize("content", ["'half'", "x'ff'", "7", "-1", "9e999"])
def test_what_another_program_wrote_and_is_no_share_counts_as_none(workspace: Workspace, rows: Rows, content: str) -> None:
    workspace.balance.set_shares({BOW: 0.5})
    rows.sql(f"UPDATE goals SET intended_share = {content} WHERE id = 'strings'")
    assert [share.intended for share in shares_meant(workspace, EVERYTHING)] == [None, 0.5, None]


def test_a_share_goes_into_the_trash_with_its_goal_and_comes_back(workspace: Workspace) -> None:
    workspace.balance.set_shares({BOW: 0.5})
    workspace.goals.delete([BOW])
    assert shares_meant(workspace, EVERYTHING) == ()
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert [share.intended for share in shares_meant(workspace, EVERYTHING) if share.goal_id == BOW] == [0.5]
