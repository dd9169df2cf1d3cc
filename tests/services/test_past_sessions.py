"""Sessions that are logged afterwards, started again, linked to several goals; what overlaps them, and which time is free."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.free_time import longest_free, union_seconds
from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import PastSession, SessionEdit
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, document, dump, item, new_file, value

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
SUITE, CLIMB = GoalId("suite"), GoalId("climb")
SCALES, STUDIES = ActivityId("scales"), ActivityId("studies")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("other", "UltimateGoal", root_id="other")
    rows.goal("suite", parent="root", root_id="root")
    rows.goal("climb", parent="other", root_id="other")
    rows.goal("nano", "NanoGoal", parent="suite", root_id="root")
    rows.library()
    rows.insert("activity_definitions", id="studies", root_id="root", name="Studies", has_sets=1, has_metrics=1, has_splits=0)
    rows.insert("metric_definitions", id="count", activity_id="studies", name="Count", unit="x")
    return rows


def created(change: object) -> SessionId:
    made = getattr(change, "created", None)
    assert isinstance(made, str)
    return SessionId(made)


def stored(rows: Rows, session_id: str) -> Any:
    return json.loads(str(rows.one("SELECT attributes FROM goals WHERE id = ?", session_id)))


def in_line(workspace: Workspace, session_id: SessionId) -> None:
    """Bring the columns and rows of a session in line with its document, as an edit does."""
    read = workspace.practice.session(session_id).document
    assert read is not None
    workspace.practice.save(session_id, SessionEdit(document=read.with_value(("notes",), "edited")))


def is_one_step(rows: Rows, workspace: Workspace, before: object) -> None:
    """Undo the last step, find everything as it was, and do it again; the file agrees with itself both times."""
    after = dump(rows.path)
    workspace.history.undo()
    assert dump(rows.path) == before
    assert check(rows.path).ok
    workspace.history.redo()
    assert dump(rows.path) == after
    assert check(rows.path).ok


# -- started for several goals ------------------------------------------------------------------


def test_a_session_may_be_started_for_several_goals(rows: Rows, workspace: Workspace) -> None:
    before = dump(rows.path)
    change = workspace.practice.create(SUITE, "Evening", START, goal_ids=(CLIMB, SUITE))
    session = workspace.practice.session(created(change))
    assert [goal.id for goal in session.goals] == [SUITE, CLIMB]
    assert (session.parent_id, session.root_id) == ("suite", "root")
    assert change.label == "Start Evening"
    is_one_step(rows, workspace, before)


def test_the_first_goal_is_the_parent_where_none_is_named(rows: Rows, workspace: Workspace) -> None:
    session = workspace.practice.session(created(workspace.practice.create(None, "Evening", START, goal_ids=(CLIMB, SUITE))))
    assert (session.parent_id, session.root_id) == ("climb", "other")
    assert {goal.id for goal in session.goals} == {"climb", "suite"}


def test_a_goal_that_cannot_have_sessions_is_refused_among_several(rows: Rows, workspace: Workspace) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError, match="cannot lie under"):
        workspace.practice.create(SUITE, "Evening", START, goal_ids=(GoalId("nano"),))
    with pytest.raises(UserError, match="no longer exists"):
        workspace.practice.create(SUITE, "Evening", START, goal_ids=(GoalId("gone"),))
    assert dump(rows.path) == before


# -- logged -------------------------------------------------------------------------------------


def past(**more: Any) -> PastSession:
    return PastSession(**{"name": "Evening", "start": START, "end": START + HOUR, **more})


def test_a_past_session_is_written_whole(rows: Rows, workspace: Workspace) -> None:
    before = dump(rows.path)
    change = workspace.practice.log(past(activities=(SCALES, STUDIES, SCALES), goal_ids=(SUITE, CLIMB), notes="tired"))
    session = workspace.practice.session(created(change))
    assert (session.name, session.start, session.end, session.duration_seconds) == ("Evening", START, START + HOUR, 3600)
    assert (session.completed, session.completed_at) == (True, START + HOUR)
    assert [goal.id for goal in session.goals] == [SUITE, CLIMB]
    assert session.document is not None
    assert session.document.notes == "tired"
    assert [(line.name, line.completed, line.duration_seconds) for line in session.document.items] == [
        ("Scales", True, None),
        ("Studies", True, None),
    ]
    assert {row[0] for row in rows.sql("SELECT activity_definition_id FROM activity_instances")} == {"scales", "studies"}
    assert change.label == "Log Evening"
    assert session.issues == ()
    is_one_step(rows, workspace, before)


@pytest.mark.parametrize(
    ("activities", "seconds", "lines"),
    [
        ((), None, []),
        ((), 3600, []),
        ((), 2700, [("Practice", 2700)]),
        ((SCALES,), None, [("Scales", None)]),
        ((SCALES,), 3600, [("Scales", 3600)]),
        ((SCALES,), 2700, [("Scales", 2700)]),
        ((SCALES, STUDIES), 3600, [("Scales", None), ("Studies", None)]),
        ((SCALES, STUDIES), 2700, [("Scales", None), ("Studies", None), ("Practice", 2700)]),
    ],
)
def test_what_was_practised_is_noted_where_it_belongs(
    rows: Rows, workspace: Workspace, activities: tuple[ActivityId, ...], seconds: int | None, lines: list[tuple[str, int | None]]
) -> None:
    session = workspace.practice.session(created(workspace.practice.log(past(activities=activities, duration_seconds=seconds))))
    assert session.duration_seconds == (seconds or 3600)
    assert session.document is not None
    assert [(line.name, line.duration_seconds) for line in session.document.items] == lines
    assert check(rows.path).ok


def test_a_past_session_from_a_template_ticks_what_was_practised(rows: Rows, workspace: Workspace) -> None:
    change = workspace.practice.log(past(name="", template_id=TemplateId("routine"), activities=(SCALES, STUDIES), duration_seconds=1800))
    session = workspace.practice.session(created(change))
    assert (session.name, session.template_name, session.duration_seconds) == ("Routine", "Routine", 1800)
    assert session.document is not None
    assert [(section.name, section.planned_minutes) for section in session.document.sections] == [("Warm-up", 10)]
    assert [(line.name, line.completed, line.duration_seconds) for line in session.document.items] == [
        ("Scales", True, None),
        ("Studies", True, None),
        ("Practice", False, 1800),
    ]
    assert check(rows.path).ok


def test_a_past_session_may_be_left_open_and_without_a_goal(rows: Rows, workspace: Workspace) -> None:
    session = workspace.practice.session(created(workspace.practice.log(past(completed=False))))
    assert (session.completed, session.completed_at, session.parent_id, session.root_id) == (False, None, None, None)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"end": START - HOUR}, "The end lies before the start"),
        ({"end": START}, "a second at least"),
        ({"end": START + timedelta(seconds=LONGEST_SECONDS + 1)}, "31 days at most"),
        ({"duration_seconds": 0}, "between nothing and"),
        ({"duration_seconds": -5}, "between nothing and"),
        ({"duration_seconds": 3601}, "between nothing and"),
        ({"name": " "}, "A name is needed"),
        ({"name": "x" * 10_001}, "too long"),
        ({"activities": ("gone",)}, "activity that was practised no longer exists"),
        ({"template_id": "gone"}, "template no longer exists"),
        ({"goal_ids": ("gone",)}, "no longer exists"),
        ({"goal_ids": ("nano",)}, "cannot lie under"),
    ],
)
def test_a_past_session_that_makes_no_sense_is_refused(rows: Rows, workspace: Workspace, more: dict[str, Any], words: str) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError, match=words):
        workspace.practice.log(past(**more))
    assert dump(rows.path) == before
    assert workspace.history.undo_label is None


# -- overlaps and free time ---------------------------------------------------------------------


def logged(workspace: Workspace, begins: float, lasts: float) -> SessionId:
    return created(workspace.practice.log(past(start=START + begins * HOUR, end=START + (begins + lasts) * HOUR)))


def test_sessions_that_took_place_at_a_time(rows: Rows, workspace: Workspace) -> None:
    first, second, third = logged(workspace, 0, 1), logged(workspace, 2, 2), logged(workspace, 4, 1)
    open_one = created(workspace.practice.create(None, "Running", START + 2.5 * HOUR))
    endless = created(workspace.practice.create(None, "Timed", START + 5.5 * HOUR))
    content = Document.parse(json.dumps(document(item("i1", duration_seconds=1800))))
    workspace.practice.save(endless, SessionEdit(document=content, start=START + 5.5 * HOUR))
    rows.session("undated")

    def found(begins: float, ends: float, without: SessionId | None = None) -> list[SessionId]:
        return [row.id for row in workspace.practice.overlaps(START + begins * HOUR, START + ends * HOUR, without)]

    assert found(-1, 0) == found(1, 2) == found(5, 5.5) == found(6, 9) == []
    assert found(0.5, 0.6) == [first]
    assert found(0, 5) == [first, second, open_one, third]
    assert found(3, 4.5) == [second, third]
    assert found(3, 4.5, second) == [third]
    assert found(2.5, 2.6) == [second, open_one]
    assert found(5.9, 7) == [endless]
    assert [row.name for row in workspace.practice.overlaps(START, START + HOUR)] == ["Evening"]


def test_the_longest_free_part_of_a_time(workspace: Workspace) -> None:
    first = logged(workspace, 0, 1)
    second = logged(workspace, 2, 2)

    def free(begins: float, ends: float, without: SessionId | None = None) -> tuple[float, float] | None:
        part = workspace.practice.trimmed(START + begins * HOUR, START + ends * HOUR, without)
        return part and ((part[0] - START) / HOUR, (part[1] - START) / HOUR)

    assert free(-2, -1) == (-2, -1)
    assert free(-1, 0.5) == (-1, 0)
    assert free(0.25, 0.75) is None
    assert free(0, 1) is None
    assert free(0.5, 2.5) == (1, 2)
    assert free(0.5, 4.75) == (1, 2)
    assert free(0.5, 5.5) == (4, 5.5)
    assert free(0.5, 5) == (1, 2), "the earliest of equally long ones"
    assert free(0, 1, first) == (0, 1)
    assert free(1.5, 2.5, second) == (1.5, 2.5)


def test_a_session_without_a_length_takes_no_time(workspace: Workspace) -> None:
    workspace.practice.create(None, "Running", START + HOUR)
    assert workspace.practice.trimmed(START, START + 2 * HOUR) == (START, START + 2 * HOUR)


def test_the_beginning_of_the_calendar_is_no_obstacle(workspace: Workspace) -> None:
    first = datetime(1, 1, 1, tzinfo=UTC)
    assert workspace.practice.overlaps(first, first + HOUR) == ()


PARTS = st.lists(st.tuples(st.integers(-3, 12), st.integers(0, 5)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=6)


def instants(part: tuple[int, int]) -> tuple[datetime, datetime]:
    return START + timedelta(seconds=part[0]), START + timedelta(seconds=part[1])


@given(st.tuples(st.integers(0, 5), st.integers(1, 6)).map(lambda pair: (pair[0], sum(pair))), PARTS)
def test_free_and_taken_time_second_by_second(whole: tuple[int, int], taken: list[tuple[int, int]]) -> None:
    covered = {second for first, last in taken for second in range(first, last)}
    runs, run = [], 0
    for second in range(*whole):
        run = 0 if second in covered else run + 1
        runs.append(run)
    part = longest_free(instants(whole), [instants(part) for part in taken])
    assert ((part[1] - part[0]).total_seconds() if part else 0) == max(runs)
    if part:
        assert runs.index(max(runs)) + whole[0] + 1 == (part[1] - START).total_seconds(), "the earliest"
    assert union_seconds([instants(part) for part in taken]) == len(covered)


# -- again --------------------------------------------------------------------------------------


def test_started_again_everything_is_there_and_nothing_is_noted(rows: Rows, workspace: Workspace) -> None:
    entries = [value(60), value(3, metric="gone")]
    sets = [{"instance_id": f"s{i}", "completed": True, "metrics": [value(i, "count")], "mood": 1} for i in range(3)]
    lines = [
        item("i1", metrics=entries, duration_seconds=300, time_start="2026-02-01T18:00:00Z", completed=True, notes="stiff", mood=2),
        {**item("i2", sets=sets, description="slowly"), "activity_id": "studies", "name": "Etudes"},
        {**item("i3", sets=[{"instance_id": "s9", "metrics": [value(4, "lost", "left")]}], has_sets=True), "activity_id": "gone", "name": "Trills"},
        {"name": "Tune", "completed": True},
        {"type": "exercise", "name": "Breathe", "instance_id": "i5", "notes": "x"},
        {"type": "timer", "name": "Practice", "instance_id": "i6", "duration_seconds": 99},
        "no item",
    ]  # fmt: skip
    content = document(*lines, template_id="routine", template_name="Old routine", notes="good", total_duration_minutes="45")  # type: ignore[arg-type]
    content["sections"][0]["duration_minutes"] = 30  # type: ignore[index]
    rows.session("old", "suite", content, links=("suite", "climb"), root_id="root", completed=1, description="long ago")
    in_line(workspace, SessionId("old"))
    before = dump(rows.path)
    change = workspace.practice.start_again(SessionId("old"), NOW)
    session = workspace.practice.session(created(change))
    assert (session.name, session.start, session.end, session.duration_seconds, session.completed) == ("Old", NOW, None, None, False)
    assert (session.description, session.template_id, session.template_name) == ("", "routine", "Routine")
    assert [goal.id for goal in session.goals] == ["suite", "climb"]
    again = stored(rows, session.id)
    ids = [line.pop("instance_id") for line in again["sections"][0]["exercises"] if "instance_id" in line]
    ids += [entry.pop("instance_id") for line in again["sections"][0]["exercises"] for entry in line.get("sets", [])]
    assert len(set(ids)) == 8
    assert set(ids).isdisjoint({"i1", "i2", "i3", "i5", "s0", "s1", "s2", "s9"})
    blank = {"description": "", "completed": False, "notes": ""}
    flags = {"has_sets": False, "has_metrics": True, "has_splits": False}
    assert again == {
        "template_id": "routine",
        "template_name": "Old routine",
        "sections": [
            {
                "name": "Block",
                "duration_minutes": 30,
                "exercises": [
                    {"name": "Scales", **blank, "activity_id": "scales", "type": "activity", **flags, "metrics": [{"metric_id": "tempo", "value": ""}]},
                    {
                        "name": "Studies", **blank, "activity_id": "studies", "type": "activity", **flags, "description": "slowly",
                        "has_sets": True,
                        "sets": [{"completed": False, "metrics": [{"metric_id": "count", "value": ""}]}] * 3,
                    },
                    {
                        "name": "Trills", **blank, "activity_id": "gone", "type": "activity", "has_sets": True, "metrics": [],
                        "sets": [{"completed": False, "metrics": [{"metric_id": "lost", "value": "", "split_id": "left"}]}],
                    },
                    {"name": "Tune", **blank},
                    {"name": "Breathe", **blank, "type": "exercise"},
                ],
            }
        ],
        "total_duration_minutes": "45",
        "session_start": "2026-03-02T18:00:00.000Z",
    }  # fmt: skip
    assert change.label == "Start Old"
    is_one_step(rows, workspace, before)


def test_an_activity_that_has_sets_by_now_begins_with_one(rows: Rows, workspace: Workspace) -> None:
    rows.session("old", None, document({**item("i1", metrics=[value(3, "count")]), "activity_id": "studies"}))
    again = stored(rows, created(workspace.practice.start_again(SessionId("old"), NOW)))
    assert len(again["sections"][0]["exercises"][0]["sets"]) == 1


@pytest.mark.parametrize("content", [None, {}, {"sections": None}, {"sections": [{"exercises": "none"}, 5]}])
def test_a_session_without_much_of_a_document_is_started_again(rows: Rows, workspace: Workspace, content: object) -> None:
    rows.session("old", "gone", content, name=" ")
    session = workspace.practice.session(created(workspace.practice.start_again(SessionId("old"), NOW)))
    assert (session.name, session.start, session.goals) == ("Practice session", NOW, ())
    assert check(rows.path).ok


def test_a_session_that_cannot_be_read_or_is_gone_is_not_started_again(rows: Rows, workspace: Workspace) -> None:
    rows.session("old", "suite", "{broken")
    with pytest.raises(UserError, match="cannot be read"):
        workspace.practice.start_again(SessionId("old"), NOW)
    with pytest.raises(UserError, match="no longer exists"):
        workspace.practice.start_again(SessionId("gone"), NOW)
