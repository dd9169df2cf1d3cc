"""The page's cards: three columns, two on a smaller window, one on a small one."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, Qt, Slot
from PySide6.QtGui import QFontInfo, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QScrollArea, QSizePolicy, QStyle, QWidget
from typing_extensions import override

_THREE_COLUMNS_FROM, _TWO_COLUMNS_FROM = 1028, 628
"""Widths of the page, which the rail makes 172 narrower than the window: 1200 and 800 (LOOK.md)."""
_SHARES = {3: (5, 7, 4), 2: (1, 1), 1: (1,)}
_TILES, _FEWEST_TILES = ((7, 1140), (4, 628), (3, 470), (2, 280)), 1
"""How many tiles stand in a row, and from which width of the page on."""
_LEAST_CARD_HEIGHT, _MOST_CARD_HEIGHT = 296, 460
_USUAL_FONT, _GROWTH = 13, 0.6
"""In pixels; of what letters are larger than that, this part is added to cards: their charts do not have to grow with them.

In one column all of it is: there cards are narrow, and their words need more lines.
"""
_SPACING, _ABOVE, _BESIDE = 16, 16, 24
_LEAST_WIDTH = 320


class Shape(Protocol):
    """Over how many columns a card reaches."""

    @property
    def columns(self) -> int:
        """Return over how many of three columns it reaches."""
        ...

    @property
    def is_wide(self) -> bool:
        """Return whether it reaches over both columns where there are two."""
        ...


class CardGrid(QWidget):
    """Tiles in a row above cards in columns of 5 : 7 : 4, all rows equally high.

    A card that has no room left in a row begins the next one, and the last of each row reaches over what is left of it. Every
    place is there, as an empty frame, before the first card is: none moves when another comes.

    No layout of Qt holds the cards, because where they stand does not depend on what is in them: with one, each label that
    a card shows or hides would lay out the whole page at once.
    """

    def __init__(self, tiles: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tuple(tiles)
        self._shapes: tuple[Shape, ...] = ()
        self._frames: list[QWidget] = []
        self._only: QWidget | None = None
        self._card_height = _LEAST_CARD_HEIGHT
        self._columns = self._tile_columns = 0
        self._tile_box = QWidget(self)
        self._tile_grid = QGridLayout(self._tile_box)
        self._tile_grid.setContentsMargins(0, 0, 0, 0)
        self._tile_grid.setSpacing(_SPACING)
        for tile in self._tiles:
            tile.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._arrange(3, 7)

    @property
    def columns(self) -> int:
        """Return how many columns the cards stand in."""
        return self._columns

    @property
    def frames(self) -> tuple[QWidget, ...]:
        """Return what stands in each place: a card, or an empty frame until it is made."""
        return tuple(self._frames)

    def reserve(self, shapes: Sequence[Shape]) -> None:
        """Keep places for cards of these shapes."""
        self._shapes = tuple(shapes)
        self._frames = [_frame(self) for _ in shapes]
        self._place()
        for frame in self._frames:
            frame.show()

    def add(self, card: QWidget, index: int) -> None:
        """Put a card into its place, which is counted from 0."""
        place = self._frames[index]
        card.setParent(self)
        card.setGeometry(place.geometry())
        self._frames[index] = card
        card.setVisible(place.isVisibleTo(self))
        place.deleteLater()
        place.hide()

    def show_only(self, card: QWidget | None) -> None:
        """Let one card fill the page, or show all again with None."""
        self._only = card
        self._tile_box.setVisible(card is None)
        for each in self._frames:
            each.setVisible(card in (None, each))
        self._place()

    def set_room(self, height: int) -> None:
        """Let as many rows as possible, two at least, fill the first screen, which is so high: no row is cut where scrolling begins."""
        room = height - _ABOVE - self._tile_grid.sizeHint().height() - _SPACING
        least = self._grown(_LEAST_CARD_HEIGHT, whole=self._columns == 1)
        rows = max(2, room // (least + _SPACING))
        self._card_height = max(least, min(room // rows - _SPACING, self._grown(_MOST_CARD_HEIGHT)))
        self._place()

    @override
    def event(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.LayoutDirectionChange):  # the tiles need another height
            self._place()
        return super().event(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        columns = 3 if width >= self._grown(_THREE_COLUMNS_FROM) else 2 if width >= self._grown(_TWO_COLUMNS_FROM) else 1
        tiles = (tiles for tiles, least in _TILES if width >= self._grown(least, whole=True))
        self._arrange(columns, next(tiles, _FEWEST_TILES))
        self._place()

    def _grown(self, size: int, *, whole: bool = False) -> int:
        """Return a size that suits usual letters for letters as large as they are: for words that is as much more, for charts a part."""
        larger = max(0.0, QFontInfo(self.font()).pixelSize() / _USUAL_FONT - 1)
        return round(size * (1 + (larger if whole else _GROWTH * larger)))

    def _arrange(self, columns: int, tile_columns: int) -> None:
        self._columns = columns
        if tile_columns == self._tile_columns:
            return
        self._tile_columns = tile_columns
        while self._tile_grid.count():
            self._tile_grid.takeAt(0)
        for column in range(max(tile_columns, self._tile_grid.columnCount())):
            self._tile_grid.setColumnStretch(column, int(column < tile_columns))
        for row, line in enumerate(_lines([1] * len(self._tiles), tile_columns)):
            for index, column, span in line:
                self._tile_grid.addWidget(self._tiles[index], row, column, 1, span)

    def _place(self) -> None:
        """Give everything its place; rows share what is higher than they have to be."""
        above = 0 if self._only is not None else self._tile_grid.sizeHint().height() + _SPACING
        lines = [[(0, 0, self._columns)]] if self._only is not None else _lines(_spans(self._shapes, self._columns), self._columns)
        least = (self._card_height + _SPACING) * len(lines)
        self.setMinimumSize(_LEAST_WIDTH, _ABOVE + above + least - _SPACING + _BESIDE)
        width, height = self.width() - 2 * _BESIDE, max(least, self.height() - _ABOVE - above + _SPACING - _BESIDE)
        self._tile_box.setGeometry(_BESIDE, _ABOVE, width, max(0, above - _SPACING))
        edges = _edges(width, _SHARES[self._columns])
        for row, line in enumerate(lines):
            top, below = (_ABOVE + above + height * number // len(lines) for number in (row, row + 1))
            for index, column, span in line:
                frame = self._frames[index] if self._only is None else self._only
                left, right = edges[column][0], edges[column + span - 1][1]
                area = QRect(_BESIDE + left, top, right - left, below - _SPACING - top)
                frame.setGeometry(QStyle.visualRect(self.layoutDirection(), self.rect(), area))


class GridScroll(QScrollArea):
    """Scrolls the cards, up and down only, and tells them how much of them can be seen."""

    def __init__(self, grid: CardGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards = grid
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(grid)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cards.set_room(event.size().height())

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Scroll to what got the focus by a key from outside, such as the last card by Shift+Tab: Qt does so only for keys within."""
        if old is None or new is None or old.window() is not new.window() or QGuiApplication.mouseButtons():
            return
        if self._cards.isAncestorOf(new) and not self._cards.isAncestorOf(old):
            self.ensureWidgetVisible(new)


def _frame(parent: QWidget) -> QFrame:
    frame = QFrame(parent)
    frame.setProperty("kind", "card")
    return frame


def _edges(width: int, shares: Sequence[int]) -> list[tuple[int, int]]:
    """Return where each column begins and ends."""
    room = width - _SPACING * (len(shares) - 1)
    ends = [room * end // sum(shares) for end in accumulate(shares, initial=0)]
    return [(left + place * _SPACING, right + place * _SPACING) for place, (left, right) in enumerate(pairwise(ends))]


def _spans(shapes: Sequence[Shape], columns: int) -> list[int]:
    return [max(each.columns, 2) if each.is_wide and columns == 2 else each.columns for each in shapes]


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
