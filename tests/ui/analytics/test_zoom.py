"""Some days of a line alone: by keys, wheel and menu, dragged aside, and all of them again."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.line import LineChart, PlotLine
from fractal_desktop.ui.analytics.charts.line_plot import LinePlot
from fractal_desktop.ui.analytics.charts.span import Span
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.theme import Theme, ThemeMode

DAYS = st.floats(-1e5, 1e5, allow_nan=False)
ALL = Span(100.0, 299.0)


@st.composite
def parts(draw: st.DrawFn) -> tuple[Span, Span]:
    """Return a part of a whole, and the whole."""
    first = draw(DAYS)
    whole = Span(first, first + draw(st.floats(0.01, 1e5)))
    begin, end = sorted((draw(st.floats(0, 0.99)), draw(st.floats(0, 0.99))))
    return Span(first + begin * whole.days, first + (end + 0.01) * whole.days), whole


@given(parts(), st.floats(0.01, 100), st.floats(0, 1))
def test_what_is_shown_lies_within_all_there_is_and_the_day_pointed_at_stays(spans: tuple[Span, Span], factor: float, share: float) -> None:
    span, whole = spans
    at = span.first + share * span.days
    found = span.zoomed(factor, at, whole)
    error = 1e-9 * (abs(whole.first) + abs(whole.last) + 1)
    assert whole.first - error <= found.first < found.last <= whole.last + error
    assert found.days == pytest.approx(min(max(span.days * factor, 1.0), whole.days), abs=error)
    if whole.first + error < found.first and found.last < whole.last - error:
        assert (at - found.first) / found.days == pytest.approx(share, abs=1e-3)
    assert span.zoomed(inf, at, whole) == whole


@given(parts(), st.floats(-2e5, 2e5))
def test_moved_aside_as_many_days_are_shown(spans: tuple[Span, Span], by: float) -> None:
    span, whole = spans
    found = span.moved(by, whole)
    assert found.days == pytest.approx(span.days, abs=1e-9 * (abs(whole.first) + abs(whole.last) + 1))
    assert (found.first - span.first) * by >= 0


def test_at_the_end_nothing_moves_not_even_by_a_rounding() -> None:
    span = Span(0.006912506686676386, 0.5)
    assert span.moved(65536.0, Span(0.0, 0.5)) == span


@pytest.fixture
def plot(qapp: QApplication, qtbot: QtBot) -> LinePlot:
    """A line of 200 days, a point each."""
    Theme(qapp, ThemeMode.LIGHT)
    plot = LinePlot()
    qtbot.addWidget(plot)
    plot.resize(640, 260)
    x = np.arange(100.0, 300.0)
    plot.show_chart(LineChart.of([PlotLine("", x, 60 + x % 7, np.empty(0, np.int64))]), lambda mark: TipText(str(mark)))
    plot.show()
    plot.setFocus()
    return plot


def wheel(plot: LinePlot, place: QPoint, notches: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.ControlModifier) -> bool:
    """Turn the wheel; return whether the chart took it, else the page scrolls."""
    angle = QPoint(0, 120 * notches)
    where = QPointF(place), QPointF(plot.mapToGlobal(place))
    event = QWheelEvent(*where, QPoint(), angle, Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(plot, event)
    return event.isAccepted()


def test_keys_show_fewer_days_around_the_point_and_all_again(plot: LinePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Home)
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    assert plot.span.first == 100.0
    assert plot.span.days == pytest.approx(ALL.days / 1.5)
    assert plot.current == 0
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert plot.span == ALL
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert not plot.is_zoomed


def test_arrow_keys_lead_on_beside_the_days_that_are_shown(plot: LinePlot) -> None:
    QTest.keyClick(plot, Qt.Key.Key_Home)
    for _ in range(4):
        QTest.keyClick(plot, Qt.Key.Key_Plus)
    last = int(plot.span.last - 100)
    for _ in range(last + 1):
        QTest.keyClick(plot, Qt.Key.Key_Right)
    assert plot.current == last + 1
    assert plot.span.first < 100 + plot.current < plot.span.last
    assert plot.rect().contains(plot.mark_rect(plot.current))


def test_the_wheel_with_ctrl_keeps_the_day_below_the_pointer_and_without_it_scrolls_the_page(plot: LinePlot) -> None:
    place = QPoint(400, 100)
    day = plot.day_at(400)
    assert wheel(plot, place, 3)
    assert plot.day_at(400) == pytest.approx(day)
    assert plot.span.days == pytest.approx(ALL.days / 1.5**3)
    assert not wheel(plot, place, 1, Qt.KeyboardModifier.NoModifier)
    assert wheel(plot, place, -9)
    assert plot.span == ALL


def test_a_wheel_that_turns_as_far_as_it_likes_ends_at_a_day_or_at_all_of_them(plot: LinePlot) -> None:
    assert wheel(plot, QPoint(400, 100), 10_000)
    assert plot.span.days == pytest.approx(1)
    assert wheel(plot, QPoint(400, 100), -10_000)
    assert plot.span == ALL


def test_fewer_days_are_dragged_aside_and_dragging_opens_nothing(plot: LinePlot, qtbot: QtBot) -> None:
    opened: list[int] = []
    plot.mark_opened.connect(opened.append)
    wheel(plot, QPoint(400, 100), 3)
    day = plot.day_at(400)
    QTest.mousePress(plot, Qt.MouseButton.LeftButton, pos=QPoint(400, 100))
    for x in (390, 350, 300):
        QTest.mouseMove(plot, QPoint(x, 100))
    QTest.mouseRelease(plot, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert plot.day_at(300) == pytest.approx(day)
    assert not opened
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(int(plot.span.first) - 100 + 9).center())
    assert opened == [int(plot.span.first) - 100 + 9]


def test_all_days_cannot_be_dragged_so_a_click_opens_as_ever(plot: LinePlot) -> None:
    opened: list[int] = []
    plot.mark_opened.connect(opened.append)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(50).center())
    assert opened == [50]


def test_points_beside_the_days_that_are_shown_cannot_be_hit(plot: LinePlot) -> None:
    plot.show_span(Span(150.4, 160.4))
    edge = plot.mark_rect(50).center()
    assert plot.mark_at(QPoint(edge.x() + 4, edge.y())) != 50
