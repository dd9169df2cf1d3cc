"""The table of sessions: its rows, its head, its keys."""

from collections.abc import Iterator
from datetime import date, datetime

from PySide6.QtCore import (
    QByteArray,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QColor, QContextMenuEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionRow, SessionSort, SessionState
from fractal_desktop.ui.icons import paint_goal_icon, paint_icon
from fractal_desktop.ui.sessions.table_model import ROW_ROLE, SORTS, Column, SessionTableModel
from fractal_desktop.ui.sessions.texts import day_text, time_text
from fractal_desktop.ui.theme import current_tokens, font_of
from fractal_desktop.ui.tokens import Tokens
from fractal_desktop.ui.widgets.selection import select_alone

_ROW_HEIGHT = 28
_ICON_ROOM = 40
_CELL_PADDING = 6
_WIDTHS = {Column.DURATION: 64, Column.TEMPLATE: 107, Column.GOALS: 136}
_CHEVRON_ROOM = 16
_NAME_ROOM = 130
_LEAVING = (Column.DURATION, Column.STATE, Column.END, Column.GOALS, Column.TEMPLATE)
"""The columns that give way to the names where there is little room, the last one first."""
_SAMPLE_DAYS = tuple(date(2026, month, day) for month in range(1, 13) for day in range(22, 29))
"""Every weekday in every month, with two digits."""
_VALUE = Qt.AlignmentFlag.AlignVCenter
_LEFT = _VALUE | Qt.AlignmentFlag.AlignLeft
_RIGHT = _VALUE | Qt.AlignmentFlag.AlignRight


class SessionRowDelegate(QStyledItemDelegate):
    """Draws the cells: strong where rows differ, muted where they repeat. The row with the focus gets a frame."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Draw one cell."""
        row, model = index.data(ROW_ROLE), index.model()
        if not isinstance(row, SessionRow) or not isinstance(model, SessionTableModel):
            return
        tokens = current_tokens()
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, option, tokens)
        painter.setFont(option.font)
        painter.setPen(tokens.color("text"))
        column = Column(index.column())
        room = rect.adjusted(_CELL_PADDING, 0, -_CELL_PADDING, -1)
        if column is Column.NAME:
            self._paint_name(painter, rect, row)
        elif column is Column.START:
            self._paint_start(painter, room, row, model)
        elif column is Column.DURATION:
            painter.setFont(font_of(option.font, weight=600 if row.duration_seconds is not None else 400))
            painter.setPen(tokens.color("text" if row.duration_seconds is not None else "muted"))
            painter.drawText(room, _RIGHT, hours_minutes(row.duration_seconds))
        elif column is Column.END:
            self._paint_end(painter, room, row, model)
        elif column is Column.STATE:
            self._paint_state(painter, rect, row)
        else:
            painter.setPen(tokens.color("muted"))
            painter.setFont(font_of(option.font, "secondary"))
            if column is Column.GOALS:
                self._paint_goals(painter, room, row, option)
            else:
                self._draw(painter, room, model.texts.cell(row, column), _LEFT)
        painter.restore()
        self._paint_frame(painter, option, index, tokens)

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, tokens: Tokens) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view = option.widget
        hovered = isinstance(view, SessionTable) and view.hovered_row == view.rowAt(rect.center().y())
        painter.fillRect(rect, tokens.color("selection" if selected else "hover" if hovered else "base"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("hairline"))

    def _paint_name(self, painter: QPainter, rect: QRect, row: SessionRow) -> None:
        paint_goal_icon(painter, QRectF(rect.left() + 13, rect.center().y() - 6.5, 14, 14), GoalType.PRACTICE_SESSION)
        self._draw(painter, rect.adjusted(_ICON_ROOM, 0, -_CELL_PADDING, -1), row.name, _LEFT)

    def _paint_start(self, painter: QPainter, room: QRect, row: SessionRow, model: SessionTableModel) -> None:
        time = model.texts.start_time(row)
        painter.drawText(room, _RIGHT, time)
        day = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(time) - 10, 0)
        self._draw(painter, day, model.texts.start_day(row), _LEFT)

    def _paint_end(self, painter: QPainter, room: QRect, row: SessionRow, model: SessionTableModel) -> None:
        """Draw the time, and small behind it how many days after the start that is."""
        painter.setPen(current_tokens().color("muted"))
        time, days = model.texts.end_parts(row)
        if days:
            plain = painter.font()
            painter.setFont(font_of(plain, "caption"))
            painter.drawText(room, _RIGHT, days)
            room = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(days) - 2, 0)
            painter.setFont(plain)
        painter.drawText(room, _RIGHT, time)

    def _paint_goals(self, painter: QPainter, room: QRect, row: SessionRow, option: QStyleOptionViewItem) -> None:
        if not row.goal_names:
            return
        more = len(row.goal_names) - 1
        if more > 0:
            painter.setFont(font_of(option.font, "caption"))
            counter = f"+{option.locale.toString(more)}"
            width = painter.fontMetrics().horizontalAdvance(counter) + 10
            box = QRectF(room.right() - width + 0.5, room.center().y() - 8.5, width, 18)
            painter.setBrush(current_tokens().color("base"))
            painter.setPen(QPen(current_tokens().color("button_border"), 1))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(current_tokens().color("muted"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, counter)
            painter.setFont(font_of(option.font, "secondary"))
            room = room.adjusted(0, 0, -width - 8, 0)
        self._draw(painter, room, row.goal_names[0], _LEFT)

    def _paint_state(self, painter: QPainter, rect: QRect, row: SessionRow) -> None:
        name, role = {
            SessionState.DONE: ("check", "accent"),
            SessionState.OPEN: ("circle", "muted"),
            SessionState.ATTENTION: ("warning", "warning"),
        }[row.state]
        box = QRect(0, 0, 14, 14)
        box.moveCenter(rect.center())
        paint_icon(painter, box, name, role)

    def _paint_frame(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex, tokens: Tokens
    ) -> None:
        """Draw this cell's part of the frame round the current row."""
        view = option.widget
        if not isinstance(view, SessionTable) or view.currentIndex().row() != index.row():
            return
        rect: QRect = option.rect
        header = view.horizontalHeader()
        color = QColor(tokens.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), color)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), color)
        if header.visualIndex(index.column()) == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), color)
        if header.visualIndex(index.column()) == header.count() - 1:
            painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), color)

    def _draw(self, painter: QPainter, room: QRect, text: str, side: Qt.AlignmentFlag) -> None:
        painter.drawText(room, side, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))


