"""What practice was for, in migrated files of the web application with all their oddities, against a plain loop over what they hold."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.persistence import migrations
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.migrations.samples import CASES, write
from tests.reference_goals import GoalFigures, GoalSession, Parents, limited, split_times, times

MONTH = 31 * 24 * 3600
EVERYTHING = AnalyticsFilter()
YEAR = AnalyticsFilter(datetime(2016, 3, 1, tzinfo=UTC), datetime(2016, 9, 1, tzinfo=UTC))

Sums = dict[str | None, tuple[int, ...]]


@pytest.fixture(scope="module", params=["A", "D", "E", "G"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("old") / "old.db", request.param, sessions=400, goals=60, cases=str(CASES))
    migrations.upgrade(path, zone=ZoneInfo("America/New_York"))
    write(
        path,
        "UPDATE goals SET session_start = '2090-01-01 10:00:00.000000' WHERE type = 'PracticeSession' AND rowid % 97 = 1",
        "UPDATE goals SET session_start = NULL WHERE type = 'PracticeSession' AND rowid % 89 = 2",
        "UPDATE goals SET total_duration_seconds = NULL WHERE type = 'PracticeSession' AND rowid % 83 = 3",
        "UPDATE goals SET total_duration_seconds = 2678400 WHERE type = 'PracticeSession' AND rowid % 79 = 4",
        "UPDATE goals SET parent_id = 'gone' WHERE type = 'PracticeSession' AND rowid % 41 = 5",
        "INSERT OR IGNORE INTO practice_session_goals (practice_session_id, short_term_goal_id)"
        " SELECT s.id, g.id FROM goals s JOIN goals g ON g.type = 'MidTermGoal' AND g.rowid % 5 = s.rowid % 5"
        " WHERE s.type = 'PracticeSession' AND s.rowid % 3 = 0",
        "DELETE FROM activity_definitions WHERE rowid = 2",
        "DELETE FROM session_templates WHERE rowid = 2",
    )
    return path


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(path)
    yield workspace
    workspace.close()


def query(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(statement).fetchall()


def held(path: Path) -> tuple[Parents, list[GoalSession]]:
    """Return the goals in the order of a walk through the tree, and the sessions."""
    links = defaultdict[object, list[str]](list)
    for session_id, goal_id in query(path, "SELECT practice_session_id, short_term_goal_id FROM practice_session_goals"):
        links[session_id].append(str(goal_id))
    above = {
        str(id_): parent for id_, parent in query(path, "SELECT id, parent_id FROM goals WHERE type <> 'PracticeSession' ORDER BY rowid")
    }
    walk: dict[str, str | None] = {}

    def visit(goal: str) -> None:
        walk[goal] = None if above[goal] is None else str(above[goal])
        for child, parent in above.items():
            if parent == goal:
                visit(child)

    for goal, parent in above.items():
        if parent not in above:
            visit(goal)
    rows = query(
        path,
        "SELECT id, parent_id, session_start, total_duration_seconds, template_id FROM goals WHERE type = 'PracticeSession' ORDER BY rowid",
    )
    return walk, [
        GoalSession(
            None if start is None else datetime.fromisoformat(str(start)).replace(tzinfo=UTC),
            None if seconds is None else int(str(seconds)),
            None if parent is None else str(parent),
            tuple(links[id_]),
            None if template is None else str(template),
        )
        for id_, parent, start, seconds, template in rows
    ]


@pytest.mark.parametrize("asked", [EVERYTHING, YEAR], ids=["everything", "half a year"])
def test_time_by_goal(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    parents, sessions = held(path)
    counted = limited(sessions, parents, since=asked.since, until=asked.until)
    assert counted
    for split, reference in ((False, times), (True, split_times)):
        rows = workspace.balance.goal_times(asked, split=split)
        assert {row.goal_id: GoalFigures(*row[4:]) for row in rows} == reference(counted, parents)


def documents(path: Path) -> list[tuple[object, ...]]:
    """Return id, start, document, template and duration of each session."""
    columns = "id, session_start, attributes, template_id, total_duration_seconds"
    return query(path, f"SELECT {columns} FROM goals WHERE type = 'PracticeSession'")


def is_inside(start: object, asked: AnalyticsFilter) -> bool:
    if asked.since is None or asked.until is None:
        return True
    return start is not None and asked.since <= datetime.fromisoformat(str(start)).replace(tzinfo=UTC) < asked.until


def activity_sums(path: Path, asked: AnalyticsFilter) -> Sums:
    """Return sessions, items and seconds of each activity."""
    rows = defaultdict[object, list[tuple[str, object]]](list)
    for session_id, activity, seconds in query(
        path, "SELECT practice_session_id, activity_definition_id, duration_seconds FROM activity_instances"
    ):
        rows[session_id].append((str(activity), seconds))
    found = defaultdict[str | None, list[int]](lambda: [0, 0, 0])
    for session_id, start, content, *_ in documents(path):
        if is_inside(start, asked):
            for activity, lengths in in_session(content, rows[session_id]).items():
                found[activity] = [had + more for had, more in zip(found[activity], (1, len(lengths), sum(lengths)), strict=True)]
    return {activity: tuple(sums) for activity, sums in found.items()}


def in_session(content: object, rows: list[tuple[str, object]]) -> dict[str, list[int]]:
    """Return the times of the items of each activity, from the document, else from the rows."""
    document, _ = read_document(content)
    items = list(document.items) if document is not None else []
    found = {item.activity_id: list[int]() for item in items if item.activity_id}
    for item in items:
        if item.activity_id and item.instance_id and item.duration_seconds:
            found[item.activity_id].append(int(item.duration_seconds))
    if not any(item.instance_id and item.duration_seconds for item in items):
        found.update({activity: [] for activity, _ in rows})  # type: ignore[misc]
        for activity, seconds in rows:
            if isinstance(seconds, int) and 1 <= seconds <= MONTH:
                found[activity].append(seconds)  # type: ignore[index]
    return {str(activity): lengths for activity, lengths in found.items()}


@pytest.mark.parametrize("asked", [EVERYTHING, YEAR], ids=["everything", "half a year"])
def test_time_by_activity(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    rows = workspace.balance.activity_times(asked)
    assert {row.activity_id: (row.sessions, row.items, row.seconds) for row in rows} == activity_sums(path, asked)
    assert {row.activity_id for row in rows if row.name is None}, "one is gone"


@pytest.mark.parametrize("asked", [EVERYTHING, YEAR], ids=["everything", "half a year"])
def test_planned_time(workspace: Workspace, path: Path, asked: AnalyticsFilter) -> None:
    found = defaultdict[object, list[tuple[int, int]]](list)
    for _, start, content, template, seconds in documents(path):
        document, _ = read_document(content)
        minutes = (
            0.0 if document is None else document.planned_minutes or sum(section.planned_minutes or 0 for section in document.sections)
        )
        if minutes and isinstance(seconds, int) and is_inside(start, asked):
            found[template].append((int(timedelta(minutes=minutes).total_seconds()), seconds))
    rows = workspace.balance.planned(asked)
    assert {row.template_id: (row.sessions, row.planned_seconds, row.actual_seconds) for row in rows} == {
        template: (len(pairs), sum(plan for plan, _ in pairs), sum(took for _, took in pairs)) for template, pairs in found.items()
    }
    assert {row.template_id: row.ratio for row in rows} == pytest.approx(
        {template: median(took / plan for plan, took in pairs) for template, pairs in found.items()}
    )
    assert any(row.name is None for row in rows), "one is gone"
