# ruff: noqa: S608 - these statements are put together from constants of this module and the file's own column names
"""Deleted goals and sessions: their rows lie in `trash_rows` as JSON, rowid included, until they are put back or the trash is emptied.

Deleting and restoring need foreign keys off: every row that goes is named here, and old files hold links to nothing.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.domain.tree import TrashEntry
from fractal_desktop.persistence import goal_tree
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION, IS_SESSION
from fractal_desktop.persistence.goals import goal_type, shown_text
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.trash_rows import Bin, BinnedRow

_OF_NODES = (
    ("goals", "id IN (SELECT id FROM doomed)"),
    (
        "practice_session_goals",
        "practice_session_id IN (SELECT id FROM doomed) OR short_term_goal_id IN (SELECT id FROM doomed)",
    ),
    (
        "metric_values",
        "activity_instance_id IN (SELECT i.id FROM doomed CROSS JOIN activity_instances i ON i.practice_session_id = doomed.id)",
    ),
    ("activity_instances", "practice_session_id IN (SELECT id FROM doomed)"),
    ("session_provenance", "session_id IN (SELECT id FROM doomed)"),
    ("session_issues", "session_id IN (SELECT id FROM doomed)"),
    ("goal_completions", "goal_id IN (SELECT id FROM doomed) OR session_id IN (SELECT id FROM doomed)"),
)
"""Which rows go with the goals and sessions in `doomed`; values before the instances that lead to them."""

_UNUSED_ACTIVITY = (
    "root_id IN (SELECT id FROM doomed) AND NOT EXISTS (SELECT 1 FROM activity_instances i"
    " WHERE substr(i.activity_definition_id, 1, 8) = substr(activity_definitions.id, 1, 8)"
    " AND i.activity_definition_id = activity_definitions.id)"
)
_OF_GONE_ACTIVITY = "activity_id IN (SELECT id FROM doomed_activities)"
_OF_LIBRARY = (
    ("metric_definitions", _OF_GONE_ACTIVITY),
    ("split_definitions", _OF_GONE_ACTIVITY),
    ("activity_definitions", "id IN (SELECT id FROM doomed_activities)"),
    (
        "activity_groups",
        "root_id IN (SELECT id FROM doomed) AND NOT EXISTS (SELECT 1 FROM activity_definitions a WHERE a.group_id = activity_groups.id)",
    ),
    (
        "session_templates",
        "root_id IN (SELECT id FROM doomed) AND NOT EXISTS (SELECT 1 FROM goals g WHERE g.type = 'PracticeSession'"
        " AND g.template_id = session_templates.id)",
    ),
)
"""What a fractal's library loses with it: what no session that stays has used."""


_OUTSIDE = f"""
    (EXISTS (SELECT 1 FROM goals p WHERE p.id = s.parent_id AND p.{IS_NO_SESSION} AND p.id NOT IN (SELECT id FROM doomed))
     OR EXISTS (SELECT 1 FROM practice_session_goals l JOIN goals p ON p.id = l.short_term_goal_id
                WHERE l.practice_session_id = s.id AND p.{IS_NO_SESSION} AND p.id NOT IN (SELECT id FROM doomed)))
"""
"""Whether session `s` hangs on a goal that stays."""

_CONCERNED = f"""
    SELECT s.id, {_OUTSIDE} FROM goals s WHERE s.{IS_SESSION} AND s.id IN (
        SELECT id FROM doomed UNION SELECT below.id FROM doomed CROSS JOIN goals below ON below.parent_id = doomed.id
        UNION SELECT l.practice_session_id FROM doomed CROSS JOIN practice_session_goals l ON l.short_term_goal_id = doomed.id)
"""
"""The sessions that go or lose a goal, and whether they hang on one that stays."""

_GOING = """
    WITH RECURSIVE met(id, goes) AS (
        SELECT id, true FROM going UNION SELECT id, false FROM staying
        UNION SELECT g.id,
            CASE WHEN g.id IN (SELECT id FROM staying) THEN false WHEN g.id IN (SELECT id FROM going) THEN true ELSE met.goes END
        FROM met CROSS JOIN goals g ON g.parent_id = met.id
    )
    SELECT id FROM met WHERE goes
"""
_MOST_ROUNDS = 20
"""Two are enough, unless goals below sessions hold sessions."""
_AT_ONCE = 500
"""Rows that are in memory when an entry is put back."""

_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT value FROM json_each(?) UNION SELECT g.id FROM below CROSS JOIN goals g ON g.parent_id = below.id
    )
"""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was put into the trash, or taken out of it: what it is called, and a sentence if something is not as it was."""

    name: str
    note: str = ""


