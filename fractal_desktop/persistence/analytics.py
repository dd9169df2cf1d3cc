"""What the charts count, in little more time than a bare scan of a covering index takes.

Every statement carries the literal `type = 'PracticeSession'` and names its index, because the planner else walks an
index that does not cover and looks up each row. The edges of the periods come from the zone and stand in the statement
as a list; how they are counted is in `period_sums.py`, and in `times.py` how instead of the file a snapshot of it is asked.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import repeat
from operator import itemgetter
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter, DayRow, MonthRow, Numbers, TemplateRow, WeekRow
from fractal_desktop.domain.consistency import consistency, is_given_up, longest_gap, usual_days_per_week
from fractal_desktop.domain.period import local_date, month_of, week_of
from fractal_desktop.domain.zone_clock import Periods
from fractal_desktop.persistence.analytics_filter import in_period, limited
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.summing import WHOLE_SECONDS, summed
from fractal_desktop.persistence.times import Times
from fractal_desktop.persistence.zone_files import zone_rules

LONGEST_FILLED_DAYS = 84_000
"""From the first session to the last. Up to 230 years empty periods between are listed; beyond, where some year must be wrong, only
those that hold a session, which are found session by session."""

_ZONES_SINCE, _ZONES_UNTIL = date(1800, 1, 1), date(2100, 1, 1)
"""No rule that goes on for ever leaves out a day: only turns of the clock that are listed one by one do."""

_month, _week, _day = partial(tuple.__new__, MonthRow), partial(tuple.__new__, WeekRow), partial(tuple.__new__, DayRow)
"""Rows from tuples that are known to fit, of which there may be thousands: what else makes named tuples takes twice as long."""

_IN_PERIOD = "SELECT rowid FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}"
_TEMPLATES = """
    WITH used AS (
        SELECT template_id, count(*) AS sessions, count({seconds}) AS timed, sum({seconds}) AS seconds
        FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession' AND {where} GROUP BY template_id
    )
    SELECT used.template_id, known.name, sessions, timed, ifnull(seconds, 0)
    FROM used LEFT JOIN session_templates AS known ON known.id = used.template_id
    ORDER BY sessions DESC, known.name, used.template_id
