"""Every figure of files that the web application left behind, oddities and all, against loops over their rows."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.reference_analytics import Stint, daily, day_of, monthly, weekday_hours, weekly
from tests.reference_practice import days_in_question, longest_gap

ZONES = [*map(ZoneInfo, ("Australia/Lord_Howe", "Pacific/Apia", "Europe/Berlin", "America/New_York", "UTC"))]
LONGEST = timedelta(days=31)
_ODD_TIMES = (
    "UPDATE goals SET total_duration_seconds = -300 WHERE rowid = {}",
    "UPDATE goals SET total_duration_seconds = 2678400 WHERE rowid = {}",
    "UPDATE goals SET total_duration_seconds = 2678401 WHERE rowid = {}",
    "UPDATE goals SET session_start = '2031-06-30 22:15:00.250000' WHERE rowid = {}",
    "UPDATE goals SET session_start = '2011-12-30 09:59:59.999999', total_duration_seconds = 7200 WHERE rowid = {}",
    "UPDATE goals SET session_start = '2026-04-04 14:45:00.000000', total_duration_seconds = 5400 WHERE rowid = {}",
    "UPDATE goals SET session_start = NULL WHERE rowid = {}",
    "UPDATE goals SET total_duration_seconds = NULL WHERE rowid = {}",
)
"""What the documents of old files do not come to by themselves, one session each."""


class OldSession(NamedTuple):
    """What the file says of a session."""

    stint: Stint
    template: str | None
    completed: bool
    goals: frozenset[str]
    activities: frozenset[str]


class OldFile(NamedTuple):
    """A migrated file, open, with its rows."""

    workspace: Workspace
    sessions: list[OldSession]
    parents: dict[str, str | None]

    def below(self, goal: str) -> set[str]:
        """Return a goal and all goals under it, whatever circles there are."""
        found = {goal}
        while more := {child for child, parent in self.parents.items() if parent in found} - found:
            found |= more
        return found

    def chosen(self, asked: AnalyticsFilter) -> list[Stint]:
        """Return the sessions that a filter means, in whatever period."""
        below = self.below(asked.goal_id) if asked.goal_id else set[str]()
        return [
            session.stint
            for session in self.sessions
            if (asked.goal_id is None or not session.goals.isdisjoint(below))
            and (asked.template_id is None or session.template == asked.template_id)
            and (not asked.without_template or session.template is None)
            and (asked.activity_id is None or asked.activity_id in session.activities)
            and (asked.completed is None or session.completed == asked.completed)
        ]


@pytest.fixture(scope="module", params=["D", "G"])
def old_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OldFile]:
    path = make(tmp_path_factory.mktemp("old") / f"{request.param}.db", str(request.param), sessions=300, goals=40)
    upgrade(path, zone=ZoneInfo("America/New_York"))
    with closing(sqlite3.connect(path)) as db, db:
        rowids = db.execute("SELECT rowid FROM goals WHERE session_start IS NOT NULL AND total_duration_seconds IS NOT NULL ORDER BY id")
        for statement, (rowid,) in zip(_ODD_TIMES, rowids.fetchmany(len(_ODD_TIMES)), strict=True):
            db.execute(statement.format(rowid))
    workspace = Workspace.open(path, read_only=True)
    yield OldFile(workspace, *_rows(path))
    workspace.close()


def _rows(path: Path) -> tuple[list[OldSession], dict[str, str | None]]:
    with closing(sqlite3.connect(path)) as db:
        links, items = (
            db.execute(f"SELECT practice_session_id, {other} FROM {table}").fetchall()
            for table, other in (("practice_session_goals", "short_term_goal_id"), ("activity_instances", "activity_definition_id"))
        )
        parents = dict(db.execute("SELECT id, parent_id FROM goals WHERE type <> 'PracticeSession'").fetchall())
        sessions = [
            OldSession(
                Stint(start and datetime.fromisoformat(start).replace(tzinfo=UTC), seconds),
                template,
                bool(completed),
                frozenset({parent, *(goal for session, goal in links if session == id_)} - {None}),
                frozenset(activity for session, activity in items if session == id_),
            )
            for id_, start, seconds, template, completed, parent in db.execute(
                "SELECT id, session_start, total_duration_seconds, template_id, completed, parent_id FROM goals WHERE type = 'PracticeSession'"
            ).fetchall()
        ]
    return sessions, parents


def spread(stints: list[Stint]) -> list[Stint]:
    return [each for each in stints if each.seconds is not None and timedelta(0) <= timedelta(seconds=each.seconds) <= LONGEST]


@given(data=st.data(), zone=st.sampled_from(ZONES))
def test_every_figure_is_that_of_a_loop_over_the_rows(old_file: OldFile, data: st.DataObject, zone: ZoneInfo) -> None:
    service = old_file.workspace.analytics
    starts = sorted(each.stint.start for each in old_file.sessions if each.stint.start)
    ends = st.none() | st.sampled_from(starts)
    asked = AnalyticsFilter(
        data.draw(ends),
        data.draw(ends),
        data.draw(st.none() | st.sampled_from([GoalId(each) for each in sorted(old_file.parents)])),
        data.draw(st.none() | st.sampled_from(sorted({TemplateId(each.template) for each in old_file.sessions if each.template}))),
        data.draw(st.sampled_from([False, False, True])),
        data.draw(st.none() | st.sampled_from(sorted({ActivityId(one) for each in old_file.sessions for one in each.activities}))),
        data.draw(st.sampled_from([None, None, False, True])),
    )
    chosen = old_file.chosen(asked)
    within = [
        each
        for each in chosen
        if each.start and (not asked.since or each.start >= asked.since) and (not asked.until or each.start < asked.until)
    ]
    counted = within if asked.since or asked.until else chosen

    assert {row.month: row[1:] for row in service.months(asked, zone) if row.sessions} == monthly(within, zone)
    weeks = weekly(within, zone)
    assert {row.week: (row.sessions, row.seconds) for row in service.weeks_with_time(asked, zone) if row.sessions} == {
        week: (sessions, seconds) for week, (sessions, _, seconds) in weeks.items()
    }
    days = daily(within, zone)
    assert {row.day: row[1:] for row in service.days(asked, zone)} == days
    hours = {(row.weekday, row.hour): row.seconds * timedelta(seconds=1) for row in service.hours(asked, zone)}
    exact = weekday_hours(spread(within), zone)
    assert all(abs(hours.get(hour, timedelta()) - exact.get(hour, timedelta())) <= timedelta(seconds=0.5) for hour in {*hours, *exact})
    left_out = service.hours_left_out(asked)
    assert left_out.without_start == len(counted) - len(within)
    assert left_out.without_duration == len(within) - len(spread(within))

    known = [each.seconds for each in counted if each.seconds is not None and each.seconds >= 0]
    lengths = service.lengths(asked)
    assert (lengths.timed, lengths.untimed) == (len(known), len(counted) - len(known))
    assert lengths.median_seconds == (median(known) if known else None)
    assert lengths.mean_seconds == (pytest.approx(mean(known)) if known else None)
    assert sum(row.sessions for row in lengths.rows) == len(known)

    numbers = service.numbers(asked, zone, date(2026, 6, 1))
    assert (numbers.sessions, numbers.days, numbers.median_seconds) == (len(counted), len(days), lengths.median_seconds)
    assert numbers.timed == sum(each.seconds is not None for each in counted)
    assert numbers.seconds == sum(each.seconds or 0 for each in counted)
    assert numbers.without_start == sum(each.start is None for each in chosen)
    since = asked.since and day_of(asked.since, zone)
    until = asked.until and day_of(asked.until - timedelta(microseconds=1), zone)
    began = min((day_of(each.start, zone) for each in chosen if each.start), default=None)
    possible, of_habit = days_in_question(days, since, until, began, date(2026, 6, 1), zone)
    assert (numbers.days_in_all, numbers.last_day) == (len(of_habit), of_habit[-1] if of_habit else None)
    without = longest_gap(days, possible)
    gap = numbers.longest_gap
    assert (gap and (gap.days, gap.first, gap.last)) == ((len(without), without[0], without[-1]) if without else None)
    assert gap is None or gap.is_running == (gap.last == possible[-1] >= date(2026, 5, 31))


@pytest.mark.parametrize("zone", ZONES, ids=str)
def test_the_sessions_behind_each_hour_add_up(old_file: OldFile, zone: ZoneInfo) -> None:
    service = old_file.workspace.analytics
    stints = spread([each.stint for each in old_file.sessions if each.stint.start])
    for weekday, hour in ((0, 0), (4, 1), (5, 2), (6, 23)):
        expected = sum((weekday, hour) in weekday_hours([stint], zone) for stint in stints)
        assert len(service.sessions_in_hour(AnalyticsFilter(), zone, weekday, hour)) == expected
