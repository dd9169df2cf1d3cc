"""A row that takes the focus itself and can be dragged."""

from PySide6.QtCore import QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions.drag_start import DragStart
from fractal_desktop.ui.theme import current_tokens


class GripRow(QWidget):
    """Draws an edge while a timer runs in it, its grip while the pointer is there, and a ring while it has the focus."""

    drag_asked = Signal()
    warmed = Signal(bool)
    """Whether what is only needed with the pointer or the focus in here is to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = False
        self._is_read_only = True
        self._is_hovered = self._is_hot = False
        self._drag = DragStart()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def runs(self) -> bool:
        """Return whether its timer runs."""
        return self._runs

    def show_hot(self, hot: bool) -> None:
        """Show what is only seen while the focus is in here."""
        self._is_hot = hot
        self._warm()

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note where a drag might begin."""
        self._drag.press(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag once the pointer has gone far enough."""
        if self._drag.begins(event):
            self.drag_asked.emit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag.release()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self._warm()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self._warm()
        super().leaveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge of what runs, the grip to drag by, and the focus."""
        tokens = current_tokens()
        painter = QPainter(self)
        if self._runs:
            painter.fillRect(QRect(0, 0, 2, self.height()), tokens.color("accent"))
        if self._is_hovered and not self._is_read_only:
            paint_icon(painter, QRect(2, 15, 12, 14), "grip", "button_border")
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)

    def _show_state(self, *, runs: bool, read_only: bool) -> None:
        self._runs, self._is_read_only = runs, read_only
        self.update()

    def _warm(self) -> None:
        self.warmed.emit((self._is_hovered or self._is_hot) and not self._is_read_only)
        self.update()
