"""Which sessions took place at a time, and which part of it is free."""

import sqlite3
from datetime import datetime, timedelta

from fractal_desktop.domain.duration import LONGEST_SECONDS, end_after
from fractal_desktop.domain.free_time import Part, longest_free
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.period import LAST_INSTANT
from fractal_desktop.domain.practice_session import SessionQuery, SessionRow
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence import session_lines
from fractal_desktop.persistence.column_times import from_column_time

# What lasts longer than 31 days is a mistake: that bounds the range of the index that is looked through.
_BEGUN = (
    "SELECT id, session_start, session_end, total_duration_seconds FROM goals INDEXED BY idx_session_start"
    " WHERE type = 'PracticeSession' AND session_start >= ? AND session_start < ?"
)
_LONGEST = timedelta(seconds=LONGEST_SECONDS)


def overlapping(sql: sqlite3.Connection, whole: Part, without: SessionId | None) -> tuple[SessionRow, ...]:
    """Return the sessions that took place in a time, the earliest first.

    One without an end lasted as long as was practised; one that has neither counts if it began in that time.
    """
    ids = tuple(id_ for id_, _ in _taken(sql, whole, without))
    query = SessionQuery(ids=ids, descending=False)
    return session_lines.rows(sql, session_lines.lines(sql, query, None, len(ids))) if ids else ()


def trimmed(sql: sqlite3.Connection, whole: Part, without: SessionId | None) -> Part | None:
    """Return the longest part of a time in which no session took place, None if it is all taken."""
    return longest_free(whole, [part for _, part in _taken(sql, whole, without)])


def _taken(sql: sqlite3.Connection, whole: Part, without: SessionId | None) -> list[tuple[SessionId, Part]]:
    start, end = whole
    try:
        earliest = column_text(start - _LONGEST)
    except OverflowError:
        earliest = ""
    found = []
    for id_, begun, ended, seconds in sql.execute(_BEGUN, (earliest, column_text(end))):
        part = _part(from_column_time(begun), from_column_time(ended), seconds)
        if id_ != without and part is not None and (part[1] > start or part[0] >= start):
            found.append((SessionId(id_), part))
    return found


def _part(begun: datetime | None, ended: datetime | None, seconds: object) -> Part | None:
    if begun is None:
        return None
    if ended is None:
        ended = end_after(begun, seconds if isinstance(seconds, int) and 0 < seconds <= LONGEST_SECONDS else 0)
    return begun, max(begun, ended or LAST_INSTANT)
