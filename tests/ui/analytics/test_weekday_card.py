"""Weekdays and hours: what is shown, said and opened."""

from collections.abc import Callable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.analytics import HourRow
from fractal_desktop.ui.analytics.charts.heat_map import HeatMap
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.heat_words import hour_name
from fractal_desktop.ui.analytics.weekday_card import SessionsInHour, WeekdayCard
from fractal_desktop.ui.analytics.weekday_hours import main_window, shown_hours, weekday_answer
from fractal_desktop.ui.theme import Theme
from tests.ui.acting import put_up

EVENINGS = [HourRow(day, hour, 3600 * (4 if hour == 18 else 1)) for day in range(4) for hour in (7, 17, 18)]
ShowCard = Callable[..., WeekdayCard]


def choice(first_weekday: int = 0) -> Choice:
    return Choice(DayRange(date(2026, 1, 1), date(2026, 3, 5)), ZoneInfo("Europe/Berlin"), first_weekday, date(2026, 3, 5))


@pytest.fixture
def show_card(qtbot: QtBot, light: Theme) -> ShowCard:
    shown: list[WeekdayCard] = []

    def show(rows: Sequence[HourRow], sessions: int = 40, untimed: int = 0, first_weekday: int = 0) -> WeekdayCard:
        card = WeekdayCard()
        shown.append(card)
        put_up(qtbot, card, 348, 300)
        card.show_answer(weekday_answer(choice(first_weekday), rows, sessions, untimed))
        return card

    return show


def map_of(card: WeekdayCard) -> HeatMap:
    found = card.findChild(HeatMap)
    assert isinstance(found, HeatMap)
    return found


def texts(card: WeekdayCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible() and label.text().strip()]


def test_sessions_that_took_no_time_are_not_said_to_be_missing(show_card: ShowCard) -> None:
    assert "No practice with a duration in this period." in texts(show_card([], sessions=19))
    assert "No sessions in this period." in texts(show_card([], sessions=0))


def test_the_card_says_when_most_practice_is(show_card: ShowCard) -> None:
    shown = texts(show_card(EVENINGS))
    assert shown[:2] == ["Most practice is Mon–Thu at 18", "Minutes by weekday and hour"]


@pytest.mark.parametrize(
    ("rows", "finding"),
    [
        ([HourRow(1, 7, 3600)], "Most practice is Tue at 07"),
        ([HourRow(day, hour, 3600) for day in range(7) for hour in (17, 18, 19)], "Most practice is at 17–20"),
        ([HourRow(day, 18, 3600) for day in range(7)], "Most practice is at 18"),
        ([HourRow(day, 22 + hour, 3600) for day in (5, 6) for hour in (0, 1)], "Most practice is Sat–Sun, 22–00"),
        ([HourRow(5, 22, 3600), HourRow(5, 23, 3600), HourRow(6, 23, 1)], "Most practice is Sat, 22–00"),
        ([HourRow(0, 7, 3600), HourRow(3, 12, 3600), HourRow(6, 20, 3600)], "No hours of the week stand out"),
        ([HourRow(day, hour, 3600) for day in range(7) for hour in range(24)], "No hours of the week stand out"),
        ([], ""),
    ],
)
def test_the_finding_names_hours_that_stand_out(rows: list[HourRow], finding: str) -> None:
    assert weekday_answer(choice(), rows, 40, 0).finding == finding


@given(st.lists(st.integers(0, 5000), min_size=168, max_size=168), st.integers(0, 6))
def test_what_is_called_most_practice_is_half_of_the_time(seconds: list[int], first_weekday: int) -> None:
    window = main_window(seconds, first_weekday)
    if window is not None:
        days = [(first_weekday + window.first_day + each) % 7 for each in range(window.days)]
        inside = sum(seconds[day * 24 + hour] for day in days for hour in range(window.first_hour, window.end_hour))
        assert inside * 2 >= sum(seconds)
        assert window.days * (window.end_hour - window.first_hour) <= 42


@given(st.integers(0, 6), st.integers(0, 23), st.integers(0, 6))
def test_a_single_hour_is_always_found(weekday: int, hour: int, first_weekday: int) -> None:
    seconds = [0] * 168
    seconds[weekday * 24 + hour] = 60
    window = main_window(seconds, first_weekday)
    assert window is not None
    assert ((first_weekday + window.first_day) % 7, window.days, window.first_hour, window.end_hour) == (weekday, 1, hour, hour + 1)


