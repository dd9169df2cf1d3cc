"""Which months and years are named below the bars, so that the names have room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import pairwise

from fractal_desktop.domain.period import week_end

_YEAR_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_EVERY_SECOND = 14
"""Of more months every third is named, so that the names are those of quarters."""


MonthStart = tuple[int, date]
"""The index of a bar, and the first of a month that lies in it."""


class Period(Enum):
    """What one bar stands for."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class DateTick:
    """A name below the bars: at bar `index`, the month or (if `is_year`) the year of `day`; `with_year` puts the year below the month."""

    index: int
    day: date
    is_year: bool = False
    with_year: bool = False


def date_ticks(starts: Sequence[MonthStart], bars: int, room: float, month_width: float) -> tuple[DateTick, ...]:
    """Return the ticks for as many `bars`, evenly spaced over `room`; names are `month_width` wide.

    Every month where there is room, else every second of about a year, January among them, else every third, else years, or every
    second, fifth, tenth … year. The first month and the first of each year that is named carry their year.
    """
    if not starts:
        return ()
    step = room / bars
    for chosen in _choices_of_months(starts):
        inner = [(index, day) for index, day in chosen if index > 0]
        if _fits(inner, step, month_width):
            begins_later = chosen[:1] == starts[1:2]  # then the first before it would stand closer than the others do
            return _months(inner if begins_later else _with_first(starts[0], inner, step, month_width))
    januaries = [(index, day) for index, day in starts if day.month == 1]
    return year_ticks(januaries, bars, room, month_width) if januaries else _months(starts[:1])


def day_ticks(days: Sequence[date]) -> tuple[DateTick, ...]:
    """Return a tick for each of a few bars that is named by its first day; the first of each year carries it."""
    years = [None, *(day.year for day in days)]
    return tuple(DateTick(place, day, with_year=day.year != before) for place, (day, before) in enumerate(zip(days, years, strict=False)))


def month_starts(days: Sequence[date], period: Period) -> tuple[MonthStart, ...]:
    """Return which of the bars that begin on `days` hold the first of a month, or of a year if they are long; the first bar always."""
    if not days:
        return ()
    firsts = _weeks_with_a_first(days) if period is Period.WEEK else [*enumerate(days)]
    if period in (Period.QUARTER, Period.YEAR):
        return tuple((index, day.replace(month=1, day=1)) for index, day in firsts if index == 0 or day.month == 1 or period is Period.YEAR)
    first_month = days[0].replace(day=1)
    return tuple(firsts if firsts and firsts[0][0] == 0 else [(0, first_month), *firsts])


def year_ticks(starts: Sequence[MonthStart], bars: int, room: float, year_width: float) -> tuple[DateTick, ...]:
    """Return the ticks likewise for bars too long for months: all years, or every second, fifth, tenth …"""
    step = room / max(1, bars)
    for years_between in _YEAR_STEPS:
        chosen = [(index, day) for index, day in starts if day.year % years_between == 0]
        if chosen and _fits(chosen, step, year_width):
            return tuple(DateTick(index, day, is_year=True) for index, day in chosen)
    return tuple(DateTick(index, day, is_year=True) for index, day in starts[:1])


def _choices_of_months(starts: Sequence[MonthStart]) -> Iterator[Sequence[MonthStart]]:
    """Yield which months may be named, the most first."""
    yield starts
    if len(starts) <= _MOST_EVERY_SECOND:
        january = next((place for place, (_, day) in enumerate(starts) if day.month == 1), 0)
        yield starts[january % 2 :: 2]
    yield [(index, day) for index, day in starts if (day.month - 1) % 3 == 0]


def _weeks_with_a_first(weeks: Sequence[date]) -> list[MonthStart]:
    lasts = ((index, week, week_end(week)) for index, week in enumerate(weeks))
    return [(index, last.replace(day=1)) for index, week, last in lasts if week.day == 1 or week.month != last.month]


def _fits(chosen: Sequence[MonthStart], step: float, width: float) -> bool:
    """Return whether neighbours are at least `width` apart."""
    return all((after[0] - before[0]) * step >= width for before, after in pairwise(chosen))


def _with_first(first: MonthStart, inner: list[MonthStart], step: float, width: float) -> list[MonthStart]:
    """Begin with the first bar's month, unless its name would touch the next."""
    return inner if inner and inner[0][0] * step < width else [first, *inner]


def _months(chosen: Sequence[MonthStart]) -> tuple[DateTick, ...]:
    years = [None, *(day.year for _, day in chosen)]
    return tuple(DateTick(index, day, with_year=day.year != before) for (index, day), before in zip(chosen, years, strict=False))
