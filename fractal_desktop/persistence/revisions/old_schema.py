"""Revision 0001: the web application's tables, made for a new file, completed in an old one (BEHAVIOUR.md section 6)."""

import json
import sqlite3
from zoneinfo import ZoneInfo

from fractal_desktop.persistence.connection import APPLICATION_ID
from fractal_desktop.persistence.legacy import EMPTY, shape_of
from fractal_desktop.persistence.revisions import parking, two_tables
from fractal_desktop.persistence.revisions.old_tables import GOALS, INSTANCES, LINKS, TABLES
from fractal_desktop.persistence.revisions.tables import add_column, column_names, drop_column, has_table
from fractal_desktop.persistence.sql_names import quoted

OWN_KEYS = ("origin_shape", "added_tables", "added_columns", "application_id_before")
"""What `app_meta` holds about the adoption itself; of no use once it is taken back."""

META = "CREATE TABLE app_meta (key TEXT NOT NULL PRIMARY KEY, value TEXT)"


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
