"""The one place where a database file is opened and its PRAGMAs are set; nothing here is slow to import."""

import sqlite3
from contextlib import closing
from pathlib import Path

from fractal_desktop.persistence.disk import may_write

BUSY_TIMEOUT_MS = 5000
"""How long to wait for another program's lock before saying so (FAULTS.md 12)."""

APPLICATION_ID = 0x46524143
"""What `PRAGMA application_id` says in our files: "FRAC"."""


def connect(path: Path, *, read_only: bool = False, create: bool = False) -> sqlite3.Connection:
    """Return a connection in autocommit mode that any thread may use, one at a time; transactions are begun by hand.

    Raises sqlite3.OperationalError if there is no such file, unless `create` is set. `path` may hold any character.
    """
    mode = "ro" if read_only else "rwc" if create else "rw"
    sealed = "&immutable=1" if read_only and _is_sealed(path) else ""
    uri = f"{path.absolute().as_uri()}?mode={mode}{sealed}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000, check_same_thread=False)
    try:
        _set_pragmas(connection, read_only=read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_sealed(path: Path) -> bool:
    """Return whether a file can only be read if SQLite is told that it cannot change.

    Such is one that another program left in WAL mode where nobody can write: SQLite could not make the WAL that it asks for. If there is
    one, what it holds must not be passed over.
    """
    if may_write(path) or any(path.with_name(f"{path.name}{sidecar}").exists() for sidecar in ("-wal", "-journal")):
        return False
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as probe:
            probe.execute("SELECT 1 FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        return error.sqlite_errorname in ("SQLITE_CANTOPEN", "SQLITE_READONLY_CANTINIT", "SQLITE_READONLY_DIRECTORY")
    return False


def _set_pragmas(connection: sqlite3.Connection, *, read_only: bool) -> None:
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA temp_store=MEMORY")
    if not read_only:
        # One file, easy to copy; and SQLite 3.7.0 to 3.51.2 can damage a file when a WAL is reset.
        connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        connection.execute("PRAGMA synchronous=FULL")
