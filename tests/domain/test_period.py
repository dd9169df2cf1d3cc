"""Days, weeks and months, one at a time, where clocks are turned and where a day is missing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.period import day_start, days_later, local_date, month_of, week_of

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


TURNED = {  # near the days on which clocks are turned, by an hour, by half an hour, by a day
    "Europe/Berlin": ("2026-03-29 01:00", "2026-10-25 01:00"),
    "Australia/Lord_Howe": ("2026-04-04 15:00", "2026-10-03 15:30"),
    "Pacific/Apia": ("2011-12-30 10:00", "2011-09-24 14:00"),
}


@st.composite
def near_a_change(draw: st.DrawFn) -> tuple[ZoneInfo, datetime]:
    name = draw(st.sampled_from(sorted(TURNED)))
    change = utc(draw(st.sampled_from(TURNED[name])))
    return ZoneInfo(name), change + timedelta(
        seconds=draw(st.integers(-4 * 86_400, 4 * 86_400)), microseconds=draw(st.integers(0, 999_999))
    )


@given(near_a_change(), st.integers(-5, 5))
@example((ZoneInfo("Pacific/Apia"), utc("2011-12-29 20:00")), 1)
@example((ZoneInfo("Pacific/Apia"), utc("2011-12-30 20:00")), -1)
@example((ZoneInfo("Europe/Berlin"), utc("2026-10-25 01:30")), -1)
@example((ZoneInfo("Australia/Lord_Howe"), utc("2026-04-04 15:10")), 0)
def test_days_later_the_clock_shows_the_same_time(start: tuple[ZoneInfo, datetime], days: int) -> None:
    zone, instant = start
    later = days_later(instant, days, zone)
    wanted = instant.astimezone(zone).replace(tzinfo=None) + timedelta(days)
    shown = later.astimezone(zone).replace(tzinfo=None)
    is_skipped = wanted.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wanted
    assert abs(shown - wanted) <= (timedelta(1) if is_skipped else timedelta(0))
    assert is_skipped or not days or not later.astimezone(zone).fold, "of two the first"
    assert (later > instant, later < instant) == (days > 0, days < 0)
    assert later.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "instant", "days", "expected"),
    [
        ("Europe/Berlin", "2026-03-28 18:00", 1, "2026-03-29 17:00"),
        ("Europe/Berlin", "2026-03-28 01:30", 1, "2026-03-29 01:30"),  # 2:30 is skipped: 3:30
        ("Europe/Berlin", "2026-10-26 01:30", -1, "2026-10-25 00:30"),  # 2:30 comes twice
        ("Australia/Lord_Howe", "2026-04-04 08:00", 1, "2026-04-05 08:30"),
        ("Pacific/Apia", "2011-12-29 20:00", 1, "2011-12-30 20:00"),  # from the 29th to the 31st
        ("Pacific/Apia", "2011-12-30 20:00", -1, "2011-12-29 20:00"),
    ],
)
def test_days_are_those_of_the_calendar(zone: str, instant: str, days: int, expected: str) -> None:
    assert days_later(utc(instant), days, ZoneInfo(zone)) == utc(expected)
