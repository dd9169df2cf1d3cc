"""What is kept of the documents of all sessions stays right, whatever is done to the file meanwhile."""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from fractal_desktop.domain.analytics import ActivityTimeRow, AnalyticsFilter, PlannedRow
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import document_sums
from fractal_desktop.services import news
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, document, item, new_file, open_file

SESSIONS = [SessionId(f"s{number}") for number in range(6)]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_sums, "AT_ONCE", 2)


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    rows.insert("activity_definitions", id="hangs", root_id="root", name="Hangs")
    for session_id in SESSIONS:
        rows.session(session_id, "root", {}, root_id="root")
    workspace = open_file(rows.path)
    for number, session_id in enumerate(SESSIONS):
        workspace.practice.save(session_id, SessionEdit(document=held(number, 60 * number, number % 3 + 1)))
    workspace.close()
    return rows


def held(number: int, seconds: int, items: int) -> Document:
    """Return a document with items of two activities."""
    made = [item(f"{number}-{each}", activity_id=("scales", "hangs")[each % 2], duration_seconds=seconds + each) for each in range(items)]
    return Document(document(*made, total_duration_minutes=number + items))


def shown(workspace: Workspace) -> tuple[tuple[ActivityTimeRow, ...], tuple[PlannedRow, ...]]:
    return workspace.balance.activity_times(AnalyticsFilter()), workspace.balance.planned(AnalyticsFilter())


def anew(rows: Rows) -> tuple[tuple[ActivityTimeRow, ...], tuple[PlannedRow, ...]]:
    """Return what a file that was just opened says."""
    workspace = open_file(rows.path)
    found = shown(workspace)
    workspace.close()
    return found


def deeds(workspace: Workspace, chance: random.Random) -> list[Callable[[], object]]:
    """Return things that may be done, to whatever there is."""
    number = chance.randrange(6)
    session = SESSIONS[number]
    return [
        lambda: workspace.practice.save(session, SessionEdit(document=held(number, chance.randint(0, 900), chance.randint(0, 4)))),
        lambda: workspace.goals.delete([session]),
        lambda: workspace.goals.restore(workspace.goals.trash()[0].id) if workspace.goals.trash() else None,
        lambda: workspace.practice.start_again(session, NOW),
        lambda: workspace.library.retire_activities([workspace.library.activities()[0].id]),
        workspace.history.undo,
        workspace.history.undo,
        workspace.history.redo,
        lambda: workspace.balance.activity_times_so_far(AnalyticsFilter(), 2, 9),
        lambda: workspace.balance.activity_times_so_far(AnalyticsFilter(), 2, 9),
    ]


@pytest.mark.parametrize("seed", range(12))
def test_after_each_of_many_changes_it_is_what_a_fresh_look_finds(workspace: Workspace, rows: Rows, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        with suppress(UserError):
            chance.choice(deeds(workspace, chance))()
        if chance.random() < 0.2:
            assert shown(workspace) == anew(rows)
    assert shown(workspace) == anew(rows)


def test_a_session_that_is_changed_while_others_are_unread_counts_once(workspace: Workspace, rows: Rows) -> None:
    assert workspace.balance.activity_times_so_far(AnalyticsFilter(), 2, 9)[1:] == (2, 6)
    for number in (0, 5):
        workspace.practice.save(SESSIONS[number], SessionEdit(document=held(number, 1000, 3)))
    assert shown(workspace) == anew(rows)


def test_if_too_much_was_changed_all_is_read_anew(workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news, "MOST_CHANGED", 1)
    shown(workspace)
    rows.sql("UPDATE goals SET attributes = '{}' WHERE id = 's5'")
    for number in (0, 1):
        workspace.practice.save(SESSIONS[number], SessionEdit(document=held(number, 1000, 3)))
    assert shown(workspace) == anew(rows)
