"""What the marks of a chart mean, in a line or, where that is too narrow, in several."""

from dataclasses import dataclass, replace
from enum import Enum

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
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
    """Entries side by side, as many in a line as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self._most_lines: int | None = None
        self._is_upright = False
        self._font_and_metrics: tuple[QFont, QFontMetrics] | None = None

    def show_entries(self, *entries: LegendEntry) -> None:
        """Show these."""
        self._entries = tuple(replace(entry, text=self._short(entry.text)) for entry in entries)
        self.setAccessibleName(", ".join(one_line(entry.text) for entry in entries))
        self._fit()
        self.update()

    def keep_to_one_line(self) -> None:
        """Leave out from now on what has no room in one line, the last first: on paper a line is worth more than a rare mark."""
        self._most_lines = 1
        self._fit()

    def set_upright(self, upright: bool) -> None:
        """Let each entry have a line of its own, or as many as there is room for."""
        self._is_upright = upright
        self._fit()
        self.update()

    @property
    def widest(self) -> int:
        """Return how wide the widest entry is."""
        return max(map(self._width, self._entries), default=0)

    @property
    def whole_width(self) -> int:
        """Return how wide it must be for all entries to stand in one line."""
        return sum(map(self._width, self._entries)) + sum(map(_room_after, self._entries[:-1]))

    @property
    def lines(self) -> tuple[tuple[LegendEntry, ...], ...]:
        """Return the entries line by line, as there is room."""
        lines: list[tuple[LegendEntry, ...]] = []
        left = 0
        for entry in self._entries:
            if lines and not self._is_upright and left + self._width(entry) <= self.width():
                lines[-1] += (entry,)
            else:
                lines.append((entry,))
                left = 0
            left += self._width(entry) + _room_after(entry)
        return tuple(lines[: self._most_lines])

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._font_and_metrics = None
            self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @override
    def sizeHint(self) -> QSize:
        return QSize(100, max(1, len(self.lines)) * self._line_height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._line_height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font())
        lines = self.lines
        height = self.height() // max(1, len(lines))
        for row, entries in enumerate(lines):
            left = 0
            for entry in entries:
                area = QRect(left, row * height, self._width(entry), height)
                self._paint_entry(painter, entry, area)
                left += area.width() + _room_after(entry)

    def _paint_entry(self, painter: QPainter, entry: LegendEntry, area: QRect) -> None:
        width = _sign_width(entry)
        self._paint_sign(painter, entry, QRect(area.left(), area.top() + (area.height() - _SIGN) // 2, width, _SIGN))
        painter.setPen(current_tokens().color("muted"))
        text = area.adjusted(width + _GAP, 0, 0, 0)
        words = entry.text
        if area.right() >= self.width():
            text.setRight(self.width() - 1)
            words = self._metrics().elidedText(words, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _fit(self) -> None:
        """Take as much height as the lines need: a layout that asked for the height of each width would lay out the whole page."""
        self.setMinimumHeight(self.sizeHint().height())
        self.updateGeometry()

    def _width(self, entry: LegendEntry) -> int:
        return _sign_width(entry) + _GAP + self._metrics().horizontalAdvance(entry.text) + 1

    def _line_height(self) -> int:
        return self._metrics().height() + 4

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
        return self._caption()[0]

    def _metrics(self) -> QFontMetrics:
        return self._caption()[1]

    def _caption(self) -> tuple[QFont, QFontMetrics]:
        """Return them as they are until the font is another one: a layout that settles asks a hundred times."""
        if self._font_and_metrics is None:
            font = font_of(self.font(), TypeScale.CAPTION)
            self._font_and_metrics = font, QFontMetrics(font)
        return self._font_and_metrics


def _colour(entry: LegendEntry) -> QColor:
    tokens = current_tokens()
    if entry.category is not None:
        return QColor(tokens.categories[entry.category % len(tokens.categories)])
    return QColor(tokens.ramp[entry.ramp]) if entry.ramp else tokens.color("text")


def _sign_width(entry: LegendEntry) -> int:
    return _LINE_SIGN if entry.sign is Sign.LINE else _SIGN


def _room_after(entry: LegendEntry) -> int:
    return _BETWEEN_CELLS if entry.sign is Sign.CELL else _BETWEEN
