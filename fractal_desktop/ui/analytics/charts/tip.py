"""What a chart says about the mark that is pointed at."""

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.words import one_line
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_PADDING_X, _PADDING_Y, _GAP, _EDGE = 11, 9, 12, 8
_WIDEST = 360
_SLACK = 2
"""Letters that are painted may take a pixel more than is measured, and what does not fit is elided."""


@dataclass(frozen=True, slots=True)
class TipText:
    """A period or name, bold, and below it values, one a line."""

    heading: str = ""
    lines: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """Return all of it in one line, for a screen reader."""
        return one_line(f"{self.heading}: {', '.join(self.lines)}" if self.lines else self.heading)


class ChartTip(QWidget):
    """A dark box beside a mark, kept inside the widget it lies over; never in the way of the pointer. Long names are elided."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._card = parent
        self._text = TipText()
        self.hide()

    @property
    def text(self) -> TipText:
        """Return what it says."""
        return self._text

    def show_beside(self, mark: QRect, text: TipText) -> None:
        """Say `text` above and beside `mark` (in the parent's coordinates), where there is room, and never over it."""
        self._text = TipText(one_line(text.heading), tuple(one_line(line) for line in text.lines))
        self.resize(self.sizeHint())
        room = self._card.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE)
        self.move(self._place(mark, room))
        self.raise_()
        self.show()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        strong, plain = QFontMetrics(self._heading_font()), QFontMetrics(self._line_font())
        widths = [strong.horizontalAdvance(self._text.heading), *(plain.horizontalAdvance(line) for line in self._text.lines)]
        width = min(max(widths) + _SLACK, _WIDEST, self._card.width() - 2 * (_PADDING_X + _EDGE)) + 2 * _PADDING_X
        return QSize(width, self._line_height() * (1 + len(self._text.lines)) + 2 * _PADDING_Y)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens.color("tooltip_border"), 1))
        painter.setBrush(tokens.color("tooltip_fill"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(tokens.color("tooltip_text"))
        line = QRect(_PADDING_X, _PADDING_Y, self.width() - 2 * _PADDING_X, self._line_height())
        painter.setFont(self._heading_font())
        self._write(painter, line, self._text.heading)
        painter.setFont(self._line_font())
        for text in self._text.lines:
            line.translate(0, self._line_height())
            self._write(painter, line, text)

    @staticmethod
    def _write(painter: QPainter, line: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _place(self, mark: QRect, room: QRect) -> QPoint:
        """Return a corner: above the mark, to its right if there is room; else beside it, else below."""
        above = mark.top() - _GAP - self.height()
        if above >= room.top():
            return QPoint(max(room.left(), min(mark.center().x(), room.right() - self.width())), above)
        if mark.right() + _GAP + self.width() <= room.right():
            return QPoint(mark.right() + _GAP, room.top())
        if mark.left() - _GAP - self.width() >= room.left():
            return QPoint(mark.left() - _GAP - self.width(), room.top())
        return QPoint(max(room.left(), min(mark.center().x() - self.width() // 2, room.right() - self.width())), mark.bottom() + _GAP)

    def _line_height(self) -> int:
        return QFontMetrics(self._line_font()).height() + 1

    def _heading_font(self) -> QFont:
        return font_of(self.font(), TypeScale.SECONDARY, 600)

    def _line_font(self) -> QFont:
        return font_of(self.font(), TypeScale.SECONDARY)


def mark_around(point: QPointF, radius: int) -> QRect:
    """Return a square around a point of a chart, for a tip to keep out of."""
    middle = point.toPoint()
    return QRect(middle - QPoint(radius, radius), QSize(2 * radius, 2 * radius))
