"""The reference itself, against what can be worked out on paper."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reference_analytics import Figures, Stint, daily, day_of, monthly, weekday_hours, weekly

BERLIN = ZoneInfo("Europe/Berlin")
SUNDAY, MONDAY = 6, 0


def stint(wall_clock: str, seconds: int | None, zone: ZoneInfo = BERLIN) -> Stint:
    return Stint(datetime.fromisoformat(wall_clock).replace(tzinfo=zone), seconds)


def test_sessions_count_in_the_day_week_and_month_they_start_in() -> None:
    stints = [stint("2026-02-28 23:59:59", 600), stint("2026-03-01 00:00", None), stint("2026-03-02 08:00", 60), Stint(None, 5)]
    assert daily(stints, BERLIN) == {
        date(2026, 2, 28): Figures(1, 1, 600),
        date(2026, 3, 1): Figures(1, 0, 0),
        date(2026, 3, 2): Figures(1, 1, 60),
    }
    assert weekly(stints, BERLIN) == {date(2026, 2, 23): Figures(2, 1, 600), date(2026, 3, 2): Figures(1, 1, 60)}
    assert weekly(stints, BERLIN, SUNDAY) == {date(2026, 2, 22): Figures(1, 1, 600), date(2026, 3, 1): Figures(2, 1, 60)}
    assert monthly(stints, BERLIN) == {date(2026, 2, 1): Figures(1, 1, 600), date(2026, 3, 1): Figures(2, 1, 60)}


@pytest.mark.parametrize(
    ("zone", "wall_clock", "minutes", "expected"),
    [
        ("Europe/Berlin", "2026-03-01 23:15", 90, {(SUNDAY, 23): 45, (MONDAY, 0): 45}),
        ("Europe/Berlin", "2026-03-29 01:30", 60, {(SUNDAY, 1): 30, (SUNDAY, 3): 30}),  # from 2:00 to 3:00
        ("Europe/Berlin", "2026-10-25 02:30", 120, {(SUNDAY, 2): 90, (SUNDAY, 3): 30}),  # from 3:00 to 2:00
        ("Australia/Lord_Howe", "2026-04-05 01:00", 120, {(SUNDAY, 1): 90, (SUNDAY, 2): 30}),  # from 2:00 to 1:30
        ("Australia/Lord_Howe", "2026-10-04 01:50", 30, {(SUNDAY, 1): 10, (SUNDAY, 2): 20}),  # from 2:00 to 2:30
        ("Pacific/Apia", "2011-12-29 23:30", 60, {(3, 23): 30, (5, 0): 30}),  # no Friday
        ("Asia/Kathmandu", "2026-03-02 08:59:30", 1, {(MONDAY, 8): 0.5, (MONDAY, 9): 0.5}),
        ("Europe/Berlin", "2026-03-02 08:59:59.250", 1, {(MONDAY, 8): 0.75 / 60, (MONDAY, 9): 59.25 / 60}),
    ],
)
def test_the_time_of_a_session_is_spread_over_the_hours_it_covers(
    zone: str, wall_clock: str, minutes: int, expected: dict[tuple[int, int], float]
) -> None:
    spent = weekday_hours([stint(wall_clock, minutes * 60, ZoneInfo(zone)), stint(wall_clock, None), Stint(None, 60)], ZoneInfo(zone))
    assert {hour: time / timedelta(minutes=1) for hour, time in spent.items()} == pytest.approx(expected)


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 3 * 86_400),
    st.sampled_from(["Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/St_Johns"]),
)
def test_no_second_is_lost_or_counted_twice(start: datetime, seconds: int, zone: str) -> None:
    assert sum(weekday_hours([Stint(start, seconds)], ZoneInfo(zone)).values(), timedelta()) == timedelta(seconds=seconds)


def test_a_day_that_has_begun_goes_on_though_the_clock_shows_the_one_before_again() -> None:
    zone = ZoneInfo("America/St_Johns")  # from 0:01 to 23:01
    half_past_eleven = stint("2010-11-06 23:30", 0, zone).start
    assert half_past_eleven is not None
    assert day_of(half_past_eleven, zone) == date(2010, 11, 6)
    assert day_of(half_past_eleven.astimezone(UTC) + timedelta(hours=1), zone) == date(2010, 11, 7)
