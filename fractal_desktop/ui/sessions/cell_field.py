"""The field that stands on the value that is being typed; one for each grid, made when it is first needed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.ui.widgets.focus import has_left


class CellField(QLineEdit):
    """A value being typed. Enter, the arrows up and down and Escape go elsewhere: `left` tells the key."""

    typed = Signal(str)
    left = Signal(Qt.Key, Qt.KeyboardModifier)
    removal_asked = Signal()
    closed = Signal()
    """The focus went to another widget of this window."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = ""
        self.setProperty("kind", "set")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.textEdited.connect(self._on_edited)

    def begin(self, text: str, placeholder: str) -> None:
        """Begin with another value."""
        self._before = text
        self.setPlaceholderText(placeholder)
        self.show_text(text)
        self.selectAll()

    def show_text(self, text: str) -> None:
        """Show a value that changed elsewhere, or nothing new: the caret stays."""
        if self.text() != text:
            self.setText(text)

    def describe(self, name: str, spoken: str) -> None:
        """Say what is typed here, and what it is to be compared with."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(spoken)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go away with the focus; another window or a menu only borrows it."""
        super().focusOutEvent(event)
        if has_left(event):
            self.closed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape and self.text() != self._before:
            self.setText(self._before)
            self.selectAll()
            self.typed.emit(self._before)
        elif key == Qt.Key.Key_Delete and modifiers == Qt.KeyboardModifier.ControlModifier:
            self.removal_asked.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Escape):
            self.left.emit(key, modifiers)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        self.typed.emit(text)
