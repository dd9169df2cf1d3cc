"""Rows of `goals` a few at a time."""

import sqlite3
from collections.abc import Iterator
from typing import Any

_BATCH = 200


def session_batches(db: sqlite3.Connection, columns: str, where: str = "type = 'PracticeSession'") -> Iterator[Iterator[tuple[Any, ...]]]:
    """Yield the rows of `goals` that `where` picks in batches, each row its number first, then `columns`, in the table's order.

    Only one row at a time is in memory, as a document may be long. Read each batch to its end; then its rows may be written.
    """
    last, done = -(2**63), 0
    statement = f"SELECT rowid, {columns} FROM goals NOT INDEXED WHERE ({where}) AND rowid > ? ORDER BY rowid LIMIT {_BATCH}"

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal last, done
        for row in db.execute(statement, (last,)):
            last, done = row[0], done + 1
            yield row

    before = -1
    while done > before:
        before = done
        yield rows()
