"""Which months and years are named below the bars, so that the names have room."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise

_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
_MONTHS_BETWEEN = (1, 3)


MonthStart = tuple[int, date]
"""The index of a bar, and the first of a month that lies in it."""


class Period(Enum):
    """What one bar stands for."""

    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class DateTick:
    """A name below the bars: at bar `index`, the month or (if `is_year`) the year of `day`; `with_year` puts the year below the month."""

    index: int
    day: date
    is_year: bool = False
    with_year: bool = False


def date_ticks(starts: Sequence[MonthStart], bars: int, room: float, month_width: float) -> tuple[DateTick, ...]:
    """Return the ticks for as many `bars`, evenly spaced over `room`; names are `month_width` wide.

    Every month where there is room, else every third, else years, or every second, fifth, tenth … year. The first month
    and each January carry their year.
    """
    if not starts:
        return ()
    step = room / bars
    for months_between in _MONTHS_BETWEEN:
        chosen = [(index, day) for index, day in starts if (day.month - 1) % months_between == 0]
        inner = [(index, day) for index, day in chosen if index > 0]
        if _fits(inner, step, month_width):
            return _months(_with_first(starts[0], inner, step, month_width))
    januaries = [(index, day) for index, day in starts if day.month == 1]
    for years_between in _YEAR_STEPS:
        chosen = [(index, day) for index, day in januaries if day.year % years_between == 0]
        if chosen and _fits(chosen, step, month_width):
            return tuple(DateTick(index, day, is_year=True) for index, day in chosen)
    return _months(starts[:1])


def month_starts(days: Sequence[date], period: Period) -> tuple[MonthStart, ...]:
    """Return which of the bars that begin on `days` hold the first of a month; and the first bar in any case."""
    if not days:
        return ()
    firsts = [*enumerate(days)] if period is Period.MONTH else _weeks_with_a_first(days)
    first_month = days[0].replace(day=1)
    return tuple(firsts if firsts and firsts[0][0] == 0 else [(0, first_month), *firsts])


def _weeks_with_a_first(weeks: Sequence[date]) -> list[MonthStart]:
    lasts = ((index, week, week + timedelta(days=6)) for index, week in enumerate(weeks))
    return [(index, last.replace(day=1)) for index, week, last in lasts if week.day == 1 or week.month != last.month]


def _fits(chosen: Sequence[MonthStart], step: float, width: float) -> bool:
    """Return whether neighbours are at least `width` apart."""
    return all((after[0] - before[0]) * step >= width for before, after in pairwise(chosen))


def _with_first(first: MonthStart, inner: list[MonthStart], step: float, width: float) -> list[MonthStart]:
    """Begin with the first bar's month, unless its name would touch the next."""
    return inner if inner and inner[0][0] * step < width else [first, *inner]


def _months(chosen: Sequence[MonthStart]) -> tuple[DateTick, ...]:
    return tuple(DateTick(index, day, with_year=place == 0 or day.month == 1) for place, (index, day) in enumerate(chosen))
