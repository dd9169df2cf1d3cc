"""The line below a heat map, or the column beside it: what its steps mean, and a remark at the end."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.heat_map import STEP_COLOURS
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.steps import Steps
from fractal_desktop.ui.widgets.labels import text_label

_BETWEEN = 12
_USUAL = "0" * 15
"""As wide as a column is where no word is wider: a remark takes two lines in it."""


class StepLegend(QWidget):
    """Five squares with their limits; the remark moves below them where there is no room beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend = Legend()
        self._remark = text_label("", scale="caption", tone="muted")
        self._is_upright = False
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2)
        self._line.addWidget(self._legend, 1)
        self._line.addWidget(self._remark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._remark.hide()

    @property
    def upright_width(self) -> int:
        """Return how wide it has to be as a column: the remark may take lines, but not cut a word."""
        words = self._remark.text().split(" ")
        return max(self._legend.widest, *(self._remark.fontMetrics().horizontalAdvance(word) for word in words), self._usual_width())

    def flat_height(self, width: int) -> int:
        """Return how high it is where it stands below the cells and is as wide as this."""
        line = self._legend.minimumSizeHint().height()
        return line if self._fits(width) else line * 2

    def set_upright(self, upright: bool) -> None:
        """Stand as a column beside the cells, or as a line below them."""
        self._is_upright = upright
        self._legend.set_upright(upright)
        self._remark.setWordWrap(upright)
        self._arrange(self.width())

    def show_steps(self, steps: Steps) -> None:
        """Show what these steps mean."""
        signs = zip(STEP_COLOURS, steps.names, strict=True)
        self._legend.show_entries(*(LegendEntry(Sign.CELL, name, colour) for colour, name in signs))
        self._arrange(self.width())

    def set_remark(self, text: str, details: str = "") -> None:
        """Say something beside them; `details` in full where it is pointed at."""
        self._remark.setText(text)
        self._remark.setToolTip(details)
        self._remark.setVisible(bool(text))
        self._arrange(self.width())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(event.size().width())

    def _arrange(self, width: int) -> None:
        is_line = not self._is_upright and self._fits(width)
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if is_line else QBoxLayout.Direction.TopToBottom)
        self._line.setAlignment(self._legend, Qt.AlignmentFlag.AlignTop if self._is_upright else Qt.AlignmentFlag(0))

    def _fits(self, width: int) -> bool:
        remark = self._remark.fontMetrics().horizontalAdvance(self._remark.text())
        return self._legend.whole_width + _BETWEEN + remark <= width

    def _usual_width(self) -> int:
        return self._remark.fontMetrics().horizontalAdvance(_USUAL)
