"""What the charts are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from fractal_desktop.domain.ids import GoalId, TemplateId


@dataclass(frozen=True, slots=True)
class AnalyticsFilter:
    """Which sessions a chart counts: start in [since, until) (aware UTC, None = open), under `goal_id` with everything below."""

    since: datetime | None = None
    until: datetime | None = None
    goal_id: GoalId | None = None


class MonthRow(NamedTuple):
    """One month of the display zone: its first day, sessions that start in it, seconds of the `timed` ones among them.

    A named tuple, as WeekRow: making thousands of frozen dataclasses would take as long as counting the sessions.
    """

    month: date
    sessions: int
    timed: int
    seconds: int

    @property
    def average_seconds(self) -> float | None:
        """Return the mean over sessions that have a duration, or None."""
        return self.seconds / self.timed if self.timed else None


class WeekRow(NamedTuple):
    """One week of the display zone: its first day (Monday unless asked otherwise) and the sessions that start in it.

    `seconds` is None where the time was not asked for.
    """

    week: date
    sessions: int
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """How often a template was used; `template_id` None is "no template", `name` None a template that is gone."""

    template_id: TemplateId | None
    name: str | None
    sessions: int
    timed: int
    seconds: int

    @property
    def average_seconds(self) -> float | None:
        """Return the mean over sessions that have a duration, or None."""
        return self.seconds / self.timed if self.timed else None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The tiles on top: sessions, those with a duration and their seconds, days practised, and those that no period can hold."""

    sessions: int
    timed: int
    seconds: int
    days: int
    without_start: int


@dataclass(frozen=True, slots=True)
class WeekPace:
    """Seconds practised this week so far and in the usual week, which is the median of `weeks` full ones before (None if 0)."""

    this_week_seconds: int
    usual_seconds: int | None
    weeks: int
