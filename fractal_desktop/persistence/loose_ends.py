# ruff: noqa: S608 - the names in these statements are those of the file's own schema, quoted
"""Whether rows that were taken back hang together with what another program has written meanwhile."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fractal_desktop.persistence.goal_tree import chunks, marks
from fractal_desktop.persistence.recorder import RowChange, SqlValue
from fractal_desktop.persistence.sql_names import quoted


@dataclass(frozen=True, slots=True)
class _Link:
    """`column` of `table` names a row of `target` by its `key`."""

    table: str
    column: str
    target: str
    key: str


_UNDECLARED = (
    _Link("activity_groups", "root_id", "goals", "id"),
    _Link("metric_definitions", "activity_id", "activity_definitions", "id"),
    _Link("split_definitions", "activity_id", "activity_definitions", "id"),
)
"""What belongs to something else without a foreign key that says so."""

# Names are those of the tables, in whatever case another program's table may refer to them; one that there is not is passed over.
_FOREIGN_KEYS = """
SELECT t.name, k."from", target.name, key.name FROM pragma_table_list AS t JOIN pragma_foreign_key_list(t.name) AS k
JOIN pragma_table_list AS target ON target.schema = 'main' AND target.name = k."table" COLLATE NOCASE
JOIN pragma_table_xinfo(target.name) AS key ON iif(k."to" IS NULL, key.pk = 1, key.name = k."to" COLLATE NOCASE)
WHERE t.schema = 'main' AND t.type = 'table'
"""


def hang_loose(sql: sqlite3.Connection, changes: Sequence[RowChange]) -> bool:
    """Return whether after `changes` a row of theirs names one that is gone, one that is gone is named, or the goals are no tree."""
    links = (*_UNDECLARED, *_links(sql))
    return any(_is_loose(sql, changes, link) for link in links) or any(_is_no_tree(sql, each) for each in changes)


def _is_loose(sql: sqlite3.Connection, changes: Sequence[RowChange], link: _Link) -> bool:
    # Each value once: thousands of rows may name the same goal or activity.
    named, gone = set(_named(changes, link)), set(_gone(changes, link))
    # Few statements: without an index each looks through the whole table.
    return any(_is_any_missing(sql, link, chunk) for chunk in chunks(list(named))) or any(
        _is_any_named(sql, link, chunk) for chunk in chunks(list(gone))
    )


def _links(sql: sqlite3.Connection) -> Iterator[_Link]:
    for row in sql.execute(_FOREIGN_KEYS).fetchall():
        yield _Link(*row)


def _named(changes: Iterable[RowChange], link: _Link) -> Iterator[SqlValue]:
    """Yield what rows that have come or changed name by a link."""
    for change in changes:
        if change.table == link.table and change.after and change.after.get(link.column) is not None:
            yield change.after[link.column]


def _gone(changes: Iterable[RowChange], link: _Link) -> Iterator[SqlValue]:
    """Yield by which keys a link named rows that are gone."""
    for change in changes:
        if change.table == link.target and change.after is None and change.before and change.before.get(link.key) is not None:
            yield change.before[link.key]


def _is_any_missing(sql: sqlite3.Connection, link: _Link, values: Sequence[SqlValue]) -> bool:
    rows = ", ".join(["(?)"] * len(values))
    there = f"SELECT 1 FROM {quoted(link.target)} WHERE {quoted(link.key)} = named.column1"
    statement = f"SELECT EXISTS (SELECT 1 FROM (VALUES {rows}) AS named WHERE NOT EXISTS ({there}))"
    return bool(sql.execute(statement, values).fetchone()[0])


def _is_any_named(sql: sqlite3.Connection, link: _Link, values: Sequence[SqlValue]) -> bool:
    statement = f"SELECT EXISTS (SELECT 1 FROM {quoted(link.table)} WHERE {quoted(link.column)} IN ({marks(values)}))"
    return bool(sql.execute(statement, values).fetchone()[0])


_ROUND = """
WITH RECURSIVE above(id) AS (
    SELECT parent_id FROM goals WHERE rowid = :row UNION SELECT parent_id FROM goals JOIN above USING (id)
) SELECT 1 FROM above JOIN goals USING (id) WHERE goals.rowid = :row
"""
_OTHER_ROOT = """
SELECT 1 FROM goals AS above JOIN goals AS below ON below.parent_id = above.id
WHERE {} = :row AND below.root_id NOT IN (SELECT above.root_id UNION SELECT above.id WHERE above.parent_id IS NULL) LIMIT 1
"""
_NO_TREE = (_ROUND, _OTHER_ROOT.format("above.rowid"), _OTHER_ROOT.format("below.rowid"))


def _is_no_tree(sql: sqlite3.Connection, change: RowChange) -> bool:
    """Return whether a goal that was moved lies below itself now, or in another fractal than what is next to it."""
    if change.table != "goals" or not {"parent_id", "root_id"} & (change.after or {}).keys():
        return False
    return any(sql.execute(statement, {"row": change.key[0]}).fetchone() for statement in _NO_TREE)
