from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.duration import LONGEST_SECONDS, clock, hours_minutes, span_seconds, total_duration_seconds

START = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("items", "minutes", "expected"),
    [((60, 30.9), 10, 90), ((0.5, 0.6), 10, 1), ((0.5,), 10, 600), ((), 10, 600), ((), 0, None), ((), -5, None), ((0,), None, None)],
)
def test_items_count_first_then_the_time_from_start_to_end(items: tuple[float, ...], minutes: int | None, expected: int | None) -> None:
    end = None if minutes is None else START + timedelta(minutes=minutes)
    assert total_duration_seconds(items, START, end) == expected


def test_a_span_is_floored_and_at_most_31_days() -> None:
    assert span_seconds(START, START + timedelta(seconds=59, milliseconds=999)) == 59
    assert span_seconds(START, START + timedelta(seconds=LONGEST_SECONDS)) == LONGEST_SECONDS
    assert span_seconds(START, START + timedelta(seconds=LONGEST_SECONDS + 1)) is None
    assert span_seconds(None, START) is None


@pytest.mark.parametrize(
    ("seconds", "listed", "edited"),
    [
        (None, "-", "-"),
        (0, "0:00", "00:00"),
        (59, "0:00", "00:59"),
        (60, "0:01", "01:00"),
        (3600, "1:00", "1:00:00"),
        (6750, "1:52", "1:52:30"),
    ],
)
def test_both_notations(seconds: float | None, listed: str, edited: str) -> None:
    assert (hours_minutes(seconds), clock(seconds)) == (listed, edited)


@given(st.lists(st.floats(0, LONGEST_SECONDS), max_size=5), st.integers(-(10**7), 10**7))
def test_a_duration_is_never_zero_or_less(items: list[float], seconds: int) -> None:
    total = total_duration_seconds(items, START, START + timedelta(seconds=seconds))
    assert total is None or total > 0


@pytest.mark.parametrize(("seconds", "listed"), [(-1, "0:00"), (-59.9, "0:00"), (-60, "-0:01"), (-1140, "-0:19"), (-3660, "-1:01")])
def test_what_is_below_zero_has_a_sign(seconds: float, listed: str) -> None:
    assert hours_minutes(seconds) == listed
