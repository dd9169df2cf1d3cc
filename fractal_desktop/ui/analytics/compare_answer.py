"""A period beside the one before it, or beside the same days a year ago: what is asked, and the answer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from fractal_desktop.domain.analytics import DayRow, Numbers
from fractal_desktop.domain.duration import hours_minutes, whole_minutes
from fractal_desktop.ui.analytics.charts.bar import MOST_DAYS
from fractal_desktop.ui.analytics.charts.date_axis import Period, month_starts
from fractal_desktop.ui.analytics.charts.pair_plot import Pairs
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.words import tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_MOST_WEEKS = 60
FEWEST_SESSIONS = 3
_FEWEST_DAYS = 28
_LEAST_CHANGE = 0.05


class Beside(StrEnum):
    """What a period is compared with."""

    BEFORE = "before"
    YEAR_AGO = "year_ago"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two periods: its days, its sums, and for each step of seven (or 28) days its days, sessions and seconds.

    `counted` are its days from the first session on that is meant, in whatever period: before that nobody could have practised so, and
    a week's time is reckoned over these alone.
    """

    days: DayRange
    counted: DayRange
    numbers: Numbers
    steps: tuple[DayRange, ...]
    sessions: tuple[int, ...]
    seconds: tuple[int, ...]

    @property
    def weekly_seconds(self) -> float:
        """Return the seconds a week had, on average, of the days on which one could practise."""
        return self.numbers.seconds * 7 / max(1, self.numbers.days_in_all)

    @property
    def begins_late(self) -> bool:
        """Return whether practice began within it."""
        return self.counted != self.days

    @property
    def is_long_enough(self) -> bool:
        """Return whether enough of it lies after practice began to say how much a week of it had."""
        return (self.counted.days or 0) >= min(_FEWEST_DAYS, self.days.days or 0)


@dataclass(frozen=True, slots=True)
class CompareAnswer:
    """Both periods, or None where the chosen one has no beginning or nothing can lie before it."""

    choice: Choice
    beside: Beside
    now: Side | None
    before: Side | None
    days_a_step: int
    pairs: Pairs
    finding: str


def read_compare(workspace: "Workspace", choice: Choice, beside: Beside) -> CompareAnswer:
    """Return the period that is shown, until today at most, and the other one, which is as many days long."""
    now = DayRange(choice.days.first, min(choice.days.last or choice.today, choice.today))
    other = _other(now, beside)
    if other is None:
        return CompareAnswer(choice, beside, None, None, 7, Pairs(), "")
    days_a_step = 7 if (now.days or 0) <= 7 * _MOST_WEEKS else 28
    sides = [_side(workspace, choice, days, days_a_step) for days in (now, other)]
    finding = compare_finding(sides[0], sides[1], beside)
    return CompareAnswer(choice, beside, sides[0], sides[1], days_a_step, _pairs(sides[0], sides[1]), finding)


def compare_finding(now: Side, before: Side, beside: Beside) -> str:
    """Say how much longer or shorter one practises in a week than then, from three sessions each and a change of 5 % on.

    Each period is counted from the first session that is meant on, and takes four weeks of that, or all of its days: a year is not held
    against the few days in which practice began.
    """
    if min(now.numbers.sessions, before.numbers.sessions) < FEWEST_SESSIONS or not before.numbers.seconds:
        return ""
    if not (now.is_long_enough and before.is_long_enough):
        return ""
    change = 60 * (whole_minutes(now.weekly_seconds) - whole_minutes(before.weekly_seconds))  # of the figures that are shown
    time = hours_minutes(now.weekly_seconds)
    if abs(change) < max(60, _LEAST_CHANGE * before.weekly_seconds):
        text = {Beside.BEFORE: tr("{time} a week, as before"), Beside.YEAR_AGO: tr("{time} a week, as a year ago")}[beside]
        return text.format(time=time)
    texts = {
        (Beside.BEFORE, True): tr("{time} a week, {change} more than before"),
        (Beside.BEFORE, False): tr("{time} a week, {change} less than before"),
        (Beside.YEAR_AGO, True): tr("{time} a week, {change} more than a year ago"),
        (Beside.YEAR_AGO, False): tr("{time} a week, {change} less than a year ago"),
    }
    return texts[beside, change > 0].format(time=time, change=hours_minutes(abs(change)))


def year_ago(day: date) -> date:
    """Return the same day a year ago, of 29 February the 28th; the first day there is stays."""
    if day.year == 1:
        return day
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def _other(days: DayRange, beside: Beside) -> DayRange | None:
    before = days.before()
    if before is None or days.first is None or days.last is None or days.first > days.last:
        return None
    return before if beside is Beside.BEFORE else DayRange(year_ago(days.first), year_ago(days.last))


def _side(workspace: "Workspace", choice: Choice, days: DayRange, days_a_step: int) -> Side:
    asked = choice.filter_of(days)
    steps = tuple(_steps(days, days_a_step))
    sessions, seconds = _summed(workspace.analytics.days(asked, choice.zone), days, len(steps), days_a_step)
    began = workspace.analytics.first_day(asked, choice.zone)
    assert days.first is not None
    counted = days if began is None or days.last is None or began > days.last else DayRange(max(days.first, began), days.last)
    return Side(days, counted, workspace.analytics.numbers(asked, choice.zone, choice.today), steps, sessions, seconds)


def _steps(days: DayRange, days_a_step: int) -> Iterable[DayRange]:
    first, last = days.first, days.last
    assert first is not None
    assert last is not None
    for begin in range(0, (last - first).days + 1, days_a_step):
        day = first + timedelta(days=begin)
        yield DayRange(day, min(last, day + timedelta(days=days_a_step - 1)))


def _summed(rows: Sequence[DayRow], days: DayRange, steps: int, days_a_step: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    assert days.first is not None
    sessions, seconds = [0] * steps, [0] * steps
    for row in rows:
        step = (row.day - days.first).days // days_a_step
        sessions[step] += row.sessions
        seconds[step] += row.seconds
    return tuple(sessions), tuple(seconds)


def _pairs(now: Side, before: Side) -> Pairs:
    """Return the steps of both; a year with 29 February may have one step more, which is beside nothing."""
    steps = max(len(now.steps), len(before.steps))
    hours = [[second / 3600 for second in side.seconds] + [0.0] * (steps - len(side.steps)) for side in (before, now)]
    sessions = [list(side.sessions) + [0] * (steps - len(side.steps)) for side in (before, now)]
    empty = frozenset(2 * step + place for place in (0, 1) for step in range(steps) if not sessions[place][step])
    days = [step.first for step in now.steps if step.first is not None]
    named = tuple(days) if len(days) <= MOST_DAYS else ()
    return Pairs(tuple(hours[0]), tuple(hours[1]), month_starts(days, Period.WEEK), empty, named)
