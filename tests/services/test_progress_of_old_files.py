"""Progress in files of the web application with all their oddities, against a loop over their rows and what documents alone hold.

Nothing goes without being counted.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import isfinite
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from fractal_desktop.domain.activity_progress import PRODUCT, ActivityProgress, ProgressQuestion, Reading
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import ActivityId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import activity_progress
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.services.workspace import Workspace
from tests.legacy import make
from tests.workspaces import NEW_YORK, open_file

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EVERYTHING = AnalyticsFilter()


@dataclass(frozen=True, slots=True)
class Row:
    """A value with its session's start as the file has it; `session` is None if it is gone. `item` names the item or set."""

    session: str | None
    start: str | None
    item: object
    activity: str
    metric: str
    split: object
    value: object


@pytest.fixture(params=["D", "E", "F", "G", "I"], scope="module")
def old_file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make(tmp_path_factory.mktemp("old") / f"{request.param}.db", request.param, sessions=160)
    upgrade(path, zone=NEW_YORK)
    with closing(sqlite3.connect(path)) as sql:
        sql.execute("UPDATE goals SET session_start = NULL WHERE rowid IN (SELECT rowid FROM goals WHERE type = 'PracticeSession' LIMIT 9)")
        sql.execute("UPDATE metric_values SET value = 'some' WHERE rowid % 29 = 3")
        sql.execute("UPDATE metric_values SET value = 9e999 WHERE rowid % 31 = 5")
        sql.execute("UPDATE activity_instances SET practice_session_id = 'gone' WHERE rowid % 41 = 7")
        sql.commit()
    return path


