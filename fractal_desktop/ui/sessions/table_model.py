"""The rows of the session list as Qt wants them; knows nothing of where they come from."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionPage, SessionRow, SessionSort
from fractal_desktop.ui.sessions.texts import RowTexts

ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_NO_INDEX = QModelIndex()
_MOST_MOVES = 64


class Column(IntEnum):
    """The columns from left to right."""

    NAME = 0
    START = 1
    END = 2
    DURATION = 3
    TEMPLATE = 4
    GOALS = 5
    STATE = 6


SORTS = {
    Column.NAME: SessionSort.NAME,
    Column.START: SessionSort.START,
    Column.END: SessionSort.END,
    Column.DURATION: SessionSort.DURATION,
    Column.TEMPLATE: SessionSort.TEMPLATE,
    Column.GOALS: SessionSort.GOALS,
    Column.STATE: SessionSort.STATE,
}
"""What a click on a column's title sorts by."""


class SessionTableModel(QAbstractTableModel):
    """Lines of a list of sessions, a page at a time. Who feeds it answers `more_wanted` with `append`."""

    more_wanted = Signal()

    def __init__(self, texts: RowTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._texts = texts
        self._rows: list[SessionRow] = []
        self._cursor: object | None = None
        self._waiting = False

    @property
    def cursor(self) -> object | None:
        """Return where the next page begins, None after the last."""
        return self._cursor

    @property
    def texts(self) -> RowTexts:
        """Return what writes the dates and times."""
        return self._texts

    def rows(self) -> tuple[SessionRow, ...]:
        """Return what is loaded, in order."""
        return tuple(self._rows)

    def row_of(self, session_id: SessionId) -> int | None:
        """Return the line of a session, None if it is not loaded."""
        return next((index for index, row in enumerate(self._rows) if row.id == session_id), None)

    def session_row(self, index: QModelIndex | QPersistentModelIndex) -> SessionRow | None:
        """Return the session under an index, None for an invalid one."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def set_texts(self, texts: RowTexts) -> None:
        """Write dates and times for another zone, day or locale from now on."""
        self._texts = texts
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(Column) - 1))

    def replace(self, page: SessionPage) -> None:
        """Show another list from its first page."""
        self.beginResetModel()
        self._rows = list(page.rows)
        self._cursor = page.next_cursor
        self._waiting = False
        self.endResetModel()

    def append(self, page: SessionPage) -> None:
        """Add the page that `more_wanted` asked for; rows that are here already are left out."""
        self._waiting = False
        self._cursor = page.next_cursor
        known = {row.id for row in self._rows}
        fresh = [row for row in page.rows if row.id not in known]
        if fresh:
            self.beginInsertRows(_NO_INDEX, len(self._rows), len(self._rows) + len(fresh) - 1)
            self._rows += fresh
            self.endInsertRows()

    def give_up_waiting(self) -> None:
        """Allow the next page to be asked for again after asking for it failed."""
        self._waiting = False

    def update_in_place(self, rows: Sequence[SessionRow]) -> None:
        """Renew the lines of these sessions where they stand."""
        places = {row.id: index for index, row in enumerate(self._rows)}
        for row in rows:
            if row.id in places:
                self._set_row(places[row.id], row)

    def merge(self, page: SessionPage) -> None:
        """Become `page`, the same list read again, by the fewest signals, so that selection and scrolling stay."""
        wanted = {row.id for row in page.rows}
        gone = sum(row.id not in wanted for row in self._rows)
        if gone > _MOST_MOVES or abs(len(page.rows) - len(self._rows) + gone) > _MOST_MOVES:
            self.replace(page)
            return
        for index in range(len(self._rows) - 1, -1, -1):
            if self._rows[index].id not in wanted:
                self._remove(index)
        for index, row in enumerate(page.rows):
            self._place(index, row)
        self._cursor = page.next_cursor
        self._waiting = False

    @override
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Return the number of loaded lines."""
        return 0 if parent.isValid() else len(self._rows)

    @override
    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_INDEX) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    @override
    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> bool:
        """Return whether a further page exists and has not been asked for yet."""
        return not parent.isValid() and self._cursor is not None and not self._waiting

    @override
    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex) -> None:
        """Ask for the next page; the rows come later."""
        if self.canFetchMore(parent):
            self._waiting = True
            self.more_wanted.emit()

    @override
    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, says and carries."""
        row = self.session_row(index)
        if row is None:
            return None
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts.cell(row, column)
        if role == ROW_ROLE:
            return row
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts.spoken(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a column's title and alignment."""
        if orientation is Qt.Orientation.Vertical or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._title(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        return None

    def _title(self, column: Column) -> str:
        return {
            Column.NAME: self.tr("Name"),
            Column.START: self.tr("Start"),
            Column.END: self.tr("End"),
            Column.DURATION: self.tr("Duration"),
            Column.TEMPLATE: self.tr("Template"),
            Column.GOALS: self.tr("Goals"),
            Column.STATE: self.tr("State"),
        }[column]

    def _set_row(self, index: int, row: SessionRow) -> None:
        if self._rows[index] != row:
            self._rows[index] = row
            self.dataChanged.emit(self.index(index, 0), self.index(index, len(Column) - 1))

    def _remove(self, index: int) -> None:
        self.beginRemoveRows(_NO_INDEX, index, index)
        del self._rows[index]
        self.endRemoveRows()

    def _place(self, index: int, row: SessionRow) -> None:
        if index >= len(self._rows) or self._rows[index].id != row.id:
            old = next((i for i in range(index + 1, len(self._rows)) if self._rows[i].id == row.id), None)
            if old is None:
                self.beginInsertRows(_NO_INDEX, index, index)
                self._rows.insert(index, row)
                self.endInsertRows()
                return
            self.beginMoveRows(_NO_INDEX, old, old, _NO_INDEX, index)
            self._rows.insert(index, self._rows.pop(old))
            self.endMoveRows()
        self._set_row(index, row)


def _alignment(column: Column) -> Qt.AlignmentFlag:
    if column in (Column.END, Column.DURATION):
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    if column is Column.STATE:
        return Qt.AlignmentFlag.AlignCenter
    return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
