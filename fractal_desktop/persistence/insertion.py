"""Rows put into a file as they are, many at once: for files that are being made, not for edits."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from fractal_desktop.persistence.models import Base


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one table, with the values in the order of `columns` and in the form that the file holds."""

    table: str
    columns: tuple[str, ...]
    values: tuple[tuple[object, ...], ...]


def insert_rows(connection: sqlite3.Connection, batches: Iterable[Rows]) -> None:
    """Insert all rows, in this order, in one transaction: all or none."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for rows in batches:
            connection.executemany(_statement(rows), rows.values)
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _statement(rows: Rows) -> str:
    """Return the statement with names that are known to be ours."""
    table = Base.metadata.tables[rows.table]
    names = ", ".join(f'"{table.columns[name].name}"' for name in rows.columns)
    marks = ", ".join("?" * len(rows.columns))
    return f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608 - names of our own tables