class SessionTableHeader(QHeaderView):
    """The head of the table: a click on a title asks for that order; the sorted one is strong with a chevron."""

    sort_asked = Signal(SessionSort)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sort = SessionSort.START
        self._descending = True
        self.setSectionsClickable(True)
        self.setSectionsMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(44)
        self.setStretchLastSection(False)
        self.setAccessibleName(self.tr("Columns"))
        self.sectionClicked.connect(self._on_section_clicked)

    def show_sort(self, sort: SessionSort, *, descending: bool) -> None:
        """Mark the column that the list is sorted by."""
        self._sort, self._descending = sort, descending
        self.viewport().update()

    def restore_widths(self, state: QByteArray) -> None:
        """Take over what `saveState` returned; the state's column stays as wide as its title, and nothing stays left out."""
        width = self.sectionSize(Column.STATE)
        self.restoreState(state)
        for column in Column:
            self.setSectionHidden(column, False)
        self.resizeSection(Column.STATE, width)

    @override
    def sizeHint(self) -> QSize:
        """Return the height of a row."""
        return QSize(super().sizeHint().width(), max(_ROW_HEIGHT, QFontMetrics(self.font()).height() + 12))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Draw one title."""
        tokens = current_tokens()
        column = Column(logicalIndex)
        sorted_by = SORTS[column] is self._sort
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, tokens.color("alternate"))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), tokens.color("hairline"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("hairline"))
        painter.setFont(font_of(self.font(), "secondary", 600 if sorted_by else 400))
        painter.setPen(tokens.color("text" if sorted_by else "muted"))
        text = str(self.model().headerData(logicalIndex, Qt.Orientation.Horizontal))
        metrics = painter.fontMetrics()
        room = rect.adjusted(_ICON_ROOM if column is Column.NAME else _CELL_PADDING, 0, -_CELL_PADDING, -1)
        if column is Column.STATE:
            spare = rect.width() - metrics.horizontalAdvance(text) - (_CHEVRON_ROOM if sorted_by else 0)
            # A pixel more: the advance is rounded, and what is a fraction wider would end in dots.
            room = rect.adjusted(max(0, spare // 2), 0, -max(0, spare // 2 - 1), -1)
        if sorted_by:
            chevron = QRect(room.right() - 11, rect.center().y() - 6, 12, 12)
            paint_icon(painter, chevron, "chevron-down" if self._descending else "chevron-up", "text")
            room.setRight(room.right() - _CHEVRON_ROOM)
        side = _RIGHT if column in (Column.END, Column.DURATION) else _LEFT
        painter.drawText(room, side, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
        painter.restore()

    @Slot(int)
    def _on_section_clicked(self, section: int) -> None:
        self.sort_asked.emit(SORTS[Column(section)])


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
        self.hovered_row = -1
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
            place = self.viewport().mapToGlobal(row.bottomLeft() + QPoint(_ICON_ROOM, 0))
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
        self.setItemDelegate(SessionRowDelegate(self))
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
        rows.setMinimumSectionSize(_ROW_HEIGHT)
        rows.setDefaultSectionSize(max(_ROW_HEIGHT, QFontMetrics(self.font()).height() + 11))
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
        yield Column.START, max(map(metrics.horizontalAdvance, days)) + time + 10 + 2 * _CELL_PADDING
        title = str(self._model.headerData(Column.STATE, Qt.Orientation.Horizontal))
        yield Column.STATE, QFontMetrics(font_of(self.font(), "secondary", 600)).horizontalAdvance(title) + _CHEVRON_ROOM + 4
        yield Column.END, time + QFontMetrics(font_of(self.font(), "caption")).horizontalAdvance("+1") + 2 + 2 * _CELL_PADDING

    def _hover(self, position: QPoint) -> None:
        row = self.rowAt(position.y()) if self.viewport().rect().contains(position) else -1
        if row != self.hovered_row:
            changed, self.hovered_row = (self.hovered_row, row), row
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
