"""Transactions: one that reads, one that writes and knows afterwards what it changed. Nothing stays behind without commit."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from fractal_desktop.domain.errors import StorageProblem
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.errors import storage_error, storage_errors
from fractal_desktop.persistence.recorder import Recorder, RowChange


class UnitOfWork:
    """One writing transaction. `changes` holds what became of each row it touched, once it is settled or committed."""

    def __init__(self, connection: Connection, recorder: Recorder) -> None:
        self.connection = connection
        self.orm = Session(connection, expire_on_commit=False)
        self.recorder = recorder
        self.changes: tuple[RowChange, ...] = ()

    def settle(self) -> tuple[RowChange, ...]:
        """Write what the ORM still holds and return what became of each row; nothing may be written after that."""
        self.orm.flush()
        self.changes += self.recorder.collect()
        return self.changes

    @property
    def sql(self) -> sqlite3.Connection:
        """Return the driver's connection, for statements that are worth it; what the ORM holds must be flushed first."""
        return driver(self.connection)


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
        raw = driver(connection)
        recorder = _recorder(connection)
        # The PRAGMA does nothing inside a transaction, so it stands before BEGIN.
        raw.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
        with connection.begin():
            unit = UnitOfWork(connection, recorder)
            with unit.orm:
                yield unit
                unit.settle()


def driver(connection: Connection) -> sqlite3.Connection:
    """Return the sqlite3 connection behind one of SQLAlchemy's."""
    return cast(sqlite3.Connection, connection.connection.driver_connection)


def _recorder(connection: Connection) -> Recorder:
    """Return the recorder of the connection that is under this one; it lasts as long as its TEMP triggers do."""
    if "recorder" not in connection.info:
        connection.info["recorder"] = Recorder(driver(connection))
    return cast(Recorder, connection.info["recorder"])
