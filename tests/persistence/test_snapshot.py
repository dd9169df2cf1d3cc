"""Starts and durations as arrays: as they stand in the file, read again once something was written."""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import event

from fractal_desktop.domain.analytics import AnalyticsFilter, DayRow, HourRow, LeftOut
from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.persistence.snapshot import KEPT, NO_DURATION, Snapshot, Snapshots, read
from fractal_desktop.persistence.unit_of_work import reading
from tests.practised import BERLIN, Practice, Practised, at

EVERYTHING = AnalyticsFilter()


def snapshot(file: Practised, asked: AnalyticsFilter = EVERYTHING) -> Snapshot:
    with reading(file.database) as connection:
        return read(connection, asked)


def starts(found: Snapshot) -> list[datetime]:
    return [moment.replace(tzinfo=UTC) for moment in found.starts.astype("M8[us]").tolist()]


def test_starts_and_durations_are_those_in_the_file(file: Practised) -> None:
    first = datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    dates = [
        datetime(1, 1, 1, tzinfo=UTC),
        first,
        first + timedelta(microseconds=1),
        at("2024-02-29 12:34:56"),
        datetime(9999, 12, 31, tzinfo=UTC),
    ]
    seconds = [0, None, -5, 49_999_999, 60]
    file.add(*(Practice(start, known) for start, known in zip(dates, seconds, strict=True)), Practice(None, 7), Practice(None))
    found = snapshot(file)
    assert starts(found) == dates
    assert found.seconds.tolist() == [NO_DURATION if known is None else known for known in seconds]
    assert sorted(found.undated.tolist()) == [NO_DURATION, 7]


def test_an_empty_file_has_empty_arrays(file: Practised) -> None:
    found = snapshot(file)
    assert (len(found.starts), len(found.seconds), len(found.undated)) == (0, 0, 0)
    assert file.service.hours(EVERYTHING, BERLIN) == ()
    assert file.service.days(EVERYTHING, BERLIN) == ()


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("2026-02-28 23:00:00", "2026-02-28 23:00:00.000000"),
        ("2026-02-28 23:30:00.5", "2026-02-28 23:30:00.500000"),
        ("2026-02-28 23:30:00.000000 and more", "2026-02-28 23:30:00.000000"),
        ("2026-02-28T23:30:00.000000", "2026-02-28 23:30:00.000000"),
        ("2026-02-28 23-30-00.000000", None),
        ("2026-02-28 23:30:0x.000000", None),
        ("20260228 almost midnight..", None),
    ],
)
def test_starts_that_another_program_wrote_are_read_too(file: Practised, text: str, start: str | None) -> None:
    dates = [at("2026-01-20 18:00"), at("2026-03-20 18:00")]
    file.add(*(Practice(each, 60) for each in dates))
    file.run(
        "INSERT INTO goals (id, type, name, session_start, total_duration_seconds) VALUES ('odd', 'PracticeSession', 'x', ?, 90)", text
    )
    found = snapshot(file)
    odd = [] if start is None else [datetime.fromisoformat(start).replace(tzinfo=UTC)]
    assert starts(found) == [dates[0], *odd, dates[1]]
    assert found.undated.tolist() == ([] if odd else [90])


def test_a_start_that_is_a_number_is_in_no_period(file: Practised) -> None:
    file.add(Practice(at("2026-01-20 18:00"), 60))
    file.run("INSERT INTO goals (id, type, name, session_start) VALUES ('odd', 'PracticeSession', 'x', 1769000000)")
    assert len(snapshot(file).starts) == 1
    assert sum(row.sessions for row in file.service.months(EVERYTHING, BERLIN)) == 1
    assert file.service.first_day(EVERYTHING, BERLIN) == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("'long'", NO_DURATION), (12.5, 12), (7 * 10**12, 7 * 10**12), (-(6 * 10**7), -(6 * 10**7)), (50_000_000, 50_000_000)],
)
def test_durations_that_another_program_wrote_are_what_sums_take_them_for(file: Practised, written: object, seconds: int) -> None:
    file.add(Practice(at("2026-03-02 18:00"), 60), Practice(at("2026-03-03 18:00"), 5), Practice(at("2026-03-04 18:00")))
    file.run(f"UPDATE goals SET total_duration_seconds = {written} WHERE total_duration_seconds = 5")
    assert snapshot(file).seconds.tolist() == [60, seconds, NO_DURATION]
    days = file.service.days(EVERYTHING, BERLIN)
    file.service.lengths(EVERYTHING)
    assert file.service.days(EVERYTHING, BERLIN) == days


def test_a_period_takes_its_first_instant_and_leaves_out_its_last(file: Practised) -> None:
    since, until = at("2026-02-02 00:00"), at("2026-02-09 00:00")
    step = timedelta(microseconds=1)
    file.add(*(Practice(start, 60) for start in (since - step, since, until - step, until)), Practice(None, 60))
    assert starts(snapshot(file).within(AnalyticsFilter(since, until))) == [since, until - step]
    assert len(snapshot(file).within(AnalyticsFilter(since)).starts) == 3
    assert len(snapshot(file).within(AnalyticsFilter(None, until)).starts) == 3
    assert len(snapshot(file).within(AnalyticsFilter(None, until)).undated) == 0
    assert len(snapshot(file).within(EVERYTHING).undated) == 1


