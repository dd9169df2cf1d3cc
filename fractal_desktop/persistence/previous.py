# ruff: noqa: S608 - these statements are put together from constants of this package
"""The sessions before one, looked through backwards for what was noted last time."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, SessionId
from fractal_desktop.domain.previous import ValueKey, noted_values
from fractal_desktop.persistence.column_times import from_column_time, to_column_time
from fractal_desktop.persistence.goal_tree import IS_SESSION
from fractal_desktop.persistence.models import OF_ACTIVITY
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.projection import stored

NEAR, FAR = 300, 6000
"""How many sessions are looked through backwards at first, and after that for activities with too many rows to look each up."""

FEW = 1000
"""So many rows of an activity are looked up one by one."""

_AT_ONCE = 100
_ANY_START = "~"
"""Comes after every time."""

_HAS_VALUES = "EXISTS (SELECT 1 FROM metric_values v WHERE v.activity_instance_id = i.id)"
_EARLIER = (
    "SELECT s.id, s.session_start FROM goals s INDEXED BY idx_session_start"
    f" WHERE s.{IS_SESSION} AND s.session_start < ? ORDER BY s.session_start DESC LIMIT {NEAR + FAR}"
)
_SESSIONS_OF = f"SELECT practice_session_id FROM activity_instances WHERE {OF_ACTIVITY} LIMIT {FEW + 1}"
_LATEST_OF = f"""
    SELECT s.id, s.session_start, max({_HAS_VALUES}) AS noted FROM json_each(?1) j
    CROSS JOIN goals s ON s.id = j.value AND s.{IS_SESSION} AND s.session_start < ?2 AND s.id <> ?3
    CROSS JOIN activity_instances i ON i.practice_session_id = s.id AND i.activity_definition_id = ?4
    GROUP BY s.id ORDER BY noted DESC, s.session_start DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a session wants to know of earlier ones: those that began `before` (text of a column), for what it has."""

    before: str
    activity_ids: tuple[ActivityId, ...]
    metric_ids: frozenset[str]


def asked(sql: sqlite3.Connection, session_id: SessionId) -> Asked:
    """Return what a session wants to know; raises UserError if it is gone."""
    there = stored(sql, session_id)
    document = read_document(there.attributes)[0] or Document.empty()
    activities = tuple(dict.fromkeys(item.activity_id for item in document.items if item.activity_id is not None))
    metrics = sql.execute(
        "SELECT id FROM metric_definitions WHERE activity_id IN (SELECT value FROM json_each(?))", (json.dumps(activities),)
    )
    noted = {
        entry.metric_id for item in document.items for entries in (item.metrics, *(one.metrics for one in item.sets)) for entry in entries
    }
    return Asked(to_column_time(there.promoted.start) or _ANY_START, activities, frozenset({*noted, *(id_ for (id_,) in metrics)}))


class _Wanted:
    """The activities whose last session is looked for; one without values is good enough as long as none with values is found."""

    def __init__(self, activity_ids: Sequence[ActivityId]) -> None:
        self.missing = set(activity_ids)
        self.found: dict[ActivityId, SessionId] = {}

    def add(self, activity_id: ActivityId, session_id: SessionId, *, has_values: bool) -> None:
        """Note that a session has an activity; sessions come the latest first."""
        if activity_id not in self.missing:
            return
        if has_values:
            self.found[activity_id] = session_id
            self.missing.discard(activity_id)
        else:
            self.found.setdefault(activity_id, session_id)


def last_sessions(
    sql: sqlite3.Connection, session_id: SessionId, before: str, activity_ids: Sequence[ActivityId]
) -> Mapping[ActivityId, SessionId]:
    """Return in which session each activity was last, of those that began before `before` (text of a column), `session_id` left out.

    Bounded: the sessions just before are looked through, then the rows of activities that are seldom done, then so many sessions more.
    """
    wanted = _Wanted(activity_ids)
    earlier = sql.execute(_EARLIER, (before,))
    _look_through(sql, wanted, earlier, session_id, NEAR)
    for activity_id in list(wanted.missing):
        _look_up(sql, wanted, activity_id, session_id, before)
    _look_through(sql, wanted, earlier, session_id, FAR)
    return wanted.found


def last_values(sql: sqlite3.Connection, sessions: Mapping[ActivityId, SessionId]) -> Mapping[ValueKey, str]:
    """Return what the documents of these sessions note for these activities."""
    activities: dict[SessionId, list[ActivityId]] = {}
    for activity_id, session_id in sessions.items():
        activities.setdefault(session_id, []).append(activity_id)
    values: dict[ValueKey, str] = {}
    for session_id, activity_ids in activities.items():
        (content,) = sql.execute("SELECT attributes FROM goals WHERE id = ?", (session_id,)).fetchone()
        document, _ = read_document(content)
        if document is not None:
            values.update(noted_values(document, activity_ids))
    return values


def _look_through(sql: sqlite3.Connection, wanted: _Wanted, earlier: sqlite3.Cursor, without: SessionId, most: int) -> None:
    """Look for the activities in the next sessions of `earlier`, until all are found."""
    seen = 0
    while wanted.missing and seen < most and (rows := earlier.fetchmany(_AT_ONCE)):
        seen += len(rows)
        sessions = {id_: start for id_, start in rows if id_ != without}
        noted = _noted(sql, list(sessions), list(wanted.missing))
        for id_, text in sessions.items():
            if from_column_time(text) is None:
                continue
            for activity_id, has_values in noted.get(id_, ()):
                wanted.add(activity_id, SessionId(id_), has_values=has_values)


def _noted(
    sql: sqlite3.Connection, session_ids: Sequence[str], activity_ids: Sequence[ActivityId]
) -> Mapping[str, list[tuple[ActivityId, bool]]]:
    """Return which of the activities each of the sessions has, and whether with values."""
    rows = sql.execute(
        f"SELECT i.practice_session_id, i.activity_definition_id, max({_HAS_VALUES}) FROM json_each(?) j"
        " CROSS JOIN activity_instances i ON i.practice_session_id = j.value"
        " WHERE i.activity_definition_id IN (SELECT value FROM json_each(?)) GROUP BY 1, 2",
        (json.dumps(session_ids), json.dumps(activity_ids)),
    )
    found: dict[str, list[tuple[ActivityId, bool]]] = {}
    for session_id, activity_id, has_values in rows:
        found.setdefault(session_id, []).append((ActivityId(activity_id), bool(has_values)))
    return found


def _look_up(sql: sqlite3.Connection, wanted: _Wanted, activity_id: ActivityId, without: SessionId, before: str) -> None:
    """Look at all sessions with an activity, if they are few; then nothing remains to be looked for."""
    ids = [id_ for (id_,) in sql.execute(_SESSIONS_OF, (activity_id,))]
    if len(ids) > FEW:
        return
    wanted.missing.discard(activity_id)
    row = sql.execute(_LATEST_OF, (json.dumps(sorted(set(ids))), before, without, activity_id)).fetchone()
    if row is not None and from_column_time(row[1]) is not None:
        wanted.found[activity_id] = SessionId(row[0])
