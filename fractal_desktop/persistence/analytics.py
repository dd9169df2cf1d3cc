"""What the charts count, in little more time than a bare scan of a covering index takes.

Every statement carries the literal `type = 'PracticeSession'` and names its index, because the planner else walks an
index that does not cover and looks up each row. The edges of the periods come from the zone and stand in the statement
as a list; for each of them SQLite scans one range. Where only counts are wanted, of weeks or days, of which there may
be thousands, all starts come as *one* value, which SQLite puts together during the scan, and are counted by bisection.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from itertools import pairwise, repeat
from typing import Self
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter, MonthRow, Numbers, TemplateRow, WeekRow
from fractal_desktop.domain.period import days_between, edge_seconds, local_date, month_of, months_between, week_of, weeks_between

LONGEST_FILLED_DAYS = 84_000
"""From the first session to the last. Up to 230 years empty periods between are listed; beyond, where some year must be wrong, only
those that hold a session, which are found session by session."""

Values = tuple[str, ...]

_BELOW_GOAL = """
    WITH RECURSIVE subtree(id) AS (
        SELECT ? UNION SELECT below.id FROM subtree CROSS JOIN goals AS below INDEXED BY ix_goals_tree
        ON below.parent_id = subtree.id AND below.type <> 'PracticeSession'
    )
    SELECT rowid FROM goals INDEXED BY ix_session_parent WHERE type = 'PracticeSession' AND parent_id IN (SELECT id FROM subtree)
    UNION
    SELECT linked.rowid FROM practice_session_goals AS link JOIN goals AS linked ON linked.id = link.practice_session_id
    WHERE link.short_term_goal_id IN (SELECT id FROM subtree)
"""
_SESSIONS = "FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}"
_TOTALS = f"SELECT count(*), count(total_duration_seconds), ifnull(sum(total_duration_seconds), 0) {_SESSIONS}"
_EACH = f"SELECT session_start, total_duration_seconds {_SESSIONS} ORDER BY session_start"
_FIRST_AND_LAST_START = f"SELECT (SELECT min(session_start) {_SESSIONS}), (SELECT max(session_start) {_SESSIONS})"
_STARTS = f"SELECT CAST(group_concat({{start}}, '') AS BLOB) {_SESSIONS}"
_UNTIMED_STARTS = """
    SELECT CAST(group_concat({start}, '') AS BLOB) FROM goals INDEXED BY idx_session_duration
    WHERE type = 'PracticeSession' AND total_duration_seconds IS NULL AND {where}
"""
_PADDED = "substr(CAST(session_start || '.000000' || hex(zeroblob(13)) AS BLOB), 1, 26)"
"""Another program may write shorter or longer texts into the column: this brings them to 26 bytes, and takes longer."""
_SUMS = """
    SELECT (
        SELECT count(*) || ' ' || count(total_duration_seconds) || ' ' || CAST(ifnull(sum(total_duration_seconds), 0) AS INTEGER)
        FROM goals INDEXED BY idx_session_start
        WHERE type = 'PracticeSession' AND {where}
        AND session_start >= rtrim(substr(period.value, 1, 26)) AND session_start < substr(period.value, 27)
    ) FROM json_each(?) AS period
"""
"""For each period, given as both its ends in one text, three figures in one text: a scalar subquery gives one value, and a join
would sort all sessions by period."""
_PACK = 1 << 42
_PACKED_SUMS = """
    SELECT (
        SELECT sum(total_duration_seconds + (1 << 42)) FROM goals INDEXED BY idx_session_start
        WHERE type = 'PracticeSession' AND {where}
        AND session_start >= rtrim(substr(period.value, 1, 26)) AND session_start < substr(period.value, 27)
    ) FROM json_each(?) AS period
"""
"""Seconds and timed sessions in half the time: what costs is each aggregate of each row, so one sum counts as well, in the multiples of
_PACK. Those without a duration, a few, stand together at the beginning of another index."""
_EXTREMES = """
    SELECT (SELECT min(total_duration_seconds) FROM goals INDEXED BY idx_session_duration WHERE type = 'PracticeSession'),
           (SELECT max(total_duration_seconds) FROM goals INDEXED BY idx_session_duration WHERE type = 'PracticeSession'),
           (SELECT max(rowid) FROM goals)
"""
_TEMPLATES = """
    WITH used AS (
        SELECT template_id, count(*) AS sessions, count(total_duration_seconds) AS timed, sum(total_duration_seconds) AS seconds
        FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession' AND {where} GROUP BY template_id
    )
    SELECT used.template_id, known.name, sessions, timed, ifnull(seconds, 0)
    FROM used LEFT JOIN session_templates AS known ON known.id = used.template_id
    ORDER BY sessions DESC, known.name, used.template_id
