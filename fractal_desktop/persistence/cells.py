# ruff: noqa: S608 - names of our own tables and columns
"""Single rows of the library written: only the columns that differ, so that what was not changed is no step to undo."""

import sqlite3
from collections.abc import Mapping

_DEFAULTS: dict[str, object] = {
    "description": "",
    "unit": "",
    "has_sets": 0,
    "has_metrics": 0,
    "has_splits": 0,
    "metrics_multiplicative": 0,
    "is_top_set_metric": 0,
    "is_multiplicative": 1,
    "is_active": 1,
    "lower_is_better": 0,
}
"""What a column means where an old file says nothing."""


def insert(sql: sqlite3.Connection, table: str, columns: Mapping[str, object]) -> None:
    """Insert one row."""
    marks = ", ".join("?" * len(columns))
    sql.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values()))


def update(sql: sqlite3.Connection, table: str, id_: str, columns: Mapping[str, object]) -> None:
    """Write the columns that differ; where an old file says nothing, it means the default."""
    row = sql.execute(f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", (id_,)).fetchone()
    for there, (column, wanted) in zip(row, columns.items(), strict=True):
        if wanted != (_DEFAULTS.get(column) if there is None else there):
            sql.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (wanted, id_))
