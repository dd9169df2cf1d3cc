"""What the analytics page and the terminal ask about practice."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter, MonthRow, Numbers, TemplateRow, WeekPace, WeekRow
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.period import day_start, local_date, week_of
from fractal_desktop.persistence import analytics, analytics_filter
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.errors import storage_errors

USUAL_WEEKS = 8
"""The usual week is the median of this many full weeks before the running one."""


class AnalyticsService:
    """Counts the sessions of an open file; every method may be slow and reads in one transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def check(self, asked: AnalyticsFilter) -> None:
        """Raise UserError if the goal, template or activity asked for is none, and no session names it either."""
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            unknown = analytics_filter.unknown(connection, asked)
        if unknown is not None:
            raise UserError("There is no {} “{}” in this file.".format(*unknown))

    def months(self, asked: AnalyticsFilter, zone: ZoneInfo) -> tuple[MonthRow, ...]:
        """Return the months of `zone` from the first session's to the last one's, ascending.

        Empty ones between are included, unless the sessions are more than 230 years apart. Sessions without a start are in
        no month.
        """
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            return analytics.months(connection, asked, zone)

    def weeks(self, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int = 0) -> tuple[WeekRow, ...]:
        """Return the weeks likewise, with their sessions only; `first_weekday` 0 is Monday."""
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            return analytics.weeks(connection, asked, zone, first_weekday)

    def weeks_with_time(self, asked: AnalyticsFilter, zone: ZoneInfo, first_weekday: int = 0) -> tuple[WeekRow, ...]:
        """Return the weeks likewise, with their sessions and seconds."""
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            return analytics.weeks_with_time(connection, asked, zone, first_weekday)

    def templates(self, asked: AnalyticsFilter) -> tuple[TemplateRow, ...]:
        """Return how often each template was used, most used first; without a period, sessions without a start count too."""
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            return analytics.templates(connection, asked)

    def numbers(self, asked: AnalyticsFilter, zone: ZoneInfo) -> Numbers:
        """Return the sums of a period; without a period, sessions without a start count too."""
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            return analytics.numbers(connection, asked, zone)

    def first_day(self, asked: AnalyticsFilter, zone: ZoneInfo) -> date | None:
        """Return the day of the first session that the filter lets through in whatever period, or None if none has a start."""
        with storage_errors(self._database.path), self._database.reader.connect() as connection:
            first = analytics.first_start(connection, replace(asked, since=None, until=None))
        return None if first is None else local_date(first, zone)

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
