"""Months and weeks put together to quarters and years where there are so many that bars of their own would be a wall."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import fmean

from fractal_desktop.domain.analytics import MonthRow, WeekRow
from fractal_desktop.domain.period import month_end
from fractal_desktop.ui.analytics.charts.axes import month_name
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.series import Span
from fractal_desktop.ui.analytics.words import days_words, month_words

MOST_WEEKS, MOST_MONTHS = 90, 72
"""How many bars have gaps between them in the card of the weeks, and in the narrower one of the months."""
_LONGER = {Period.WEEK: Period.MONTH, Period.MONTH: Period.QUARTER, Period.QUARTER: Period.YEAR}
_MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Bin:
    """What one bar stands for: some rows one after the other, `first` to before `end`, and the days of them that are counted."""

    first: int
    end: int
    span: Span

    @property
    def rows(self) -> range:
        """Return which rows those are."""
        return range(self.first, self.end)


@dataclass(frozen=True, slots=True)
class Bins:
    """All bars in their order, and how long each is; the last weeks of a month may reach into the next."""

    period: Period
    bars: tuple[Bin, ...]


def bins_of(days: Sequence[date], spans: Sequence[Span], finest: Period, most: int) -> Bins:
    """Put rows that begin on `days`, ascending, together to at most so many bars; a week belongs to the month in which it begins."""
    period, edges = finest, list(range(len(days) + 1))
    while len(edges) - 1 > most and period in _LONGER:
        period = _LONGER[period]
        edges = [*_first_places(days, period), len(days)]
    return Bins(period, tuple(Bin(first, end, _joined(spans[first], spans[end - 1])) for first, end in pairwise(edges)))


def month_of_bin(rows: Sequence[MonthRow]) -> MonthRow:
    """Return the rows of a bar as one, so that its average is that of all of their sessions."""
    return MonthRow(rows[0].month, sum(row.sessions for row in rows), sum(row.timed for row in rows), sum(row.seconds for row in rows))


def week_of_bin(rows: Sequence[WeekRow]) -> WeekRow:
    """Return the rows of a bar as one."""
    return WeekRow(rows[0].week, sum(row.sessions for row in rows), sum(row.seconds or 0 for row in rows))


def mean_of_bin(amounts: Sequence[float], spans: Sequence[Span]) -> float:
    """Return the mean of the weeks that can be compared; where there is none, of all."""
    whole = [amount for amount, each in zip(amounts, spans, strict=True) if each.is_whole]
    return fmean(whole or amounts)


def bin_words(days: DayRange) -> str:
    """Return "2025", "Jan – Mar 2025", "February 2026", or the days if they are not whole months."""
    first, last = days.first, days.last
    if first is None or last is None or first.day != 1 or last != month_end(last) or first.year != last.year:
        return days_words(days)
    if first.month == last.month:
        return month_words(days, first)
    months = "" if (first.month, last.month) == (1, 12) else f"{month_name(first.month)} – {month_name(last.month)} "
    return f"{months}{first.year}"


def _first_places(days: Sequence[date], period: Period) -> Iterator[int]:
    """Yield the places of the first row of each month, quarter or year."""
    before = None
    for place, day in enumerate(days):
        begin = day.year, (day.month - 1) // _MONTHS[period]
        if begin != before:
            yield place
        before = begin


def _joined(first: Span, last: Span) -> Span:
    return first if first is last else Span(DayRange(first.days.first, last.days.last), first.started, last.finished)
