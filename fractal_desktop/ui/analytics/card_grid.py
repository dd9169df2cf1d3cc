"""The page's cards: three columns, two on a smaller window, one on a small one."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.chart_card import ChartCard

_THREE_COLUMNS_FROM, _TWO_COLUMNS_FROM = 1028, 628
"""Widths of the page, which the rail makes 172 narrower than the window: 1200 and 800 (LOOK.md)."""
_SHARES = {3: (5, 7, 4), 2: (1, 1), 1: (1,)}
_LEAST_CARD_HEIGHT = 320


class CardGrid(QWidget):
    """Tiles in a row above cards in columns of 5 : 7 : 4; what has no row of its own spans what is left of the last."""

    def __init__(self, tiles: Sequence[QWidget], cards: Sequence[ChartCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = tuple(tiles)
        self._cards = tuple(cards)
        self._columns = 0
        self._tile_grid = QGridLayout()
        self._card_grid = QGridLayout()
        for grid in (self._tile_grid, self._card_grid):
            grid.setSpacing(16)
        whole = QGridLayout(self)
        whole.setContentsMargins(24, 16, 24, 24)
        whole.setSpacing(16)
        whole.addLayout(self._tile_grid, 0, 0)
        whole.addLayout(self._card_grid, 1, 0)
        whole.setRowStretch(1, 1)
        for widget in (*self._tiles, *self._cards):
            # Columns keep their shares only if no card asks for a width of its own.
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        for card in self._cards:
            card.setMinimumHeight(_LEAST_CARD_HEIGHT)
        self._arrange(3)

    @property
    def columns(self) -> int:
        """Return how many columns the cards stand in."""
        return self._columns

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(320, super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self._arrange(3 if width >= _THREE_COLUMNS_FROM else 2 if width >= _TWO_COLUMNS_FROM else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        tile_columns = 4 if columns == 3 else 2
        _place(self._tile_grid, self._tiles, tile_columns, (1,) * tile_columns)
        _place(self._card_grid, self._cards, columns, _SHARES[columns])


def _place(grid: QGridLayout, widgets: Sequence[QWidget], columns: int, shares: Sequence[int]) -> None:
    while grid.count():
        grid.takeAt(0)
    for column in range(max(columns, grid.columnCount())):
        grid.setColumnStretch(column, shares[column] if column < columns else 0)
    for row in range(grid.rowCount()):
        grid.setRowStretch(row, 0)
    for index, widget in enumerate(widgets):
        row, column = divmod(index, columns)
        is_last = index == len(widgets) - 1
        grid.addWidget(widget, row, column, 1, columns - column if is_last else 1)
        grid.setRowStretch(row, 1)
