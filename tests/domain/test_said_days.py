"""Days and times that are said in words, before and after today."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.said_days import day_ahead, moment_said

TODAY = date(2026, 3, 5)
"""A Thursday."""
BASE = datetime(2026, 2, 1, 7, 10)  # noqa: DTZ001 - a wall clock


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", date(2026, 3, 5)), ("Tomorrow", date(2026, 3, 6)), ("the day after tomorrow", date(2026, 3, 7)),
        ("Friday", date(2026, 3, 6)), ("thu", date(2026, 3, 12)), ("next Wed", date(2026, 3, 11)), ("on Sunday", date(2026, 3, 8)),
        ("in 3 weeks", date(2026, 3, 26)), ("10 days", date(2026, 3, 15)), ("in a month", date(2026, 4, 5)), ("a year from now", date(2027, 3, 5)),
        ("30 jun", date(2026, 6, 30)), ("1 Mar", date(2027, 3, 1)), ("March 1st, 2025", date(2025, 3, 1)), ("5 March", date(2026, 3, 5)),
        ("1.4.", date(2026, 4, 1)), ("1.3.2027", date(2027, 3, 1)), ("29 Feb", date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_the_next_day_that_is_called_so(said: str, day: date) -> None:
    assert day_ahead(said, TODAY) == day


@pytest.mark.parametrize("said", ["", "soon", "31 June", "in 3 moons", "32.1.", "the 5th element", "fr", "29 Feb 2027", "in 9999 years"])
def test_what_is_no_day_is_none(said: str) -> None:
    assert day_ahead(said, TODAY) is None


def test_a_month_from_its_last_day_ends_on_the_last_of_the_next() -> None:
    assert day_ahead("in 1 month", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("yesterday 18:00", "2026-03-04 18:00"), ("18:00 yesterday", "2026-03-04 18:00"), ("Sat 9am", "2026-02-28 09:00"),
        ("22.2. 18:00", "2026-02-22 18:00"), ("today at 7:30", "2026-03-05 07:30"), ("yesterday", "2026-03-04 07:10"),
        ("at 9:15", "2026-02-01 09:15"), ("22.11. 18:00", "2025-11-22 18:00"),
    ],
)  # fmt: skip
def test_a_moment_is_said_with_a_day_a_time_or_both(said: str, moment: str) -> None:
    assert moment_said(said, BASE, TODAY) == datetime.fromisoformat(moment)


@pytest.mark.parametrize("said", ["", "soon", "yesterday yesterday", "18:00-19:00", "yesterday 45m", "since 9:00", "yesterday 25:00"])
def test_what_is_no_moment_is_none(said: str) -> None:
    assert moment_said(said, BASE, TODAY) is None


words = st.lists(
    st.sampled_from(["today", "fri", "in", "3", "weeks", "jun", "1.3.", "18:00", "24:00", "at", "9am", "0", "year", "31", "ago", "a"])
)


@given(st.one_of(st.text(max_size=30), words.map(" ".join)), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
@example("in 9999 weeks", date(2200, 1, 1))
def test_nothing_that_is_typed_is_an_error(said: str, today: date) -> None:
    ahead = day_ahead(said, today)
    assert ahead is None or ahead.year <= 9998
    moment = moment_said(said, datetime.combine(today, datetime.min.time()), today)
    assert moment is None or moment.date() <= today + timedelta(1)
