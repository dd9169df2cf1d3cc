"""Where the cells of a heat map lie, and their names: nearly square, and in bands below each other where that makes them larger."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import ceil

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetrics

from fractal_desktop.ui.analytics.charts.cells import NO_CELL, Cells

GAP = 2.5
STEPS = 5
TALL_ENOUGH = 22.0
_LARGEST, _SMALLEST = 72.0, 4.0
_WIDER, _TALLER = 2.5, 1.75
"""How far from square a cell may be where that fills the room."""
_MOST_BANDS, _WORTH_A_BAND = 4, 1.3
_BELOW_BAND = 8


@dataclass(frozen=True, slots=True)
class HeatName:
    """A name beside, above or below the cells, and where it stands."""

    area: QRectF
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """The first cell's corner and how far apart cells are. After `wrap` columns the next one begins again at the left, so much `lower`."""

    left: float = 0.0
    top: float = 0.0
    across: float = _SMALLEST
    down: float = _SMALLEST
    wrap: int = 1 << 30
    lower: float = 0.0

    def place(self, column: int, row: int) -> QRectF:
        """Return where a cell lies."""
        band, beside = divmod(column, self.wrap)
        corner = self.left + beside * self.across, self.top + band * self.lower + row * self.down
        return QRectF(*corner, self.across - GAP, self.down - GAP)

    def at(self, x: float, y: float, rows: int) -> tuple[int, int]:
        """Return the column and row at a point, -1 for what is none."""
        band = int((y - self.top) // self.lower) if self.lower else 0
        beside, row = (x - self.left) // self.across, (y - self.top - band * self.lower) // self.down
        return (band * self.wrap + int(beside), int(row)) if 0 <= beside < self.wrap and 0 <= row < rows else (-1, -1)


@dataclass(frozen=True, slots=True)
class HeatFrame:
    """Everything that is drawn, worked out once for a size and `ratio`: `places` are those of the cells of each step."""

    grid: Grid = Grid()
    ratio: float = 0.0
    places: tuple[list[QRectF], ...] = ()
    names: tuple[HeatName, ...] = ()


def names_room(metrics: QFontMetrics) -> int:
    """Return how high the names of columns are together with their distance from the cells."""
    return metrics.height() + 6


def lay_out(cells: Cells, size: QSize, metrics: QFontMetrics, ratio: float) -> HeatFrame:
    """Place the cells on whole pixels of a screen with `ratio` of them to a point, so that all are alike."""
    left = ceil(_beside_room(cells, metrics) * ratio) / ratio
    rooms = _rooms(cells, size, metrics, left)
    bands = _bands(rooms)
    across, down = (int(side * ratio) / ratio for side in _cell_size(*rooms[bands - 1]))
    above = max(0.0, (metrics.height() - down + GAP) / 2)  # the first row's name is higher than flat cells are
    top = ceil((above if cells.names_below else names_room(metrics)) * ratio) / ratio
    lower = ceil((down * cells.rows + names_room(metrics) + _BELOW_BAND) * ratio) / ratio if bands > 1 else 0.0
    grid = Grid(left, top, across, down, _wrap(cells, bands), lower)
    names = (*_beside(cells, grid, metrics.height()), *_along(cells, grid, metrics, size.width()))
    return HeatFrame(grid, ratio, _places_by_step(cells, grid), names)


def bands_and_side(cells: Cells, size: QSize, metrics: QFontMetrics) -> tuple[int, float]:
    """Return on how many bands cells would stand in that size, and how far apart, across or down, whichever is less."""
    rooms = _rooms(cells, size, metrics, _beside_room(cells, metrics))
    bands = _bands(rooms)
    return bands, min(_cell_size(*rooms[bands - 1]))


def _beside_room(cells: Cells, metrics: QFontMetrics) -> int:
    """Return how wide the names of rows are together with their distance from the cells."""
    return max((metrics.horizontalAdvance(name) for name in cells.row_names), default=-8) + 8


def _rooms(cells: Cells, size: QSize, metrics: QFontMetrics, left: float) -> list[tuple[float, float]]:
    return [_room(cells, size, metrics, left, bands) for bands in range(1, _MOST_BANDS + 1 if cells.runs_on else 2)]


def _bands(rooms: list[tuple[float, float]]) -> int:
    """Return on how many bands the columns stand: more only where a cell's shorter side gains much by it."""
    best, largest = 1, min(rooms[0])
    for bands, room in enumerate(rooms[1:], 2):
        if min(room) > largest * _WORTH_A_BAND:
            best, largest = bands, min(room)
    return best


def _room(cells: Cells, size: QSize, metrics: QFontMetrics, left: float, bands: int) -> tuple[float, float]:
    """Return how much room a cell has across and down if the columns stand on so many bands, right of the rows' names."""
    height = size.height() - bands * names_room(metrics) - (bands - 1) * _BELOW_BAND
    return (size.width() - left + GAP) / _wrap(cells, bands), (height + (GAP if bands > 1 else 0)) / bands / cells.rows


def _wrap(cells: Cells, bands: int) -> int:
    return max(1, ceil(cells.columns / bands))


def _cell_size(room_across: float, room_down: float) -> tuple[float, float]:
    """Return how far cells are apart across and down: the largest squares there is room for, wider or taller ones where that fills it."""
    across, down = max(_SMALLEST, room_across), max(_SMALLEST, min(_LARGEST, room_down))
    return min(across, max(_WIDER * down, TALL_ENOUGH)), min(down, max(_TALLER * across, min(2.5 * across, TALL_ENOUGH)))


def _places_by_step(cells: Cells, grid: Grid) -> tuple[list[QRectF], ...]:
    """Return what `grid.place` says of each cell; asking it each time would take half as long again."""
    found: tuple[list[QRectF], ...] = tuple([] for _ in range(STEPS))
    corners = ((grid.left + column % grid.wrap * grid.across, column // grid.wrap * grid.lower) for column in range(cells.columns))
    downs = [grid.top + row * grid.down for row in range(cells.rows)]
    width, height = grid.across - GAP, grid.down - GAP
    for step, ((left, lower), top) in zip(cells.steps, product(corners, downs), strict=False):
        if step != NO_CELL:
            found[step].append(QRectF(left, top + lower, width, height))
    return found


def _beside(cells: Cells, grid: Grid, height: int) -> Iterator[HeatName]:
    """Yield the rows' names on each band: all, or every second or third where they would touch."""
    every = 1 if grid.down >= height - 1 else 2 if 2 * grid.down >= height - 1 else 3
    area = QRectF(0, grid.top + (grid.down - GAP - height) / 2, grid.left, height)
    for band in range(ceil(cells.columns / grid.wrap)):
        for row, name in enumerate(cells.row_names):
            if row % every == 0:
                yield HeatName(area.translated(0, band * grid.lower + row * grid.down), name)


def _along(cells: Cells, grid: Grid, metrics: QFontMetrics, width: int) -> Iterator[HeatName]:
    """Yield the columns' names without those that would touch; the first gives way to the second."""
    names = [
        (name.column // grid.wrap, _along_area(cells, grid, metrics, width, name.column, name.text), name.text)
        for name in cells.column_names
    ]
    right, last = -1.0, 0
    for place, (band, area, text) in enumerate(names):
        gives_way = place == 0 and len(names) > 1 and names[1][0] == band and area.right() + 4 > names[1][1].left()
        if (band != last or area.left() >= right) and not gives_way:
            yield HeatName(area, text)
            right, last = area.right() + 4, band


def _along_area(cells: Cells, grid: Grid, metrics: QFontMetrics, width: int, column: int, text: str) -> QRectF:
    """Return where a column's name stands, above its band or below it, inside the widget."""
    band, beside = divmod(column, grid.wrap)
    height, wide = metrics.height(), metrics.horizontalAdvance(text) + 1
    top = grid.top + grid.down * cells.rows + 3 if cells.names_below else grid.top - height - 5
    left = grid.left + beside * grid.across
    centred = left + (grid.across - GAP - wide) / 2
    return QRectF(max(0.0, min(centred if cells.names_below else left, width - wide)), top + band * grid.lower, wide, height)
