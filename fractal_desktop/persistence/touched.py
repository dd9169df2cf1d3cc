"""What a write touched, told from the rows it changed."""

import sqlite3
from collections.abc import Iterable

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.persistence.models import PRACTICE_SESSION
from fractal_desktop.persistence.recorder import Image, RowChange

_LIBRARY = frozenset({"activity_groups", "activity_definitions", "metric_definitions", "split_definitions", "session_templates"})
_TRASH = frozenset({"trash", "trash_rows"})
_SHOWN_IN_TREE = frozenset({"name", "parent_id", "type"})
_SHOWN_ABOVE = frozenset({*_SHOWN_IN_TREE, "completed"})
"""Columns of a goal that its parent's line shows something of: how many there are below and how many of them are done."""


def touched(sql: sqlite3.Connection, changes: Iterable[RowChange]) -> Change:
    """Return which goals and sessions `changes` concern, without label; asked in the transaction that made them."""
    notes = _Notes(sql)
    for change in changes:
        notes.add(change)
    goals, sessions = frozenset(notes.goals), frozenset(notes.sessions)
    return Change("", goals, sessions, tree=notes.tree, library=notes.library, trash=notes.trash, views=notes.views)


class _Notes:
    """What has been found out so far."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql
        self._owners: dict[object, str | None] = {}
        self.goals: set[GoalId] = set()
        self.sessions: set[SessionId] = set()
        self.tree = self.library = self.trash = self.views = False

    def add(self, change: RowChange) -> None:
        """Note what one row says."""
        images = [image for image in (change.before, change.after) if image is not None]
        if change.table == "goals":
            self._add_node(change, images)
        elif change.table == "practice_session_goals":
            self.tree = True
            for image in images:
                self._add_ids(image.get("practice_session_id"), image.get("short_term_goal_id"))
        elif change.table == "goal_completions":
            self._add_ids(None, self._whole(change, "goal_id"))
        elif change.table in ("session_provenance", "session_issues"):
            self._add_ids(self._whole(change, "session_id"), None)
        elif change.table == "activity_instances":
            self._add_ids(self._whole(change, "practice_session_id"), None)
        elif change.table == "metric_values":
            self._add_ids(self._owner(self._whole(change, "activity_instance_id")), None)
        self.library = self.library or change.table in _LIBRARY
        self.trash = self.trash or change.table in _TRASH
        self.views = self.views or change.table == "analytics_views"

    def _add_node(self, change: RowChange, images: list[Image]) -> None:
        node_id, node_type, parent_id = (self._whole(change, column) for column in ("id", "type", "parent_id"))
        if node_type == PRACTICE_SESSION:
            self._add_ids(node_id, None)
        else:
            self._add_ids(None, node_id)
        columns = set().union(*images)
        self.tree = self.tree or not _SHOWN_IN_TREE.isdisjoint(columns)
        if not (_SHOWN_IN_TREE if node_type == PRACTICE_SESSION else _SHOWN_ABOVE).isdisjoint(columns):
            for parent in (parent_id, *(image.get("parent_id") for image in images)):
                self._add_ids(None, parent)

    def _add_ids(self, session_id: object, goal_id: object) -> None:
        if isinstance(session_id, str):
            self.sessions.add(SessionId(session_id))
        if isinstance(goal_id, str):
            self.goals.add(GoalId(goal_id))

    def _whole(self, change: RowChange, column: str) -> object:
        """Return a column of the changed row, also where it is not among those that changed."""
        for image in (change.after, change.before):
            if image is not None and column in image:
                return image[column]
        matches = " AND ".join(f"{name} IS ?" for name in change.key_columns)
        row = self._sql.execute(f"SELECT {column} FROM {change.table} WHERE {matches}", change.key).fetchone()  # noqa: S608 - our own names
        return None if row is None else row[0]

    def _owner(self, instance_id: object) -> str | None:
        """Return the session that an activity instance belongs to; of one that was deleted with it, the session is noted by itself."""
        if instance_id not in self._owners:
            row = self._sql.execute("SELECT practice_session_id FROM activity_instances WHERE id = ?", (instance_id,)).fetchone()
            self._owners[instance_id] = None if row is None else row[0]
        return self._owners[instance_id]
