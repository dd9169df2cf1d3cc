"""Which sessions hold an activity in files of the web application: those with a row for it, and those whose document alone names it."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit, SessionQuery
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.workspaces import NEW_YORK, new_file, open_file

SPRING = (datetime(2016, 2, 1, tzinfo=UTC), datetime(2016, 5, 1, tzinfo=UTC))
ZONE = ZoneInfo("America/New_York")


@pytest.fixture(scope="module", params=["D", "G"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("old") / "old.db", request.param, sessions=200)
    upgrade(path, zone=NEW_YORK)
    return path


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    workspace = open_file(path)
    yield workspace
    workspace.close()


def holding(path: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the sessions of each activity, by rows and by documents."""
    rows, documents = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    with closing(sqlite3.connect(path)) as sql:
        for activity, session in sql.execute("SELECT activity_definition_id, practice_session_id FROM activity_instances"):
            rows[activity].add(session)
        for session, text in sql.execute("SELECT id, attributes FROM goals WHERE type = 'PracticeSession'").fetchall():
            try:
                sections = (json.loads(text or "") or {}).get("sections") or ()
            except ValueError:
                continue
            for item in (item for section in sections for item in section.get("exercises") or ()):
                if item.get("activity_id"):
                    documents[item["activity_id"]].add(session)
    return rows, documents


def begun_in_spring(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as sql:
        statement = "SELECT id FROM goals WHERE type = 'PracticeSession' AND session_start >= '2016-02-01' AND session_start < '2016-05-01'"
        return {id_ for (id_,) in sql.execute(statement)}


def test_the_filter_means_those_of_rows_and_those_of_documents(workspace: Workspace, path: Path) -> None:
    rows, documents = holding(path)
    spring = begun_in_spring(path)
    lacking = 0
    for activity in sorted(rows.keys() | documents.keys()):
        found, unread = workspace.balance.with_documented(AnalyticsFilter(*SPRING, activity_id=ActivityId(activity)))
        expected = (rows[activity] | documents[activity]) & spring
        assert unread == 0
        assert workspace.analytics.numbers(found, ZONE).sessions == len(expected)
        assert sum(day.sessions for day in workspace.analytics.days(found, ZONE)) == len(expected)
        assert sum(row.sessions for row in workspace.analytics.templates(found)) == len(expected)
        query = SessionQuery(since=SPRING[0], until=SPRING[1], activity_id=ActivityId(activity), documented=found.documented)
        assert {str(row.id) for row in workspace.practice.page(query, limit=500).rows} == expected
        assert workspace.practice.totals(query).sessions == len(expected)
        lacking += len(expected - rows[activity])
    assert lacking > 5, "some items never got rows"


def test_documents_are_read_a_part_at_a_time(workspace: Workspace, path: Path) -> None:
    rows, documents = holding(path)
    activity = max(documents, key=lambda each: len(documents[each] - rows[each]))
    asked = AnalyticsFilter(activity_id=ActivityId(activity))
    steps = [workspace.balance.with_documented(asked, 60) for _ in range(5)]
    assert [unread for _, unread in steps] == [140, 80, 20, 0, 0]
    numbers = [len(found.documented) for found, _ in steps]
    assert numbers == sorted(numbers)
    assert numbers[-1] == len(documents[activity] - rows[activity])


def test_a_file_of_our_own_needs_no_documents_for_it(tmp_path: Path) -> None:
    rows = new_file(tmp_path / "own.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    rows.session("s", "root", {"sections": [{"exercises": [{"activity_id": "scales", "instance_id": "i"}]}]}, root_id="root")
    workspace = open_file(rows.path)
    asked = AnalyticsFilter(activity_id=ActivityId("scales"))
    assert workspace.balance.with_documented(asked, 10) == (asked, 0)
    workspace.close()


def test_a_session_that_is_saved_gets_its_rows(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    rows, documents = holding(copy)
    activity, session = min((each, min(documents[each] - rows[each])) for each in documents if documents[each] - rows[each])
    workspace = open_file(copy)
    asked = AnalyticsFilter(activity_id=ActivityId(activity))
    before, _ = workspace.balance.with_documented(asked)
    changes: list[Change] = []
    workspace.history.listen(changes.append)
    read = workspace.practice.session(SessionId(session))
    assert read.document is not None
    workspace.practice.save(SessionId(session), SessionEdit(document=read.document.with_value(("notes",), "once more")))
    after, _ = workspace.balance.with_documented(asked)
    assert changes
    assert len(after.documented) == len(before.documented) - 1
    assert workspace.analytics.numbers(after, ZONE).sessions == workspace.analytics.numbers(before, ZONE).sessions
    workspace.close()


def test_an_activity_that_documents_alone_name_is_one(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    _, documents = holding(copy)
    activity = ActivityId(min(documents))
    with closing(sqlite3.connect(copy)) as sql, sql:
        sql.execute("DELETE FROM activity_instances WHERE activity_definition_id = ?", (activity,))
        sql.execute("DELETE FROM activity_definitions WHERE id = ?", (activity,))
    workspace = open_file(copy)
    found, _ = workspace.balance.with_documented(AnalyticsFilter(activity_id=activity))
    workspace.analytics.check(found)
    assert workspace.analytics.numbers(found, ZONE).sessions == len(documents[activity])
    unknown, _ = workspace.balance.with_documented(AnalyticsFilter(activity_id=ActivityId("nobody's")))
    with pytest.raises(UserError, match="no activity"):
        workspace.analytics.check(unknown)
    workspace.close()
