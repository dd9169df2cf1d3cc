"""Transactions: one that reads, one that writes and knows afterwards what it changed. Nothing stays behind without commit."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from fractal_desktop.domain.errors import StorageProblem
from fractal_desktop.persistence.engine import Database, version_seen
from fractal_desktop.persistence.errors import storage_error, storage_errors
from fractal_desktop.persistence.recorder import Recorder, RowChange, joined


class UnitOfWork:
    """One writing transaction."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self.connection = connection
        self.recorder = recorder
        self._orm: Session | None = None
        self._noted: tuple[RowChange, ...] = ()
        self._changes: tuple[RowChange, ...] | None = None

    @property
    def orm(self) -> Session:
        """Return the ORM's session of this transaction."""
        if self._orm is None:
            self._orm = Session(self.connection, expire_on_commit=False)
        return self._orm

    def flush(self) -> None:
        """Write what the ORM still holds."""
        if self._orm is not None:
            self._orm.flush()

    def so_far(self) -> tuple[RowChange, ...]:
        """Write what the ORM still holds and return what has become of each row until now."""
        self.flush()
        self._noted = joined(self._noted, self.recorder.collect())
        return self._noted

    def settle(self) -> tuple[RowChange, ...]:
        """Write what the ORM still holds and return what became of each row; nothing may be written after that."""
        if self._changes is None:
            self._changes = self.so_far()
        return self._changes

    def close(self) -> None:
        """Let the ORM's rows go."""
        if self._orm is not None:
            self._orm.close()

    @property
    def sql(self) -> sqlite3.Connection:
        """Return the driver's connection, for statements that are worth it; what the ORM holds must be flushed first."""
        return driver(self.connection)

    @property
    def version_of_others(self) -> object:
        """Return what differs once another program has written to the file; none can while this transaction lasts."""
        return version_seen(self.connection.connection)


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """Yield a connection inside a reading transaction: everything read in it belongs together.

    Raises StorageError if the file cannot be read. Keep it short, see Database.
    """
    with storage_errors(database.path), database.reader.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(database: Database, *, foreign_keys: bool = True) -> Iterator[UnitOfWork]:
    """Yield a unit of work; commit at the end, roll back if anything raises. One at a time, others wait.

    Without `foreign_keys` links to nothing are let in and no deletion cascades: for rows that come back into an old
    file, which holds such links, and for deletions that name every row themselves.
    Raises StorageError if the file cannot be written.
    """
    if database.read_only:
        raise storage_error(StorageProblem.READ_ONLY, database.path)
    with database.write_lock, storage_errors(database.path), database.writer.connect() as connection:
        database.check_place()
        recorder = _recorder(connection)
        _set_foreign_keys(connection, foreign_keys)
        with connection.begin():
            unit = UnitOfWork(connection, recorder)
            try:
                yield unit
                unit.settle()
            finally:
                unit.close()


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection behind one of SQLAlchemy's."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def _set_foreign_keys(connection: Connection, on: bool) -> None:
    """Switch foreign keys, before BEGIN: inside a transaction that does nothing.

    Only if they are not so already, for the PRAGMA throws every prepared statement away, and the recorder's triggers are half of
    what a small write takes to prepare.
    """
    if connection.info.get("foreign_keys", True) is not on:
        driver(connection).execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
        connection.info["foreign_keys"] = on


def _recorder(connection: Connection) -> Recorder:
    """Return the recorder of the connection that is under this one; it lasts as long as its TEMP triggers do."""
    if "recorder" not in connection.info:
        connection.info["recorder"] = Recorder(driver(connection))
    return cast(Recorder, connection.info["recorder"])
