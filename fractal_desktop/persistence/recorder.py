# ruff: noqa: S608 - the names in these statements are those of the file's own schema, quoted
"""Which rows a transaction changed, and how to change them back.

TEMP triggers on every table note the old and the new values of each row, whatever statement changed it: one of the ORM, a
plain one, or a cascade of a foreign key (the idea of https://www.sqlite.org/undoredo.html; here the values are kept,
not the text of statements). Rows keep their rowid when they come back, so that a table is equal byte for byte afterwards.

INSERT OR REPLACE is the one statement that may delete without firing a trigger: it must not be used on these tables.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from fractal_desktop.persistence.sql_names import literal, quoted

SqlValue = str | bytes | int | float | None
Image = Mapping[str, SqlValue]
Mark = bytes | None
"""A fingerprint of a whole row, None for a row that is not there."""


class RowsChangedElsewhere(Exception):
    """Rows are not as they were left: another program has written them, and that must not be overwritten."""


@dataclass(frozen=True, slots=True)
class RowChange:
    """What became of one row: `before` is None if it was inserted, `after` if it was deleted.

    The images of a changed row hold only the columns that differ; those of an inserted or deleted row hold all of them.
    `key` is its rowid, or the values of its primary key in a table without rowids; `key_columns` names it for SQL, quoted.
    """

    table: str
    key_columns: tuple[str, ...]
    key: tuple[SqlValue, ...]
    before: Image | None
    after: Image | None

    def reversed(self) -> "RowChange":
        """Return the change that takes this one back."""
        return RowChange(self.table, self.key_columns, self.key, self.after, self.before)


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def log(self) -> str:
        return quoted(f"recorded {self.name}")

    @property
    def key_columns(self) -> tuple[str, ...]:
        return tuple(map(_quoted_key, self.key))

    @property
    def key_matches(self) -> str:
        return " AND ".join(f"{name} IS ?" for name in self.key_columns)


class Recorder:
    """Notes what happens to the rows seen by one connection, from its construction on."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in _tables(connection)}
        for table in self._tables.values():
            for statement in _recording(table):
                connection.execute(statement)
        counts = " UNION ALL ".join(f"SELECT {literal(t.name)} WHERE EXISTS (SELECT 1 FROM temp.{t.log})" for t in self._tables.values())
        self._touched = counts or "SELECT '' WHERE 0"

    def collect(self) -> tuple[RowChange, ...]:
        """Return what happened since the last call, one change a row, and forget it; rows that are as they were are left out."""
        changes: list[RowChange] = []
        for table in self._touched_tables():
            rows = self._connection.execute(f"SELECT * FROM temp.{table.log} ORDER BY seq")
            changes += _coalesced(table, rows)
            self._connection.execute(f"DELETE FROM temp.{table.log}")
        return tuple(changes)

    def forget(self) -> None:
        """Forget what happened since the last `collect`."""
        for table in self._touched_tables():
            self._connection.execute(f"DELETE FROM temp.{table.log}")

    def marks(self, changes: Iterable[RowChange]) -> tuple[Mark, ...]:
        """Return the fingerprints that the rows of `changes` have now."""
        return tuple(self._mark(change) for change in changes)

    def apply(self, changes: Sequence[RowChange], marks: Sequence[Mark]) -> None:
        """Make `changes` happen; foreign keys must be off, for old files hold links to nothing and rows come in any order.

        Deletions come first and insertions last, so that no unique value is taken twice in between.
        Raises RowsChangedElsewhere, having done nothing, if any row is not as `marks` says it was left.
        """
        if self.marks(changes) != tuple(marks):
            raise RowsChangedElsewhere
        insertions = [change for change in changes if change.before is None]
        for change in changes:
            if change.after is None:
                self._delete(change)
        updates = [change for change in changes if change.before is not None and change.after is not None]
        insertions += [self._taken_out(change) for change in updates if not self._updated(change)]
        for change in insertions:
            self._insert(change)

    def _touched_tables(self) -> tuple[_Table, ...]:
        return tuple(self._tables[name] for (name,) in self._connection.execute(self._touched).fetchall())

    def _mark(self, change: RowChange) -> Mark:
        table = self._tables[change.table]
        columns = ", ".join(map(quoted, table.columns))
        row = self._connection.execute(f"SELECT {columns} FROM {quoted(table.name)} WHERE {table.key_matches}", change.key).fetchone()
        return None if row is None else blake2b(repr(row).encode("utf-8", "surrogatepass"), digest_size=16).digest()

    def _delete(self, change: RowChange) -> None:
        table = self._tables[change.table]
        self._connection.execute(f"DELETE FROM {quoted(table.name)} WHERE {table.key_matches}", change.key)

    def _insert(self, change: RowChange) -> None:
        table = self._tables[change.table]
        values = {**dict(zip(table.key, change.key, strict=True)), **(change.after or {})}
        columns = ", ".join(map(_quoted_key, values))
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {quoted(table.name)} ({columns}) VALUES ({marks})", tuple(values.values()))

    def _updated(self, change: RowChange) -> bool:
        """Return whether the row could be changed; not while another row has a unique value that it is to get."""
        table, after = self._tables[change.table], change.after or {}
        settings = ", ".join(f"{quoted(column)} = ?" for column in after)
        statement = f"UPDATE {quoted(table.name)} SET {settings} WHERE {table.key_matches}"
        try:
            self._connection.execute(statement, (*after.values(), *change.key))
        except sqlite3.IntegrityError as error:
            if error.sqlite_errorname not in _TAKEN:
                raise
            return False
        return True

    def _taken_out(self, change: RowChange) -> RowChange:
        """Delete a row that is to change, so that others can have its unique values; return the insertion that brings it back changed."""
        table = self._tables[change.table]
        columns = ", ".join(map(quoted, table.columns))
        row = self._connection.execute(f"SELECT {columns} FROM {quoted(table.name)} WHERE {table.key_matches}", change.key).fetchone()
        self._delete(change)
        whole = {**dict(zip(table.columns, row, strict=True)), **(change.after or {})}
        return RowChange(change.table, change.key_columns, change.key, None, whole)


