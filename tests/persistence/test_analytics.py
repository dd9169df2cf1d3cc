"""The charts' figures against a slow count in Python, and the plans that make them quick."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from fractal_desktop.domain.analytics import AnalyticsFilter, DayRow, Gap, MonthRow, Numbers, TemplateRow, WeekPace, WeekRow
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.period import day_start, month_of
from fractal_desktop.persistence import medians
from fractal_desktop.services.analytics import AnalyticsService
from tests.practised import BERLIN, STARTS, ZONES, Practice, Practised, at, stints
from tests.reference_analytics import daily, monthly, weekly

EVERYTHING = AnalyticsFilter()


def totals(numbers: Numbers) -> tuple[int, ...]:
    return numbers.sessions, numbers.timed, numbers.seconds, numbers.days, numbers.without_start


SESSIONS = st.lists(st.builds(Practice, st.none() | STARTS, st.none() | st.integers(1, 40_000)), max_size=25)


@given(SESSIONS, st.sampled_from(ZONES), st.sampled_from([0, 6]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_months_weeks_and_days_are_those_of_the_zone(file: Practised, sessions: list[Practice], zone: ZoneInfo, first: int) -> None:
    file.clear()
    file.add(*sessions)
    by_month, by_week = monthly(stints(sessions), zone), weekly(stints(sessions), zone, first)

    months = file.service.months(EVERYTHING, zone)
    assert {row.month: (row.sessions, row.timed, row.seconds) for row in months if row.sessions} == by_month
    assert [row.month for row in months] == [month_of(min(by_month), index) for index in range(len(months))]
    assert not months or months[-1].sessions

    weeks = file.service.weeks_with_time(EVERYTHING, zone, first)
    assert {row.week: (row.sessions, row.seconds) for row in weeks if row.sessions} == {w: (s, t) for w, (s, _, t) in by_week.items()}
    assert [row.week for row in weeks] == [min(by_week) + timedelta(weeks=index) for index in range(len(weeks))]
    assert file.service.weeks(EVERYTHING, zone, first) == tuple(WeekRow(row.week, row.sessions) for row in weeks)

    numbers = file.service.numbers(EVERYTHING, zone)
    assert numbers.days == len(daily(stints(sessions), zone))
    assert numbers.without_start == sum(session.start is None for session in sessions)
    assert numbers.sessions == len(sessions)
    assert numbers.seconds == sum(session.seconds or 0 for session in sessions)


def test_an_empty_month_between_is_listed_and_has_no_average(file: Practised) -> None:
    file.add(Practice(at("2025-12-31 23:59:59"), 600), Practice(at("2026-02-01 00:00")))
    december, january, february = file.service.months(EVERYTHING, BERLIN)
    assert december == MonthRow(date(2025, 12, 1), 1, 1, 600)
    assert january == MonthRow(date(2026, 1, 1), 0, 0, 0)
    assert (february.sessions, february.average_seconds) == (1, None)
    assert december.average_seconds == 600


def test_a_file_without_sessions_has_no_rows(file: Practised) -> None:
    file.add_goals(cello=None)
    assert file.service.months(EVERYTHING, BERLIN) == ()
    assert file.service.weeks(EVERYTHING, BERLIN) == ()
    assert file.service.weeks_with_time(EVERYTHING, BERLIN) == ()
    assert file.service.templates(EVERYTHING) == ()
    assert totals(file.service.numbers(EVERYTHING, BERLIN)) == (0, 0, 0, 0, 0)
    assert file.service.first_day(EVERYTHING, BERLIN) is None


def test_a_period_takes_its_first_instant_and_leaves_out_its_last(file: Practised) -> None:
    since, until = at("2026-02-02 00:00"), at("2026-02-09 00:00")
    inside = [Practice(since, 60), Practice(until - timedelta(microseconds=1), 60), Practice(at("2026-02-04 12:00"), 60)]
    file.add(*inside, Practice(since - timedelta(microseconds=1), 7), Practice(until, 7), Practice(None, 7))
    asked = AnalyticsFilter(since, until)
    assert file.service.weeks_with_time(asked, BERLIN) == (WeekRow(date(2026, 2, 2), 3, 180),)
    assert file.service.weeks(asked, BERLIN) == (WeekRow(date(2026, 2, 2), 3),)
    assert file.service.months(asked, BERLIN) == (MonthRow(date(2026, 2, 1), 3, 3, 180),)
    assert totals(file.service.numbers(asked, BERLIN)) == (3, 3, 180, 3, 1)
    assert file.service.templates(asked) == (TemplateRow(None, None, 3, 3, 180),)


def test_a_goal_counts_everything_below_and_each_session_once(file: Practised) -> None:
    file.add_goals(cello=None, suites="cello", bourree="suites", climbing=None)
    now = at("2026-03-02 18:00")
    file.add(
        Practice(now, 10, parent="cello"),
        Practice(now, 20, parent="bourree", links=("bourree", "suites")),
        Practice(now, 40, parent="climbing", links=("suites", "climbing")),
        Practice(now, 80, parent="climbing"),
        Practice(None, 160, parent="cello"),
        Practice(now, 320),
    )
    expected = {"cello": (3, 70), "suites": (2, 60), "bourree": (1, 20), "climbing": (2, 120), "gone": (0, 0)}
    for goal, (sessions, seconds) in expected.items():
        months = file.service.months(AnalyticsFilter(goal_id=GoalId(goal)), BERLIN)
        assert (sum(row.sessions for row in months), sum(row.seconds for row in months)) == (sessions, seconds)
        weeks = file.service.weeks_with_time(AnalyticsFilter(goal_id=GoalId(goal)), BERLIN)
        assert sum(row.sessions for row in weeks) == sessions
    assert totals(file.service.numbers(AnalyticsFilter(goal_id=GoalId("cello")), BERLIN)) == (4, 4, 230, 1, 1)
    assert file.service.templates(AnalyticsFilter(goal_id=GoalId("cello"))) == (TemplateRow(None, None, 4, 4, 230),)
    assert file.service.templates(AnalyticsFilter(now, None, GoalId("suites"))) == (TemplateRow(None, None, 2, 2, 60),)


@given(st.lists(st.none() | st.integers(-5, 20), max_size=12), st.lists(st.integers(0, 90), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_median_is_that_of_what_is_sorted(file: Practised, undated: list[int | None], dated: list[int]) -> None:
    file.clear()
    day = timedelta(days=1)
    begin = at("2026-01-01 12:00")
    file.add(*(Practice(None, each) for each in undated), *(Practice(begin + each * day, each) for each in dated))
    known = [each for each in (*undated, *dated) if each is not None and each >= 0]
    assert file.service.numbers(EVERYTHING, BERLIN).median_seconds == (median(known) if known else None)
    within = [each for each in dated if 20 <= each < 60]
    period = AnalyticsFilter(begin + 20 * day, begin + 60 * day)
    assert file.service.numbers(period, BERLIN).median_seconds == (median(within) if within else None)


def test_a_median_of_many_walks_along_the_index_of_durations(file: Practised, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(medians, "_FEW", 2)
    file.add(*(Practice(at("2026-03-02 18:00"), seconds) for seconds in (5, 1, 3, None, -9)), Practice(at("2026-04-02 18:00"), 100))
    assert file.service.numbers(AnalyticsFilter(None, at("2026-04-01 00:00")), BERLIN).median_seconds == 3


def practised_on(file: Practised, *days: date) -> None:
    file.add(*(Practice(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), 60) for day in days))


def test_the_longest_gap_lies_between_the_first_day_and_today(file: Practised) -> None:
    practised_on(file, date(2026, 1, 1), date(2026, 1, 5), date(2026, 1, 6), date(2099, 1, 1))
    numbers, january = file.service.numbers, date(2026, 1, 8)
    assert numbers(EVERYTHING, BERLIN, january).longest_gap == Gap(3, date(2026, 1, 2), date(2026, 1, 4))
    assert numbers(EVERYTHING, BERLIN, date(2026, 2, 1)).longest_gap == Gap(25, date(2026, 1, 7), date(2026, 1, 31), is_running=True)
    from_the_fifth = AnalyticsFilter(at("2026-01-05 00:00"))
    assert numbers(from_the_fifth, BERLIN, date(2026, 1, 7)).longest_gap is None, "on the seventh one may still practise"
    assert numbers(from_the_fifth, BERLIN, january).longest_gap == Gap(1, date(2026, 1, 7), date(2026, 1, 7), is_running=True)
    a_while = AnalyticsFilter(at("2026-01-03 00:00"), at("2026-01-20 00:00"))
    assert numbers(a_while, BERLIN, date(2026, 2, 1)).longest_gap == Gap(13, date(2026, 1, 7), date(2026, 1, 19)), "it ends with the period"
    nothing = AnalyticsFilter(at("2026-01-10 00:00"), at("2026-01-20 00:00"))
    assert numbers(nothing, BERLIN, date(2026, 2, 1)).longest_gap == Gap(10, date(2026, 1, 10), date(2026, 1, 19))
    future = file.service.numbers(EVERYTHING, BERLIN).longest_gap
    assert future is not None
    assert future.last == date(2098, 12, 31)


def test_over_all_time_a_practice_that_was_given_up_ends_with_its_last_day_but_the_gap_runs_on(file: Practised) -> None:
    first = date(2025, 1, 1)
    practised_on(file, *(first + timedelta(days=day) for day in range(28)))
    last = first + timedelta(days=27)
    still = file.service.numbers(EVERYTHING, BERLIN, last + timedelta(days=366))
    assert (still.days_in_all, still.last_day) == (28 + 365, last + timedelta(days=365))
    assert still.consistency == pytest.approx(0, abs=0.01)
    over = file.service.numbers(EVERYTHING, BERLIN, last + timedelta(days=367))
    assert (over.days_in_all, over.last_day, over.consistency) == (28, last, pytest.approx(1))
    assert over.longest_gap == Gap(366, last + timedelta(days=1), last + timedelta(days=366), is_running=True)
    assert file.service.last_day(EVERYTHING, BERLIN, last + timedelta(days=367)) == last
    assert file.service.last_day(AnalyticsFilter(until=at("2025-01-10 00:00")), BERLIN, last) == date(2025, 1, 9)
    assert file.service.last_day(EVERYTHING, BERLIN, date(2024, 12, 31)) is None


def test_a_day_that_the_zone_left_out_is_no_day_without_practice(file: Practised) -> None:
    practised_on(file, date(2011, 12, 29), date(2011, 12, 30))
    assert file.service.numbers(EVERYTHING, ZoneInfo("Pacific/Apia")).days == 2
    assert file.service.days(EVERYTHING, ZoneInfo("Pacific/Apia"))[1].day == date(2011, 12, 31)
    assert file.service.numbers(EVERYTHING, ZoneInfo("Pacific/Apia")).longest_gap is None


def test_consistency_looks_at_the_days_until_today(file: Practised) -> None:
    first = date(2026, 1, 5)
    practised_on(file, *(first + timedelta(days=day) for day in range(28) if day % 7 < 5))
    friday, monday = first + timedelta(days=25), first + timedelta(days=28)
    through = file.service.numbers(EVERYTHING, BERLIN, friday)
    assert (through.consistency, through.usual_days_per_week) == (pytest.approx(1), 5)
    assert file.service.numbers(EVERYTHING, BERLIN, monday).consistency == pytest.approx(1), "on Monday one may still practise"
    later = file.service.numbers(EVERYTHING, BERLIN, monday + timedelta(days=21)).consistency
    assert later is not None
    assert later < 0.5
    within = AnalyticsFilter(until=day_start(monday, BERLIN))
    assert file.service.numbers(within, BERLIN, monday + timedelta(days=21)).consistency == pytest.approx(1)
    daily_plan = file.service.numbers(EVERYTHING, BERLIN, friday, days_per_week=7).consistency
    assert daily_plan is not None
    assert 0.6 < daily_plan < 0.8


def test_a_period_that_begins_with_a_break_is_held_against_who_practised_before(file: Practised) -> None:
    weeks = [date(2026, 3, 2) + timedelta(days=day) for day in range(14)]
    practised_on(file, *weeks)
    march = AnalyticsFilter(at("2026-02-01 00:00"))
    today = weeks[-1]
    assert file.service.numbers(march, BERLIN, today).consistency == pytest.approx(1), "practice began in March"
    practised_on(file, date(2026, 1, 1))
    held = file.service.numbers(march, BERLIN, today).consistency
    assert held is not None
    assert held < 0.7


def test_a_first_start_that_is_no_time_does_not_hide_the_others(file: Practised) -> None:
    file.add(Practice(at("2026-03-02 18:00"), 60))
    for number, text in enumerate(("0 is no time", "9 is none either")):
        file.run("INSERT INTO goals (id, type, name, session_start) VALUES (?, 'PracticeSession', 'x', ?)", f"odd-{number}", text)
    assert [row.month for row in file.service.months(EVERYTHING, BERLIN)] == [date(2026, 3, 1)]
    assert file.service.days(EVERYTHING, BERLIN) == (DayRow(date(2026, 3, 2), 1, 1, 60),)


def test_goals_in_a_circle_do_not_hang(file: Practised) -> None:
    file.add_goals(one=None, two="one")
    file.run("UPDATE goals SET parent_id = 'two' WHERE id = 'one'")
    file.add(Practice(at("2026-03-02 18:00"), parent="two"))
    assert file.service.numbers(AnalyticsFilter(goal_id=GoalId("one")), BERLIN).sessions == 1


def test_templates_are_named_and_those_that_are_gone_have_none(file: Practised) -> None:
    file.add_goals(r=None)
    file.run("INSERT INTO session_templates (id, name, root_id, template_data) VALUES ('t', 'Routine', 'r', '{}')")
    start = at("2026-03-02 18:00")
    file.add(Practice(start, 60, "t"), Practice(None, 120, "t"), Practice(start, None, "t"), Practice(start, 30, "gone"), Practice(start))
    rows = file.service.templates(EVERYTHING)
    assert rows[0] == TemplateRow("t", "Routine", 3, 2, 180)  # type: ignore[arg-type]
    assert rows[0].average_seconds == 90
    assert {(row.template_id, row.name, row.sessions) for row in rows[1:]} == {("gone", None, 1), (None, None, 1)}


_ODD = ["2026-02-28 23:00:00", "2026-02-28 23:30:00", "2026-02-28 23:30:00.5", "2026-02-28 23:30:00.000000 and more"]


@pytest.mark.parametrize("text", _ODD)
def test_a_start_of_another_length_counts_where_it_belongs(file: Practised, text: str) -> None:
    file.add(Practice(at("2026-03-20 18:00")), Practice(at("2026-01-20 18:00")))
    file.run("INSERT INTO goals (id, type, name, session_start) VALUES ('odd', 'PracticeSession', 'x', ?)", text)
    assert [row.sessions for row in file.service.months(EVERYTHING, BERLIN)] == [1, 0, 2]
    weeks = {row.week: row.sessions for row in file.service.weeks(EVERYTHING, BERLIN) if row.sessions}
    assert weeks == {date(2026, 1, 19): 1, date(2026, 2, 23): 1, date(2026, 3, 16): 1}


def test_odd_lengths_that_make_up_for_each_other_are_noticed(file: Practised) -> None:
    file.add(Practice(at("2026-03-20 18:00"), 60))
    for number, text in enumerate(("2026-02-24 09:00:00", "2026-02-25 09:00:00.000000 and so")):
        file.run("INSERT INTO goals (id, type, name, session_start) VALUES (?, 'PracticeSession', 'x', ?)", f"odd-{number}", text)
    assert [row.sessions for row in file.service.weeks(EVERYTHING, BERLIN)] == [2, 0, 0, 1]
    assert [row.sessions for row in file.service.months(EVERYTHING, BERLIN)] == [2, 1]


def test_years_far_apart_do_not_fill_the_time_between(file: Practised) -> None:
    starts = [datetime(year, 6, 1, 12, tzinfo=UTC) for year in (1, 1900, 1970, 2026, 2100, 9999)]
    file.add(*(Practice(start, 60) for start in starts))
    weeks = file.service.weeks(EVERYTHING, BERLIN)
    assert [row.sessions for row in weeks] == [1] * len(starts)
    assert file.service.weeks_with_time(EVERYTHING, BERLIN) == tuple(WeekRow(row.week, 1, 60) for row in weeks)
    assert [row.month.year for row in file.service.months(EVERYTHING, BERLIN)] == [1, 1900, 1970, 2026, 2100, 9999]
    assert totals(file.service.numbers(EVERYTHING, BERLIN)) == (6, 6, 360, 6, 0)


def test_the_last_days_of_the_calendar_are_counted(file: Practised) -> None:
    file.add(*(Practice(datetime(9999, 12, day, 12, tzinfo=UTC), 60) for day in (30, 31)))
    for zone in ZONES:
        assert sum(row.sessions for row in file.service.weeks(EVERYTHING, zone)) == 2
        assert sum(row.seconds for row in file.service.months(EVERYTHING, zone)) == 120


def test_a_gap_of_a_lifetime_is_filled(file: Practised) -> None:
    file.add(*(Practice(datetime(year, 6, 1, 12, tzinfo=UTC)) for year in (1970, 2090)))
    weeks = file.service.weeks(EVERYTHING, BERLIN)
    assert len(weeks) == 6262
    assert sum(row.sessions for row in weeks) == 2


def test_the_usual_week_is_the_median_of_the_full_weeks_before(file: Practised) -> None:
    now = at("2026-03-05 18:51")
    minutes = [0, 300, 310, 280, 0, 330, 305, 290]  # the eight weeks before, newest last
    monday = date(2026, 3, 2)
    weeks = [day_start(monday - timedelta(weeks=8 - index), BERLIN) for index in range(8)]
    file.add(*(Practice(week + timedelta(hours=50), 60 * spent) for week, spent in zip(weeks, minutes, strict=True) if spent))
    file.add(Practice(at("2026-03-04 18:00"), 1200), Practice(at("2025-09-01 12:00"), 60))
    assert file.service.pace(EVERYTHING, BERLIN, now) == WeekPace(1200, 60 * 295, 8)


def test_weeks_before_the_first_session_are_no_usual_weeks(file: Practised) -> None:
    now = at("2026-03-05 18:51")
    assert file.service.pace(EVERYTHING, BERLIN, now) == WeekPace(0, None, 0)
    file.add(Practice(at("2026-02-18 18:00"), 600), Practice(at("2026-03-02 18:00"), 1200))
    assert file.service.pace(EVERYTHING, BERLIN, now) == WeekPace(1200, 300, 2)
    assert file.service.first_day(EVERYTHING, BERLIN) == date(2026, 2, 18)


def test_every_statement_walks_covering_indexes_only(file: Practised) -> None:
    file.add_goals(cello=None, suites="cello")
    file.add(Practice(at("2026-03-02 18:00"), 60, "t", "suites"))
    statements: list[tuple[str, object]] = []
    engine = file.database.reader

    def note(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", note)
    for limits in (
        EVERYTHING,
        AnalyticsFilter(goal_id=GoalId("cello")),
        AnalyticsFilter(template_id=TemplateId("t")),
        AnalyticsFilter(without_template=True),
        AnalyticsFilter(activity_id=ActivityId("scales")),
        AnalyticsFilter(completed=True),
    ):
        for asked in (limits, replace(limits, since=at("2026-01-01 00:00"))):
            for service in (file.service, AnalyticsService(file.database, asks_once=True)):
                service.months(asked, BERLIN)
                service.weeks(asked, BERLIN)
                service.weeks_with_time(asked, BERLIN)
                service.days(asked, BERLIN)
                service.templates(asked)
                service.numbers(asked, BERLIN)
                service.first_day(asked, BERLIN)
    event.remove(engine, "before_cursor_execute", note)

    plain = sqlite3.connect(file.database.path)
    looked_at = [detail for statement, values in statements if "goals" in statement for detail in _plan(plain, statement, values)]
    plain.close()
    on_goals = [detail for detail in looked_at if any(name in detail for name in (" goals ", " child ", "linked", "holding"))]
    assert len(on_goals) > 200
    assert [detail for detail in on_goals if "COVERING INDEX" not in detail] == []
    made_anew = [detail for detail in looked_at if "AUTOMATIC" in detail]
    assert all(detail.startswith(("SEARCH over ", "SEARCH start ")) for detail in made_anew), "but of the few goals below sessions"


def _plan(connection: sqlite3.Connection, statement: str, values: object) -> list[str]:
    rows = connection.execute(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).fetchall()  # type: ignore[arg-type]
    return [detail for *_, detail in rows]


@pytest.mark.parametrize("seconds", [-5, 2**41, 7 * 10**12])
def test_durations_that_no_session_has_are_summed_all_the_same(file: Practised, seconds: int) -> None:
    file.add(Practice(at("2026-03-02 18:00"), 60), Practice(at("2026-03-03 18:00"), seconds), Practice(at("2026-03-04 18:00")))
    assert file.service.months(EVERYTHING, BERLIN) == (MonthRow(date(2026, 3, 1), 3, 2, 60 + seconds),)
    assert file.service.weeks_with_time(EVERYTHING, BERLIN) == (WeekRow(date(2026, 3, 2), 3, 60 + seconds),)


def test_a_duration_that_is_text_does_not_stop_the_chart(file: Practised) -> None:
    file.add(Practice(at("2026-03-02 18:00"), 60), Practice(at("2026-03-03 18:00"), 5))
    file.run("UPDATE goals SET total_duration_seconds = 'long' WHERE total_duration_seconds = 5")
    assert file.service.months(EVERYTHING, BERLIN) == (MonthRow(date(2026, 3, 1), 2, 1, 60),)
