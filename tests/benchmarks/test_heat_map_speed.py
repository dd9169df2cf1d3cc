"""A frame of a year's heat map beside one of an empty plot of the charts' library."""

from collections.abc import Callable
from functools import partial

import pyqtgraph as pg
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.cells import Cells, ColumnName
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.tip import TipText
from tests.benchmarks.conftest import Measure

_WEEKS = 53
_FRAMES = 20
"""Frames that are measured together: one alone is so short that a busy machine interrupts the longer of two far more often."""


def year() -> Cells:
    """Return a year in which every day and every step occurs, with all its names and today."""
    weekdays = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = tuple(ColumnName(round(month * _WEEKS / 12), f"Mon{month}") for month in range(12))
    return Cells(7, tuple(index % 5 for index in range(7 * _WEEKS)), weekdays, months, outlined=200, runs_on=True)


def test_a_years_heat_map_is_painted_nearly_as_fast_as_an_empty_plot(
    qtbot: QtBot, measure: Measure, within: Callable[[str, float, float], None]
) -> None:
    heat_map, plot = HeatMap(), pg.PlotWidget()
    for widget in (heat_map, plot):
        qtbot.addWidget(widget)
        widget.resize(484, 220)
        with qtbot.waitExposed(widget):
            widget.show()
    heat_map.show_cells(year(), lambda index: TipText(str(index)))
    heat_map.set_current(100)

    def frames_of(widget: QWidget) -> None:
        for _ in range(_FRAMES):
            widget.repaint()

    def changed_frames() -> None:
        for _ in range(_FRAMES):
            heat_map.arrange()
            heat_map.repaint()

    frames, changed, empty = measure(partial(frames_of, heat_map), changed_frames, partial(frames_of, plot.viewport()), rounds=25)
    within("frame of a year's heat map ÷ of an empty plot", frames / empty, 6.0)
    within("first frame of another year's ÷ of an empty plot", changed / empty, 25.0)
