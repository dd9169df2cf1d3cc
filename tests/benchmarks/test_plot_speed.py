"""What it takes to draw a line of a million points anew after a step to the side, against pyqtgraph by itself."""

from collections.abc import Callable, Iterator

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.line import LineChart, PlotLine
from fractal_desktop.ui.analytics.charts.line_plot import LinePlot
from fractal_desktop.ui.analytics.charts.span import Span
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.theme import Theme, ThemeMode

POINTS, DAYS = 1_000_000, 9_000.0
WIDTH, HEIGHT = 900, 260
_STEPS = 8

Ratio = Callable[[str, float, float], None]
Measure = Callable[..., tuple[float, ...]]


@pytest.fixture(scope="module")
def line() -> PlotLine:
    """A million sessions of 25 years, ever quicker, each a little off."""
    chance = np.random.default_rng(5)
    x = np.linspace(10_000, 10_000 + DAYS, POINTS)
    return PlotLine("Tempo", x, 60 + x / 300 + chance.normal(0, 6, POINTS), np.empty(0, np.int64))


@pytest.fixture
def bare(qapp: QApplication, line: PlotLine) -> Iterator[pg.PlotWidget]:
    """pyqtgraph's own plot of the same line in the same pen, which leaves no point out."""
    plot = pg.PlotWidget()
    plot.plot(line.x, line.y, pen=pg.mkPen("#3F9677", width=1), antialias=True)
    plot.resize(WIDTH, HEIGHT)
    yield plot
    plot.close()


@pytest.fixture
def ours(qapp: QApplication, qtbot: QtBot, line: PlotLine) -> LinePlot:
    """Our chart of it: antialiased, with axes, in which points can be pointed at."""
    Theme(qapp, ThemeMode.LIGHT)
    chart = LinePlot()
    qtbot.addWidget(chart)
    chart.resize(WIDTH, HEIGHT)
    chart.show_chart(LineChart.of([line]), lambda _: TipText())
    return chart


def frame(widget: QWidget) -> QPixmap:
    return widget.grab()


@pytest.mark.parametrize(("share", "limit"), [(1.0, 0.15), (0.5, 0.15), (0.02, 0.5)])
def test_a_pan_frame_of_a_million_points(
    ours: LinePlot, bare: pg.PlotWidget, line: PlotLine, share: float, limit: float, measure: Measure, within: Ratio
) -> None:
    """Some days are seen, then as many a little later; of those that lie beside the plot Qt leaves most out by itself."""
    first, span, step = float(line.x[0]), DAYS * share, DAYS * 0.01
    ours.show()
    bare.show()
    at = {"ours": 0, "bare": 0}

    def begin(which: str) -> float:
        at[which] = (at[which] + 1) % _STEPS
        return first + at[which] * step

    def pan_ours() -> None:
        first = begin("ours")
        ours.show_span(Span(first, first + span))
        assert not frame(ours).isNull()

    def pan_bare() -> None:
        bare.setXRange(begin("bare"), begin("bare") + span, padding=0)
        assert not frame(bare).isNull()

    taken, alone = measure(pan_ours, pan_bare, rounds=7)
    within(f"times pyqtgraph's frame with {share:.0%} of the days in sight", taken / alone, limit)


def test_a_point_of_a_million_is_found_within_a_frame(ours: LinePlot, measure: Measure, within: Ratio) -> None:
    """Pointing at a chart asks which point is meant, at each move of the pointer: it takes no more than drawing it."""
    ours.show()
    middle = ours.rect().center()
    assert ours.mark_at(middle) >= 0
    found, drawn = measure(lambda: ours.mark_at(middle), lambda: frame(ours))
    within("times drawing it", found / drawn, 0.5)
