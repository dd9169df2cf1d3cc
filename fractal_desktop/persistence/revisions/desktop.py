"""Revision 0003: what the desktop adds: completion dates, a trash, and indexes that answer charts and lists by themselves."""

import json
import sqlite3
from typing import Any

from fractal_desktop.domain.timestamps import column_text, legacy_column_text, parse_column_time
from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.old_schema import legacy_zone
from fractal_desktop.persistence.revisions.run import Run
from fractal_desktop.persistence.revisions.session_columns import SEED_INDEXES
from fractal_desktop.persistence.revisions.tables import add_column, declared_types, drop_column, drop_indexes, index_definitions

STEP = "0003 Desktop"
TRASH = (
    "CREATE TABLE trash (id INTEGER NOT NULL PRIMARY KEY, deleted_at TIMESTAMP NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL, "
    "goals INTEGER NOT NULL, sessions INTEGER NOT NULL)"
)
TRASH_ROWS = (
    "CREATE TABLE trash_rows (trash_id INTEGER NOT NULL, position INTEGER NOT NULL, table_name TEXT NOT NULL, row_json TEXT NOT NULL, "
    "PRIMARY KEY (trash_id, position))"
)
_SESSION = "WHERE type = 'PracticeSession'"
WIDE_INDEXES = {
    "idx_session_start": f"CREATE INDEX idx_session_start ON goals (session_start, total_duration_seconds, type) {_SESSION}",
    "idx_session_end": f"CREATE INDEX idx_session_end ON goals (session_end, session_start, type) {_SESSION}",
    "idx_template_id": f"CREATE INDEX idx_template_id ON goals (template_id, total_duration_seconds, type) {_SESSION}",
    "idx_session_duration": f"CREATE INDEX idx_session_duration ON goals (total_duration_seconds, session_start, type) {_SESSION}",
}
MORE_INDEXES = {
    "ix_session_root": f"CREATE INDEX ix_session_root ON goals (root_id, total_duration_seconds, type) {_SESSION}",
    "ix_session_parent": f"CREATE INDEX ix_session_parent ON goals (parent_id, session_start, total_duration_seconds, type) {_SESSION}",
    "ix_goals_tree": "CREATE INDEX ix_goals_tree ON goals (parent_id, completed, id, type) WHERE type <> 'PracticeSession'",
    "ix_goals_parent_id": "CREATE INDEX ix_goals_parent_id ON goals (parent_id)",
    "ix_metric_values_instance": "CREATE INDEX ix_metric_values_instance ON metric_values (activity_instance_id)",
    "ix_session_goals_goal": "CREATE INDEX ix_session_goals_goal ON practice_session_goals (short_term_goal_id)",
}
_INDEXES_BEFORE = "index:0003"
_COMPLETED_BEFORE = "completed_at"
_COMPLETED_SINCE = "completed_at_since"


def furnish(db: sqlite3.Connection, run: Run) -> None:
    """Add the column, the tables and the indexes, and bring back what a rollback parked."""
    run.tell(STEP, "adding tables", 0)
    _take_over_completion(db)
    for table, statement in (("trash", TRASH), ("trash_rows", TRASH_ROWS)):
        db.execute(statement)
        parking.bring_back_rows(db, table)
    for name, statement in index_definitions(db, lambda name, _table, _sql: name in MORE_INDEXES).items():
        parking.put(db, _INDEXES_BEFORE, name, statement)
    indexes = {**WIDE_INDEXES, **MORE_INDEXES}
    if run.target is not None and run.target >= "0005":
        # 0005 makes it wider still, and nothing between asks for it.
        del indexes["idx_session_start"]
    drop_indexes(db, tuple(indexes))
    for number, (name, statement) in enumerate(indexes.items()):
        run.tell(STEP, f"creating index {name}", number / len(indexes))
        db.execute(statement)


def strip(db: sqlite3.Connection, run: Run) -> None:
    """Park completion dates and trash, and take away what `furnish` added."""
    run.tell(STEP, "keeping completion dates and trash", 0)
    for table in ("trash_rows", "trash"):
        parking.park_rows(db, table)
        db.execute(f"DROP TABLE {table}")
    drop_indexes(db, (*WIDE_INDEXES, *MORE_INDEXES))
    _give_back_completion(db)
    for name, statement in parking.parked(db, _INDEXES_BEFORE):
        db.execute(str(statement))
        parking.forget(db, _INDEXES_BEFORE, name)
    for number, (name, statement) in enumerate(SEED_INDEXES.items()):
        run.tell(STEP, f"creating index {name}", 0.5 + 0.1 * number)
        db.execute(statement)


def _take_over_completion(db: sqlite3.Connection) -> None:
    declared = declared_types(db, "goals").get("completed_at")
    db.execute("INSERT OR REPLACE INTO app_meta VALUES ('completed_at_before', ?)", (json.dumps(declared is not None),))
    if declared is None:
        add_column(db, "goals", "completed_at", "TIMESTAMP")
    else:
        _completion_to_utc(db)
    parking.bring_back_cells(db, "goals", "completed_at")


def _completion_to_utc(db: sqlite3.Connection) -> None:
    """Write the times of an old `completed_at` as UTC, the old text parked; what is no time stays as it is."""
    zone = legacy_zone(db)
    for rowid, key, old in _completed(db):
        since = parking.get(db, _COMPLETED_SINCE, key)
        try:
            new = column_text(parse_column_time(old, zone))
        except ValueError:
            continue
        if isinstance(since, dict) and since["old"] == old:
            new = since["new"]
        else:
            parking.put(db, _COMPLETED_BEFORE, key, {"old": old, "new": new})
        db.execute("UPDATE goals SET completed_at = ? WHERE rowid = ?", (new, rowid))
    parking.forget(db, _COMPLETED_SINCE)


def _give_back_completion(db: sqlite3.Connection) -> None:
    (was_there,) = db.execute("SELECT value FROM app_meta WHERE key = 'completed_at_before'").fetchone()
    db.execute("DELETE FROM app_meta WHERE key = 'completed_at_before'")
    if not json.loads(was_there):
        parking.park_cells(db, "goals", "completed_at", "completed_at IS NOT NULL")
        drop_column(db, "goals", "completed_at")
        return
    zone = legacy_zone(db)
    for rowid, key, new in _completed(db):
        before = parking.get(db, _COMPLETED_BEFORE, key)
        if isinstance(before, dict) and before["new"] == new:
            old = before["old"]
        else:
            try:
                old = legacy_column_text(parse_column_time(f"{new}Z", zone), zone)
            except ValueError:
                continue
            parking.put(db, _COMPLETED_SINCE, key, {"old": old, "new": new})
        db.execute("UPDATE goals SET completed_at = ? WHERE rowid = ?", (old, rowid))
    parking.forget(db, _COMPLETED_BEFORE)


def _completed(db: sqlite3.Connection) -> list[tuple[int, str, Any]]:
    rows = db.execute("SELECT rowid, id, completed_at FROM goals WHERE completed_at IS NOT NULL").fetchall()
    return [(rowid, parking.row_key([row_id]), text) for rowid, row_id, text in rows]
