# ruff: noqa: S608 - these statements are put together from constants of this package and the file's own column names
"""Rows on their way into the trash, where they lie as JSON with their rowids, and back to where they were."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from fractal_desktop.persistence import goal_tree
from fractal_desktop.persistence.goal_tree import marks
from fractal_desktop.persistence.recorder import SqlValue
from fractal_desktop.persistence.sql_names import quoted

_BATCH = 500
_WITHOUT_ROWID = frozenset({"session_provenance", "goal_completions"})

_ENDS = {
    "practice_session_goals": ("practice_session_id", "short_term_goal_id"),
    "goal_completions": ("session_id", "goal_id"),
}
"""Rows that lead from a session to a goal, and by which columns."""


class Bin:
    """The entry that rows are being put into."""

    def __init__(self, sql: sqlite3.Connection, trash_id: int) -> None:
        self._sql = sql
        self._trash_id = trash_id
        self._position = 0

    def put(self, table: str, condition: str) -> None:
        """Move the rows of a table that meet the condition."""
        columns = _columns(self._sql, table)
        names = ", ".join(("NULL" if table in _WITHOUT_ROWID else "rowid", *map(quoted, columns)))
        found = self._sql.execute(f"SELECT {names} FROM {table} WHERE {condition} ORDER BY 1")
        while batch := found.fetchmany(_BATCH):
            rows = (BinnedRow(table, rowid, dict(zip(columns, values, strict=True))) for rowid, *values in batch)
            self._sql.executemany(
                "INSERT INTO trash_rows (trash_id, position, table_name, row_json) VALUES (?, ?, ?, ?)",
                [(self._trash_id, self._position + i, table, row.to_text()) for i, row in enumerate(rows)],
            )
            self._position += len(batch)
        self._sql.execute(f"DELETE FROM {table} WHERE {condition}")


@dataclass(frozen=True, slots=True)
class BinnedRow:
    """One row in the trash; `rowid` is None in a table without rowids."""

    table: str
    rowid: int | None
    values: Mapping[str, SqlValue]

    @classmethod
    def parse(cls, table: str, text: str) -> "BinnedRow":
        """Return the row that `to_text` wrote."""
        image = json.loads(text)
        values = {name: bytes.fromhex(value["blob"]) if isinstance(value, dict) else value for name, value in image["values"].items()}
        return cls(table, image["rowid"], values)

    def to_text(self) -> str:
        """Return the row as JSON; contents that are no text are written in hexadecimal."""
        values = {name: {"blob": value.hex()} if isinstance(value, bytes) else value for name, value in self.values.items()}
        return json.dumps({"rowid": self.rowid, "values": values}, ensure_ascii=False)

    def put_back(self, sql: sqlite3.Connection) -> bool:
        """Insert the row where it was, under another rowid if that is taken; return whether there was a place for it."""
        values = {name: self.values[name] for name in _columns(sql, self.table) if name in self.values}
        if self.table in _ENDS and not self._links(sql):
            return False
        if self.rowid is None:
            pass
        elif sql.execute(f"SELECT 1 FROM {self.table} WHERE rowid = ?", (self.rowid,)).fetchone() is None:
            values = {"rowid": self.rowid, **values}
        elif self.table == "session_issues":
            del values["id"]
        names = ", ".join(name if name == "rowid" else quoted(name) for name in values)
        statement = f"INSERT INTO {self.table} ({names}) VALUES ({marks(list(values))}) ON CONFLICT DO NOTHING"
        return sql.execute(statement, tuple(values.values())).rowcount == 1

    def _links(self, sql: sqlite3.Connection) -> bool:
        """Return whether both ends of a link are there; a goal that is open again by now was completed by nothing."""
        session_id, goal_id = (str(self.values[column]) for column in _ENDS[self.table])
        if goal_tree.existing(sql, {session_id, goal_id}) != {session_id, goal_id}:
            return False
        is_open = "SELECT 1 FROM goals WHERE id = ? AND completed IS NOT 1"
        return self.table != "goal_completions" or sql.execute(is_open, (goal_id,)).fetchone() is None


def is_named_in_trash(sql: sqlite3.Connection, id_: str) -> bool:
    """Return whether a goal or session in the trash names an activity, a metric, a split or a template, and would lose its name without."""
    named = "SELECT 1 FROM trash_rows WHERE table_name IN ('goals', 'activity_instances', 'metric_values') AND instr(row_json, ?) LIMIT 1"
    # Behind it a column's quotation mark is plain, that of a document or target within the row is escaped.
    return sql.execute(named, (f'"{id_}',)).fetchone() is not None


def _columns(sql: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Return the columns that can be written: `session_data` is generated, and comes back by itself."""
    return tuple(name for (name,) in sql.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (table,)))
