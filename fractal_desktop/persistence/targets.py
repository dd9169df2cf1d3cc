"""Targets of goals, read."""

import sqlite3

from fractal_desktop.domain.target import Target, parse_targets


def targets(sql: sqlite3.Connection, goal_id: str) -> tuple[Target, ...]:
    """Return the targets of a goal in the order of the file; empty if it has none or is gone."""
    row = sql.execute("SELECT targets FROM goals WHERE id = ?", (goal_id,)).fetchone()
    return parse_targets(row[0]) if row is not None else ()
