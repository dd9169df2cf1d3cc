"""Revision 0005: what the analytics page remembers, intended shares of branches of the goals and named views, and an index for it."""

import sqlite3

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.added_columns import add_missing, take_back
from fractal_desktop.persistence.revisions.desktop import WIDE_INDEXES
from fractal_desktop.persistence.revisions.run import Run
from fractal_desktop.persistence.revisions.tables import drop_indexes

STEP = "0005 Analytics"
COLUMNS = {"goals": {"intended_share": "REAL"}}
"""The new columns by table. NULL where nobody said anything, so no row is written. No CHECK: SQLite would read every row for it."""

VIEWS = (
    "CREATE TABLE analytics_views (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL, sort_order INTEGER) "
    "WITHOUT ROWID"
)
SESSION_START = (
    "CREATE INDEX idx_session_start ON goals (session_start, total_duration_seconds, type, completed) WHERE type = 'PracticeSession'"
)
"""Widened by a byte in each row, so that the sessions that are done are found without looking every row up."""
_ADDED = "analytics_columns_added"


def equip(db: sqlite3.Connection, run: Run) -> None:
    """Add the column and the table, bring back what a rollback parked, and widen an index."""
    run.tell(STEP, "adding a column and a table", 0)
    add_missing(db, COLUMNS, _ADDED)
    db.execute(VIEWS)
    parking.bring_back_rows(db, "analytics_views")
    _replace_index(db, run, SESSION_START)


def unequip(db: sqlite3.Connection, run: Run) -> None:
    """Park intended shares and views, and take away what `equip` added."""
    run.tell(STEP, "keeping intended shares and views", 0)
    parking.park_rows(db, "analytics_views")
    db.execute("DROP TABLE analytics_views")
    _replace_index(db, run, WIDE_INDEXES["idx_session_start"])
    take_back(db, _ADDED)


def _replace_index(db: sqlite3.Connection, run: Run, statement: str) -> None:
    run.tell(STEP, "creating index idx_session_start", 0.5)
    drop_indexes(db, ("idx_session_start",))
    db.execute(statement)
