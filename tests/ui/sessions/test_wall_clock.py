# ruff: noqa: DTZ001 - wall clocks have no zone

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.ui.widgets.instant_text import Unit
from fractal_desktop.ui.widgets.wall_clock import instant_of, is_repeated, is_skipped, reread, stepped, wall_of

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = [BERLIN, ZoneInfo("America/New_York"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia")]
zones = st.sampled_from(ZONES)
instants = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
around_changes = st.builds(
    lambda base, seconds: base + timedelta(seconds=seconds),
    st.sampled_from(
        [
            datetime(2026, 3, 29, 1, tzinfo=UTC),
            datetime(2026, 10, 25, 1, tzinfo=UTC),
            datetime(2026, 11, 1, 6, tzinfo=UTC),
            datetime(2026, 4, 4, 15, tzinfo=UTC),
            datetime(2011, 12, 30, 10, tzinfo=UTC),
        ]
    ),
    st.integers(-9000, 9000),
)


@given(instants | around_changes, zones)
def test_a_wall_clock_leads_back_to_its_instant(instant, zone):
    assert instant_of(wall_of(instant, zone), zone) == instant


@given(instants | around_changes, zones)
def test_an_unchanged_text_means_the_same_instant_to_the_microsecond(instant, zone):
    shown = wall_of(instant, zone).replace(microsecond=0, fold=0)
    assert reread(shown, zone, [instant]) == instant


@given(around_changes, zones, st.integers(0, 59))
def test_another_minute_stays_on_the_same_side_of_a_repeated_hour(instant, zone, minute):
    before = wall_of(instant, zone)
    shown = before.replace(minute=minute, microsecond=0, fold=0)
    after = reread(shown, zone, [instant])
    if is_repeated(shown, zone) and is_repeated(before, zone):
        assert wall_of(after, zone).fold == before.fold


def test_a_skipped_time_uses_the_offset_before_the_change():
    wall = datetime(2026, 3, 29, 2, 30)
    assert is_skipped(wall, BERLIN)
    assert instant_of(wall, BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert instant_of(wall.replace(fold=1), BERLIN) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_skipped_day_uses_the_offset_before_the_change():
    noon = datetime(2011, 12, 30, 12)
    assert is_skipped(noon, ZONES[3])
    assert wall_of(instant_of(noon, ZONES[3]), ZONES[3]) == datetime(2011, 12, 31, 12)


def test_the_fraction_stays_while_the_seconds_read_the_same():
    instant = datetime(2026, 3, 5, 17, 4, 10, 500000, tzinfo=UTC)
    assert reread(datetime(2026, 3, 5, 18, 5, 10), BERLIN, [instant]) == instant + timedelta(minutes=1)
    assert reread(datetime(2026, 3, 5, 18, 4, 11), BERLIN, [instant]) == datetime(2026, 3, 5, 17, 4, 11, tzinfo=UTC)


def test_an_hour_up_reaches_the_second_run_of_a_repeated_hour():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = stepped(first, BERLIN, Unit.HOUR, 1)
    assert wall_of(first, BERLIN).replace(fold=0) == wall_of(second, BERLIN).replace(fold=0)
    assert wall_of(second, BERLIN).fold == 1


@pytest.mark.parametrize(
    ("unit", "steps", "expected"),
    [
        (Unit.MONTH, 1, datetime(2026, 2, 28, 18, 4)),
        (Unit.MONTH, -1, datetime(2025, 12, 31, 18, 4)),
        (Unit.YEAR, 2, datetime(2028, 1, 31, 18, 4)),
        (Unit.DAY, 1, datetime(2026, 2, 1, 18, 4)),
        (Unit.HALF, 1, datetime(2026, 1, 31, 6, 4)),
        (Unit.MINUTE, -5, datetime(2026, 1, 31, 17, 59)),
    ],
)
def test_a_step_keeps_what_it_does_not_concern(unit, steps, expected):
    instant = instant_of(datetime(2026, 1, 31, 18, 4), BERLIN)
    assert wall_of(stepped(instant, BERLIN, unit, steps), BERLIN) == expected


def test_a_day_keeps_its_wall_clock_over_a_change_of_the_clock():
    before = instant_of(datetime(2026, 3, 28, 18, 0), BERLIN)
    assert stepped(before, BERLIN, Unit.DAY, 1) - before == timedelta(hours=23)


def test_a_step_beyond_the_calendar_stays_where_it_is():
    last = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert stepped(last, BERLIN, Unit.YEAR, 1) == last
