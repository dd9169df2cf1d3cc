"""How often which size occurs: upright bars between edges that are named, and a line at one value."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QPoint as Point
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.axes import paint_values, whole_text
from fractal_desktop.ui.analytics.charts.bar import MOST_VALUES
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.scale import round_values
from fractal_desktop.ui.analytics.charts.tip import TipText, mark_around
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SHARE_OF_STEP, _WIDEST = 0.64, 72
_BETWEEN_NAMES = 10
_CENTRE = Qt.AlignmentFlag.AlignHCenter


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts between edges: `edges` are named from the first bar's left on, one for each bar and, unless that is open, the last one's end.

    `line` is a place among the bars, 1.5 in the middle of the second; None for no line.
    """

    counts: tuple[int, ...] = ()
    edges: tuple[str, ...] = ()
    line: float | None = None


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Fonts and places for one size of the chart."""

    caption: QFont
    strong: QFont
    metrics: QFontMetrics
    plot: QRect
    shows_values: bool


class HistogramPlot(MarkedChart):
    """Bars with their counts above, round values on the left; pointing at one names it, a click or Enter opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Histogram()
        self._tip_of: Callable[[int], TipText] | None = None
        self._values: tuple[float, ...] = (0.0, 1.0)
        self._sizes = self._measure()

    def show_bars(self, bars: Histogram, tip_of: Callable[[int], TipText]) -> None:
        """Show these bars; `tip_of` tells what to say about the bar of an index when it is pointed at."""
        self.forget_current()
        self._bars, self._tip_of = bars, tip_of
        self._values = round_values(float(max(bars.counts, default=1) or 1))
        self.arrange()

    @override
    def mark_count(self) -> int:
        return len(self._bars.counts)

    @override
    def mark_at(self, position: Point) -> int:
        reach = self._sizes.plot.adjusted(0, -self._sizes.plot.top(), 0, self.height())
        if not self.mark_count() or not reach.contains(position):
            return -1
        return min(self.mark_count() - 1, int((position.x() - self._sizes.plot.left()) / self._step()))

    @override
    def mark_rect(self, index: int) -> QRect:
        top = QPointF(self._x(index + 0.5), self._y(self._bars.counts[index]))
        return mark_around(top, max(6, round(self._step() * _SHARE_OF_STEP / 2)))

    @override
    def mark_text(self, index: int) -> TipText:
        return self._tip_of(index) if self._tip_of is not None else TipText()

    @override
    def mark_opens(self, index: int) -> bool:
        return index >= 0 and self._bars.counts[index] > 0

    @override
    def arrange(self) -> None:
        """Fit everything into the room there is."""
        self._sizes = self._measure()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(260, 200)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(150, 120)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_values(painter, self._sizes.plot, self._sizes.caption, self._values if self.mark_count() else (), self._y)
        self._paint_bars(painter)
        self._paint_line(painter)
        if self._sizes.shows_values:
            self._paint_values(painter)
        self._paint_edges(painter)

    def _measure(self) -> _Sizes:
        caption, strong = font_of(self.font(), TypeScale.CAPTION), font_of(self.font(), TypeScale.CAPTION, 600)
        metrics, height = QFontMetrics(caption), QFontMetrics(caption).height()
        left = max(metrics.horizontalAdvance(whole_text(value)) for value in self._values) + 10
        plot = QRect(left, height + 6, max(1, self.width() - left - 2), max(1, self.height() - 2 * height - 14))
        widest = max((QFontMetrics(strong).horizontalAdvance(whole_text(count)) for count in self._bars.counts), default=0)
        fits = 0 < self.mark_count() <= MOST_VALUES and widest + 4 <= plot.width() / max(1, self.mark_count())
        if self.is_compact and not fits:
            plot.setTop(8)
        return _Sizes(caption, strong, metrics, plot, fits)

    def _paint_bars(self, painter: QPainter) -> None:
        ramp, zero = current_tokens().ramp, round(self._y(0))
        width = max(1, round(min(_WIDEST, self._step() * _SHARE_OF_STEP)))
        for index, count in enumerate(self._bars.counts):
            top = min(round(self._y(count)), zero - 1) if count else zero
            left = round(self._x(index + 0.5) - width / 2)
            painter.fillRect(QRect(left, top, width, zero - top), QColor(ramp[6 if index == self.current else 4]))

    def _paint_line(self, painter: QPainter) -> None:
        """Draw the line, on paper where no bar is: an edge of paper over a bar would hide most of it."""
        if self._bars.line is None or not self.mark_count():
            return
        tokens, x = current_tokens(), self._x(self._bars.line)
        bar_top = self._y(self._bars.counts[min(self.mark_count() - 1, int(self._bars.line))])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width, bottom in ((tokens.base, 4.5, bar_top), (tokens.text, 2.0, self._y(0))):
            painter.setPen(QPen(QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(x, self._sizes.plot.top()), QPointF(x, bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _paint_values(self, painter: QPainter) -> None:
        """Write each count above its bar, on paper, so that the line does not strike it through."""
        tokens = current_tokens()
        painter.setFont(self._sizes.strong)
        painter.setPen(tokens.color("text"))
        for index, count in enumerate(self._bars.counts):
            if count:
                area = QRectF(self._x(index), self._y(count) - self._sizes.metrics.height() - 3, self._step(), self._sizes.metrics.height())
                text = painter.boundingRect(area, _CENTRE, whole_text(count))
                painter.fillRect(text.adjusted(-2, 0, 2, 0), tokens.color("base"))
                painter.drawText(area, _CENTRE, whole_text(count))

    def _paint_edges(self, painter: QPainter) -> None:
        """Name the edges below, in the middle of the gaps: every second, third … that has room, and where the last bar is open."""
        edges, metrics = self._bars.edges, self._sizes.metrics
        if not edges:
            return
        painter.setFont(self._sizes.caption)
        painter.setPen(current_tokens().color("muted"))
        last = len(edges) - 1
        apart = max(1, ceil((max(metrics.horizontalAdvance(text) for text in edges) + _BETWEEN_NAMES) / self._step()))
        regular = range(0, last + 1, apart)
        is_open = len(edges) == self.mark_count()
        for index in (*(each for each in regular if each <= last - apart), last) if is_open else regular:
            width = metrics.horizontalAdvance(edges[index]) + 1
            left = max(0.0, min(self._x(index) - width / 2, self.width() - width))
            painter.drawText(QRectF(left, self._sizes.plot.bottom() + 6, width, metrics.height()), _CENTRE, edges[index])

    def _step(self) -> float:
        return self._sizes.plot.width() / max(1, self.mark_count())

    def _x(self, place: float) -> float:
        return self._sizes.plot.left() + place * self._step()

    def _y(self, value: float) -> float:
        return self._sizes.plot.bottom() + 1 - value / self._values[-1] * self._sizes.plot.height()
