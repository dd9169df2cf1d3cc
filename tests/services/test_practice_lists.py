"""Pages, sums and searches of the list of sessions, and the plans that keep them quick."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import SessionQuery, SessionRow, SessionSort, SessionState, SessionTotals
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence import goal_tree, goals, session_lines
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.session_goals import Search
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, document, item, new_file

Made = tuple[str, str | None, str | None, int | None, str | None, bool, bool, str | None, bool]

starts = st.none() | st.sampled_from(["2026-02-01 18:00:00.000000", "2026-02-02 18:00:00.000000", "2026-03-01 00:00:00.000000"])
made_sessions = st.lists(
    st.tuples(
        st.sampled_from(["Evening", "evening", "Morning", "Übung"]),
        starts,
        starts,
        st.none() | st.integers(0, 3).map(lambda n: n * 600),
        st.none() | st.sampled_from(["routine", "gone"]),
        st.booleans(),
        st.booleans(),
        st.none() | st.sampled_from(["suite", "climb", "gone"]),
        st.booleans(),
    ),
    max_size=12,
)
queries = st.builds(
    SessionQuery,
    text=st.sampled_from(["", "", "EVEN", "übung", "nothing"]),
    state=st.none() | st.sampled_from(SessionState),
    since=st.none() | st.just(datetime(2026, 2, 2, tzinfo=UTC)),
    until=st.none() | st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    goal_id=st.none() | st.sampled_from([GoalId("root"), GoalId("suite"), GoalId("climb"), UNFILED]),
    template_id=st.none() | st.just(TemplateId("routine")),
    without_template=st.booleans(),
    without_start=st.booleans(),
    longer_than_seconds=st.none() | st.just(600),
    ids=st.none() | st.just((SessionId("s1"), SessionId("s3"), SessionId("gone"))),
    sort=st.sampled_from(SessionSort),
    descending=st.booleans(),
)


PLACES: dict[SessionSort, Callable[[SessionRow], str | int | None]] = {
    SessionSort.TEMPLATE: lambda row: row.template_name,
    SessionSort.GOALS: lambda row: row.goal_names[0] if row.goal_names else None,
    SessionSort.STATE: lambda row: [SessionState.ATTENTION, SessionState.OPEN, SessionState.DONE].index(row.state),
}


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """root > suite, other > climb."""
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal")
    rows.goal("suite", parent="root")
    rows.goal("other", "UltimateGoal")
    rows.goal("climb", parent="other")
    rows.library()
    return rows


def pages(workspace: Workspace, query: SessionQuery, limit: int) -> Iterator[SessionRow]:
    cursor: object | None = None
    while True:
        page = workspace.practice.page(query, cursor, limit)
        assert len(page.rows) <= limit
        yield from page.rows
        cursor = page.next_cursor
        if cursor is None:
            return
        assert len(page.rows) == limit


def put(rows: Rows, made: list[Made]) -> None:
    rows.sql("DELETE FROM goals WHERE type = 'PracticeSession'")
    for table in ("session_provenance", "session_issues", "practice_session_goals"):
        rows.sql(f"DELETE FROM {table}")
    for number, (name, start, end, seconds, template, completed, odd, parent, linked) in enumerate(made):
        more = {
            "session_start": start,
            "session_end": end,
            "total_duration_seconds": seconds,
            "template_id": template,
            "completed": completed,
        }
        rows.session(f"s{number}", parent, None, ("climb",) if linked else (), name=name, **more)
        if odd:
            rows.insert("session_issues", session_id=f"s{number}", code="no_start")
            rows.insert("session_issues", session_id=f"s{number}", code="bad_template", status="fixed")


def lets_through(query: SessionQuery, number: int, made: Made) -> bool:
    name, start, _, seconds, template, completed, odd, parent, linked = made
    state = SessionState.ATTENTION if odd else SessionState.DONE if completed else SessionState.OPEN
    hangs_on = {goal for goal in (parent, "climb" if linked else None) if goal in ("suite", "climb")}
    above = {"suite": {"root", "suite"}, "climb": {"climb"}}
    subtrees = set().union(*(above[goal] for goal in hangs_on)) if hangs_on else {UNFILED}
    instant = None if start is None else datetime.fromisoformat(start).replace(tzinfo=UTC)
    return all(
        (
            query.text.casefold() in name.casefold(),
            query.state in (None, state),
            query.since is None or (instant is not None and instant >= query.since),
            query.until is None or (instant is not None and instant < query.until),
            query.goal_id is None or query.goal_id in subtrees,
            query.template_id in (None, template),
            not query.without_template or template is None,
            not query.without_start or start is None,
            query.longer_than_seconds is None or (seconds is not None and seconds > query.longer_than_seconds),
            query.ids is None or f"s{number}" in query.ids,
        )
    )


def check_order(query: SessionQuery, listed: list[Made], rows: list[SessionRow]) -> None:
    """Compare with what the rows themselves say; what is alike in a column of few values stands newest first."""
    if query.sort in PLACES:
        places = [PLACES[query.sort](row) for row in rows]
        there = [place for place in places if place is not None]
        assert there == sorted(there, reverse=query.descending)
        order = [(place is None, place, made[1] or "") for place, made in zip(places, listed, strict=True)]
        assert order == [line for _, alike in groupby(order, key=lambda line: line[:2]) for line in sorted(alike, reverse=True)]
    else:
        column = {SessionSort.NAME: 0, SessionSort.START: 1, SessionSort.END: 2, SessionSort.DURATION: 3}[query.sort]
        places = [made[column].lower() if column == 0 else made[column] for made in listed]  # type: ignore[union-attr]
        there = [place for place in places if place is not None]
        assert there == sorted(there, reverse=query.descending)  # type: ignore[type-var]
    assert places[len(there) :] == [None] * (len(places) - len(there)), "what has no value comes last"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made_sessions, queries, st.integers(1, 5))
def test_pages_hold_what_the_query_lets_through_in_order_and_each_once(
    rows: Rows, workspace: Workspace, made: list[Made], query: SessionQuery, limit: int
) -> None:
    put(rows, made)
    chosen = [(number, session) for number, session in enumerate(made) if lets_through(query, number, session)]
    found = list(pages(workspace, query, limit))
    assert sorted(row.id for row in found) == sorted(f"s{number}" for number, _ in chosen)
    check_order(query, [made[int(row.id[1:])] for row in found], found)
    seconds = [session[3] for _, session in chosen if session[3] is not None]
    assert workspace.practice.totals(query) == SessionTotals(len(chosen), len(made), len(seconds), sum(seconds))


def test_a_line_shows_its_session(workspace: Workspace, rows: Rows) -> None:
    more = {"session_start": "2026-02-01 18:00:00.000000", "session_end": "2026-02-01 18:30:00.000000", "total_duration_seconds": 1500}
    rows.session("evening", "climb", links=("suite", "climb", "gone"), template_id="routine", completed=1, **more)
    (row,) = workspace.practice.page(SessionQuery()).rows
    assert row == SessionRow(
        SessionId("evening"),
        "Evening",
        datetime(2026, 2, 1, 18, tzinfo=UTC),
        datetime(2026, 2, 1, 18, 30, tzinfo=UTC),
        1500,
        TemplateId("routine"),
        "Routine",
        ("Climb", "Suite"),
        True,
        SessionState.DONE,
    )


def test_odd_columns_are_shown_as_far_as_they_go(workspace: Workspace, rows: Rows) -> None:
    odd = {"session_start": "2026-02-01T18:00:00Z", "session_end": "then", "total_duration_seconds": "long", "template_id": "gone"}
    rows.session("odd", name=b"\xff", description=5, **odd)
    (row,) = workspace.practice.page(SessionQuery()).rows
    assert (row.name, row.start, row.end, row.duration_seconds, row.template_name) == (
        "\ufffd",
        datetime(2026, 2, 1, 18, tzinfo=UTC),
        None,
        None,
        None,
    )
    assert workspace.practice.session(SessionId("odd")).description == "5"
    assert list(pages(workspace, SessionQuery(text="x"), 1)) == []


RAW = json.dumps(document(item(notes="Müde, aber ok 🎵"), notes='said "yes"/no'), ensure_ascii=False)
ESCAPED = json.dumps(document(item(notes="Müde, aber ok 🎵"), notes='said "yes"/no'))


@pytest.mark.parametrize("content", [RAW, ESCAPED, json.dumps(ESCAPED), ESCAPED.encode()])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("müde", True),
        ("MÜDE, ABER", True),
        ("🎵", True),
        ('"yes"', True),
        ('yes"/NO', True),
        ("%", False),
        ("m_de", False),
        ("scales", False),
        ("before", False),
    ],
)
def test_notes_are_searched_in_whatever_notation_the_document_has(
    workspace: Workspace, rows: Rows, content: object, text: str, found: bool
) -> None:
    rows.session("evening", None, content)
    rows.session("broken", None, '{not json müde 🎵 MÜDE, ABER "yes"/no')
    assert [row.id for row in workspace.practice.page(SessionQuery(text=text)).rows] == (["evening"] if found else [])


def test_sections_and_descriptions_are_searched_too(workspace: Workspace, rows: Rows) -> None:
    rows.session("a", None, {"sections": [{"notes": "Straße"}]})
    rows.session("b", None, None, description="in der STRASSE")
    assert {row.id for row in workspace.practice.page(SessionQuery(text=" strasse ")).rows} == {"a", "b"}


def test_a_search_goes_on_over_many_sessions(workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.services.practice.SCANNED_AT_ONCE", 3)
    for number in range(10):
        rows.session(
            f"s{number}",
            name="even" if number % 2 else "odd",
            session_start=f"2026-02-01 18:00:{number:02d}.000000",
            total_duration_seconds=1,
        )
    assert [row.id for row in pages(workspace, SessionQuery(text="odd"), 2)] == ["s8", "s6", "s4", "s2", "s0"]
    assert workspace.practice.totals(SessionQuery(text="odd")) == SessionTotals(5, 10, 5, 5)


def test_the_library_names_what_documents_hold(workspace: Workspace, rows: Rows) -> None:
    rows.insert(
        "metric_definitions", id="old", activity_id="scales", name="Feeling", unit="points", deleted_at="2026-01-01 00:00:00.000001"
    )
    rows.insert("session_templates", id="another", name="another", root_id="gone", template_data="{}")
    names = workspace.practice.library()
    scales = names.activity("scales")
    assert scales is not None
    assert [(metric.name, metric.unit, metric.retired) for metric in scales.metrics] == [
        ("Tempo", "bpm", False),
        ("Feeling", "points", True),
    ]
    assert [split.name for split in scales.splits] == ["Left", "Right"]
    assert [template.name for template in names.templates] == ["another", "Routine"]
    assert workspace.practice.templates() == names.templates


# -- plans --------------------------------------------------------------------------------------


class Plans:
    """Remembers the statements that run and tells how SQLite would go about them."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path)
        self.statements: list[str] = []
        self.connection.set_trace_callback(self.statements.append)

    def lines(self) -> list[str]:
        self.connection.set_trace_callback(None)
        plans = [self.connection.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall() for statement in self.statements]
        return [str(line[3]) for plan in plans for line in plan]


