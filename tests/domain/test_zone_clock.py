"""All zones that there are, against `zoneinfo` asked for one instant or one day at a time."""

import struct
import zoneinfo
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.period import day_start, local_date, month_of, week_of
from fractal_desktop.domain.tzif import ZoneRules
from fractal_desktop.domain.zone_clock import Moments, Periods, ZoneClock, zone_clock
from fractal_desktop.persistence.zone_files import zone_rules

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_YEAR, LAST_YEAR = 1850, 2200
NAMES = sorted(zoneinfo.available_timezones())
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
Every = Callable[[date, date, ZoneRules], Periods]


def offset_seconds(instant: int, zone: ZoneInfo) -> float:
    offset = (EPOCH + timedelta(seconds=instant)).astimezone(zone).utcoffset()
    assert offset is not None
    return offset.total_seconds()


def of(*days: date) -> Moments:
    return np.array(days, "M8[D]")


def offsets_at(clock: ZoneClock, instants: Moments) -> list[int]:
    return clock.offsets[np.searchsorted(clock.turned, instants.astype("M8[s]").astype(np.int64), side="right")].tolist()


def aware(instants: Moments) -> list[datetime]:
    return [instant.replace(tzinfo=UTC) for instant in instants.tolist()]


def starts_one_by_one(days: list[date], zone: ZoneInfo) -> list[datetime]:
    return [day_start(day, zone) for day in days]


@pytest.mark.parametrize("letter", sorted({name[0] for name in NAMES}))
def test_before_and_at_every_turn_the_offset_is_that_of_zoneinfo(letter: str) -> None:
    for zone in (ZoneInfo(name) for name in NAMES if name.startswith(letter)):
        instants, offsets = zone_rules(zone).turns(FIRST_YEAR, LAST_YEAR)
        assert [*instants] == sorted(instants)
        assert [offset_seconds(instant - 1, zone) for instant in instants] == [*offsets[:-1]], zone
        assert [offset_seconds(instant, zone) for instant in instants] == [*offsets[1:]], zone


@given(ZONES, st.datetimes(datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31)))  # noqa: DTZ001
def test_the_offset_of_any_instant_is_that_of_zoneinfo(zone: ZoneInfo, moment: datetime) -> None:
    instant = np.array([moment], "M8[s]")
    expected = offset_seconds(int(instant.astype(np.int64)[0]), zone)
    assert offsets_at(zone_clock(zone_rules(zone), FIRST_YEAR, LAST_YEAR), instant) == [expected]
    assert offsets_at(zone_clock(zone_rules(zone), moment.year, moment.year), instant) == [expected]


@given(ZONES, DAYS)
def test_a_day_begins_when_it_does_if_it_is_asked_for_alone(zone: ZoneInfo, day: date) -> None:
    assert aware(zone_clock(zone_rules(zone), FIRST_YEAR, LAST_YEAR).starts(of(day))) == [day_start(day, zone)]
    assert aware(Periods.every_day(day, day, zone_rules(zone)).edges) == starts_one_by_one([day, day + timedelta(1)], zone)


@given(ZONES, st.data())
def test_a_day_on_which_the_clock_is_turned_begins_when_it_does_if_it_is_asked_for_alone(zone: ZoneInfo, data: st.DataObject) -> None:
    turned = zone_rules(zone).turns(FIRST_YEAR, LAST_YEAR).instants or (0,)
    near = (EPOCH + timedelta(seconds=data.draw(st.sampled_from(turned)))).date()
    days = [near + timedelta(later) for later in range(-2, 4)]
    assert aware(zone_clock(zone_rules(zone), FIRST_YEAR, LAST_YEAR).starts(of(*days))) == starts_one_by_one(days, zone)


@given(ZONES, DAYS, st.integers(0, 200), st.integers(0, 6))
def test_periods_are_those_that_days_fall_into(zone: ZoneInfo, first: date, more: int, first_weekday: int) -> None:
    last = first + timedelta(more)
    days = [first + timedelta(later) for later in range(more + 1)]
    weeks = Periods.every_week(first, last, zone_rules(zone), first_weekday)
    months = Periods.every_month(first, last, zone_rules(zone))
    assert Periods.every_day(first, last, zone_rules(zone)).days.tolist() == days
    assert weeks.days.tolist() == sorted({week_of(day, first_weekday) for day in days})
    assert months.days.tolist() == sorted({month_of(day) for day in days})
    closing = [(weeks, weeks.days.tolist()[-1] + timedelta(7)), (months, month_of(last, 1))]
    for periods, after in closing:
        assert aware(periods.edges) == starts_one_by_one([*periods.days.tolist(), after], zone)


def test_the_week_of_the_spring_change_is_an_hour_short() -> None:
    edges = aware(Periods.every_week(date(2026, 3, 18), date(2026, 4, 1), zone_rules(ZoneInfo("Europe/Berlin"))).edges)
    assert [(after - before) / timedelta(hours=1) for before, after in pairwise(edges)] == [168, 167, 168]
    assert edges[0] == datetime(2026, 3, 15, 23, tzinfo=UTC)


def test_the_missing_day_has_no_length() -> None:
    edges = aware(Periods.every_day(date(2011, 12, 29), date(2011, 12, 31), zone_rules(ZoneInfo("Pacific/Apia"))).edges)
    assert [(after - before) / timedelta(hours=1) for before, after in pairwise(edges)] == [24, 0, 24]


