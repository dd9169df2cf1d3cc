"""Revision 0004: what a day of practice needs of a library that changes, of targets and of running timers."""

import sqlite3

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.added_columns import add_missing, take_back
from fractal_desktop.persistence.revisions.run import Run
from fractal_desktop.persistence.revisions.tables import drop_indexes, index_definitions

STEP = "0004 Practice"
COLUMNS = {
    "activity_definitions": {"retired_at": "TIMESTAMP"},
    "metric_definitions": {"lower_is_better": "BOOLEAN", "sort_order": "INTEGER"},
    "split_definitions": {"retired_at": "TIMESTAMP"},
    "session_templates": {"archived_at": "TIMESTAMP"},
}
"""The new columns by table. All are NULL where nobody said anything, so no row is written."""

COMPLETIONS = (
    "CREATE TABLE goal_completions (goal_id TEXT NOT NULL PRIMARY KEY, session_id TEXT NOT NULL, completed_at TIMESTAMP NOT NULL) "
    "WITHOUT ROWID"
)
INDEXES = {
    "ix_goal_completions_session": "CREATE INDEX ix_goal_completions_session ON goal_completions (session_id)",
    # Eight characters tell activities apart; the whole id would make a file grow by a fifth in all (docs/performance.md).
    "ix_activity_instances_activity": (
        "CREATE INDEX ix_activity_instances_activity ON activity_instances (substr(activity_definition_id, 1, 8))"
    ),
    "ix_timers_running": (
        "CREATE INDEX ix_timers_running ON activity_instances (practice_session_id) WHERE time_start IS NOT NULL AND time_stop IS NULL"
    ),
    "ix_goals_targets": (
        "CREATE INDEX ix_goals_targets ON goals (root_id) WHERE targets IS NOT NULL AND targets NOT IN ('', '[]', 'null')"
    ),
}
_INDEXES_BEFORE = "index:0004"
_ADDED = "practice_columns_added"


def equip(db: sqlite3.Connection, run: Run) -> None:
    """Add the columns, the table and the indexes, and bring back what a rollback parked."""
    run.tell(STEP, "adding columns", 0)
    add_missing(db, COLUMNS, _ADDED)
    db.execute(COMPLETIONS)
    parking.bring_back_rows(db, "goal_completions")
    for name, statement in index_definitions(db, lambda name, _table, _sql: name in INDEXES).items():
        parking.put(db, _INDEXES_BEFORE, name, statement)
    drop_indexes(db, tuple(INDEXES))
    for number, (name, statement) in enumerate(INDEXES.items()):
        run.tell(STEP, f"creating index {name}", number / len(INDEXES))
        db.execute(statement)


def unequip(db: sqlite3.Connection, run: Run) -> None:
    """Park what the new columns and the table hold, and take away what `equip` added."""
    run.tell(STEP, "keeping what was retired and archived", 0)
    drop_indexes(db, tuple(INDEXES))
    parking.park_rows(db, "goal_completions")
    db.execute("DROP TABLE goal_completions")
    take_back(db, _ADDED)
    for name, statement in parking.parked(db, _INDEXES_BEFORE):
        db.execute(str(statement))
        parking.forget(db, _INDEXES_BEFORE, name)
