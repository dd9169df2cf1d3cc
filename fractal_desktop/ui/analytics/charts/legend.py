"""What the marks of a chart mean, in one line."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SIGN, _LINE_SIGN, _GAP, _BETWEEN = 9, 14, 6, 16


class Sign(Enum):
    """How a mark looks."""

    BAR = "bar"
    LIGHT_BAR = "light_bar"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark and its meaning."""

    sign: Sign
    text: str


class Legend(QWidget):
    """Entries side by side; those without room are left out, the last first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()

    def show_entries(self, *entries: LegendEntry) -> None:
        """Show these."""
        self._entries = entries
        self.setAccessibleName(", ".join(entry.text for entry in entries))
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, self._metrics().height() + 4)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        left = 0
        for entry in self._entries:
            width = _LINE_SIGN if entry.sign is Sign.LINE else _SIGN
            text_width = self._metrics().horizontalAdvance(entry.text) + 1
            if left + width + _GAP + text_width > self.width():
                break
            self._paint_sign(painter, entry.sign, QRect(left, (self.height() - _SIGN) // 2, width, _SIGN))
            painter.setPen(current_tokens().color("muted"))
            area = QRect(left + width + _GAP, 0, text_width, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
            left = area.right() + _BETWEEN

    @staticmethod
    def _paint_sign(painter: QPainter, sign: Sign, area: QRect) -> None:
        tokens = current_tokens()
        if sign is Sign.LINE:
            painter.setPen(QPen(tokens.color("text"), 2))
            painter.drawLine(area.left(), area.center().y() + 1, area.right(), area.center().y() + 1)
            return
        painter.fillRect(area, QColor(tokens.ramp[4]))
        if sign is Sign.LIGHT_BAR:
            painter.fillRect(area.adjusted(1, 1, -1, -1), QColor(tokens.ramp[2]))

    def _font(self) -> QFont:
        return font_of(self.font(), TypeScale.CAPTION)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())
