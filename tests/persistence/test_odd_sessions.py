"""What another program may put into a session's start and duration: no chart falls over it, and no session goes without being counted."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.practice_session import SessionQuery, SessionTotals
from fractal_desktop.persistence.practice_sessions import totals
from fractal_desktop.persistence.session_starts import microseconds, session_starts
from fractal_desktop.services.analytics import AnalyticsService
from tests.practised import BERLIN, Practice, Practised, at

EVERYTHING: Final = AnalyticsFilter()
YEAR: Final = AnalyticsFilter(at("2026-01-01 00:00"), at("2027-01-01 00:00"))
NOW: Final = datetime(2026, 2, 25, tzinfo=UTC)
QUESTIONS: Final[list[Callable[[AnalyticsService, AnalyticsFilter, ZoneInfo], object]]] = [
    AnalyticsService.months,
    AnalyticsService.weeks,
    AnalyticsService.weeks_with_time,
    AnalyticsService.days,
    AnalyticsService.hours,
    AnalyticsService.first_day,
    AnalyticsService.numbers,
    lambda service, asked, zone: service.numbers(asked, zone, NOW.date()),
    lambda service, asked, _: service.hours_left_out(asked),
    lambda service, asked, _: service.lengths(asked),
    lambda service, asked, _: service.templates(asked),
    lambda service, asked, _: service.last_uses(asked, (None,)),
    lambda service, asked, zone: service.sessions_in_hour(asked, zone, 0, 9),
    lambda service, asked, zone: service.pace(asked, zone, NOW),
]
NO_STARTS: Final = ["", "x", 2026, 20260223.5, -1, b"2026-02-23 09:00:10.000000", b"", "2026"]
NO_TIMES: Final = [
    "2026-02-23 09:00:70.000000",
    "2026-02-23 09:60:00.000000",
    "2026-02-23 24:00:00.000000",
    "2026-02-30 09:00:10.000000",
    "2026-13-01 00:00:00.000000",
    "0000-00-00 00:00:00.000000",
    "10000-01-01 00:00:00.000000",
    "2026-02-23 09:00:10.00000é",
    "9:00",
]
OTHER_TIMES: Final = ["2026-02-23", "0001-01-01", "2026-02-23 09:00", "2026-02-23T09:00:10Z", "2026-W09-1", "20260223T090010"]
DURATIONS: Final = [-1, 2_678_401, 1 << 62, -(1 << 62), (1 << 63) - 1, -(1 << 63), 1.5, -0.5, 1e300, float("inf"), "x", "", b"12"]
OTHERS: Final = (Practice(at("2025-12-31 18:00"), 600), Practice(at("2026-02-20 18:00"), 1 << 40), Practice(at("2026-03-01 18:00")))


def ask_everything(file: Practised) -> None:
    for service in (AnalyticsService(file.database), AnalyticsService(file.database, asks_once=True)):
        for asked in (EVERYTHING, YEAR, AnalyticsFilter(YEAR.until, YEAR.since), AnalyticsFilter(until=YEAR.since)):
            for zone in (BERLIN, ZoneInfo("Pacific/Apia")):
                for question in QUESTIONS:
                    question(service, asked, zone)


def add_odd(file: Practised, start: object, seconds: object = 90) -> None:
    file.add(*OTHERS)
    columns = "id, type, name, session_start, total_duration_seconds"
    file.run(f"INSERT INTO goals ({columns}) VALUES ('odd', 'PracticeSession', 'x', ?, ?)", start, seconds)


@pytest.mark.parametrize("start", [*NO_STARTS, *NO_TIMES, *OTHER_TIMES], ids=repr)
def test_no_start_makes_a_figure_fail(file: Practised, start: object) -> None:
    add_odd(file, start)
    ask_everything(file)
    assert file.service.numbers(EVERYTHING, BERLIN).sessions == 4


@pytest.mark.parametrize("seconds", DURATIONS, ids=repr)
def test_no_duration_makes_a_figure_fail(file: Practised, seconds: object) -> None:
    add_odd(file, "2026-02-23 09:00:10.000000", seconds)
    ask_everything(file)
    assert sum(row.sessions for row in file.service.days(EVERYTHING, BERLIN)) == 4


@pytest.mark.parametrize("start", NO_STARTS, ids=repr)
@pytest.mark.parametrize("asks_once", [True, False])
def test_what_is_no_text_of_a_time_is_said_to_be_no_start(file: Practised, start: object, asks_once: bool) -> None:
    add_odd(file, start)
    service = AnalyticsService(file.database, asks_once=asks_once)
    for asked in (EVERYTHING, YEAR):
        assert service.numbers(asked, BERLIN).without_start == 1
    assert service.numbers(YEAR, BERLIN).sessions == 2
    assert service.hours_left_out(EVERYTHING).without_start == 1


@pytest.mark.parametrize("start", NO_TIMES)
def test_a_time_that_cannot_be_is_said_to_be_no_start(file: Practised, start: str) -> None:
    add_odd(file, start)
    assert file.service.numbers(EVERYTHING, BERLIN).without_start == 1
    assert sum(row.sessions for row in file.service.days(EVERYTHING, BERLIN)) == 3


@pytest.mark.parametrize("start", OTHER_TIMES)
def test_a_time_written_in_another_way_is_one(file: Practised, start: str) -> None:
    add_odd(file, start)
    assert file.service.numbers(EVERYTHING, BERLIN).without_start == 0
    assert sum(row.sessions for row in file.service.days(EVERYTHING, BERLIN)) == 4


SAME_TIME: Final = [
    "2026-03-01T02:00:00.000000",
    "2026-03-01T02:00:00Z",
    "2026-03-01 02:00",
    "2026-03-01 02:00:00Z",
    "2026-03-01 02:00:00.000000+00:00",
    "2026-03-01 04:30:00.000000+02:30",
    "2026-02-28T22:30:00-03:30",
    "20260301T020000",
    "2026-W09-7T02:00",
    "2026-W09-7T02:00:00.000000",
    "2026-03-01 04:00:00.000+02",
    "2026-03-01 04:30:00.0+0230",
    "2026-03-01 02:00:00,000000",
]
NEWFOUNDLAND: Final = ZoneInfo("America/St_Johns")
FEBRUARY: Final = AnalyticsFilter(datetime(2026, 2, 1, 3, 30, tzinfo=UTC), datetime(2026, 3, 1, 3, 30, tzinfo=UTC))
"""Of that zone."""


@pytest.mark.parametrize("start", SAME_TIME)
@pytest.mark.parametrize("asks_once", [True, False])
def test_a_time_in_another_notation_counts_on_its_day_whether_a_snapshot_is_kept_or_not(
    file: Practised, start: str, asks_once: bool
) -> None:
    """It is half past ten in the evening of 28 February in St John's, and Saturday."""
    add_odd(file, start)
    kept = AnalyticsService(file.database)
    kept.hours(EVERYTHING, NEWFOUNDLAND)
    for service in (AnalyticsService(file.database, asks_once=asks_once), kept):
        assert [(row.month.month, row.sessions) for row in service.months(EVERYTHING, NEWFOUNDLAND)] == [(12, 1), (1, 0), (2, 2), (3, 1)]
        for asked in (EVERYTHING, FEBRUARY):
            assert [row.sessions for row in service.days(asked, NEWFOUNDLAND) if row.day == date(2026, 2, 28)] == [1]
            weeks = {row.week: row.sessions for row in service.weeks(asked, NEWFOUNDLAND)}
            assert weeks[date(2026, 2, 23)] == (1 if asked.until else 2), "of the week that ends on the next day"
        assert service.numbers(FEBRUARY, NEWFOUNDLAND).sessions == 2
        assert service.seconds(FEBRUARY) == (1 << 40) + 90


