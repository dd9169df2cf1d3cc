"""A field that stands for a moment where a text is, to change it right there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.focus import has_left


class InPlaceField(QLineEdit):
    """Takes a text with Enter or when the focus goes elsewhere; Escape leaves the old one. Whoever shows it hides it on `closed`."""

    taken = Signal(str)
    closed = Signal(bool)
    """It is done with; the argument tells whether that was by a key, so that the focus is to go back where it came from."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._before = ""
        self._is_open = False
        self.setProperty("kind", "rename")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.hide()

    @property
    def is_open(self) -> bool:
        """Return whether somebody is typing."""
        return self._is_open

    def open(self, text: str) -> None:
        """Show the field with this text, all of it selected."""
        self._before, self._is_open = text, True
        self.setText(text)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, sentence: str) -> None:
        """Say why the text cannot be taken; the field stays."""
        self._is_open = True
        self._mark(sentence)

    def commit(self) -> None:
        """Take what is typed, if anything is."""
        self._close(take=True, by_key=False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._close(take=True, by_key=True)
        elif key == Qt.Key.Key_Escape:
            self._close(take=False, by_key=True)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if has_left(event):
            self._close(take=True, by_key=False)

    def _close(self, *, take: bool, by_key: bool) -> None:
        if not self._is_open:
            return
        self._is_open = False
        if self.property("state"):
            self._mark("")
        text = self.text().strip()
        if take and text != self._before.strip():
            self.taken.emit(text)
        if self._is_open and not by_key:
            # Refused, but the person is elsewhere already: the old text stays.
            self._is_open = False
            self._mark("")
        if not self._is_open:
            self.closed.emit(by_key)

    def _mark(self, sentence: str) -> None:
        set_look(self, state="error" if sentence else "")
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
