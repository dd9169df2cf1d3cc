"""What the charts are made of."""

from dataclasses import dataclass
from datetime import date, datetime

from fractal_desktop.domain.ids import GoalId, TemplateId


@dataclass(frozen=True, slots=True)
class AnalyticsFilter:
    """Which sessions a chart counts: start in [since, until) (aware UTC, None = open), under `goal_id` with everything below."""

    since: datetime | None = None
    until: datetime | None = None
    goal_id: GoalId | None = None


@dataclass(frozen=True, slots=True)
class MonthRow:
    """One month of the display zone: its first day, sessions that start in it, seconds of the `timed` ones among them."""

    month: date
    sessions: int
    timed: int
    seconds: int

    @property
    def average_seconds(self) -> float | None:
        """Return the mean over sessions that have a duration, or None."""
        return self.seconds / self.timed if self.timed else None


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week of the display zone: its first day (Monday unless asked otherwise), its sessions and their seconds."""

    week: date
    sessions: int
    seconds: int


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
