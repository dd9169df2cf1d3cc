"""The side table `parked`: what an older schema has no place for, as JSON, until the next upgrade brings it back."""

import json
import math
import sqlite3
from collections.abc import Iterator, Sequence

from fractal_desktop.persistence.revisions.tables import column_names, key_columns
from fractal_desktop.persistence.sql_names import quoted

CREATE = (
    "CREATE TABLE IF NOT EXISTS parked (kind TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, key)) WITHOUT ROWID"
)

_CHUNK = 200

Cell = None | int | float | str | bytes
"""What one column of one row holds. Text that is no UTF-8 is a str with escaped surrogates (the connection's text factory)."""


def encode(cell: Cell) -> object:
    """Return a cell as what JSON can hold without loss; text is itself."""
    if isinstance(cell, bytes):
        return {"blob": cell.hex()}
    if isinstance(cell, float) and not math.isfinite(cell):
        return {"real": repr(cell)}
    if isinstance(cell, str) and not _is_utf8(cell):
        return {"text": cell.encode(errors="surrogateescape").hex()}
    return cell


def decode(value: object) -> Cell:
    """Return the cell that `encode` made `value` of."""
    if not isinstance(value, dict):
        return value  # type: ignore[return-value]
    ((kind, content),) = value.items()
    if kind == "real":
        return float(content)
    return bytes.fromhex(content) if kind == "blob" else bytes.fromhex(content).decode(errors="surrogateescape")


def mark(cell: Cell) -> str:
    """Return the placeholder for a cell in SQL: text that is no UTF-8 travels as a blob."""
    return "CAST(? AS TEXT)" if isinstance(cell, str) and not _is_utf8(cell) else "?"


def bound(cell: Cell) -> Cell:
    """Return what to bind to `mark(cell)`."""
    return cell.encode(errors="surrogateescape") if isinstance(cell, str) and not _is_utf8(cell) else cell


def put(db: sqlite3.Connection, kind: str, key: str, value: object) -> None:
    """Park a value (anything JSON holds), in the place of what was parked under the same kind and key."""
    db.execute("INSERT OR REPLACE INTO parked VALUES (?, ?, ?)", (kind, key, json.dumps(value)))


def get(db: sqlite3.Connection, kind: str, key: str) -> object:
    """Return what is parked there, None if nothing is."""
    row = db.execute("SELECT value FROM parked WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    return json.loads(row[0]) if row else None


def any_parked(db: sqlite3.Connection, kind: str) -> bool:
    """Return whether anything of that kind is parked."""
    return db.execute("SELECT 1 FROM parked WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None


def forget(db: sqlite3.Connection, kind: str, key: str | None = None) -> None:
    """Remove what is parked there, with `key` None everything of that kind."""
    if key is None:
        db.execute("DELETE FROM parked WHERE kind = ?", (kind,))
    else:
        db.execute("DELETE FROM parked WHERE kind = ? AND key = ?", (kind, key))


def parked(db: sqlite3.Connection, kind: str) -> Iterator[tuple[str, object]]:
    """Yield key and value of everything of a kind, in the order of the keys; what was read already may be removed meanwhile."""
    rows = "SELECT key, value FROM parked WHERE kind = ?"
    chunk = db.execute(f"{rows} ORDER BY key LIMIT {_CHUNK}", (kind,)).fetchall()
    while chunk:
        for key, value in chunk:
            yield key, json.loads(value)
        chunk = db.execute(f"{rows} AND key > ? ORDER BY key LIMIT {_CHUNK}", (kind, key)).fetchall()


def row_key(cells: Sequence[Cell]) -> str:
    """Return the key under which something of the row with this primary key is parked."""
    return json.dumps([encode(cell) for cell in cells])


def park_rows(db: sqlite3.Connection, table: str, where: str = "1", *, without: str | None = None) -> None:
    """Park rows of a table, whole or `without` the column that numbers them; they stay in it."""
    names = tuple(name for name in column_names(db, table) if name != without)
    listed = ", ".join(quoted(name) for name in names)
    taken = db.execute("SELECT count(*) FROM parked WHERE kind = ?", (f"row:{table}",)).fetchone()[0]
    for number, row in enumerate(db.execute(f"SELECT {listed} FROM {quoted(table)} WHERE {where}"), taken):
        put(db, f"row:{table}", f"{number:09d}", {name: encode(cell) for name, cell in zip(names, row, strict=True)})


def bring_back_rows(db: sqlite3.Connection, table: str) -> None:
    """Insert the parked rows of a table again; one whose key is taken by now stays parked."""
    there = set(column_names(db, table))
    for key, value in parked(db, f"row:{table}"):
        assert isinstance(value, dict)
        row = {name: decode(cell) for name, cell in value.items() if name in there}
        names, marks = ", ".join(map(quoted, row)), ", ".join(map(mark, row.values()))
        done = db.execute(f"INSERT OR IGNORE INTO {quoted(table)} ({names}) VALUES ({marks})", [bound(cell) for cell in row.values()])
        if done.rowcount == 1:
            forget(db, f"row:{table}", key)


def park_cells(db: sqlite3.Connection, table: str, column: str, where: str) -> None:
    """Park the content of one column in the rows that `where` picks; it stays in them."""
    keys = ", ".join(quoted(name) for name in key_columns(db, table))
    for *key, cell in db.execute(f"SELECT {keys}, {quoted(column)} FROM {quoted(table)} WHERE {where}"):
        put(db, f"cell:{table}.{column}", row_key(key), encode(cell))


def bring_back_cells(db: sqlite3.Connection, table: str, column: str) -> None:
    """Write the parked content of a column into its rows again; that of a row that is gone stays parked."""
    keys = key_columns(db, table)
    for key, value in parked(db, f"cell:{table}.{column}"):
        cell = decode(value)
        identity = [decode(part) for part in json.loads(key)]
        where = " AND ".join(f"{quoted(name)} IS {mark(part)}" for name, part in zip(keys, identity, strict=True))
        statement = f"UPDATE {quoted(table)} SET {quoted(column)} = {mark(cell)} WHERE {where}"
        if db.execute(statement, [bound(cell), *map(bound, identity)]).rowcount == 1:
            forget(db, f"cell:{table}.{column}", key)


def _is_utf8(text: str) -> bool:
    try:
        return text.isascii() or text.encode() is not None
    except UnicodeEncodeError:
        return False
