"""What the two cards with upright bars have in common: a plot that comes later, and notes on what is not drawn."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.chart_card import ChartCard, Door
from fractal_desktop.ui.analytics.charts.bar import Bars
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.words import without_start_words

if TYPE_CHECKING:
    from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot


class BarCard(ChartCard):
    """Bars over time. What is drawn before the plot is there (its library takes a moment to load) is drawn as soon as it is."""

    def __init__(self, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(measure, parent)
        self._plot: BarPlot | None = None
        self._bars = Bars()
        self._notes: tuple[str, ...] = ()
        self._without_start = 0

    @property
    def has_plot(self) -> bool:
        """Return whether there is something to draw into."""
        return self._plot is not None

    def tip_of(self, index: int) -> TipText:
        """Return what is said about a bar."""
        raise NotImplementedError

    def door_of(self, index: int) -> Door:
        """Return the sessions behind a bar."""
        raise NotImplementedError

    def set_plot(self, plot: "BarPlot") -> None:
        """Draw into `plot` from now on."""
        self._plot = plot
        plot.mark_opened.connect(self._open)
        self.set_chart(plot)
        self._show()

    def draw(self, bars: Bars) -> None:
        """Draw these bars."""
        self._bars = bars
        self._show()

    def note(self, *notes: str) -> None:
        """Say what is not drawn, beside the sessions without a start."""
        self._notes = notes
        self._tell()

    def set_without_start(self, number: int) -> None:
        """Say how many sessions no month or week can hold."""
        self._without_start = number
        self._tell()

    def _show(self) -> None:
        if self._plot is not None:
            self._plot.show_bars(self._bars, self.tip_of)
            self._plot.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    def _tell(self) -> None:
        self.set_notes((without_start_words(self._without_start), *self._notes))

    @Slot(int)
    def _open(self, index: int) -> None:
        self.opened.emit(self.door_of(index))