def delete(sql: sqlite3.Connection, ids: Sequence[str], stamp: Stamp) -> Deleted:
    """Put goals and sessions into the trash with everything below; raises UserError if one of them is gone.

    Sessions go if none of the goals they hang on stays, or if they are among `ids`; the others lose the link. Activities and
    templates of a whole fractal go if no session that stays has used them.
    """
    chosen = [_named(sql, id_) for id_ in dict.fromkeys(ids)]
    staying = _choose(sql, ids)
    name = chosen[0].name if len(chosen) == 1 else f"{chosen[0].name} and {len(chosen) - 1} more"
    goals, sessions = sql.execute(
        f"SELECT COUNT(*) FILTER (WHERE {IS_NO_SESSION}), COUNT(*) FILTER (WHERE {IS_SESSION}) FROM doomed CROSS JOIN goals USING (id)"
    ).fetchone()
    entry = sql.execute(
        "INSERT INTO trash (deleted_at, name, type, goals, sessions) VALUES (?, ?, ?, ?, ?)",
        (column_text(stamp.now), name, chosen[0].type, goals, sessions),
    )
    rows = Bin(sql, entry.lastrowid or 0)
    for table, condition in _OF_NODES:
        rows.put(table, condition)
    for session_id in staying:
        _adopt(sql, session_id, stamp)
    _fill(sql, "doomed_activities", [id_ for (id_,) in sql.execute(f"SELECT id FROM activity_definitions WHERE {_UNUSED_ACTIVITY}")])
    for table, condition in _OF_LIBRARY:
        rows.put(table, condition)
    return Deleted(name)


def restore(sql: sqlite3.Connection, trash_id: int) -> Deleted:
    """Put everything of one entry back where it was; raises UserError if the entry is gone or if something is in the way.

    If what it hung on is gone, goals come back at the top and sessions without a goal; the note says so. What sessions use of a library
    that went with its fractal comes back with them.
    """
    from fractal_desktop.persistence.agreement import align

    entry = sql.execute("SELECT name FROM trash WHERE id = ?", (trash_id,)).fetchone()
    if entry is None:
        raise UserError("This is no longer in the trash.")
    ids = _put_back(sql, trash_id)
    sql.execute("DELETE FROM trash_rows WHERE trash_id = ?", (trash_id,))
    sql.execute("DELETE FROM trash WHERE id = ?", (trash_id,))
    _bring_along(sql, ids)
    # They may have been deleted when the file was said to be from another time zone.
    align(sql, ids)
    return Deleted(shown_text(entry[0]), _fit_in(sql, ids))


def _put_back(sql: sqlite3.Connection, trash_id: int) -> list[str]:
    """Put back what there is a place for; return the ids of the goals and sessions among it.

    Some rows at a time: to free those of a whole fractal at once would keep the interpreter's lock for a twentieth of a second.
    """
    found = sql.execute("SELECT table_name, row_json FROM trash_rows WHERE trash_id = ? ORDER BY position", (trash_id,))
    ids = []
    while part := found.fetchmany(_AT_ONCE):
        restored = [row for row in (BinnedRow.parse(table, text) for table, text in part) if row.put_back(sql)]
        ids += [str(row.values["id"]) for row in restored if row.table == "goals"]
    return ids


_MISSED = """
    SELECT DISTINCT activity_definition_id FROM activity_instances AS i
    WHERE practice_session_id IN ({}) AND NOT EXISTS (SELECT 1 FROM activity_definitions AS a WHERE a.id = i.activity_definition_id)
"""
_LIBRARY_IN_TRASH = """
    SELECT trash_id, position, table_name, row_json FROM trash_rows
    WHERE table_name IN ('activity_definitions', 'metric_definitions', 'split_definitions') AND instr(row_json, ?)
"""


def _bring_along(sql: sqlite3.Connection, ids: Sequence[str]) -> None:
    """Take the activities of these sessions out of the trash, whatever entry they lie in: edited without them, rows would be missing."""
    if sql.execute("SELECT 1 FROM trash_rows WHERE table_name = 'activity_definitions' LIMIT 1").fetchone() is None:
        return
    missed = {id_ for chunk in goal_tree.chunks(ids) for (id_,) in sql.execute(_MISSED.format(goal_tree.marks(chunk)), chunk)}
    for activity_id in missed:
        found = sql.execute(_LIBRARY_IN_TRASH, (f'"{activity_id}"',)).fetchall()
        for trash_id, position, table, text in found:
            row = BinnedRow.parse(table, text)
            if row.values["id" if table == "activity_definitions" else "activity_id"] == activity_id and row.put_back(sql):
                sql.execute("DELETE FROM trash_rows WHERE trash_id = ? AND position = ?", (trash_id, position))


def entries(sql: sqlite3.Connection) -> tuple[TrashEntry, ...]:
    """Return what lies in the trash, the last deleted first."""
    rows = sql.execute("SELECT id, deleted_at, name, type, goals, sessions FROM trash ORDER BY id DESC")
    found = []
    for id_, deleted_at, name, type_, goals, sessions in rows:
        when = from_column_time(deleted_at)
        if when is not None:
            found.append(TrashEntry(id_, when, shown_text(name), goal_type(type_), goals, sessions))
    return tuple(found)


