"""Calendar, weekdays and lengths on the page: from the file to the sessions behind a mark."""

from collections import Counter
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.calendar_card import CalendarCard
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.histogram import HistogramPlot
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.lengths_card import LengthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.weekday_card import WeekdayCard
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import DARK, LIGHT, ThemeMode

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]
Opened = list[tuple[str, SessionQuery]]


@pytest.fixture
def opened(context: AppContext) -> Opened:
    """What lists of sessions were asked for, with their titles."""
    asked: Opened = []
    titles: list[str] = []
    context.sessions_titled.connect(titles.append)
    context.sessions_requested.connect(lambda query: asked.append((titles.pop(), query)))
    return asked


def card_of(page: AnalyticsPage, kind: type[ChartCard]) -> ChartCard:
    found = page.findChild(kind)
    assert isinstance(found, ChartCard)
    return found


def chart_of(card: ChartCard) -> MarkedChart:
    found = card.findChild(HeatMap) or card.findChild(HistogramPlot)
    assert isinstance(found, MarkedChart)
    return found


def texts(card: ChartCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card) and label.text().strip()]


def index_of(chart: MarkedChart, heading: str) -> int:
    return next(index for index in range(chart.mark_count()) if chart.mark_text(index).heading == heading)


def most_frequent_colour(image: QImage) -> str:
    seen = Counter(image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5))
    return seen.most_common(1)[0][0]


def ids(context: AppContext, query: SessionQuery) -> set[str]:
    assert context.workspace is not None
    return {row.id for row in context.workspace.practice.page(query).rows}


def test_a_day_opens_its_sessions(show_page: ShowPage, practise: Practise, opened: Opened, context: AppContext) -> None:
    late = practise("2026-03-03 23:50", 40)
    practise("2026-03-04 00:10", 20)
    chart = chart_of(card_of(show_page(), CalendarCard))
    index = index_of(chart, "Tuesday, 3 Mar 2026")
    assert chart.mark_text(index).lines == ("1 session, 0:40",)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(index).center())
    assert [title for title, _ in opened] == ["3 Mar 2026"]
    assert ids(context, opened[0][1]) == {late}


def test_an_hour_opens_all_sessions_that_cover_it(
    show_page: ShowPage, practise: Practise, opened: Opened, context: AppContext, qtbot: QtBot
) -> None:
    before = practise("2026-03-02 17:30", 60)
    week_before = practise("2026-02-23 18:10", 10)
    practise("2026-03-02 19:00", 60)
    practise("2026-03-02 18:00")
    page = show_page()
    chart = chart_of(card_of(page, WeekdayCard))
    index = index_of(chart, "Monday, 18:00–19:00")
    assert chart.mark_text(index).lines[0] == "0:40"
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(index).center())
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0][0] == "Monday, 18:00–19:00"
    assert ids(context, opened[0][1]) == {before, week_before}


def test_a_length_opens_its_sessions(show_page: ShowPage, practise: Practise, opened: Opened, context: AppContext) -> None:
    for day in range(1, 6):
        practise(f"2026-02-0{day} 18:00", 10)
    half_hour = practise("2026-02-10 18:00", 30)
    page = show_page()
    card = card_of(page, LengthsCard)
    chart = chart_of(card)
    index = index_of(chart, "30 to 35 minutes")
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(index).center() + QPoint(0, 8))
    assert ids(context, opened[0][1]) == {half_hour}
    assert "Most last 10 minutes" in texts(card)


def test_sessions_that_cannot_be_shown_are_told(show_page: ShowPage, practise: Practise) -> None:
    practise("2026-03-02 18:00", 30)
    practise("2026-03-02 19:00")
    practise(None, 30)
    page = show_page()
    for kind, note in (
        (CalendarCard, "1 session without a duration adds no time"),
        (WeekdayCard, "1 session without a duration adds no time"),
        (LengthsCard, "1 session without a duration is not shown"),
    ):
        assert any(note in text for text in texts(card_of(page, kind))), kind


def test_another_scheme_repaints_the_cards(show_page: ShowPage, practise: Practise, context: AppContext) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    pictures = []
    for mode in (ThemeMode.LIGHT, ThemeMode.DARK):
        context.theme.set_mode(mode)
        pictures.append([card_of(page, kind).grab().toImage() for kind in (CalendarCard, WeekdayCard, LengthsCard)])
    for light, dark in zip(*pictures, strict=True):
        assert most_frequent_colour(light) == LIGHT.base.lower()
        assert most_frequent_colour(dark) == DARK.base.lower()