"""


@dataclass(frozen=True, slots=True)
class Starts:
    """When the sessions of a filter start, ascending: column texts in UTC, (n,) S26."""

    texts: NDArray[np.bytes_]

    @classmethod
    def read(cls, connection: Connection, asked: AnalyticsFilter, *, untimed: bool = False) -> Self:
        """Return the starts in the filter's period, below its goal; with `untimed` those of the sessions without a duration."""
        statement = _UNTIMED_STARTS if untimed else _STARTS
        joined = _joined_starts(connection, statement, "session_start", asked)
        if not _have_one_length(joined):
            joined = _joined_starts(connection, statement, _PADDED, asked)
        return cls(np.frombuffer(joined, "S26"))

    def days(self, zone: ZoneInfo) -> tuple[date, date] | None:
        """Return the days of `zone` on which the first and the last session start, or None if there is no session."""
        if not len(self.texts):
            return None
        first, last = (_instant(bytes(self.texts[index]).decode()) for index in (0, -1))
        return local_date(first, zone), local_date(last, zone)

    def count(self, days: Sequence[date], zone: ZoneInfo) -> NDArray[np.int64]:
        """Return how many sessions start from each of the ascending, evenly spaced `days` of `zone` until the next one."""
        return self.between(_edge_texts(days, zone))

    def between(self, edges: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Return how many sessions start from each of the ascending `edges`, texts as in the column, until the next one."""
        return np.diff(np.searchsorted(self.texts, edges))


def months(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[MonthRow, ...]:
    """Return the months of `zone` from the first session's to the last one's, ascending."""
    practised = _first_and_last_day(connection, asked, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(MonthRow(month, *figures) for month, figures in _used(connection, asked, zone, month_of))
    days = months_between(*practised)
    return tuple(MonthRow(month, *figures) for month, figures in zip(days, _sums(connection, asked, days, zone), strict=False))


def weeks(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return the weeks of `zone` from the first session's to the last one's, ascending; `first_weekday` 0 is Monday."""
    starts = Starts.read(connection, asked)
    practised = starts.days(zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(row._replace(seconds=None) for row in weeks_with_time(connection, asked, zone, first_weekday))
    days = weeks_between(*practised, first_weekday)
    return tuple(map(WeekRow._make, zip(days, starts.count(days, zone).tolist(), repeat(None))))


def weeks_with_time(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return what `weeks` returns, with the seconds of each week."""
    practised = _first_and_last_day(connection, asked, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        used = _used(connection, asked, zone, partial(week_of, first_weekday=first_weekday))
        return tuple(WeekRow(week, sessions, seconds) for week, (sessions, _, seconds) in used)
    days = weeks_between(*practised, first_weekday)
    sums = _sums(connection, asked, days, zone)
    return tuple(WeekRow(week, sessions, seconds) for week, (sessions, _, seconds) in zip(days, sums, strict=False))


def templates(connection: Connection, asked: AnalyticsFilter) -> tuple[TemplateRow, ...]:
    """Return how often each template was used, most used first; without a period, sessions without a start count too."""
    where, values = _below_goal(asked)
    if asked.since or asked.until:
        # Both index scans cover; looking up the template of each session would read its row, document and all.
        period, ends = _in_period(asked)
        where, values = f"{where} AND rowid IN (SELECT rowid {_SESSIONS.format(where=period)})", values + ends
    return tuple(TemplateRow(*row) for row in connection.exec_driver_sql(_TEMPLATES.format(where=where), values))


def numbers(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo) -> Numbers:
    """Return the sums of a period; without a period, sessions without a start count too. `without_start` knows no period."""
    starts = Starts.read(connection, asked)
    practised = starts.days(zone)
    if practised is None:
        days = 0
    elif _is_endless(practised):
        days = len(_used(connection, asked, zone, lambda day: day))
    else:
        days = int(np.count_nonzero(starts.count(days_between(*practised), zone)))
    started = _totals(connection, _in_period(asked), asked)
    without = _totals(connection, ("session_start IS NULL", ()), asked)
    sessions, timed, seconds = started if asked.since or asked.until else map(sum, zip(started, without, strict=True))
    return Numbers(sessions, timed, seconds, days, without_start=without[0])


def first_start(connection: Connection, asked: AnalyticsFilter) -> datetime | None:
    """Return when the first session of the filter starts (aware UTC), or None if none has a start."""
    first, _ = _first_and_last_start(connection, asked)
    return first


def _totals(connection: Connection, condition: tuple[str, Values], asked: AnalyticsFilter) -> tuple[int, int, int]:
    (which, ends), (below, goal) = condition, _below_goal(asked)
    sessions, timed, seconds = connection.exec_driver_sql(_TOTALS.format(where=f"{which} AND {below}"), ends + goal).one()
    return sessions, timed, seconds


def _sums(connection: Connection, asked: AnalyticsFilter, days: Sequence[date], zone: ZoneInfo) -> Iterator[tuple[int, ...]]:
    """Yield sessions, timed sessions and seconds from each of `days` until the next one."""
    where, goal = _below_goal(asked)
    edges = _edge_texts(days, zone)
    periods = json.dumps([f"{since:26}{until}" for since, until in pairwise(_clipped(edges, asked))])
    if not _can_be_packed(connection):
        for (text,) in connection.exec_driver_sql(_SUMS.format(where=where), (*goal, periods)):
            yield tuple(map(int, text.split()))
        return
    sums = connection.exec_driver_sql(_PACKED_SUMS.format(where=where), (*goal, periods)).all()
    untimed = Starts.read(connection, asked, untimed=True).between(edges).tolist()
    for (packed,), others in zip(sums, untimed, strict=True):
        timed, seconds = divmod(packed or 0, _PACK)
        yield timed + others, timed, seconds


def _can_be_packed(connection: Connection) -> bool:
    """Return whether no sum of durations can reach _PACK; another program may have put anything into the column."""
    shortest, longest, most_rows = connection.exec_driver_sql(_EXTREMES).one()
    if longest is None:
        return True
    return isinstance(shortest, int) and isinstance(longest, int) and shortest >= 0 and longest * most_rows < _PACK


def _clipped(edges: NDArray[np.bytes_], asked: AnalyticsFilter) -> list[str]:
    since, until = _ends(asked)
    return [min(max(edge, since), until) for edge in edges.astype(str).tolist()]


def _edge_texts(days: Sequence[date], zone: ZoneInfo) -> NDArray[np.bytes_]:
    """Return the starts of `days` as the column writes them, without a fraction: that sorts before every fraction of the second."""
    edges = np.fromiter(edge_seconds(days, zone), np.int64, len(days)).astype("M8[s]").astype("S19")
    edges.view(np.uint8).reshape(-1, 19)[:, 10] = ord(" ")
    return edges


def _joined_starts(connection: Connection, statement: str, start: str, asked: AnalyticsFilter) -> bytes:
    (period, ends), (below, goal) = _in_period(asked), _below_goal(asked)
    sql = statement.format(start=start, where=f"{period} AND {below}")
    joined: bytes | None = connection.exec_driver_sql(sql, ends + goal).scalar_one()
    return joined or b""


def _have_one_length(joined: bytes) -> bool:
    """Return whether the texts are 26 bytes each; another length would shift the hyphens of all that follow."""
    if len(joined) % 26:
        return False
    characters = np.frombuffer(joined, np.uint8).reshape(-1, 26)
    return all(bool((characters[:, column] == ord("-")).all()) for column in (4, 7))


def _first_and_last_day(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[date, date] | None:
    first, last = _first_and_last_start(connection, asked)
    return None if first is None or last is None else (local_date(first, zone), local_date(last, zone))


def _first_and_last_start(connection: Connection, asked: AnalyticsFilter) -> tuple[datetime | None, datetime | None]:
    (period, ends), (below, goal) = _in_period(asked), _below_goal(asked)
    statement = _FIRST_AND_LAST_START.format(where=f"{period} AND {below}")
    first, last = connection.exec_driver_sql(statement, (*ends, *goal, *ends, *goal)).one()
    return (None, None) if first is None else (_instant(first), _instant(last))


def _is_endless(practised: tuple[date, date]) -> bool:
    first, last = practised
    return (last - first).days > LONGEST_FILLED_DAYS


def _used(
    connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, period_of: Callable[[date], date]
) -> list[tuple[date, tuple[int, int, int]]]:
    """Return sessions, timed sessions and seconds of each period that holds a session, looking at each session."""
    (period, ends), (below, goal) = _in_period(asked), _below_goal(asked)
    found: defaultdict[date, list[int | None]] = defaultdict(list)
    for start, seconds in connection.exec_driver_sql(_EACH.format(where=f"{period} AND {below}"), ends + goal):
        found[period_of(local_date(_instant(start), zone))].append(seconds)
    timed = ((first, len(all_), [seconds for seconds in all_ if seconds is not None]) for first, all_ in found.items())
    return [(first, (sessions, len(known), sum(known))) for first, sessions, known in timed]


def _below_goal(asked: AnalyticsFilter) -> tuple[str, Values]:
    return ("true", ()) if asked.goal_id is None else (f"rowid IN ({_BELOW_GOAL})", (asked.goal_id,))


def _in_period(asked: AnalyticsFilter) -> tuple[str, Values]:
    return "session_start >= ? AND session_start < ?", _ends(asked)


def _ends(asked: AnalyticsFilter) -> tuple[str, str]:
    """Return the period's ends as the column writes them; open ends let in every text that begins with a digit."""
    return _text(asked.since) if asked.since else "0", _text(asked.until) if asked.until else ":"


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text[:26]).replace(tzinfo=UTC)
