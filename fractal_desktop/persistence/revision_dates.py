"""When a file got its revisions, noted in `app_meta` as "revision_0002_since"."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.copying import open_plainly
from fractal_desktop.persistence.errors import storage_errors


def note_revisions(path: Path, revisions: Iterable[str], now: datetime) -> None:
    """Note that the file got these revisions at `now` (aware)."""
    rows = [(_key(revision), now.astimezone(UTC).isoformat(timespec="seconds")) for revision in revisions]
    with storage_errors(path), closing(connect(path)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.executemany("INSERT OR REPLACE INTO app_meta VALUES (?, ?)", rows)
        db.execute("COMMIT")


def revision_dates(path: Path, revisions: Iterable[str]) -> dict[str, datetime]:
    """Return since when (aware UTC) the file has each of these revisions, as far as that is noted."""
    found = {}
    with storage_errors(path), closing(open_plainly(path)) as db:
        for revision in revisions:
            moment = _moment(db, revision)
            if moment is not None:
                found[revision] = moment
    return found


def _moment(db: sqlite3.Connection, revision: str) -> datetime | None:
    row = db.execute("SELECT value FROM app_meta WHERE key = ?", (_key(revision),)).fetchone()
    try:
        return datetime.fromisoformat(row[0]).astimezone(UTC) if row else None
    except (TypeError, ValueError):
        return None


def _key(revision: str) -> str:
    return f"revision_{revision}_since"
