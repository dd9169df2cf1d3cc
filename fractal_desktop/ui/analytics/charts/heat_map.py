"""Small squares in rows and columns, the stronger the more: days of a year, hours of a week."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPaintEngine, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.cells import NO_CELL, Cells
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

GAP, RADIUS = 2.5, 2.0
STEP_COLOURS = (0, 1, 2, 4, 5)
"""Which colour of the ramp each step has (LOOK.md)."""
_LARGEST, _SMALLEST, _TALL_ENOUGH = 72.0, 4.0, 22.0
_WIDER, _TALLER = 2.5, 1.75
"""How far from square a cell may be where that fills the room."""
_MOST_BANDS, _WORTH_A_BAND = 4, 1.3
_BELOW_BAND = 8
_PIXELS = (QPaintEngine.Type.Raster, QPaintEngine.Type.OpenGL2)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name beside, above or below the cells, and where it stands."""

    area: QRectF
    text: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where everything lies, worked out once for a size: the first cell's corner, how far apart cells are, and all names.

    After so many columns, `wrap`, the next one begins again at the left, `lower` than the one before. `places` are those of
    the cells of each step.
    """

    left: float = 0.0
    top: float = 0.0
    across: float = _SMALLEST
    down: float = _SMALLEST
    wrap: int = 1 << 30
    lower: float = 0.0
    places: tuple[list[QRectF], ...] = ()
    names: tuple[_Name, ...] = ()

    def place(self, column: int, row: int) -> QRectF:
        band, beside = divmod(column, self.wrap)
        corner = self.left + beside * self.across, self.top + band * self.lower + row * self.down
        return QRectF(*corner, self.across - GAP, self.down - GAP)

    def at(self, x: float, y: float, rows: int) -> tuple[int, int]:
        """Return the column and row at a point, -1 for what is none."""
        band = int((y - self.top) // self.lower) if self.lower else 0
        beside, row = (x - self.left) // self.across, (y - self.top - band * self.lower) // self.down
        return (band * self.wrap + int(beside), int(row)) if 0 <= beside < self.wrap and 0 <= row < rows else (-1, -1)


class HeatMap(MarkedChart):
    """Cells with names; pointing at one names it, a click or Enter opens it; the arrow keys walk as the eye does.

    The accessible name is that of the current cell, followed by the chart's; without one it is the chart's.
    """

    page_asked = Signal(int)
    """Page Up (-1) or Page Down (1) was pressed: whoever has more to show than fits shows the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = Cells()
        self._frame = _Frame()
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

    @override
    def mark_count(self) -> int:
        return len(self._cells.steps)

    @override
    def mark_at(self, position: QPoint) -> int:
        column, row = self._frame.at(position.x(), position.y(), self._cells.rows)
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
        return QSize(320, self._names_room() + round(7 * _TALL_ENOUGH))

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
        """Fit everything into the room there is."""
        self._drawn = None
        self._place()
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

    def _place(self) -> None:
        """Place the cells: nearly square, on whole pixels of the screen, so that all are alike."""
        self._font = font_of(self.font(), TypeScale.CAPTION)
        self._metrics = QFontMetrics(self._font)
        cells, ratio = self._cells, self.devicePixelRatioF()
        left = max((self._metrics.horizontalAdvance(name) for name in cells.row_names), default=-8) + 8
        bands = self._bands(left)
        room = self._room(bands, left)
        across, down = (int(size * ratio) / ratio for size in _cell_size(*room))
        above = max(0.0, (self._metrics.height() - down + GAP) / 2)  # the first row's name is higher than flat cells are
        top = ceil((above if cells.names_below else self._names_room()) * ratio) / ratio
        lower = ceil((down * cells.rows + self._names_room() + _BELOW_BAND) * ratio) / ratio if bands > 1 else 0.0
        frame = _Frame(ceil(left * ratio) / ratio, top, across, down, self._wrap(bands), lower)
        names = (*self._beside(frame), *self._along(frame))
        self._frame = replace(frame, places=self._places_by_step(frame), names=names)

    def _bands(self, left: float) -> int:
        """Return on how many bands the columns stand below each other: as many as it takes for the largest cells.

        Only where a row runs on from one column to the next may a line of columns be broken.
        """
        best, largest = 1, min(self._room(1, left))
        for bands in range(2, _MOST_BANDS + 1) if self._cells.runs_on else ():
            side = min(self._room(bands, left))
            if side > largest * _WORTH_A_BAND:
                best, largest = bands, side
        return best

    def _room(self, bands: int, left: float) -> tuple[float, float]:
        """Return how much room a cell has across and down if the columns stand on so many bands, right of the rows' names."""
        height = self.height() - bands * self._names_room() - (bands - 1) * _BELOW_BAND
        return (self.width() - left + GAP) / max(1, self._wrap(bands)), (height + GAP) / bands / self._cells.rows

    def _wrap(self, bands: int) -> int:
        return max(1, ceil(self._cells.columns / bands))

    def _still(self) -> QPixmap:
        """Return what stays as it is while the pointer moves: drawn once, a frame takes a tenth of the time."""
        ratio, tokens = self.devicePixelRatioF(), current_tokens()
        if self._drawn is None or self._drawn_for != (ratio, tokens.base):
            self._place()
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

    def _places_by_step(self, frame: _Frame) -> tuple[list[QRectF], ...]:
        found: tuple[list[QRectF], ...] = tuple([] for _ in STEP_COLOURS)
        for index, step in enumerate(self._cells.steps):
            if step != NO_CELL:
                found[step].append(frame.place(*divmod(index, self._cells.rows)))
        return found

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

    def _beside(self, frame: _Frame) -> list[_Name]:
        """Return the rows' names: all, or every second or third where they would touch."""
        height = self._metrics.height()
        every = 1 if frame.down >= height - 1 else 2 if 2 * frame.down >= height - 1 else 3
        area = QRectF(0, frame.top + (frame.down - GAP - height) / 2, frame.left, height)
        shown = [(row, name) for row, name in enumerate(self._cells.row_names) if row % every == 0]
        bands = range(ceil(self._cells.columns / frame.wrap))
        return [_Name(area.translated(0, band * frame.lower + row * frame.down), name) for band in bands for row, name in shown]

    def _along(self, frame: _Frame) -> list[_Name]:
        """Return the columns' names without those that would touch; the first gives way to the second."""
        height = self._metrics.height()
        top = frame.top + frame.down * self._cells.rows + 3 if self._cells.names_below else frame.top - height - 5
        names = self._cells.column_names
        bands = [name.column // frame.wrap for name in names]
        areas = [
            QRectF(*self._ends(frame, name.column % frame.wrap, name.text), height).translated(0, top + band * frame.lower)
            for name, band in zip(names, bands, strict=True)
        ]
        placed: list[_Name] = []
        right, last = -1.0, 0
        for place, (area, name, band) in enumerate(zip(areas, names, bands, strict=True)):
            gives_way = place == 0 and len(areas) > 1 and bands[1] == band and area.right() + 4 > areas[1].left()
            if (band != last or area.left() >= right) and not gives_way:
                placed.append(_Name(area, name.text))
                right, last = area.right() + 4, band
        return placed

    def _ends(self, frame: _Frame, column: int, text: str) -> tuple[float, float, float]:
        """Return where a column's name begins, inside the widget, the top 0, and how wide it is."""
        width = self._metrics.horizontalAdvance(text) + 1
        left = frame.left + column * frame.across
        centred = left + (frame.across - GAP - width) / 2
        return max(0.0, min(centred if self._cells.names_below else left, self.width() - width)), 0.0, width

    def _rect(self, index: int) -> QRectF:
        return self._frame.place(*divmod(index, self._cells.rows))

    def _names_room(self) -> int:
        return self._metrics.height() + 6

    def _say_name(self) -> None:
        said = self.mark_text(self.current).sentence if self.current >= 0 else ""
        self.setAccessibleName(". ".join(text for text in (said, self._title) if text))


def _cell_size(room_across: float, room_down: float) -> tuple[float, float]:
    """Return how far cells are apart across and down: the largest squares there is room for, wider or taller ones where that fills it."""
    across, down = max(_SMALLEST, room_across), max(_SMALLEST, min(_LARGEST, room_down))
    return min(across, max(_WIDER * down, _TALL_ENOUGH)), min(down, max(_TALLER * across, min(2.5 * across, _TALL_ENOUGH)))