def joined(first: Sequence[RowChange], second: Sequence[RowChange]) -> tuple[RowChange, ...]:
    """Return the one change a row that does what two successive lists do; rows that are as they were are left out."""
    if not first or not second:
        return tuple(first or second)
    net = {(change.table, change.key): change for change in first}
    for change in second:
        place = change.table, change.key
        net[place] = _followed_by(net[place], change) if place in net else change
    return tuple(change for change in net.values() if not _nothing(change))


_ROWID_NAMES = ("rowid", "oid", "_rowid_")
_TAKEN = ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_ROWID")


def _tables(connection: sqlite3.Connection) -> Iterator[_Table]:
    listed = connection.execute(
        "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    for name, kind, without_rowid in listed.fetchall():
        if kind != "table":
            continue
        # hidden: 0 an ordinary column, 2 and 3 generated ones, which follow from the others
        columns = connection.execute("SELECT name, pk FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (name,)).fetchall()
        primary_key = tuple(column for column, position in sorted(columns, key=lambda c: c[1]) if position)
        names = tuple(column for column, _ in columns)
        yield _Table(name, primary_key if without_rowid else (_rowid(names),), names)


def _rowid(columns: Sequence[str]) -> str:
    """Return a name for the rowid that no column has taken."""
    taken = {name.lower() for name in columns}
    return next(name for name in _ROWID_NAMES if name not in taken)


def _recording(table: _Table) -> Iterator[str]:
    """Yield the statements that make the log of `table` and its triggers. A log's columns have no type: values stay what they are."""
    keys = range(len(table.key))
    columns = range(len(table.columns))
    logged = ", ".join(
        ["seq INTEGER PRIMARY KEY", "op", *(f"k{i}" for i in keys), *(f"o{i}" for i in columns), *(f"n{i}" for i in columns)]
    )
    yield f"CREATE TEMP TABLE {table.log} ({logged})"
    old_key = [f"OLD.{_quoted_key(name)}" for name in table.key]
    new_key = [f"NEW.{_quoted_key(name)}" for name in table.key]
    old = [f"OLD.{quoted(name)}" for name in table.columns]
    new = [f"NEW.{quoted(name)}" for name in table.columns]
    nothing = ["NULL" for _ in columns]
    # BINARY, because under another collation a change of case would count as none; unchanged documents are not copied.
    differs = [f"{o} IS NOT {n} COLLATE BINARY OR typeof({o}) <> typeof({n})" for o, n in zip(old, new, strict=True)]
    old_if = [f"CASE WHEN {condition} THEN {o} END" for condition, o in zip(differs, old, strict=True)]
    new_if = [f"CASE WHEN {condition} THEN {n} END" for condition, n in zip(differs, new, strict=True)]
    same_key = " AND ".join(f"{o} IS {n}" for o, n in zip(old_key, new_key, strict=True))
    inserted = _note(table, "'I'", [*new_key, *nothing, *new])
    deleted = _note(table, "'D'", [*old_key, *old, *nothing])
    updated = _note(table, "'U'", [*new_key, *old_if, *new_if])
    yield _trigger(table, "INSERT", "", inserted)
    yield _trigger(table, "DELETE", "", deleted)
    yield _trigger(table, "UPDATE", f"WHEN {same_key}", updated)
    yield _trigger(table, "UPDATE", f"WHEN NOT ({same_key})", deleted + inserted)


def _note(table: _Table, operation: str, values: Sequence[str]) -> str:
    return f"INSERT INTO {table.log} VALUES (NULL, {operation}, {', '.join(values)}); "


def _trigger(table: _Table, event: str, condition: str, body: str) -> str:
    name = quoted(f"record {event} {bool(condition.startswith('WHEN NOT'))} {table.name}")
    return f"CREATE TEMP TRIGGER {name} AFTER {event} ON main.{quoted(table.name)} {condition} BEGIN {body}END"


def _coalesced(table: _Table, rows: Iterable[tuple[SqlValue, ...]]) -> list[RowChange]:
    first_old = 2 + len(table.key)
    first_new = first_old + len(table.columns)
    net: dict[tuple[SqlValue, ...], RowChange] = {}
    for row in rows:
        old, new = row[first_old:first_new], row[first_new:]
        key = row[2:first_old]
        change = RowChange(table.name, table.key_columns, key, *_images(table, row[1], old, new))
        net[key] = _followed_by(net[key], change) if key in net else change
    return [change for change in net.values() if not _nothing(change)]


def _images(table: _Table, operation: SqlValue, old: Sequence[SqlValue], new: Sequence[SqlValue]) -> tuple[Image | None, Image | None]:
    if operation == "I":
        return None, dict(zip(table.columns, new, strict=True))
    if operation == "D":
        return dict(zip(table.columns, old, strict=True)), None
    changed = [i for i in range(len(table.columns)) if old[i] is not None or new[i] is not None]
    return {table.columns[i]: old[i] for i in changed}, {table.columns[i]: new[i] for i in changed}


def _followed_by(first: RowChange, second: RowChange) -> RowChange:
    """Return the one change that does what two successive changes of a row do."""
    before: Image | None = None
    after: Image | None = None
    if first.before is not None:
        before = {**(second.before or {}), **first.before}
    if second.after is not None:
        after = {**(first.after or {}), **second.after}
    if before is not None and after is not None:
        differing = [c for c in {**before, **after} if not _same(before.get(c), after.get(c))]
        before, after = {c: before.get(c) for c in differing}, {c: after.get(c) for c in differing}
    return RowChange(first.table, first.key_columns, first.key, before, after)


def _nothing(change: RowChange) -> bool:
    return not change.before and not change.after


def _same(one: SqlValue, other: SqlValue) -> bool:
    return type(one) is type(other) and one == other


def _quoted_key(name: str) -> str:
    """Return a key column for SQL; quoted, a rowid would be a string where a table has no such column."""
    return name if name in _ROWID_NAMES else quoted(name)
