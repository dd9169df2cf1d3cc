"""A short list of goals or sessions inside the editor: rows in a card, each a button."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.icons import paint_goal_icon, paint_icon
from fractal_desktop.ui.theme import current_tokens, font_of

_HEIGHT = 36
_MARGIN = 14
_VALUE_WIDTH = 56


@dataclass(frozen=True, slots=True)
class RowContent:
    """What a row shows: `detail` muted (in danger's colour if `alarming`), `value` in its own column, `sign` the name of an icon."""

    id: str
    type: GoalType
    name: str
    detail: str = ""
    value: str = ""
    sign: str = ""
    alarming: bool = False


class ListRow(QAbstractButton):
    """One row; a click, Enter or Space opens what it stands for, the arrow keys go to its neighbours."""

    def __init__(self, content: RowContent, parent: QWidget) -> None:
        super().__init__(parent)
        self._content = content
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_content(content)

    @property
    def content(self) -> RowContent:
        """Return what is shown."""
        return self._content

    def show_content(self, content: RowContent) -> None:
        """Show something else."""
        self._content = content
        self.setText(content.name)
        self.setAccessibleName(", ".join(part for part in (content.name, content.type.title, content.detail, content.value) if part))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(240, max(_HEIGHT, QFontMetrics(self.font()).height() + 16))

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case Qt.Key.Key_Down | Qt.Key.Key_Right:
                self.focusNextChild()
            case Qt.Key.Key_Up | Qt.Key.Key_Left:
                self.focusPreviousChild()
            case _:
                super().keyPressEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isDown() or self.underMouse():
            painter.fillRect(self.rect(), QColor(tokens.pressed if self.isDown() else tokens.hover))
        middle = self.height() / 2
        paint_goal_icon(painter, QRectF(_MARGIN, middle - 7, 14, 14), self._content.type)
        right = self._paint_figures(painter)
        painter.setFont(font_of(self.font()))
        painter.setPen(QColor(tokens.text))
        room = QRect(_MARGIN + 22, 0, max(0, right - _MARGIN - 30), self.height())
        name = painter.fontMetrics().elidedText(self._content.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_figures(self, painter: QPainter) -> int:
        """Draw sign, value and detail from the right; return where they begin."""
        tokens = current_tokens()
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        right = self.width() - _MARGIN
        if self._content.sign:
            role = "warning" if self._content.sign == "warning" else "accent"
            paint_icon(painter, QRectF(right - 16, self.height() / 2 - 8, 16, 16), self._content.sign, role)
        right -= 16 + 14
        painter.setFont(font_of(self.font(), weight=500))
        painter.setPen(QColor(tokens.text))
        painter.drawText(QRect(0, 0, right, self.height()), flags, self._content.value)
        if self._content.detail:
            right -= _VALUE_WIDTH + 12
        elif self._content.value:
            right -= painter.fontMetrics().horizontalAdvance(self._content.value)
        painter.setFont(font_of(self.font(), "secondary"))
        painter.setPen(QColor(tokens.danger if self._content.alarming else tokens.muted))
        painter.drawText(QRect(0, 0, right, self.height()), flags, self._content.detail)
        return right - painter.fontMetrics().horizontalAdvance(self._content.detail)


class RowList(QFrame):
    """Rows in a card with hairlines between them."""

    chosen = Signal(str)
    """The id of the row that was clicked."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setAccessibleName(name)
        self._rows: list[ListRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(1)

    def show_rows(self, contents: Sequence[RowContent]) -> None:
        """Show these; rows are used again, so that the focus stays where it is."""
        for row, content in zip(self._rows, contents, strict=False):
            if row.content != content:
                row.show_content(content)
        for content in contents[len(self._rows) :]:
            row = ListRow(content, self)
            row.clicked.connect(self._on_clicked)
            self._column.addWidget(row)
            self._rows.append(row)
        for row in self._rows[len(contents) :]:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        del self._rows[len(contents) :]
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(current_tokens().hairline))
        for row in self._rows[1:]:
            painter.drawLine(1, row.y() - 1, self.width() - 2, row.y() - 1)

    @Slot()
    def _on_clicked(self) -> None:
        row = self.sender()
        if isinstance(row, ListRow):
            self.chosen.emit(row.content.id)
