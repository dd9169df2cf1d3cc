"""Indexes that another program dropped. Statements name the index they go along, so without it they would fail."""

import sqlite3
from collections.abc import Iterable

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.legacy import HEAD
from fractal_desktop.persistence.models import Base
from fractal_desktop.persistence.unit_of_work import driver, reading, writing

_NAMES = frozenset(str(index.name) for table in Base.metadata.tables.values() for index in table.indexes)


def make_again(database: Database) -> tuple[str, ...]:
    """Make all indexes again that are not there, in one transaction, and return their names; with many sessions that takes seconds.

    Raises StorageError where the file is open for reading only.
    """
    with reading(database) as connection:
        lost = _lost(driver(connection))
    if not lost:
        return ()
    if database.read_only:
        count = "1 index" if len(lost) == 1 else f"{len(lost)} indexes"
        raise StorageError(
            StorageProblem.CANNOT_OPEN,
            f"“{database.path.name}” has lost {count}, without which nothing can be looked up in it.",
            "Nothing was changed.",
            "Open it in the window where it can be written, or run: fractal-desktop db check FILE --repair",
        )
    with writing(database) as unit:
        _make(unit.sql, lost := _lost(unit.sql))
    return lost


def _lost(sql: sqlite3.Connection) -> tuple[str, ...]:
    there = {name for (name,) in sql.execute("SELECT name FROM sqlite_schema WHERE type = 'index'")}
    return tuple(sorted(_NAMES - there))


def _make(sql: sqlite3.Connection, names: Iterable[str]) -> None:
    from fractal_desktop.persistence.checks import expected_statements  # 20 ms that opening a sound file does not take

    statements = expected_statements(HEAD)
    for name in names:
        sql.execute(statements[name])
