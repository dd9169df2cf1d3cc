"""What the charts count, in little more time than a bare scan of a covering index takes.

Every statement carries the literal `type = 'PracticeSession'` and names its index, because the planner else walks an
index that does not cover and looks up each row. The edges of the periods come from the zone and stand in the statement
as a list; how they are counted is in `period_sums.py`.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from itertools import repeat
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter, DayRow, MonthRow, Numbers, TemplateRow, WeekRow
from fractal_desktop.domain.consistency import consistency, longest_gap, usual_days_per_week
from fractal_desktop.domain.period import local_date, month_of, week_of
from fractal_desktop.domain.zone_clock import Periods
from fractal_desktop.persistence.analytics_filter import Values, in_period, limited
from fractal_desktop.persistence.medians import median_seconds
from fractal_desktop.persistence.models import from_column_time
from fractal_desktop.persistence.period_sums import counts, sums
from fractal_desktop.persistence.snapshot import Snapshot
from fractal_desktop.persistence.zone_files import zone_rules

LONGEST_FILLED_DAYS = 84_000
"""From the first session to the last. Up to 230 years empty periods between are listed; beyond, where some year must be wrong, only
those that hold a session, which are found session by session."""

_month, _week, _day = partial(tuple.__new__, MonthRow), partial(tuple.__new__, WeekRow), partial(tuple.__new__, DayRow)
"""Rows from tuples that are known to fit, of which there may be thousands: what else makes named tuples takes twice as long."""

_SESSIONS = "FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}"
_TOTALS = f"SELECT count(*), count(total_duration_seconds), ifnull(sum(total_duration_seconds), 0) {_SESSIONS}"
_EACH = f"SELECT session_start, total_duration_seconds {_SESSIONS} ORDER BY session_start"
_FIRST_AND_LAST_START = f"SELECT (SELECT min(session_start) {_SESSIONS}), (SELECT max(session_start) {_SESSIONS})"
_TEMPLATES = """
    WITH used AS (
        SELECT template_id, count(*) AS sessions, count(total_duration_seconds) AS timed, sum(total_duration_seconds) AS seconds
        FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession' AND {where} GROUP BY template_id
    )
    SELECT used.template_id, known.name, sessions, timed, ifnull(seconds, 0)
    FROM used LEFT JOIN session_templates AS known ON known.id = used.template_id
    ORDER BY sessions DESC, known.name, used.template_id
