"""The Trash page: what was deleted, when, what it holds, and the way back."""

from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.tree import TrashEntry
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.sessions.texts import day_text, time_text
from fractal_desktop.ui.widgets import EmptyState, FramedDialog, PageToolbar, PlainButton, text_label
from fractal_desktop.ui.widgets.selection import select_alone

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Index = QModelIndex | QPersistentModelIndex


class TrashColumn(IntEnum):
    """The columns of the trash."""

    NAME = 0
    HOLDS = 1
    DELETED = 2


class TrashModel(QAbstractTableModel):
    """What lies in the trash, the last deleted first."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: tuple[TrashEntry, ...] = ()

    def show_entries(self, entries: Sequence[TrashEntry]) -> None:
        """Show these; entries only ever come or go, so rows are inserted and removed one by one."""
        wanted = {entry.id for entry in entries}
        for row in reversed(range(len(self._entries))):
            if self._entries[row].id not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._entries = self._entries[:row] + self._entries[row + 1 :]
                self.endRemoveRows()
        for row, entry in enumerate(entries):
            if row >= len(self._entries) or self._entries[row].id != entry.id:
                self.beginInsertRows(QModelIndex(), row, row)
                self._entries = (*self._entries[:row], entry, *self._entries[row:])
                self.endInsertRows()

    def entry(self, index: Index) -> TrashEntry:
        """Return what a row shows."""
        return self._entries[index.row()]

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(TrashColumn)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, TrashColumn(index.column()))
        if role == Qt.ItemDataRole.DecorationRole and index.column() == TrashColumn.NAME:
            return goal_icon(entry.type)
        if role == Qt.ItemDataRole.ForegroundRole and index.column() != TrashColumn.NAME:
            return self._context.theme.tokens.color("muted")
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TrashColumn.NAME:
            return entry.name
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Name"), tr("Holds"), tr("Deleted"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, entry: TrashEntry, column: TrashColumn) -> str:
        match column:
            case TrashColumn.NAME:
                return entry.name
            case TrashColumn.HOLDS:
                return holding(entry)
            case TrashColumn.DELETED:
                wall = entry.deleted_at.astimezone(self._context.zone)
                return f"{day_text(wall.date(), QLocale(), self._context.today())}, {time_text(wall, QLocale())}"


def holding(entry: TrashEntry) -> str:
    """Return what lies below the deleted node, the node itself left out; "" if nothing."""
    is_session = entry.type is GoalType.PRACTICE_SESSION
    goals = entry.goals - (0 if is_session else 1)
    sessions = entry.sessions - (1 if is_session else 0)
    parts = [counted(goals, "1 goal", "{n} goals")] if goals > 0 else []
    parts += [counted(sessions, "1 session", "{n} sessions")] if sessions > 0 else []
    return tr(" and ").join(parts)


class TrashTable(QTableView):
    """The rows of the trash; Enter asks for them back."""

    restore_asked = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.restore_asked.emit()
        else:
            super().keyPressEvent(event)


class TrashPage(QWidget):
    """Restores what was deleted, or empties the trash for good."""

    emptied = Signal()
    """There is nothing left here for the focus."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._model = TrashModel(context, self)
        self._build()
        context.changed.connect(self._on_changed)
        context.zone_changed.connect(self._table.viewport().update)
        self._table.selectionModel().selectionChanged.connect(self._on_selected)
        self._table.restore_asked.connect(self.restore)
        self._table.doubleClicked.connect(self.restore)
        self._restore.clicked.connect(self.restore)
        self._empty.clicked.connect(self.ask_to_empty)
        self._read()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do on this page: nothing."""
        return {}

    @Slot()
    def restore(self) -> None:
        """Put the selected entries back to where they were."""
        if self._context.can_write:
            for entry in self._selected():
                self._context.write(self, partial(_restore, entry.id), then=partial(self._say_restored, entry))

    @Slot()
    def ask_to_empty(self) -> None:
        """Ask first: once the file is closed, nothing brings back what was in the trash."""
        count = self._model.rowCount()
        if not count or not self._context.can_write:
            return
        title = tr("Empty the trash?")
        fact = counted(count, "1 deletion is removed from the file.", "{n} deletions are removed from the file.")
        dialog = FramedDialog(title, fact, self, width=460)
        dialog.set_heading(title, fact, icon("warning", "warning"))
        dialog.body.addWidget(
            text_label(
                tr("Undo can bring it back until this file is closed. After that only a backup made before still holds it."),
                wrap=True,
            )
        )
        cancel, empty = PlainButton(tr("Cancel")), PlainButton(tr("Empty trash"), kind="danger")
        cancel.clicked.connect(dialog.reject)
        empty.clicked.connect(dialog.accept)
        dialog.accepted.connect(self._empty_trash)
        dialog.add_right(empty)
        dialog.add_right(cancel, default=True)
        dialog.open()
        cancel.setFocus()

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._count = text_label("", tone="muted")
        self._restore = PlainButton(tr("Restore"), icon("undo"))
        self._empty = PlainButton(tr("Empty trash…"), icon("trash", "danger"), "danger")
        toolbar = PageToolbar()
        toolbar.row.addWidget(self._restore)
        toolbar.row.addWidget(self._count)
        toolbar.row.addStretch(1)
        toolbar.row.addWidget(self._empty)
        self._table = TrashTable()
        self._build_table()
        self._nothing = EmptyState(tr("Nothing was deleted. What you delete is kept here until you empty the trash."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table)  # first, so that it can have the focus until the entries are read
        self._stack.addWidget(self._nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self._table)
        self._on_selected()

    def _build_table(self) -> None:
        table, px = self._table, self._context.theme.px
        table.setModel(self._model)
        table.setAccessibleName(tr("Trash"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(px(36))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(TrashColumn.NAME, QHeaderView.ResizeMode.Stretch)
        header.setFixedHeight(px(28))
        header.setStyleSheet("::section { padding-left: 11px; }")  # over the text of the cells
        table.setColumnWidth(TrashColumn.HOLDS, px(240))
        table.setColumnWidth(TrashColumn.DELETED, px(200))

    def _selected(self) -> list[TrashEntry]:
        return [self._model.entry(row) for row in self._table.selectionModel().selectedRows()]

    @Slot()
    def _on_selected(self) -> None:
        self._restore.setEnabled(self._context.can_write and bool(self._table.selectionModel().selectedRows()))
        self._empty.setEnabled(self._context.can_write and self._model.rowCount() > 0)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.trash or change.everything:
            self._read()

    def _read(self) -> None:
        self._context.read(self, "trash", _entries, self._on_entries)

    @Slot(object)
    def _on_entries(self, entries: tuple[TrashEntry, ...]) -> None:
        had_focus = self._table.hasFocus()
        self._model.show_entries(entries)
        self._count.setText(counted(len(entries), "1 deletion", "{n} deletions") if entries else "")
        if entries and not self._table.currentIndex().isValid():
            select_alone(self._table, self._model.index(0, 0))
        self._on_selected()
        if had_focus and not entries:
            self.emptied.emit()  # while the table is still there: else Qt puts the focus into the bars below
        self._stack.setCurrentWidget(self._table if entries else self._nothing)

    def _say_restored(self, entry: TrashEntry, change: Change) -> None:
        self._context.notify(change.note or tr("Restored “{name}”").format(name=entry.name), undoable=True)

    @Slot()
    def _empty_trash(self) -> None:
        self._context.write(self, _empty_trash, then=self._say_emptied)

    def _say_emptied(self, _change: Change) -> None:
        self._context.notify(tr("The trash is empty"), undoable=True)


def _entries(workspace: "Workspace") -> tuple[TrashEntry, ...]:
    return workspace.goals.trash()


def _restore(trash_id: int, workspace: "Workspace") -> Change:
    return workspace.goals.restore(trash_id)


def _empty_trash(workspace: "Workspace") -> Change:
    return workspace.goals.empty_trash()
