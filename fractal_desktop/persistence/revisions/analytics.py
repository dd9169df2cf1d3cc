"""Revision 0005: what the analytics page remembers: the share a branch of the goals is meant to get, and named views."""

import sqlite3

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.added_columns import add_missing, take_back
from fractal_desktop.persistence.revisions.run import Run

STEP = "0005 Analytics"
COLUMNS = {"goals": {"intended_share": "REAL"}}
"""The new columns by table. NULL where nobody said anything, so no row is written. No CHECK: SQLite would read every row for it."""

VIEWS = (
    "CREATE TABLE analytics_views (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, document TEXT NOT NULL, sort_order INTEGER) "
    "WITHOUT ROWID"
)
_ADDED = "analytics_columns_added"


def equip(db: sqlite3.Connection, run: Run) -> None:
    """Add the column and the table, and bring back what a rollback parked."""
    run.tell(STEP, "adding a column and a table", 0)
    add_missing(db, COLUMNS, _ADDED)
    db.execute(VIEWS)
    parking.bring_back_rows(db, "analytics_views")


def unequip(db: sqlite3.Connection, run: Run) -> None:
    """Park intended shares and views, and take away what `equip` added."""
    run.tell(STEP, "keeping intended shares and views", 0)
    parking.park_rows(db, "analytics_views")
    db.execute("DROP TABLE analytics_views")
    take_back(db, _ADDED)
