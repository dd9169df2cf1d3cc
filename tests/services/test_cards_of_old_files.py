"""The cards on files that the web application left behind, with their oddities and worse, against loops over the rows."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter, Gap
from fractal_desktop.domain.attention import meant
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.period import day_start
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.migrations.samples import CASES
from tests.reference_analytics import Stint, daily, day_of
from tests.reference_goals import GoalFigures, GoalSession, limited, split_times, times, walked
from tests.reference_practice import (
    activity_seconds,
    bins,
    consistency,
    days_in_question,
    longest_gap,
    pace,
    planned_seconds,
    usual_days,
    weeks_before,
)

ZONES = [*map(ZoneInfo, ("Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "America/New_York"))]
EVERYTHING = AnalyticsFilter()
SPRING = AnalyticsFilter(datetime(2016, 2, 1, tzinfo=UTC), datetime(2016, 5, 1, tzinfo=UTC))
BOTH = pytest.mark.parametrize("asked", [EVERYTHING, SPRING], ids=["everything", "a spring"])
NOWS = [datetime(2016, 3, 13, 6, 59, tzinfo=UTC), datetime(2016, 6, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 18, tzinfo=UTC)]
SESSIONS = "type = 'PracticeSession' AND session_start < '2017'"
_WORSE = (
    f"UPDATE goals SET session_start = NULL WHERE {SESSIONS} AND rowid % 53 = 2",
    f"UPDATE goals SET total_duration_seconds = NULL WHERE {SESSIONS} AND rowid % 47 = 3",
    f"UPDATE goals SET total_duration_seconds = -300 WHERE {SESSIONS} AND rowid % 61 = 5",
    f"UPDATE goals SET total_duration_seconds = 2678400 WHERE {SESSIONS} AND rowid % 97 = 4",
    f"UPDATE goals SET session_start = '2031-06-30 22:15:00.250000' WHERE {SESSIONS} AND rowid % 101 = 1",
    f"UPDATE goals SET parent_id = 'gone' WHERE {SESSIONS} AND rowid % 29 = 5",
    "INSERT OR IGNORE INTO practice_session_goals (practice_session_id, short_term_goal_id)"
    " SELECT s.id, g.id FROM goals s JOIN goals g ON g.type = 'MidTermGoal' AND g.rowid % 5 = s.rowid % 5"
    " WHERE s.type = 'PracticeSession' AND s.rowid % 3 = 0",
    "DELETE FROM session_templates WHERE rowid = 2",
    "DELETE FROM activity_definitions WHERE rowid = 2",
)


@pytest.fixture(scope="module", params=["A", "D", "G"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("old") / "old.db", request.param, sessions=300, goals=40)
    upgrade(path, zone=ZoneInfo("America/New_York"))
    with closing(sqlite3.connect(path)) as db, db:
        for statement in _WORSE:
            db.execute(statement)
    return path


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(path)
    yield workspace
    workspace.close()


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(statement).fetchall()


def sessions_of(path: Path) -> dict[str, GoalSession]:
    links = defaultdict[object, list[str]](list)
    for session, goal in query(path, "SELECT practice_session_id, short_term_goal_id FROM practice_session_goals"):
        links[session].append(str(goal))
    columns = "id, session_start, total_duration_seconds, parent_id, template_id"
    return {
        str(id_): GoalSession(
            None if start is None else datetime.fromisoformat(str(start)).replace(tzinfo=UTC),
            seconds if isinstance(seconds, int) else None,
            None if parent is None else str(parent),
            tuple(links[id_]),
            None if template is None else str(template),
        )
        for id_, start, seconds, parent, template in query(path, f"SELECT {columns} FROM goals WHERE type = 'PracticeSession'")
    }


def parents_of(path: Path) -> dict[str, str | None]:
    """Return the goals in the order of a walk through the tree, with what they lie under."""
    rows = query(path, "SELECT id, parent_id FROM goals WHERE type <> 'PracticeSession' ORDER BY rowid")
    return walked({str(id_): None if parent is None else str(parent) for id_, parent in rows})


def within(path: Path, asked: AnalyticsFilter) -> list[GoalSession]:
    return limited(sessions_of(path).values(), parents_of(path), since=asked.since, until=asked.until, goal=asked.goal_id)


def stints(path: Path, asked: AnalyticsFilter = EVERYTHING) -> list[Stint]:
    return [Stint(session.start, session.seconds) for session in within(path, asked)]


@BOTH
def test_templates(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    names = dict(query(path, "SELECT id, name FROM session_templates"))
    used = defaultdict[str | None, list[GoalSession]](list)
    for session in within(path, asked):
        used[session.template].append(session)
    rows = workspace.analytics.templates(asked)
    assert {row.template_id: (row.name, row.sessions, row.timed, row.seconds) for row in rows} == {
        template: (
            names.get(template),
            len(each),
            sum(session.seconds is not None for session in each),
            sum(session.seconds or 0 for session in each),
        )
        for template, each in used.items()
    }
    assert [row.sessions for row in rows] == sorted((row.sessions for row in rows), reverse=True)
    assert any(row.template_id and row.name is None for row in rows), "one is gone"
    dated = {template: [session.start for session in each if session.start] for template, each in used.items()}
    assert workspace.analytics.last_uses(asked, list(used)) == {template: max(starts) for template, starts in dated.items() if starts}


@BOTH
def test_lengths(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    seconds = [session.seconds for session in within(path, asked) if session.seconds is not None and session.seconds >= 0]
    rows = workspace.analytics.lengths(asked).rows
    width = rows[1].from_seconds
    counted = bins(seconds, width, rows[-1].from_seconds)
    assert [(row.from_seconds, row.until_seconds) for row in rows[:-1]] == [(at * width, (at + 1) * width) for at in range(len(rows) - 1)]
    assert {row.from_seconds: row.sessions for row in rows if row.sessions} == counted


@BOTH
def test_goals(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    parents, counted = parents_of(path), within(path, asked)
    assert counted
    for split, reference in ((False, times), (True, split_times)):
        rows = workspace.balance.goal_times(asked, split=split)
        assert {row.goal_id: GoalFigures(*row[4:]) for row in rows} == reference(counted, parents)


@BOTH
def test_activities(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    found = {activity: list(held.values()) for activity, held in held_by_loop(path, asked).items()}
    rows = workspace.balance.activity_times(asked)
    assert {row.activity_id: (row.sessions, row.items, row.seconds) for row in rows} == {
        activity: (len(held), sum(map(len, held)), sum(map(sum, held))) for activity, held in found.items()
    }
    assert any(row.name is None for row in rows), "one is gone"


@BOTH
def test_the_sessions_behind_an_activity_are_those_that_are_counted(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    found = held_by_loop(path, asked)
    lacking = 0
    for row in workspace.balance.activity_times(asked):
        behind = workspace.balance.activity_sessions(asked, row.activity_id)
        by_rows = {
            str(session)
            for (session,) in query(
                path, f"SELECT practice_session_id FROM activity_instances WHERE activity_definition_id = '{row.activity_id}'"
            )
        }
        listed = set(found[row.activity_id]) if behind is None else set(behind)
        assert listed == set(found[row.activity_id])
        assert len(listed) == row.sessions
        assert behind is not None or listed == by_rows & sessions_within(path, asked)
        lacking += len(listed - by_rows)
    assert lacking > 10, "some items never got rows"


def sessions_within(path: Path, asked: AnalyticsFilter) -> set[str]:
    return {id_ for id_, session in sessions_of(path).items() if limited([session], {}, since=asked.since, until=asked.until)}


def held_by_loop(path: Path, asked: AnalyticsFilter) -> dict[str, dict[str, list[int]]]:
    """Return the plausible lengths of items, by their activity and session."""
    items = defaultdict[object, list[tuple[str, object]]](list)
    for session, activity, seconds in query(
        path, "SELECT practice_session_id, activity_definition_id, duration_seconds FROM activity_instances"
    ):
        items[session].append((str(activity), seconds))
    documents = dict(query(path, "SELECT id, attributes FROM goals WHERE type = 'PracticeSession'"))
    found = defaultdict[str, dict[str, list[int]]](dict)
    for id_ in sessions_within(path, asked):
        for activity, lengths in activity_seconds(documents[id_], items[id_]).items():
            found[activity][id_] = lengths
    return found


@BOTH
def test_planned(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    documents = dict(query(path, "SELECT id, attributes FROM goals WHERE type = 'PracticeSession'"))
    found = defaultdict[str | None, list[tuple[int, int]]](list)
    for id_, session in sessions_of(path).items():
        meant = planned_seconds(documents[id_])
        if meant and session.seconds is not None and session.seconds > 0 and limited([session], {}, since=asked.since, until=asked.until):
            found[session.template].append((meant, session.seconds))
    rows = workspace.balance.planned(asked)
    assert {row.template_id: (row.sessions, row.planned_seconds, row.actual_seconds) for row in rows} == {
        template: (len(pairs), sum(meant for meant, _ in pairs), sum(took for _, took in pairs)) for template, pairs in found.items()
    }
    assert {row.template_id: row.ratio for row in rows} == pytest.approx(
        {template: median(took / meant for meant, took in pairs) for template, pairs in found.items()}
    )
    assert any(row.name is None for row in rows), "one is gone"


@BOTH
def test_attention(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    parents = parents_of(path)
    roots = [goal for goal, parent in parents.items() if parent not in parents]
    middle = next(goal for goal, parent in parents.items() if parent == roots[0])
    workspace.balance.set_shares({GoalId(roots[0]): 0.9, GoalId(middle): 0.25})
    split = split_times(within(path, asked), parents)
    expected = {}
    for siblings in (roots, [goal for goal, parent in parents.items() if parent == roots[0]]):
        figures = {goal: (split[goal].total_sessions, split[goal].total_seconds) if goal in split else (0, 0) for goal in siblings}
        whole = tuple(map(sum, zip(*figures.values(), strict=True)))
        expected.update({goal: (*own, *whole) for goal, own in figures.items()})
    shares = meant(workspace.balance.branches(asked).values())
    assert {share.goal_id: (share.sessions, share.seconds, share.of_sessions, share.of_seconds) for share in shares} == expected
    assert {share.goal_id: share.intended for share in shares if share.intended is not None} == {roots[0]: 0.9, middle: 0.25}


@pytest.mark.parametrize("first_weekday", [0, 6])
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_this_week_and_the_usual_one(workspace: Workspace, path: Path, zone: ZoneInfo, first_weekday: int) -> None:
    for now in NOWS:
        found = workspace.analytics.pace(EVERYTHING, zone, now, first_weekday)
        assert (found.this_week_seconds, found.usual_seconds, found.weeks) == pace(stints(path), zone, now, first_weekday)


@pytest.mark.parametrize("first_weekday", [0, 6])
@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_the_weeks_of_a_forecast(workspace: Workspace, path: Path, zone: ZoneInfo, first_weekday: int) -> None:
    told = 0
    for goal in list(parents_of(path))[:12]:
        counted = stints(path, AnalyticsFilter(goal_id=GoalId(goal)))
        for now in NOWS:
            found = workspace.forecast.pace(GoalId(goal), zone, now, first_weekday)
            assert found.weeks == weeks_before(counted, zone, now, first_weekday)
            assert found.done_seconds == sum(each.seconds or 0 for each in counted)
            told += len(found.weeks)
    assert told > 50


@pytest.mark.parametrize("zone", ZONES, ids=str)
@pytest.mark.parametrize("planned", [None, 3.0, 7.0])
@pytest.mark.parametrize("today", [date(2016, 5, 20), date(2017, 2, 1), date(2026, 3, 5)])
@BOTH
def test_the_days_that_count_consistency_and_the_longest_gap(
    workspace: Workspace, path: Path, asked: AnalyticsFilter, zone: ZoneInfo, planned: float | None, today: date
) -> None:
    practised = {day for day in daily(stints(path, asked), zone) if day <= today}
    since = day_of(asked.since, zone) if asked.since else None
    until = day_of(asked.until - timedelta(microseconds=1), zone) if asked.until else None
    began = min(daily(stints(path, EVERYTHING), zone))
    possible, counted = days_in_question(practised, since, until, began, today, zone)
    numbers = workspace.analytics.numbers(asked, zone, today, days_per_week=planned)
    assert (numbers.days_in_all, numbers.last_day) == (len(counted), counted[-1])
    usual = usual_days(practised, counted[0], counted[-1])
    assert numbers.usual_days_per_week == usual
    assert numbers.consistency == pytest.approx(consistency(practised, counted[0], counted[-1], planned or usual or 0), abs=1e-6)
    without = longest_gap(practised, possible)
    assert numbers.longest_gap == (
        Gap(len(without), without[0], without[-1], without[-1] == possible[-1] and until is None) if without else None
    )


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_days_that_are_compared(workspace: Workspace, path: Path, zone: ZoneInfo) -> None:
    first, last = date(2016, 3, 1), date(2016, 4, 30)
    for begin, end in ((first, last), (first - (last - first) - timedelta(days=1), first - timedelta(days=1))):
        asked = AnalyticsFilter(day_start(begin, zone), day_start(end + timedelta(days=1), zone))
        days = {day: figures for day, figures in daily(stints(path), zone).items() if begin <= day <= end}
        numbers = workspace.analytics.numbers(asked, zone)
        assert (numbers.sessions, numbers.seconds) == tuple(sum(each[at] for each in days.values()) for at in (0, 2))
        assert {row.day: row[1:] for row in workspace.analytics.days(asked, zone)} == days


def test_the_cases_of_the_rule_for_starts_and_durations_are_in_no_card_twice(tmp_path: Path) -> None:
    path = make(tmp_path / "cases.db", "D", sessions=20, goals=9, cases=str(CASES))
    upgrade(path, zone=ZoneInfo("America/New_York"))
    whole = len(sessions_of(path))
    workspace = Workspace.open(path)
    numbers, hours = workspace.analytics.numbers(EVERYTHING, ZONES[0]), workspace.analytics.hours_left_out(EVERYTHING)
    lengths, months = workspace.analytics.lengths(EVERYTHING), workspace.analytics.months(EVERYTHING, ZONES[0])
    assert numbers.sessions == whole == lengths.timed + lengths.untimed
    assert hours.shown + hours.without_duration + hours.without_start == whole
    assert sum(row.sessions for row in months) + numbers.without_start == whole
    assert sum(row.sessions for row in workspace.analytics.templates(EVERYTHING)) == whole
    workspace.close()
