"""What the library's list shows: rows and the headings between them, of which groups can be renamed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from fractal_desktop.domain.library import ActivityGroup
from fractal_desktop.ui.library.rows import LibraryRow
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.widgets.rename_edit import blank_problem

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole + 1
"""The role of a whole LibraryRow."""
_MOST_TOLD = 100
_AT_ONCE = 4096


class LibraryListModel(QAbstractListModel):
    """The rows as they were told last; only what differs is told on. What stands below a name is asked for when it is seen."""

    renamed = Signal(str, str)
    """The id of a group and the name that was typed for it."""

    def __init__(self, detail: Callable[[str], str], parent: QObject) -> None:
        """`detail` returns the line below the name of the thing with an id."""
        super().__init__(parent)
        self._detail = detail
        self._can_rename = False
        self._rows: list[LibraryRow] = []

    @property
    def headings(self) -> list[int]:
        """Return where headings are."""
        return [position for position, row in enumerate(self._rows) if not row.id]

    def show_rows(self, rows: list[LibraryRow]) -> None:
        """Show these rows; where many come or go, all are told anew, which takes no longer with a thousand than with ten."""
        begin = _alike(self._rows, rows)
        ends = min(_alike(self._rows[::-1], rows[::-1]), min(len(rows), len(self._rows)) - begin)
        gone, new = len(self._rows) - ends - begin, len(rows) - ends - begin
        if max(gone, new) > _MOST_TOLD:
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        if gone:
            self.beginRemoveRows(QModelIndex(), begin, begin + gone - 1)
            del self._rows[begin : begin + gone]
            self.endRemoveRows()
        if new:
            self.beginInsertRows(QModelIndex(), begin, begin + new - 1)
            self._rows[begin:begin] = rows[begin : begin + new]
            self.endInsertRows()
        self.tell_details()

    def tell_details(self) -> None:
        """Tell that every line may look different now."""
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def allow_renaming(self, allowed: bool) -> None:
        """Say whether the names of groups can be changed."""
        self._can_rename = allowed

    def position(self, key: str) -> int | None:
        """Return where the row of the thing or group with this id is."""
        ids = [row.id for row in self._rows]
        if key in ids:
            return ids.index(key)
        return next((at for at, row in enumerate(self._rows) if row.group is not None and row.group.id == key), None)

    def first(self, *, with_groups: bool) -> int | None:
        """Return where the first row is that can be current."""
        fitting = (position for position, row in enumerate(self._rows) if (row.key if with_groups else row.id))
        return next(fitting, None)

    def problem(self, group: ActivityGroup, text: str) -> str:
        """Say why a group cannot be called so, "" if it can."""
        name = text.strip().casefold()
        beside = (row.group for row in self._rows if row.group is not None and row.group.id != group.id)
        if any(other.root_id == group.root_id and other.name.strip().casefold() == name for other in beside):
            return tr("Another group is called that.")
        return blank_problem(text)

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or not self._rows[index.row()].key:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        can_rename = self._can_rename and self._rows[index.row()].group is not None
        return flags | Qt.ItemFlag.ItemIsEditable if can_rename else flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.EditRole:
            return row.group.name if row.group is not None else row.name
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, ROW):
            return None
        detail = self._detail(row.id) if row.id else row.detail
        if role == ROW:
            return replace(row, detail=detail)
        kind = tr("Group") if row.group is not None and role == Qt.ItemDataRole.AccessibleTextRole else ""
        return (", " if role == Qt.ItemDataRole.AccessibleTextRole else "\n").join(filter(None, (kind, row.name, detail)))

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        group = self._rows[index.row()].group
        if role != Qt.ItemDataRole.EditRole or group is None:
            return False
        name = str(value).strip()
        if name and name != group.name:
            self.renamed.emit(group.id, name)
        return True


def _alike(rows: list[LibraryRow], others: list[LibraryRow]) -> int:
    """Return how many rows are the same from the first on. Many are compared at once: those that did not change are the same objects."""
    most, place, step = min(len(rows), len(others)), 0, _AT_ONCE
    while place < most:
        step = min(step, most - place)
        if rows[place : place + step] == others[place : place + step]:
            place += step
        elif step == 1:
            break
        else:
            step //= 2
    return place
