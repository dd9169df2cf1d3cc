"""Part of revision 0001: a file of shape A, with sessions in a table of their own, to one table and back."""

import sqlite3

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.old_tables import OldTable
from fractal_desktop.persistence.revisions.tables import column_names, copy_rows, declared_types, has_table, rebuild
from fractal_desktop.persistence.sql_names import quoted

_SESSIONS = "practice_sessions"
_TABLES = ("goals", _SESSIONS, "practice_session_goals", "activity_instances")
_LINK_ORDER = "ix_fractal_link_order"
NAMES_ON_THE_WAY = frozenset({_LINK_ORDER, *(f"{table}_{word}" for table in _TABLES for word in ("before", "merged"))})
"""What tables and an index are called for a while."""
_HOMELESS = ("root_id", "duration_minutes", "session_data", "updated_at", "deadline", "targets", "parent_id")
"""Columns of the one table that goals or sessions of the two tables have no place for."""


def merge(db: sqlite3.Connection, goals: OldTable, links: OldTable, instances: OldTable) -> None:
    """Move the sessions into `goals`, ids kept, each under the first goal it is linked to.

    The three tables that stay are made anew: their constraints forbid sessions among the goals. The old statements, and the link
    rows with what only they hold, are parked for `split`.
    """
    _park_schema(db)
    _give_way(db)
    own = declared_types(db, "goals")
    of_sessions = declared_types(db, _SESSIONS)
    unknown = {name: declared for name, declared in {**of_sessions, **own}.items() if name not in goals.columns}

    def fill_goals(before: str) -> None:
        copy_rows(db, before, "goals", tuple(own))
        _move_sessions(db, tuple(of_sessions))

    rebuild(db, "goals", goals.create(unknown), fill_goals)
    _merge_links(db, links)
    extra = {name: declared for name, declared in declared_types(db, "activity_instances").items() if name not in instances.columns}
    if has_table(db, "activity_instances"):
        there = column_names(db, "activity_instances")
        rebuild(db, "activity_instances", instances.create(extra), lambda before: copy_rows(db, before, "activity_instances", there))
    db.execute(f"DROP TABLE {_SESSIONS}")
    for column in column_names(db, "goals"):
        parking.bring_back_cells(db, "goals", column)


def split(db: sqlite3.Connection) -> None:
    """Take the sessions out of `goals` again; the four tables get the very statements they had."""
    statements = {key: str(value) for key, value in parking.parked(db, "schema")}
    merged = {table: f"{table}_merged" for table in _TABLES if table != _SESSIONS and has_table(db, table)}
    for table, aside in merged.items():
        db.execute(f"ALTER TABLE {table} RENAME TO {aside}")
    for name in sorted(statements, key=lambda name: (not name.startswith("table:"), name)):
        if not name.startswith("index:"):
            db.execute(statements[name])
    _part_goals(db)
    _part_links(db)
    if "activity_instances" in merged:
        columns = column_names(db, "activity_instances")
        copy_rows(db, merged["activity_instances"], "activity_instances", columns)
    _park_homeless(db)
    for aside in merged.values():
        db.execute(f"DROP TABLE {aside}")
    _take_back_ids(db)
    for name, statement in statements.items():
        if name.startswith("index:"):
            db.execute(statement)
    parking.forget(db, "schema")


def _park_schema(db: sqlite3.Connection) -> None:
    rows = db.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL ORDER BY rowid"
    ).fetchall()
    for kind, name, table, sql in rows:
        if table in _TABLES:
            parking.put(db, "schema", f"{kind}:{name}", sql)


def _give_way(db: sqlite3.Connection) -> None:
    """Rename sessions whose id a goal has too: in one table only one of the two can keep it."""
    shared = db.execute(f"SELECT s.id FROM {_SESSIONS} AS s WHERE s.id IN (SELECT id FROM goals)").fetchall()
    for (old,) in shared:
        new = f"{old}-session"
        parking.put(db, "session_id", new, old)
        _rename(db, old, new)


def _take_back_ids(db: sqlite3.Connection) -> None:
    for new, old in list(parking.parked(db, "session_id")):
        _rename(db, str(new), str(old))
        parking.forget(db, "session_id", new)


def _rename(db: sqlite3.Connection, old: str, new: str) -> None:
    db.execute(f"UPDATE {_SESSIONS} SET id = ? WHERE id = ?", (new, old))
    for table in ("practice_session_goals", "activity_instances"):
        if has_table(db, table):
            db.execute(f"UPDATE {table} SET practice_session_id = ? WHERE practice_session_id = ?", (new, old))