def test_a_week_that_begins_on_sunday_is_shown_and_named_so(show_card: ShowCard) -> None:
    card = show_card([HourRow(6, 10, 7200), HourRow(0, 10, 7200), HourRow(3, 20, 100)], first_weekday=6)
    assert texts(card)[0] == "Most practice is Sun–Mon at 10"
    chart = map_of(card)
    assert chart.mark_text(0).heading.startswith("Sunday")
    assert chart.mark_text(6).heading.startswith("Saturday")


def test_hours_go_from_the_first_used_to_the_last_with_a_margin_and_are_twelve_at_least(show_card: ShowCard) -> None:
    assert shown_hours(EVENINGS) == (6, 20)
    assert shown_hours([HourRow(0, 0, 60), HourRow(0, 23, 60)]) == (0, 24)
    assert shown_hours([HourRow(0, 23, 60)]) == (12, 24)
    assert shown_hours([HourRow(0, 0, 60)]) == (0, 12)
    assert shown_hours([]) == (7, 19)
    chart = map_of(show_card(EVENINGS))
    assert chart.mark_text(0).heading == "Monday, 06:00–07:00"
    assert chart.mark_text(chart.mark_count() - 1).heading == "Sunday, 19:00–20:00"


@given(st.sets(st.integers(0, 23)))
def test_shown_hours_hold_all_that_are_used(hours: set[int]) -> None:
    first, end = shown_hours([HourRow(0, hour, 60) for hour in hours])
    assert 0 <= first < end <= 24
    assert end - first >= 12
    assert all(first <= hour < end for hour in hours)


def test_hours_without_any_time_may_follow_while_one_is_current(show_card: ShowCard) -> None:
    card = show_card([HourRow(0, 0, 3600), HourRow(6, 23, 3600)])
    chart = map_of(card)
    for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(chart, key)
    assert chart.accessibleName().startswith("Sunday, 23:00–00:00")
    card.show_answer(weekday_answer(choice(), [], 0, 0))
    assert chart.accessibleName() == "Minutes by weekday and hour. Minutes by weekday and hour", "no hour is named"


def test_an_hour_opens_the_sessions_that_cover_it_by_click_and_enter(show_card: ShowCard) -> None:
    card = show_card(EVENINGS)
    doors: list[Door] = []
    card.opened.connect(doors.append)
    chart = map_of(card)
    monday_at_7 = 7
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(monday_at_7).center())
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(0).center())
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(chart, key)
    assert chart.accessibleName().startswith("Tuesday, 07:00–08:00: 1:00, 4 % of all. Most practice is Mon–Thu at 18")
    asked = choice()
    assert doors == [
        Door("Monday, 07:00–08:00", SessionsInHour(asked.filter, asked.zone, 0, 7)),
        Door("Tuesday, 07:00–08:00", SessionsInHour(asked.filter, asked.zone, 1, 7)),
    ]


def test_thin_and_empty_histories_are_said_in_words(show_card: ShowCard) -> None:
    assert "No sessions in this period." in texts(show_card([], 0))
    thin = texts(show_card([HourRow(1, 18, 1800)], 1))
    assert "Minutes by weekday and hour" in thin
    assert "1 session: too few to say more" in thin
    assert "No session in this period has a start and a duration." in texts(show_card([], 0, 3))


def test_sessions_that_add_no_time_are_told(show_card: ShowCard) -> None:
    assert "2 sessions without a duration add no time" in texts(show_card(EVENINGS, 40, 2))


def test_the_table_has_the_hours_with_practice_in_the_weeks_order(show_card: ShowCard) -> None:
    lines = show_card([HourRow(0, 18, 3600), HourRow(6, 9, 1800)], first_weekday=6).table().as_text().splitlines()
    assert lines == ["Weekday\tHour\tTime", "Sunday\t09:00–10:00\t0:30", "Monday\t18:00–19:00\t1:00"]


def test_hours_are_named_as_the_locale_does() -> None:
    assert hour_name(6) == "06"
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert hour_name(18) == "6 PM"
