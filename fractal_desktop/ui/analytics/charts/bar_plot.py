"""Upright bars over time, with an average line.

The canvas draws bars and line; axes, names and values are painted here, by the rules of LOOK.md.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.axes import PointMark, paint_values, whole_text
from fractal_desktop.ui.analytics.charts.bar import Bars
from fractal_desktop.ui.analytics.charts.bar_names import BarNames
from fractal_desktop.ui.analytics.charts.canvas import Canvas, Columns, Curve
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.scale import round_values
from fractal_desktop.ui.analytics.charts.tip import TipText, mark_around
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SHARE_OF_STEP = 0.62
_LEAST_STEP_WITH_GAPS = 3.0
_MOST_POINTS_WITH_EDGE = 600
_WIDEST = 56
"""Of a lone bar: one that fills the chart looks like a wall."""
Floats = NDArray[np.float64]


class BarPlot(MarkedChart):
    """Bars, round values on the left, months or years below; pointing at a column names it, a click or Enter opens it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars = Bars()
        self._heights: Floats = np.empty(0)
        self._line: Floats = np.empty(0)
        self._tip_of: Callable[[int], TipText] | None = None
        self._values: tuple[float, ...] = (0.0, 1.0)
        self._names: BarNames | None = None
        self._plot = QRect()
        self._build()

    def show_bars(self, bars: Bars, tip_of: Callable[[int], TipText]) -> None:
        """Show these bars; `tip_of` tells what to say about the bar of an index when it is pointed at."""
        self.forget_current()
        self._bars, self._tip_of = bars, tip_of
        self._heights, self._line = _floats(bars.heights), _floats(bars.line)
        self._values = round_values(float(np.nanmax([1.0, *self._heights, *self._line])))
        self.arrange()
        self.update()

    @override
    def mark_count(self) -> int:
        return len(self._heights)

    @override
    def mark_at(self, position: QPoint) -> int:
        reach = self._plot.adjusted(0, -self._value_room(), 0, self._names_room())
        if not self.mark_count() or not reach.contains(position):
            return -1
        return min(self.mark_count() - 1, max(0, int((position.x() - self._plot.left()) / self._step())))

    @override
    def mark_rect(self, index: int) -> QRect:
        top = self._point(index, float(np.nan_to_num(self._heights[index])))
        return mark_around(top, max(6, round(min(_WIDEST, self._step() * _SHARE_OF_STEP) / 2)))

    @override
    def mark_text(self, index: int) -> TipText:
        return self._tip_of(index) if self._tip_of is not None else TipText()

    @override
    def mark_opens(self, index: int) -> bool:
        return super().mark_opens(index) and index not in self._bars.empty

    @override
    def current_changed(self) -> None:
        self._draw_current()

    @override
    def sizeHint(self) -> QSize:
        return QSize(340, 280)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 180)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._names is None:
            return
        painter = QPainter(self)
        self._paint_grid(painter)
        self._names.paint(painter)
        if self.shows_values:
            self._paint_values(painter)

    @property
    def shows_values(self) -> bool:
        """Return whether each bar carries its value: few enough bars, and room for the texts."""
        widest = max((self._caption(600).horizontalAdvance(value) for value in self._bars.values), default=0)
        return bool(self._bars.values) and widest + 4 <= self._step()

    def _build(self) -> None:
        self._canvas = Canvas(self)
        self._view = self._canvas.view
        self._full, self._light, self._chosen = Columns(), Columns(), Columns()
        self._edge, self._curve = Curve(), Curve()
        self._canvas.add(self._full, self._light, self._chosen, self._edge, self._curve)
        self._dot = PointMark(4.5)
        self._view.scene().addItem(self._dot)

    @override
    def arrange(self) -> None:
        """Fit everything into the room there is."""
        left = max(self._caption().horizontalAdvance(whole_text(value)) for value in self._values) + 10
        self._plot = QRect(left, 0, self.width() - left - 2, self.height() - self._names_room())
        self._plot.setTop(self._value_room())
        if not self.mark_count() or self._plot.width() < 10 or self._plot.height() < 10:
            self._names = None
            self._view.hide()
            return
        self._names = BarNames.of(self._bars, self._plot, self.width(), self._caption())
        self._view.setGeometry(self._plot.adjusted(0, -4, 0, 1))
        self._view.show()
        unit = self._values[-1] / self._plot.height()
        self._canvas.set_range((0, self._plot.width()), (-unit, self._values[-1] + 4 * unit))
        self._draw_bars()
        self._draw_line()
        self._draw_current()

    def _draw_bars(self) -> None:
        tokens = current_tokens()
        drawn = np.flatnonzero(np.nan_to_num(self._heights) > 0)
        is_light = np.isin(drawn, list(self._bars.unfinished))
        self._draw(self._full, drawn[~is_light], tokens.ramp[4])
        self._draw(self._light, drawn[is_light], tokens.ramp[2], tokens.ramp[4])

    def _draw_current(self) -> None:
        """Draw the bar that is pointed at over itself, and the dot on the line above it."""
        tokens = current_tokens()
        shown = self.current >= 0 and np.nan_to_num(self._heights[self.current]) > 0
        self._draw(self._chosen, np.array([self.current] if shown else [], int), tokens.ramp[6])
        value = self._line[self.current] if 0 <= self.current < len(self._line) else np.nan
        self._dot.setVisible(not np.isnan(value))
        if self._dot.isVisible():
            self._dot.setPos(self._point(self.current, float(value)) - QPointF(self._view.pos()))

    def _draw(self, columns: Columns, indexes: NDArray[np.int64], fill: str, outline: str | None = None) -> None:
        """Draw bars with edges on whole pixels, so that all are equally wide and sharp."""
        step = self._step()
        if step < _LEAST_STEP_WITH_GAPS:
            lefts, width = indexes * step, max(1.0, step)
        else:
            width = max(1.0, float(round(min(_WIDEST, step * _SHARE_OF_STEP))))
            lefts = np.round((indexes + 0.5) * step - width / 2)
        columns.show(lefts, lefts + width, self._heights[indexes], fill, outline)

    def _draw_line(self) -> None:
        tokens = current_tokens()
        middles = (np.arange(len(self._line)) + 0.5) * self._step()
        fine = len(self._line) > _MOST_POINTS_WITH_EDGE
        self._edge.set_visible(not fine)
        self._edge.show(middles, self._line, tokens.base, 4.5)
        self._curve.show(middles, self._line, tokens.text, 1 if fine else 2)

    def _paint_grid(self, painter: QPainter) -> None:
        font = font_of(self.font(), TypeScale.CAPTION)
        paint_values(painter, self._plot, font, self._values, lambda value: self._point(0, value).y())

    def _paint_values(self, painter: QPainter) -> None:
        painter.setPen(current_tokens().color("text"))
        painter.setFont(font_of(self.font(), TypeScale.CAPTION, 600))
        for index, (height, value) in enumerate(zip(self._bars.heights, self._bars.values, strict=True)):
            if height is not None:
                point = self._point(index, height)
                area = QRectF(point.x() - self._step() / 2, self._value_bottom(index, point.y()) - 19, self._step(), 16)
                painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, value)

    def _value_bottom(self, index: int, top: float) -> float:
        """Return above what a bar's value stands: its top, or the line, if that would run through the value."""
        if index >= len(self._line) or np.isnan(self._line[index]):
            return top
        line = self._point(index, float(self._line[index])).y()
        return line - 1 if -3 <= top - line <= 22 else top

    def _value_room(self) -> int:
        return 8 if self.is_compact and not self.shows_values else self._caption().height() + 6

    def _names_room(self) -> int:
        return 2 * self._caption().height() + 8

    def _step(self) -> float:
        return self._plot.width() / max(1, self.mark_count())

    def _point(self, index: int, value: float) -> QPointF:
        """Return where a value stands, in the middle of its bar."""
        y = self._plot.bottom() + 1 - value / self._values[-1] * self._plot.height()
        return QPointF(self._plot.left() + (index + 0.5) * self._step(), y)

    def _caption(self, weight: int = 400) -> QFontMetrics:
        return QFontMetrics(font_of(self.font(), TypeScale.CAPTION, weight))


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], float)
