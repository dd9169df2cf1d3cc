"""What the charts are made of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId


@dataclass(frozen=True, slots=True)
class AnalyticsFilter:
    """Which sessions a chart counts: start in [since, until) (aware UTC, None = open), under `goal_id` with everything below.

    With `template_id` those of a template, with `without_template` those of none; with `activity_id` those that hold an item of it;
    with `completed` those that are or are not. `documented` are the rowids of sessions that hold the activity too, as their documents
    alone say: those of old files, which have no row for it.
    """

    since: datetime | None = None
    until: datetime | None = None
    goal_id: GoalId | None = None
    template_id: TemplateId | None = None
    without_template: bool = False
    activity_id: ActivityId | None = None
    completed: bool | None = None
    documented: tuple[int, ...] = ()


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
class Gap:
    """`days` without practice, one after the other: from `first` to `last`. `is_running` if nobody has practised since."""

    days: int
    first: date
    last: date
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """The tiles on top: sessions, those with a duration and their seconds, days practised, and those that no period can hold.

    The median is that of the durations that are not below 0, None if there are none. `days_in_all` are those on which one could practise,
    the last of them is `last_day` (None: there are none); consistency (from 0 to 1, see `consistency.py`, with the usual days per week
    as the plan) looks at these. So does the gap, but that of a practice that was given up runs on until today. What cannot be said is None.
    """

    sessions: int
    timed: int
    seconds: int
    days: int
    without_start: int
    median_seconds: float | None = None
    longest_gap: Gap | None = None
    consistency: float | None = None
    usual_days_per_week: float | None = None
    days_in_all: int = 0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class WeekPace:
    """Seconds practised this week so far and in the usual week, which is the median of `weeks` full ones before (None if 0)."""

    this_week_seconds: int
    usual_seconds: int | None
    weeks: int


class DayRow(NamedTuple):
    """One day of the display zone: sessions that start on it, seconds of the `timed` ones among them."""

    day: date
    sessions: int
    timed: int
    seconds: int


class HourRow(NamedTuple):
    """Seconds practised in one hour of the week, as the clock of the display zone showed it; `weekday` 0 is Monday."""

    weekday: int
    hour: int
    seconds: int


class LengthRow(NamedTuple):
    """Sessions whose duration lies in [from_seconds, until_seconds); the last one is open (None)."""

    from_seconds: int
    until_seconds: int | None
    sessions: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long sessions are: bins of one width, ascending, with none left out, and what stands in no bin.

    Mean, median and quartiles are those of the `timed` sessions, None if there is none; half of them or more lie between both quartiles,
    which are durations of two of them. `untimed` ones have no duration, or one below 0.
    """

    rows: tuple[LengthRow, ...]
    timed: int
    median_seconds: float | None
    mean_seconds: float | None
    quartiles_seconds: tuple[int, int] | None
    untimed: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Sessions that no hour of the week can show: without a start; without a duration, with one below 0 or above 31 days.

    `shown` are all others.
    """

    without_start: int
    without_duration: int
    shown: int


class GoalTimeRow(NamedTuple):
    """Practice for a goal: its own sessions, and with everything below, in which each session counts once.

    `name` is None for a goal that is gone, `goal_id` None stands for sessions without a goal; its total holds those of goals that are
    gone, too. A named tuple, because there may be thousands of goals.
    """

    goal_id: GoalId | None
    parent_id: GoalId | None
    name: str | None
    goal_type: str | None
    own_sessions: int
    own_seconds: int
    total_sessions: int
    total_seconds: int


@dataclass(frozen=True, slots=True)
class ActivityTimeRow:
    """Practice of an activity: sessions that hold it, and the seconds of its items; `name` None is an activity that is gone."""

    activity_id: ActivityId
    name: str | None
    sessions: int
    items: int
    seconds: int


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """Planned against actual seconds of the sessions of a template that have both; `ratio` is the median of actual / planned."""

    template_id: TemplateId | None
    name: str | None
    sessions: int
    planned_seconds: int
    actual_seconds: int
    ratio: float

    @property
    def planned_each(self) -> float:
        """Return the seconds that are planned for a session, on average."""
        return self.planned_seconds / self.sessions

    @property
    def usual_seconds(self) -> float:
        """Return what a session that is planned so takes by that median: a few that were never stopped do not make it long."""
        return self.ratio * self.planned_each