@pytest.fixture
def plans(rows: Rows) -> Iterator[Plans]:
    found = Plans(rows.path)
    with closing(found.connection):
        yield found


@pytest.mark.parametrize(
    ("sort", "index"),
    [(SessionSort.START, "idx_session_start"), (SessionSort.END, "idx_session_end"), (SessionSort.DURATION, "idx_session_duration")],
)
@pytest.mark.parametrize("descending", [True, False])
def test_a_page_walks_the_index_it_is_sorted_by(plans: Plans, sort: SessionSort, index: str, descending: bool) -> None:
    cursor = session_lines.Cursor("2026", 5)
    for after in (None, cursor):
        session_lines.lines(plans.connection, SessionQuery(sort=sort, descending=descending), after, 100)
    lines = plans.lines()
    assert any(line.startswith(f"SEARCH s USING COVERING INDEX {index}") for line in lines), lines
    assert not any(line.startswith("SCAN s") for line in lines), lines


@pytest.mark.parametrize("sort", [SessionSort.TEMPLATE, SessionSort.GOALS])
def test_a_page_sorted_by_a_name_elsewhere_looks_up_only_what_it_shows(plans: Plans, sort: SessionSort) -> None:
    for after in (None, session_lines.Cursor(1, 5, "2026")):
        session_lines.lines(plans.connection, SessionQuery(sort=sort), after, 100)
    scans = [line for line in plans.lines() if line.startswith(("SCAN s ", "SCAN k "))]
    assert len(scans) >= 2
    assert all("COVERING INDEX" in line for line in scans), scans


def test_sessions_that_need_a_look_are_found_from_their_issues(plans: Plans) -> None:
    session_lines.lines(plans.connection, SessionQuery(state=SessionState.ATTENTION), None, 100)
    assert not any(line.startswith("SCAN s") for line in plans.lines()), plans.lines()


def test_the_tree_reads_goals_without_walking_over_sessions(plans: Plans) -> None:
    goals.roots(plans.connection)
    goals.children(plans.connection, "root", sessions=True, offset=0, limit=200)
    goals.unfiled_count(plans.connection)
    lines = plans.lines()
    assert any("USING COVERING INDEX ix_goals_tree" in line or "USING INDEX ix_goals_tree" in line for line in lines)
    assert not any(line.startswith("SCAN") and "USING" not in line for line in lines if "loose" not in line and "parent" not in line), lines


def test_times_are_counted_in_indexes_alone(plans: Plans) -> None:
    goal_tree.times(plans.connection, Search(plans.connection).found.linked())
    tables = [line for line in plans.lines() if line.startswith(("SCAN goals", "SEARCH s", "SCAN l"))]
    assert tables
    assert all("COVERING INDEX" in line or line == "SCAN l" for line in tables), tables
