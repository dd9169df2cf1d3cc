"""What lines over time are, ready to be drawn, without what draws them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from math import ceil, floor, inf, log10
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLocale

from fractal_desktop.ui.analytics.charts.date_axis import date_ticks

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_EPOCH = date(1970, 1, 1).toordinal()
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_FROM_ZERO = 0.4
_DAYS_NAMED = 75
_DAYS_BETWEEN = (1, 2, 7, 14, 28)


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line from the first point to the last, and how low and high it may be at the beginning, the middle and the end.

    `band` is empty where nobody can say.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    band: tuple[tuple[float, float, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PlotLine:
    """Points in the order of x, in days since the epoch; `records` are places of points to mark."""

    name: str
    x: Floats
    y: Floats
    records: Whole
    trend: Trend | None = None


@dataclass(frozen=True, slots=True, eq=False)
class LineChart:
    """Lines with their points as marks, in the order of x: of which line each is, and which of its points.

    Points are `joined` by a line, else each is a dot.
    """

    lines: tuple[PlotLine, ...] = ()
    x: Floats = field(default_factory=lambda: np.empty(0))
    y: Floats = field(default_factory=lambda: np.empty(0))
    owners: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    places: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    joined: bool = True
    is_whole: bool = False
    """Whether all values are whole numbers: then the axis has no other ones."""

    @classmethod
    def of(cls, lines: Sequence[PlotLine], *, joined: bool = True) -> Self:
        """Return lines; call it off the window's thread where there may be many points."""
        x, y = (np.concatenate([np.empty(0), *(getattr(line, axis) for line in lines)]) for axis in ("x", "y"))
        owners = np.repeat(np.arange(len(lines)), [len(line.x) for line in lines])
        places = np.concatenate([np.empty(0, np.int64), *(np.arange(len(line.x)) for line in lines)])
        if len(lines) > 1:
            order = np.argsort(x, kind="stable")
            x, y, owners, places = x[order], y[order], owners[order], places[order]
        return cls(tuple(lines), x, y, owners, places, joined, bool(np.array_equal(y, np.rint(y))))

    @property
    def span(self) -> tuple[float, float]:
        """Return the days of the first and the last point; a single one stands in the middle of two days."""
        if not len(self.x):
            return 0.0, 1.0
        first, last = float(self.x[0]), float(self.x[-1])
        return (first, last) if last > first else (first - 1, last + 1)

    @property
    def heights(self) -> tuple[float, float]:
        """Return the least and the greatest value, those of trends included."""
        ends = [height for line in self.lines if line.trend is not None for height in line.trend.y]
        if not len(self.y):
            return 0.0, 1.0
        return float(min(self.y.min(), *ends, inf)), float(max(self.y.max(), *ends, -inf))

    @property
    def reach(self) -> tuple[float, float]:
        """Return likewise what there is to see, the band around the trend of a line alone included."""
        band = self.lines[0].trend.band if len(self.lines) == 1 and self.lines[0].trend is not None else ()
        low, high = self.heights
        return min([low, *(edge for _, edge, _ in band)]), max([high, *(edge for _, _, edge in band)])


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A name below the plot at `x`: of a day, of a month, or of a year; with the year below where there is one to say."""

    x: float
    day: date
    names_day: bool = False
    is_year: bool = False
    with_year: bool = False


def value_text(value: float) -> str:
    """Return a value as the locale writes it, with as many decimals as it takes, two at most."""
    for decimals in (0, 1):
        if abs(round(value, decimals) - value) < 1e-9 * max(1.0, abs(value)):
            return QLocale().toString(float(value), "f", decimals)
    return QLocale().toString(float(value), "f", 2)


def round_span(low: float, high: float, *, whole: bool = False) -> tuple[float, ...]:
    """Return evenly spaced round values from at most `low` to at least `high`, three to five steps; from 0 where that is not far below.

    `whole` allows whole numbers only, in fewer steps where there are no more.
    """
    if 0 <= low <= _FROM_ZERO * high:
        low = 0.0
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-290):
        low, high = low - max(1.0, abs(low) * 0.1), high + max(1.0, abs(high) * 0.1)
    rough = (high - low) / 4
    power = 10.0 ** floor(log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * 0.999 and not (whole and power == 1 and factor == 2.5))
    step = max(step, 1.0) if whole else step
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return tuple(index * step for index in range(first, last + 1))


def trimmed(values: tuple[float, ...], low: float, high: float) -> tuple[tuple[float, ...], float, float]:
    """Return the values that an axis names, and its ends: half a step and more with nothing in it is left out where three values stay."""
    step = values[1] - values[0]
    bottom, top = values[0], values[-1]
    if len(values) > 3 and top - high > step / 2:
        values, top = values[:-1], max(high, values[-2])
    if len(values) > 3 and low - bottom > step / 2 and bottom != 0:
        values, bottom = values[1:], min(low, values[1])
    return values, bottom, top


def time_ticks(first: float, last: float, room: float, month_width: float, day_width: float) -> tuple[TimeTick, ...]:
    """Return the names below a plot over these days: of days where it shows a few weeks, else of months or years."""
    begin, end = (date.fromordinal(min(max(floor(day) + _EPOCH, 1), date.max.toordinal())) for day in (first, last))
    if last - first <= _DAYS_NAMED:
        return _day_ticks(begin, end, first, room / max(1e-9, last - first), day_width)
    days = (end - begin).days + 1
    starts = [((month - begin).days, month) for month in _months(begin, end)]
    ticks = date_ticks([(0, begin.replace(day=1)), *starts] if not starts or starts[0][0] else starts, days, room, month_width)
    named = [tick for tick in ticks if tick.index or begin.day == 1 or len(ticks) == 1]  # a month names where it begins
    return tuple(
        TimeTick(_number(begin) + tick.index, tick.day, is_year=tick.is_year, with_year=tick.with_year or place == 0)
        for place, tick in enumerate(named)
    )


def apart(places: Sequence[float], least: float, last: float) -> list[float]:
    """Return ascending places moved so that each is at least so far from the one before, and none lies beyond the last one."""
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + least) if moved else place)
    for index in range(len(moved) - 1, -1, -1):
        last, moved[index] = min(last, moved[index]) - least, min(last, moved[index])
    return moved


def _day_ticks(begin: date, end: date, first: float, per_day: float, width: float) -> tuple[TimeTick, ...]:
    days = [begin + timedelta(days=each) for each in range((end - begin).days + 1) if _number(begin) + each >= first - 0.5]
    between = next((each for each in _DAYS_BETWEEN if each * per_day >= width), _DAYS_BETWEEN[-1])
    chosen = days[::between]
    years = [True, *(before.year != after.year for before, after in pairwise(chosen))]
    return tuple(TimeTick(_number(day), day, names_day=True, with_year=year) for day, year in zip(chosen, years, strict=False))


def _months(begin: date, end: date) -> list[date]:
    first = begin.year * 12 + begin.month - 1 + (begin.day > 1)
    last = end.year * 12 + end.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(first, last + 1)]


def _number(day: date) -> float:
    return float(day.toordinal() - _EPOCH)
