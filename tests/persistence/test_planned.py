"""Planned against actual time, against a reading of every document in Python."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.analytics import AnalyticsFilter, PlannedRow
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.planned import planned_seconds
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import document_sums
from fractal_desktop.persistence.columns import PagedColumn, Whole
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Clock, Rows, new_file, open_file

EVERYTHING = AnalyticsFilter()
MINUTES = st.one_of(
    st.none(),
    st.integers(-5, 90),
    st.floats(allow_nan=False),
    st.sampled_from(["45", "7.5", " 20 ", "x", "", "1_0", True, [30], {"m": 30}, 10**9]),
)
SECTIONS = st.one_of(
    st.lists(
        st.one_of(st.none(), st.just("odd"), st.just(7), st.fixed_dictionaries({}, optional={"duration_minutes": MINUTES})), max_size=4
    ),
    st.sampled_from([None, "none", 3, {"duration_minutes": 10}]),
)
OBJECTS = st.fixed_dictionaries({}, optional={"total_duration_minutes": MINUTES, "sections": SECTIONS, "notes": st.text(max_size=3)})
DOCUMENTS = st.one_of(
    OBJECTS.map(json.dumps),
    OBJECTS.map(lambda data: json.dumps(json.dumps(data))),
    OBJECTS.map(lambda data: json.dumps(data).encode()),
    st.sampled_from(
        [None, "", "{not json", "[]", "7", '{"total_duration_minutes": NaN}', '{"total_duration_minutes": 30, "x": NaN}', b"\xff"]
    ),
)
SESSIONS = st.lists(
    st.tuples(st.sampled_from([None, "routine", "gone"]), st.one_of(st.none(), st.integers(-2, 9000)), DOCUMENTS), max_size=12
)


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    return rows


@pytest.fixture
def workspace(rows: Rows) -> Iterator[Workspace]:
    workspace = open_file(rows.path, Clock())
    yield workspace
    workspace.close()


def plan_of(content: object) -> int:
    """Return what a document plans, as the rest of the program reads it."""
    document, _ = read_document(content)
    if document is None:
        return 0
    return planned_seconds(document.planned_minutes, [section.planned_minutes for section in document.sections])


def expected(sessions: list[tuple[str | None, int | None, object]]) -> dict[str | None, tuple[int, int, int, float]]:
    found = defaultdict[str | None, list[tuple[int, int]]](list)
    for template, seconds, content in sessions:
        if (plan := plan_of(content)) and (seconds or 0) >= 1:
            found[template].append((plan, seconds or 0))
    return {
        template: (len(pairs), sum(plan for plan, _ in pairs), sum(took for _, took in pairs), median(took / plan for plan, took in pairs))
        for template, pairs in found.items()
    }


def add(rows: Rows, sessions: list[tuple[str | None, int | None, object]]) -> None:
    rows.sql("DELETE FROM goals WHERE type = 'PracticeSession'")
    for number, (template, seconds, content) in enumerate(sessions):
        rows.insert(
            "goals",
            id=f"s{number}",
            type="PracticeSession",
            name="x",
            template_id=template,
            total_duration_seconds=seconds,
            attributes=content,
            session_start=f"2026-03-{number % 9 + 1:02d} 18:00:00.000000",
        )


@given(SESSIONS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@example([("routine", 600, '{"sections": [{"duration_minutes": 10}, {"duration_minutes": "5"}], "total_duration_minutes": 0}')])
def test_plans_are_what_the_documents_say(rows: Rows, sessions: list[tuple[str | None, int | None, object]]) -> None:
    add(rows, sessions)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_sums, "AT_ONCE", 3)
        workspace = open_file(rows.path)
        found = workspace.balance.planned(EVERYTHING)
        workspace.close()
    wanted = expected(sessions)
    assert {row.template_id: (row.sessions, row.planned_seconds, row.actual_seconds) for row in found} == {
        template: figures[:3] for template, figures in wanted.items()
    }
    assert {row.template_id: row.ratio for row in found} == pytest.approx({template: figures[3] for template, figures in wanted.items()})
    assert {row.template_id: row.name for row in found} == {template: {"routine": "Routine"}.get(str(template)) for template in wanted}
    assert [row.sessions for row in found] == sorted((row.sessions for row in found), reverse=True)


def plan(minutes: int) -> str:
    return json.dumps({"total_duration_minutes": minutes, "sections": []})


def test_plans_obey_the_filter(workspace: Workspace, rows: Rows) -> None:
    add(rows, [("routine", 600, plan(10)), ("routine", 1200, plan(10)), (None, 300, plan(5)), ("routine", 900, plan(5))])
    rows.sql("UPDATE goals SET parent_id = 'root' WHERE id = 's0'")
    rows.sql("UPDATE goals SET session_start = NULL WHERE id = 's3'")
    assert workspace.balance.planned(AnalyticsFilter(goal_id=GoalId("root"))) == (PlannedRow("routine", "Routine", 1, 600, 600, 1.0),)  # type: ignore[arg-type]
    period = AnalyticsFilter(datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))
    assert [(row.template_id, row.planned_seconds) for row in workspace.balance.planned(period)] == [(None, 300), ("routine", 600)]
    assert [(row.template_id, row.sessions, row.ratio) for row in workspace.balance.planned(EVERYTHING)] == [
        ("routine", 3, 2),
        (None, 1, 1),
    ]


def test_plans_are_read_in_parts_the_newest_first_and_once(workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    add(rows, [("routine", 60 * number, plan(number)) for number in range(1, 6)])
    looked_at: list[int] = []
    read = document_sums.read

    def counted(sql: sqlite3.Connection, sessions: Whole) -> document_sums.Sums:
        looked_at.append(len(sessions))
        return read(sql, sessions)

    monkeypatch.setattr(document_sums, "read", counted)
    monkeypatch.setattr(document_sums, "AT_ONCE", 2)
    assert workspace.balance.planned_so_far(EVERYTHING, 0, 9) == ((), 0, 5)
    (row,), *known = workspace.balance.planned_so_far(EVERYTHING, 3, 9)
    assert (known, row.sessions, row.planned_seconds) == ([3, 5], 3, 60 * (3 + 4 + 5))
    assert workspace.balance.planned_so_far(EVERYTHING, 3, 9)[1:] == (5, 5)
    assert workspace.balance.planned(EVERYTHING)[0].sessions == 5
    assert workspace.balance.planned_sessions(EVERYTHING, TemplateId("routine")) == tuple(f"s{number}" for number in range(5))
    assert workspace.balance.planned_sessions(EVERYTHING, None) == ()
    assert looked_at == [2, 1, 2]


def test_after_a_session_was_changed_its_plan_is_read_again(workspace: Workspace, rows: Rows) -> None:
    for number in range(3):
        rows.session(
            f"s{number}", "root", {"total_duration_minutes": 10, "sections": []}, total_duration_seconds=600, template_id="routine"
        )
    assert workspace.balance.planned(EVERYTHING)[0].planned_seconds == 1800
    items = [{"name": "Block", "exercises": [{"type": "activity", "instance_id": "i", "duration_seconds": 600}]}]
    document = Document({"template_id": "routine", "total_duration_minutes": 25, "sections": items})
    workspace.practice.save(SessionId("s1"), SessionEdit(document=document))
    assert workspace.balance.planned_so_far(EVERYTHING, 0, 9)[1:] == (2, 3)
    assert workspace.balance.planned(EVERYTHING)[0].planned_seconds == 1200 + 1500
    workspace.history.undo()
    assert workspace.balance.planned(EVERYTHING)[0].planned_seconds == 1800
    workspace.goals.delete([SessionId("s2")])
    assert workspace.balance.planned(EVERYTHING)[0].sessions == 2


def test_a_paged_column_knows_what_was_put_into_it() -> None:
    column = PagedColumn()
    rowids = np.array([5, 70_000, 1 << 40, -3, 6], np.int64)
    column.put(rowids, np.array([1, 2, 3, 4, 0], np.int64))
    assert column.get(np.array([6, -3, 7, 1 << 40, 70_000, 5, 1 << 50], np.int64)).tolist() == [0, 4, -1, 3, 2, 1, -1]
    column.forget(np.array([5, 99], np.int64))
    assert column.get(rowids).tolist() == [-1, 2, 3, 4, 0]
    assert column.get(np.empty(0, np.int64)).tolist() == []
