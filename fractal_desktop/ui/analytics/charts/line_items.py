"""What a chart of lines draws: a line with its trend, and dots."""

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.canvas import Canvas, Curve, LongCurve
from fractal_desktop.ui.analytics.charts.line import Floats, PlotLine

MOST_THICK = 400
"""Of more points the line is thin: a thick one would be a bar."""
MOST_DOTS = 3_000
"""More dots than that lie over one another: the line from the lowest to the highest in each column shows the same."""
_NOTHING: Floats = np.empty(0)


class Line:
    """What draws one line: its points and its trend."""

    def __init__(self, canvas: Canvas) -> None:
        self._points, self._trend = LongCurve(), Curve()
        self._line: PlotLine | None = None
        canvas.add(self._points, self._trend)
        self._points.begin()

    def set_line(self, line: PlotLine | None) -> None:
        """Draw this line, or none; how it looks comes from `set_look`."""
        self._line = line
        x, y = (_NOTHING, _NOTHING) if line is None else (line.x, line.y)
        self._points.show(x, y)
        self._trend.set_visible(line is not None and line.trend is not None)

    def set_look(self, colour: str, trend: str, seen: int, *, joined: bool) -> None:
        """Draw in these colours, with so many points in sight; where they are not to be joined, only of too many for dots."""
        if self._line is None:
            return
        self._points.set_visible(joined or seen > MOST_DOTS)
        self._points.set_colour(colour, 1 if seen > MOST_THICK else 1.6)
        if self._line.trend is not None:
            self._trend.show(np.array(self._line.trend.x), np.array(self._line.trend.y), trend, 2)


class Dots(QGraphicsItem):
    """Round dots at points of the view, in one stroke for each colour."""

    def __init__(self, size: float, depth: float) -> None:
        super().__init__()
        self._size = size
        self._sets: list[tuple[QPolygonF, QColor]] = []
        self._edge: QColor | None = None
        self.setZValue(depth)

    def show_dots(self, sets: list[tuple[QPolygonF, QColor]], edge: QColor | None = None) -> None:
        """Show dots of several colours, with an edge around each."""
        self.prepareGeometryChange()
        self._sets, self._edge = sets, edge
        self.update()

    @override
    def boundingRect(self) -> QRectF:
        around = QRectF()
        for dots, _ in self._sets:
            around |= dots.boundingRect()
        return around.adjusted(-8, -8, 8, 8)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for dots, colour in self._sets:
            for width, fill in ((self._size + 3, self._edge), (self._size, colour)):
                if fill is not None:
                    painter.setPen(QPen(fill, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
                    painter.drawPoints(dots)
