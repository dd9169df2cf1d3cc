"""Looking at tables and indexes, and the few changes to them that revisions share."""

import sqlite3
from collections.abc import Callable, Sequence

from fractal_desktop.persistence.sql_names import quoted


def has_table(db: sqlite3.Connection, table: str) -> bool:
    """Return whether the table exists."""
    return db.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)).fetchone() is not None


def declared_types(db: sqlite3.Connection, table: str) -> dict[str, str]:
    """Return the stored columns of a table, in order, with the types they were declared with; empty if there is no table."""
    rows = db.execute("SELECT name, type FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (table,))
    return {str(name): str(declared) for name, declared in rows}


def column_names(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the stored columns of a table in order, generated ones left out."""
    return tuple(declared_types(db, table))


def key_columns(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the primary key's columns, or the row's number where the table declares none."""
    rows = db.execute("SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk", (table,)).fetchall()
    return tuple(str(name) for (name,) in rows) or ("rowid",)


def add_column(db: sqlite3.Connection, table: str, column: str, definition: str) -> None:
    """Add a column at the end; no row is written. A plain name stands without quotes, as the web application wrote it."""
    name = column if column.isidentifier() and column != "order" else quoted(column)
    db.execute(f"ALTER TABLE {quoted(table)} ADD COLUMN {name} {definition}".rstrip())


def drop_column(db: sqlite3.Connection, table: str, column: str) -> None:
    """Drop a column; every row is written anew, unless it was a virtual one."""
    db.execute(f"ALTER TABLE {quoted(table)} DROP COLUMN {quoted(column)}")


def index_definitions(db: sqlite3.Connection, where: Callable[[str, str, str], bool]) -> dict[str, str]:
    """Return name and SQL of the explicit indexes for which `where(name, table, sql)` is true."""
    rows = db.execute("SELECT name, tbl_name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    return {name: sql for name, table, sql in rows if where(name, table, sql)}


def drop_indexes(db: sqlite3.Connection, names: Sequence[str]) -> None:
    """Drop these indexes, those that are not there left out."""
    for name in names:
        db.execute(f"DROP INDEX IF EXISTS {quoted(name)}")


def rebuild(db: sqlite3.Connection, table: str, create: str, fill: Callable[[str], None]) -> None:
    """Replace a table by one made with the statement `create`; `fill` is given the name under which the old one is found.

    The table's own indexes are made again. Needs foreign_keys=OFF and legacy_alter_table=ON, so that neither the renaming nor
    the dropping touches another table.
    """
    before = f"{table}_before"
    indexes = index_definitions(db, lambda _name, owner, _sql: owner == table)
    db.execute(f"ALTER TABLE {quoted(table)} RENAME TO {quoted(before)}")
    db.execute(create)
    fill(before)
    db.execute(f"DROP TABLE {quoted(before)}")
    for statement in indexes.values():
        db.execute(statement)


def copy_rows(
    db: sqlite3.Connection, source: str, target: str, columns: Sequence[str], where: str = "1", demanded: Sequence[str] = ()
) -> None:
    """Copy these columns of the rows that `where` picks, in their order; in the `demanded` ones "" stands in for NULL."""
    names = ", ".join(map(quoted, columns))
    values = ", ".join(f"coalesce({quoted(name)}, '')" if name in demanded else quoted(name) for name in columns)
    db.execute(f"INSERT INTO {quoted(target)} ({names}) SELECT {values} FROM {quoted(source)} WHERE {where} ORDER BY rowid")
