"""Edges of days, weeks and months, where clocks are turned and where a day is missing."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.period import (
    day_edges,
    day_start,
    days_between,
    edge_seconds,
    local_date,
    month_edges,
    month_of,
    months_between,
    week_edges,
    week_of,
    weeks_between,
)

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [
    *map(ZoneInfo, ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "America/Sao_Paulo"]),
    *map(ZoneInfo, ["Africa/Casablanca", "Asia/Beirut", "Pacific/Kwajalein", "Asia/Kathmandu", "UTC"]),
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


@given(INSTANTS, st.sampled_from(ZONES))
def test_every_instant_lies_in_the_day_it_is_dated_with(instant: datetime, zone: ZoneInfo) -> None:
    day = local_date(instant, zone)
    assert day_start(day, zone) <= instant < day_start(day + timedelta(1), zone)


@given(INSTANTS, st.sampled_from(ZONES))
def test_the_instant_before_a_day_lies_in_an_earlier_one(instant: datetime, zone: ZoneInfo) -> None:
    start = day_start(local_date(instant, zone), zone)
    assert local_date(start - timedelta(microseconds=1), zone) < local_date(start, zone)


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("between", [days_between, weeks_between, months_between])
def test_many_edges_at_once_are_the_same_as_one_by_one(zone: ZoneInfo, between: object) -> None:
    days = between(date(1890, 1, 1), date(2030, 1, 1))  # type: ignore[operator]
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert edge_seconds(days, zone) == [(day_start(day, zone) - epoch) // timedelta(seconds=1) for day in days]


def test_the_week_of_the_spring_change_is_an_hour_short() -> None:
    edges = week_edges(date(2026, 3, 18), date(2026, 4, 1), BERLIN)
    assert [(after - before) / timedelta(hours=1) for before, after in pairwise(edges)] == [168, 167, 168]
    assert edges[0] == utc("2026-03-15 23:00")


def test_a_week_may_begin_on_sunday() -> None:
    assert week_of(date(2026, 3, 5), first_weekday=6) == date(2026, 3, 1)
    assert week_edges(date(2026, 3, 5), date(2026, 3, 5), BERLIN, 6) == (utc("2026-02-28 23:00"), utc("2026-03-07 23:00"))


def test_months_run_over_the_turn_of_the_year() -> None:
    assert month_edges(date(2025, 12, 31), date(2026, 1, 1), BERLIN) == (
        utc("2025-11-30 23:00"),
        utc("2025-12-31 23:00"),
        utc("2026-01-31 23:00"),
    )
    assert month_of(date(2026, 3, 31), -13) == date(2025, 2, 1)


def test_the_missing_day_has_no_length() -> None:
    edges = day_edges(date(2011, 12, 29), date(2011, 12, 31), ZoneInfo("Pacific/Apia"))
    assert [(after - before) / timedelta(hours=1) for before, after in pairwise(edges)] == [24, 0, 24]


@pytest.mark.parametrize("zone", [ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")], ids=str)
def test_the_ends_of_the_calendar_are_no_error(zone: ZoneInfo) -> None:
    assert local_date(datetime.max.replace(tzinfo=UTC), zone).year == 9999
    assert local_date(datetime.min.replace(tzinfo=UTC), zone).year == 1
    for between in (weeks_between, months_between, days_between):
        for day in (date.min, date.max):
            days = between(day, day)
            seconds = edge_seconds(days, zone)
            assert seconds == sorted(seconds)
