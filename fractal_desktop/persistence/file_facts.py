"""What a file says about itself that every reading of its old columns needs."""

import sqlite3
from zoneinfo import ZoneInfo

from fractal_desktop.persistence.legacy import EMPTY

UTC_ZONE = ZoneInfo("UTC")


def legacy_zone(sql: sqlite3.Connection) -> ZoneInfo:
    """Return the zone that the naive time columns were written in; UTC if the file names none that exists."""
    row = sql.execute("SELECT value FROM app_meta WHERE key = 'legacy_time_zone'").fetchone()
    try:
        return ZoneInfo(row[0]) if row else UTC_ZONE
    except (ValueError, TypeError, OSError, KeyError):  # what ZoneInfo raises for names of all kinds
        return UTC_ZONE


def may_lack_rows(sql: sqlite3.Connection) -> bool:
    """Return whether documents may hold items that have no row: only files of the web application do, which never got some."""
    row = sql.execute("SELECT value FROM app_meta WHERE key = 'origin_shape'").fetchone()
    return row is None or row[0] != EMPTY