def _move_sessions(db: sqlite3.Connection, columns: tuple[str, ...]) -> None:
    parent = _first_goal(db)
    moved = [name for name in columns if name not in ("type", "parent_id")]
    listed = ", ".join(quoted(name) for name in moved)
    values = ", ".join(f"s.{quoted(name)}" for name in moved)
    db.execute(
        f"INSERT INTO goals ({listed}, type, parent_id) SELECT {values}, 'PracticeSession', {parent} FROM {_SESSIONS} AS s ORDER BY s.rowid"
    )
    db.execute(f"DROP INDEX IF EXISTS {_LINK_ORDER}")


def _first_goal(db: sqlite3.Connection) -> str:
    """Return SQL for the goal that session `s` was linked to first, and make the index without which that takes forever."""
    if not has_table(db, "practice_session_goals"):
        return "NULL"
    db.execute(f"CREATE INDEX {_LINK_ORDER} ON practice_session_goals (practice_session_id)")
    return "(SELECT short_term_goal_id FROM practice_session_goals AS l WHERE l.practice_session_id = s.id ORDER BY l.rowid LIMIT 1)"


def _merge_links(db: sqlite3.Connection, links: OldTable) -> None:
    if not has_table(db, links.name):
        return
    parking.forget(db, f"row:{links.name}")
    parking.park_rows(db, links.name)
    pair = "practice_session_id, short_term_goal_id"

    def fill(before: str) -> None:
        db.execute(f"INSERT OR IGNORE INTO {links.name} ({pair}) SELECT {pair} FROM {before} ORDER BY rowid")

    rebuild(db, links.name, links.create(), fill)


def _part_goals(db: sqlite3.Connection) -> None:
    for table, where in (("goals", "type <> 'PracticeSession'"), (_SESSIONS, "type = 'PracticeSession'")):
        demanded = [str(name) for (name,) in db.execute('SELECT name FROM pragma_table_info(?) WHERE "notnull"', (table,))]
        for column in demanded:
            # Old tables may demand what the merged one does not: there "" stands in for nothing until the next upgrade.
            _park_merged_cells(db, column, f"{where} AND {quoted(column)} IS NULL")
        copy_rows(db, "goals_merged", table, column_names(db, table), where, demanded)


def _part_links(db: sqlite3.Connection) -> None:
    """Write the links again: those that were there with all they held, new ones behind them, removed ones not at all."""
    if not has_table(db, "practice_session_goals_merged"):
        return
    pairs = dict.fromkeys(db.execute("SELECT practice_session_id, short_term_goal_id FROM practice_session_goals_merged ORDER BY rowid"))
    kept: set[object] = set()
    for key, value in list(parking.parked(db, "row:practice_session_goals")):
        assert isinstance(value, dict)
        pair = (parking.decode(value["practice_session_id"]), parking.decode(value["short_term_goal_id"]))
        kept.add(pair)
        if pair not in pairs:
            parking.forget(db, "row:practice_session_goals", key)
    parking.bring_back_rows(db, "practice_session_goals")
    for pair in pairs:
        if pair not in kept:
            marks = ", ".join(map(parking.mark, pair))
            statement = f"INSERT INTO practice_session_goals (practice_session_id, short_term_goal_id) VALUES ({marks})"
            db.execute(statement, [parking.bound(cell) for cell in pair])


def _park_homeless(db: sqlite3.Connection) -> None:
    places = {"goals": set(column_names(db, "goals")), "sessions": set(column_names(db, _SESSIONS))}
    first_goal = _first_goal(db)
    for column in _HOMELESS:
        lost = []
        if column not in places["goals"]:
            lost.append(f"(type <> 'PracticeSession' AND {column} IS NOT NULL)")
        if column == "parent_id":
            lost.append(f"(type = 'PracticeSession' AND parent_id IS NOT {first_goal})")
        elif column not in places["sessions"]:
            lost.append(f"(type = 'PracticeSession' AND {column} IS NOT NULL)")
        if lost:
            _park_merged_cells(db, column, " OR ".join(lost))
    db.execute(f"DROP INDEX IF EXISTS {_LINK_ORDER}")


def _park_merged_cells(db: sqlite3.Connection, column: str, where: str) -> None:
    for key, cell in db.execute(f"SELECT id, {quoted(column)} FROM goals_merged AS s WHERE {where}"):
        parking.put(db, f"cell:goals.{column}", parking.row_key([key]), parking.encode(cell))