def empty(sql: sqlite3.Connection) -> None:
    """Forget everything that lies in the trash."""
    sql.execute("DELETE FROM trash_rows")
    sql.execute("DELETE FROM trash")


class _Named(NamedTuple):
    name: str
    type: str


def _named(sql: sqlite3.Connection, node_id: str) -> _Named:
    row = sql.execute("SELECT name, type FROM goals WHERE id = ?", (node_id,)).fetchone()
    if row is None:
        raise UserError("This goal or session no longer exists.")
    return _Named(shown_text(row[0]), shown_text(row[1]))


def _choose(sql: sqlite3.Connection, ids: Sequence[str]) -> list[str]:
    """Fill the table `doomed` with the ids of all goals and sessions that go; return the sessions that lose a goal and stay.

    Below sessions there may be goals on which sessions hang: who stays may let others stay, and who goes may take others along. So it is
    decided anew until it stays the same.
    """
    chosen, doomed = set(ids), set[str]()
    staying, drawn_in = set[str](), set[str]()
    for _ in range(_MOST_ROUNDS):
        going = _going(sql, chosen | drawn_in, staying)
        if going == doomed:
            break
        doomed = going
        _fill(sql, "doomed", doomed)
        stays = {id_: bool(outside) for id_, outside in sql.execute(_CONCERNED) if id_ not in chosen}
        staying = {id_ for id_, outside in stays.items() if outside}
        drawn_in = {id_ for id_, outside in stays.items() if not outside and (id_ in drawn_in or id_ not in doomed)}
        if not staying and not drawn_in:
            break
    return sorted(staying - doomed)


def _going(sql: sqlite3.Connection, going: Collection[str], staying: Collection[str]) -> set[str]:
    """Return everything that goes with some: what lies below them, but below those that stay."""
    _fill(sql, "going", going)
    _fill(sql, "staying", staying)
    return {id_ for (id_,) in sql.execute(_GOING)}


def _fill(sql: sqlite3.Connection, table: str, ids: Iterable[str]) -> None:
    """Fill a table of this connection's own with ids."""
    sql.execute(f"CREATE TEMP TABLE IF NOT EXISTS {table} (id TEXT PRIMARY KEY)")
    sql.execute(f"DELETE FROM {table}")
    sql.executemany(f"INSERT INTO {table} VALUES (?)", [(id_,) for id_ in ids])


def _adopt(sql: sqlite3.Connection, session_id: str, stamp: Stamp) -> None:
    """Let a session whose parent went be the child of the next goal it hangs on."""
    parents = goal_tree.session_parents(sql, session_id)
    (parent_id,) = sql.execute("SELECT parent_id FROM goals WHERE id = ?", (session_id,)).fetchone()
    if parent_id not in parents:
        _file_under(sql, session_id, parents[0], stamp.text)


def _fit_in(sql: sqlite3.Connection, restored: Sequence[str]) -> str:
    """Find a place for restored rows whose parent is gone, and let all name the fractal they are in; return a sentence about it."""
    there = set(restored)
    moved = ""
    for id_ in restored:
        parent_id, root_id, name, is_session = sql.execute(
            f"SELECT parent_id, root_id, name, {IS_SESSION} FROM goals WHERE id = ?", (id_,)
        ).fetchone()
        if parent_id is None or parent_id in there:
            continue
        if goal_tree.existing(sql, [parent_id]):
            root = goal_tree.chain(sql, parent_id)[-1]
            if root_id is not None and root_id != root:
                _set_root(sql, id_, root)
            continue
        others = goal_tree.session_parents(sql, id_) if is_session else []
        _file_under(sql, id_, others[0] if others else None)
        if not others:
            place = "without a goal" if is_session else "at the top"
            moved = f"“{shown_text(name)}” came back {place}: what it lay under is gone."
    return moved


def _file_under(sql: sqlite3.Connection, node_id: str, parent_id: str | None, updated_at: str | None = None) -> None:
    sql.execute("UPDATE goals SET parent_id = ?, updated_at = COALESCE(?, updated_at) WHERE id = ?", (parent_id, updated_at, node_id))
    _set_root(sql, node_id, goal_tree.chain(sql, node_id)[-1])


def _set_root(sql: sqlite3.Connection, node_id: str, root_id: str) -> None:
    """Let a row and all below it name its fractal; an unfiled session is in none."""
    sql.execute(
        f"{_BELOW} UPDATE goals SET root_id = (SELECT id FROM goals WHERE id = ? AND {IS_NO_SESSION}) WHERE id IN (SELECT id FROM below)",
        (json.dumps([node_id]), root_id),
    )
