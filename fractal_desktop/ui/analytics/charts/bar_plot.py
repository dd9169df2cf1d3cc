"""Upright bars over time, with an average line: the one module that knows pyqtgraph.

pyqtgraph draws bars and line; axes, names and values are painted here, by the rules of LOOK.md.
"""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.bar import Bar
from fractal_desktop.ui.analytics.charts.date_axis import Period, date_ticks
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.scale import round_values
from fractal_desktop.ui.analytics.charts.tip import TipText, mark_around
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SHARE_OF_STEP = 0.62
_LEAST_STEP_WITH_GAPS = 3.0
_MOST_VALUES = 13
"""LOOK.md says twelve; a year has thirteen months with the running one, and their values fit."""
_MOST_POINTS_WITH_EDGE = 600


class BarPlot(MarkedChart):
    """Bars, round values on the left, months or years below; pointing at a column names it, a click or Enter opens it."""

    def __init__(self, period: Period, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._period = period
        self._bars: tuple[Bar, ...] = ()
        self._line = np.empty(0)
        self._values: tuple[float, ...] = (0.0, 1.0)
        self._build()

    def show_bars(self, bars: Sequence[Bar], line: Sequence[float | None] = ()) -> None:
        """Show these bars and, over them, a line with one value (or None: a gap) for each bar, or no line."""
        self.forget_current()
        self._bars = tuple(bars)
        self._line = np.array([np.nan if value is None else value for value in line], float)
        heights = [bar.height for bar in self._bars if bar.height is not None]
        self._values = round_values(max([*heights, *self._line[~np.isnan(self._line)], 1.0]))
        self._arrange()
        self.update()

    @override
    def mark_count(self) -> int:
        return len(self._bars)

    @override
    def mark_at(self, position: QPoint) -> int:
        plot = self._plot_rect()
        if not self._bars or not plot.adjusted(0, -self._value_room(), 0, self._names_room()).contains(position):
            return -1
        return min(len(self._bars) - 1, max(0, int((position.x() - plot.left()) / self._step())))

    @override
    def mark_rect(self, index: int) -> QRect:
        top = self._point(index, self._bars[index].height or 0.0)
        return mark_around(top, max(6, round(self._step() * _SHARE_OF_STEP / 2)))

    @override
    def mark_text(self, index: int) -> TipText:
        return self._bars[index].tip

    @override
    def current_changed(self) -> None:
        self._paint_bars()
        self._paint_dot()

    @override
    def sizeHint(self) -> QSize:
        return QSize(340, 280)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(160, 180)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._arrange()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_grid(painter)
        self._paint_names(painter)
        if self.shows_values:
            self._paint_values(painter)
        self.paint_focus(painter)

    @property
    def shows_values(self) -> bool:
        """Return whether each bar carries its value: few enough bars, and room for the texts."""
        widest = max((self._caption().horizontalAdvance(bar.value) for bar in self._bars), default=0)
        return 0 < len(self._bars) <= _MOST_VALUES and widest + 4 <= self._step()

    def _build(self) -> None:
        self._view = pg.GraphicsView(self, background=None)
        self._view.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setStyleSheet("background: transparent; border: none;")
        self._box = pg.ViewBox(enableMouse=False, enableMenu=False, defaultPadding=0)
        self._view.setCentralItem(self._box)
        self._bar_item = pg.BarGraphItem(x0=[], x1=[], y0=0, height=[])
        self._edge = pg.PlotCurveItem(antialias=True, connect="finite")
        self._curve = pg.PlotCurveItem(antialias=True, connect="finite")
        self._dot = pg.ScatterPlotItem(size=9, antialias=True)
        for item in (self._bar_item, self._edge, self._curve, self._dot):
            self._box.addItem(item, ignoreBounds=True)

    def _arrange(self) -> None:
        """Fit everything into the room there is."""
        plot = self._plot_rect()
        if not self._bars or plot.width() < 10 or plot.height() < 10:
            self._view.hide()
            return
        self._view.setGeometry(plot.adjusted(0, -4, 0, 1))
        self._view.show()
        unit = self._values[-1] / plot.height()
        self._box.setRange(xRange=(0, plot.width()), yRange=(-unit, self._values[-1] + 4 * unit), padding=0)
        self._paint_bars()
        self._paint_line()
        self._paint_dot()

    def _paint_bars(self) -> None:
        """Give pyqtgraph the bars, with edges on whole pixels, so that all are equally wide and sharp."""
        tokens = current_tokens()
        full, light, chosen = (pg.mkBrush(tokens.ramp[index]) for index in (4, 2, 6))
        outline, none = pg.mkPen(tokens.ramp[4], width=1), pg.mkPen(None)
        drawn = [(index, bar) for index, bar in enumerate(self._bars) if bar.height]
        lefts, width = self._edges(np.array([index for index, _ in drawn], float))
        self._bar_item.setOpts(
            x0=lefts,
            x1=lefts + width,
            y0=np.zeros(len(drawn)),
            height=np.array([bar.height for _, bar in drawn], float),
            brushes=[chosen if index == self.current else light if bar.unfinished else full for index, bar in drawn],
            pens=[outline if bar.unfinished and index != self.current else none for index, bar in drawn],
        )

    def _edges(
        self, indexes: "np.ndarray[tuple[int], np.dtype[np.float64]]"
    ) -> "tuple[np.ndarray[tuple[int], np.dtype[np.float64]], float]":
        step = self._step()
        if step < _LEAST_STEP_WITH_GAPS:
            return indexes * step, max(1.0, step)
        width = max(1.0, float(round(step * _SHARE_OF_STEP)))
        return np.round((indexes + 0.5) * step - width / 2), width

    def _paint_line(self) -> None:
        tokens = current_tokens()
        middles = (np.arange(len(self._line)) + 0.5) * self._step()
        fine = len(self._line) > _MOST_POINTS_WITH_EDGE
        self._edge.setVisible(not fine)
        self._edge.setData(middles, self._line, pen=pg.mkPen(tokens.base, width=4.5))
        self._curve.setData(middles, self._line, pen=pg.mkPen(tokens.text, width=1 if fine else 2))

    def _paint_dot(self) -> None:
        tokens = current_tokens()
        value = self._line[self.current] if 0 <= self.current < len(self._line) else np.nan
        points = [] if np.isnan(value) else [((self.current + 0.5) * self._step(), value)]
        self._dot.setData(pos=points, brush=pg.mkBrush(tokens.text), pen=pg.mkPen(tokens.base, width=1.5))

    def _paint_grid(self, painter: QPainter) -> None:
        tokens = current_tokens()
        plot = self._plot_rect()
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        for value in self._values:
            y = round(self._point(0, value).y())
            painter.setPen(QPen(tokens.color("button_border" if value == 0 else "hairline"), 1))
            painter.drawLine(plot.left(), y, plot.right(), y)
            painter.setPen(tokens.color("muted"))
            area = QRect(0, y - 10, plot.left() - 8, 20)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._number(value))

    def _paint_names(self, painter: QPainter) -> None:
        tokens = current_tokens()
        plot = self._plot_rect()
        line_height = self._caption().height()
        for tick in date_ticks([bar.day for bar in self._bars], self._period, plot.width(), self._month_width()):
            first = str(tick.day.year) if tick.is_year else QLocale().standaloneMonthName(tick.day.month, QLocale.FormatType.ShortFormat)
            lines = [first, self._bars[tick.index].below or (str(tick.day.year) if tick.with_year else "")]
            x = self._point(tick.index, 0).x()
            if self._period is Period.WEEK:
                x = plot.left() + round(tick.index * self._step())
                painter.setPen(QPen(tokens.color("button_border"), 1))
                painter.drawLine(round(x), plot.bottom() + 1, round(x), plot.bottom() + 5)
            painter.setPen(tokens.color("muted"))
            for row, text in enumerate(lines):
                self._draw_name(painter, text, x, plot.bottom() + 7 + row * line_height)

    def _draw_name(self, painter: QPainter, text: str, x: float, top: int) -> None:
        """Draw a name: centred below a month's bar, beginning at a week's; kept inside the widget."""
        width = self._caption().horizontalAdvance(text) + 2
        left = x if self._period is Period.WEEK else x - width / 2
        area = QRectF(max(0.0, min(left, self.width() - width)), top, width, self._caption().height())
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_values(self, painter: QPainter) -> None:
        painter.setPen(current_tokens().color("text"))
        painter.setFont(font_of(self.font(), TypeScale.CAPTION, 600))
        for index, bar in enumerate(self._bars):
            if bar.height is not None:
                point = self._point(index, bar.height)
                area = QRectF(point.x() - self._step() / 2, point.y() - 19, self._step(), 16)
                painter.drawText(area, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, bar.value)

    def _plot_rect(self) -> QRect:
        """Return the room of the bars: what the values on the left and the names below leave."""
        left = max(self._caption().horizontalAdvance(self._number(value)) for value in self._values) + 10
        return QRect(left, self._value_room(), self.width() - left - 2, self.height() - self._value_room() - self._names_room())

    def _value_room(self) -> int:
        return self._caption().height() + 6

    def _names_room(self) -> int:
        return 2 * self._caption().height() + 8

    def _month_width(self) -> float:
        names = (QLocale().standaloneMonthName(month, QLocale.FormatType.ShortFormat) for month in range(1, 13))
        metrics = QFontMetrics(font_of(self.font(), TypeScale.CAPTION))
        return max(metrics.horizontalAdvance(name) for name in (*names, "2000")) + 4

    def _step(self) -> float:
        return self._plot_rect().width() / max(1, len(self._bars))

    def _point(self, index: int, value: float) -> QPointF:
        """Return where a value stands, in the middle of its bar."""
        plot = self._plot_rect()
        return QPointF(plot.left() + (index + 0.5) * self._step(), plot.bottom() + 1 - value / self._values[-1] * plot.height())

    def _caption(self) -> QFontMetrics:
        return QFontMetrics(font_of(self.font(), TypeScale.CAPTION, 600))

    @staticmethod
    def _number(value: float) -> str:
        return QLocale().toString(int(value))
