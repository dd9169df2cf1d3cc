# ruff: noqa: S608 - these statements are put together from constants of this module
"""What sessions said before and after a transaction, as far as targets are concerned."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.target_measure import FactsChange, Practised, SessionFacts, practised
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goal_tree import IS_SESSION
from fractal_desktop.persistence.models import PRACTICE_SESSION
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.recorder import Image, RowChange

_COLUMNS = ("id", "type", "root_id", "parent_id", "session_start", "total_duration_seconds", "completed", "attributes")
_LINKS = "practice_session_goals"
_LINK = ("practice_session_id", "short_term_goal_id")


@dataclass(frozen=True, slots=True)
class TouchedSession:
    """A session that a transaction wrote: its columns before and after, None where it was not there, and the goals it was linked to."""

    id: SessionId
    before: Image | None
    after: Image | None
    linked_before: frozenset[object]
    linked_after: frozenset[object]

    @property
    def root_ids(self) -> set[str]:
        """Return the fractals it was or is in."""
        return {root for image in (self.before, self.after) if image is not None and isinstance(root := image["root_id"], str)}

    @property
    def facts(self) -> FactsChange:
        """Return what it said and what it says."""
        before = None if self.before is None else _facts(self.before, self.linked_before)
        if before is None or self.after is None or self.after["attributes"] != self.before["attributes"]:  # type: ignore[index]
            return FactsChange(before, None if self.after is None else _facts(self.after, self.linked_after))
        return FactsChange(before, _facts(self.after, self.linked_after, before.practised))


def touched_sessions(sql: sqlite3.Connection, changes: Iterable[RowChange]) -> tuple[TouchedSession, ...]:
    """Return the sessions of which something was written that targets look at, in the order of the changes."""
    before: dict[str, Image | None] = {}
    after: dict[str, Image | None] = {}
    gone: dict[str, set[object]] = {}
    new: dict[str, set[object]] = {}
    for change in changes:
        if change.table == "goals":
            for image, images in zip(_images(sql, change, _COLUMNS), (before, after), strict=True):
                if image is not None and image["type"] == PRACTICE_SESSION:
                    images[str(image["id"])] = image
        elif change.table == _LINKS:
            for image, links in zip(_images(sql, change, _LINK), (gone, new), strict=True):
                if image is not None:
                    links.setdefault(str(image["practice_session_id"]), set()).add(image["short_term_goal_id"])
    for session_id in {**gone, **new}:
        if session_id not in before and session_id not in after:
            before[session_id] = after[session_id] = _row(sql, session_id)
    return tuple(
        _touched(sql, id_, before.get(id_), after.get(id_), gone.get(id_, set()), new.get(id_, set())) for id_ in {**before, **after}
    )


def _touched(
    sql: sqlite3.Connection, session_id: str, before: Image | None, after: Image | None, gone: set[object], new: set[object]
) -> TouchedSession:
    rows = sql.execute(f"SELECT short_term_goal_id FROM {_LINKS} WHERE practice_session_id = ?", (session_id,))
    now = {goal_id for (goal_id,) in rows}
    return TouchedSession(SessionId(session_id), before, after, frozenset((now - new) | gone), frozenset(now))


def _images(sql: sqlite3.Connection, change: RowChange, columns: Sequence[str]) -> tuple[Image | None, Image | None]:
    """Return a row before and after a change, whole; both None if no column of interest was changed.

    A row that took the place of one that was deleted in the same transaction is a changed row, with another id.
    """
    if change.before is None or change.after is None:
        return change.before, change.after
    if change.after.keys().isdisjoint(columns):
        return None, None
    row = sql.execute(f"SELECT {', '.join(columns)} FROM {change.table} WHERE rowid = ?", change.key).fetchone()
    after = dict(zip(columns, row, strict=True))
    return {**after, **{column: value for column, value in change.before.items() if column in columns}}, after


def _row(sql: sqlite3.Connection, session_id: str) -> Image | None:
    row = sql.execute(f"SELECT {', '.join(_COLUMNS)} FROM goals WHERE id = ? AND {IS_SESSION}", (session_id,)).fetchone()
    return None if row is None else dict(zip(_COLUMNS, row, strict=True))


def _facts(image: Image, linked: frozenset[object], noted: Mapping[str, Sequence[Practised]] | None = None) -> SessionFacts:
    """Return what a row says; `noted` is what its document holds, where that is known: reading it takes longer than all the rest."""
    root_id, seconds = image["root_id"], image["total_duration_seconds"]
    return SessionFacts(
        SessionId(str(image["id"])),
        GoalId(root_id) if isinstance(root_id, str) else None,
        frozenset(str(goal_id) for goal_id in {image["parent_id"], *linked} if goal_id is not None),
        from_column_time(image["session_start"]),
        seconds if isinstance(seconds, int) else None,
        bool(image["completed"]),
        practised(read_document(image["attributes"])[0] or Document.empty()) if noted is None else noted,
    )
