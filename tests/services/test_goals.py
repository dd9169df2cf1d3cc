from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import UNFILED, GoalTime, TreeNode
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, dump, new_file


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Two fractals: root > cello > suite > (evening, morning), root > theory; other > climb."""
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal")
    rows.goal("cello", "LongTermGoal", "root")
    rows.goal("theory", "LongTermGoal", "root", completed=1)
    rows.goal("suite", "ShortTermGoal", "cello", deadline="2017-03-04 00:00:00.000000")
    rows.goal("other", "UltimateGoal")
    rows.goal("climb", "ShortTermGoal", "other")
    start = "2026-02-0{} 18:00:00.000000"
    rows.session("evening", "suite", links=("suite",), root_id="root", session_start=start.format(1), total_duration_seconds=600)
    rows.session("morning", "suite", links=("suite", "climb"), root_id="root", session_start=start.format(2), total_duration_seconds=1200)
    rows.goal("breathe", "ImmediateGoal", "evening")
    rows.session("loose", session_start=start.format(3), total_duration_seconds=60)
    rows.session("dangling", "gone", session_start=start.format(4))
    return rows


def ids(nodes: Iterable[TreeNode]) -> list[str]:
    return [node.id for node in nodes]


# -- reading ------------------------------------------------------------------------------------


def test_the_tree_is_read_branch_by_branch(workspace: Workspace) -> None:
    assert ids(workspace.goals.roots()) == ["root", "other"]
    assert ids(workspace.goals.children(GoalId("root"))) == ["cello", "theory"]
    assert ids(workspace.goals.children(GoalId("suite"))) == ["morning", "evening"], "sessions come newest first"
    assert ids(workspace.goals.children(GoalId("evening"))) == ["breathe"]
    assert ids(workspace.goals.children(GoalId("climb"))) == ["morning"], "a linked session hangs here too"
    assert ids(workspace.goals.children(UNFILED)) == ["dangling", "loose"]
    assert ids(workspace.goals.children(None)) == ["root", "other"]
    assert workspace.goals.unfiled_count() == 2
    assert ids(workspace.goals.children(GoalId("suite"), sessions=False)) == []


def test_a_line_says_what_its_row_and_those_below_hold(workspace: Workspace, rows: Rows) -> None:
    rows.insert("session_issues", session_id="evening", code="no_start")
    (root, _), (suite,) = workspace.goals.roots(), workspace.goals.children(GoalId("cello"))
    assert (root.type, root.child_goals, root.done_goals, root.sessions) == (GoalType.ULTIMATE, 2, 1, 0)
    assert (suite.name, suite.deadline, suite.sessions, suite.parent_id) == ("Suite", date(2017, 3, 4), 2, "cello")
    morning, evening = workspace.goals.children(GoalId("suite"))
    assert (evening.type, evening.duration_seconds, evening.needs_a_look) == (GoalType.PRACTICE_SESSION, 600, True)
    assert (evening.start and evening.start.isoformat(), evening.child_goals) == ("2026-02-01T18:00:00+00:00", 1)
    assert not morning.needs_a_look
    assert workspace.goals.nodes((morning.id, GoalId("gone"), suite.id)) == (morning, suite)


@pytest.mark.parametrize(("offset", "limit"), [(0, 1), (0, 2), (1, 2), (2, 9), (4, 1), (9, 9)])
def test_pages_of_a_branch_join_without_gap(workspace: Workspace, rows: Rows, offset: int, limit: int) -> None:
    rows.goal("step", "ImmediateGoal", "suite")
    rows.session("linked", "climb", links=("suite",), session_start="2026-02-01 20:00:00.000000")
    whole = ids(workspace.goals.children(GoalId("suite")))
    assert whole == ["step", "morning", "linked", "evening"]
    assert ids(workspace.goals.children(GoalId("suite"), offset=offset, limit=limit)) == whole[offset : offset + limit]


def test_a_goal_is_read_whole(workspace: Workspace) -> None:
    suite = workspace.goals.goal(GoalId("suite"))
    assert (suite.type, suite.name, suite.deadline, suite.completed, suite.parent_id) == (
        GoalType.SHORT_TERM, "Suite", date(2017, 3, 4), False, "cello",
    )  # fmt: skip
    assert suite.created_at is not None
    assert suite.created_at.isoformat() == "2026-01-01T15:03:00.000001+00:00", "New York's wall clock"
    for gone in ("nothing", "evening"):
        with pytest.raises(UserError, match="no longer exists"):
            workspace.goals.goal(GoalId(gone))


def test_odd_contents_of_old_files_raise_nothing(workspace: Workspace, rows: Rows) -> None:
    rows.goal("odd", "HabitGoal", "root", name=b"\xff", deadline=2017, created_at="then", description=7, completed=None)
    odd = workspace.goals.goal(GoalId("odd"))
    assert (odd.type, odd.name, odd.deadline, odd.created_at, odd.description, odd.completed) == (
        GoalType.NANO,
        "\ufffd",
        None,
        None,
        "7",
        False,
    )
    assert ids(workspace.goals.children(GoalId("root")))[-1] == "odd"
    workspace.goals.rename(GoalId("odd"), "Habit")
    assert rows.sql("SELECT type, name, deadline FROM goals WHERE id = 'odd'") == [("HabitGoal", "Habit", 2017)]


def test_a_goal_whose_parent_is_gone_is_a_root(workspace: Workspace, rows: Rows) -> None:
    rows.goal("stray", "MidTermGoal", "gone")
    assert ids(workspace.goals.roots()) == ["root", "other", "stray"]
    assert workspace.goals.path_to(GoalId("stray")) == ("stray",)


def test_a_circle_is_shown_once_and_hangs_nothing(workspace: Workspace, rows: Rows) -> None:
    rows.goal("a", "MidTermGoal", "b")
    rows.goal("b", "MidTermGoal", "c")
    rows.goal("c", "MidTermGoal", "a")
    rows.goal("below", "NanoGoal", "b")
    rows.goal("self", "MidTermGoal", "self")
    rows.session("turning", "c", total_duration_seconds=60)
    assert ids(workspace.goals.roots())[-2:] == ["a", "self"]
    assert ids(workspace.goals.children(GoalId("a"))) == ["c"]
    assert ids(workspace.goals.children(GoalId("c"))) == ["b", "turning"]
    assert ids(workspace.goals.children(GoalId("b"))) == ["below"], "not the circle's beginning again"
    assert ids(workspace.goals.children(GoalId("self"))) == []
    assert workspace.goals.path_to(GoalId("below")) == ("a", "c", "b", "below")
    times = workspace.goals.times()
    assert (times[GoalId("a")].total_sessions, times[GoalId("b")].total_sessions) == (1, 0)
    workspace.goals.move([GoalId("below")], GoalId("self"))
    workspace.goals.delete([GoalId("c")])
    assert "a" not in ids(workspace.goals.roots())


def test_sessions_are_found_where_they_are(workspace: Workspace) -> None:
    assert workspace.goals.path_to(GoalId("suite")) == ("root", "cello", "suite")
    assert workspace.goals.path_to(GoalId("breathe")) == ("root", "cello", "suite", "evening", "breathe")
    assert workspace.goals.path_to(GoalId("dangling")) == (UNFILED, "dangling")
    assert workspace.goals.path_to(GoalId("nothing")) == ()
    assert [link.name for link in workspace.goals.breadcrumbs(GoalId("evening"))] == ["Root", "Cello", "Suite"]
    assert workspace.goals.breadcrumbs(GoalId("loose")) == ()


def test_names_are_found_in_whatever_case(workspace: Workspace, rows: Rows) -> None:
    rows.goal("u", "MidTermGoal", "root", name="Übung macht den Meister")
    assert [path.ids for path in workspace.goals.find("übung MACHT")] == [("root", "u")]
    assert [path.ids[-1] for path in workspace.goals.find("e", 3)] == ["cello", "theory", "suite"], "goals come first"
    assert [path.ids[-1] for path in workspace.goals.find("ing")] == ["dangling", "morning", "evening"]
    assert workspace.goals.find("ing", sessions=False) == ()
    assert workspace.goals.find("  ") == ()


def test_times_count_each_session_once_in_every_subtree(workspace: Workspace, rows: Rows) -> None:
    rows.sql("INSERT INTO practice_session_goals VALUES ('morning', 'cello'), ('morning', 'nowhere'), ('loose', 'nowhere')")
    times = workspace.goals.times()
    assert times[GoalId("suite")] == GoalTime(1800, 1800, 2, 2, 1, 0)
    assert times[GoalId("cello")] == GoalTime(1200, 1800, 1, 2, 2, 0), "the goal below a session counts as below"
    assert times[GoalId("root")] == GoalTime(0, 1800, 0, 2, 4, 1)
    assert times[GoalId("climb")] == GoalTime(1200, 1200, 1, 1)
    assert times[GoalId("other")] == GoalTime(0, 1200, 0, 1, 1, 0)
    assert times[UNFILED] == GoalTime(60, 60, 2, 2)


def test_open_goals_with_targets_are_found_oldest_first(workspace: Workspace, rows: Rows) -> None:
    rows.goal("late", "MidTermGoal", "cello", targets='[{"name": "x"}]')
    rows.goal("done", "MidTermGoal", "cello", targets='[{"name": "x"}]', completed=1)
    rows.goal("none", "MidTermGoal", "cello", targets="[]")
    rows.sql("""UPDATE goals SET targets = '[{"name": "x"}]' WHERE id IN ('suite', 'morning')""")
    assert workspace.goals.open_with_targets() == ("suite", "late")


def test_the_next_deadline_below_is_that_of_an_open_goal_from_today_on(workspace: Workspace, rows: Rows) -> None:
    rows.goal("past", "ImmediateGoal", "suite", deadline="2026-02-01")
    rows.goal("done", "ImmediateGoal", "suite", deadline="2026-03-06", completed=1)
    rows.goal("next", "ImmediateGoal", "suite", deadline="2026-03-20 00:00:00")
    rows.goal("later", "MidTermGoal", "cello", deadline="2026-03-21")
    rows.goal("odd", "MidTermGoal", "cello", deadline="soon")
    times = workspace.goals.times(date(2026, 3, 5))
    assert times[GoalId("suite")].next_deadline == date(2026, 3, 20)
    assert times[GoalId("cello")].next_deadline == date(2026, 3, 20)
    assert times[GoalId("root")].next_deadline == date(2026, 3, 20)
    assert times[GoalId("next")].next_deadline is None, "it is its own, not one below"
    assert workspace.goals.times(date(2026, 3, 21))[GoalId("suite")].next_deadline is None
    assert workspace.goals.times(date(2026, 3, 21))[GoalId("root")].next_deadline == date(2026, 3, 21)
    assert workspace.goals.times()[GoalId("root")].next_deadline is None


# -- commands -----------------------------------------------------------------------------------


def test_a_goal_is_made_where_it_may_lie(workspace: Workspace, rows: Rows) -> None:
    change = workspace.goals.create(GoalId("cello"), GoalType.MID_TERM, "  Sonatas ")
    assert (change.label, change.tree, change.goals) == ("Create Sonatas", True, {"cello", change.created})
    made = workspace.goals.goal(GoalId(str(change.created)))
    assert (made.name, made.type, made.parent_id, made.root_id, made.completed) == ("Sonatas", GoalType.MID_TERM, "cello", "root", False)
    assert rows.one("SELECT created_at FROM goals WHERE id = ?", change.created) == "2026-03-02 13:00:01.000000", "New York's wall clock"
    fractal = workspace.goals.create(None, GoalType.ULTIMATE, "Chess").created
    assert rows.one("SELECT root_id FROM goals WHERE id = ?", fractal) == fractal


@pytest.mark.parametrize(
    ("parent", "kind", "name"),
    [
        ("suite", GoalType.LONG_TERM, "x"),
        ("suite", GoalType.SHORT_TERM, "x"),
        ("suite", GoalType.PRACTICE_SESSION, "x"),
        ("gone", GoalType.NANO, "x"),
        ("root", GoalType.NANO, " "),
        ("root", GoalType.NANO, "x" * 10_001),
    ],
)
def test_what_may_not_be_made_is_refused_and_leaves_nothing(
    workspace: Workspace, rows: Rows, parent: str, kind: GoalType, name: str
) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError):
        workspace.goals.create(GoalId(parent), kind, name)
    assert dump(rows.path) == before
    assert workspace.history.undo_label is None


def test_names_descriptions_and_deadlines_are_edited(workspace: Workspace, rows: Rows) -> None:
    assert workspace.goals.rename(GoalId("suite"), " Suite II ").label == "Rename Suite II"
    assert workspace.goals.rename(GoalId("evening"), "Late").sessions == {"evening"}
    assert workspace.goals.describe(GoalId("suite"), "in D minor").label == "Describe Suite II"
    workspace.goals.set_deadline(GoalId("suite"), date(2026, 6, 1))
    suite = workspace.goals.goal(GoalId("suite"))
    assert (suite.name, suite.description, suite.deadline) == ("Suite II", "in D minor", date(2026, 6, 1))
    assert rows.one("SELECT deadline FROM goals WHERE id = 'suite'") == "2026-06-01 00:00:00.000000"
    assert str(rows.one("SELECT updated_at FROM goals WHERE id = 'suite'")).startswith("2026-03-02 13:00:")
    workspace.goals.set_deadline(GoalId("suite"), None)
    assert workspace.goals.goal(GoalId("suite")).deadline is None


def test_what_is_so_already_is_no_step(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    workspace.goals.rename(GoalId("suite"), "Suite ")
    workspace.goals.describe(GoalId("suite"), "")
    workspace.goals.set_deadline(GoalId("suite"), date(2017, 3, 4))
    workspace.goals.complete(GoalId("theory"))
    workspace.goals.reopen(GoalId("suite"))
    workspace.goals.move([GoalId("suite")], GoalId("cello"))
    workspace.goals.move([GoalId("loose"), GoalId("dangling")], UNFILED)
    assert dump(rows.path) == before
    assert workspace.history.undo_label is None


def test_completing_is_dated_and_never_cascades(workspace: Workspace) -> None:
    workspace.goals.complete(GoalId("cello"))
    assert workspace.goals.goal(GoalId("cello")).completed_at == NOW.replace(second=1)
    assert not workspace.goals.goal(GoalId("suite")).completed
    assert not workspace.goals.goal(GoalId("root")).completed
    workspace.goals.reopen(GoalId("cello"))
    assert (workspace.goals.goal(GoalId("cello")).completed, workspace.goals.goal(GoalId("cello")).completed_at) == (False, None)


def test_a_goal_moves_with_everything_below_into_another_fractal(workspace: Workspace, rows: Rows) -> None:
    change = workspace.goals.move([GoalId("cello")], GoalId("other"))
    assert (change.label, change.tree) == ("Move Cello", True)
    assert {"cello", "root", "other"} <= change.goals
    assert workspace.goals.path_to(GoalId("evening")) == ("other", "cello", "suite", "evening")
    moved = rows.sql("SELECT id, root_id FROM goals WHERE id IN ('cello', 'suite', 'evening', 'morning', 'breathe') ORDER BY id")
    assert {root for _, root in moved} == {"other"}
    workspace.goals.move([GoalId("suite")], None)
    assert ids(workspace.goals.roots()) == ["root", "suite", "other"]
    assert rows.one("SELECT root_id FROM goals WHERE id = 'evening'") == "suite"


def test_several_things_move_as_one_step_and_what_lies_below_them_comes_along(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    change = workspace.goals.move([GoalId("suite"), GoalId("evening"), GoalId("theory")], GoalId("other"))
    assert change.label == "Move 2 items"
    assert ids(workspace.goals.children(GoalId("other"))) == ["theory", "suite", "climb"]
    assert ids(workspace.goals.children(GoalId("suite"))) == ["morning", "evening"]
    workspace.history.undo()
    assert dump(rows.path) == before


@pytest.mark.parametrize(
    ("moved", "target", "reason"),
    [
        ("cello", "cello", "into itself"),
        ("cello", "suite", "below it"),
        ("root", "suite", "below it"),
        ("other", "cello", "stands below"),
        ("theory", "suite", "stands below"),
        ("evening", "breathe", "below it"),
        ("evening", "morning", "stands below"),
        ("suite", "gone", "no longer exists"),
        ("gone", "suite", "no longer exists"),
        ("suite", UNFILED, "Only sessions"),
    ],
)
def test_a_move_that_breaks_the_order_is_refused_with_the_reason(
    workspace: Workspace, rows: Rows, moved: str, target: str, reason: str
) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError, match=reason):
        workspace.goals.move([GoalId(moved)], GoalId(target))
    assert dump(rows.path) == before


def test_if_one_of_several_may_not_move_none_does(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError, match="An ultimate goal cannot lie under"):
        workspace.goals.move([GoalId("loose"), GoalId("other")], GoalId("suite"))
    assert dump(rows.path) == before


def links_of(rows: Rows, session: str) -> list[object]:
    found = rows.sql("SELECT short_term_goal_id FROM practice_session_goals WHERE practice_session_id = ? ORDER BY 1", session)
    return [goal for (goal,) in found]


def test_a_session_moves_from_its_parent_and_keeps_its_other_goals(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.move([GoalId("morning")], GoalId("theory"))
    assert rows.sql("SELECT parent_id, root_id FROM goals WHERE id = 'morning'") == [("theory", "root")]
    assert links_of(rows, "morning") == ["climb", "theory"]
    workspace.goals.move([GoalId("morning")], GoalId("climb"))
    assert rows.sql("SELECT parent_id, root_id FROM goals WHERE id = 'morning'") == [("climb", "other")]
    assert links_of(rows, "morning") == ["climb"]


@pytest.mark.parametrize("target", [None, UNFILED])
def test_a_session_can_lose_all_its_goals(workspace: Workspace, rows: Rows, target: GoalId | None) -> None:
    workspace.goals.move([GoalId("morning")], target)
    assert rows.sql("SELECT parent_id, root_id FROM goals WHERE id = 'morning'") == [(None, None)]
    assert links_of(rows, "morning") == []
    assert "morning" in ids(workspace.goals.children(UNFILED))
    workspace.goals.move([GoalId("morning")], GoalId("suite"))
    assert links_of(rows, "morning") == ["suite"]
