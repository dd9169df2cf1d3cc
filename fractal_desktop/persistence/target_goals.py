# ruff: noqa: S608 - these statements are put together from constants of this module
"""Goals with targets, read and written by the rule that completes and opens them."""

import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.target import Target
from fractal_desktop.domain.target_list import parse_targets
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence import goal_tree
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.practised_below import Place
from fractal_desktop.persistence.stamp import Stamp

HAS_TARGETS = "targets IS NOT NULL AND targets NOT IN ('', '[]', 'null')"
_GOALS = f"""
    SELECT g.id, g.parent_id, g.name, g.completed, g.targets, c.session_id
    FROM goals g LEFT JOIN goal_completions c ON c.goal_id = g.id WHERE g.{IS_NO_SESSION}
"""
MEASURED = f"{_GOALS} AND g.{HAS_TARGETS.replace(' targets', ' g.targets')}"
"""Goals that have targets, over an index of a few: the fractal of a goal of old files stands in the tree alone."""


@dataclass(frozen=True, slots=True)
class MeasuredGoal:
    """A goal with targets. `session_id` is the session that completed it by them, None if it is open or a person completed it."""

    id: str
    name: str
    root_id: str
    completed: bool
    targets: tuple[Target, ...]
    session_id: SessionId | None

    @property
    def place(self) -> Place:
        """Return where its targets are measured."""
        return Place(self.id, self.root_id)


def is_any_measured(sql: sqlite3.Connection) -> bool:
    """Return whether any goal of the file has targets."""
    return sql.execute(f"SELECT 1 FROM goals WHERE {HAS_TARGETS} LIMIT 1").fetchone() is not None


def goals_of(sql: sqlite3.Connection, root_ids: Collection[str], taken: Mapping[object, SessionId]) -> list[MeasuredGoal]:
    """Return the goals of these fractals that the rule may complete or open: those that are open, or that it had completed.

    `taken` are the sessions that had completed goals, where that was noted until just now.
    """
    found = []
    tops: dict[str | None, str | None] = {None: None}
    for row in sql.execute(MEASURED).fetchall():
        id_, parent_id, _, completed, _, session_id = row
        if completed and session_id is None and id_ not in taken:
            continue
        if parent_id not in tops:
            tops[parent_id] = _top(sql, parent_id)
        root_id = tops[parent_id] or id_
        if root_id in root_ids:
            goal = _goal(row, root_id)
            found.append(goal if goal.session_id is not None or not goal.completed else replace(goal, session_id=taken[id_]))
    return found


def measured_goal(sql: sqlite3.Connection, goal_id: str) -> MeasuredGoal | None:
    """Return a goal with whatever targets it has, None if it is gone."""
    row = sql.execute(f"{_GOALS} AND g.id = ?", (goal_id,)).fetchone()
    return None if row is None else _goal(row, _top(sql, row[1]) or goal_id)


def complete(sql: sqlite3.Connection, goal: MeasuredGoal, session_id: SessionId, stamp: Stamp) -> None:
    """Mark a goal as complete, by a session."""
    moment = column_text(stamp.now)
    sql.execute("UPDATE goals SET completed = 1, completed_at = ?, updated_at = ? WHERE id = ?", (moment, stamp.text, goal.id))
    sql.execute("INSERT INTO goal_completions (goal_id, session_id, completed_at) VALUES (?, ?, ?)", (goal.id, session_id, moment))


def reopen(sql: sqlite3.Connection, goal: MeasuredGoal, stamp: Stamp) -> None:
    """Mark a goal as open."""
    sql.execute("UPDATE goals SET completed = 0, completed_at = NULL, updated_at = ? WHERE id = ?", (stamp.text, goal.id))
    forget(sql, goal)


def hand_over(sql: sqlite3.Connection, goal: MeasuredGoal, session_id: SessionId, now: datetime) -> None:
    """Note that a goal stays complete by another session."""
    changed = sql.execute("UPDATE goal_completions SET session_id = ? WHERE goal_id = ?", (session_id, goal.id))
    if changed.rowcount == 0:
        sql.execute(
            "INSERT INTO goal_completions (goal_id, session_id, completed_at)"
            " SELECT id, ?, COALESCE(completed_at, ?) FROM goals WHERE id = ?",
            (session_id, column_text(now), goal.id),
        )


def forget(sql: sqlite3.Connection, goal: MeasuredGoal) -> None:
    """Forget that a session completed a goal."""
    sql.execute("DELETE FROM goal_completions WHERE goal_id = ?", (goal.id,))


def _top(sql: sqlite3.Connection, parent_id: str | None) -> str | None:
    """Return the topmost goal above, None if the parent does not exist: then the goal itself is a root."""
    above = goal_tree.chain(sql, parent_id) if parent_id is not None else []
    return above[-1] if above else None


def _goal(row: tuple[object, ...], root_id: str) -> MeasuredGoal:
    id_, _, name, completed, targets, session_id = row
    by = SessionId(session_id) if isinstance(session_id, str) else None
    return MeasuredGoal(str(id_), shown_text(name), root_id, bool(completed), parse_targets(targets), by)
