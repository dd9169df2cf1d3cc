"""Small squares in rows and columns, the stronger the more: days of a year, hours of a week."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPaintEngine, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.cells import Cells
from fractal_desktop.ui.analytics.charts.heat_frame import TALL_ENOUGH, HeatFrame, bands_and_side, lay_out, names_room
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

RADIUS = 2.0
STEP_COLOURS = (0, 1, 2, 4, 5)
"""Which colour of the ramp each step has (LOOK.md)."""
_PIXELS = (QPaintEngine.Type.Raster, QPaintEngine.Type.OpenGL2)


class HeatMap(MarkedChart):
    """Cells with names; pointing at one names it, a click or Enter opens it; the arrow keys walk as the eye does.

    The accessible name is that of the current cell, followed by the chart's; without one it is the chart's.
    """

    page_asked = Signal(int)
    """Page Up (-1) or Page Down (1) was pressed: whoever has more to show than fits shows the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = Cells()
        self._laid_out: HeatFrame | None = None
        self._tip_of: Callable[[int], TipText] | None = None
        self._title = ""
        self._font = font_of(self.font(), TypeScale.CAPTION)
        self._metrics = QFontMetrics(self._font)
        self._drawn: QPixmap | None = None
        self._drawn_for = (0.0, "")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_cells(self, cells: Cells, tip_of: Callable[[int], TipText]) -> None:
        """Show these; `tip_of` tells what to say about the cell of an index when it is pointed at."""
        self.forget_current()
        self._cells, self._tip_of = cells, tip_of
        self._say_name()
        self.arrange()

    def set_title(self, title: str) -> None:
        """Say what the whole is, for those who hear it."""
        self._title = title
        self._say_name()

    def bands_and_side(self, size: QSize) -> tuple[int, float]:
        """Return on how many bands the cells would stand in a map of this size, and how far apart, across or down, whichever is less."""
        return bands_and_side(self._cells, size, self._metrics)

    @override
    def mark_count(self) -> int:
        return len(self._cells.steps)

    @override
    def mark_at(self, position: QPoint) -> int:
        column, row = self._frame.grid.at(position.x(), position.y(), self._cells.rows)
        index = column * self._cells.rows + row
        return index if column >= 0 and self._cells.is_cell(index) else -1

    @override
    def mark_rect(self, index: int) -> QRect:
        return self._rect(index).toAlignedRect()

    @override
    def mark_text(self, index: int) -> TipText:
        return self._tip_of(index) if self._tip_of is not None else TipText()

    @override
    def mark_opens(self, index: int) -> bool:
        return self._cells.opens(index)

    @override
    def current_changed(self) -> None:
        self._say_name()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self._names_room() + round(7 * TALL_ENOUGH))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(150, self._names_room() + 7 * 10)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.page_asked.emit(-1 if event.key() == Qt.Key.Key_PageUp else 1)
            return
        reached = self._reached(Qt.Key(event.key()))
        if reached < 0:
            super().keyPressEvent(event)
        else:
            self._step_to(reached)

    @override
    def arrange(self) -> None:
        """Fit everything into the room there is, once it is asked for: in a layout that settles, sizes come and go."""
        self._drawn = self._laid_out = None
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if painter.paintEngine().type() in _PIXELS and painter.deviceTransform().m11() == self.devicePixelRatioF():
            painter.drawPixmap(0, 0, self._still())
        else:
            self._paint_still(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._cells.is_cell(self._cells.outlined):
            self._paint_ring(painter, self._rect(self._cells.outlined), 1.5, 0.25)
        if self.current >= 0:
            self._paint_ring(painter, self._rect(self.current), 2.0, -0.75)

    @property
    def _frame(self) -> HeatFrame:
        ratio = self.devicePixelRatioF()
        if self._laid_out is None or self._laid_out.ratio != ratio:
            self._font = font_of(self.font(), TypeScale.CAPTION)
            self._metrics = QFontMetrics(self._font)
            self._laid_out = lay_out(self._cells, self.size(), self._metrics, ratio)
        return self._laid_out

    def _still(self) -> QPixmap:
        """Return what stays as it is while the pointer moves: drawn once, a frame takes a tenth of the time."""
        ratio, tokens = self.devicePixelRatioF(), current_tokens()
        if self._drawn is None or self._drawn_for != (ratio, tokens.base):
            self._drawn_for = ratio, tokens.base
            self._drawn = QPixmap(self.size() * ratio)
            self._drawn.setDevicePixelRatio(ratio)
            self._drawn.fill(tokens.color("base"))
            painter = QPainter(self._drawn)
            self._paint_still(painter)
            painter.end()
        return self._drawn

    def _paint_still(self, painter: QPainter) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, places in zip(STEP_COLOURS, self._frame.places, strict=False):
            painter.setBrush(QColor(current_tokens().ramp[colour]))
            for place in places:
                painter.drawRoundedRect(place, RADIUS, RADIUS)
        painter.restore()
        self._paint_names(painter)

    def _reached(self, key: Qt.Key) -> int:
        """Return the cell that a key leads to, -1 if it leads nowhere; the first arrow leads to the outlined cell or the last."""
        cells, current = self._cells, self.current
        if key == Qt.Key.Key_Home:
            return cells.first()
        if key == Qt.Key.Key_End:
            return cells.last()
        if key not in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            return -1
        if current < 0:
            return cells.outlined if cells.is_cell(cells.outlined) else cells.last()
        by = 1 if key in (Qt.Key.Key_Right, Qt.Key.Key_Down) else -1
        return cells.beside(current, by) if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) else cells.below(current, by)

    @staticmethod
    def _paint_ring(painter: QPainter, rect: QRectF, width: float, inside: float) -> None:
        painter.setPen(QPen(current_tokens().color("text"), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect.adjusted(inside, inside, -inside, -inside), RADIUS, RADIUS)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(self._font)
        painter.setPen(current_tokens().color("muted"))
        for name in self._frame.names:
            painter.drawText(name.area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name.text)

    def _rect(self, index: int) -> QRectF:
        return self._frame.grid.place(*divmod(index, self._cells.rows))

    def _names_room(self) -> int:
        return names_room(self._metrics)

    def _say_name(self) -> None:
        said = self.mark_text(self.current).sentence if self.current >= 0 else ""
        self.setAccessibleName(". ".join(text for text in (said, self._title) if text))
