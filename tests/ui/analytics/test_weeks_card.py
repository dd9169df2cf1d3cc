"""Weeks by sessions or hours, with or without the empty ones, as they were left."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot
from fractal_desktop.ui.analytics.charts.legend import Legend
from fractal_desktop.ui.analytics.choice import DayRange, Preset
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.period_bar import PeriodBar
from fractal_desktop.ui.analytics.weeks_card import WeeksCard

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


@pytest.fixture
def page(show_page: ShowPage, practise: Practise) -> AnalyticsPage:
    """Six weeks of which the third is empty."""
    for day, minutes in (
        ("2026-01-28", 60),
        ("2026-02-04", 90),
        ("2026-02-18", 30),
        ("2026-02-19", 30),
        ("2026-02-25", 120),
        ("2026-03-03", None),
    ):
        practise(f"{day} 18:00", minutes)
    return show_page()


def plot_of(page: AnalyticsPage) -> BarPlot:
    return page.findChild(WeeksCard).findChild(BarPlot)


def tips(page: AnalyticsPage) -> list[str]:
    plot = plot_of(page)
    return [plot.mark_text(index).sentence for index in range(plot.mark_count())]


def words(page: AnalyticsPage) -> list[str]:
    return [label.text() for label in page.findChild(WeeksCard).findChildren(QLabel)]


def press(page: AnalyticsPage, text: str) -> None:
    buttons = page.findChild(WeeksCard).findChildren(QPushButton)
    QTest.mouseClick(next(each for each in buttons if each.text() == text), Qt.MouseButton.LeftButton)


def hide_empty_weeks(page: AnalyticsPage) -> None:
    card = page.findChild(WeeksCard)
    button = next(each for each in card.findChildren(QToolButton) if each.accessibleName() == "More about this chart")
    next(action for action in button.menu().actions() if action.text() == "Weeks without practice").trigger()


def test_hours_are_drawn_averaged_and_named(page: AnalyticsPage, qtbot: QtBot) -> None:
    assert "Hours per week" not in words(page)
    press(page, "Hours")
    qtbot.waitUntil(lambda: page.is_complete and "1:00 in a usual week" in words(page))
    assert "Hours per week" in words(page)
    assert tips(page)[4] == "23 Feb – 1 Mar 2026: 1 session, 2:00, Average of 4 weeks: 1:07"
    assert plot_of(page)._bars.heights == (1.0, 1.5, None, 1.0, 2.0, None)
    card = page.findChild(WeeksCard)
    assert [cell.text for cell in card.table().rows[4]][1:] == ["1", "2:00", "1:07"]
    assert plot_of(page).mark_opens(5)


def test_empty_weeks_can_be_left_out_and_are_told_of(page: AnalyticsPage, qtbot: QtBot) -> None:
    assert len(tips(page)) == 6
    hide_empty_weeks(page)
    qtbot.waitUntil(lambda: page.is_complete and len(tips(page)) == 5)
    assert any("1 week without practice is not drawn" in text for text in words(page))
    assert tips(page)[3] == "23 Feb – 1 Mar 2026: 1 session, 2:00, Average of 4 weeks: 1.3"
    hide_empty_weeks(page)
    qtbot.waitUntil(lambda: page.is_complete and len(tips(page)) == 6)


def test_both_choices_are_there_again_on_the_next_start(page: AnalyticsPage, show_page: ShowPage, qtbot: QtBot) -> None:
    press(page, "Hours")
    hide_empty_weeks(page)
    qtbot.waitUntil(lambda: page.is_complete and len(tips(page)) == 5)
    again = show_page()
    assert "Hours per week" in words(again)
    assert len(tips(again)) == 5
    hours = next(each for each in again.findChild(WeeksCard).findChildren(QPushButton) if each.text() == "Hours")
    assert hours.isChecked()


def legend(page: AnalyticsPage) -> list[str]:
    return page.findChild(WeeksCard).findChild(Legend).accessibleName().split(", ")


def choose_days(page: AnalyticsPage, first: date, last: date, qtbot: QtBot) -> None:
    """Show a period of one's own."""
    page.findChild(PeriodBar).show_period(Preset.CUSTOM, DayRange(first, last))
    page.refresh()
    qtbot.waitUntil(lambda: page.is_complete)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 1, 26), date(2026, 3, 5), "this week so far"),
        (date(2026, 1, 28), date(2026, 3, 5), "not a whole week"),
        (date(2026, 1, 28), date(2026, 3, 1), "cut by the period"),
        (date(2026, 1, 26), date(2026, 2, 19), "cut by the period"),
        (date(2026, 1, 26), date(2026, 3, 1), "average of 4 weeks"),
    ],
)
def test_the_legend_says_what_the_lighter_bars_are(page: AnalyticsPage, qtbot: QtBot, first: date, last: date, words: str) -> None:
    choose_days(page, first, last, qtbot)
    assert legend(page)[-1] == words


def test_a_few_weeks_are_named_by_the_first_day_that_counts(page: AnalyticsPage, qtbot: QtBot) -> None:
    choose_days(page, date(2026, 1, 28), date(2026, 3, 5), qtbot)
    assert [day.day for day in plot_of(page)._bars.days] == [28, 2, 9, 16, 23, 2]
    names = plot_of(page)._names
    assert names is not None
    assert [text for _, text in names.upper[:2]] == ["28 Jan", "2 Feb"]
    page.resize(700, 828)
    assert not page.grab().isNull()
