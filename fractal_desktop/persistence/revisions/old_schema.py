"""Revision 0001: the web application's tables, made for a new file, completed in an old one (BEHAVIOUR.md section 6)."""

import json
import sqlite3
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from fractal_desktop.persistence.connection import APPLICATION_ID
from fractal_desktop.persistence.legacy import EMPTY, shape_of
from fractal_desktop.persistence.revisions import parking, two_tables
from fractal_desktop.persistence.revisions.tables import add_column, column_names, drop_column, has_table, quoted

OWN_KEYS = ("origin_shape", "added_tables", "added_columns", "application_id_before")
"""What `app_meta` holds about the adoption itself; of no use once it is taken back."""

META = "CREATE TABLE app_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT)"


@dataclass(frozen=True, slots=True)
class OldTable:
    """A table of the web application: its columns with their definitions, in order, and its constraints."""

    name: str
    columns: dict[str, str]
    constraints: tuple[str, ...] = ()

    def create(self, more: dict[str, str] | None = None) -> str:
        """Return the statement that makes the table, with further columns after its own."""
        lines = [f"{quoted(name) if name == 'order' else name} {definition}" for name, definition in self.columns.items()]
        lines += [f"{quoted(name)} {definition}".rstrip() for name, definition in (more or {}).items()]
        return f"CREATE TABLE {self.name} (" + ", ".join([*lines, *self.constraints]) + ")"

    def addable(self, column: str) -> str:
        """Return the column's definition as far as a table that has rows can be given it."""
        return self.columns[column].replace(" NOT NULL", "").replace(" PRIMARY KEY", "").replace(" DEFAULT CURRENT_TIMESTAMP", "")

    def default(self, column: str) -> str:
        """Return what the column holds, as SQL, in rows that were there before it was added."""
        _type, _word, default = self.addable(column).partition(" DEFAULT ")
        return default or "NULL"


GOALS = OldTable(
    "goals",
    {
        "id": "TEXT NOT NULL PRIMARY KEY",
        "type": "TEXT NOT NULL",
        "name": "TEXT NOT NULL",
        "description": "TEXT DEFAULT ''",
        "deadline": "TIMESTAMP",
        "completed": "BOOLEAN DEFAULT 0",
        "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
        "parent_id": "TEXT",
        "root_id": "TEXT",
        "duration_minutes": "INTEGER",
        "session_data": "TEXT",
        "targets": "TEXT",
        "updated_at": "TIMESTAMP",
    },
    ("FOREIGN KEY (parent_id) REFERENCES goals(id) ON DELETE CASCADE",),
)
LINKS = OldTable(
    "practice_session_goals",
    {"practice_session_id": "TEXT NOT NULL", "short_term_goal_id": "TEXT NOT NULL"},
    (
        "PRIMARY KEY (practice_session_id, short_term_goal_id)",
        "FOREIGN KEY (practice_session_id) REFERENCES goals(id) ON DELETE CASCADE",
        "FOREIGN KEY (short_term_goal_id) REFERENCES goals(id) ON DELETE CASCADE",
    ),
)
INSTANCES = OldTable(
    "activity_instances",
    {
        "id": "TEXT NOT NULL PRIMARY KEY",
        "practice_session_id": "TEXT NOT NULL",
        "activity_definition_id": "TEXT NOT NULL",
        "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
        "time_start": "TIMESTAMP",
        "time_stop": "TIMESTAMP",
        "duration_seconds": "INTEGER",
    },
    (
        "FOREIGN KEY (practice_session_id) REFERENCES goals(id) ON DELETE CASCADE",
        "FOREIGN KEY (activity_definition_id) REFERENCES activity_definitions(id)",
    ),
)
TABLES = (
    GOALS,
    LINKS,
    OldTable(
        "activity_groups",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "root_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "description": "TEXT DEFAULT ''",
            "created_at": "TIMESTAMP",
            "sort_order": "INTEGER DEFAULT 0",
        },
    ),
    OldTable(
        "activity_definitions",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "root_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "description": "TEXT DEFAULT ''",
            "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
            "has_sets": "BOOLEAN DEFAULT 0",
            "has_metrics": "BOOLEAN DEFAULT 1",
            "metrics_multiplicative": "BOOLEAN DEFAULT 0",
            "has_splits": "BOOLEAN DEFAULT 0",
            "group_id": "TEXT",
        },
        ("FOREIGN KEY (root_id) REFERENCES goals(id)",),
    ),
    OldTable(
        "metric_definitions",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "activity_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "unit": "TEXT NOT NULL",
            "created_at": "TIMESTAMP DEFAULT CURRENT_TIMESTAMP",
            "deleted_at": "TIMESTAMP",
            "is_active": "BOOLEAN DEFAULT 1",
            "is_top_set_metric": "BOOLEAN DEFAULT 0",
            "is_multiplicative": "BOOLEAN DEFAULT 1",
        },
    ),
    OldTable(
        "split_definitions",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "activity_id": "TEXT NOT NULL",
            "name": "TEXT NOT NULL",
            "order": "INTEGER NOT NULL",
            "created_at": "TIMESTAMP",
        },
    ),
    INSTANCES,
    OldTable(
        "metric_values",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "activity_instance_id": "TEXT NOT NULL",
            "metric_definition_id": "TEXT NOT NULL",
            "value": "FLOAT NOT NULL",
            "split_definition_id": "TEXT",
        },
        (
            "FOREIGN KEY (activity_instance_id) REFERENCES activity_instances(id) ON DELETE CASCADE",
            "FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions(id) ON DELETE RESTRICT",
        ),
    ),
    OldTable(
        "session_templates",
        {
            "id": "TEXT NOT NULL PRIMARY KEY",
            "name": "TEXT NOT NULL",
            "description": "TEXT",
            "root_id": "TEXT NOT NULL",
            "created_at": "TIMESTAMP",
            "template_data": "TEXT NOT NULL",
        },
        ("FOREIGN KEY (root_id) REFERENCES goals(id)",),
    ),
)


