"""What the marks of a chart mean, in one line."""

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.words import one_line
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_SIGN, _LINE_SIGN, _GAP, _BETWEEN, _BETWEEN_CELLS = 9, 14, 6, 16, 12
_LONGEST = 260


class Sign(Enum):
    """How a mark looks."""

    BAR = "bar"
    LIGHT_BAR = "light_bar"
    LINE = "line"
    CELL = "cell"
    DOT = "dot"
    BAND = "band"


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A mark and its meaning; `ramp` is the colour of a cell in the ramp, and of a line or dot, unless `category` says which of those.

    A line of neither has the colour of text.
    """

    sign: Sign
    text: str
    ramp: int = 0
    category: int | None = None


class Legend(QWidget):
    """Entries side by side; those without room are left out, the last first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()

    def show_entries(self, *entries: LegendEntry) -> None:
        """Show these."""
        self._entries = tuple(replace(entry, text=self._short(entry.text)) for entry in entries)
        self.setAccessibleName(", ".join(one_line(entry.text) for entry in entries))
        self.updateGeometry()
        self.update()

    @property
    def whole_width(self) -> int:
        """Return how wide it must be for no entry to be left out."""
        signs = (_LINE_SIGN if entry.sign is Sign.LINE else _SIGN for entry in self._entries)
        texts = (_GAP + self._metrics().horizontalAdvance(entry.text) + 1 for entry in self._entries)
        return sum(signs) + sum(texts) + sum(_room_after(entry) for entry in self._entries[:-1])

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
            self._paint_sign(painter, entry, QRect(left, (self.height() - _SIGN) // 2, width, _SIGN))
            painter.setPen(current_tokens().color("muted"))
            area = QRect(left + width + _GAP, 0, text_width, self.height())
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.text)
            left = area.right() + _room_after(entry)

    @staticmethod
    def _paint_sign(painter: QPainter, entry: LegendEntry, area: QRect) -> None:
        tokens = current_tokens()
        if entry.sign is Sign.CELL:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.ramp[entry.ramp]))
            painter.drawRoundedRect(area.adjusted(0, 0, 1, 1), 2, 2)
            return
        if entry.sign is Sign.BAND:
            soft = tokens.color("text")
            soft.setAlphaF(0.14)
            painter.fillRect(area, soft)
            return
        if entry.sign is Sign.DOT:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour(entry))
            painter.drawEllipse(area.adjusted(1, 1, 0, 0))
            return
        if entry.sign is Sign.LINE:
            painter.setPen(QPen(_colour(entry), 2))
            painter.drawLine(area.left(), area.center().y() + 1, area.right(), area.center().y() + 1)
            return
        painter.fillRect(area, QColor(tokens.ramp[4]))
        if entry.sign is Sign.LIGHT_BAR:
            painter.fillRect(area.adjusted(1, 1, -1, -1), QColor(tokens.ramp[2]))

    def _short(self, text: str) -> str:
        return self._metrics().elidedText(one_line(text), Qt.TextElideMode.ElideRight, _LONGEST)

    def _font(self) -> QFont:
        return font_of(self.font(), TypeScale.CAPTION)

    def _metrics(self) -> QFontMetrics:
        return QFontMetrics(self._font())


def _colour(entry: LegendEntry) -> QColor:
    tokens = current_tokens()
    if entry.category is not None:
        return QColor(tokens.categories[entry.category % len(tokens.categories)])
    return QColor(tokens.ramp[entry.ramp]) if entry.ramp else tokens.color("text")


def _room_after(entry: LegendEntry) -> int:
    return _BETWEEN_CELLS if entry.sign is Sign.CELL else _BETWEEN