@pytest.mark.parametrize("seconds", ["x", "", "12x", b"12"], ids=repr)
@pytest.mark.parametrize("asks_once", [True, False])
def test_only_numbers_are_durations(file: Practised, seconds: object, asks_once: bool) -> None:
    file.add(Practice(at("2026-02-20 18:00"), 600))
    file.run("INSERT INTO goals (id, type, name, session_start) VALUES ('odd', 'PracticeSession', 'x', '2026-02-20 18:00:00.000000')")
    file.run("UPDATE goals SET total_duration_seconds = ? WHERE id = 'odd'", seconds)
    kept = AnalyticsService(file.database)
    kept.hours(EVERYTHING, BERLIN)
    for service in (AnalyticsService(file.database, asks_once=asks_once), kept):
        assert [row[1:] for row in service.days(EVERYTHING, BERLIN)] == [(2, 1, 600)]
        assert [(row.sessions, row.timed, row.seconds) for row in service.templates(EVERYTHING)] == [(2, 1, 600)]
        for asked in (EVERYTHING, YEAR):
            numbers = service.numbers(asked, BERLIN)
            assert (numbers.sessions, numbers.timed, numbers.seconds, numbers.median_seconds) == (2, 1, 600, 600)
        assert (service.lengths(EVERYTHING).timed, service.lengths(EVERYTHING).untimed) == (1, 1)


