"""Verified copies of a database file, through SQLite's backup API only.

Opening a database file by any other way drops the locks this process holds on it (POSIX), and a copied file lacks what
still stands in its journal.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from fractal_desktop.domain.errors import Cancelled, StorageError, StorageProblem
from fractal_desktop.persistence.disk import free_bytes, may_write
from fractal_desktop.persistence.errors import disk_full, storage_error, storage_errors
from fractal_desktop.persistence.sql_names import quoted

Share = Callable[[float], None]
"""Is told how much is done, from 0.0 to 1.0."""

SPARE_BYTES = 64 * 1024
PATIENCE_SECONDS = 5.0
_PAGES_A_STEP = 2000
_PARTIAL = ".partial"
_ABANDONED_SECONDS = 24 * 3600


def open_plainly(path: Path, mode: str = "ro", *, trusted: bool = True) -> sqlite3.Connection:
    """Open without the PRAGMAs of the program's own files: what is copied, perhaps an old file, must not change by being read.

    A journal left by a crash can only be rolled back by a writer, so a reading that meets one opens for writing. Of a WAL file on
    a medium that nobody can write, SQLite only reads what it is told cannot change. Unless it is `trusted`, a schema that calls
    functions which a file from elsewhere must not call is an error.
    """
    try:
        return _open_and_read(path, mode, trusted)
    except sqlite3.Error as error:
        if mode != "ro" or error.sqlite_errorname not in _A_WRITER_IS_NEEDED:
            raise
    try:
        return _open_and_read(path, "rw", trusted)
    except sqlite3.Error:
        if may_write(path) or any(_holds_something(Path(f"{path}{sidecar}")) for sidecar in ("-journal", "-wal")):
            raise
        return _open_and_read(path, "ro&immutable=1", trusted)


_A_WRITER_IS_NEEDED = (
    "SQLITE_READONLY_ROLLBACK",
    "SQLITE_READONLY_RECOVERY",
    "SQLITE_READONLY_CANTINIT",
    "SQLITE_READONLY_DIRECTORY",
    "SQLITE_CANTOPEN",
)


def _open_and_read(path: Path, mode: str, trusted: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=PATIENCE_SECONDS)
    try:
        if not trusted:
            connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


@contextmanager
def partial_file(final: Path) -> Iterator[Path]:
    """Yield a new private file beside `final`; whatever is left of it afterwards is removed, also of runs that were killed."""
    for abandoned in final.parent.glob(f".*{_PARTIAL}"):
        with suppress(OSError):
            if time.time() - abandoned.stat().st_mtime > _ABANDONED_SECONDS:
                abandoned.unlink()
    partial = final.with_name(f".{final.name}{_PARTIAL}")
    with storage_errors(partial):
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield partial
    finally:
        for leftover in (partial, Path(f"{partial}-journal")):
            with suppress(OSError):
                leftover.unlink(missing_ok=True)


def verified_copy(path: Path, partial: Path, share: Share | None, cancelled: Callable[[], bool]) -> None:
    """Copy the database at `path` into the empty file `partial` and prove that the copy is sound and holds the same rows.

    Raises StorageError or Cancelled; CORRUPT names the copy if that alone is bad, else the original.
    """
    expected = _copy_and_count(path, partial, share, cancelled)
    with storage_errors(partial), closing(open_plainly(partial)) as copy:
        if is_sound(copy, "quick_check") and _contents(copy) == expected:
            return
    with storage_errors(path), closing(open_plainly(path)) as original:
        raise bad_copy(partial) if is_sound(original, "quick_check") else storage_error(StorageProblem.CORRUPT, path)


def copy_pages(
    source: sqlite3.Connection, target: sqlite3.Connection, path: Path, share: Share | None, cancelled: Callable[[], bool]
) -> None:
    """Copy all pages in one transaction of `target`, the file at `path`; five seconds without a step mean that it is busy."""
    last_step, last_remaining = time.monotonic(), -1

    def step(_status: int, remaining: int, total: int) -> None:
        nonlocal last_step, last_remaining
        if cancelled():
            raise Cancelled
        if remaining != last_remaining:
            last_step, last_remaining = time.monotonic(), remaining
        elif time.monotonic() - last_step > PATIENCE_SECONDS:
            raise storage_error(StorageProblem.BUSY, path)
        if share is not None and total:
            share(1 - remaining / total)

    source.backup(target, pages=_PAGES_A_STEP, progress=step, sleep=0.05)


def is_sound(connection: sqlite3.Connection, pragma: str) -> bool:
    """Return whether `pragma` (quick_check or integrity_check) finds no fault."""
    return bool(connection.execute(f"PRAGMA {pragma}(1)").fetchone()[0] == "ok")


def bad_copy(file: Path) -> StorageError:
    """Return the error for a copy, finished or partial, that is not what it should be."""
    name = file.name.removeprefix(".").removesuffix(_PARTIAL)
    return StorageError(
        StorageProblem.CORRUPT,
        f"The copy “{name}” does not hold what it should.",
        "It does not count as a backup; earlier backups and the file itself are untouched.",
        "Check the disk, or choose another folder for backups.",
    )


def revision_of(connection: sqlite3.Connection) -> str | None:
    """Return the revision of the schema that `connection` sees, or None if it has none."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'").fetchone():
        return None
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])


def demand_space(folder: Path, needed_bytes: int, path: Path) -> None:
    """Raise StorageError naming both figures if the disk of `folder` has less than `needed_bytes` left for `path`."""
    free = free_bytes(folder)
    if free is not None and free < needed_bytes:
        raise disk_full(path, needed_bytes)


def file_size(path: Path) -> int:
    """Return the size of `path` in bytes; raises StorageError if there is none."""
    with storage_errors(path):
        return path.stat().st_size


def _copy_and_count(path: Path, partial: Path, share: Share | None, cancelled: Callable[[], bool]) -> dict[str, int]:
    """Return what the copy must hold, found in the reading that was copied, so that no writer comes between."""
    needed = file_size(path) + SPARE_BYTES
    with storage_errors(path):
        source = open_plainly(path)
    with closing(source):
        with storage_errors(path):
            source.execute("BEGIN")
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with storage_errors(partial, needed), closing(open_plainly(partial, "rw")) as target:
            copy_pages(source, target, partial, share, cancelled)
            # The copy of a WAL database says WAL in its header and would grow two files beside it when it is opened.
            target.execute("PRAGMA journal_mode=DELETE")
        with storage_errors(path):
            return _contents(source)


def _contents(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows of each table, and the revision as one more entry."""
    # Not virtual ones: what makes them work may be missing here; what they hold lies in tables of its own.
    tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    names = [str(row[0]) for row in connection.execute(tables)]
    counts = {name: int(connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone()[0]) for name in names}  # noqa: S608
    revision = revision_of(connection)
    return counts if revision is None else {**counts, f"revision {revision}": 1}
