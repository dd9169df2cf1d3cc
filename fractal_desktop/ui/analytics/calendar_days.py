"""The days of the calendar heat map: read off the window's thread, and cut into years where there are more than fit."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from fractal_desktop.domain.analytics import DayRow
from fractal_desktop.domain.consistency import is_given_up
from fractal_desktop.domain.period import month_of
from fractal_desktop.ui.analytics.charts.axes import month_name
from fractal_desktop.ui.analytics.charts.cells import NO_CELL, Cells, ColumnName
from fractal_desktop.ui.analytics.charts.steps import Steps, session_steps, time_steps
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.heat_words import weekday_names

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

MOST_DAYS = 366
"""A longer period shows one year at a time."""
_MOST_LOOKED_AT = 5000
"""Of more days every second, third … tells as well how they spread over the steps."""


class DayMeasure(StrEnum):
    """What a day is measured by."""

    TIME = "time"
    SESSIONS = "sessions"


@dataclass(frozen=True, slots=True)
class Runs:
    """Days of practice one after the other: the longest, with its last day, and the one that goes on until today or yesterday."""

    longest: int = 0
    longest_until: date | None = None
    current: int = 0


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Days that are shown at once, `first` to `last`; in a calendar `year` there is room for all of its days."""

    first: date
    last: date
    year: int | None = None

    def begin(self, first_weekday: int) -> int:
        """Return the ordinal of the day in the first column's first row; before the calendar's first day it is below 1."""
        first = self.first if self.year is None else date(self.year, 1, 1)
        return first.toordinal() - (first.weekday() - first_weekday) % 7

    @property
    def end(self) -> date:
        """Return the last day there is room for."""
        return self.last if self.year is None else date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class CalendarAnswer:
    """The days with sessions, ascending; the pages to show them on; the steps of both measures, the same on all pages."""

    choice: Choice
    rows: tuple[DayRow, ...]
    pages: tuple[CalendarPage, ...]
    time: Steps
    sessions: Steps
    runs: Runs

    def steps(self, measure: DayMeasure) -> Steps:
        """Return the steps of a measure."""
        return self.time if measure is DayMeasure.TIME else self.sessions

    def rows_of(self, page: CalendarPage) -> Sequence[DayRow]:
        """Return the rows of the days on a page."""
        return self.rows[bisect_left(self.rows, page.first, key=_day) : bisect_right(self.rows, page.last, key=_day)]

    def counted_until(self, page: CalendarPage) -> date:
        """Return the last day of a page on which one could practise: today is one once there is a session (BEHAVIOUR.md section 7)."""
        last = min(page.last, self.choice.today)
        is_open = page.first < last == self.choice.today and self.row_of(last) is None
        return last - timedelta(days=1) if is_open else last

    def row_of(self, day: date) -> DayRow | None:
        """Return what there is of a day."""
        place = bisect_left(self.rows, day, key=_day)
        return self.rows[place] if place < len(self.rows) and self.rows[place].day == day else None


def read_calendar(workspace: "Workspace", choice: Choice) -> CalendarAnswer:
    """Return the days from the range's beginning, or the first session if that is later, until today or the range's end."""
    rows = workspace.analytics.days(choice.filter, choice.zone)
    first_day = workspace.analytics.first_day(choice.filter, choice.zone) if rows and choice.days.first is not None else None
    return calendar_answer(choice, rows, first_day)


def calendar_answer(choice: Choice, rows: Sequence[DayRow], first_day: date | None) -> CalendarAnswer:
    """Return the answer for some days; practice began on `first_day`, None if the range is open."""
    some = rows[:: len(rows) // _MOST_LOOKED_AT + 1]
    return CalendarAnswer(
        choice,
        tuple(rows),
        _pages(choice, rows, first_day),
        time_steps(row.seconds for row in some),
        session_steps(row.sessions for row in some),
        runs_of(rows, choice.today),
    )


def runs_of(rows: Sequence[DayRow], today: date) -> Runs:
    """Return the runs of days in `rows`, ascending, until today; of equally long ones the last is the longest.

    A run goes on today until the day is over, whether or not there was practice yet.
    """
    begun = rows[: bisect_right(rows, today, key=_day)]
    days = np.fromiter(map(date.toordinal, map(_day, begun)), np.int64, len(begun))
    if not len(days):
        return Runs()
    ends = np.append(np.flatnonzero(np.diff(days) > 1), len(days) - 1)
    lengths = np.diff(ends, prepend=-1)
    longest = len(lengths) - 1 - int(lengths[::-1].argmax())
    goes_on = int(days[-1]) >= today.toordinal() - 1
    return Runs(int(lengths[longest]), date.fromordinal(int(days[ends[longest]])), int(lengths[-1]) if goes_on else 0)


def page_cells(answer: CalendarAnswer, page: CalendarPage, measure: DayMeasure) -> Cells:
    """Return the cells of a page: weeks from left to right, the days of each from above; what lies before and after is no cell."""
    choice = answer.choice
    begin = page.begin(choice.first_weekday)
    steps = [NO_CELL] * (page.end.toordinal() - begin + 1)
    first, end = page.first.toordinal() - begin, page.last.toordinal() - begin + 1
    steps[first:end] = [0] * (end - first)
    scale = answer.steps(measure)
    for row in answer.rows_of(page):
        amount = row.seconds if measure is DayMeasure.TIME else row.sessions
        steps[row.day.toordinal() - begin] = scale.step_of(max(1, amount))
    today = choice.today.toordinal() - begin
    return Cells(
        7,
        tuple(steps),
        weekday_names(choice.first_weekday),
        _month_names(begin, page),
        outlined=today if page.first <= choice.today <= page.last else -1,
        runs_on=True,
    )


def _pages(choice: Choice, rows: Sequence[DayRow], first_day: date | None) -> tuple[CalendarPage, ...]:
    if not rows:
        return ()
    asked = choice.days
    first = rows[0].day if asked.first is None else max(asked.first, min(first_day or asked.first, rows[0].day))
    given_up = asked.last is None and is_given_up(rows[-1].day, choice.today)
    last = rows[-1].day if given_up else max(choice.last_day, rows[-1].day)
    if (last - first).days < MOST_DAYS:
        return (CalendarPage(first, last),)
    whole = DayRange(first, last)
    clipped = [(whole.clip(date(year, 1, 1), date(year, 12, 31)), year) for year in _years(rows)]
    return tuple(CalendarPage(days.first or first, days.last or last, year) for days, year in clipped)


def _years(rows: Sequence[DayRow]) -> Iterator[int]:
    """Yield the years with practice, ascending, without looking at every day."""
    at = 0
    while at < len(rows):
        year = rows[at].day.year
        yield year
        at = bisect_right(rows, date(year, 12, 31), key=_day)


def _month_names(begin: int, page: CalendarPage) -> tuple[ColumnName, ...]:
    """Return the months' names at the columns that hold their first day, and that of the first column."""
    first = page.first if page.year is None else date(page.year, 1, 1)
    following = [month for later in range(1, 13) if (month := month_of(first, later)) <= page.end and month.day == 1]
    later_names = (ColumnName((month.toordinal() - begin) // 7, month_name(month.month)) for month in following)
    return (ColumnName(0, month_name(first.month)), *later_names)


def _day(row: DayRow) -> date:
    return row.day
