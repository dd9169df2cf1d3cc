"""How the rows of the table of sessions are drawn."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.practice_session import SessionRow, SessionState
from fractal_desktop.ui.icons import paint_goal_icon, paint_icon
from fractal_desktop.ui.sessions.table_model import ROW_ROLE, Column, SessionTableModel
from fractal_desktop.ui.theme import current_tokens, font_of
from fractal_desktop.ui.tokens import Tokens

ICON_ROOM = 40
CELL_PADDING = 6
LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class SessionRowDelegate(QStyledItemDelegate):
    """Draws the cells: strong where rows differ, muted where they repeat. The row with the focus gets a frame."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent
        self.hovered_row = -1

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
        room = rect.adjusted(CELL_PADDING, 0, -CELL_PADDING, -1)
        if column is Column.NAME:
            self._paint_name(painter, rect, row)
        elif column is Column.START:
            self._paint_start(painter, room, row, model)
        elif column is Column.DURATION:
            painter.setFont(font_of(option.font, weight=600 if row.duration_seconds is not None else 400))
            painter.setPen(tokens.color("text" if row.duration_seconds is not None else "muted"))
            painter.drawText(room, RIGHT, hours_minutes(row.duration_seconds))
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
                self._draw(painter, room, model.texts.cell(row, column), LEFT)
        painter.restore()
        self._paint_frame(painter, option, index, tokens)

    def _paint_ground(self, painter: QPainter, rect: QRect, option: QStyleOptionViewItem, tokens: Tokens) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = self.hovered_row >= 0 and self.hovered_row == self._table.rowAt(rect.center().y())
        painter.fillRect(rect, tokens.color("selection" if selected else "hover" if hovered else "base"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), tokens.color("hairline"))

    def _paint_name(self, painter: QPainter, rect: QRect, row: SessionRow) -> None:
        paint_goal_icon(painter, QRectF(rect.left() + 13, rect.center().y() - 6.5, 14, 14), GoalType.PRACTICE_SESSION)
        self._draw(painter, rect.adjusted(ICON_ROOM, 0, -CELL_PADDING, -1), row.name, LEFT)

    def _paint_start(self, painter: QPainter, room: QRect, row: SessionRow, model: SessionTableModel) -> None:
        time = model.texts.start_time(row)
        painter.drawText(room, RIGHT, time)
        day = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(time) - 10, 0)
        self._draw(painter, day, model.texts.start_day(row), LEFT)

    def _paint_end(self, painter: QPainter, room: QRect, row: SessionRow, model: SessionTableModel) -> None:
        """Draw the time, and small behind it how many days after the start that is."""
        painter.setPen(current_tokens().color("muted"))
        time, days = model.texts.end_parts(row)
        if days:
            plain = painter.font()
            painter.setFont(font_of(plain, "caption"))
            painter.drawText(room, RIGHT, days)
            room = room.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(days) - 2, 0)
            painter.setFont(plain)
        painter.drawText(room, RIGHT, time)

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
        self._draw(painter, room, row.goal_names[0], LEFT)

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
        if self._table.currentIndex().row() != index.row():
            return
        rect: QRect = option.rect
        header = self._table.horizontalHeader()
        color = QColor(tokens.color("accent"))
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 2), color)
        painter.fillRect(QRect(rect.left(), rect.bottom() - 1, rect.width(), 2), color)
        if header.visualIndex(index.column()) == 0:
            painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), color)
        if header.visualIndex(index.column()) == header.count() - 1:
            painter.fillRect(QRect(rect.right() - 1, rect.top(), 2, rect.height()), color)

    def _draw(self, painter: QPainter, room: QRect, text: str, side: Qt.AlignmentFlag) -> None:
        painter.drawText(room, side, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))
