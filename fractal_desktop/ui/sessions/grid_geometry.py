"""Where the parts of a grid of values stand, for the room there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QFont, QFontMetrics

from fractal_desktop.ui.sessions.grid import Grid
from fractal_desktop.ui.sessions.texts import tr
from fractal_desktop.ui.theme import font_of

LEFT = 52
"""Where values begin, and the names of items above them."""
TICK_RIGHT = 38
"""How far from the right the ticks end, those of items above them too."""
TICK = 24

_ROW = 32
_BETWEEN_BOXES = 4
_HEAD = 24
_BOTTOM = 8
_WIDEST_BOX, _NARROWEST_BOX, _WIDEST_TITLE = 104, 48, 140
_NARROW_GAP = 8
_BOX_PADDING = 20
_NUMBER_ROOM = 20
_USUAL_VALUE = "00.0"
"""Last time's values have room for this at least, so that columns do not move when they come after the session."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the box of a value, what was noted last time right of it, and room for a mark right of that (0 = there is none).

    Where there are more columns than fit beside each other, the others stand below the first ones, in the next `band`.
    """

    left: int
    title: int
    box: int
    last: int
    mark: int
    band: int = 0

    @property
    def box_left(self) -> int:
        """Return where the box begins: below the end of the title, which may be wider."""
        return self.left + max(0, self.title - self.box)

    @property
    def last_left(self) -> int:
        """Return where last time's value begins."""
        return self.box_left + self.box + 8

    @property
    def right(self) -> int:
        """Return where the column ends."""
        return self.last_left + self.last + self.mark if self.last else self.box_left + self.box


@dataclass(frozen=True, slots=True)
class _Wants:
    """What a column would like to have: for its title, that without the unit, a value, and last time's."""

    title: int
    name: int
    text: int
    last: int


@dataclass(frozen=True, slots=True)
class _Arrangement:
    """How columns are laid out: the room between them, how wide a box is at least, and what stands beside it."""

    gap: int
    least_box: int
    with_units: bool = False
    with_last: bool = True
    with_mark: bool = False


_ARRANGEMENTS = (
    _Arrangement(20, 64, with_units=True, with_mark=True),
    _Arrangement(14, 60, with_units=True),
    _Arrangement(10, 48),
    _Arrangement(8, 48, with_last=False),
)
"""From the widest to the narrowest."""


