"""Where a file stands, told by reading alone: which shape the web application left it in, or which revision it has.

Imported before the first window is shown, so nothing here is slow to import.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.copying import open_plainly
from fractal_desktop.persistence.errors import check_file, storage_error, storage_errors

REVISIONS = ("0001", "0002", "0003", "0004", "0005")
"""All revisions, oldest first; a test compares them with the files in alembic/versions."""

HEAD = REVISIONS[-1]
BASE = "base"
CURRENT = "current"
EMPTY = "Z"
_SMALLEST_PAGE = 512
"""Bytes; no database is smaller but one of no bytes at all."""

_PROMOTED = ("session_start", "session_end", "total_duration_seconds", "template_id", "attributes")
_SEED_INDEXES = {"idx_session_start", "idx_session_end", "idx_template_id", "idx_session_duration"}
_UNTOUCHED = "The file was not touched."


@dataclass(frozen=True, slots=True)
class FileStatus:
    """Where a file stands.

    `shape` is a letter of BEHAVIOUR.md section 6 ("Z" for a file without tables), "current" for one that has a revision.
    `revision` is None before the first one. `goals` (without sessions) and `sessions` are None if they were not counted.
    `origin` is the shape in which the program met the file first, and `legacy_time_zone` the zone its naive columns were written
    in, as far as the file tells.
    """

    path: Path
    shape: str
    revision: str | None
    head: str
    pending: tuple[str, ...]
    goals: int | None
    sessions: int | None
    size_bytes: int
    origin: str | None = None
    legacy_time_zone: str | None = None

    @property
    def is_current(self) -> bool:
        """Return whether the program can work with the file as it is."""
        return self.revision == self.head

    @property
    def needs_time_zone(self) -> bool:
        """Return whether somebody has to say in which zone the file was written."""
        return self.shape not in (CURRENT, EMPTY)

    @property
    def rollback_target(self) -> str:
        """Return where "Roll back" goes unless told otherwise: as the web application left it, for our own files 0001."""
        return BASE if self.origin is not None and self.origin != EMPTY else REVISIONS[0]


def inspect(path: Path, *, counts: bool = True) -> FileStatus:
    """Return where the file at `path` stands, without changing a byte of it; only a crash's journal is rolled back.

    Raises StorageError for what the program must leave alone: no file, a folder, not SQLite, damaged, another program's, a later
    version's of the web application or of this program.
    """
    check_file(path)
    with storage_errors(path):
        size = path.stat().st_size
        if size == 0:
            return FileStatus(path, EMPTY, None, HEAD, REVISIONS, 0, 0, 0)
        if size < _SMALLEST_PAGE:  # of which SQLite would think that it is empty
            raise storage_error(StorageProblem.NOT_A_DATABASE, path)
        wal_was_there = _wal(path).exists()
        try:
            with closing(open_plainly(path)) as connection:
                return _status(connection, path, size, counts=counts)
        finally:
            if not wal_was_there and _wal(path).exists():
                _tidy_up(path)


def _status(connection: sqlite3.Connection, path: Path, size: int, *, counts: bool) -> FileStatus:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")}
    if not tables - {"parked", "alembic_version"}:
        if connection.execute("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type IN ('view', 'trigger'))").fetchone()[0]:
            raise _foreign(path)
        return FileStatus(path, EMPTY, None, HEAD, REVISIONS, 0, 0, size)
    columns = columns_of(connection, ("goals", "practice_sessions", "activity_definitions"))
    revision = _revision(connection, tables)
    if revision is not None and revision not in REVISIONS:
        raise _newer(path, revision)
    if revision is None:
        _check_is_ours(path, tables, columns)
        shape = _shape(connection, tables, columns)
    elif not {"goals", "app_meta", "parked"} <= tables:
        raise _foreign(path)
    else:
        shape = CURRENT
    goals, sessions = _counts(connection, columns) if counts else (None, None)
    pending = REVISIONS if revision is None else REVISIONS[REVISIONS.index(revision) + 1 :]
    meta = dict(connection.execute("SELECT key, value FROM app_meta")) if "app_meta" in tables and shape == CURRENT else {}
    zone = meta.get("legacy_time_zone") or _parked_zone(connection, tables)
    return FileStatus(path, shape, revision, HEAD, pending, goals, sessions, size, meta.get("origin_shape"), zone)


def columns_of(connection: sqlite3.Connection, tables: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the column names of those of these tables that exist, in the order of the table."""
    found = {table: _names(connection, table) for table in tables}
    return {table: names for table, names in found.items() if names}


