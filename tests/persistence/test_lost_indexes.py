"""Files whose indexes another program dropped: they are there again before anybody asks, or it is said what to do."""

import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.persistence import integrity
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A migrated file of some sessions without any index but those of keys."""
    path = make(tmp_path / "old.db", "D", sessions=30)
    upgrade(path, zone=ZoneInfo("UTC"))
    with closing(sqlite3.connect(path)) as db, db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall():
            db.execute(f"DROP INDEX {name}")
    return path


def test_lost_indexes_are_made_again_before_anything_is_asked(path: Path) -> None:
    workspace = Workspace.open(path)
    assert "idx_session_start" in workspace.indexes_made_again
    assert workspace.practice.page(SessionQuery()).rows
    assert sum(row.sessions for row in workspace.analytics.templates(AnalyticsFilter())) == 30
    workspace.close()
    assert integrity.check(path).ok


def test_a_sound_file_is_not_written(path: Path) -> None:
    Workspace.open(path).close()
    before = path.read_bytes()
    workspace = Workspace.open(path)
    assert workspace.indexes_made_again == ()
    workspace.close()
    assert path.read_bytes() == before


def test_what_is_only_read_says_what_to_do_and_stays_as_it_is(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"“old.db” has lost 16 indexes.* db check FILE --repair") as caught:
        Workspace.open(path, read_only=True)
    assert caught.value.problem is StorageProblem.CANNOT_OPEN
    assert path.read_bytes() == before