class GridGeometry:
    """Places everything in a grid of this width. Last time's values stand beside the boxes, inside empty ones where there is no room."""

    def __init__(self, grid: Grid, width: int, font: QFont) -> None:
        self._grid = grid
        self._width = width
        metrics = QFontMetrics(font)
        self.label_width = min(_label_width(grid, metrics), max(0, self._room // 2))
        heads = QFontMetrics(font_of(font, "secondary"))
        self._mark = QFontMetrics(font_of(font, "caption", 600)).horizontalAdvance(tr("Best")) + 30
        wants = [_wants(grid, index, metrics, heads) for index in range(len(grid.titles))]
        self.titles = grid.titles
        self.columns = self._placed(wants)
        bands = 1 + max((column.band for column in self.columns), default=0)
        self._line, self._head_line = _row_height(metrics), _head_height(metrics)
        self.row_height = bands * self._line
        self.head_height = bands * self._head_line if grid.has_heads else 0
        self.height = grid_height(len(grid.rows), grid.has_heads, grid.takes_sets, bool(grid.total), metrics, bands)

    @property
    def _room(self) -> int:
        """Return the width between the names above and the ticks."""
        return self._width - LEFT - TICK_RIGHT - TICK - 8

    def top(self, row: int) -> int:
        """Return where a line begins."""
        return self.head_height + row * self.row_height

    def head(self, index: int) -> QRect:
        """Return where the title of a column stands, to the right end of its box."""
        column = self.columns[index]
        return QRect(column.left, column.band * self._head_line, column.box_left + column.box - column.left, self._head_line)

    def last_head(self, index: int) -> QRect:
        """Return the room above last time's values."""
        column = self.columns[index]
        return QRect(column.last_left, column.band * self._head_line, max(0, column.right - column.last_left), self._head_line)

    def label(self, row: int) -> QRect:
        """Return where a line's number and split stand."""
        return QRect(LEFT, self.top(row), self.label_width - 8, self._line)

    def split(self, row: int) -> QRect:
        """Return where a line's split stands, behind its number if the lines have numbers."""
        numbered = any(each.number for each in self._grid.rows)
        return self.label(row).adjusted(_NUMBER_ROOM if numbered else 0, 0, 0, 0)

    def box(self, row: int, index: int) -> QRect:
        """Return the frame of a value."""
        column = self.columns[index]
        top = self._top_of(row, column) + _BETWEEN_BOXES // 2
        return QRect(column.box_left, top, column.box, self._line - _BETWEEN_BOXES)

    def last(self, row: int, index: int) -> QRect:
        """Return where last time's value stands."""
        column = self.columns[index]
        return QRect(column.last_left, self._top_of(row, column), column.last, self._line)

    def mark(self, row: int, index: int) -> QRect:
        """Return the room for a mark; it is empty where there is none."""
        column = self.columns[index]
        return QRect(column.last_left + column.last + 4, self._top_of(row, column), max(0, column.mark - 4), self._line)

    def row_at(self, place: QPoint) -> int | None:
        """Return the line that a point is in, or None."""
        row = (place.y() - self.head_height) // self.row_height
        return row if 0 <= row < len(self._grid.rows) else None

    def box_at(self, place: QPoint) -> tuple[int, int] | None:
        """Return the line and the column of the frame that a point is in, or None."""
        row = self.row_at(place)
        if row is None:
            return None
        return next(((row, index) for index in range(len(self.columns)) if self.box(row, index).contains(place)), None)

    def tick(self, row: int) -> QRect:
        """Return where the tick of a set stands."""
        return QRect(self._width - TICK_RIGHT - TICK, self.top(row) + (self._line - TICK) // 2, TICK, TICK)

    def remover(self, row: int) -> QRect:
        """Return where the cross stands that takes a set away."""
        return QRect(self._width - TICK_RIGHT + 4, self.top(row) + (self._line - 24) // 2, 24, 24)

    def below(self) -> QRect:
        """Return the line below the rows, for a new set and the sum."""
        return QRect(LEFT, self.top(len(self._grid.rows)), max(0, self._width - LEFT - TICK_RIGHT), self._line)

    def _placed(self, wants: list[_Wants]) -> tuple[Column, ...]:
        """Return the columns in the first arrangement that fits, shrunk if none does."""
        room = self._room - self.label_width
        for arrangement in _ARRANGEMENTS:
            self.titles = self._grid.titles if arrangement.with_units else self._grid.names
            columns = tuple(self._arranged(wants, arrangement))
            if not columns or columns[-1].right <= LEFT + self.label_width + room:
                return columns
        beside = min(len(wants), max(1, (room + _NARROW_GAP) // (_NARROWEST_BOX + _NARROW_GAP)))
        share = min(_WIDEST_BOX, max(_NARROWEST_BOX, (room + _NARROW_GAP) // beside - _NARROW_GAP))
        return tuple(self._in_bands(wants, beside, share))

    def _in_bands(self, wants: list[_Wants], beside: int, share: int) -> Iterator[Column]:
        """Yield columns of equal width, so many beside each other."""
        for index, want in enumerate(wants):
            left = LEFT + self.label_width + index % beside * (share + _NARROW_GAP)
            yield Column(left, min(want.name, share), share, 0, 0, index // beside)

    def _top_of(self, row: int, column: Column) -> int:
        return self.top(row) + column.band * self._line

    def _arranged(self, wants: list[_Wants], how: _Arrangement) -> Iterator[Column]:
        left = LEFT + self.label_width
        for want in wants:
            last = want.last if how.with_last else 0
            box = min(max(how.least_box, want.text + _BOX_PADDING), _WIDEST_BOX)
            title = want.title if how.with_units else want.name
            column = Column(left, title, box, last, self._mark if last and how.with_mark else 0)
            yield column
            left = column.right + how.gap


def grid_height(rows: int, has_heads: bool, takes_sets: bool, has_total: bool, metrics: QFontMetrics, bands: int = 1) -> int:
    """Return the height of heads, rows and what is below them."""
    row = _row_height(metrics)
    below = row if takes_sets else row - 6 if has_total else _BOTTOM
    return bands * ((_head_height(metrics) if has_heads else 0) + rows * row) + below


def _row_height(metrics: QFontMetrics) -> int:
    return max(_ROW, metrics.height() + 14)


def _head_height(metrics: QFontMetrics) -> int:
    return max(_HEAD, metrics.height() + 8)


def _label_width(grid: Grid, metrics: QFontMetrics) -> int:
    splits = max((metrics.horizontalAdvance(row.split) for row in grid.rows), default=0)
    numbered = any(row.number for row in grid.rows)
    room = splits + (_NUMBER_ROOM if numbered and splits else 0)
    head = metrics.horizontalAdvance(grid.head)
    return max(room, head, 24 if grid.rows else 0) + 12 if grid.rows and (numbered or splits) else 0


def _wants(grid: Grid, index: int, metrics: QFontMetrics, heads: QFontMetrics) -> _Wants:
    cells = [row.cells[index] for row in grid.rows]
    text = max((metrics.horizontalAdvance(cell.text) for cell in cells), default=0)
    last = max((metrics.horizontalAdvance(cell.last) for cell in cells), default=0)
    may_have = last or (grid.awaits_last and any(cell.place is not None for cell in cells))
    title, name = (min(heads.horizontalAdvance(words) + 2, _WIDEST_TITLE) for words in (grid.titles[index], grid.names[index]))
    least = max(heads.horizontalAdvance(tr("Last")), metrics.horizontalAdvance(_USUAL_VALUE))
    return _Wants(title, name, text, max(last, least) + 2 if may_have else 0)
