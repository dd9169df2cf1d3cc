"""The names below upright bars: of months, years, or the first days of a few weeks, and words about bars that are cut."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QFontMetrics, QPainter, QPen

from fractal_desktop.ui.analytics.charts.axes import month_name, widest_month
from fractal_desktop.ui.analytics.charts.bar import Bars
from fractal_desktop.ui.analytics.charts.date_axis import DateTick, Period, date_ticks, day_ticks, year_ticks
from fractal_desktop.ui.theme import current_tokens

_LEAST_STEP_WITH_WORDS = 6.0
_BELOW_PLOT, _TICK = 7, 4


@dataclass(frozen=True, slots=True)
class BarNames:
    """Which bars are named, for a plot of some size in a chart that is `reach` wide, and how: names in two lines, the upper ones first."""

    bars: Bars
    plot: QRect
    reach: int
    metrics: QFontMetrics
    month_width: int
    names_days: bool
    ticks: tuple[DateTick, ...] = ()

    @classmethod
    def of(cls, bars: Bars, plot: QRect, reach: int, metrics: QFontMetrics) -> Self:
        """Return the names of at least one bar."""
        width = widest_month(metrics) + 4
        names_days = bool(bars.days) and metrics.horizontalAdvance("28 ") + width <= plot.width() / len(bars.days)
        names = cls(bars, plot, reach, metrics, width, names_days)
        return replace(names, ticks=names._chosen())

    @property
    def upper(self) -> list[tuple[int, str]]:
        """Return the bars that are named, and how."""
        return [(tick.index, self._name(tick)) for tick in self.ticks]

    @property
    def lower(self) -> list[tuple[int, str]]:
        """Return what stands below those names: what makes the first and the last bar unlike the others, and years."""
        last, bars = len(self.bars.heights) - 1, self.bars
        words = [(0, bars.below_first)] if bars.below_first and self.ticks[:1] and self.ticks[0].index == 0 else []
        words += [(last, bars.below_last)] if self._tells_of_last() else []
        years: list[tuple[int, str]] = []
        told = 0
        for tick in self.ticks:
            if tick.day.year != told and not tick.is_year and all(tick.index != index for index, _ in words):
                years.append((tick.index, str(tick.day.year)))
                told = tick.day.year
        return [*words, *years]

    def paint(self, painter: QPainter) -> None:
        """Write the names, in the painter's font."""
        tokens = current_tokens()
        bottom = self.plot.bottom()
        if self._begin_where_named():
            painter.setPen(QPen(tokens.color("button_border"), 1))
            for tick in self.ticks:
                x = self.plot.left() + round(tick.index * self._step())
                painter.drawLine(x, bottom + 1, x, bottom + 1 + _TICK)
        painter.setPen(tokens.color("muted"))
        for row, names in enumerate((self.upper, self.lower)):
            for left, text in _apart([(*self._extent(index, text), text) for index, text in names]):
                painter.drawText(QPointF(left, bottom + _BELOW_PLOT + row * self.metrics.height() + self.metrics.ascent()), text)

    def _chosen(self) -> tuple[DateTick, ...]:
        bars, width = self.bars, self.month_width
        if self.names_days:
            return day_ticks(bars.days)
        ticks_of = year_ticks if bars.period in (Period.QUARTER, Period.YEAR) else date_ticks
        ticks = ticks_of(bars.starts, len(bars.heights), self.plot.width(), width)
        last, day = bars.starts[-1]
        if not self._tells_of_last() or last != len(bars.heights) - 1 or (ticks[-1].is_year and bars.period is not Period.YEAR):
            return ticks
        # What is told of the last bar stands below its name, not below that of one nearby.
        before = (tick for tick in ticks if (last - tick.index) * self._step() >= width)
        return *before, DateTick(last, day, is_year=bars.period is Period.YEAR)

    def _tells_of_last(self) -> bool:
        return bool(self.bars.below_last) and self._step() >= _LEAST_STEP_WITH_WORDS

    def _name(self, tick: DateTick) -> str:
        if tick.is_year:
            return str(tick.day.year)
        return f"{tick.day.day} {month_name(tick.day.month)}" if self.names_days else month_name(tick.day.month)

    def _extent(self, index: int, text: str) -> tuple[float, float]:
        """Return where a name begins and ends: centred below its bar, or beginning with it; kept inside the chart."""
        width = self.metrics.horizontalAdvance(text)
        begins = self._begin_where_named() and text != self.bars.below_last
        left = self.plot.left() + (index * self._step() + 1 if begins else (index + 0.5) * self._step() - width / 2)
        left = max(0.0, min(left, self.reach - width - 1))
        return left, left + width

    def _begin_where_named(self) -> bool:
        """Return whether names stand where something begins, else below the middle of a bar: a month begins within a week."""
        return self.bars.period in (Period.WEEK, Period.QUARTER) and not self.names_days

    def _step(self) -> float:
        return self.plot.width() / max(1, len(self.bars.heights))


def _apart(names: Sequence[tuple[float, float, str]]) -> Iterator[tuple[float, str]]:
    """Yield where names begin, without those that would touch one before."""
    taken: list[tuple[float, float]] = []
    for left, right, text in names:
        if all(right + 3 <= begin or left >= end + 3 for begin, end in taken):
            taken.append((left, right))
            yield left, text
