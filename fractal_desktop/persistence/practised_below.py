# ruff: noqa: S608 - these statements are put together from constants of this package
"""The sessions of a goal with everything under it, and their time, from indexes that cover what is asked.

A hundred thousand sessions take a tenth of a second that way; their rows, with the documents in them, ten times as long.
"""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.period import day_start
from fractal_desktop.domain.target_measure import is_sum_reached
from fractal_desktop.persistence.column_times import from_column_time, to_column_time
from fractal_desktop.persistence.goal_tree import IS_SESSION, SUBTREE

_CHILDREN = f"SELECT c.rowid FROM below CROSS JOIN goals c INDEXED BY ix_session_parent ON c.parent_id = below.id WHERE c.{IS_SESSION}"
_LINKED = """
    SELECT c.rowid FROM below CROSS JOIN practice_session_goals l ON l.short_term_goal_id = below.id
        CROSS JOIN goals c ON c.id = l.practice_session_id
"""
_IS_LINKED = """
    EXISTS (SELECT 1 FROM practice_session_goals l WHERE l.practice_session_id = (SELECT d.id FROM goals d WHERE d.rowid = s.rowid)
        AND l.short_term_goal_id IN (SELECT id FROM below))
"""
_OF_FRACTAL = f"goals s INDEXED BY ix_session_root WHERE s.{IS_SESSION} AND s.root_id = :root"
_BELOW_GOAL = f"s.rowid IN ({_CHILDREN} UNION ALL {_LINKED})"
_BELOW_ROOT = f"(s.rowid IN ({_CHILDREN}) OR {_IS_LINKED})"
"""Of a whole fractal most sessions are children of its goals; only for the few others need links be looked at."""
_IN_ORDER = f"""
    {{subtree}} SELECT t.rowid, t.session_start, t.total_duration_seconds FROM goals t INDEXED BY idx_session_start
    WHERE t.{IS_SESSION} AND {{which}} AND t.rowid IN (SELECT s.rowid FROM {_OF_FRACTAL} AND {{below}}) ORDER BY t.session_start
"""
_COUNTED = "t.session_start <= :now AND (t.total_duration_seconds > 0 OR t.completed)"


@dataclass(frozen=True, slots=True)
class Place:
    """A goal and its fractal, which targets are measured in."""

    goal_id: str
    root_id: str

    @property
    def parameters(self) -> Mapping[str, object]:
        """Return what the statements of this module are given."""
        return {"goal_id": self.goal_id, "root": self.root_id}


def total_seconds(sql: sqlite3.Connection, place: Place) -> int:
    """Return the practised time of a goal with everything under it; each session counts once."""
    statement = f"{SUBTREE} SELECT total(s.total_duration_seconds) FROM {_OF_FRACTAL} AND s.total_duration_seconds > 0 AND {_below(place)}"
    return int(sql.execute(statement, place.parameters).fetchone()[0])


def time_reached_by(sql: sqlite3.Connection, place: Place, seconds: float) -> SessionId | None:
    """Return the session in which the time came to so many seconds, None if it never did; those without a start come first."""
    reached = 0
    for rowid, _, there in sql.execute(_in_order(place, "t.total_duration_seconds > 0"), place.parameters):
        reached += there
        if is_sum_reached(reached, seconds):
            return _id_of(sql, rowid)
    return None


def begun(sql: sqlite3.Connection, place: Place, now: str) -> list[tuple[int, str]]:
    """Return the row and the start of each session that counts (text of a column, up to `now`), in the order of their starts."""
    rows = sql.execute(_in_order(place, _COUNTED), {**place.parameters, "now": now})
    return [(rowid, start) for rowid, start, _ in rows]


def full_weeks_reached_by(
    sql: sqlite3.Connection, starts: Iterable[tuple[int, str]], calendar: Calendar, count: int, weeks: int
) -> tuple[dict[int, int], SessionId | None]:
    """Return the sessions of each week by the ordinal of its first day, and the one that filled so many weeks in a row first."""
    found: dict[int, int] = {}
    reached: int | None = None
    run = last_full = 0
    week = WeekOf(calendar)
    for rowid, start in starts:
        ordinal = week(start)
        if ordinal is None:
            continue
        found[ordinal] = there = found.get(ordinal, 0) + 1
        if there == count:
            run = run + 1 if ordinal - last_full == _WEEK.days else 1
            last_full = ordinal
            if reached is None and run >= weeks > 0:
                reached = rowid
    return found, None if reached is None else _id_of(sql, reached)


_WEEK = timedelta(7)


class WeekOf:
    """Tells the week of one start after the other; a zone's clock is looked at once for each week."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._since = self._until = ""
        self._ordinal: int | None = None

    def __call__(self, start: str) -> int | None:
        """Return the ordinal of the first day of the week that a start (text of a column) lies in, None if it is no time."""
        if not (self._since <= start < self._until and start[10:11] == " "):
            self._look_up(start)
        return self._ordinal

    def _look_up(self, start: str) -> None:
        instant = from_column_time(start)
        if instant is None:
            self._since = self._until = ""
            self._ordinal = None
            return
        first = self._calendar.week(instant)
        self._ordinal = first.toordinal()
        self._since, self._until = (self._text(day) for day in (first, _a_week_after(first)))

    def _text(self, day: date) -> str:
        return to_column_time(day_start(day, self._calendar.zone)) or ""


def _a_week_after(day: date) -> date:
    return date.fromordinal(min(day.toordinal() + _WEEK.days, date.max.toordinal()))


def _below(place: Place) -> str:
    return _BELOW_ROOT if place.goal_id == place.root_id else _BELOW_GOAL


def _in_order(place: Place, which: str) -> str:
    return _IN_ORDER.format(subtree=SUBTREE, which=which, below=_below(place))


def _id_of(sql: sqlite3.Connection, rowid: int) -> SessionId:
    return SessionId(sql.execute("SELECT id FROM goals WHERE rowid = ?", (rowid,)).fetchone()[0])
