"""What is kept of the goals of all sessions stays right, whatever is done to the file meanwhile."""

import random
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter, GoalTimeRow
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, UserError
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence import session_goals
from fractal_desktop.persistence.session_goals import Search
from fractal_desktop.services import goal_ledger, news
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Clock, Rows, document, item, new_file, open_file

GOALS = ("root", "strings", "suite", "other", "climb")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("strings", "LongTermGoal", "root", root_id="root")
    rows.goal("suite", "ShortTermGoal", "strings", root_id="root")
    rows.goal("other", "UltimateGoal", root_id="other")
    rows.goal("climb", "ShortTermGoal", "other", root_id="other")
    for number in range(8):
        parent, link = GOALS[number % 5], GOALS[number * 3 % 5]
        rows.session(f"s{number}", parent, {}, links=(parent,) if number % 2 else (parent, link) if parent != link else ())
        rows.sql("UPDATE goals SET total_duration_seconds = ? WHERE id = ?", 600 + number, f"s{number}")
    return rows


def shown(workspace: Workspace) -> tuple[GoalTimeRow, ...]:
    return workspace.balance.goal_times(AnalyticsFilter())


def anew(rows: Rows) -> tuple[GoalTimeRow, ...]:
    """Return what a file that was just opened says."""
    workspace = open_file(rows.path)
    found = shown(workspace)
    workspace.close()
    return found


def deeds(workspace: Workspace, chance: random.Random) -> list[Callable[[], object]]:
    """Return things that may be done, to whatever there is."""
    goals = [GoalId(goal) for goal in GOALS]
    sessions = [SessionId(f"s{number}") for number in range(8)]
    goal, session = chance.choice(goals), chance.choice(sessions)
    return [
        lambda: workspace.goals.move([session], chance.choice([UNFILED, *goals])),
        lambda: workspace.goals.move([goal], chance.choice([None, *goals])),
        lambda: workspace.goals.delete([session]),
        lambda: workspace.goals.delete([goal]),
        lambda: workspace.goals.restore(workspace.goals.trash()[0].id) if workspace.goals.trash() else None,
        lambda: workspace.goals.create(goal, GoalType.NANO, "New"),
        lambda: workspace.goals.rename(goal, chance.choice(["Left", "Right"])),
        lambda: workspace.practice.save(session, SessionEdit(goal_ids=tuple(chance.sample(goals, chance.randint(0, 3))))),
        lambda: workspace.practice.start_again(session, Clock()()),
        workspace.history.undo,
        workspace.history.undo,
        workspace.history.redo,
    ]


@pytest.mark.parametrize("seed", range(12))
def test_after_each_of_many_changes_it_is_what_a_fresh_look_finds(workspace: Workspace, rows: Rows, seed: int) -> None:
    chance = random.Random(seed)
    assert shown(workspace) == anew(rows)
    for _ in range(25):
        with suppress(UserError):
            chance.choice(deeds(workspace, chance))()
        if chance.random() < 0.5:
            assert shown(workspace) == anew(rows)
    assert shown(workspace) == anew(rows)


def test_links_are_looked_through_once_and_then_only_for_what_was_changed(
    workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[Search] = []
    step = Search.step

    def counted(search: Search, sql: sqlite3.Connection) -> None:
        steps.append(search)
        step(search, sql)

    monkeypatch.setattr(Search, "step", counted)
    monkeypatch.setattr(session_goals, "STRETCH", 6)
    shown(workspace)
    assert len(steps) == 2
    workspace.goals.move([SessionId("s1")], GoalId("suite"))
    workspace.goals.delete([SessionId("s2")])
    assert workspace.goals.times()[GoalId("suite")].own_sessions == 3, "s1, s4 and s7"
    assert shown(workspace) == anew(rows)
    assert len(steps) == 4, "two of them are those of the fresh look"


def test_if_too_much_was_changed_all_is_read_anew(workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST_CHANGED", 2)
    shown(workspace)
    rows.sql("UPDATE goals SET parent_id = 'climb' WHERE id = 's7'")
    workspace.goals.move([SessionId("s1"), SessionId("s2"), SessionId("s3")], GoalId("root"))
    assert shown(workspace) == anew(rows)


def test_a_file_that_was_changed_as_a_whole_is_read_anew(workspace: Workspace, rows: Rows) -> None:
    ledger = goal_ledger.GoalLedger(workspace._database)
    before = ledger.now()
    assert ledger.now() == before
    rows.sql("DELETE FROM goals WHERE id = 's7'")
    ledger.note(Change("", everything=True))
    assert len(ledger.now().sessions.children.sessions) == 7


def test_after_a_reading_that_failed_all_is_read_again(workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    shown(workspace)
    workspace.goals.move([SessionId("s1")], GoalId("suite"))

    def fail(*_arguments: object) -> None:
        raise StorageError("disk", "failed", "nothing", "again")  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(goal_ledger, "brought_up_to_date", fail)
        with pytest.raises(StorageError):
            shown(workspace)
    assert shown(workspace) == anew(rows)


def test_it_hears_of_sessions_that_are_brought_up_to_date_when_they_are_read(rows: Rows, workspace: Workspace) -> None:
    rows.session("old", "suite", document(item(duration_seconds=90)))
    before = shown(workspace)
    assert workspace.practice.session(SessionId("old")).duration_seconds == 90
    assert shown(workspace) == anew(rows) != before
    assert workspace.history.undo_label is None
