"""Lines over time with their trends and records.

The canvas draws the lines; axes, names, bands and dots are painted here, by the rules of LOOK.md.
"""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.axes import PointMark, day_name, month_name, paint_values, widest_month
from fractal_desktop.ui.analytics.charts.canvas import Canvas
from fractal_desktop.ui.analytics.charts.line import Floats, LineChart, TimeTick, apart, round_span, time_ticks, trimmed, value_text
from fractal_desktop.ui.analytics.charts.line_items import MOST_DOTS, Dots, Line
from fractal_desktop.ui.analytics.charts.span import Span
from fractal_desktop.ui.analytics.charts.tip import TipText, mark_around
from fractal_desktop.ui.analytics.charts.zoomed_chart import ZoomedChart
from fractal_desktop.ui.theme import Tokens, TypeScale, current_tokens, font_of

_MOST_WITH_DOTS = 80
_DOT_ALPHA = 0.6
_REACH = 10
_NAMED_FROM, _BEFORE_END = 320, 12
_SIGHT = 30


class LinePlot(ZoomedChart):
    """Points over time, round values on the left, days, months or years below; pointing at a point names it, a click or Enter opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart = LineChart()
        self._tip_of: Callable[[int], TipText] | None = None
        self._values: tuple[float, ...] = (0.0, 1.0)
        self._ends = 0.0, 1.0
        self._ticks: tuple[TimeTick, ...] = ()
        self._plot = QRect()
        self._curves: list[Line] = []
        self._caption_font = font_of(self.font(), TypeScale.CAPTION)
        self._build()

    def show_chart(self, chart: LineChart, tip_of: Callable[[int], TipText], *, same_days: bool = False) -> None:
        """Show these lines; `tip_of` tells what to say about the mark of an index when it is pointed at.

        All days are shown, or those shown before with `same_days`.
        """
        self.forget_current()
        self._chart, self._tip_of = chart, tip_of
        self._values, *ends = trimmed(round_span(*chart.heights, whole=chart.is_whole), *chart.reach)
        self._ends = ends[0], ends[1]
        while len(self._curves) < len(chart.lines):
            self._curves.append(Line(self._canvas))
        for place, curve in enumerate(self._curves):
            curve.set_line(chart.lines[place] if place < len(chart.lines) else None)
        self.show_whole(Span(*chart.span), same_days=same_days)

    @override
    def mark_count(self) -> int:
        return len(self._chart.x)

    @override
    def mark_at(self, position: QPoint) -> int:
        if not self.mark_count() or not self._plot.adjusted(-_REACH, -_REACH, _REACH, self._names_room()).contains(position):
            return -1
        x, y = self._chart.x, self._chart.y
        first, last = np.searchsorted(x, [self.day_at(position.x() - _REACH), self.day_at(position.x() + _REACH)])
        if first == last:
            first, last = max(0, first - 1), min(len(x), last + 1)
        ys = self._plot.bottom() - (y[first:last] - self._ends[0]) * self._per_value()
        xs = self._plot.left() + (x[first:last] - self.span.first) * self._per_day()
        far = np.hypot(xs - position.x(), np.clip(np.abs(ys - position.y()), 0, _SIGHT) / 2)
        nearest = int(np.argmin(far))
        is_seen = self.span.first <= x[first + nearest] <= self.span.last
        return int(first) + nearest if is_seen and abs(xs[nearest] - position.x()) <= _SIGHT else -1

    @override
    def day_at(self, x: float) -> float:
        return self.span.first + (x - self._plot.left()) / self._per_day()

    @override
    def day_of(self, index: int) -> float:
        return float(self._chart.x[index])

    @override
    def mark_rect(self, index: int) -> QRect:
        return mark_around(self._point(index), 8)

    @override
    def mark_text(self, index: int) -> TipText:
        return self._tip_of(index) if self._tip_of is not None else TipText()

    @override
    def current_changed(self) -> None:
        self._dot.setVisible(self.current >= 0)
        if self.current >= 0:
            self.bring_into_sight(self.current)
            self._dot.setPos(self._point(self.current) - QPointF(self._view.pos()))

    @override
    def sizeHint(self) -> QSize:
        return QSize(480, 240)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 140)

    @override
    def arrange(self) -> None:
        """Fit everything into the room there is."""
        self._caption_font = font_of(self.font(), TypeScale.CAPTION)  # to ask for it at each text would take a third of a frame
        left = max(self._caption().horizontalAdvance(value_text(value)) for value in self._values) + 10
        self._plot = QRect(left, 6, self.width() - left - self._ends_room(), self.height() - 6 - self._names_room())
        is_drawn = bool(self.mark_count()) and self._plot.width() >= 10 and self._plot.height() >= 10
        self._view.setVisible(is_drawn)
        if not is_drawn:
            self._ticks = ()
            return
        self._ticks = time_ticks(*self.span, self._plot.width(), self._month_width(), self._day_width())
        self._view.setGeometry(self._plot.adjusted(-6, -6, 6, 6))
        self._canvas.set_range(self._around(*self.span, self._per_day()), self._around(*self._ends, self._per_value()))
        self._set_colours(current_tokens())
        self.current_changed()
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._ticks:
            self._paint_grid(painter)
            self._paint_names(painter)
            self._paint_bands(painter)
            self._paint_ends(painter)

    def _build(self) -> None:
        self._canvas = Canvas(self)
        self._view = self._canvas.view
        self._dots, self._records, self._dot = Dots(5, depth=-1), Dots(6.5, depth=1), PointMark(5)
        self._dot.setZValue(2)
        self._dot.hide()
        for item in (self._dots, self._records, self._dot):
            self._view.scene().addItem(item)

    def _set_colours(self, tokens: Tokens) -> None:
        """Draw in the one colour of charts, or each line in that of a category."""
        dots: list[tuple[QPolygonF, QColor]] = []
        records: list[tuple[QPolygonF, QColor]] = []
        is_alone = len(self._chart.lines) == 1
        for place, line in enumerate(self._chart.lines):
            colour = tokens.ramp[4] if is_alone else tokens.categories[place % len(tokens.categories)]
            seen = len(self._in_sight(line.x))
            self._curves[place].set_look(colour, tokens.text if is_alone else colour, seen, joined=self._chart.joined)
            soft = QColor(colour)
            soft.setAlphaF(1.0 if self._chart.joined else _DOT_ALPHA)  # where many lie over one another it is darker
            if seen <= (_MOST_WITH_DOTS if self._chart.joined else MOST_DOTS):
                dots.append((self._in_view(line.x, line.y), soft))
            at = line.records
            records.append((self._in_view(line.x[at], line.y[at]), QColor(tokens.ramp[6] if is_alone else colour)))
        self._dots.show_dots(dots)
        self._records.show_dots(records, QColor(tokens.base))

    def _in_view(self, x: Floats, y: Floats) -> QPolygonF:
        """Return where those points that are in sight stand in the view."""
        offset = QPointF(self._view.pos())
        return QPolygonF([self._place(float(x[place]), float(y[place])) - offset for place in self._in_sight(x)])

    def _in_sight(self, x: Floats) -> range:
        return range(int(np.searchsorted(x, self.span.first)), int(np.searchsorted(x, self.span.last, "right")))

    def _paint_grid(self, painter: QPainter) -> None:
        paint_values(painter, self._plot, self._caption_font, self._values, self._height, value_text)

    def _paint_names(self, painter: QPainter) -> None:
        bottom, line_height = self._plot.bottom(), self._caption().height()
        painter.setPen(current_tokens().color("muted"))
        for tick in self._ticks:
            x = self._plot.left() + max(0.0, tick.x - self.span.first) * self._per_day()  # a day may have begun before
            for row, text in enumerate(_names(tick)):
                width = self._caption().horizontalAdvance(text) + 2
                left = max(0.0, min(x - (width / 2 if tick.names_day else 0), self.width() - width))
                painter.drawText(QRectF(left, bottom + 7 + row * line_height, width, line_height), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_bands(self, painter: QPainter) -> None:
        """Paint where trends may lie, softly, below the points."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self._plot)
        painter.setPen(Qt.PenStyle.NoPen)
        soft = QColor(current_tokens().text)
        soft.setAlphaF(0.09)
        painter.setBrush(soft)
        for line in self._chart.lines[:1] if len(self._chart.lines) == 1 else ():
            if line.trend is not None and line.trend.band:
                lows = [self._place(x, low) for x, low, _ in line.trend.band]
                highs = [self._place(x, high) for x, _, high in reversed(line.trend.band)]
                painter.drawPolygon(QPolygonF([*lows, *highs]))
        painter.setClipping(False)

    def _paint_ends(self, painter: QPainter) -> None:
        """Name each of several lines at its end, one below the other where they end close together."""
        room, height = self._ends_room() - _BEFORE_END, self._caption().height()
        if room <= 0:
            return
        painter.setFont(self._caption_font)
        painter.setPen(current_tokens().color("text"))
        ends = sorted((self._height(float(line.y[-1])), line.name) for line in self._chart.lines if len(line.y))
        left, lowest = self._plot.right() + _BEFORE_END, self.height() - height / 2
        for middle, name in zip(apart([y for y, _ in ends], height, lowest), (name for _, name in ends), strict=True):
            text = self._caption().elidedText(name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(left, middle - height / 2, room, height), Qt.AlignmentFlag.AlignVCenter, text)

    def _ends_room(self) -> int:
        """Return how much room lies right of the plot: for the names of lines, if there are several and it is wide enough."""
        if len(self._chart.lines) < 2 or self.width() < _NAMED_FROM:
            return 8
        widest = max(self._caption().horizontalAdvance(line.name) for line in self._chart.lines)
        return min(widest + 2, self.width() // 5) + _BEFORE_END

    def _around(self, low: float, high: float, per_unit: float) -> tuple[float, float]:
        """Return the range with the six pixels more on each side that let dots at the edge be whole."""
        return low - 6 / per_unit, high + 6 / per_unit

    def _per_day(self) -> float:
        return self._plot.width() / (self.span.last - self.span.first)

    def _per_value(self) -> float:
        return self._plot.height() / (self._ends[1] - self._ends[0])

    def _height(self, value: float) -> float:
        return self._plot.bottom() - (value - self._ends[0]) * self._per_value()

    def _place(self, day: float, value: float) -> QPointF:
        return QPointF(self._plot.left() + (day - self.span.first) * self._per_day(), self._height(value))

    def _point(self, index: int) -> QPointF:
        return self._place(float(self._chart.x[index]), float(self._chart.y[index]))

    def _names_room(self) -> int:
        return 2 * self._caption().height() + 8

    def _month_width(self) -> float:
        return widest_month(self._caption()) + 6

    def _day_width(self) -> float:
        return self._caption().horizontalAdvance("28 ") + self._month_width() + 6

    def _caption(self) -> QFontMetrics:
        return QFontMetrics(self._caption_font)


def _names(tick: TimeTick) -> tuple[str, str]:
    year = str(tick.day.year)
    if tick.is_year:
        return year, ""
    return day_name(tick.day) if tick.names_day else month_name(tick.day.month), year if tick.with_year else ""
