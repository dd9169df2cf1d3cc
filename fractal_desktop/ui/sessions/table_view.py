"""The table of sessions: its columns, its keys, what is selected."""

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionRow
from fractal_desktop.ui.sessions.row_delegate import CELL_PADDING, ICON_ROOM, SessionRowDelegate
from fractal_desktop.ui.sessions.table_header import CHEVRON_ROOM, ROW_HEIGHT, SessionTableHeader
from fractal_desktop.ui.sessions.table_model import Column, SessionTableModel
from fractal_desktop.ui.sessions.texts import day_text, time_text
from fractal_desktop.ui.theme import font_of
from fractal_desktop.ui.widgets.selection import select_alone

_WIDTHS = {Column.DURATION: 64, Column.TEMPLATE: 107, Column.GOALS: 136}
_NAME_ROOM = 130
_LEAVING = (Column.DURATION, Column.STATE, Column.END, Column.GOALS, Column.TEMPLATE)
"""The columns that give way to the names where there is little room, the last one first."""
_SAMPLE_DAYS = tuple(date(2026, month, day) for month in range(1, 13) for day in range(22, 29))
"""Every weekday in every month, with two digits."""


class SessionTable(QTableView):
    """The list itself. `session_activated` is Enter or a double click; the current row is the one the editor shows."""

    current_changed = Signal(object)
    selection_changed = Signal()
    session_activated = Signal(str)
    menu_asked = Signal(object)
    """A menu for the selected sessions is wanted at this point (QPoint) of the screen."""

    def __init__(self, model: SessionTableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._delegate = SessionRowDelegate(self)
        self._known_widths: dict[Column, int] = {}
        self._header = SessionTableHeader(self)
        self.setHorizontalHeader(self._header)
        self.setModel(model)
        self._build()
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        self.activated.connect(self._on_activated)

    @property
    def header(self) -> SessionTableHeader:
        """Return the head."""
        return self._header

    def selected_rows(self) -> tuple[SessionRow, ...]:
        """Return the selected sessions from top to bottom."""
        indexes = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return tuple(row for row in map(self._model.session_row, indexes) if row is not None)

    def current_id(self) -> SessionId | None:
        """Return the session of the row with the frame."""
        row = self._model.session_row(self.currentIndex())
        return row.id if row is not None else None

    def select_session(self, session_id: SessionId) -> bool:
        """Make the session the current and only selected one; return whether it is in the loaded part of the list."""
        place = self._model.row_of(session_id)
        if place is None:
            return False
        select_alone(self, self._model.index(place, 0))
        self.scrollTo(self._model.index(place, 0))
        return True

    def select_something(self) -> None:
        """Select the current row where nothing is, as after the selected ones went: commands are about it all the same."""
        if self.currentIndex().isValid() and not self.selectionModel().hasSelection():
            select_alone(self, self.currentIndex())

    @override
    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Leave the selection alone where no row is: a click there would take it away, though the editor and Delete stay with the row."""
        return super().selectionCommand(index, event) if index.isValid() else QItemSelectionModel.SelectionFlag.NoUpdate

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Clear a selection of several on Escape; Enter opens."""
        if event.key() == Qt.Key.Key_Escape and len(self.selectionModel().selectedRows()) > 1:
            select_alone(self, self.currentIndex())
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    @override
    def moveCursor(self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Go to the first and the last session on Home and End: Qt would go to the first and the last column."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: self._model.rowCount() - 1}
        if cursorAction in ends and self._model.rowCount():
            return self._model.index(ends[cursorAction], max(0, self.currentIndex().column()))
        return super().moveCursor(cursorAction, modifiers)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: at the pointer if it is over a session, at the current row where a key asks."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid():
            row = self.visualRect(index.siblingAtColumn(Column.NAME))
            place = self.viewport().mapToGlobal(row.bottomLeft() + QPoint(ICON_ROOM, 0))
            self.menu_asked.emit(place if by_key else event.globalPos())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer with the hover fill."""
        self._hover(event.position().toPoint())
        super().mouseMoveEvent(event)

    @override
    def leaveEvent(self, event: object) -> None:
        """Take the hover fill away."""
        self._hover(QPoint(-1, -1))
        super().leaveEvent(event)  # type: ignore[arg-type]

    def _build(self) -> None:
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(self.tr("Sessions"))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultSectionSize(max(ROW_HEIGHT, QFontMetrics(self.font()).height() + 11))
        self._header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        self._header.setSectionResizeMode(Column.STATE, QHeaderView.ResizeMode.Fixed)
        for column, width in (*_WIDTHS.items(), *self._own_widths()):
            self._header.resizeSection(column, width)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns where names would have no room beside them."""
        super().resizeEvent(event)
        self._leave_out()

    def _leave_out(self) -> None:
        header = self._header
        for column in _LEAVING:
            if not header.isSectionHidden(column):
                self._known_widths[column] = header.sectionSize(column)
        room = self.viewport().width() - _NAME_ROOM - header.sectionSize(Column.START)
        for column in _LEAVING:
            room -= self._known_widths.get(column, _WIDTHS.get(column, header.minimumSectionSize()))
            if header.isSectionHidden(column) != (room < 0):
                header.setSectionHidden(column, room < 0)

    def _own_widths(self) -> Iterator[tuple[Column, int]]:
        """Yield the widths that days, times and the state's title need in this locale."""
        metrics, texts = QFontMetrics(self.font()), self._model.texts
        time = metrics.horizontalAdvance(time_text(datetime(2026, 9, 23, 22, 48), texts.locale))  # noqa: DTZ001 - a wall clock
        days = (day_text(day, texts.locale, today) for day in _SAMPLE_DAYS for today in (None, day))
        yield Column.START, max(map(metrics.horizontalAdvance, days)) + time + 10 + 2 * CELL_PADDING
        title = str(self._model.headerData(Column.STATE, Qt.Orientation.Horizontal))
        yield Column.STATE, QFontMetrics(font_of(self.font(), "secondary", 600)).horizontalAdvance(title) + CHEVRON_ROOM + 4
        yield Column.END, time + QFontMetrics(font_of(self.font(), "caption")).horizontalAdvance("+1") + 2 + 2 * CELL_PADDING

    def _hover(self, position: QPoint) -> None:
        row = self.rowAt(position.y()) if self.viewport().rect().contains(position) else -1
        if row != self._delegate.hovered_row:
            changed, self._delegate.hovered_row = (self._delegate.hovered_row, row), row
            for line in changed:
                if line >= 0:
                    self.viewport().update(QRect(0, self.rowViewportPosition(line), self.viewport().width(), self.rowHeight(line)))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_row_changed(self, current: QModelIndex, previous: QModelIndex) -> None:
        for index in (current, previous):
            if index.isValid():
                top = self.rowViewportPosition(index.row())
                self.viewport().update(QRect(0, top, self.viewport().width(), self.rowHeight(index.row())))
        row = self._model.session_row(current)
        self.current_changed.emit(row.id if row is not None else None)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        row = self._model.session_row(index)
        if row is not None:
            self.session_activated.emit(row.id)
