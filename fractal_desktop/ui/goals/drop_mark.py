"""What is painted over the tree while lines are dragged: the line that would take them, or why it must not."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from fractal_desktop.ui.tokens import current_tokens

_RADIUS = 6
_PADDING = 10
_WIDEST = 420


def paint_target(painter: QPainter, area: QRect) -> None:
    """Frame what would take the lines."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(current_tokens().accent), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(area).adjusted(2, 1, -2, -1), _RADIUS, _RADIUS)


def paint_refusal(painter: QPainter, row: QRect, room: QRect, reason: str) -> None:
    """Frame a line in the colour of danger and write the reason below it, above it where there is no room."""
    tokens = current_tokens()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(tokens.danger), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(row).adjusted(2.5, 1.5, -2.5, -1.5), _RADIUS, _RADIUS)
    box = _box(painter.fontMetrics(), row, room, reason)
    painter.setBrush(QColor(tokens.danger_fill))
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
    painter.drawText(box.adjusted(_PADDING, 0, -_PADDING, 0), Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter, reason)


def _box(metrics: QFontMetrics, row: QRect, room: QRect, reason: str) -> QRect:
    width = min(_WIDEST, room.width() - 24)
    text = metrics.boundingRect(QRect(0, 0, width - 2 * _PADDING, 1000), Qt.TextFlag.TextWordWrap, reason)
    box = QRect(12, row.bottom() + 3, min(width, text.width() + 2 * _PADDING + 2), text.height() + 12)
    if box.bottom() > room.bottom() - 4:
        box.moveBottom(row.top() - 3)
    return box
