"""A period beside the one before it, or beside the same days a year ago."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.analytics import DayRow
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.analytics.charts.pair_plot import PairPlot
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.analytics.compare_answer import Beside, _steps, _summed, read_compare, year_ago
from fractal_desktop.ui.analytics.compare_card import CompareCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.tiles import Tile
from fractal_desktop.ui.context import AppContext

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text().strip()]


def press(widget: QWidget, text: str) -> None:
    QTest.mouseClick(next(each for each in widget.findChildren(QPushButton) if each.text() == text), Qt.MouseButton.LeftButton)


def practise_on(practise: Practise, *days: str, minutes: int = 60) -> None:
    for day in days:
        practise(f"{day} 18:00", minutes)


@pytest.fixture
def card(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> CompareCard:
    """Four weeks with four hours, the four before with three, those of a year ago with three of two hours each."""
    practise_on(practise, "2026-02-06", "2026-02-13", "2026-02-20", "2026-03-05")
    practise_on(practise, "2026-01-09", "2026-01-16", "2026-01-30")
    practise_on(practise, "2025-02-06", "2025-02-20", "2025-03-05", minutes=120)
    page = show_page()
    press(page, "4 weeks")
    qtbot.waitUntil(lambda: page.is_complete)
    return page.findChild(CompareCard)


def tips(card: CompareCard) -> list[str]:
    plot = card.findChild(PairPlot)
    return [plot.mark_text(index).sentence for index in range(plot.mark_count())]


def test_the_title_says_how_much_more_a_week_has(card: CompareCard) -> None:
    assert "1:00 a week, 0:15 more than before" in words(card)
    assert "Beside the time before, hours a week" in words(card)


def test_numbers_and_weeks_stand_beside_each_other(card: CompareCard) -> None:
    shown = words(card)
    at = shown.index("Sessions")
    assert shown[at : at + 3] == ["Sessions", "4", "3"]
    assert shown[shown.index("Time") + 1 :][:2] == ["4:00", "3:00"]
    assert tips(card) == [
        "9 – 15 Jan 2026: 1 session, 1:00",
        "6 – 12 Feb 2026: 1 session, 1:00",
        "16 – 22 Jan 2026: 1 session, 1:00",
        "13 – 19 Feb 2026: 1 session, 1:00",
        "23 – 29 Jan 2026: 0 sessions",
        "20 – 26 Feb 2026: 1 session, 1:00",
        "30 Jan – 5 Feb 2026: 1 session, 1:00",
        "27 Feb – 5 Mar 2026: 1 session, 1:00",
    ]
    first = card.table().rows[0]
    assert [cell.text for cell in first] == ["9 – 15 Jan 2026", "1", "1:00", "6 – 12 Feb 2026", "1", "1:00"]
    assert (first[0].exact, first[3].exact) == ("2026-01-09", "2026-02-06")


def test_a_year_ago_is_chosen_and_stays_chosen(card: CompareCard, show_page: ShowPage, qtbot: QtBot) -> None:
    press(card, "A year ago")
    qtbot.waitUntil(lambda: "1:00 a week, 0:30 less than a year ago" in words(card))
    assert tips(card)[0] == "6 – 12 Feb 2025: 1 session, 2:00"
    again = show_page().findChild(CompareCard)
    assert "1:00 a week, 0:30 less than a year ago" in words(again)


def test_a_click_on_either_bar_opens_its_sessions(card: CompareCard, context: AppContext, qtbot: QtBot) -> None:
    plot = card.findChild(PairPlot)
    asked: list[SessionQuery] = []
    context.sessions_requested.connect(asked.append)
    for mark in (0, 1):
        QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(mark).center())
    workspace = context.workspace
    assert workspace is not None
    starts = [[row.start.date() for row in workspace.practice.page(query).rows if row.start] for query in asked]
    assert starts == [[date(2026, 1, 9)], [date(2026, 2, 6)]]
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(4).center())
    assert len(asked) == 2


def test_all_time_has_nothing_to_be_compared_with(card: CompareCard, qtbot: QtBot) -> None:
    press(card.window(), "All")
    qtbot.waitUntil(lambda: "All time has nothing before it to be compared with: choose a period." in words(card))
    assert card.table().rows == ()


def test_a_first_period_says_that_there_is_none_before(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise_on(practise, "2026-02-20", "2026-02-21", "2026-02-22")
    page = show_page()
    press(page, "4 weeks")
    card = page.findChild(CompareCard)
    qtbot.waitUntil(lambda: page.is_complete and "No sessions 9 Jan – 5 Feb 2026" in words(card))
    press(page, "All")  # then there is no such period, and nothing to be said of it
    qtbot.waitUntil(lambda: page.is_complete and words(card)[-1].startswith("All time has nothing before it"))


def test_two_sessions_are_too_few_to_compare(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise_on(practise, "2026-02-20", "2026-02-21", "2026-01-22")
    page = show_page()
    press(page, "4 weeks")
    card = page.findChild(CompareCard)
    qtbot.waitUntil(lambda: page.is_complete and "Too few sessions to compare: that takes three in each period" in words(card))


def test_a_time_before_in_which_practice_began_counts_from_that_day_on(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    """Of twelve months before that hold five weeks of practice only these count: an hour a week then, and now."""
    practise_on(practise, *(f"2025-02-{day:02}" for day in (25,)), *(f"2025-03-{day:02}" for day in (4, 11, 18, 25)))
    practise_on(practise, *((date(2025, 4, 1) + timedelta(weeks=week)).isoformat() for week in range(48)))
    page = show_page()
    card = page.findChild(CompareCard)
    assert "Practice began on 25 Feb 2025: only the last 35 days of the time before count" in words(card)
    assert "0:59 a week, as before" in words(card)
    shown = words(card)
    assert shown[shown.index("Time a week") + 1 :][:2] == ["0:59", "1:00"]
    press(page, "4 weeks")
    qtbot.waitUntil(lambda: page.is_complete)
    assert not any(text.startswith("Practice began") for text in words(card))


def test_four_days_in_which_practice_began_are_not_compared(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise_on(practise, "2026-02-02", "2026-02-03", "2026-02-04", "2026-02-20", "2026-02-21", "2026-02-22")
    page = show_page()
    press(page, "4 weeks")
    card = page.findChild(CompareCard)
    qtbot.waitUntil(lambda: page.is_complete and "Too short to compare: practice began on 2 Feb 2026" in words(card))
    shown = words(card)
    assert shown[shown.index("Time a week") + 1 :][:2] == ["0:46", "-"]


def test_what_a_week_has_is_the_same_on_the_tile_and_practice_begins_with_what_is_chosen(
    show_page: ShowPage, practise: Practise, context: AppContext, qtbot: QtBot
) -> None:
    practise_on(practise, "2025-01-10", "2026-01-10", "2026-01-20", "2026-01-30", "2026-02-20")
    for day in ("2026-01-30", "2026-02-01", "2026-02-03", "2026-02-20", "2026-02-25", "2026-03-01"):
        practise(f"{day} 20:00", 60, "scales")
    page = show_page()
    press(page, "4 weeks")
    card = page.findChild(CompareCard)
    qtbot.waitUntil(lambda: page.is_complete and "1:02 a week, 0:28 less than before" in words(card))
    time = next(tile for tile in page.findChildren(Tile) if tile.words[0] == "Time")
    assert time.words[1:] == ("4:00", "1:02 a week")
    choice = replace(page.choice, template_id=TemplateId("scales"))
    assert context.workspace is not None
    card.show_answer(read_compare(context.workspace, choice, Beside.BEFORE))
    assert "Too short to compare: practice began on 30 Jan 2026" in words(card)


@pytest.mark.parametrize(
    ("day", "before"), [(date(2024, 2, 29), date(2023, 2, 28)), (date(2025, 2, 28), date(2024, 2, 28)), (date(1, 5, 1), date(1, 5, 1))]
)
def test_the_same_day_a_year_ago(day: date, before: date) -> None:
    assert year_ago(day) == before


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 900), st.sampled_from((7, 28)), st.data())
def test_each_day_counts_in_exactly_the_step_that_holds_it(first: date, length: int, days_a_step: int, data: st.DataObject) -> None:
    days = DayRange(first, first + timedelta(days=length))
    rows = [
        DayRow(first + timedelta(days=offset), offset + 1, 1, 60 * offset) for offset in sorted(data.draw(st.sets(st.integers(0, length))))
    ]
    steps = list(_steps(days, days_a_step))
    sessions, seconds = _summed(rows, days, len(steps), days_a_step)
    for step, count, time in zip(steps, sessions, seconds, strict=True):
        assert step.first is not None
        assert step.last is not None
        inside = [row for row in rows if step.first <= row.day <= step.last]
        assert (count, time) == (sum(row.sessions for row in inside), sum(row.seconds for row in inside))
    assert sum(sessions) == sum(row.sessions for row in rows)
    assert (steps[0].first, steps[-1].last) == (days.first, days.last)
