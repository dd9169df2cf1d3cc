"""The hours of the week: which of them are shown, how strong each is, and where most of the practice lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from fractal_desktop.domain.analytics import HourRow
from fractal_desktop.ui.analytics.charts.cells import Cells, ColumnName
from fractal_desktop.ui.analytics.charts.steps import Steps, time_steps
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.heat_words import hour_name, week_finding, weekday_names
from fractal_desktop.ui.analytics.words import tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

FEWEST_SESSIONS = 5
"""Of fewer sessions with a duration nothing is said."""
_LEAST_HOURS, _MARGIN, _NAMED_HOURS = 12, 1, 3
_MOST_CELLS, _AVERAGE = 7 * 24 // 4, 0.9


@dataclass(frozen=True, slots=True)
class WeekWindow:
    """Hours [first_hour, end_hour) on `days` days of the week, the first of which is `first_day` places after the week's first."""

    first_day: int
    days: int
    first_hour: int
    end_hour: int


@dataclass(frozen=True, slots=True)
class WeekdayAnswer:
    """Seconds of practice of each hour of the week, what is drawn of them, and the sessions that add none for want of a duration."""

    choice: Choice
    seconds: tuple[int, ...]
    first_hour: int
    cells: Cells
    steps: Steps
    finding: str
    sessions: int
    untimed: int

    @property
    def total_seconds(self) -> int:
        """Return the seconds of all hours."""
        return sum(self.seconds)

    def hour_of(self, index: int) -> tuple[int, int]:
        """Return weekday (0 is Monday) and hour of a cell."""
        column, row = divmod(index, 7)
        return (self.choice.first_weekday + row) % 7, self.first_hour + column

    def seconds_of(self, weekday: int, hour: int) -> int:
        """Return the seconds of one hour."""
        return self.seconds[weekday * 24 + hour]


def read_weekday(workspace: "Workspace", choice: Choice) -> WeekdayAnswer:
    """Return the hours of the week, and how many sessions gave them their time."""
    analytics = workspace.analytics
    left_out = analytics.hours_left_out(choice.filter)
    rows = analytics.hours(choice.filter, choice.zone)
    return weekday_answer(choice, rows, left_out.shown, left_out.without_duration)


def weekday_answer(choice: Choice, rows: Sequence[HourRow], sessions: int, untimed: int) -> WeekdayAnswer:
    """Return the answer for some hours, to which `sessions` gave their time."""
    seconds = [0] * (7 * 24)
    for row in rows:
        seconds[row.weekday * 24 + row.hour] += row.seconds
    first, end = shown_hours(rows)
    steps = time_steps(seconds)
    window = main_window(seconds, choice.first_weekday) if sessions >= FEWEST_SESSIONS else None
    cells = _cells(seconds, steps, choice.first_weekday, first, end)
    finding = tr("No hours of the week stand out") if sessions >= FEWEST_SESSIONS and rows else ""
    if window is not None:
        finding = _finding(window, choice.first_weekday)
    return WeekdayAnswer(choice, tuple(seconds), first, cells, steps, finding, sessions, untimed)


def shown_hours(rows: Sequence[HourRow]) -> tuple[int, int]:
    """Return the hours [first, end) to show: those with practice, one more at both ends, and at least twelve."""
    used = [row.hour for row in rows if row.seconds > 0] or [12]
    first, end = max(0, min(used) - _MARGIN), min(24, max(used) + 1 + _MARGIN)
    missing = max(0, _LEAST_HOURS - (end - first))
    first = min(max(0, first - missing // 2), 24 - max(_LEAST_HOURS, end - first))
    return first, max(end, first + _LEAST_HOURS)


def main_window(seconds: Sequence[int], first_weekday: int) -> WeekWindow | None:
    """Return the hours, the same on some days in a row, that stand out most and hold half of the time; None if those are too many.

    What stands out is the time in them above nine tenths of that in as many average hours, of those with practice: so days that are
    alike are named together, and weak hours at the edges are left out. Of several windows that do so equally the earliest is returned.
    """
    week = np.roll(np.array(seconds, np.int64).reshape(7, 24), -first_weekday, axis=0)
    total, used = int(week.sum()), int(np.count_nonzero(week))
    hours = np.subtract.outer(np.arange(25), np.arange(25)).T
    best, found = 0.0, None
    for first, end in combinations(range(8), 2):
        until = np.concatenate(([0], np.cumsum(week[first:end].sum(axis=0))))
        inside, cells = until[None, :] - until[:, None], hours * (end - first)
        counts = (cells > 0) & (cells <= _MOST_CELLS) & (inside * 2 >= total)
        stands_out = np.where(counts, inside - _AVERAGE * total / max(1, used) * cells, -1)
        begin, finish = np.unravel_index(int(stands_out.argmax()), stands_out.shape)
        if stands_out[begin, finish] > best + 0.5:
            best, found = float(stands_out[begin, finish]), WeekWindow(first, end - first, int(begin), int(finish))
    return found


def _cells(seconds: Sequence[int], steps: Steps, first_weekday: int, first: int, end: int) -> Cells:
    strengths = [steps.step_of(seconds[(first_weekday + row) % 7 * 24 + hour]) for hour in range(first, end) for row in range(7)]
    names = (ColumnName(hour - first, hour_name(hour)) for hour in range(first, end) if hour % _NAMED_HOURS == 0)
    return Cells(7, tuple(strengths), weekday_names(first_weekday), tuple(names), names_below=True)


def _finding(window: WeekWindow, first_weekday: int) -> str:
    days = () if window.days == 7 else weekday_names(first_weekday)[window.first_day : window.first_day + window.days]
    return week_finding(days, window.first_hour, window.end_hour)