"""


def months(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[MonthRow, ...]:
    """Return the months of `zone` from the first session's to the last one's, ascending."""
    practised = _first_and_last_day(connection, asked, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(MonthRow(month, *figures) for month, figures in _used(connection, asked, zone, month_of))
    periods = Periods.every_month(*practised, zone_rules(zone))
    return tuple(map(_month, zip(periods.days.tolist(), *sums(connection, asked, periods.edges), strict=True)))


def weeks(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return the weeks of `zone` from the first session's to the last one's, ascending; `first_weekday` 0 is Monday."""
    practised = _first_and_last_day(connection, asked, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(row._replace(seconds=None) for row in weeks_with_time(connection, asked, zone, first_weekday))
    periods = Periods.every_week(*practised, zone_rules(zone), first_weekday)
    sessions = counts(connection, asked, periods.edges).tolist()
    return tuple(map(_week, zip(periods.days.tolist(), sessions, repeat(None))))


def weeks_with_time(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return what `weeks` returns, with the seconds of each week."""
    practised = _first_and_last_day(connection, asked, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        used = _used(connection, asked, zone, partial(week_of, first_weekday=first_weekday))
        return tuple(WeekRow(week, sessions, seconds) for week, (sessions, _, seconds) in used)
    periods = Periods.every_week(*practised, zone_rules(zone), first_weekday)
    sessions, _, seconds = sums(connection, asked, periods.edges)
    return tuple(map(_week, zip(periods.days.tolist(), sessions, seconds, strict=True)))


def days(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, snapshot: Snapshot | None = None) -> tuple[DayRow, ...]:
    """Return the days of `zone` on which sessions start, ascending; `snapshot` holds these sessions, if they have been read already."""
    practised = _first_and_last_day(connection, asked, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(DayRow(day, *figures) for day, figures in _used(connection, asked, zone, lambda day: day))
    periods = Periods.every_day(*practised, zone_rules(zone))
    figures = sums(connection, asked, periods.edges) if snapshot is None else snapshot.sums(periods.edges)
    return tuple(map(_day, filter(itemgetter(1), zip(periods.days.tolist(), *figures, strict=True))))


def templates(connection: Connection, asked: AnalyticsFilter) -> tuple[TemplateRow, ...]:
    """Return how often each template was used, most used first; without a period, sessions without a start count too."""
    where, values = limited(asked)
    if asked.since or asked.until:
        # Both index scans cover; looking up the template of each session would read its row, document and all.
        period, ends = in_period(asked)
        where, values = f"{where} AND rowid IN (SELECT rowid {_SESSIONS.format(where=period)})", values + ends
    return tuple(TemplateRow(*row) for row in connection.exec_driver_sql(_TEMPLATES.format(where=where), values))


def numbers(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, today: date | None, days_per_week: float | None) -> Numbers:
    """Return the figures of a period; without a period, sessions without a start count too. `without_start` knows no period.

    Gap and consistency look at the days until `today` (None: until the last one with practice), on which one may still practise.
    """
    practised, missing = _practised_days(connection, asked, zone)
    started = _totals(connection, in_period(asked), asked)
    without = _totals(connection, ("session_start IS NULL", ()), asked)
    sessions, timed, seconds = started if asked.since or asked.until else map(sum, zip(started, without, strict=True))
    past = practised if today is None else practised[: bisect_right(practised, today)]
    known = Numbers(sessions, timed, seconds, len(practised), without[0], median_seconds(connection, asked, timed))
    if not past:
        return known
    end = past[-1] if today is None else _last_day_that_counts(asked, zone, today, past[-1])
    began = past[0] if asked.since is None else _begin(connection, asked, zone, past[0])
    return replace(
        known,
        longest_gap=longest_gap(past, missing),
        consistency=consistency(frozenset(past), began, end, days_per_week),
        usual_days_per_week=usual_days_per_week(past, began, end),
    )


def _practised_days(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[list[date], list[date]]:
    """Return the days on which sessions start, ascending, and those between that the zone left out of its calendar."""
    ends = _first_and_last_day(connection, asked, zone)
    if ends is None:
        return [], []
    if _is_endless(ends):
        return sorted(day for day, _ in _used(connection, asked, zone, lambda day: day)), []
    periods = Periods.every_day(*ends, zone_rules(zone))
    practised = periods.days[counts(connection, asked, periods.edges) > 0]
    missing = periods.days[periods.edges[1:] == periods.edges[:-1]]
    return practised.tolist(), missing.tolist()


def _begin(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, first: date) -> date:
    """Return the day from which practice can be expected in a period: its first, or that of the first session ever if that is later."""
    began = first_start(connection, replace(asked, since=None, until=None))
    days = [local_date(each, zone) for each in (asked.since, began) if each is not None]
    return min(first, max(days))


def _last_day_that_counts(asked: AnalyticsFilter, zone: ZoneInfo, today: date, practised: date) -> date:
    """Return the last day of a period, yesterday if that is today and nobody practised yet."""
    end = today if asked.until is None else min(today, local_date(asked.until - timedelta(microseconds=1), zone))
    return end - timedelta(days=1) if practised < end == today else end


def first_start(connection: Connection, asked: AnalyticsFilter) -> datetime | None:
    """Return when the first session of the filter starts (aware UTC), or None if none has a start."""
    first, _ = _first_and_last_start(connection, asked)
    return first


def _totals(connection: Connection, condition: tuple[str, Values], asked: AnalyticsFilter) -> tuple[int, int, int]:
    (which, ends), (limits, chosen) = condition, limited(asked)
    sessions, timed, seconds = connection.exec_driver_sql(_TOTALS.format(where=f"{which} AND {limits}"), ends + chosen).one()
    return sessions, timed, seconds


def _first_and_last_day(connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[date, date] | None:
    first, last = _first_and_last_start(connection, asked)
    return None if first is None or last is None else (local_date(first, zone), local_date(last, zone))


def _first_and_last_start(connection: Connection, asked: AnalyticsFilter) -> tuple[datetime | None, datetime | None]:
    (period, ends), (limits, chosen) = in_period(asked), limited(asked)
    statement = _FIRST_AND_LAST_START.format(where=f"{period} AND {limits}")
    first, last = (from_column_time(text and text[:26]) for text in connection.exec_driver_sql(statement, (*ends, *chosen) * 2).one())
    if first is None or last is None:
        # There is none, or another program wrote what is no time.
        starts = [start for start, _ in _each(connection, asked)]
        first, last = min(starts, default=None), max(starts, default=None)
    return first, last


def _is_endless(practised: tuple[date, date]) -> bool:
    first, last = practised
    return (last - first).days > LONGEST_FILLED_DAYS


def _used(
    connection: Connection, asked: AnalyticsFilter, zone: ZoneInfo, period_of: Callable[[date], date]
) -> list[tuple[date, tuple[int, int, int]]]:
    """Return sessions, timed sessions and seconds of each period that holds a session, looking at each session."""
    found: defaultdict[date, list[int | None]] = defaultdict(list)
    for start, seconds in _each(connection, asked):
        found[period_of(local_date(start, zone))].append(seconds)
    timed = ((first, len(all_), [seconds for seconds in all_ if seconds is not None]) for first, all_ in found.items())
    return [(first, (sessions, len(known), sum(known))) for first, sessions, known in timed]


def _each(connection: Connection, asked: AnalyticsFilter) -> Iterator[tuple[datetime, int | None]]:
    """Yield start and duration of each session of the period, ascending, but those whose start is no time."""
    (period, ends), (limits, chosen) = in_period(asked), limited(asked)
    for text, seconds in connection.exec_driver_sql(_EACH.format(where=f"{period} AND {limits}"), ends + chosen):
        start = from_column_time(text[:26])
        if start is not None:
            yield start, seconds
