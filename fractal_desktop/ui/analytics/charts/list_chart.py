"""What the charts that are lists have in common: as many rows as there is room for, and a line that tells of the others."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.theme import TypeScale, current_tokens, font_of

_ABOVE_WORDS = 6


class ListChart(MarkedChart):
    """Rows below each other. Where some have no room, a line of words below the others says so, for which a row may give way."""

    left_out_changed = Signal(int)
    """How many rows have no room now. Whoever hears it answers with `say_left_out`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left_out = ""

    @property
    def left_out_words(self) -> str:
        """Return what is said of the rows that have no room, "" if all have."""
        return self._left_out

    def say_left_out(self, words: str) -> None:
        """Say this of the rows that have no room."""
        self._left_out = words
        self.update()

    def room_for_rows(self, needed: int, *, above: int = 0) -> int:
        """Return how high the rows may be together, below what stands `above` them: those that are left out need words."""
        room = self.height() - above
        return room if needed <= room else room - self._words_height()

    def paint_left_out(self, painter: QPainter) -> None:
        """Write what is said of the rows that have no room at the lower edge."""
        if not self._left_out:
            return
        painter.setFont(font_of(self.font(), TypeScale.CAPTION))
        painter.setPen(current_tokens().color("muted"))
        line = QRect(0, self.height() - painter.fontMetrics().height(), self.width(), painter.fontMetrics().height())
        text = painter.fontMetrics().elidedText(self._left_out, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _words_height(self) -> int:
        return QFontMetrics(font_of(self.font(), TypeScale.CAPTION)).height() + _ABOVE_WORDS
