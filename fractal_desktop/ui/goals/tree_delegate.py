"""Paints the cells of the tree."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.goals.cells import CellTexts, Column, Line, Progress
from fractal_desktop.ui.goals.forest import Kind
from fractal_desktop.ui.goals.tree_model import GoalTreeModel
from fractal_desktop.ui.icons import paint_goal_icon, paint_icon
from fractal_desktop.ui.theme import Theme, TypeScale
from fractal_desktop.ui.tokens import current_tokens
from fractal_desktop.ui.widgets.rename_edit import RenameDelegate

_ICON = 14
_SIGN = 16
NAME_MARGIN = 11
"""From the left of a name's cell to its icon: the arrow before it reaches that far in."""
_GAP = 7
RIGHT_MARGIN = 14
_BAR = QSize(36, 4)
_PERCENT_ROOM = 40

Index = QModelIndex | QPersistentModelIndex


class TreeDelegate(RenameDelegate):
    """Draws icon and name, time, due date and progress; the fills of the row are the view's.

    `match` is the text that the tree is filtered by: where a name holds it, it stands out.
    """

    def __init__(self, texts: CellTexts, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._texts = texts
        self._theme = theme
        self._fonts: dict[tuple[TypeScale, int], QFont] = {}
        self.match = ""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._theme.px(28))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if isinstance(model, GoalTreeModel):
            self.paint_cell(painter, option.rect, model.line(index), Column(index.column()))

    def paint_cell(self, painter: QPainter, rect: QRect, line: Line, column: Column) -> None:
        """Draw one cell of a line: the view asks for the line once and paints all its cells."""
        match column:
            case Column.NAME:
                self._paint_name(painter, rect, line)
            case Column.TIME:
                muted = line.kind is Kind.UNFILED
                self._paint_right(painter, rect, self._texts.time(line), "muted" if muted else "text", 8)
            case Column.DUE if line.node is not None:
                role = "danger" if self._texts.is_overdue(line.node) else "text" if line.node.deadline else "muted"
                self._paint_right(painter, rect, self._texts.due(line), role, 8, TypeScale.SECONDARY)
            case Column.PROGRESS:
                self._paint_progress(painter, rect, line)

    @override
    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        left = option.rect.left() + NAME_MARGIN + _ICON + 1
        editor.setGeometry(QRect(left, option.rect.top() + 1, option.rect.right() - left, option.rect.height() - 2))

    def is_name_elided(self, rect: QRect, line: Line) -> bool:
        """Return whether a name does not fit into its cell."""
        name = line.node.name if line.node is not None else ""
        return QFontMetrics(self._name_font(line)).horizontalAdvance(name) > self._name_rect(rect, line).width()

    def _name_font(self, line: Line) -> QFont:
        root = line.is_root and line.kind is Kind.GOAL
        return self._font(TypeScale.BASE, 600 if root else 500 if line.kind is Kind.EARLIER else 400)

    def _font(self, scale: TypeScale, weight: int = 400) -> QFont:
        """Return a font that is made once: a screenful of lines needs a hundred."""
        if (scale, weight) not in self._fonts:
            self._fonts[scale, weight] = self._theme.font(scale, weight)
        return self._fonts[scale, weight]

    def _name_rect(self, rect: QRect, line: Line) -> QRect:
        left = NAME_MARGIN if line.kind is Kind.UNFILED else NAME_MARGIN + _ICON + _GAP
        return rect.adjusted(left, 0, -4, 0)

    def _paint_name(self, painter: QPainter, rect: QRect, line: Line) -> None:
        if line.node is not None and line.kind is not Kind.UNFILED:
            top = rect.top() + (rect.height() - _ICON) / 2
            paint_goal_icon(painter, QRectF(rect.left() + NAME_MARGIN, top, _ICON, _ICON), line.node.type)
        role = {Kind.UNFILED: "muted", Kind.EARLIER: "accent"}.get(line.kind, "text")
        painter.setFont(self._name_font(line))
        painter.setPen(current_tokens().color(role))
        room = self._name_rect(rect, line)
        text = painter.fontMetrics().elidedText(self._texts.text(line, Column.NAME), Qt.TextElideMode.ElideRight, room.width())
        start = text.casefold().find(self.match.casefold()) if self.match and line.kind is not Kind.EARLIER else -1
        if start < 0:
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            self._paint_match(painter, room, text, start)

    def _paint_match(self, painter: QPainter, room: QRect, text: str, start: int) -> None:
        """Draw a name whose part from `start` on is what was looked for, on a light ground."""
        metrics = painter.fontMetrics()
        end = start + len(self.match)
        left = room.left() + metrics.horizontalAdvance(text[:start])
        ground = QRectF(
            left - 1, room.center().y() - metrics.height() / 2, metrics.horizontalAdvance(text[start:end]) + 2, metrics.height() + 1
        )
        ink = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_tokens().ramp[2 if not current_tokens().dark else 1]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(ground, 2, 2)
        painter.setPen(ink)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_right(self, painter: QPainter, rect: QRect, text: str, role: str, margin: int, scale: TypeScale = TypeScale.BASE) -> None:
        if not text:
            return
        painter.setFont(self._font(scale))
        painter.setPen(current_tokens().color(role))
        room = rect.adjusted(0, 0, -margin, 0)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)

    def _paint_progress(self, painter: QPainter, rect: QRect, line: Line) -> None:
        progress = self._texts.progress(line)
        sign = "warning" if line.node is not None and line.node.needs_a_look else "check" if progress.complete else ""
        if sign:
            right = QRectF(rect.right() - RIGHT_MARGIN - _SIGN + 1, rect.top() + (rect.height() - _SIGN) / 2, _SIGN, _SIGN)
            paint_icon(painter, right, sign, "warning" if sign == "warning" else "accent")
            return
        self._paint_right(painter, rect, progress.text, "muted", RIGHT_MARGIN, TypeScale.SECONDARY)
        if progress.share is not None:
            self._paint_bar(painter, rect, progress)

    def _paint_bar(self, painter: QPainter, rect: QRect, progress: Progress) -> None:
        """Draw the bar left of its words, unless these take its room."""
        words = painter.fontMetrics().horizontalAdvance(progress.text)
        right = rect.right() - RIGHT_MARGIN - max(words, self._theme.px(_PERCENT_ROOM)) - 8
        left = max(rect.left() + 4, right - self._theme.px(_BAR.width()))
        if right - left < _BAR.height() * 3 or progress.share is None:
            return
        groove = QRectF(left, rect.center().y() - _BAR.height() / 2 + 0.5, right - left, _BAR.height())
        tokens = current_tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ramp[0]))
        painter.drawRoundedRect(groove, 2, 2)
        if progress.share > 0:
            done = QRectF(groove.topLeft(), QPointF(groove.left() + max(4.0, groove.width() * progress.share), groove.bottom()))
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(done, 2, 2)


def paint_row(painter: QPainter, rect: QRect, state: QStyle.StateFlag, current: bool) -> None:
    """Fill a row that is selected or under the pointer; `current` frames it for the keyboard."""
    tokens = current_tokens()
    selected = bool(state & QStyle.StateFlag.State_Selected)
    if selected:
        painter.fillRect(rect, QColor(tokens.selection))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, QColor(tokens.hover))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # the row before may have left both behind
    if current:
        for inset in (0, 1):
            painter.setPen(QColor(tokens.accent))
            painter.drawRect(rect.adjusted(inset, inset, -inset - 1, -inset - 1))
    elif selected:
        painter.fillRect(QRect(rect.left(), rect.top(), 2, rect.height()), QColor(tokens.accent))