@pytest.mark.parametrize("asks_once", [True, False])
def test_of_fractions_of_seconds_whole_ones_count(file: Practised, asks_once: bool) -> None:
    file.add(Practice(at("2026-02-20 18:00"), 600), Practice(at("2026-02-20 19:00"), 1), Practice(at("2026-02-20 20:00"), 1))
    file.run("UPDATE goals SET total_duration_seconds = 12.5 WHERE total_duration_seconds = 1")
    kept = AnalyticsService(file.database)
    kept.hours(EVERYTHING, BERLIN)
    for service in (AnalyticsService(file.database, asks_once=asks_once), kept):
        assert [row[1:] for row in service.days(EVERYTHING, BERLIN)] == [(3, 3, 624)]
        assert [row.seconds for row in service.templates(EVERYTHING)] == [624]
        for asked in (EVERYTHING, YEAR):
            numbers = service.numbers(asked, BERLIN)
            assert (numbers.timed, numbers.seconds, numbers.median_seconds) == (3, 624, 12)


@pytest.mark.parametrize(
    ("seconds", "timed", "sum_"), [("x", 1, 600), (b"12", 1, 600), (12.5, 2, 612), (float("inf"), 2, 1 << 63)], ids=repr
)
def test_a_list_takes_for_durations_what_the_charts_take_for_some(file: Practised, seconds: object, timed: int, sum_: int) -> None:
    file.add(Practice(at("2026-02-20 18:00"), 600), Practice(at("2026-02-20 19:00"), 1))
    file.run("UPDATE goals SET total_duration_seconds = ? WHERE total_duration_seconds = 1", seconds)
    with closing(sqlite3.connect(file.database.path)) as sql:
        assert totals(sql, SessionQuery()) == SessionTotals(2, 2, timed, sum_)


@pytest.mark.parametrize("start", SAME_TIME)
def test_progress_starts_at_the_same_time_in_every_notation(file: Practised, start: str) -> None:
    add_odd(file, start)
    with file.database.reader.connect() as connection:
        starts, without = session_starts(connection, EVERYTHING)
    assert len(without) == 0
    assert microseconds(datetime(2026, 3, 1, 2, tzinfo=UTC)) in starts.starts.tolist()


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati"])
@pytest.mark.parametrize("asks_once", [True, False])
@pytest.mark.parametrize(
    ("first", "last"),
    [("0001-01-01 00:00:00.000000", "0001-01-01 00:30:00.000000"), ("9999-12-31 23:59:59.000000", "9999-12-31 23:59:59.999999")],
)
def test_the_first_and_the_last_second_of_the_calendar_are_counted(
    file: Practised, zone: str, asks_once: bool, first: str, last: str
) -> None:
    for start in (first, last):
        file.run("INSERT INTO goals (id, type, name, session_start) VALUES (?, 'PracticeSession', 'x', ?)", start, start)
    kept = AnalyticsService(file.database)
    kept.hours(EVERYTHING, BERLIN)
    for service in (AnalyticsService(file.database, asks_once=asks_once), kept):
        for question in (AnalyticsService.days, AnalyticsService.weeks, AnalyticsService.weeks_with_time, AnalyticsService.months):
            assert sum(row.sessions for row in question(service, EVERYTHING, ZoneInfo(zone))) == 2
        assert service.numbers(EVERYTHING, ZoneInfo(zone)).days == 1


def test_a_day_that_a_zone_left_out_is_in_no_gap_however_far_the_sessions_are_apart(file: Practised) -> None:
    """Apia had no 30 December 2011."""
    apia = ZoneInfo("Pacific/Apia")
    file.add(Practice(at("1750-01-01 12:00")), *(Practice(datetime(2011, 12, day, 12, tzinfo=apia)) for day in (20, 29)))
    file.add(Practice(datetime(2012, 1, 3, 12, tzinfo=apia)))
    asked = AnalyticsFilter(since=datetime(2011, 12, 29, tzinfo=apia))
    near, far = file.service.numbers(asked, apia), file.service.numbers(EVERYTHING, apia)
    assert near.longest_gap is not None
    assert near.longest_gap.days == 3
    first_gap = date(2011, 12, 20) - file.service.days(EVERYTHING, apia)[0].day
    assert far.longest_gap is not None
    assert far.longest_gap.days == first_gap.days - 1
    assert far.days_in_all == (date(2012, 1, 3) - file.service.days(EVERYTHING, apia)[0].day).days + 1 - 1


@pytest.mark.parametrize(("name", "shown"), [(b"Warm\xffup", "Warm\ufffdup"), (12.5, "12.5"), ("=1+1", "=1+1")], ids=repr)
def test_the_name_of_a_template_is_a_text_whatever_stands_in_its_place(file: Practised, name: object, shown: str) -> None:
    file.add(Practice(at("2026-02-20 18:00"), 60, template="t"), Practice(at("2026-02-21 18:00"), 60, template="gone"))
    file.add_goals(r=None)
    file.run("INSERT INTO session_templates (id, name, root_id, template_data) VALUES ('t', ?, 'r', '{}')", name)
    assert {row.template_id: row.name for row in file.service.templates(EVERYTHING)} == {"t": shown, "gone": None}
