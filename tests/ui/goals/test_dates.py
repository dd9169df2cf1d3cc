from datetime import date

import pytest
from PySide6.QtCore import QLocale

from fractal_desktop.ui.goals.cells import deadline_text
from fractal_desktop.ui.goals.dates import date_text, distance_text, parse_date

TODAY = date(2026, 3, 5)
GERMAN, BRITISH, AMERICAN = QLocale("de_DE"), QLocale("en_GB"), QLocale("en_US")


@pytest.mark.parametrize("locale", [GERMAN, BRITISH, AMERICAN, QLocale("ja_JP"), QLocale.c()])
@pytest.mark.parametrize("day", [date(2026, 3, 20), date(1999, 12, 31), date(2031, 1, 2)])
def test_what_is_shown_is_understood_again(locale: QLocale, day: date) -> None:
    assert parse_date(date_text(day, locale), locale, TODAY) == day
    assert parse_date(day.isoformat(), locale, TODAY) == day


def test_the_order_of_the_locale_counts() -> None:
    assert parse_date("3/4/2026", AMERICAN, TODAY) == date(2026, 3, 4)
    assert parse_date("03/04/2026", BRITISH, TODAY) == date(2026, 4, 3)
    assert parse_date("3.4.2026", GERMAN, TODAY) == parse_date("03.04.2026", GERMAN, TODAY) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("text", "day"),
    [("tomorrow", date(2026, 3, 6)), ("in 3 weeks", date(2026, 3, 26)), ("30 jun", date(2026, 6, 30)), ("1.3.2027", date(2027, 3, 1))],
)
def test_a_day_to_come_is_said_in_words(text: str, day: date) -> None:
    assert parse_date(text, QLocale.c(), TODAY) == day


@pytest.mark.parametrize("text", ["soon", "31.02.2026", "2026", "5"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text, GERMAN, TODAY) is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 5), "Today"),
        (date(2026, 3, 6), "Tomorrow"),
        (date(2026, 3, 20), "in 15 days"),
        (date(2026, 3, 4), "1 day overdue"),
        (date(2025, 3, 5), "365 days overdue"),
        (date(2026, 6, 4), "in 2 months"),
        (date(2028, 3, 4), "in 23 months"),
        (date(2029, 3, 5), "in 3 years"),
        (date(2029, 7, 1), "in over 3 years"),
        (date(2030, 1, 20), "in almost 4 years"),
    ],
)
def test_how_far_away_a_deadline_is(day: date, words: str) -> None:
    assert distance_text(day, TODAY) == words


def test_a_deadline_this_year_is_a_day_and_a_later_one_a_month() -> None:
    assert deadline_text(date(2026, 6, 30), BRITISH, TODAY) == "30 Jun"
    assert deadline_text(date(2026, 6, 30), AMERICAN, TODAY) == "Jun 30"
    assert deadline_text(date(2027, 10, 1), BRITISH, TODAY) == "Oct 2027"
