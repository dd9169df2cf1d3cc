"""The line below a heat map: what its steps mean, and a remark at the right."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.heat_map import STEP_COLOURS
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.steps import Steps
from fractal_desktop.ui.widgets.labels import text_label

_BETWEEN = 12


class StepLegend(QWidget):
    """Five squares with their limits; the remark moves below them where there is no room beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._legend = Legend()
        self._remark = text_label("", scale="caption", tone="muted")
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(2)
        self._line.addWidget(self._legend, 1)
        self._line.addWidget(self._remark, 0, Qt.AlignmentFlag.AlignVCenter)
        self._remark.hide()

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
        fits = self._legend.whole_width + _BETWEEN + self._remark.sizeHint().width() <= width
        self._line.setDirection(QBoxLayout.Direction.LeftToRight if fits else QBoxLayout.Direction.TopToBottom)