def test_it_is_kept_until_something_is_written(file: Practised) -> None:
    kept = Snapshots()

    def ask(asked: AnalyticsFilter = EVERYTHING) -> Snapshot:
        with reading(file.database) as connection:
            return kept.of(connection, asked)

    file.add(Practice(at("2026-03-02 18:00"), 60))
    with reading(file.database) as connection:
        assert kept.known(connection, EVERYTHING) is None
    first = ask()
    assert ask() is first
    assert np.shares_memory(ask(AnalyticsFilter(at("2026-01-01 00:00"))).starts, first.starts)
    with reading(file.database) as connection:
        assert kept.known(connection, EVERYTHING) is first
    file.add(Practice(at("2026-03-03 18:00"), 60))
    with reading(file.database) as connection:
        assert kept.known(connection, EVERYTHING) is None
    assert len(ask().starts) == 2
    with closing(sqlite3.connect(file.database.path)) as other, other:
        other.execute("DELETE FROM goals WHERE id = 'session-0'")
    assert len(ask().starts) == 1


def test_a_connection_that_has_not_looked_yet_does_not_trust_what_is_kept(file: Practised) -> None:
    kept = Snapshots()
    file.add(Practice(at("2026-03-02 18:00"), 60))
    with reading(file.database) as one, reading(file.database) as other:
        kept.of(one, EVERYTHING)
        assert len(kept.of(other, EVERYTHING).starts) == 1
    file.add(Practice(at("2026-03-02 18:00"), 60))
    with reading(file.database) as one, reading(file.database) as other:
        assert [len(kept.of(each, EVERYTHING).starts) for each in (one, other, one)] == [2, 2, 2]


def test_only_a_few_are_kept(file: Practised) -> None:
    kept = Snapshots()
    with reading(file.database) as connection:
        for name in range(KEPT + 1):
            kept.of(connection, AnalyticsFilter(template_id=TemplateId(f"{name}")))
        assert kept.known(connection, AnalyticsFilter(template_id=TemplateId("0"))) is None
        assert kept.known(connection, AnalyticsFilter(template_id=TemplateId(f"{KEPT}"))) is not None


def test_the_sessions_behind_an_hour_are_found_among_odd_starts_too(file: Practised) -> None:
    file.add(Practice(at("2026-03-02 18:30"), 60), Practice(at("2026-03-02 12:00"), 60), Practice(at("2026-03-09 18:00"), 60))
    odd = ("2026-03-02 17:10:00", "2026-03-02T17:20:00", "9 is no time")
    for number, text in enumerate(odd):
        file.run(
            "INSERT INTO goals (id, type, name, session_start, total_duration_seconds) VALUES (?, 'PracticeSession', 'x', ?, 60)",
            f"odd-{number}",
            text,
        )
    found = file.service.sessions_in_hour(AnalyticsFilter(None, at("2026-03-03 00:00")), BERLIN, 0, 18)
    assert set(found) == {"session-0", "odd-0", "odd-1"}


def test_the_sessions_behind_an_hour_are_those_that_have_time_in_it(file: Practised) -> None:
    file.add(
        Practice(at("2026-03-02 17:30"), 3600),
        Practice(at("2026-03-02 18:59"), 60),
        Practice(at("2026-03-09 18:00"), 60, "t"),
        Practice(at("2026-03-02 19:00"), 60),
        Practice(at("2026-03-01 12:00"), 40 * 3600),
        Practice(at("2026-03-02 18:00"), None),
        Practice(at("2026-03-02 18:00"), -60),
        Practice(at("2026-03-02 18:00"), 32 * 86_400),
        Practice(None, 60),
    )
    monday_six = (0, 18)
    assert file.service.sessions_in_hour(EVERYTHING, BERLIN, *monday_six) == tuple(
        map(SessionId, ("session-2", "session-1", "session-0", "session-4"))
    )
    of_template = AnalyticsFilter(template_id=TemplateId("t"))
    assert file.service.sessions_in_hour(of_template, BERLIN, *monday_six) == (SessionId("session-2"),)
    assert file.service.sessions_in_hour(of_template, BERLIN, 0, 19) == ()
    assert file.service.sessions_in_hour(AnalyticsFilter(at("2027-01-01 00:00")), BERLIN, 0, 18) == ()
    assert file.service.hours(of_template, BERLIN) == (HourRow(0, 18, 60),)
    assert file.service.hours_left_out(EVERYTHING) == LeftOut(without_start=1, without_duration=3, shown=5)


def test_days_far_apart_and_days_of_the_future_are_counted(file: Practised) -> None:
    days = [date(1, 6, 1), date(1970, 6, 1), date(9999, 6, 1)]
    file.add(*(Practice(datetime(day.year, 6, 1, 12, tzinfo=UTC), 60) for day in days))
    assert file.service.days(EVERYTHING, BERLIN) == tuple(DayRow(day, 1, 1, 60) for day in days)
    assert sum(row.seconds for row in file.service.hours(EVERYTHING, ZoneInfo("Pacific/Apia"))) == 180
    assert file.service.days(EVERYTHING, BERLIN) == tuple(DayRow(day, 1, 1, 60) for day in days)


def test_it_is_read_from_covering_indexes(file: Practised) -> None:
    file.add(Practice(at("2026-03-02 18:00"), 60, "t"))
    statements: list[tuple[str, object]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(file.database.reader, "before_cursor_execute", note)
    file.service.hours(EVERYTHING, BERLIN)
    file.service.lengths(AnalyticsFilter(template_id=TemplateId("t")))
    file.service.days(EVERYTHING, BERLIN)
    event.remove(file.database.reader, "before_cursor_execute", note)
    with closing(sqlite3.connect(file.database.path)) as plain:
        plans = [
            plain.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall() for statement, values in statements if "goals" in statement
        ]
    on_goals = [detail for plan in plans for *_, detail in plan if " goals " in detail]
    assert len(on_goals) > 6
    assert [detail for detail in on_goals if "COVERING INDEX" not in detail] == []
