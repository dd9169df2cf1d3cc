# ruff: noqa: S608 - these statements are put together from constants of this package
"""Which part of the practice goals are meant to get, read and written."""

import sqlite3

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.stamp import Stamp

_SHARES = f"SELECT id, intended_share FROM goals WHERE {IS_NO_SESSION} AND intended_share IS NOT NULL"


def intended_shares(sql: sqlite3.Connection) -> dict[GoalId, float]:
    """Return the shares of goals, each in [0, 1]; what another program wrote and is none is left out."""
    rows = sql.execute(_SHARES)
    return {GoalId(id_): float(share) for id_, share in rows if isinstance(share, int | float) and 0 <= share <= 1}


def set_share(sql: sqlite3.Connection, goal_id: GoalId, share: float | None, stamp: Stamp) -> str:
    """Write the share of a goal, None for none, and return its name; raises UserError if the goal is gone."""
    row = sql.execute(f"SELECT name FROM goals WHERE id = ? AND {IS_NO_SESSION}", (goal_id,)).fetchone()
    if row is None:
        raise UserError("This goal no longer exists.")
    sql.execute(
        "UPDATE goals SET intended_share = ?, updated_at = ? WHERE id = ? AND intended_share IS NOT ?", (share, stamp.text, goal_id, share)
    )
    return shown_text(row[0])
