"""A chart's twin: its figures as a table that can be sorted, read aloud and copied."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import PlainButton, PrimaryButton
from fractal_desktop.ui.widgets.dialog import FramedDialog

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_ROLE_OF_VALUE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and what it is sorted by; numbers stand right.

    `exact` is what files for other programs hold in its place where that is no plain number: a day or an instant with its offset in
    ISO 8601, or a number for words that are the locale's; "" where the text itself will do.
    """

    text: str
    value: float | str
    exact: str = ""

    @property
    def is_number(self) -> bool:
        """Return whether it is a figure."""
        return not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Key:
    """A column of ids, "" for none, that only files have: other programs tell rows of the same name apart by it."""

    head: str
    texts: tuple[str, ...]

    @classmethod
    def of(cls, head: str, ids: Iterable[str | None]) -> Self:
        """Return the column of these ids."""
        return cls(head, tuple(each or "" for each in ids))


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The figures behind a chart, row by row in the chart's order.

    `units` say for each column what its plain numbers are, for files without the units that texts have; () where none has any.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    units: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()

    def as_text(self) -> str:
        """Return heads and rows as lines, cells apart by tabs: what a spreadsheet takes from the clipboard."""
        return "\n".join("\t".join(texts) for texts in (self.heads, *(tuple(_flat(cell.text) for cell in row) for row in self.rows)))


def _flat(text: str) -> str:
    """Return a text on one line and in one column; blanks at its beginning, which tell how deep it lies, stay."""
    return _BREAKS.sub(" ", text)


def date_cell(text: str, ordinal: int) -> Cell:
    """Return a cell for a period, sorted by its first day."""
    return Cell(text, f"{ordinal:09d}", date.fromordinal(ordinal).isoformat())


class SortableTable(QTableView):
    """A table whose columns are sorted by a click on the head, or by S in the column; once more turns the order round."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        column = self.currentIndex().column()
        if event.key() == Qt.Key.Key_S and not event.modifiers() and column >= 0:
            header = self.horizontalHeader()
            falls = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            self.sortByColumn(column, Qt.SortOrder.DescendingOrder if falls else Qt.SortOrder.AscendingOrder)
            self.scrollTo(self.currentIndex())
        else:
            super().keyPressEvent(event)


class TableDialog(FramedDialog):
    """Shows a table, to be sorted by any column."""

    def __init__(self, table: ChartTable, parent: QWidget) -> None:
        super().__init__(table.title, tr("Click a column's head to sort by it, or press S in the column."), parent, width=680)
        self._table = table
        self._view = SortableTable()
        self._view.setModel(_model(table.heads, table.rows, self))
        self._build_view()
        copy = PlainButton(tr("Copy table"), icon("copy"))
        copy.clicked.connect(self._copy)
        self.add_left(copy)
        close = PrimaryButton(tr("Close"))
        close.clicked.connect(self.accept)
        self.add_right(close, default=True)
        self._view.setCurrentIndex(self._view.model().index(0, 0))
        self._view.setFocus()

    def _build_view(self) -> None:
        self._view.setAccessibleName(self._table.title)
        self._view.setShowGrid(False)
        self._view.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # until asked, the chart's order
        self._view.setSortingEnabled(True)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._view.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view.verticalHeader().hide()
        self._view.horizontalHeader().setHighlightSections(False)
        self._view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._view.setMinimumHeight(360)
        self.body.addWidget(self._view)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._table.as_text())


def _model(heads: Sequence[str], rows: Sequence[Sequence[Cell]], parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    model.setSortRole(_ROLE_OF_VALUE)
    model.setHorizontalHeaderLabels(list(heads))
    for row in rows:
        model.appendRow([_item(cell) for cell in row])
    for column, cell in enumerate(rows[0] if rows else ()):
        model.setHeaderData(column, Qt.Orientation.Horizontal, _alignment(cell), Qt.ItemDataRole.TextAlignmentRole)
    return model


def _item(cell: Cell) -> QStandardItem:
    item = QStandardItem(_flat(cell.text))
    item.setData(cell.value, _ROLE_OF_VALUE)
    item.setTextAlignment(_alignment(cell))
    return item


def _alignment(cell: Cell) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if cell.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
