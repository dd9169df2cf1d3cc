"""The list at the left of the library: templates or activities, two lines each, under headings, of which groups can be renamed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from fractal_desktop.domain.library import ActivityGroup
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.library.rows import LibraryRow
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.theme import current_tokens, font_of
from fractal_desktop.ui.widgets.rename_edit import Problem, RenameDelegate, blank_problem

Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole + 1
_MOST_TOLD = 100
_AT_ONCE = 4096
_LEFT = 16


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
        if role not in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole, _ROW):
            return None
        detail = self._detail(row.id) if row.id else row.detail
        if role == _ROW:
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


class LibraryList(QTableView):
    """Shows the rows; tells which one is current. A table of one column: a list view lays out every row there is, a table those seen."""

    row_chosen = Signal(str)
    delete_asked = Signal()
    renamed = Signal(str, str)
    """The id of a group and the name that was typed for it."""
    menu_asked = Signal(QPoint)
    """A menu for the current row is wanted at this place of the screen."""
    entered = Signal()
    """The editor of the current row is wanted."""

    def __init__(self, detail: Callable[[str], str], parent: QWidget | None = None) -> None:
        """`detail` returns the line below the name of the thing with an id."""
        super().__init__(parent)
        self._model = LibraryListModel(detail, self)
        self._is_showing = False
        self.setModel(self._model)
        self.setItemDelegate(LibraryRowDelegate(self))
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.EditKeyPressed | QTableView.EditTrigger.DoubleClicked)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self._set_heights()
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self._model.renamed.connect(self.renamed)

    @property
    def current_id(self) -> str | None:
        """Return the id of the current row, None if that is a heading."""
        row = self._current_row
        return row.id if row is not None and row.id else None

    @property
    def current_group(self) -> ActivityGroup | None:
        """Return the group whose heading is current."""
        row = self._current_row
        return row.group if row is not None else None

    @property
    def current_key(self) -> str | None:
        """Return the id of the thing or group that is current."""
        row = self._current_row
        return row.key if row is not None and row.key else None

    @property
    def _current_row(self) -> LibraryRow | None:
        row = self.currentIndex().data(_ROW)
        return row if isinstance(row, LibraryRow) else None

    def show_rows(self, rows: list[LibraryRow]) -> None:
        """Show these rows, the current one staying current while it is there.

        Only then is it told which one is current: while rows go one by one, each neighbour would be chosen in turn.
        """
        before = self.current_key
        self._is_showing = True
        self._model.show_rows(rows)
        self._set_heights()
        if before is not None and self.current_key != before:
            self.choose(before)
        self._is_showing = False
        if self.current_key != before:
            self.row_chosen.emit(self.current_key or "")

    def show_details(self) -> None:
        """Ask anew for what stands below the names."""
        self._model.tell_details()

    def allow_renaming(self, allowed: bool) -> None:
        """Say whether the names of groups can be changed."""
        self._model.allow_renaming(allowed)

    def start_rename(self) -> None:
        """Let the name of the group that is current be changed in place."""
        index = self.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable and self.state() != QTableView.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scrollTo(index)
            self.edit(index)

    def choose(self, key: str) -> bool:
        """Make the row of the thing or group with this id current and return whether there is one."""
        if self.current_key != key:
            position = self._model.position(key)
            if position is None:
                return False
            self.setCurrentIndex(self._model.index(position, 0))
        self.scrollTo(self.currentIndex())
        return True

    def choose_first(self) -> None:
        """Make the first row that is no heading current; where there are only headings, the first group."""
        position = self._model.first(with_groups=False)
        if position is None:
            position = self._model.first(with_groups=True)
        if position is not None:
            self.setCurrentIndex(self._model.index(position, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete what is current, or go on to its editor; Home and End go to the first and last row, as in a list."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QTableView.State.EditingState:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Home:
            first = self._model.first(with_groups=True)
            if first is not None:
                self.setCurrentIndex(self._model.index(first, 0))
        elif event.key() == Qt.Key.Key_End:
            self.setCurrentIndex(self._model.index(self._model.rowCount() - 1, 0))
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: at the pointer if it is over a row that can be current, below the current row where a key asks."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(_LEFT, 0))
            self.menu_asked.emit(below if by_key else event.globalPos())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()

    def _set_heights(self) -> None:
        """Give rows the height of two lines, headings that of one."""
        line, heights = self.fontMetrics().height(), self.verticalHeader()
        heights.setDefaultSectionSize(line * 2 + 18)
        for position in self._model.headings:
            heights.resizeSection(position, line + 18)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(_ROW)
        if not self._is_showing:
            self.row_chosen.emit(row.key if isinstance(row, LibraryRow) else "")


class LibraryRowDelegate(RenameDelegate):
    """Paints a heading, or an icon, a name and a muted line below it."""

    @override
    def problem_of(self, index: Index) -> Problem:
        row, model = index.data(_ROW), index.model()
        if isinstance(model, LibraryListModel) and row.group is not None:
            return partial(model.problem, row.group)
        return super().problem_of(index)

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Take the whole line: where there are several fractals, the name stands in it behind that of its own."""
        editor.setGeometry(option.rect.adjusted(_LEFT - 6, 2, -8, -2))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: LibraryRow = index.data(_ROW)
        rect: QRect = option.rect
        tokens = current_tokens()
        painter.save()
        painter.fillRect(rect, tokens.color("base"))  # a table paints the ground of a selected row before, without rounded corners
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not row.id:
            self._paint_heading(painter, option, row)
        else:
            self._paint_ground(painter, option)
            paint_icon(painter, QRect(rect.left() + 16, rect.top() + 11, 16, 16), row.glyph, "muted")
            self._paint_texts(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow) -> None:
        if row.group is not None:
            self._paint_ground(painter, option)
        room = option.rect.adjusted(_LEFT, 0, -_LEFT, 0) if row.group is not None else option.rect.adjusted(_LEFT, 4, -_LEFT, 0)
        painter.setPen(current_tokens().color("muted"))
        if row.detail:
            painter.setFont(font_of(option.font, "secondary"))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.detail)
            room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(row.detail) - 12)
        painter.setFont(font_of(option.font, "secondary", 600))
        name = painter.fontMetrics().elidedText(row.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        tokens = current_tokens()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        field = QRectF(option.rect).adjusted(6, 1, -6, -1)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("selection" if selected else "hover"))
            painter.drawRoundedRect(field, 6, 6)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(field.adjusted(1, 1, -1, -1), 6, 6)

    def _paint_texts(self, painter: QPainter, option: QStyleOptionViewItem, row: LibraryRow) -> None:
        tokens = current_tokens()
        inner = option.rect.adjusted(42, 7, -16, -7)
        for top, text, font, colour in (
            (True, row.name, font_of(option.font, weight=500), "muted" if row.faded else "text"),
            (False, row.detail, font_of(option.font, "secondary"), "muted"),
        ):
            painter.setFont(font)
            painter.setPen(tokens.color(colour))
            side = Qt.AlignmentFlag.AlignTop if top else Qt.AlignmentFlag.AlignBottom
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, side | Qt.AlignmentFlag.AlignLeft, elided)


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
