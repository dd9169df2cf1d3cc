"""A line to search in, with a magnifier before and a cross behind."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import font_of
from fractal_desktop.ui.tokens import current_tokens

_CLEAR_ROOM = 30
"""From the right edge to the left of the cross."""


class SearchBox(QLineEdit):
    """A search field: Escape empties it, Down goes into the list below; Shift+Enter is told apart from Enter."""

    down_pressed = Signal()
    """The user wants to go on in the list."""
    shift_return_pressed = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setTextMargins(-6, 0, 0, 0)  # Qt leaves 14 px between such an icon and the text
        self._count = ""
        self._clear = QAction(icon("close", "muted"), self.tr("Clear"), self)
        self._clear.triggered.connect(self.clear)
        self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setVisible(False)  # before it is added, the field would not notice
        self.textChanged.connect(self._on_text_changed)

    @property
    def count(self) -> str:
        """Return what stands muted at the end of the box."""
        return self._count

    def set_count(self, text: str) -> None:
        """Say at the end of the box how much was found; "" says nothing."""
        if text == self._count:
            return
        self._count = text
        self.setAccessibleDescription(text)
        room = self.fontMetrics().horizontalAdvance(text) + 8 if text else 0
        self.setTextMargins(self.textMargins().left(), 0, room, 0)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count:
            painter = QPainter(self)
            painter.setFont(font_of(self.font(), "secondary"))
            painter.setPen(current_tokens().color("muted"))
            room = self.rect().adjusted(0, 0, -_CLEAR_ROOM, 0)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shift_return_pressed.emit()
            return
        super().keyPressEvent(event)

    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
