"""Where the parts of a grid of values stand, for the room there is."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtGui import QFont, QFontMetrics

from fractal_desktop.ui.sessions.grid import Grid
from fractal_desktop.ui.sessions.texts import tr
from fractal_desktop.ui.theme import font_of

LEFT = 52
"""Where values begin, and the names of items above them."""
TICK_RIGHT = 38
"""How far from the right the ticks end, those of items above them too."""
TICK = 24
BOX_HEIGHT = 28

_ROW = 32
_HEAD = 24
_BOTTOM = 8
_WIDEST_BOX, _NARROWEST_BOX, _WIDEST_TITLE = 104, 40, 140
_BOX_PADDING = 20
_NUMBER_ROOM = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the box of a value, what was noted last time right of it, and room for a mark right of that (0 = there is none)."""

    left: int
    title: int
    box: int
    last: int
    mark: int

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
        self.row_height = _row_height(metrics)
        self.head_height = _head_height(metrics) if grid.has_heads else 0
        self.height = grid_height(len(grid.rows), grid.has_heads, grid.takes_sets, bool(grid.total), metrics)
        self.label_width = _label_width(grid, metrics)
        heads = QFontMetrics(font_of(font, "secondary"))
        self._mark = QFontMetrics(font_of(font, "caption", 600)).horizontalAdvance(tr("Best")) + 30
        wants = [_wants(grid, index, metrics, heads) for index in range(len(grid.titles))]
        self.titles = grid.titles
        self.columns = self._placed(wants)

    def top(self, row: int) -> int:
        """Return where a line begins."""
        return self.head_height + row * self.row_height

    def head(self, index: int) -> QRect:
        """Return where the title of a column stands, to the right end of its box."""
        column = self.columns[index]
        return QRect(column.left, 0, column.box_left + column.box - column.left, self.head_height)

    def last_head(self, index: int) -> QRect:
        """Return the room above last time's values."""
        column = self.columns[index]
        return QRect(column.last_left, 0, max(0, column.right - column.last_left), self.head_height)

    def label(self, row: int) -> QRect:
        """Return where a line's number and split stand."""
        return QRect(LEFT, self.top(row), self.label_width - 8, self.row_height)

    def split(self, row: int) -> QRect:
        """Return where a line's split stands, behind its number if the lines have numbers."""
        numbered = any(each.number for each in self._grid.rows)
        return self.label(row).adjusted(_NUMBER_ROOM if numbered else 0, 0, 0, 0)

    def box(self, row: int, index: int) -> QRect:
        """Return the frame of a value."""
        column = self.columns[index]
        return QRect(column.box_left, self.top(row) + (self.row_height - BOX_HEIGHT) // 2, column.box, BOX_HEIGHT)

    def last(self, row: int, index: int) -> QRect:
        """Return where last time's value stands."""
        column = self.columns[index]
        return QRect(column.last_left, self.top(row), column.last, self.row_height)

    def mark(self, row: int, index: int) -> QRect:
        """Return the room for a mark; it is empty where there is none."""
        column = self.columns[index]
        return QRect(column.last_left + column.last + 4, self.top(row), max(0, column.mark - 4), self.row_height)

    def tick(self, row: int) -> QRect:
        """Return where the tick of a set stands."""
        return QRect(self._width - TICK_RIGHT - TICK, self.top(row) + (self.row_height - TICK) // 2, TICK, TICK)

    def remover(self, row: int) -> QRect:
        """Return where the cross stands that takes a set away."""
        return QRect(self._width - TICK_RIGHT + 4, self.top(row) + (self.row_height - 24) // 2, 24, 24)

    def below(self) -> QRect:
        """Return the line below the rows, for a new set and the sum."""
        return QRect(LEFT, self.top(len(self._grid.rows)), max(0, self._width - LEFT - TICK_RIGHT), self.row_height)

    def _placed(self, wants: list[_Wants]) -> tuple[Column, ...]:
        """Return the columns in the first arrangement that fits, shrunk if none does."""
        room = self._width - LEFT - self.label_width - TICK_RIGHT - TICK - 8
        for arrangement in _ARRANGEMENTS:
            self.titles = self._grid.titles if arrangement.with_units else self._grid.names
            columns = tuple(self._arranged(wants, arrangement))
            if not columns or columns[-1].right <= LEFT + self.label_width + room:
                return columns
        share = max(_NARROWEST_BOX, (room - 8 * (len(wants) - 1)) // len(wants))
        lefts = (LEFT + self.label_width + index * (share + 8) for index in range(len(wants)))
        return tuple(Column(left, min(want.name, share), share, 0, 0) for left, want in zip(lefts, wants, strict=True))

    def _arranged(self, wants: list[_Wants], how: _Arrangement) -> Iterator[Column]:
        left = LEFT + self.label_width
        for want in wants:
            last = want.last if how.with_last else 0
            box = min(max(how.least_box, want.text + _BOX_PADDING), _WIDEST_BOX)
            title = want.title if how.with_units else want.name
            column = Column(left, title, box, last, self._mark if last and how.with_mark else 0)
            yield column
            left = column.right + how.gap


def grid_height(rows: int, has_heads: bool, takes_sets: bool, has_total: bool, metrics: QFontMetrics) -> int:
    """Return the height of heads, rows and what is below them."""
    row = _row_height(metrics)
    below = row if takes_sets else row - 6 if has_total else _BOTTOM
    return (_head_height(metrics) if has_heads else 0) + rows * row + below


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
    title, name = (min(heads.horizontalAdvance(words) + 2, _WIDEST_TITLE) for words in (grid.titles[index], grid.names[index]))
    return _Wants(title, name, text, max(last, heads.horizontalAdvance(tr("Last"))) + 2 if last else 0)
