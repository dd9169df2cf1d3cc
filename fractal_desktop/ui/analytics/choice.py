"""Which sessions the page counts: a period of days, and what they are limited to."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.period import day_start, month_of
from fractal_desktop.domain.practice_session import SessionQuery


class Preset(StrEnum):
    """The choices of the toolbar, in their order there."""

    WEEKS_4 = "weeks_4"
    MONTHS_3 = "months_3"
    THIS_YEAR = "this_year"
    MONTHS_12 = "months_12"
    ALL = "all"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class DayRange:
    """Days from `first` to `last`, both included; None is open."""

    first: date | None = None
    last: date | None = None

    @property
    def days(self) -> int | None:
        """Return how many days it has, or None if an end is open."""
        return None if self.first is None or self.last is None else (self.last - self.first).days + 1

    def before(self) -> "DayRange | None":
        """Return as many days right before it, or None if it has none, an end is open or the calendar begins in between."""
        if self.first is None or self.days is None or not 0 < self.days < self.first.toordinal():
            return None
        return DayRange(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    def instants(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """Return the range [since, until) of these days in `zone` as aware UTC, None where it is open."""
        since = None if self.first is None else day_start(self.first, zone)
        until = None if self.last is None or self.last == date.max else day_start(self.last + timedelta(days=1), zone)
        return since, until

    def clip(self, first: date, last: date) -> "DayRange":
        """Return the days of [first, last] that lie in this range."""
        return DayRange(max(first, self.first or first), min(last, self.last or last))


def preset_range(preset: Preset, today: date) -> DayRange:
    """Return the days of a preset until today; months are those of the calendar, the running one is the last of them."""
    beginnings = {
        Preset.WEEKS_4: today - timedelta(days=27),
        Preset.MONTHS_3: month_of(today, -2),
        Preset.THIS_YEAR: today.replace(month=1, day=1),
        Preset.MONTHS_12: month_of(today, -11),
    }
    return DayRange(beginnings[preset], today) if preset in beginnings else DayRange()


@dataclass(frozen=True, slots=True)
class Choice:
    """What the page shows: a range of days of a zone, what day it is, and what the sessions are limited to (None: nothing).

    The limits mean what they mean in AnalyticsFilter; a goal counts with everything below. `first_weekday` 0 is Monday.
    """

    days: DayRange
    zone: ZoneInfo
    first_weekday: int
    today: date
    goal_id: GoalId | None = None
    template_id: TemplateId | None = None
    without_template: bool = False
    activity_id: ActivityId | None = None
    completed: bool | None = None
    documented: tuple[int, ...] = ()

    @property
    def filter(self) -> AnalyticsFilter:
        """Return what to ask for."""
        return self.filter_of(self.days)

    @property
    def last_day(self) -> date:
        """Return the day until which empty bars are drawn: today, or the range's end before."""
        return self.today if self.days.last is None else min(self.days.last, self.today)

    @property
    def is_limited(self) -> bool:
        """Return whether anything but the period leaves sessions out."""
        return self.filter_of(DayRange()) != AnalyticsFilter()

    def filter_of(self, days: DayRange) -> AnalyticsFilter:
        """Return what to ask for other days, limited likewise."""
        since, until = days.instants(self.zone)
        limits = (self.goal_id, self.template_id, self.without_template, self.activity_id, self.completed)
        return AnalyticsFilter(since, until, *limits, self.documented)

    def sessions_of(self, days: DayRange) -> SessionQuery:
        """Return the sessions on some days, limited likewise."""
        since, until = days.instants(self.zone)
        return SessionQuery(
            since=since,
            until=until,
            goal_id=self.goal_id,
            template_id=self.template_id,
            without_template=self.without_template,
            activity_id=self.activity_id,
            documented=self.documented,
            completed=self.completed,
        )