"""


def months(times: Times, zone: ZoneInfo) -> tuple[MonthRow, ...]:
    """Return the months of `zone` from the first session's to the last one's, ascending."""
    practised = _first_and_last_day(times, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(MonthRow(month, *figures) for month, figures in _used(times, zone, month_of))
    periods = Periods.every_month(*practised, zone_rules(zone))
    return tuple(map(_month, zip(periods.days.tolist(), *times.sums(periods.edges), strict=True)))


def weeks(times: Times, zone: ZoneInfo, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return the weeks of `zone` from the first session's to the last one's, ascending; `first_weekday` 0 is Monday."""
    practised = _first_and_last_day(times, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(row._replace(seconds=None) for row in weeks_with_time(times, zone, first_weekday))
    periods = Periods.every_week(*practised, zone_rules(zone), first_weekday)
    sessions = times.counts(periods.edges).tolist()
    return tuple(map(_week, zip(periods.days.tolist(), sessions, repeat(None))))


def weeks_with_time(times: Times, zone: ZoneInfo, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return what `weeks` returns, with the seconds of each week."""
    practised = _first_and_last_day(times, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        used = _used(times, zone, partial(week_of, first_weekday=first_weekday))
        return tuple(WeekRow(week, sessions, seconds) for week, (sessions, _, seconds) in used)
    periods = Periods.every_week(*practised, zone_rules(zone), first_weekday)
    sessions, _, seconds = times.sums(periods.edges)
    return tuple(map(_week, zip(periods.days.tolist(), sessions, seconds, strict=True)))


def days(times: Times, zone: ZoneInfo) -> tuple[DayRow, ...]:
    """Return the days of `zone` on which sessions start, ascending."""
    practised = _first_and_last_day(times, zone)
    if practised is None:
        return ()
    if _is_endless(practised):
        return tuple(DayRow(day, *figures) for day, figures in _used(times, zone, lambda day: day))
    periods = Periods.every_day(*practised, zone_rules(zone))
    figures = times.sums(periods.edges)
    return tuple(map(_day, filter(itemgetter(1), zip(periods.days.tolist(), *figures, strict=True))))


def templates(connection: Connection, asked: AnalyticsFilter) -> tuple[TemplateRow, ...]:
    """Return how often each template was used, most used first; without a period, sessions without a start count too."""
    where, values = limited(asked)
    if asked.since or asked.until:
        # Both index scans cover; looking up the template of each session would read its row, document and all.
        period, ends = in_period(asked)
        where, values = f"{where} AND rowid IN ({_IN_PERIOD.format(where=period)})", values + ends
    rows = summed(connection, _TEMPLATES.format(where=where, seconds="total_duration_seconds"), values)
    if any(isinstance(seconds, float) for *_, seconds in rows):
        rows = summed(connection, _TEMPLATES.format(where=where, seconds=WHOLE_SECONDS), values)
    return tuple(
        TemplateRow(id_, None if name is None else shown_text(name), sessions, timed, int(seconds))
        for id_, name, sessions, timed, seconds in rows
    )


def numbers(times: Times, asked: AnalyticsFilter, zone: ZoneInfo, today: date | None, days_per_week: float | None) -> Numbers:
    """Return the figures of a period; without a period, sessions without a start count too. `without_start` knows no period.

    What looks at days knows those until `today` (None: until the last one with practice), on which one may still practise.
    """
    practised = _practised_days(times, zone)
    started, without = times.totals(), times.undated()
    sessions, timed, seconds = started if asked.since or asked.until else map(sum, zip(started, without, strict=True))
    known = Numbers(sessions, timed, seconds, len(practised), without.sessions, times.median_seconds(timed))
    past = practised if today is None else practised[: bisect_right(practised, today)]
    first, end = _first_day_that_counts(times, asked, zone, past), _last_day_that_counts(asked, zone, today, past)
    if first is None or end is None or first > end:
        return known
    last = past[-1] if past and asked.until is None and is_given_up(past[-1], today or end) else end
    missing = _missing_days(first, end, zone)
    gap = longest_gap(past, first, end, missing)
    return replace(
        known,
        longest_gap=gap and replace(gap, is_running=gap.last == end and _is_still(end, today)),
        consistency=consistency(frozenset(past), first, last, days_per_week),
        usual_days_per_week=usual_days_per_week(past, first, last),
        days_in_all=(last - first).days + 1 - sum(day <= last for day in missing),
        last_day=last,
    )


def _practised_days(times: Times, zone: ZoneInfo) -> list[date]:
    """Return the days on which sessions start, ascending."""
    ends = _first_and_last_day(times, zone)
    if ends is None:
        return []
    if _is_endless(ends):
        return sorted(day for day, _ in _used(times, zone, lambda day: day))
    periods = Periods.every_day(*ends, zone_rules(zone))
    practised: list[date] = periods.days[times.counts(periods.edges) > 0].tolist()
    return practised


def _missing_days(first: date, last: date, zone: ZoneInfo) -> list[date]:
    """Return the days between that the zone left out of its calendar, as happened since there are zones."""
    first, last = max(first, _ZONES_SINCE), min(last, _ZONES_UNTIL)
    if first > last:
        return []
    periods = Periods.every_day(first, last, zone_rules(zone))
    missing: list[date] = periods.days[periods.edges[1:] == periods.edges[:-1]].tolist()
    return missing


def _first_day_that_counts(times: Times, asked: AnalyticsFilter, zone: ZoneInfo, past: list[date]) -> date | None:
    """Return the day from which practice can be expected: the period's first one, or that of the first session of all if it came later."""
    if asked.since is None:
        return past[0] if past else None
    began = times.began()
    return None if began is None else max(local_date(began, zone), local_date(asked.since, zone))


def _last_day_that_counts(asked: AnalyticsFilter, zone: ZoneInfo, today: date | None, past: list[date]) -> date | None:
    """Return the last day of a period, yesterday if that is today and nobody practised yet."""
    if today is None:
        return past[-1] if past else None
    end = today if asked.until is None else min(today, local_date(asked.until - timedelta(microseconds=1), zone))
    return end - timedelta(days=1) if end == today and today not in past[-1:] else end


def _is_still(end: date, today: date | None) -> bool:
    return today is not None and end >= today - timedelta(days=1)


def _first_and_last_day(times: Times, zone: ZoneInfo) -> tuple[date, date] | None:
    ends = times.first_and_last()
    return None if ends is None else (local_date(ends[0], zone), local_date(ends[1], zone))


def _is_endless(practised: tuple[date, date]) -> bool:
    first, last = practised
    return (last - first).days > LONGEST_FILLED_DAYS


def _used(times: Times, zone: ZoneInfo, period_of: Callable[[date], date]) -> list[tuple[date, tuple[int, int, int]]]:
    """Return sessions, timed sessions and seconds of each period that holds a session, looking at each session."""
    found: defaultdict[date, list[int | None]] = defaultdict(list)
    for start, seconds in times.each():
        found[period_of(local_date(start, zone))].append(seconds)
    timed = ((first, len(all_), [seconds for seconds in all_ if seconds is not None]) for first, all_ in found.items())
    return [(first, (sessions, len(known), sum(known))) for first, sessions, known in timed]
