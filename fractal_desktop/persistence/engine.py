"""An open database file: one engine that writes, one that reads."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine, PoolProxiedConnection, create_engine, event
from sqlalchemy.pool import QueuePool

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.errors import replaced, storage_errors


@dataclass(frozen=True, slots=True)
class Database:
    """A file with its engines; both may be used from any thread.

    `writer` has a single connection and begins every transaction with BEGIN IMMEDIATE; `write_lock` is held from before
    that until after the commit. `reader` cannot write. Keep what it reads short: while a transaction reads, no other can commit.
    """

    path: Path
    read_only: bool
    writer: Engine
    reader: Engine
    identity: tuple[int, int]
    """Device and inode of the file that was opened: another one may come to lie at `path` meanwhile."""
    write_lock: threading.RLock = field(default_factory=threading.RLock)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, keep_pages: bool = True) -> Self:
        """Return the file at `path`, ready; raises StorageError if SQLite cannot open it.

        `keep_pages` False is for a single question, which reads each page once: memory to keep an index in costs half the reading.
        """
        with storage_errors(path):
            connect(path, read_only=read_only).close()
            identity = _identity(path)
        writer = _engine(partial(_connect_same, path, identity, read_only=read_only), "BEGIN IMMEDIATE", pool_size=1)
        reader = _engine(partial(_connect_reader, path, identity, read_only=read_only, keep_pages=keep_pages), "BEGIN", pool_size=4)
        return cls(path, read_only, writer, reader, identity)

    def check_place(self) -> None:
        """Raise StorageError if at `path` there is no longer the file that was opened: a sync program may have put another there."""
        _check_identity(self.path, self.identity)

    def version_of_others(self) -> object:
        """Return what differs once another program has written to the file, None while somebody writes and nobody can tell.

        Waits for nobody. Not to be asked inside a transaction of ours: see `version_seen`.
        """
        if not self.write_lock.acquire(blocking=False):
            return None
        try:
            with storage_errors(self.path), closing(self.writer.raw_connection()) as connection, _impatient(connection):
                return version_seen(connection)
        except StorageError as error:
            if error.problem is StorageProblem.BUSY:
                return None
            raise
        finally:
            self.write_lock.release()

    def close(self) -> None:
        """Close the file's connections; transactions of other threads finish first and then close theirs."""
        with self.write_lock:
            self.writer.dispose()
        self.reader.dispose()


def version_seen(connection: PoolProxiedConnection) -> object:
    """Return what differs once others have written since `connection`, the one that writes, looked last.

    PRAGMA data_version: what the connection writes itself does not count, but what any other does, one of ours as well. All that
    the program writes goes through one connection, so only its version tells of other programs.
    """
    same = connection.info.setdefault("versions", object())  # versions of two connections cannot be compared
    (version,) = connection.cursor().execute("PRAGMA data_version").fetchone()
    return same, version


@contextmanager
def _impatient(connection: PoolProxiedConnection) -> Iterator[None]:
    """Let a connection not wait while another program commits: who only looks has no reason to."""
    cursor = connection.cursor()
    (patience,) = cursor.execute("PRAGMA busy_timeout").fetchone()
    cursor.execute("PRAGMA busy_timeout=0")
    try:
        yield
    finally:
        cursor.execute(f"PRAGMA busy_timeout={patience}")


def _identity(path: Path) -> tuple[int, int]:
    status = path.stat()
    return status.st_dev, status.st_ino


def _check_identity(path: Path, identity: tuple[int, int]) -> None:
    with storage_errors(path):
        if _identity(path) != identity:
            raise replaced(path)


def _connect_same(path: Path, identity: tuple[int, int], *, read_only: bool) -> sqlite3.Connection:
    """Connect late, but to the file that was opened and no other: what was read from one must not be written into another."""
    _check_identity(path, identity)
    return connect(path, read_only=read_only)


def _connect_reader(path: Path, identity: tuple[int, int], *, read_only: bool, keep_pages: bool) -> sqlite3.Connection:
    connection = _connect_same(path, identity, read_only=read_only)
    connection.execute("PRAGMA query_only=ON")
    if keep_pages:
        # SQLite's own 2 MB are less than one index at 100,000 sessions: counting through two of them took three times as long.
        connection.execute("PRAGMA cache_size=-16000")
    # One text that is no UTF-8 must not make a whole list unreadable; what is read here is never written back.
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    return connection


def _engine(creator: "partial[sqlite3.Connection]", begin: str, *, pool_size: int) -> Engine:
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=creator,
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0 if pool_size == 1 else 16,
        # The connection that was used last: it has the pages in its memory, and knows whether anything was written since.
        pool_use_lifo=True,
    )

    def begin_transaction(connection: Connection) -> None:
        # The driver would begin too late and commit DDL behind our back; so it is in autocommit mode and we begin.
        connection.exec_driver_sql(begin)

    event.listen(engine, "begin", begin_transaction)
    return engine
