"""What the analytics page and the terminal ask about practice."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from typing import TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import (
    AnalyticsFilter,
    DayRow,
    HourRow,
    LeftOut,
    Lengths,
    MonthRow,
    Numbers,
    TemplateRow,
    WeekPace,
    WeekRow,
)
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.domain.period import day_start, local_date, week_of
from fractal_desktop.domain.session_lengths import lengths
from fractal_desktop.persistence import analytics, analytics_filter
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.hour_sessions import hours, left_out, session_ids
from fractal_desktop.persistence.odd_starts import OddStartsError
from fractal_desktop.persistence.snapshot import Snapshot, Snapshots
from fractal_desktop.persistence.template_uses import last_uses
from fractal_desktop.persistence.times import IndexTimes, SnapshotTimes, Times
from fractal_desktop.persistence.unit_of_work import reading

USUAL_WEEKS = 8
"""The usual week is the median of this many full weeks before the running one."""

Answer = TypeVar("Answer")


class AnalyticsService:
    """Counts the sessions of an open file; every method may be slow and reads in one transaction of its own."""

    def __init__(self, database: Database, *, asks_once: bool = False) -> None:
        """`asks_once` is for a single question, as in Database."""
        self._database = database
        self._asks_once = asks_once
        self._snapshots = Snapshots()

    def check(self, asked: AnalyticsFilter) -> None:
        """Raise UserError if the goal, template or activity asked for is none, and no session names it either."""
        with reading(self._database) as connection:
            unknown = analytics_filter.unknown(connection, asked)
        if unknown is not None:
            raise UserError("There is no {} “{}” in this file.".format(*unknown))

    def months(self, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[MonthRow, ...]:
        """Return the months of `zone` from the first session's to the last one's, ascending.

        Empty ones between are included, unless the sessions are more than 230 years apart. Sessions without a start are in
        no month.
        """
        return self._counted(asked, lambda times: analytics.months(times, zone))

    def weeks(self, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int = 0) -> tuple[WeekRow, ...]:
        """Return the weeks likewise, with their sessions only; `first_weekday` 0 is Monday."""
        return self._counted(asked, lambda times: analytics.weeks(times, zone, first_weekday))

    def weeks_with_time(self, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int = 0) -> tuple[WeekRow, ...]:
        """Return the weeks likewise, with their sessions and seconds."""
        return self._counted(asked, lambda times: analytics.weeks_with_time(times, zone, first_weekday))

    def days(self, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[DayRow, ...]:
        """Return the days of `zone` on which sessions start, ascending."""
        return self._counted(asked, lambda times: analytics.days(times, zone), often=True)

    def hours(self, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[HourRow, ...]:
        """Return the hours of the week with time in them, from Monday 0:00: a session's time lies in those it covers, from its start on.

        The period concerns the start. What `hours_left_out` tells counts nowhere; sessions in the future count.
        """
        return hours(self._snapshot(asked), zone)

    def hours_left_out(self, asked: AnalyticsFilter) -> LeftOut:
        """Return how many sessions no hour can show; those without a start are in no period."""
        return left_out(self._snapshot(asked))

    def without_start(self, asked: AnalyticsFilter) -> int:
        """Return how many sessions no day, week or month can show: those without a start, which are in no period."""
        return 0 if asked.since or asked.until else self._counted(asked, lambda times: times.undated().sessions)

    def sessions_in_hour(self, asked: AnalyticsFilter, zone: ZoneInfo, weekday: int, hour: int) -> tuple[SessionId, ...]:
        """Return the sessions that have time in an hour of the week, newest first."""
        with reading(self._database) as connection:
            return session_ids(connection, asked, self._snapshots.of(connection, asked), zone, weekday, hour)

    def lengths(self, asked: AnalyticsFilter) -> Lengths:
        """Return how long sessions are; without a period, those without a start count too."""
        found = self._snapshot(asked)
        return lengths(np.concatenate((found.seconds, found.undated)))

    def templates(self, asked: AnalyticsFilter) -> tuple[TemplateRow, ...]:
        """Return how often each template was used, most used first; without a period, sessions without a start count too."""
        with reading(self._database) as connection:
            return analytics.templates(connection, asked)

    def last_uses(self, asked: AnalyticsFilter, templates: Collection[TemplateId | None]) -> Mapping[TemplateId | None, datetime]:
        """Return when each of these templates (None: no template) was used last, aware UTC; without those that have no start."""
        with reading(self._database) as connection:
            return last_uses(connection, asked, templates)

    def numbers(self, asked: AnalyticsFilter, zone: ZoneInfo, today: date | None = None, *, days_per_week: float | None = None) -> Numbers:
        """Return the figures of a period; without a period, sessions without a start count too. `without_start` knows no period.

        What looks at days knows those until `today` (None: the last one with practice); a session in the future counts in the rest.
        `days_per_week` is what consistency is measured by, None is what is usual for the user.
        """
        return self._counted(asked, lambda times: analytics.numbers(times, asked, zone, today, days_per_week), often=True)

    def seconds(self, asked: AnalyticsFilter) -> int:
        """Return the seconds of `numbers` alone, which ask for nothing else."""
        has_period = asked.since or asked.until
        return self._counted(asked, lambda times: times.totals().seconds + (0 if has_period else times.undated().seconds))

    def first_day(self, asked: AnalyticsFilter, zone: ZoneInfo) -> date | None:
        """Return the day of the first session that the filter lets through in whatever period, or None if none has a start."""
        with reading(self._database) as connection:
            first = self._times(connection, asked).began()
        return None if first is None else local_date(first, zone)

    def last_day(self, asked: AnalyticsFilter, zone: ZoneInfo, today: date) -> date | None:
        """Return the day of the last session of a period that is not after `today`, or None if there is none."""
        tomorrow = day_start(today + timedelta(days=1), zone)
        past = replace(asked, until=tomorrow if asked.until is None else min(tomorrow, asked.until))
        ends = self._counted(past, lambda times: times.first_and_last())
        return None if ends is None else local_date(ends[1], zone)

    def pace(self, asked: AnalyticsFilter, zone: ZoneInfo, now: datetime, first_weekday: int = 0) -> WeekPace:
        """Return this week's practice beside the usual week, the median of the eight full weeks before; the filter's period is left out.

        Weeks before the first session do not count, so that a beginner is not held against weeks of nothing.
        """
        this_week = week_of(local_date(now, zone), first_weekday)
        before = this_week - timedelta(weeks=USUAL_WEEKS)
        nine_weeks = replace(asked, since=day_start(before, zone), until=day_start(this_week + timedelta(weeks=1), zone))
        seconds = {row.week: row.seconds or 0 for row in self.weeks_with_time(nine_weeks, zone, first_weekday)}
        first_day = self.first_day(asked, zone)
        full = [before + timedelta(weeks=week) for week in range(USUAL_WEEKS)]
        counted = [seconds.get(week, 0) for week in full if first_day is not None and week >= week_of(first_day, first_weekday)]
        return WeekPace(seconds.get(this_week, 0), int(median(counted)) if counted else None, len(counted))

    def _counted(self, asked: AnalyticsFilter, count: Callable[[Times], Answer], *, often: bool = False) -> Answer:
        """Return what is counted, in a snapshot where the indexes do not tell the order of the starts."""
        with reading(self._database) as connection:
            try:
                return count(self._times(connection, asked, often=often))
            except OddStartsError:
                return count(SnapshotTimes(self._snapshots.of(connection, asked), asked))

    def _times(self, connection: Connection, asked: AnalyticsFilter, *, often: bool = False) -> Times:
        """Return what counts the sessions of a filter: a snapshot that is kept, or is worth reading, else the indexes.

        One is worth it for limits, as each statement has to find out anew which sessions are meant, and over all time for figures that
        scan an index several times (`often`). The few sessions of a week are found in an index at once.
        """
        if self._asks_once:
            return IndexTimes(connection, asked)
        is_limited = replace(asked, since=None, until=None) != AnalyticsFilter()
        is_worth_it = is_limited or (often and asked.since is None)
        whole = self._snapshots.of(connection, asked) if is_worth_it else self._snapshots.known(connection, asked)
        return IndexTimes(connection, asked) if whole is None else SnapshotTimes(whole, asked)

    def _snapshot(self, asked: AnalyticsFilter) -> Snapshot:
        """Return the sessions as arrays; what is computed of them holds no transaction open."""
        with reading(self._database) as connection:
            return self._snapshots.of(connection, asked).within(asked)
