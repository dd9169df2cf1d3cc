"""What the two cards with upright bars have in common: a plot that comes later, and notes on what is not drawn."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.chart_card import ChartCard, Door
from fractal_desktop.ui.analytics.charts.bar import Bar
from fractal_desktop.ui.analytics.words import without_start_words

if TYPE_CHECKING:
    from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot


class BarCard(ChartCard):
    """Bars over time. What is drawn before the plot is there (its library takes a moment to load) is drawn as soon as it is."""

    def __init__(self, measure: str, parent: QWidget | None = None) -> None:
        super().__init__(measure, parent)
        self._plot: BarPlot | None = None
        self._bars: tuple[Bar, ...] = ()
        self._line: tuple[float | None, ...] = ()
        self._doors: tuple[Door, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._without_start = 0

    def set_plot(self, plot: "BarPlot") -> None:
        """Draw into `plot` from now on."""
        self._plot = plot
        plot.mark_opened.connect(self._open)
        self.set_chart(plot)
        self._show()

    def draw(self, bars: Sequence[Bar], doors: Sequence[Door], line: Sequence[float | None] = ()) -> None:
        """Draw bars, each with its door, and a line over them."""
        self._bars, self._doors, self._line = tuple(bars), tuple(doors), tuple(line)
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
            self._plot.show_bars(self._bars, self._line)
            self._plot.setAccessibleName(f"{self.accessibleName()}. {self.measure}")

    def _tell(self) -> None:
        self.set_notes((without_start_words(self._without_start), *self._notes))

    @Slot(int)
    def _open(self, index: int) -> None:
        self.opened.emit(self._doors[index])
