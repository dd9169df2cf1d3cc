"""Timers that run, found without reading every session."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import total_duration_seconds
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.period import local_date
from fractal_desktop.domain.running import RunningTimer, SessionInProgress
from fractal_desktop.domain.timer import TimerState, timers
from fractal_desktop.persistence.column_times import from_column_time, to_column_time
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.practice_sessions import read_document

ABANDONED_AFTER = timedelta(days=7)
"""Old files hold thousands of timers that nobody ever stopped. One that has run for longer is not offered as running."""
_ONE_DAY = timedelta(days=1)

# Activities have rows, and an index of those that run; a row was started, or its session written, in the last week if its timer is not
# abandoned. Lines without a row (the timer of the whole session, plain ones) are looked for in the newest open sessions and, as this
# program writes when a session was changed and what runs in it, in the newest that were changed in that week, done or not, begun or not.
_IN_THE_WEEK = "BETWEEN :first_day AND :last_day"
_NEWEST = "SELECT rowid FROM goals WHERE type = 'PracticeSession' AND session_start <= :tomorrow ORDER BY session_start DESC LIMIT 500"
_NEWEST_UNBEGUN = "SELECT rowid FROM goals WHERE type = 'PracticeSession' AND session_start IS NULL ORDER BY rowid DESC LIMIT 500"
_WRITTEN_RUNNING = f'substr(updated_at, 1, 10) {_IN_THE_WEEK} AND instr(CAST(attributes AS TEXT), \'"running_since": "\')'
CANDIDATES = f"""
    SELECT i.practice_session_id AS id FROM activity_instances i CROSS JOIN goals g ON g.id = i.practice_session_id
    WHERE i.time_start IS NOT NULL AND i.time_stop IS NULL AND g.type = 'PracticeSession'
        AND (substr(i.time_start, 1, 10) {_IN_THE_WEEK} OR substr(g.updated_at, 1, 10) {_IN_THE_WEEK})
    UNION SELECT id FROM (
        SELECT id, attributes FROM (
            SELECT id, attributes, completed FROM goals WHERE type = 'PracticeSession' AND session_start <= :tomorrow
            ORDER BY session_start DESC LIMIT 500
        ) WHERE NOT COALESCE(completed, 0) LIMIT 50
    ) WHERE instr(CAST(attributes AS TEXT), 'time_start')
    UNION SELECT id FROM goals WHERE rowid IN ({_NEWEST}) AND {_WRITTEN_RUNNING}
    UNION SELECT id FROM goals WHERE rowid IN ({_NEWEST_UNBEGUN}) AND {_WRITTEN_RUNNING}
"""  # noqa: S608 - put together from the constants above
"""The sessions in which a timer may run."""
_NEWEST_OPEN = """
    SELECT id FROM goals WHERE type = 'PracticeSession' AND session_start >= :since AND session_start <= :now AND NOT COALESCE(completed, 0)
    ORDER BY session_start DESC LIMIT 1
"""


def running(sql: sqlite3.Connection, now: datetime, zone: ZoneInfo) -> tuple[RunningTimer, ...]:
    """Return the timers that run, the last started first; `zone` is the one of the file's naive columns and documents."""
    tomorrow = now + _ONE_DAY
    bounds = {"first_day": local_date(now - ABANDONED_AFTER, zone), "last_day": local_date(tomorrow, zone)}
    days = {name: day.isoformat() for name, day in bounds.items()}
    ids = [id_ for (id_,) in sql.execute(CANDIDATES, {**days, "tomorrow": to_column_time(tomorrow)})]
    found = [timer for id_ in ids for timer in _of_session(sql, id_, now, zone)]
    return tuple(sorted(found, key=lambda timer: timer.running_since, reverse=True))


def in_progress(sql: sqlite3.Connection, now: datetime, since: datetime, zone: ZoneInfo) -> SessionInProgress | None:
    """Return the session whose timer was started last of those that run, else the newest open one that began in [since, now]."""
    timed = running(sql, now, zone)
    if timed:
        return _session(sql, timed[0].session_id, timed)
    newest = sql.execute(_NEWEST_OPEN, {"since": to_column_time(since), "now": to_column_time(now)}).fetchone()
    return None if newest is None else _session(sql, newest[0], ())


def _of_session(sql: sqlite3.Connection, session_id: str, now: datetime, zone: ZoneInfo) -> Iterable[RunningTimer]:
    name, content = sql.execute("SELECT name, attributes FROM goals WHERE id = ?", (session_id,)).fetchone()
    document, _ = read_document(content)
    for timer in timers(document or Document.empty(), zone):
        since = timer.running_since
        if timer.state is TimerState.RUNNING and since is not None and now - since <= ABANDONED_AFTER:
            yield RunningTimer(SessionId(session_id), shown_text(name), timer, since, timer.elapsed_seconds(now))


def _session(sql: sqlite3.Connection, session_id: str, timed: Iterable[RunningTimer]) -> SessionInProgress:
    name, start_text, end_text, content = sql.execute(
        "SELECT name, session_start, session_end, attributes FROM goals WHERE id = ?", (session_id,)
    ).fetchone()
    document, _ = read_document(content)
    start, end = from_column_time(start_text), from_column_time(end_text)
    timed_here = tuple(timer for timer in timed if timer.session_id == session_id)
    counted = sum(document.item_seconds()) if document is not None else 0
    counted += sum(timer.seconds - timer.timer.seconds for timer in timed_here)
    seconds = int(counted) if timed_here else total_duration_seconds((counted,), start, end)
    return SessionInProgress(SessionId(session_id), shown_text(name), start, seconds, timed_here)