@pytest.mark.parametrize("zone", [ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago"), ZoneInfo("Europe/Berlin")], ids=str)
@pytest.mark.parametrize("every", [Periods.every_day, Periods.every_week, Periods.every_month])
@pytest.mark.parametrize("day", [date.min, date.max], ids=str)
def test_the_ends_of_the_calendar_are_no_error(zone: ZoneInfo, every: Every, day: date) -> None:
    periods = every(day, day, zone_rules(zone))
    begin, end = aware(periods.edges)
    assert begin <= day_start(day, zone) < end
    assert [local_date(begin, zone)] == periods.days.tolist()
    assert end == (datetime.max.replace(tzinfo=UTC, microsecond=0) if day == date.max else end)


# -- files as they may be written ---------------------------------------------------------------

YEAR_2000 = 946_684_800


def tzif(turned: list[tuple[int, int]], kinds: list[tuple[int, bool]], footer: str | None) -> bytes:
    """Return a file with turns (instant, kind) and kinds (offset, whether summer); without a footer one of the first version."""

    def block(version: bytes, time: str) -> bytes:
        header = struct.pack(">4sc15x6l", b"TZif", version, 0, 0, 0, len(turned), len(kinds), 4)
        instants = struct.pack(f">{len(turned)}{time}", *(instant for instant, _ in turned))
        records = b"".join(struct.pack(">lbB", offset, summer, 0) for offset, summer in kinds)
        return header + instants + bytes(kind for _, kind in turned) + records + b"ABC\0"

    return block(b"\0", "l") if footer is None else block(b"2", "l") + block(b"2", "q") + f"\n{footer}\n".encode()


STANDARD, SUMMER = (3600, False), (7200, True)
FILES = {
    "first-version": tzif([(0, 1), (YEAR_2000, 0)], [STANDARD, SUMMER], None),
    "summer-from-the-start": tzif([(YEAR_2000, 1)], [SUMMER, STANDARD], "ABC-1"),
    "nothing-but-summer": tzif([(YEAR_2000, 0)], [SUMMER], "ABC-2"),
    "no-rule": tzif([(0, 1), (YEAR_2000, 0)], [STANDARD, SUMMER], ""),
    "no-turns": tzif([], [STANDARD], "ABC-1"),
    "days-counted-without-29-february": tzif([(YEAR_2000, 0)], [STANDARD, SUMMER], "ABC-1DEF,J59/0,J60/26:30"),
    "offsets-of-seconds": tzif([(YEAR_2000, 0)], [STANDARD, SUMMER], "ABC-1DEF-3:15:30,J59,J300/-2"),
    "south": tzif([(YEAR_2000, 0)], [STANDARD, SUMMER], "<+01>-1<+02>,M10.1.0,M4.5.6/3"),
    "winter-time-is-the-other": tzif([(YEAR_2000, 0)], [SUMMER, STANDARD], "ABC-1DEF0,M10.5.0,M3.5.0/1"),
    "nothing-but-a-rule": tzif([], [STANDARD, SUMMER], "ABC-1DEF,M3.2.0,M12.5.0/3"),
    "nothing-but-a-southern-rule": tzif([], [STANDARD, SUMMER], "ABC-1DEF,M9.5.0,M4.1.0"),
}


@pytest.fixture
def zone_files(tmp_path: Path) -> Iterator[Path]:
    """A folder where `zoneinfo` looks before it takes the package's zones."""
    (tmp_path / "Odd").mkdir()
    zoneinfo.reset_tzpath(to=[str(tmp_path)])
    yield tmp_path
    zoneinfo.reset_tzpath()


@pytest.mark.parametrize("name", FILES)
def test_a_file_means_what_it_means_to_zoneinfo(name: str, zone_files: Path) -> None:
    (zone_files / "Odd" / name).write_bytes(FILES[name])
    zone = ZoneInfo.no_cache(f"Odd/{name}")
    days = [date(1965, 1, 1) + timedelta(later) for later in range(0, 365 * 60, 3)]
    instants = of(*days).astype("M8[s]")
    expected = [offset_seconds(instant, zone) for instant in instants.astype(np.int64).tolist()]
    assert offsets_at(zone_clock(zone_rules(zone), 1965, 2025), instants) == expected
    assert zone_clock(zone_rules(zone), 1965, 2025).starts(of(*days)).astype(np.int64).tolist() == [
        int(start.timestamp()) for start in starts_one_by_one(days, zone)
    ]


def test_days_counted_from_0_begin_with_the_1_january(zone_files: Path) -> None:
    """As RFC 9636 has it. No zone uses that; `zoneinfo` takes such a day for the one before."""
    found = []
    for name, footer in (("from-0", "ABC-1DEF,58/0,0/0"), ("from-1", "ABC-1DEF,J59/0,J1/0")):
        (zone_files / "Odd" / name).write_bytes(tzif([(YEAR_2000, 0)], [STANDARD, SUMMER], footer))
        found.append(zone_rules(ZoneInfo.no_cache(f"Odd/{name}")).turns(2001, 2009))
    assert found[0] == found[1]


@pytest.mark.usefixtures("zone_files")
def test_where_the_computer_has_no_zones_the_package_has_them() -> None:
    zone = ZoneInfo.no_cache("America/Argentina/Buenos_Aires")
    day = date(1999, 10, 3)
    assert aware(zone_clock(zone_rules(zone), 1999, 1999).starts(of(day))) == [day_start(day, zone)]