def _names(connection: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(name for (name,) in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (table,)))


def shape_of(connection: sqlite3.Connection) -> str:
    """Return the letter of the shape of a file that has no revision yet, "Z" if it has no tables of ours."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "goals" not in tables:
        return EMPTY
    return _shape(connection, tables, columns_of(connection, ("goals", "practice_sessions", "activity_definitions")))


def _shape(connection: sqlite3.Connection, tables: set[str], columns: Mapping[str, tuple[str, ...]]) -> str:
    goals = columns["goals"]
    if "practice_sessions" in tables:
        return "A"
    promoted = [name for name in _PROMOTED if name in goals]
    if promoted:
        return _migrated_shape(connection, promoted)
    if "activity_groups" in tables:
        return "F"
    if "split_definitions" in tables:
        return "E"
    if "metrics_multiplicative" in columns.get("activity_definitions", ()):
        return "D"
    return "C" if "updated_at" in goals else "B"


def _migrated_shape(connection: sqlite3.Connection, promoted: list[str]) -> str:
    indexes = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'goals'")}
    if indexes & _SEED_INDEXES:
        return "G"
    any_value = " OR ".join(f"{name} IS NOT NULL" for name in promoted)
    filled = connection.execute(f"SELECT EXISTS (SELECT 1 FROM goals WHERE type = 'PracticeSession' AND ({any_value}))").fetchone()[0]  # noqa: S608
    return "I" if filled else "H"


def _counts(connection: sqlite3.Connection, columns: Mapping[str, tuple[str, ...]]) -> tuple[int, int]:
    """Count goals and sessions; at a revision partial indexes answer, so it is quick where start-up waits for it."""
    (rows,) = connection.execute("SELECT count(*) FROM goals").fetchone()
    (sessions,) = connection.execute("SELECT count(*) FROM goals WHERE type = 'PracticeSession'").fetchone()
    apart = connection.execute("SELECT count(*) FROM practice_sessions").fetchone()[0] if "practice_sessions" in columns else 0
    return rows - sessions, sessions + apart


def _revision(connection: sqlite3.Connection, tables: set[str]) -> str | None:
    if "alembic_version" not in tables or "version_num" not in _names(connection, "alembic_version"):
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _parked_zone(connection: sqlite3.Connection, tables: set[str]) -> str | None:
    """Return the zone that a file rolled back to its beginning remembers."""
    if "parked" not in tables or not {"kind", "value"} <= set(_names(connection, "parked")):
        return None
    row = connection.execute("SELECT value FROM parked WHERE kind = 'zone'").fetchone()
    return str(row[0]).strip('"') if row else None


def _check_is_ours(path: Path, tables: set[str], columns: Mapping[str, tuple[str, ...]]) -> None:
    goals = set(columns.get("goals", ()))
    has_documents = bool(goals & {"session_data", "attributes"}) or "session_data" in columns.get("practice_sessions", ())
    if goals and not has_documents and "sessions" in tables:
        raise StorageError(
            StorageProblem.REFUSED,
            f"“{path.name}” comes from a later version of the web application, which keeps sessions in a table of their own.",
            _UNTOUCHED,
            "This program reads the files of earlier versions; choose an older copy.",
        )
    if not ({"id", "type", "name", "parent_id"} <= goals and has_documents):
        raise _foreign(path)


def _foreign(path: Path) -> StorageError:
    return StorageError(
        StorageProblem.FOREIGN,
        f"“{path.name}” is another program's SQLite file: it holds no goals in a form this program knows.",
        _UNTOUCHED,
        "Choose another file.",
    )


def _newer(path: Path, revision: str) -> StorageError:
    return StorageError(
        StorageProblem.NEWER,
        f"“{path.name}” has revision {revision} of a newer program; this one knows revisions up to {HEAD}.",
        _UNTOUCHED,
        "Update the program, or open a backup from before.",
    )


def _wal(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def _tidy_up(path: Path) -> None:
    """Let the last connection to go remove the empty files that SQLite lays beside a WAL file even for reading; it writes nothing."""
    with suppress(sqlite3.Error), closing(open_plainly(path, "rw")):
        pass
