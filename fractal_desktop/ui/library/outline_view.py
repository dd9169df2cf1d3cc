"""The sections and lines of a template: typed over, dragged, moved with Alt and the arrows, taken out with Delete."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)
from typing_extensions import override

from fractal_desktop.ui.library.outline_model import Index, OutlineColumn, OutlineModel
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.sessions.act_menu import ActMenu

_LEAST_ROWS = 4
_OWN_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_F2)
EndHint = QAbstractItemDelegate.EndEditHint


class OutlineAct(StrEnum):
    """Something to do with a section or a line."""

    RENAME = "rename"
    MOVE_UP = "move_up"
    MOVE_DOWN = "move_down"
    REMOVE = "remove"


class OutlineMenu(ActMenu):
    """Offers what the keys do."""

    acts = OutlineAct

    def __init__(self, parent: QWidget, *, can_rename: bool) -> None:
        super().__init__(parent)
        if can_rename:
            self.offer(OutlineAct.RENAME, tr("Rename"), "edit", "F2")
            self.addSeparator()
        self.offer(OutlineAct.MOVE_UP, tr("Move up"), "arrow-up", "Alt+Up")
        self.offer(OutlineAct.MOVE_DOWN, tr("Move down"), "arrow-down", "Alt+Down")
        self.addSeparator()
        self.offer(OutlineAct.REMOVE, tr("Remove"), "trash", "Del", "danger")


class OutlineView(QTreeView):
    """As high as what it shows; the page scrolls."""

    def __init__(self, model: OutlineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(tr("Sections and activities"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(20)
        self.setFrameShape(QTreeView.Shape.NoFrame)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.SelectedClicked
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(OutlineColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(OutlineColumn.MINUTES, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(OutlineColumn.MINUTES, 84)
        self._place = (0, -1)
        model.modelAboutToBeReset.connect(self._keep_place)
        model.modelReset.connect(self._take_place)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.rowsMoved):
            signal.connect(self._fit)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self._height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(200, self._height())

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete and F2 for the line, where the window would use them for the whole template."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _OWN_KEYS
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move_current(step)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_current()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QAbstractItemView.State.EditingState:
            self._edit_cell(self.currentIndex().siblingAtColumn(OutlineColumn.NAME))
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with the row under the pointer, or the current one where a key asks."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if not index.isValid() or self._model.read_only:
            return
        self.setCurrentIndex(index)
        name = index.siblingAtColumn(OutlineColumn.NAME)
        menu = OutlineMenu(self, can_rename=bool(name.flags() & Qt.ItemFlag.ItemIsEditable))
        menu.acted.connect(self._on_acted)
        below = self.viewport().mapToGlobal(self.visualRect(name).bottomLeft() + QPoint(8, 0))
        menu.popup(below if by_key else event.globalPos())

    @override
    def closeEditor(self, editor: QWidget, hint: EndHint) -> None:
        """Let Tab go from a section's name to its minutes, and back."""
        column = {EndHint.EditNextItem: OutlineColumn.MINUTES, EndHint.EditPreviousItem: OutlineColumn.NAME}.get(hint)
        at = self.currentIndex()
        if column is None or at.column() == column:
            super().closeEditor(editor, hint if column is None else EndHint.NoHint)
            return
        super().closeEditor(editor, EndHint.NoHint)
        self._edit_cell(at.siblingAtColumn(column))

    def remove_current(self) -> None:
        """Take the current section or line out; the one that takes its place becomes current."""
        index = self.currentIndex()
        row, parent = index.row(), index.parent()
        self._model.remove(index)
        left = self._model.rowCount(parent)
        after = self._model.index(min(row, left - 1), 0, parent) if left else parent
        if after.isValid():
            self.setCurrentIndex(after)

    def edit_name(self, index: QModelIndex) -> None:
        """Make a row current and begin to type its name."""
        self.setCurrentIndex(index)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit(index)

    @Slot(object)
    def _on_acted(self, act: OutlineAct) -> None:
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        match act:
            case OutlineAct.RENAME:
                self._edit_cell(self.currentIndex().siblingAtColumn(OutlineColumn.NAME))
            case OutlineAct.MOVE_UP | OutlineAct.MOVE_DOWN:
                self._move_current(-1 if act is OutlineAct.MOVE_UP else 1)
            case OutlineAct.REMOVE:
                self.remove_current()

    def _move_current(self, step: int) -> None:
        moved = self._model.move_by(self.currentIndex(), step)
        if moved.isValid():
            self.setCurrentIndex(moved)

    @Slot()
    def _keep_place(self) -> None:
        index = self.currentIndex()
        self._place = (index.parent().row(), index.row()) if index.parent().isValid() else (index.row(), -1)

    @Slot()
    def _take_place(self) -> None:
        """Go on where the focus was before everything was read anew, as by undo: the keys are about a line, not about nothing."""
        section = self._model.index(max(0, min(self._place[0], self._model.rowCount() - 1)), 0)
        line = self._model.index(min(self._place[1], self._model.rowCount(section) - 1), 0, section)
        if self.hasFocus():
            self.setCurrentIndex(line if line.isValid() else section)

    def _edit_cell(self, index: QModelIndex) -> None:
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    @Slot()
    def _fit(self) -> None:
        self.expandAll()
        self.updateGeometry()

    def _height(self) -> int:
        rows = sum(1 + self._model.rowCount(self._model.index(row, 0)) for row in range(self._model.rowCount()))
        return max(rows, _LEAST_ROWS) * _row_height(self) + 2 * self.frameWidth() + 2


class _Delegate(QStyledItemDelegate):
    """Rows of one height, and a field to type in that has the row's size."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        view = self.parent()
        assert isinstance(view, QWidget)
        return QSize(60, _row_height(view))

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QLineEdit(parent)
        field.setProperty("kind", "rename")
        is_name = index.column() == OutlineColumn.NAME
        field.setAccessibleName(tr("Name") if is_name else tr("Planned minutes"))
        if not is_name:
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
        return field


def _row_height(view: QWidget) -> int:
    return max(32, view.fontMetrics().height() + 14)
