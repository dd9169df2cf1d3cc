"""The rows of a table of figures, in the order they are sorted by."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, one_cell
from fractal_desktop.ui.analytics.door import Door

ROLE_OF_DOOR = Qt.ItemDataRole.UserRole + 1
"""What a row opens (None: nothing), in every one of its cells; of a row of two halves each has its own."""

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class FiguresModel(QAbstractTableModel):
    """Shows a table of which there may be many thousands of rows; nothing is made for a cell before it is seen."""

    def __init__(self, table: ChartTable, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._order = list(range(len(table.rows)))

    @override
    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._order)

    @override
    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._table.heads)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self._table.rows[self._order[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_cell(row[index.column()].text)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(row[index.column()])
        return _door(row, index.column()) if role == ROLE_OF_DOOR else None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self._table.rows[0][section] if self._table.rows else Cell("", ""))
        return self._table.heads[section] if role == Qt.ItemDataRole.DisplayRole else None

    @override
    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by what the cells of a column are worth, or as the chart has it with -1; whoever is in a row stays in it."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        rows = [self._order[index.row()] for index in before]
        self._order = list(range(len(self._table.rows)))
        if column >= 0:
            self._order.sort(key=lambda row: self._worth(row, column), reverse=order is Qt.SortOrder.DescendingOrder)
        places = {row: place for place, row in enumerate(self._order)}
        after = [self.index(places[row], index.column()) for row, index in zip(rows, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _worth(self, row: int, column: int) -> tuple[float, str]:
        value = self._table.rows[row][column].value
        return (0.0, value) if isinstance(value, str) else (value, "")


def _door(row: tuple[Cell, ...], column: int) -> Door | None:
    has_many = any(cell.door is not None for cell in row[1:])
    return row[column if has_many else 0].door


def _alignment(cell: Cell) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if cell.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
