"""Two bars side by side for each step of two stretches of time: what was, and what is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.axes import month_name, paint_values, whole_text, widest_month
from fractal_desktop.ui.analytics.charts.date_axis import DateTick, MonthStart, date_ticks, day_ticks
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.scale import round_values
from fractal_desktop.ui.analytics.charts.tip import TipText, mark_around
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SHARE_OF_STEP, _WIDEST = 0.72, 30


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each step the value before and now, in the axis's unit; `starts` are the months of the steps of now.

    `empty` are the marks without sessions: mark 2 n is what was in step n, mark 2 n + 1 what is. `days` are the first ones of
    the steps of now where these are few, so that each is named.
    """

    before: tuple[float, ...] = ()
    now: tuple[float, ...] = ()
    starts: tuple[MonthStart, ...] = ()
    empty: frozenset[int] = frozenset()
    days: tuple[date, ...] = ()

    @property
    def steps(self) -> int:
        """Return how many steps there are."""
        return len(self.now)


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Fonts and places for one size of the chart."""

    caption: QFont
    metrics: QFontMetrics
    plot: QRect
    ticks: tuple[DateTick, ...]
    names_days: bool


class PairPlot(MarkedChart):
    """Light bars for what was, full ones for what is, round values on the left; a click or Enter on a bar opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pairs = Pairs()
        self._tip_of: Callable[[int], TipText] | None = None
        self._values: tuple[float, ...] = (0.0, 1.0)
        self._sizes = self._measure()

    def show_pairs(self, pairs: Pairs, tip_of: Callable[[int], TipText]) -> None:
        """Show these; `tip_of` tells what to say about a mark when it is pointed at."""
        self.forget_current()
        self._pairs, self._tip_of = pairs, tip_of
        self._values = round_values(max((*pairs.before, *pairs.now, 1.0)))
        self.arrange()

    @override
    def mark_count(self) -> int:
        return 2 * self._pairs.steps

    @override
    def mark_at(self, position: QPoint) -> int:
        plot = self._sizes.plot
        if not self._pairs.steps or not plot.adjusted(0, -plot.top(), 0, self.height()).contains(position):
            return -1
        return min(self.mark_count() - 1, max(0, int((position.x() - plot.left()) / self._step() * 2)))

    @override
    def mark_rect(self, index: int) -> QRect:
        bar = self._bar(index)
        return mark_around(QPointF(bar.center().x(), bar.top()), max(6, bar.width()))

    @override
    def mark_text(self, index: int) -> TipText:
        return self._tip_of(index) if self._tip_of is not None else TipText()

    @override
    def mark_opens(self, index: int) -> bool:
        return index >= 0 and index not in self._pairs.empty

    @override
    def arrange(self) -> None:
        """Fit everything into the room there is."""
        self._sizes = self._measure()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(340, 180)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 110)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_values(painter, self._sizes.plot, self._sizes.caption, self._values if self._pairs.steps else (), self._y)
        ramp = current_tokens().ramp
        for index in range(self.mark_count()):
            colour = ramp[6 if index == self.current else 4 if index % 2 else 2]
            painter.fillRect(self._bar(index), QColor(colour))
        self._paint_names(painter)

    def _measure(self) -> _Sizes:
        caption = font_of(self.font(), TypeScale.CAPTION)
        metrics = QFontMetrics(caption)
        left = max(metrics.horizontalAdvance(whole_text(value)) for value in self._values) + 10
        height = self.height() - 2 * metrics.height() - 16
        plot = QRect(left, 8, max(1, self.width() - left - 2), max(1, height))
        steps, days, month_width = max(1, self._pairs.steps), self._pairs.days, widest_month(metrics) + 4
        names_days = bool(days) and metrics.horizontalAdvance("28 ") + month_width <= plot.width() / steps
        ticks = day_ticks(days) if names_days else date_ticks(self._pairs.starts, steps, plot.width(), month_width)
        return _Sizes(caption, metrics, plot, ticks, names_days)

    def _paint_names(self, painter: QPainter) -> None:
        """Write the first day below each of a few steps, else the month below the first in it; and years."""
        plot, line = self._sizes.plot, self._sizes.metrics.height()
        painter.setPen(current_tokens().color("muted"))
        for tick in self._sizes.ticks:
            month = f"{tick.day.day} {month_name(tick.day.month)}" if self._sizes.names_days else month_name(tick.day.month)
            texts: Sequence[str] = (str(tick.day.year),) if tick.is_year else (month,)
            if tick.with_year:
                texts = (*texts, str(tick.day.year))
            step = round(plot.left() + tick.index * self._step())
            for row, text in enumerate(texts):
                width = self._sizes.metrics.horizontalAdvance(text) + 2
                left = step + (round(self._step()) - width) // 2 if self._sizes.names_days else step
                area = QRect(min(left, self.width() - width), plot.bottom() + 6 + row * line, width, line)
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _bar(self, index: int) -> QRect:
        step, is_now = divmod(index, 2)
        width = max(1, round(min(_WIDEST, self._step() * _SHARE_OF_STEP / 2)))
        value = (self._pairs.now if is_now else self._pairs.before)[step]
        zero = round(self._y(0))
        top = min(round(self._y(value)), zero - 1) if value else zero
        middle = round(self._sizes.plot.left() + (step + 0.5) * self._step())
        return QRect(middle if is_now else middle - width, top, width, zero - top)

    def _step(self) -> float:
        return self._sizes.plot.width() / max(1, self._pairs.steps)

    def _y(self, value: float) -> float:
        plot = self._sizes.plot
        return plot.bottom() + 1 - value / self._values[-1] * plot.height()
