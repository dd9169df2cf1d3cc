"""Names that are kept are those of the file, whoever changes it."""

import random
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft, MetricDraft
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import library
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, new_file

ROOT, EVENING, SCALES = GoalId("root"), SessionId("evening"), ActivityId("scales")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    rows.session("evening", "root", {"sections": []}, root_id="root")
    return rows


def test_saving_a_session_lets_no_name_be_read_again(workspace: Workspace) -> None:
    workspace.practice.session(EVENING)
    names = workspace.practice.library()
    workspace.practice.save(EVENING, SessionEdit(name="Late"))
    workspace.history.undo()
    assert workspace.practice.library() is names


def test_what_we_change_in_the_library_and_take_back_is_seen(workspace: Workspace) -> None:
    before = workspace.practice.library()
    made = ActivityId(str(workspace.library.create_activity(ROOT, ActivityDraft("Etude", metrics=(MetricDraft(None, "Tempo"),))).created))
    activity = workspace.practice.library().activity(made)
    assert activity is not None
    assert [metric.name for metric in activity.metrics] == ["Tempo"]
    workspace.history.undo()
    assert workspace.practice.library() == before


def test_what_another_program_changes_is_seen(rows: Rows, workspace: Workspace) -> None:
    workspace.practice.library()
    rows.sql("UPDATE activity_definitions SET name = 'Gammes' WHERE id = 'scales'")
    activity = workspace.ask(lambda file: file.practice.library()).activity(SCALES)
    assert activity is not None
    assert activity.name == "Gammes"


@pytest.mark.parametrize("seed", range(8))
def test_after_anything_the_names_are_those_of_the_file(rows: Rows, workspace: Workspace, seed: int) -> None:
    chance = random.Random(seed)
    acts = (
        lambda: workspace.library.create_activity(ROOT, ActivityDraft(f"A{chance.randrange(99)}")),
        lambda: workspace.library.retire_activities([SCALES]),
        lambda: workspace.library.bring_back_activities([SCALES]),
        lambda: workspace.practice.save(EVENING, SessionEdit(start=NOW - timedelta(hours=chance.randrange(9)))),
        lambda: workspace.goals.rename(ROOT, f"R{chance.randrange(9)}"),
        workspace.history.undo,
        workspace.history.redo,
        lambda: workspace.library.duplicate_activity(SCALES),
        lambda: rows.sql("UPDATE activity_definitions SET name = ?", f"N{chance.randrange(99)}"),
    )
    for _ in range(60):
        try:
            chance.choice(acts)()
        except UserError:
            continue
        if chance.random() < 0.7:
            with closing(sqlite3.connect(rows.path)) as connection:
                assert workspace.ask(lambda file: file.practice.library()) == library.names(connection)
