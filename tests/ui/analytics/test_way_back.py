"""From a mark to its sessions and back again: the page is as it was, by keys as by clicks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QScrollArea, QTableView
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.calendar_card import CalendarCard
from fractal_desktop.ui.analytics.card_grid import GridScroll
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.charts.histogram import HistogramPlot
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.page_filter import PageFilter
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.sessions.page import SessionsPage
from fractal_desktop.ui.widgets.containers import EmptyState

Practise = Callable[..., str]


@pytest.fixture
def analytics(qtbot: QtBot, window: MainWindow, context: AppContext, practise: Practise) -> MainWindow:
    """The window with its charts, of which the last are below what can be seen, and three sessions."""
    for day, minutes in ((2, 20), (3, 40), (4, 42)):
        practise(f"2026-03-0{day} 18:00", minutes)
    window.resize(1200, 640)
    window.activateWindow()
    window.show_page("analytics")
    qtbot.waitUntil(lambda: window.findChild(AnalyticsPage).is_complete)
    return window


def scroll_to(window: MainWindow, chart: MarkedChart) -> QScrollArea:
    scroll = window.findChild(GridScroll)
    scroll.ensureWidgetVisible(chart)
    assert scroll.verticalScrollBar().value() > 0
    return scroll


def back_button(window: MainWindow) -> QPushButton:
    return next(each for each in window.findChild(SessionsPage).findChildren(QPushButton) if each.text().startswith("Back to"))


def open_by_key(qtbot: QtBot, window: MainWindow, context: AppContext) -> HistogramPlot:
    chart = window.findChild(HistogramPlot)
    scroll_to(window, chart)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Home)
    while not chart.mark_opens(chart.current):
        QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.page == "sessions" and context.worker.is_idle)
    return chart


def test_alt_and_left_lead_back_to_the_mark_that_was_opened(qtbot: QtBot, analytics: MainWindow, context: AppContext) -> None:
    window = analytics
    chart = open_by_key(qtbot, window, context)
    opened = next(index for index in range(chart.mark_count()) if chart.mark_opens(index))
    scrolled = window.findChild(GridScroll).verticalScrollBar().value()
    assert window.focusWidget() is window.findChild(SessionsPage).findChild(QTableView)
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.page == "analytics"
    assert chart.hasFocus()
    assert chart.current == opened
    assert window.findChild(GridScroll).verticalScrollBar().value() == scrolled > 0
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert window.page == "sessions", "and on from there"


def test_where_there_is_no_way_back_alt_and_left_do_nothing(analytics: MainWindow) -> None:
    chart = analytics.findChild(HistogramPlot)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_End)
    mark = chart.current
    QTest.keyClick(chart, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert analytics.page == "analytics"
    assert chart.current == mark


def test_a_door_above_the_list_leads_back(qtbot: QtBot, analytics: MainWindow, context: AppContext) -> None:
    chart = open_by_key(qtbot, analytics, context)
    door = back_button(analytics)
    assert door.isVisible()
    assert door.text() == "Back to Analytics"
    assert analytics.commands["view.back"].text() == "Bac&k to Analytics"
    qtbot.mouseClick(door, Qt.MouseButton.LeftButton)
    assert analytics.page == "analytics"
    assert chart.hasFocus()


def test_in_a_narrow_window_the_door_stays_whole_beside_the_search(qtbot: QtBot, analytics: MainWindow, context: AppContext) -> None:
    open_by_key(qtbot, analytics, context)
    analytics.resize(800, 600)
    qtbot.waitUntil(lambda: analytics.width() == 800)
    door, page = back_button(analytics), analytics.findChild(SessionsPage)
    assert door.width() >= door.sizeHint().width()
    search = next(edit for edit in page.findChildren(QLineEdit) if edit.placeholderText() == "Search names and notes")
    assert search.width() >= 120


def test_back_stays_where_the_list_is_filtered_further_and_goes_with_the_page(
    qtbot: QtBot, analytics: MainWindow, context: AppContext
) -> None:
    open_by_key(qtbot, analytics, context)
    analytics.commands["edit.clear_filters"].trigger()
    assert back_button(analytics).isVisible()
    analytics.show_page("library")
    assert not analytics.commands["view.back"].isEnabled()
    analytics.show_page("sessions")
    assert not back_button(analytics).isVisible()
    assert analytics.commands["view.back"].text() == "Bac&k"


def test_a_page_that_somebody_went_to_by_themselves_has_no_way_back(analytics: MainWindow) -> None:
    assert not analytics.commands["view.back"].isEnabled()
    analytics.show_page("sessions")
    assert not back_button(analytics).isVisible()


def test_from_a_goal_it_leads_back_to_the_goals(analytics: MainWindow, context: AppContext) -> None:
    analytics.show_page("goals")
    context.sessions_requested.emit(SessionQuery(goal_id=GoalId("suite")))
    assert back_button(analytics).text() == "Back to Goals"
    context.sessions_requested.emit(SessionQuery(goal_id=GoalId("étude")))
    assert back_button(analytics).isVisible(), "another list on the same page changes nothing"
    context.back_requested.emit()
    assert analytics.page == "goals"


def test_who_comes_back_by_tab_begins_at_the_last_mark(qtbot: QtBot, analytics: MainWindow, context: AppContext) -> None:
    chart = open_by_key(qtbot, analytics, context)
    context.back_requested.emit()
    analytics.findChild(AnalyticsPage).focusProxy().setFocus()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    assert chart.current == -1


def test_clearing_filters_that_leave_no_session_leads_back_to_the_charts(
    qtbot: QtBot, analytics: MainWindow, context: AppContext, practise: Practise
) -> None:
    """The map had the focus, at a day that it does not show any more when the focus comes back."""
    page, chart = analytics.findChild(AnalyticsPage), analytics.findChild(CalendarCard).findChild(HeatMap)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    page.findChild(FilterBar).choose(PageFilter(completed=True))
    qtbot.waitUntil(lambda: page.is_complete)
    clear = next(
        each for each in page.findChildren(QPushButton) if each.text() == "Clear filters" and page.findChild(EmptyState).isAncestorOf(each)
    )
    clear.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(clear, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.is_complete)
    assert chart.isVisible()
    assert chart.current == -1


@pytest.mark.parametrize("command", ["file.report", "view.save"])
def test_a_question_of_the_page_goes_with_its_file(qtbot: QtBot, analytics: MainWindow, context: AppContext, command: str) -> None:
    """What is answered later would be of a page that is gone, or of another file."""
    analytics.commands[command].trigger()
    (dialog,) = (each for each in analytics.findChildren(QDialog) if each.isVisible())
    context.close_workspace()
    qtbot.waitUntil(lambda: not isValid(dialog))
