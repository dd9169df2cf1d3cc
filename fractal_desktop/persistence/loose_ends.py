# ruff: noqa: S608 - the names in these statements are those of the file's own schema, quoted
"""Whether rows that were taken back hang together with what another program has written meanwhile."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from fractal_desktop.persistence.recorder import RowChange, SqlValue
from fractal_desktop.persistence.sql_names import quoted


@dataclass(frozen=True, slots=True)
class _Link:
    """A foreign key: `column` of `table` names a row of `target` by its `key`."""

    table: str
    column: str
    target: str
    key: str


def hang_loose(sql: sqlite3.Connection, changes: Sequence[RowChange]) -> bool:
    """Return whether after `changes` a row of theirs names one that is gone, one that is gone is named, or the goals are no tree."""
    links = tuple(_links(sql))
    # Each once: thousands of rows may name the same goal or activity.
    named = {(link.target, link.key, value) for link in links for value in _values(changes, link)}
    missed = {(link.table, link.column, value) for link in links for value in _gone(changes, link)}
    return (
        not all(_is_there(sql, *each) for each in named)
        or any(_is_there(sql, *each) for each in missed)
        or any(_is_no_tree(sql, each) for each in changes)
    )


def _links(sql: sqlite3.Connection) -> Iterator[_Link]:
    statement = (
        'SELECT t.name, k."from", k."table", coalesce(k."to", \'id\') FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) k'
        " WHERE t.schema = 'main' AND t.type = 'table'"
    )
    for row in sql.execute(statement).fetchall():
        yield _Link(*row)


def _values(changes: Iterable[RowChange], link: _Link) -> Iterator[SqlValue]:
    """Yield what rows that have come or changed name by a link."""
    for change in changes:
        if change.table == link.table and change.after and change.after.get(link.column) is not None:
            yield change.after[link.column]


def _gone(changes: Iterable[RowChange], link: _Link) -> Iterator[SqlValue]:
    """Yield by which keys a link named rows that are gone."""
    for change in changes:
        if change.table == link.target and change.after is None and change.before and change.before.get(link.key) is not None:
            yield change.before[link.key]


def _is_there(sql: sqlite3.Connection, table: str, column: str, value: SqlValue) -> bool:
    statement = f"SELECT EXISTS (SELECT 1 FROM {quoted(table)} WHERE {quoted(column)} = ?)"
    return bool(sql.execute(statement, (value,)).fetchone()[0])


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
