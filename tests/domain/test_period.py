"""Days, weeks and months, one at a time, where clocks are turned and where a day is missing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.period import day_start, local_date, month_of, week_of

ZONES = [
    *map(ZoneInfo, ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"]),
    *map(ZoneInfo, ["Africa/Casablanca", "Asia/Beirut", "Pacific/Kwajalein", "Asia/Kathmandu", "UTC"]),
    *map(ZoneInfo, ["America/St_Johns", "Antarctica/Casey"]),  # where the clock was turned back over midnight
]
INSTANTS = st.integers(-70 * 31_557_600, 130 * 31_557_600).map(
    lambda seconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("Europe/Berlin", date(2026, 3, 29), "2026-03-28 23:00"),
        ("Europe/Berlin", date(2026, 3, 30), "2026-03-29 22:00"),
        ("America/New_York", date(2026, 11, 2), "2026-11-02 05:00"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "2026-04-04 13:00"),
        ("Australia/Lord_Howe", date(2026, 4, 6), "2026-04-05 13:30"),
        ("America/Sao_Paulo", date(2018, 11, 4), "2018-11-04 03:00"),  # midnight is skipped: the day begins at 1:00
        ("America/Toronto", date(1919, 3, 31), "1919-03-31 04:30"),  # from 23:30 to 0:30
        ("America/Havana", date(2026, 11, 1), "2026-11-01 04:00"),  # midnight comes twice
        ("Pacific/Apia", date(2011, 12, 29), "2011-12-29 10:00"),
        ("Pacific/Apia", date(2011, 12, 30), "2011-12-30 10:00"),  # there was no such day
        ("Pacific/Apia", date(2011, 12, 31), "2011-12-30 10:00"),
    ],
)
def test_a_day_begins_at_its_first_instant(zone: str, day: date, expected: str) -> None:
    assert day_start(day, ZoneInfo(zone)) == utc(expected)


def test_a_jump_that_begins_before_midnight_ends_the_day_early() -> None:
    zone = ZoneInfo("America/Goose_Bay")  # clocks went from 0:01 back to 23:01 in autumn
    assert local_date(day_start(date(2010, 11, 7), zone), zone) == date(2010, 11, 7)
    assert day_start(date(2010, 11, 7), zone) < day_start(date(2010, 11, 8), zone)


def test_a_day_that_has_begun_goes_on_though_the_clock_shows_the_one_before_again() -> None:
    zone = ZoneInfo("America/Goose_Bay")
    half_past_eleven, again = utc("2010-11-07 02:30"), utc("2010-11-07 03:30")
    assert [instant.astimezone(zone).isoformat() for instant in (half_past_eleven, again)] == [
        "2010-11-06T23:30:00-03:00",
        "2010-11-06T23:30:00-04:00",
    ]
    assert [local_date(instant, zone).day for instant in (half_past_eleven, again)] == [6, 7]


@given(INSTANTS, st.sampled_from(ZONES))
@example(utc("2010-11-07 03:30"), ZoneInfo("America/St_Johns"))
@example(utc("2010-03-04 16:00"), ZoneInfo("Antarctica/Casey"))
def test_every_instant_lies_in_the_day_it_is_dated_with(instant: datetime, zone: ZoneInfo) -> None:
    day = local_date(instant, zone)
    assert day_start(day, zone) <= instant < day_start(day + timedelta(1), zone)


@given(INSTANTS, st.sampled_from(ZONES))
def test_the_instant_before_a_day_lies_in_an_earlier_one(instant: datetime, zone: ZoneInfo) -> None:
    start = day_start(local_date(instant, zone), zone)
    assert local_date(start - timedelta(microseconds=1), zone) < local_date(start, zone)


def test_a_week_may_begin_on_sunday() -> None:
    assert week_of(date(2026, 3, 5)) == date(2026, 3, 2)
    assert week_of(date(2026, 3, 5), first_weekday=6) == date(2026, 3, 1)


def test_months_run_over_the_turn_of_the_year() -> None:
    assert month_of(date(2026, 3, 31), -13) == date(2025, 2, 1)
    assert month_of(date(2025, 12, 31), 1) == date(2026, 1, 1)


@pytest.mark.parametrize("zone", [ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")], ids=str)
def test_the_ends_of_the_calendar_are_no_error(zone: ZoneInfo) -> None:
    assert local_date(datetime.max.replace(tzinfo=UTC), zone).year == 9999
    assert local_date(datetime.min.replace(tzinfo=UTC), zone).year == 1
    assert day_start(date.min, zone) < day_start(date.max, zone)
    assert (week_of(date.min, 6), month_of(date.min, -1), month_of(date.max, 1)) == (date.min, date.min, date.max)
