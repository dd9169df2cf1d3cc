"""What the two cards with upright bars have in common: a plot that comes later, and marks that open sessions."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.bar import Bars
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.door import Door

if TYPE_CHECKING:
    from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot


class BarCard(ChartCard):
    """Bars over time. What is drawn before the plot is there (its library takes a moment to load) is drawn as soon as it is."""

    def __init__(self, measure: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(measure, explanation, parent, by_start=True)
        self._plot: BarPlot | None = None
        self._bars = Bars()

    def tip_of(self, index: int) -> TipText:
        """Return what is said about a bar."""
        raise NotImplementedError

    def door_of(self, index: int) -> Door:
        """Return the sessions behind a bar."""
        raise NotImplementedError

    @override
    def make_chart(self) -> None:
        from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot

        self._plot = BarPlot()
        self._plot.mark_opened.connect(self._open)
        self.set_chart(self._plot)
        self._show()

    def draw(self, bars: Bars) -> None:
        """Draw these bars."""
        self._bars = bars
        self._show()

    def _show(self) -> None:
        if self._plot is not None:
            self._plot.show_bars(self._bars, self.tip_of)
            self._plot.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    @Slot(int)
    def _open(self, index: int) -> None:
        self.opened.emit(self.door_of(index))
