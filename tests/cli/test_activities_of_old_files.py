"""Activities in a file of the web application, some of whose items never got rows: every card of the terminal means the same sessions."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from fractal_desktop.persistence.migrations import upgrade
from tests.cli.conftest import Terminal
from tests.legacy import make
from tests.workspaces import NEW_YORK


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = make(tmp_path / "old.db", "G", sessions=120)
    upgrade(path, zone=NEW_YORK)
    return path


def holding(path: Path) -> tuple[str, set[str], set[str]]:
    """Return the activity that most sessions hold without a row, with its sessions by rows and by documents."""
    rows: dict[str, set[str]] = {}
    documents: dict[str, set[str]] = {}
    with closing(sqlite3.connect(path)) as sql:
        for activity, session in sql.execute(
            "SELECT m.activity_id, i.practice_session_id FROM activity_instances i JOIN metric_definitions m"
            " ON m.activity_id = i.activity_definition_id WHERE m.name = 'Tempo' OR m.name = 'Words'"
        ):
            rows.setdefault(activity, set()).add(session)
        for session, text in sql.execute("SELECT id, attributes FROM goals WHERE type = 'PracticeSession' AND json_valid(attributes)"):
            content = json.loads(text)
            sections = content.get("sections") or () if isinstance(content, dict) else ()
            for item in (item for section in sections for item in section.get("exercises") or ()):
                documents.setdefault(item.get("activity_id"), set()).add(session)
    activity = max(rows, key=lambda each: (len(documents[each] - rows[each]), each))
    return activity, rows[activity], documents[activity]


def test_days_of_an_activity_are_those_of_all_sessions_that_hold_it(file: Path, fractal: Terminal) -> None:
    activity, rows, documents = holding(file)
    assert documents - rows
    answer = fractal("analytics", file, "daily", "--activity", activity, "--time-zone", "UTC", "--json")
    assert sum(row["sessions"] for row in answer.json["rows"]) == len(rows | documents)


def test_progress_names_the_sessions_that_have_no_rows(file: Path, fractal: Terminal) -> None:
    activity, rows, documents = holding(file)
    found = {row["session_id"] for row in fractal("analytics", file, "progress", "--activity", activity, "--json").json["rows"]}
    assert found & (documents - rows), "some values stand in documents alone"
    assert found <= rows | documents
