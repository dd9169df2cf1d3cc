"""How a press on a row turns into dragging it."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication


class DragStart:
    """Knows where the left button went down, and when the pointer has gone far enough from there."""

    def __init__(self) -> None:
        self._pressed_at: QPoint | None = None

    def press(self, event: QMouseEvent) -> None:
        """Note where a drag might begin."""
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None

    def waits(self, event: QMouseEvent) -> bool:
        """Return whether the button is still held down where it may become a drag."""
        return self._pressed_at is not None and bool(event.buttons() & Qt.MouseButton.LeftButton)

    def begins(self, event: QMouseEvent) -> bool:
        """Return whether this move makes it a drag; each press becomes one at most."""
        if self._pressed_at is None or not self.waits(event):
            return False
        if (event.position().toPoint() - self._pressed_at).manhattanLength() < QApplication.startDragDistance():
            return False
        self._pressed_at = None
        return True

    def release(self) -> None:
        """Note that nothing is held any more."""
        self._pressed_at = None
