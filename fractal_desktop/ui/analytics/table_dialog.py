"""A chart's twin: its figures as a table that can be sorted, read aloud and copied."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Self

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.figures_table import ROLE_OF_DOOR, FiguresTable
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import PlainButton, PrimaryButton
from fractal_desktop.ui.widgets.dialog import FramedDialog

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_ROLE_OF_VALUE = Qt.ItemDataRole.UserRole
_NARROWEST, _WIDEST, _AROUND, _SIDES = 720, 1000, 64, 48
_COPIED_MS = 2000


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and what it is sorted by; numbers stand right.

    `exact` is what files for other programs hold in its place where that is no plain number: a day or an instant with its offset in
    ISO 8601, or a number for words that are the locale's; "" where the text itself will do.
    `door` leads to the sessions behind it; if a row's first cell alone has one, it is the whole row's.
    """

    text: str
    value: float | str
    exact: str = ""
    door: Door | None = field(default=None, compare=False)

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


def date_cell(text: str, ordinal: int, door: Door | None = None) -> Cell:
    """Return a cell for a period, sorted by its first day."""
    return Cell(text, f"{ordinal:09d}", date.fromordinal(ordinal).isoformat(), door)


class TableDialog(FramedDialog):
    """Shows a table, to be sorted by any column. A row that is opened closes it."""

    opened = Signal(object)
    """A row was opened: a Door."""

    def __init__(self, table: ChartTable, parent: QWidget) -> None:
        view = FiguresTable()
        view.setModel(_model(table, view))
        width = min(view.wanted_width() + _SIDES, _WIDEST, parent.window().width() - _AROUND)
        super().__init__(table.title, _fact(table), parent, width=max(width, _NARROWEST))
        self._table = table
        self._view = view
        self._view.setAccessibleName(table.title)
        self._view.setMinimumHeight(360)
        self._view.opened.connect(self._open)
        self.body.addWidget(self._view)
        self._copy_button = PlainButton(tr("Copy table"), icon("copy"))
        self._copy_button.clicked.connect(self._copy)
        self.add_left(self._copy_button)
        close = PrimaryButton(tr("Close"))
        close.clicked.connect(self.accept)
        self.add_right(close, default=True)
        self._view.setCurrentIndex(self._view.model().index(0, 0))
        self._view.setFocus()

    @Slot()
    def _copy(self) -> None:
        """Say on the button that it is done: what is said in the window behind is not seen."""
        QGuiApplication.clipboard().setText(self._table.as_text())
        self._show_copied(copied=True)
        QTimer.singleShot(_COPIED_MS, self, partial(self._show_copied, copied=False))

    def _show_copied(self, *, copied: bool) -> None:
        self._copy_button.setText(tr("Copied") if copied else tr("Copy table"))
        self._copy_button.setIcon(icon("check", "accent") if copied else icon("copy"))

    @Slot(object)
    def _open(self, door: Door) -> None:
        self.accept()
        self.opened.emit(door)


def _fact(table: ChartTable) -> str:
    sorting = tr("A click on a column's head, or S in the column, sorts by it.")
    if all(cell.door is None for row in table.rows for cell in row):
        return sorting
    return " ".join((sorting, tr("Enter or a double click opens a row's sessions.")))


def _model(table: ChartTable, parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(parent)
    model.setSortRole(_ROLE_OF_VALUE)
    model.setHorizontalHeaderLabels(list(table.heads))
    for row in table.rows:
        model.appendRow(_items(row))
    for column, cell in enumerate(table.rows[0] if table.rows else ()):
        model.setHeaderData(column, Qt.Orientation.Horizontal, _alignment(cell), Qt.ItemDataRole.TextAlignmentRole)
    return model


def _items(row: Sequence[Cell]) -> list[QStandardItem]:
    items = [_item(cell) for cell in row]
    has_many = any(cell.door is not None for cell in row[1:])
    for item, cell in zip(items, row, strict=True):
        item.setData(cell.door if has_many else row[0].door, ROLE_OF_DOOR)
    return items


def _item(cell: Cell) -> QStandardItem:
    item = QStandardItem(_flat(cell.text))
    item.setData(cell.value, _ROLE_OF_VALUE)
    item.setTextAlignment(_alignment(cell))
    return item


def _alignment(cell: Cell) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if cell.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
