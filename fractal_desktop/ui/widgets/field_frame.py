"""The frame of an input that is made of several parts."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget
from typing_extensions import override

from fractal_desktop.ui.tokens import current_tokens

_RADIUS = 6


@dataclass(frozen=True, slots=True)
class FieldLook:
    """What a frame says about its value.

    `dashed` is a value that is only offered, `error` one that is refused, `quiet` a border as light as that of buttons.
    """

    focus: bool = False
    dashed: bool = False
    error: bool = False
    read_only: bool = False
    quiet: bool = False


class FieldFrame(QFrame):
    """Paints the border and fill of an input. A style sheet draws dashes of one pixel as dots, hence by hand."""

    def __init__(self, height: int = 32, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._look = FieldLook()

    def set_look(self, look: FieldLook) -> None:
        """Look like this from now on."""
        if look != self._look:
            self._look = look
            self.update()

    def look(self) -> FieldLook:
        """Return what it looks like."""
        return self._look

    @override
    def sizeHint(self) -> QSize:
        """Return the height that was asked for, taller where the font needs it."""
        hint = super().sizeHint()
        return QSize(hint.width(), max(self._height, hint.height()))

    @override
    def minimumSizeHint(self) -> QSize:
        """Keep the height."""
        return QSize(super().minimumSizeHint().width(), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill and border in the colours of the scheme."""
        tokens = current_tokens()
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if look.focus else 1.0
        color = tokens.danger if look.error else tokens.accent if look.focus else tokens.input_border
        color = tokens.button_border if look.quiet and color == tokens.input_border else color
        muted = look.read_only or not self.isEnabled()
        pen = QPen(QColor(tokens.hairline if muted else color), width)
        if look.dashed and not look.focus:
            pen.setDashPattern([3.5, 2.5])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.alternate if muted else tokens.base))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), _RADIUS, _RADIUS)