def adopt(db: sqlite3.Connection, zone: ZoneInfo) -> None:
    """Make or complete the tables, remember what was added, and bring back what an earlier rollback parked."""
    origin = shape_of(db)
    (application_id,) = db.execute("PRAGMA application_id").fetchone()
    db.execute(parking.CREATE)
    db.execute(META)
    if origin == "A":
        two_tables.merge(db, GOALS, LINKS, INSTANCES)
    added_tables, added_columns = _complete(db)
    parking.bring_back_rows(db, "app_meta")
    _note(db, "origin_shape", origin)
    _note(db, "legacy_time_zone", "UTC" if origin == EMPTY else zone.key)
    _note(db, "added_tables", json.dumps(added_tables))
    _note(db, "added_columns", json.dumps(added_columns))
    _note(db, "application_id_before", str(application_id))
    parking.forget(db, "zone")
    for table in added_tables:
        parking.bring_back_rows(db, table)
    for table, column in added_columns:
        parking.bring_back_cells(db, table, column)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def release(db: sqlite3.Connection) -> None:
    """Leave the file as the web application did; what it has no place for is parked."""
    meta: dict[str, str] = dict(db.execute("SELECT key, value FROM app_meta"))
    owned = ", ".join(f"'{key}'" for key in (*OWN_KEYS, "legacy_time_zone"))
    parking.park_rows(db, "app_meta", f"key NOT IN ({owned})")
    parking.put(db, "zone", "", meta["legacy_time_zone"])
    added = {table.name: table for table in TABLES}
    for name, column in json.loads(meta["added_columns"]):
        parking.park_cells(db, name, column, f"{quoted(column)} IS NOT {added[name].default(column)}")
        drop_column(db, name, column)
    for name in reversed(json.loads(meta["added_tables"])):
        parking.park_rows(db, name)
        db.execute(f"DROP TABLE {quoted(name)}")
    if meta["origin_shape"] == "A":
        two_tables.split(db)
    db.execute("DROP TABLE app_meta")
    db.execute(f"PRAGMA application_id = {int(meta['application_id_before'])}")


def legacy_zone(db: sqlite3.Connection) -> ZoneInfo:
    """Return the zone in which the file's naive columns were written."""
    (name,) = db.execute("SELECT value FROM app_meta WHERE key = 'legacy_time_zone'").fetchone()
    return ZoneInfo(name)


def _complete(db: sqlite3.Connection) -> tuple[list[str], list[tuple[str, str]]]:
    added_tables: list[str] = []
    added_columns: list[tuple[str, str]] = []
    for table in TABLES:
        if not has_table(db, table.name):
            db.execute(table.create())
            added_tables.append(table.name)
            continue
        there = set(column_names(db, table.name))
        for column in table.columns:
            if column not in there:
                add_column(db, table.name, column, table.addable(column))
                added_columns.append((table.name, column))
    return added_tables, added_columns


def _note(db: sqlite3.Connection, key: str, value: str) -> None:
    db.execute("INSERT OR REPLACE INTO app_meta VALUES (?, ?)", (key, value))
