"""What opens below a field or a button and goes by Escape or a click outside."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from fractal_desktop.ui.widgets.hover import settle_hover_soon

_GAP = 4


class Popup(QFrame):
    """A framed window over the others. Who shows it puts the focus into it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self._anchor: QWidget | None = None

    def show_below(self, anchor: QWidget, *, right: bool = False) -> None:
        """Show it under `anchor`, the left edges meeting (or the right ones); above it or aside where the screen ends."""
        room = anchor.screen().availableGeometry()
        left = anchor.width() - self.width() if right else 0
        below = anchor.mapToGlobal(QPoint(left, anchor.height() + _GAP))
        above = anchor.mapToGlobal(QPoint(0, -_GAP)).y() - self.height()
        x = max(room.left(), min(below.x(), room.right() - self.width()))
        y = below.y() if below.y() + self.height() <= room.bottom() else max(room.top(), above)
        self.move(x, y)
        self._anchor = anchor
        self.show()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        anchor, self._anchor = self._anchor, None
        if anchor is not None:
            settle_hover_soon(anchor)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
