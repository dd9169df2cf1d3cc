"""The page's cards: three columns, two on a smaller window, one on a small one."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontInfo, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QScrollArea, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.chart_card import ChartCard

_THREE_COLUMNS_FROM, _TWO_COLUMNS_FROM = 1028, 628
"""Widths of the page, which the rail makes 172 narrower than the window: 1200 and 800 (LOOK.md)."""
_SHARES = {3: (5, 7, 4), 2: (1, 1), 1: (1,)}
_TILES, _FEWEST_TILES = ((7, 1140), (4, 628), (3, 470)), 2
"""How many tiles stand in a row, and from which width of the page on."""
_LEAST_CARD_HEIGHT, _MOST_CARD_HEIGHT = 296, 460
_USUAL_FONT, _GROWTH = 13, 0.6
"""In pixels; of what letters are larger than that, this part is added to cards: their charts do not have to grow with them."""
_SPACING, _MARGIN_TOP = 16, 16


class Placed(Protocol):
    """A card, and over how many of three columns it reaches."""

    @property
    def card(self) -> ChartCard:
        """Return the card."""
        ...

    @property
    def columns(self) -> int:
        """Return over how many columns it reaches."""
        ...

    @property
    def is_wide(self) -> bool:
        """Return whether it reaches over both columns where there are two."""
        ...


class CardGrid(QWidget):
    """Tiles in a row above cards in columns of 5 : 7 : 4, all rows equally high.

    A card that has no room left in a row begins the next one, and the last of each row reaches over what is left of it.
    """

    def __init__(self, tiles: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tuple(tiles)
        self._cards: tuple[Placed, ...] = ()
        self._is_whole = False
        self._card_height = _LEAST_CARD_HEIGHT
        self._columns = self._tile_columns = 0
        self._shown: tuple[Placed, ...] = ()
        self._tile_grid = QGridLayout()
        self._card_grid = QGridLayout()
        for grid in (self._tile_grid, self._card_grid):
            grid.setSpacing(_SPACING)
        whole = QGridLayout(self)
        whole.setContentsMargins(24, _MARGIN_TOP, 24, 24)
        whole.setSpacing(_SPACING)
        whole.addLayout(self._tile_grid, 0, 0, Qt.AlignmentFlag.AlignTop)  # before the first card is there they have the page alone
        whole.addLayout(self._card_grid, 1, 0)
        whole.setRowStretch(1, 1)
        for tile in self._tiles:
            tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange(3, 7)

    @property
    def columns(self) -> int:
        """Return how many columns the cards stand in."""
        return self._columns

    def add(self, card: Placed) -> None:
        """Put one more card behind the others."""
        self._cards = (*self._cards, card)
        # Columns keep their shares only if no card asks for a width of its own, rows only if none asks for a height.
        card.card.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        card.card.setMinimumHeight(self._card_height)
        self._shown = self._cards
        row = _lines(_spans(self._cards, self._columns), self._columns)
        # Those before stay where they are: taking all of them out and in again would lay out the whole page each time.
        self._put(len(row) - 1, [row[-1][-1]])

    def finish(self) -> None:
        """Fill the rows: no card follows. Until then each stands where it will stand at the end."""
        self._is_whole = True
        self._place()

    def show_only(self, card: ChartCard | None) -> None:
        """Let one card fill the page, or show all again with None."""
        for tile in self._tiles:
            tile.setVisible(card is None)
        self.show_cards([card] if card is not None else [each.card for each in self._cards])

    def show_cards(self, cards: Sequence[ChartCard]) -> None:
        """Show these cards alone, in their usual order."""
        self._shown = tuple(each for each in self._cards if each.card in cards)
        for each in self._cards:
            each.card.setVisible(each in self._shown)
        self._place()

    def settle(self) -> None:
        """Let everything take its place now, not when Qt next has time."""
        self.adjustSize()
        layout = self.layout()
        assert layout is not None
        layout.activate()

    def set_room(self, height: int) -> None:
        """Let as many rows as possible, two at least, fill the first screen, which is so high: no row is cut where scrolling begins."""
        above = self._tile_grid.sizeHint().height() + _MARGIN_TOP + _SPACING
        room = height - above
        least = self._grown(_LEAST_CARD_HEIGHT)
        rows = max(2, room // (least + _SPACING))
        self._card_height = max(least, min(room // rows - _SPACING, self._grown(_MOST_CARD_HEIGHT)))
        for each in self._cards:
            each.card.setMinimumHeight(self._card_height)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, super().minimumSizeHint().height())

    @override
    def heightForWidth(self, width: int) -> int:
        """Return the height of rows that are as high as they have to be; charts would like more, a note that wraps makes Qt ask."""
        return super().minimumSizeHint().height()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        columns = 3 if width >= self._grown(_THREE_COLUMNS_FROM) else 2 if width >= self._grown(_TWO_COLUMNS_FROM) else 1
        tiles = (tiles for tiles, least in _TILES if width >= self._grown(least, whole=True))
        self._arrange(columns, next(tiles, _FEWEST_TILES))

    def _grown(self, size: int, *, whole: bool = False) -> int:
        """Return a size that suits usual letters for letters as large as they are: for words that is as much more, for charts a part."""
        larger = max(0.0, QFontInfo(self.font()).pixelSize() / _USUAL_FONT - 1)
        return round(size * (1 + (larger if whole else _GROWTH * larger)))

    def _arrange(self, columns: int, tile_columns: int) -> None:
        if (columns, tile_columns) != (self._columns, self._tile_columns):
            self._columns, self._tile_columns = columns, max(1, tile_columns)
            self._place()

    def _place(self) -> None:
        columns, tile_columns, cards = self._columns, self._tile_columns, self._shown
        _clear(self._tile_grid, (1,) * tile_columns)
        for row, line in enumerate(_lines([1] * len(self._tiles), tile_columns)):
            for index, column, span in line:
                self._tile_grid.addWidget(self._tiles[index], row, column, 1, span)
        _clear(self._card_grid, _SHARES[columns])
        for row, line in enumerate(_lines(_spans(cards, columns), columns)):
            self._put(row, line)

    def _put(self, row: int, line: Sequence[tuple[int, int, int]]) -> None:
        """Put cards of a row into their places."""
        self._card_grid.setRowStretch(row, 1)
        spans = _spans(self._shown, self._columns)
        for index, column, span in line if self._is_whole else _unfilled(line, spans):
            self._card_grid.addWidget(self._shown[index].card, row, column, 1, span)


class GridScroll(QScrollArea):
    """Scrolls the cards, up and down only, and tells them how much of them can be seen."""

    def __init__(self, grid: CardGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = grid
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(grid)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cards.set_room(event.size().height())


def _clear(grid: QGridLayout, shares: Sequence[int]) -> None:
    """Take everything out and let columns have these shares of the width."""
    while grid.count():
        grid.takeAt(0)
    for column in range(max(len(shares), grid.columnCount())):
        grid.setColumnStretch(column, shares[column] if column < len(shares) else 0)
    for row in range(grid.rowCount()):
        grid.setRowStretch(row, 0)


def _spans(cards: Sequence[Placed], columns: int) -> list[int]:
    return [max(each.columns, 2) if each.is_wide and columns == 2 else each.columns for each in cards]


def _lines(spans: Sequence[int], columns: int) -> list[list[tuple[int, int, int]]]:
    """Return rows of (index, column, span); the last of each row reaches to its end."""
    lines: list[list[tuple[int, int, int]]] = []
    column = columns
    for index, span in enumerate(spans):
        wanted = min(span, columns)
        if column + wanted > columns:
            lines.append([])
            column = 0
        lines[-1].append((index, column, wanted))
        column += wanted
    return [[*line[:-1], (line[-1][0], line[-1][1], columns - line[-1][1])] for line in lines]


def _unfilled(line: Sequence[tuple[int, int, int]], spans: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield a row whose last card may be followed by others: it takes no more than its own columns."""
    for index, column, span in line:
        yield index, column, min(span, spans[index])
