"""What the charts draw, made from the rows that were counted: whole axes, clipped periods, averages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean
from typing import Generic, TypeVar

from fractal_desktop.domain.analytics import MonthRow, WeekRow
from fractal_desktop.domain.period import month_end, month_of, week_end, week_of
from fractal_desktop.ui.analytics.choice import DayRange

Row = TypeVar("Row", MonthRow, WeekRow)
AVERAGED_WEEKS = 4
_LONGEST_PAUSE_DAYS = 3 * 366
_MOST_FAR_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Row]):
    """Rows to draw; `far_sessions` lie in rows years before or after and are left out, `far_days` are these rows' first days."""

    rows: tuple[Row, ...]
    far_sessions: int = 0
    far_days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one bar that lie in the period, and whether they are all the bar has: `started` and `finished`."""

    days: DayRange
    started: bool
    finished: bool

    @property
    def is_whole(self) -> bool:
        """Return whether the bar can be compared with others."""
        return self.started and self.finished


def main_stretch(rows: Sequence[Row]) -> Stretch[Row]:
    """Leave out what would squeeze the rest: at most 5 % of the sessions, three years or more away from all others."""
    used = [row for row in rows if row.sessions]
    groups: list[list[Row]] = []
    for row in used:
        if groups and (row[0] - groups[-1][-1][0]).days < _LONGEST_PAUSE_DAYS:
            groups[-1].append(row)
        else:
            groups.append([row])
    if len(groups) < 2:
        return Stretch(tuple(rows))
    main = max(groups, key=_sessions)
    far = [row for group in groups if group is not main for row in group]
    if _sessions(far) > _MOST_FAR_SHARE * _sessions(used):
        return Stretch(tuple(rows))
    kept = tuple(row for row in rows if main[0][0] <= row[0] <= main[-1][0])
    return Stretch(kept, _sessions(far), tuple(row[0] for row in far))


def _sessions(rows: Sequence[Row]) -> int:
    return sum(row.sessions for row in rows)


def whole_months(rows: Sequence[MonthRow], first: date | None, last: date | None) -> tuple[MonthRow, ...]:
    """Return the rows with empty months added, back to that of `first` and on to that of `last`."""
    if not rows:
        return ()
    before, after = _months_apart(first, rows[0].month), _months_apart(rows[-1].month, last)
    empty_before = (MonthRow(month_of(rows[0].month, -index), 0, 0, 0) for index in range(before, 0, -1))
    return (*empty_before, *rows, *(MonthRow(month_of(rows[-1].month, index), 0, 0, 0) for index in range(1, after + 1)))


def whole_weeks(rows: Sequence[WeekRow], first: date | None, last: date | None, first_weekday: int) -> tuple[WeekRow, ...]:
    """Return the rows with empty weeks added, back to that of `first` and on to that of `last`."""
    if not rows:
        return ()
    before = 0 if first is None else max(0, (rows[0].week - week_of(first, first_weekday)).days // 7)
    after = 0 if last is None else max(0, (week_of(last, first_weekday) - rows[-1].week).days // 7)
    empty_before = (WeekRow(rows[0].week - timedelta(weeks=index), 0, 0) for index in range(before, 0, -1))
    return (*empty_before, *rows, *(WeekRow(rows[-1].week + timedelta(weeks=index), 0, 0) for index in range(1, after + 1)))


def _months_apart(first: date | None, last: date | None) -> int:
    return 0 if first is None or last is None else max(0, (last.year - first.year) * 12 + last.month - first.month)


def span(first: date, last: date, asked: DayRange, today: date) -> Span:
    """Return which days of the bar [first, last] are counted; it is finished once its last day is over and counted."""
    days = asked.clip(first, last)
    return Span(days, started=days.first == first, finished=days.last == last and last < today)


def month_span(month: date, asked: DayRange, today: date) -> Span:
    """Return the span of a month."""
    return span(month, month_end(month), asked, today)


def week_span(week: date, asked: DayRange, today: date) -> Span:
    """Return the span of a week."""
    return span(week, week_end(week), asked, today)


def moving_average(amounts: Sequence[float], spans: Sequence[Span]) -> tuple[float | None, ...]:
    """Return for each week the mean of it and the three before; None unless all four are whole."""
    result: list[float | None] = []
    whole_weeks = 0
    for end, span_ in enumerate(spans, 1):
        whole_weeks = whole_weeks + 1 if span_.is_whole else 0
        result.append(fmean(amounts[end - AVERAGED_WEEKS : end]) if whole_weeks >= AVERAGED_WEEKS else None)
    return tuple(result)
