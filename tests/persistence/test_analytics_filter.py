"""What is limited to a goal, a template, an activity or a state counts exactly those sessions, and its door lists them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import AnalyticsFilter, LeftOut, WeekPace
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.persistence import analytics
from fractal_desktop.persistence.session_filter import conditions
from fractal_desktop.persistence.snapshot import read
from fractal_desktop.persistence.times import IndexTimes, SnapshotTimes
from fractal_desktop.persistence.unit_of_work import driver, reading
from tests.practised import BERLIN, STARTS, ZONES, Practice, Practised, at, stints
from tests.reference_analytics import daily, day_of, monthly, weekday_hours, weekly

BELOW = {"cello": {"cello", "suites", "bourree"}, "suites": {"suites", "bourree"}, "climbing": {"climbing"}, "gone": set[str]()}
_GOALS = ["cello", "suites", "bourree", "climbing"]
_SESSIONS = st.lists(
    st.builds(
        Practice,
        st.none() | STARTS,
        st.none() | st.integers(1, 40_000),
        st.none() | st.sampled_from(["routine", "warm-up"]),
        st.none() | st.sampled_from(_GOALS),
        st.lists(st.sampled_from(_GOALS), max_size=2, unique=True).map(tuple),
        st.lists(st.sampled_from(["scales", "scales-in-thirds", "hangs"]), max_size=2).map(tuple),
        st.sampled_from([None, False, True]),
    ),
    max_size=20,
)
_LIMITS = st.builds(
    AnalyticsFilter,
    st.none() | STARTS,
    st.none() | STARTS,
    st.none() | st.sampled_from([*map(GoalId, BELOW)]),
    st.none() | st.sampled_from([TemplateId("routine"), TemplateId("gone")]),
    st.booleans(),
    st.none() | st.sampled_from([ActivityId("scales"), ActivityId("hangs"), ActivityId("gone")]),
    st.sampled_from([None, False, True]),
)


@pytest.fixture
def limited_file(file: Practised) -> Practised:
    file.add_goals(cello=None, suites="cello", bourree="suites", climbing=None)
    file.add_activities("cello", "scales", "scales-in-thirds", "hangs")
    return file


def lets_through(asked: AnalyticsFilter, session: Practice) -> bool:
    """Say it again in Python, without the period."""
    goals = {session.parent, *session.links}
    return (
        (asked.goal_id is None or not goals.isdisjoint(BELOW[asked.goal_id]))
        and (asked.template_id is None or session.template == asked.template_id)
        and (not asked.without_template or session.template is None)
        and (asked.activity_id is None or asked.activity_id in session.activities)
        and (asked.completed is None or bool(session.completed) == asked.completed)
    )


def starts_within(asked: AnalyticsFilter, start: datetime | None) -> bool:
    return start is not None and (asked.since is None or start >= asked.since) and (asked.until is None or start < asked.until)


def listed(file: Practised, asked: AnalyticsFilter) -> int:
    """Return how many sessions the list shows for the same limits."""
    query = SessionQuery(
        since=asked.since,
        until=asked.until,
        goal_id=asked.goal_id,
        template_id=asked.template_id,
        without_template=asked.without_template,
        activity_id=asked.activity_id,
        completed=asked.completed,
    )
    where, values = conditions(query)
    with reading(file.database) as connection:
        return int(driver(connection).execute(f"SELECT count(*) FROM goals s WHERE {where}", values).fetchone()[0])


@given(_SESSIONS, _LIMITS, st.sampled_from(ZONES))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_figure_counts_what_the_filter_lets_through(
    limited_file: Practised, sessions: list[Practice], asked: AnalyticsFilter, zone: ZoneInfo
) -> None:
    file = limited_file
    file.clear()
    file.add(*sessions)
    chosen = [session for session in sessions if lets_through(asked, session)]
    within = [session for session in chosen if starts_within(asked, session.start)]
    counted = within if asked.since or asked.until else chosen

    months = {row.month: row[1:] for row in file.service.months(asked, zone) if row.sessions}
    assert months == monthly(stints(within), zone)
    weeks = weekly(stints(within), zone)
    assert {row.week: row.sessions for row in file.service.weeks(asked, zone) if row.sessions} == {
        week: n for week, (n, *_) in weeks.items()
    }
    timed_weeks = {row.week: row[1:] for row in file.service.weeks_with_time(asked, zone) if row.sessions}
    assert timed_weeks == {week: (sessions, seconds) for week, (sessions, _, seconds) in weeks.items()}
    templates = {row.template_id: row.sessions for row in file.service.templates(asked)}
    assert templates == {key: sum(each.template == key for each in counted) for key in {each.template for each in counted}}
    numbers = file.service.numbers(asked, zone)
    assert (numbers.sessions, numbers.seconds) == (len(counted), sum(session.seconds or 0 for session in counted))
    assert numbers.days == len(daily(stints(within), zone))
    assert numbers.without_start == sum(session.start is None for session in chosen)
    assert file.service.first_day(asked, zone) == min((day_of(each.start, zone) for each in chosen if each.start), default=None)
    assert listed(file, asked) == len(counted)

    by_day = [(day, *figures) for day, figures in sorted(daily(stints(within), zone).items())]
    assert list(file.service.days(asked, zone)) == by_day
    by_hour = {(row.weekday, row.hour): timedelta(seconds=row.seconds) for row in file.service.hours(asked, zone)}
    assert by_hour == weekday_hours(stints(within), zone)
    lengths = file.service.lengths(asked)
    assert (lengths.timed, lengths.untimed) == (numbers.timed, numbers.sessions - numbers.timed)
    undated = 0 if asked.since or asked.until else numbers.without_start
    timed = sum(each.seconds is not None for each in within)
    assert file.service.hours_left_out(asked) == LeftOut(undated, len(within) - timed, timed)
    assert list(file.service.days(asked, zone)) == by_day, "from the snapshot that is kept now"


@given(_SESSIONS, _LIMITS, st.sampled_from(ZONES), st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_along_the_index_everything_is_as_in_a_snapshot(
    limited_file: Practised, sessions: list[Practice], asked: AnalyticsFilter, zone: ZoneInfo, today: date | None
) -> None:
    limited_file.clear()
    limited_file.add(*sessions)
    with reading(limited_file.database) as connection:
        along_index, in_snapshot = IndexTimes(connection, asked), SnapshotTimes(read(connection, asked), asked)
        assert analytics.months(along_index, zone) == analytics.months(in_snapshot, zone)
        assert analytics.weeks(along_index, zone, 6) == analytics.weeks(in_snapshot, zone, 6)
        assert analytics.weeks_with_time(along_index, zone, 0) == analytics.weeks_with_time(in_snapshot, zone, 0)
        assert analytics.days(along_index, zone) == analytics.days(in_snapshot, zone)
        assert analytics.numbers(along_index, asked, zone, today, None) == analytics.numbers(in_snapshot, asked, zone, today, None)
        assert list(along_index.each()) == list(in_snapshot.each())
        assert along_index.began() == in_snapshot.began()


def test_the_pace_is_that_of_the_sessions_chosen_in_whatever_period(limited_file: Practised) -> None:
    now = at("2026-03-05 18:51")
    limited_file.add(
        Practice(at("2026-02-25 18:00"), 600, "routine"),
        Practice(at("2026-02-26 18:00"), 7000),
        Practice(at("2026-03-02 18:00"), 1200, "routine"),
        Practice(at("2026-01-02 18:00"), 1200),
    )
    asked = AnalyticsFilter(now - timedelta(days=1), None, template_id=TemplateId("routine"))
    assert limited_file.service.pace(asked, BERLIN, now) == WeekPace(1200, 600, 1)


@pytest.mark.parametrize(("shortest", "below", "expected"), [(None, 60, 1), (60, None, 2), (60, 120, 1), (0, 1, 0)])
def test_a_list_can_be_limited_to_a_range_of_lengths(
    limited_file: Practised, shortest: int | None, below: int | None, expected: int
) -> None:
    limited_file.add(*(Practice(at("2026-03-02 18:00"), seconds) for seconds in (59, 60, 120, None)))
    where, values = conditions(SessionQuery(shortest_seconds=shortest, below_seconds=below))
    with reading(limited_file.database) as connection:
        assert driver(connection).execute(f"SELECT count(*) FROM goals s WHERE {where}", values).fetchone()[0] == expected


def test_what_neither_is_there_nor_named_by_a_session_is_unknown(limited_file: Practised) -> None:
    limited_file.add(Practice(None, None, "gone"))
    for known in (
        AnalyticsFilter(goal_id=GoalId("bourree"), activity_id=ActivityId("scales")),
        AnalyticsFilter(template_id=TemplateId("gone")),
        AnalyticsFilter(),
    ):
        limited_file.service.check(known)
    for unknown, words in (
        (AnalyticsFilter(goal_id=GoalId("session-0")), "no goal “session-0”"),
        (AnalyticsFilter(template_id=TemplateId("routine")), "no template “routine”"),
        (AnalyticsFilter(activity_id=ActivityId("scale")), "no activity “scale”"),
    ):
        with pytest.raises(UserError, match=words):
            limited_file.service.check(unknown)
