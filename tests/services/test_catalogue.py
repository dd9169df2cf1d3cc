"""The names that can be gone to."""

from pathlib import Path

import pytest

from fractal_desktop.domain.catalogue import EntryKind, NamedEntry
from fractal_desktop.domain.goal import GoalType
from tests.workspaces import Rows, new_file, open_file


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("scale", "ShortTermGoal", "left", name="Scales")
    rows.goal("left", "LongTermGoal", "root", name="Left hand")
    rows.goal("root", "UltimateGoal", name="Cello")
    return rows


def entries(rows: Rows, kind: EntryKind) -> list[NamedEntry]:
    workspace = open_file(rows.path)
    found = [entry for entry in workspace.catalogue.entries() if entry.kind is kind]
    workspace.close()
    return found


def test_goals_come_with_the_names_above_whatever_their_order(rows: Rows) -> None:
    assert [(goal.name, goal.above, goal.goal_type) for goal in entries(rows, EntryKind.GOAL)] == [
        ("Scales", ("Cello", "Left hand"), GoalType.SHORT_TERM),
        ("Left hand", ("Cello",), GoalType.LONG_TERM),
        ("Cello", (), GoalType.ULTIMATE),
    ]


def test_parents_that_are_gone_or_form_a_circle_are_no_obstacle(rows: Rows) -> None:
    rows.goal("orphan", "ShortTermGoal", "gone", name="Orphan")
    rows.goal("one", "LongTermGoal", "two", name="One")
    rows.goal("two", "LongTermGoal", "one", name="Two")
    above = {goal.name: goal.above for goal in entries(rows, EntryKind.GOAL)}
    assert above["Orphan"] == ()
    assert above["One"][-1] == "Two"
    assert above["Two"][-1] == "One"


def test_the_newest_sessions_come_first_and_those_without_a_start_not_at_all(rows: Rows) -> None:
    for day in (1, 3, 2):
        rows.session(f"s{day}", "left", name=f"Day {day}", session_start=f"2026-02-0{day} 18:00:00.000000")
    rows.session("s", "left", name="Whenever")
    assert [session.name for session in entries(rows, EntryKind.SESSION)] == ["Day 3", "Day 2", "Day 1"]
