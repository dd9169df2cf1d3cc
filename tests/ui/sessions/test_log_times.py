"""Start, end and length of a past session follow each other."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.ui.sessions.log_times import LogTimes, TimeProblem, parse_length

NOW = datetime(2026, 3, 5, 17, 51, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIMES = LogTimes(NOW - 45 * MINUTE, NOW, NOW)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 3, 5), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
lengths = st.integers(1, 86_400)


def test_another_start_takes_the_end_along() -> None:
    times = TIMES.starting(NOW - timedelta(days=1))
    assert (times.end, times.seconds) == (NOW - timedelta(days=1) + 45 * MINUTE, 45 * 60)


def test_a_start_that_leaves_less_than_the_length_ends_now() -> None:
    assert TIMES.starting(NOW - 10 * MINUTE) == LogTimes(NOW - 10 * MINUTE, NOW, NOW)


def test_another_end_leaves_the_start_unless_it_would_lie_after_it() -> None:
    assert TIMES.ending(NOW - 15 * MINUTE).seconds == 30 * 60
    assert TIMES.ending(NOW - timedelta(days=2)).seconds == 45 * 60


def test_a_longer_session_that_ended_now_began_earlier() -> None:
    assert TIMES.lasting(5400) == LogTimes(NOW - 90 * MINUTE, NOW, NOW)


@given(moments, lengths, moments, lengths)
def test_what_began_in_the_past_never_ends_in_the_future(start: datetime, first: int, other: datetime, second: int) -> None:
    times = TIMES.starting(start).lasting(first)
    for changed in (times.starting(other), times.lasting(second), times.ending(other)):
        assert changed.problem in (None, TimeProblem.LONG)
        assert changed.seconds > 0


@pytest.mark.parametrize(
    ("times", "problem"),
    [
        (LogTimes(NOW, NOW + MINUTE, NOW), TimeProblem.FUTURE),
        (LogTimes(NOW, NOW, NOW), TimeProblem.EMPTY),
        (LogTimes(NOW - timedelta(days=32), NOW, NOW), TimeProblem.LONG),
    ],
)
def test_what_cannot_have_been_is_a_problem(times: LogTimes, problem: TimeProblem) -> None:
    assert times.problem is problem


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("45", 45),
        ("45 min", 45),
        ("7.5", 7.5),
        ("7,5m", 7.5),
        ("1:30", 90),
        ("1h30", 90),
        ("1 h 30 min", 90),
        ("1.5 h", 90),
        ("2h", 120),
        ("1 d", 1440),
        ("2 days 3 h", 3060),
    ],
)
def test_lengths_are_read_as_people_write_them(text: str, minutes: float) -> None:
    assert parse_length(text) == minutes * 60


@pytest.mark.parametrize("text", ["", "abc", "1:75", "-5", "1h75m", "99999", "1:2:3"])
def test_what_is_no_length_is_none(text: str) -> None:
    assert parse_length(text) is None
