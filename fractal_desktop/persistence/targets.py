"""Targets of goals, read and changed."""

import sqlite3
from uuid import uuid4

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import TargetId
from fractal_desktop.domain.target import Target, TargetDraft
from fractal_desktop.domain.target_list import parse_targets, with_target, without_target
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.stamp import Stamp


def targets(sql: sqlite3.Connection, goal_id: str) -> tuple[Target, ...]:
    """Return the targets of a goal in the order of the file; empty if it has none or is gone."""
    row = sql.execute("SELECT targets FROM goals WHERE id = ?", (goal_id,)).fetchone()
    return parse_targets(row[0]) if row is not None else ()


def set_target(sql: sqlite3.Connection, goal_id: str, target_id: TargetId | None, draft: TargetDraft, stamp: Stamp) -> str:
    """Change a target of a goal, or add one, and return the goal's name; what is not changed is not written."""
    name, content = _stored(sql, goal_id)
    _write(sql, goal_id, content, with_target(content, target_id, draft, str(uuid4())), stamp)
    return name


def remove_target(sql: sqlite3.Connection, goal_id: str, target_id: TargetId, stamp: Stamp) -> str:
    """Remove a target of a goal and return the goal's name."""
    name, content = _stored(sql, goal_id)
    _write(sql, goal_id, content, without_target(content, target_id), stamp)
    return name


def _stored(sql: sqlite3.Connection, goal_id: str) -> tuple[str, object]:
    row = sql.execute(f"SELECT name, targets FROM goals WHERE id = ? AND {IS_NO_SESSION}", (goal_id,)).fetchone()  # noqa: S608 - ours
    if row is None:
        raise UserError("This goal no longer exists.")
    return shown_text(row[0]), row[1]


def _write(sql: sqlite3.Connection, goal_id: str, there: object, content: str, stamp: Stamp) -> None:
    if content != (there.decode() if isinstance(there, bytes) else there):
        sql.execute("UPDATE goals SET targets = ?, updated_at = ? WHERE id = ?", (content, stamp.text, goal_id))
