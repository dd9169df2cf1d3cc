"""Whatever is edited through the services, the check finds columns and rows in agreement with the documents afterwards."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit, SessionQuery
from fractal_desktop.services.schema import MigrationOptions, SchemaService
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make

SOME_TIME = datetime(2026, 1, 1, tzinfo=UTC)


def earlier(session: PracticeSession) -> SessionEdit:
    return SessionEdit(start=(session.start or SOME_TIME) - timedelta(minutes=7))


def later(session: PracticeSession) -> SessionEdit:
    return SessionEdit(end=(session.start or SOME_TIME) + timedelta(hours=9))


def longer(session: PracticeSession) -> SessionEdit:
    items = list(session.document.items) if session.document is not None else []
    if session.document is None or not items:
        return SessionEdit(name="nothing to time")
    return SessionEdit(document=session.document.with_value((*items[0].path, "duration_seconds"), 99.5))


EDITS: tuple[Callable[[PracticeSession], SessionEdit], ...] = (
    lambda _session: SessionEdit(name="another name"),
    lambda session: SessionEdit(description=f"{session.description} more"),
    lambda _session: SessionEdit(start=None, end=None),
    lambda _session: SessionEdit(template_id=None),
    earlier,
    later,
    longer,
)


@pytest.mark.parametrize("times_from_timers", [False, True])
@pytest.mark.parametrize("shape", "AGI")
def test_every_edit_leaves_a_sound_file(tmp_path: Path, shape: str, times_from_timers: bool) -> None:
    service = SchemaService()
    path = make(tmp_path / "old.db", shape, sessions=70)
    service.migrate(path, MigrationOptions(ZoneInfo("Europe/Berlin"), tmp_path / "backups", times_from_timers))
    workspace = Workspace.open(path)
    rows = workspace.practice.page(SessionQuery(), None, 100).rows
    for number, row in enumerate(rows):
        workspace.practice.save(row.id, EDITS[number % len(EDITS)](workspace.practice.session(row.id)))
    workspace.goals.delete([rows[0].id, rows[5].id])
    workspace.history.undo()
    workspace.close()
    assert service.check(path).problems == ()
