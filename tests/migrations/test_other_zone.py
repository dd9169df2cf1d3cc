"""A file that comes up again and is said to be from another zone this time."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.integrity import ProblemCode, check, repair
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.migrations.samples import NEW_YORK, SHAPES, rows, write

BERLIN = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COLUMNS = "SELECT id, session_start, session_end, total_duration_seconds, template_id FROM goals WHERE type = 'PracticeSession' ORDER BY id"
SOURCES = "SELECT * FROM session_provenance ORDER BY session_id"


def straight(folder: Path, shape: str, *, times_from_timers: bool) -> Path:
    """Return the same file as it is if it was said to be from Berlin at once."""
    path = make(folder / "straight.db", shape, sessions=30)
    migrations.upgrade(path, zone=BERLIN, times_from_timers=times_from_timers)
    return path


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("times_from_timers", [False, True])
def test_every_session_follows_the_new_zone(tmp_path: Path, shape: str, times_from_timers: bool) -> None:
    path = make(tmp_path / "old.db", shape, sessions=30)
    migrations.upgrade(path, zone=NEW_YORK, times_from_timers=times_from_timers)
    migrations.downgrade(path)
    migrations.upgrade(path, zone=BERLIN, times_from_timers=times_from_timers)
    assert check(path).ok
    expected = straight(tmp_path, shape, times_from_timers=times_from_timers)
    assert rows(path, COLUMNS) == rows(expected, COLUMNS)
    assert rows(path, SOURCES) == rows(expected, SOURCES)


@pytest.mark.parametrize("times_from_timers", [False, True])
def test_what_lay_in_the_trash_follows_when_it_is_put_back(tmp_path: Path, times_from_timers: bool) -> None:
    path = make(tmp_path / "old.db", "D", sessions=30)
    migrations.upgrade(path, zone=NEW_YORK, times_from_timers=times_from_timers)
    deleted = [str(key) for (key,) in rows(path, "SELECT id FROM goals WHERE type = 'PracticeSession' ORDER BY id LIMIT 12")]
    workspace = Workspace.open(path)
    for session_id in deleted:
        workspace.goals.delete([session_id])
    workspace.close()
    migrations.downgrade(path)
    migrations.upgrade(path, zone=BERLIN)
    workspace = Workspace.open(path)
    for entry in workspace.goals.trash():
        workspace.goals.restore(entry.id)
    workspace.close()
    assert check(path).ok
    expected = straight(tmp_path, "D", times_from_timers=times_from_timers)
    assert rows(path, COLUMNS) == rows(expected, COLUMNS)


def test_what_a_person_gave_stays_the_same_instant(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=30)
    write(path, "UPDATE goals SET session_data = '{not json' WHERE rowid % 2")
    migrations.upgrade(path, zone=NEW_YORK)
    workspace = Workspace.open(path)
    given = NOON.astimezone(NEW_YORK)
    ids = [str(key) for (key,) in rows(path, "SELECT id FROM goals WHERE type = 'PracticeSession' ORDER BY id LIMIT 10")]
    for session_id in ids:
        workspace.practice.save(session_id, SessionEdit(start=given, end=None))
    workspace.close()
    migrations.downgrade(path)
    migrations.upgrade(path, zone=BERLIN)
    assert check(path).ok
    marks = ", ".join("?" * len(ids))
    starts = rows(path, f"SELECT DISTINCT session_start, session_end FROM goals WHERE id IN ({marks})", *ids)
    assert starts == [("2026-03-02 12:00:00.000000", None)]


def test_repair_brings_a_file_to_the_zone_that_it_names(tmp_path: Path) -> None:
    path = make(tmp_path / "old.db", "D", sessions=30)
    migrations.upgrade(path, zone=NEW_YORK, times_from_timers=True)
    write(path, "UPDATE app_meta SET value = 'Europe/Berlin' WHERE key = 'legacy_time_zone'")
    found = check(path)
    assert found.counts[ProblemCode.START_DIFFERS] > 10
    assert found.counts[ProblemCode.END_DIFFERS] > 10
    repair(path)
    assert check(path).ok
    expected = straight(tmp_path, "D", times_from_timers=True)
    assert rows(path, COLUMNS) == rows(expected, COLUMNS)
    assert rows(path, SOURCES) == rows(expected, SOURCES)
