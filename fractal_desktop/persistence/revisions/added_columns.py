"""Columns that a revision adds where they are missing, and takes away again where it was the one that added them."""

import json
import sqlite3
from collections.abc import Mapping

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.tables import add_column, declared_types, drop_column

Columns = Mapping[str, Mapping[str, str]]
"""Tables, and in each the columns with the types that they are declared with."""


def add_missing(db: sqlite3.Connection, tables: Columns, note: str) -> None:
    """Add the columns that are missing, with what was parked of them, and note which under the key `note` in `app_meta`.

    One that another program made stays, and stays its own, on the way down. No row is written but those something comes back into.
    """
    added = []
    for table, columns in tables.items():
        there = declared_types(db, table)
        for column, declared in columns.items():
            if column not in there:
                add_column(db, table, column, declared)
                parking.bring_back_cells(db, table, column)
                added.append((table, column))
    db.execute("INSERT OR REPLACE INTO app_meta VALUES (?, ?)", (note, json.dumps(added)))


def take_back(db: sqlite3.Connection, note: str) -> None:
    """Park what the columns hold that `add_missing` noted under `note`, and drop them."""
    (added,) = db.execute("SELECT value FROM app_meta WHERE key = ?", (note,)).fetchone()
    db.execute("DELETE FROM app_meta WHERE key = ?", (note,))
    for table, column in json.loads(added):
        parking.park_cells(db, table, column, f"{column} IS NOT NULL")
        drop_column(db, table, column)