@pytest.fixture(params=["looked up", "searched"])
def workspace(old_file: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    if request.param == "searched":
        monkeypatch.setattr(activity_progress, "FEW_ITEMS", 0)
        monkeypatch.setattr(activity_progress, "BLOCK", 100)
    workspace = open_file(old_file)
    yield workspace
    workspace.close()


def rows_of(path: Path) -> list[Row]:
    with closing(sqlite3.connect(path)) as sql:
        found = sql.execute(
            "SELECT s.id, s.session_start, i.rowid, i.activity_definition_id, v.metric_definition_id, v.split_definition_id, v.value"
            " FROM metric_values v JOIN activity_instances i ON i.id = v.activity_instance_id"
            " LEFT JOIN goals s ON s.id = i.practice_session_id ORDER BY i.rowid, v.rowid"
        )
        return [*(Row(*row) for row in found), *rows_of_documents(sql)]


def rows_of_documents(sql: sqlite3.Connection) -> Iterator[Row]:
    """Yield the values of items and sets that have none in rows of their session."""
    rowed = set(
        sql.execute(
            "SELECT practice_session_id, activity_definition_id, i.id FROM activity_instances i"
            " JOIN metric_values v ON v.activity_instance_id = i.id JOIN metric_definitions m ON m.id = v.metric_definition_id"
            " AND m.activity_id = activity_definition_id OR v.metric_definition_id NOT IN (SELECT id FROM metric_definitions)"
        )
    )
    owners = dict(sql.execute("SELECT id, activity_id FROM metric_definitions"))
    for session, start, text in sql.execute("SELECT id, session_start, attributes FROM goals WHERE type = 'PracticeSession'").fetchall():
        for activity, holder in holders(text):
            for entry in holder.get("metrics") or ():
                is_noted = entry["value"] != "" and owners.get(entry["metric_id"], activity) == activity
                if is_noted and (session, activity, holder["instance_id"]) not in rowed:
                    item, metric = (session, holder["instance_id"]), entry["metric_id"]
                    yield Row(session, start, item, activity, metric, entry.get("split_id"), number(entry["value"]))


def holders(text: object) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the items and sets of a document that have an id, with their activity."""
    try:
        document = json.loads(str(text))
    except ValueError:
        return
    for section in document.get("sections") or () if isinstance(document, dict) else ():
        for item in section.get("exercises") or ():
            for holder in (item, *(item.get("sets") or ())):
                if item.get("activity_id") and holder.get("instance_id"):
                    yield item["activity_id"], holder


def number(text: object) -> object:
    try:
        return float(str(text))
    except ValueError:
        return text


def is_number(value: object) -> bool:
    return isinstance(value, int | float) and isfinite(value)


def by_loop(rows: list[Row], metric: str, reading: Reading, sign: int) -> list[tuple[str, list[float]]]:
    """Return start and numbers of each session, by start."""
    first: dict[tuple[object, object], Row] = {}
    for row in rows:
        if row.metric == metric and is_number(row.value):
            first.setdefault((row.item, row.split), row)
    sessions: dict[tuple[str, str], list[float]] = {}
    for row in first.values():
        if row.session is not None and row.start is not None:
            sessions.setdefault((row.start, row.session), []).append(float(row.value))  # type: ignore[arg-type]
    found = []
    for (start, _), numbers in sorted(sessions.items()):
        best = sign * max(sign * number for number in numbers)
        found.append((start, sorted(numbers) if reading is Reading.EACH else [best if reading is Reading.TOP else fmean(numbers)]))
    return found


def points(progress: ActivityProgress) -> dict[str, list[float]]:
    """Return the numbers by the start of their sessions, ascending."""
    (line,) = progress.lines
    found: dict[str, list[float]] = {}
    for start, value in zip(line.starts.tolist(), line.values.tolist(), strict=True):
        text = (EPOCH + timedelta(microseconds=start)).strftime("%Y-%m-%d %H:%M:%S.%f")
        found.setdefault(text, []).append(value)
    return {start: sorted(numbers) for start, numbers in found.items()}


@pytest.mark.parametrize("reading", list(Reading))
def test_every_metric_of_every_activity(workspace: Workspace, old_file: Path, reading: Reading) -> None:
    rows = rows_of(old_file)
    compared = 0
    unrowed = {row.session for row in rows if isinstance(row.item, tuple)}
    assert len(unrowed) > 10, "some items never got rows"
    for activity in sorted({row.activity for row in rows}):
        mine = [row for row in rows if row.activity == activity]
        asked = ProgressQuestion(ActivityId(activity), reading=reading)
        for measure in workspace.progress.progress(asked, EVERYTHING).choices:
            if measure.id == PRODUCT or measure.top_metric not in (None, measure.id):
                continue
            found = workspace.progress.progress(ProgressQuestion(ActivityId(activity), measure.id, reading), EVERYTHING)
            sign = -1 if measure.better == "lower" else 1
            expected: dict[str, list[float]] = {}
            for start, numbers in by_loop(mine, measure.id, reading, sign):
                expected.setdefault(start, []).extend(numbers)
            assert {start: pytest.approx(sorted(numbers)) for start, numbers in expected.items()} == points(found)
            compared += len(expected)
    assert compared > 50


def test_each_value_is_shown_or_counted_as_left_out(workspace: Workspace, old_file: Path) -> None:
    rows = rows_of(old_file)
    counted = 0
    for activity in sorted({row.activity for row in rows}):
        mine = [row for row in rows if row.activity == activity]
        question = ProgressQuestion(ActivityId(activity), reading=Reading.EACH)
        whole = workspace.progress.progress(question, EVERYTHING)
        dated = [row for row in mine if row.session is not None and row.start is not None]
        known = {metric.id for metric in whole.activity.metrics}
        assert whole.left_out.not_numbers == sum(row.metric in known and not is_number(row.value) for row in dated)
        assert whole.left_out.of_gone_metrics == sum(row.metric not in known for row in dated)
        if whole.measured is not None and whole.measured.id != PRODUCT:
            noted = [row for row in mine if row.metric == whole.measured.id and is_number(row.value)]
            assert whole.left_out.without_start == len({row.session for row in noted if row.session is not None and row.start is None})
            assert whole.left_out.of_gone_sessions == len({(row.item, row.split) for row in noted if row.session is None})
            counted += whole.left_out.of_gone_sessions + whole.left_out.without_start
    assert counted > 0


@pytest.mark.parametrize(
    "asked", [EVERYTHING, AnalyticsFilter(datetime(2016, 1, 20, tzinfo=UTC), datetime(2016, 3, 1, tzinfo=UTC))], ids=["all", "winter"]
)
def test_documents_are_read_a_part_at_a_time(workspace: Workspace, old_file: Path, asked: AnalyticsFilter) -> None:
    whole = open_file(old_file)
    ((activity, _),) = Counter(row.activity for row in rows_of(old_file)).most_common(1)
    question = ProgressQuestion(ActivityId(activity), reading=Reading.EACH)
    expected = points(whole.progress.progress(question, asked))
    whole.close()
    left, shown = [], []
    while not left or left[-1]:
        assert len(left) < 100
        found, more = workspace.progress.progress_so_far(question, asked, 40)
        left.append(more)
        shown.append(points(found))
    assert left == sorted(left, reverse=True)
    assert shown[-1] == expected
    assert sum(map(len, shown[0].values())) < sum(map(len, expected.values()))
    assert all(each == shown[0] for each in shown[:-1]), "until all are read, rows alone are shown"


def test_what_is_kept_follows_changes(old_file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_bytes(old_file.read_bytes())
    unrowed = [row for row in rows_of(copy) if isinstance(row.item, tuple) and row.start is not None and is_number(row.value)]
    ((activity, _),) = Counter(row.activity for row in unrowed).most_common(1)
    edited, deleted, *_ = sorted({str(row.session) for row in unrowed if row.activity == activity})
    question = ProgressQuestion(ActivityId(activity), reading=Reading.EACH)
    workspace = open_file(copy)

    def check() -> dict[str, list[float]]:
        fresh = open_file(copy)
        expected = points(fresh.progress.progress(question, EVERYTHING))
        fresh.close()
        found = points(workspace.progress.progress(question, EVERYTHING))
        assert found == expected
        return found

    before = check()
    document = workspace.practice.session(SessionId(edited)).document
    assert document is not None
    place = next(item for item in document.items if item.activity_id == activity)
    holder = (*place.path, "sets", 0) if place.sets else place.path
    workspace.practice.save(SessionId(edited), SessionEdit(document=document.with_value((*holder, "metrics", 0, "value"), "4321")))
    assert 4321.0 in {value for values in check().values() for value in values}
    workspace.practice.delete([SessionId(deleted)])
    assert len(check()) < len(before)
    workspace.history.undo()
    workspace.history.undo()
    assert check() == before
    workspace.close()
