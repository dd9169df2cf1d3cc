"""The ring around a chart that has the focus by the keyboard."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import current_tokens

_APART, _RADIUS = 6, 6


class FocusRing(QWidget):
    """A ring that lies a little outside of a chart, so that it cuts none of its names; never in the way of the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, chart: QWidget) -> None:
        """Lie around a widget that lies in the parent, as far outside as there is room."""
        parent = self.parentWidget()
        assert parent is not None
        place = QRect(chart.mapTo(parent, QPoint(0, 0)), chart.size()).adjusted(-_APART, -_APART, _APART, _APART)
        self.setGeometry(place.intersected(parent.rect()))
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(current_tokens().color("accent"), 2))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
