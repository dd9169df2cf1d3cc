"""Time in the hours of the week, against a walk through each hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.clock_hours import HOURS_OF_WEEK, are_in_hour, can_be_spread, seconds_by_hour
from fractal_desktop.domain.zone_clock import ZoneClock, zone_clock
from fractal_desktop.persistence.zone_files import zone_rules
from tests.practised import STARTS, ZONES
from tests.reference_analytics import Stint, weekday_hours

LONGEST = 31 * 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = st.one_of(st.integers(-5, 5), st.integers(0, 40_000), st.integers(LONGEST - 5, LONGEST + 5), st.just(7 * 10**12))
_MOMENTS = st.builds(lambda start, part: start + timedelta(microseconds=part), STARTS, st.sampled_from([0, 0, 1, 500_000, 999_999]))


def clock(zone: ZoneInfo) -> ZoneClock:
    return zone_clock(zone_rules(zone), 2005, 2032)


def arrays(sessions: list[tuple[datetime, int]]) -> tuple[np.ndarray, np.ndarray]:
    starts = [(start - EPOCH) // timedelta(microseconds=1) for start, _ in sorted(sessions)]
    return np.array(starts, np.int64), np.array([seconds for _, seconds in sorted(sessions)], np.int64)


@given(st.lists(st.tuples(_MOMENTS, _SECONDS), max_size=8), st.sampled_from(ZONES))
def test_every_second_is_in_the_hour_that_the_clock_showed(sessions: list[tuple[datetime, int]], zone: ZoneInfo) -> None:
    expected = weekday_hours([Stint(start, seconds) for start, seconds in sessions if 0 <= seconds <= LONGEST], zone)
    found = seconds_by_hour(*arrays(sessions), clock(zone))
    assert found.shape == (HOURS_OF_WEEK,)
    for hour in range(HOURS_OF_WEEK):
        exact = expected.get(divmod(hour, 24), timedelta())
        assert abs(int(found[hour]) * timedelta(seconds=1) - exact) <= timedelta(seconds=0.5)


@given(st.lists(st.tuples(_MOMENTS, st.integers(-5, 400_000)), max_size=5), st.sampled_from(ZONES), st.integers(0, HOURS_OF_WEEK - 1))
def test_a_session_is_in_an_hour_if_it_has_time_there(sessions: list[tuple[datetime, int]], zone: ZoneInfo, hour: int) -> None:
    expected = [divmod(hour, 24) in weekday_hours([Stint(start, seconds)], zone) for start, seconds in sorted(sessions)]
    assert are_in_hour(*arrays(sessions), clock(zone), hour).tolist() == expected


def test_more_sessions_than_are_looked_at_together_are_all_counted() -> None:
    starts = np.arange(30_000, dtype=np.int64) * 3_600_000_000
    found = seconds_by_hour(starts, np.full(30_000, 1800), clock(ZoneInfo("UTC")))
    assert int(found.sum()) == 30_000 * 1800
    assert set((found // 1800).tolist()) == {30_000 // 168, 30_000 // 168 + 1}


@pytest.mark.parametrize(("seconds", "expected"), [(-1, False), (0, True), (LONGEST, True), (LONGEST + 1, False)])
def test_only_durations_that_can_be_true_are_spread(seconds: int, expected: bool) -> None:
    assert can_be_spread(np.array([seconds])).tolist() == [expected]
