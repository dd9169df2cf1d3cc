"""What needs a look about a session, on amber ground, and what went wrong with saving it, on red."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import current_tokens
from fractal_desktop.ui.widgets import IconLabel, text_label


class _Ground(QFrame):
    """A rounded strip in one of the two colours, with an icon before its sentence."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill = f"{role}_fill"
        self._text = text_label(tone=role, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(IconLabel(icon("warning" if role == "warning" else "error", role)), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)

    def label(self) -> QLabel:
        """Return what carries the sentences."""
        return self._text

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(current_tokens().color(self._fill))
        painter.drawRoundedRect(self.rect(), 6, 6)


class Notices(QWidget):
    """Both strips; each is hidden while it has nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = _Ground("warning", self)
        self._error = _Ground("danger", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._error)
        column.addWidget(self._look)
        self.show_lines((), "")

    def show_lines(self, lines: tuple[str, ...], error: str) -> None:
        """Show a line for each thing to look at, and what went wrong last, "" for nothing."""
        self._look.label().setText("\n".join(lines))
        self._error.label().setText(error)
        self._look.setVisible(bool(lines))
        self._error.setVisible(bool(error))
        self.setVisible(bool(lines or error))
