"""Sessions copied, moved in time, cut in two and put together: nothing that was noted and no practised second is lost."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.period import days_later
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit
from fractal_desktop.domain.shift import Shift
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, document, dump, item, new_file, value

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BERLIN = ZoneInfo("Europe/Berlin")
A, B, C = SessionId("a"), SessionId("b"), SessionId("c")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("suite", parent="root", root_id="root")
    rows.goal("climb", parent="root", root_id="root")
    rows.library()
    return rows


def by(delta: timedelta) -> Shift:
    return Shift(seconds=delta // timedelta(seconds=1))


def at(minutes: float) -> str:
    return (START + minutes * MINUTE).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def timed(instance_id: str, begins: float, ends: float, seconds: object = None, **more: Any) -> dict[str, object]:
    """Return an item whose timer ran from minute to minute."""
    counted = round((ends - begins) * 60) if seconds is None else seconds
    return item(instance_id, time_start=at(begins), time_stop=at(ends), duration_seconds=counted, **more)


def add(
    rows: Rows,
    workspace: Workspace,
    id_: SessionId,
    begins: float,
    ends: float | None,
    *lines: Any,
    links: tuple[str, ...] = ("suite",),
    **more: Any,
) -> None:
    """Put a session into the file, its columns and rows in line with its document."""
    columns = {key: more.pop(key) for key in ("name", "description", "completed", "completed_at") if key in more}
    times = {"session_start": at(begins)} | ({"session_end": at(ends)} if ends is not None else {})
    rows.session(id_, links[0] if links else None, document(*lines, **times, **more), links=links, root_id="root", **columns)
    workspace.practice.session(id_)
    read = workspace.practice.session(id_).document
    assert read is not None
    workspace.practice.save(id_, SessionEdit(document=read.with_value(("weather",), "rain")))


def stored(rows: Rows, session_id: str) -> Any:
    return json.loads(str(rows.one("SELECT attributes FROM goals WHERE id = ?", session_id)))


def created(change: Any) -> SessionId:
    assert isinstance(change.created, str)
    return SessionId(change.created)


def lines(session: PracticeSession) -> list[tuple[str, int | float | None]]:
    assert session.document is not None
    return [(line.instance_id or line.name, line.duration_seconds) for line in session.document.items]


def is_one_step(rows: Rows, workspace: Workspace, before: object) -> None:
    """Undo the last step, find everything as it was, and do it again; the file agrees with itself both times."""
    after = dump(rows.path)
    agrees(rows)
    workspace.history.undo()
    assert dump(rows.path) == before
    workspace.history.redo()
    assert dump(rows.path) == after


def agrees(rows: Rows) -> None:
    report = check(rows.path)
    assert report.ok, report.problems


# -- duplicate ----------------------------------------------------------------------------------


def test_a_copy_has_all_that_is_noted_under_ids_of_its_own(rows: Rows, workspace: Workspace) -> None:
    sets = [{"instance_id": "s1", "metrics": [value(60)], "odd": 1}, {"metrics": []}]
    add(
        rows, workspace, A, 0, 60, timed("i1", 0, 10, sets=sets), item("i2", metrics=[value(5, "gone"), value(7)]), {"name": "Line"},
        name="Evening", description="long", completed=1, completed_at="2026-03-01 19:00:00.000000", links=("suite", "climb"),
    )  # fmt: skip
    rows.goal("below", "ImmediateGoal", "a")
    before = dump(rows.path)
    change = workspace.practice.duplicate([A, A])
    original, copy = workspace.practice.session(A), workspace.practice.session(created(change))
    assert copy.name == "Evening (copy)"
    for field in ("description", "completed", "completed_at", "start", "end", "duration_seconds", "goals", "parent_id", "root_id"):
        assert getattr(copy, field) == getattr(original, field)
    one, other = stored(rows, "a"), stored(rows, copy.id)
    ids = {line.pop("instance_id") for line in other["sections"][0]["exercises"][:2]} | {
        other["sections"][0]["exercises"][0]["sets"][0].pop("instance_id")
    }
    for line in one["sections"][0]["exercises"][:2]:
        del line["instance_id"]
    del one["sections"][0]["exercises"][0]["sets"][0]["instance_id"]
    assert one == other
    assert len(ids) == 3
    assert ids.isdisjoint({"i1", "i2", "s1"})
    assert rows.one("SELECT COUNT(*) FROM metric_values") == 4
    assert rows.sql("SELECT id FROM goals WHERE parent_id = ?", copy.id) == []
    assert change.label == "Duplicate Evening"
    is_one_step(rows, workspace, before)


def test_several_copies_are_one_step(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, 60)
    add(rows, workspace, B, 60, 90)
    before = dump(rows.path)
    change = workspace.practice.duplicate([A, B])
    assert change.label == "Duplicate 2 sessions"
    assert workspace.practice.session(created(change)).start == START
    is_one_step(rows, workspace, before)


def test_a_copy_of_a_running_session_does_not_run(rows: Rows, workspace: Workspace) -> None:
    running = [
        item("i1", time_start=at(0), time_stop=None, running_since=at(5), duration_seconds=120),
        item("i2", time_start=at(0)),
        item("i3", time_start=at(0), time_stop=at(2), running_since=None, duration_seconds=120),
    ]
    add(rows, workspace, A, 0, None, *running)
    copy = stored(rows, created(workspace.practice.duplicate([A])))["sections"][0]["exercises"]
    assert [(line.get("time_start"), line.get("time_stop"), line.get("running_since")) for line in copy] == [
        (None, None, None),
        (None, None, None),
        (at(0), at(2), None),
    ]
    assert [line.get("duration_seconds") for line in copy] == [120, None, 120]
    agrees(rows)


def test_a_copy_keeps_times_that_only_columns_hold(rows: Rows, workspace: Workspace) -> None:
    rows.session(
        "a",
        None,
        {"sections": []},
        session_start="2026-03-01 18:00:00.000000",
        session_end="2026-03-01 19:00:00.000000",
        total_duration_seconds=1800,
    )
    rows.sql(
        "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id, duration_seconds) VALUES ('x', 'a', 'scales', 1800)"
    )
    copy = workspace.practice.session(created(workspace.practice.duplicate([A])))
    assert (copy.start, copy.end, copy.duration_seconds) == (START, START + HOUR, 1800)
    assert copy.document is not None
    assert [(line.name, line.duration_seconds) for line in copy.document.items] == [("Practice", 1800)]


@pytest.mark.parametrize("operation", ["duplicate", "merge", "split"])
def test_what_cannot_be_read_is_left_alone(rows: Rows, workspace: Workspace, operation: str) -> None:
    rows.session("a", "suite", "{broken", session_start="2026-03-01 18:00:00.000000", session_end="2026-03-01 19:00:00.000000")
    add(rows, workspace, B, 60, 90)
    before = dump(rows.path)
    asked = (A, START + MINUTE) if operation == "split" else ([B, A],)
    with pytest.raises(UserError, match="cannot be read"):
        getattr(workspace.practice, operation)(*asked)
    assert dump(rows.path) == before


@pytest.mark.parametrize("operation", ["duplicate", "merge", "shift", "split"])
def test_what_is_gone_is_said(rows: Rows, workspace: Workspace, operation: str) -> None:
    more = {"duplicate": (), "merge": (), "shift": (by(HOUR), BERLIN), "split": (START,)}[operation]
    with pytest.raises(UserError, match="no longer exists"):
        getattr(workspace.practice, operation)(C if operation == "split" else [C], *more)


# -- shift --------------------------------------------------------------------------------------


def test_a_session_is_moved_with_its_timers(rows: Rows, workspace: Workspace) -> None:
    running = item("i2", time_start=at(10), time_stop=None, running_since=at(12), duration_seconds=60)
    odd = item("i3", time_start="never", time_stop="2026-03-01 13:30", duration_seconds=30)
    add(rows, workspace, A, 0, 60, timed("i1", 0, 10, uncounted_ms=400), running, odd, item("i4", time_start=None))
    before = dump(rows.path)
    change = workspace.practice.shift([A], by(-90 * MINUTE), BERLIN)
    session = workspace.practice.session(A)
    assert (session.start, session.end, session.duration_seconds) == (START - 90 * MINUTE, START - 30 * MINUTE, 690)
    moved = stored(rows, "a")
    assert (moved["session_start"], moved["session_end"], moved["mood"]) == (at(-90), at(-30), {"before": 3})
    first, second, third, fourth = moved["sections"][0]["exercises"]
    assert (first["time_start"], first["time_stop"], first["uncounted_ms"]) == (at(-90), at(-80), 400)
    assert (second["time_start"], second["time_stop"], second["running_since"]) == (at(10), None, at(12))
    assert (third["time_start"], third["time_stop"]) == ("never", at(-60)), "naive times were New York's"
    assert fourth["time_start"] is None
    assert rows.one("SELECT time_start FROM activity_instances WHERE id = 'i1'") == "2026-03-01 11:30:00.000000"
    assert (change.label, change.done) == ("Shift A", "Shifted A 1 h 30 min earlier")
    is_one_step(rows, workspace, before)


def test_there_and_back_again_is_where_it_was(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, 60, timed("i1", 0, 10))
    before = stored(rows, "a")
    workspace.practice.shift([A], by(1000 * HOUR), BERLIN)
    workspace.practice.shift([A], by(-1000 * HOUR), BERLIN)
    assert stored(rows, "a") == before


def test_several_sessions_are_moved_in_one_step_and_by_nothing_in_none(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, 60, timed("i1", 0, 10))
    add(rows, workspace, B, 60, None)
    rows.session("c")
    label = workspace.history.undo_label
    workspace.practice.shift([A, B], by(timedelta()), BERLIN)
    assert workspace.history.undo_label == label
    before = dump(rows.path)
    assert workspace.practice.shift([A, B, C], by(HOUR), BERLIN).label == "Shift 3 sessions"
    assert [workspace.practice.session(id_).start for id_ in (A, B)] == [START + HOUR, START + 2 * HOUR]
    is_one_step(rows, workspace, before)


def test_an_end_that_is_computed_follows_by_itself(rows: Rows, workspace: Workspace) -> None:
    rows.session(
        "a",
        None,
        document(item("i1", duration_seconds=600)),
        session_start="2026-03-01 18:00:00.000000",
        session_end="2026-03-01 18:10:00.000000",
        total_duration_seconds=600,
    )
    rows.sql("UPDATE session_provenance SET duration_source = 'activities'")
    workspace.practice.shift([A], by(HOUR), BERLIN)
    session = workspace.practice.session(A)
    assert (session.start, session.end) == (START + HOUR, START + HOUR + 10 * MINUTE)
    assert "session_end" not in stored(rows, "a")
    assert rows.one("SELECT end_source FROM session_provenance") == "computed"


def test_a_session_that_cannot_be_read_is_moved_by_its_columns(rows: Rows, workspace: Workspace) -> None:
    rows.session("a", None, "{broken", session_start="2026-03-01 18:00:00.000000")
    workspace.practice.shift([A], by(HOUR), BERLIN)
    assert rows.sql("SELECT attributes, session_start FROM goals WHERE id = 'a'") == [("{broken", "2026-03-01 19:00:00.000000")]


ZONES = (BERLIN, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Pacific/Apia"))
CHANGES = (datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2011, 12, 30, 10, tzinfo=UTC))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2), st.integers(-3 * 1440, 3 * 1440), st.integers(-4, 4))
def test_over_days_each_session_keeps_its_time_of_day_and_its_length(
    rows: Rows, workspace: Workspace, place: int, minutes: int, days: int
) -> None:
    zone, start = ZONES[place], CHANGES[place] + minutes * MINUTE
    first, second = SessionId(str(uuid4())), SessionId(str(uuid4()))
    for id_, begins in ((first, start), (second, start + 30 * HOUR)):
        since = (begins - START) / MINUTE
        add(rows, workspace, id_, since, since + 60, timed(f"{id_}1", since, since + 20))
    change = workspace.practice.shift([first, second], Shift(days), zone)
    assert change.is_nothing == (not days)
    for id_, begins in ((first, start), (second, start + 30 * HOUR)):
        moved = workspace.practice.session(id_)
        assert moved.start == days_later(begins, days, zone)
        assert moved.end == moved.start + HOUR
        timer = stored(rows, id_)["sections"][0]["exercises"][0]
        assert timer["time_start"] == at((moved.start - START) / MINUTE)


@pytest.mark.parametrize("delta", [timedelta(days=3_000_000), timedelta(days=-740_000)])
def test_nothing_is_moved_out_of_the_calendar(rows: Rows, workspace: Workspace, delta: timedelta) -> None:
    add(rows, workspace, A, 0, 60, timed("i1", 0, 10))
    before = dump(rows.path)
    with pytest.raises(UserError, match="outside the calendar"):
        workspace.practice.shift([A], by(delta), BERLIN)
    assert dump(rows.path) == before


# -- split --------------------------------------------------------------------------------------


def test_items_go_where_their_timers_were_started(rows: Rows, workspace: Workspace) -> None:
    sets = [{"instance_id": "s1", "metrics": [value(60)]}]
    add(
        rows, workspace, A, 0, 60, timed("i1", 0, 20, metrics=[value(50)]), timed("i2", 30, 40, sets=sets, metrics=[value(9, "gone")]),
        timed("i3", 40, 60), name="Evening", notes="good", template_id="routine", total_duration_minutes=60, completed=1,
        completed_at="2026-03-01 19:00:00.000000", links=("suite", "climb"), description="long",
    )  # fmt: skip
    rows.insert("metric_values", id="lost", activity_instance_id="i2", metric_definition_id="gone", value=9)
    rows.goal("below", "ImmediateGoal", "a")
    before = dump(rows.path)
    change = workspace.practice.split(A, START + 30 * MINUTE)
    first, second = workspace.practice.session(A), workspace.practice.session(created(change))
    assert (first.start, first.end, first.duration_seconds) == (START, START + 30 * MINUTE, 1200)
    assert (second.start, second.end, second.duration_seconds) == (START + 30 * MINUTE, START + HOUR, 1800)
    assert lines(first) == [("i1", 1200)]
    assert lines(second) == [("i2", 600), ("i3", 1200)]
    assert (second.name, second.template_id, second.completed, second.completed_at) == ("Evening", "routine", True, START + HOUR)
    assert second.goals == first.goals
    assert (first.description, second.description) == ("long", "")
    assert first.document is not None
    assert second.document is not None
    assert (first.document.notes, second.document.notes) == ("good", "")
    assert (first.document.planned_minutes, second.document.planned_minutes) == (60, None)
    assert second.document.value(("mood",)) == {"before": 3}
    assert rows.sql("SELECT id, practice_session_id FROM activity_instances ORDER BY id") == [
        ("i1", "a"),
        ("i2", second.id),
        ("i3", second.id),
        ("s1", second.id),
    ]
    assert {row[0] for row in rows.sql("SELECT id FROM metric_values")} >= {"lost"}, "rows that nothing explains stay with their item"
    assert rows.one("SELECT parent_id FROM goals WHERE id = 'below'") == "a"
    assert change.label == "Split Evening"
    is_one_step(rows, workspace, before)


def test_an_item_that_was_timed_over_the_cut_is_divided(rows: Rows, workspace: Workspace) -> None:
    sets = [{"instance_id": "s1", "metrics": [value(60)]}]
    add(rows, workspace, A, 0, 60, timed("i1", 0, 60, 2401, sets=sets, notes="slow", odd=1, completed=True))
    before = dump(rows.path)
    second = workspace.practice.session(created(workspace.practice.split(A, START + 15 * MINUTE)))
    assert second.document is not None
    (one,), (other,) = stored(rows, "a")["sections"][0]["exercises"], stored(rows, second.id)["sections"][0]["exercises"]
    assert (one["duration_seconds"], one["time_start"], one["time_stop"], one["notes"], one["odd"]) == (600, at(0), at(15), "slow", 1)
    assert one["sets"] == sets
    del other["instance_id"]
    assert other == {
        "type": "activity", "name": "Scales", "activity_id": "scales", "completed": True, "notes": "", "duration_seconds": 1801, "sets": [],
        "time_start": at(15), "time_stop": at(60),
    }  # fmt: skip
    assert stored(rows, second.id)["sections"][0]["name"] == "Block"
    is_one_step(rows, workspace, before)


def test_items_without_a_timer_came_one_after_the_other(rows: Rows, workspace: Workspace) -> None:
    untimed = [item(f"i{i}", duration_seconds=1200) for i in (1, 2, 3)]
    add(rows, workspace, A, 0, 60, *untimed, item("i4"), {"name": "Line"})
    second = workspace.practice.session(created(workspace.practice.split(A, START + 30 * MINUTE)))
    assert lines(workspace.practice.session(A)) == [("i1", 1200), ("i2", 600)]
    assert [seconds for _, seconds in lines(second)] == [600, 1200, None, None]
    assert second.document is not None
    assert "time_start" not in stored(rows, second.id)["sections"][0]["exercises"][0]
    agrees(rows)


def test_a_section_goes_whole_where_all_its_items_go(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, 60)
    sections = [
        {"name": "One", "duration_minutes": 30, "exercises": [timed("i1", 0, 30), "odd"]},
        {"name": "Two", "duration_minutes": 30, "odd": 1, "exercises": [timed("i2", 30, 40)]},
        {"name": "Empty"},
        "odd",
    ]
    content = stored(rows, "a") | {"sections": sections}
    workspace.practice.save(A, SessionEdit(document=Document(content)))
    second = created(workspace.practice.split(A, START + 30 * MINUTE))
    assert stored(rows, "a")["sections"] == [sections[0], sections[2], sections[3]]
    assert stored(rows, second)["sections"] == [sections[1]]
    agrees(rows)


def test_timers_that_run_or_rest_are_not_divided_in_vain(rows: Rows, workspace: Workspace) -> None:
    running = item("i1", time_start=at(0), time_stop=None, running_since=at(5), duration_seconds=120)
    late = item("i2", time_start=at(40), time_stop=None, running_since=at(40))
    resting = timed("i3", 10, 50, 1200, running_since=None)
    add(rows, workspace, A, 0, 60, running, late, resting)
    second = created(workspace.practice.split(A, START + 30 * MINUTE))
    first_lines, second_lines = (stored(rows, id_)["sections"][0]["exercises"] for id_ in ("a", second))
    assert first_lines[0] == running
    assert second_lines[0] == late
    assert ("running_since" in first_lines[1], first_lines[1]["duration_seconds"]) == (False, 600)
    assert (second_lines[1]["running_since"], second_lines[1]["duration_seconds"]) == (None, 600)
    agrees(rows)


@pytest.mark.parametrize("content", [None, {"sections": None}, {"sections": "odd"}])
def test_a_session_without_sections_is_split_by_its_times(rows: Rows, workspace: Workspace, content: object) -> None:
    rows.session(
        "a",
        None,
        content,
        session_start="2026-03-01 18:00:00.000000",
        session_end="2026-03-01 19:00:00.000000",
        total_duration_seconds=3600,
    )
    second = workspace.practice.session(created(workspace.practice.split(A, START + 20 * MINUTE + timedelta(microseconds=1234))))
    first = workspace.practice.session(A)
    moment = START + 20 * MINUTE + timedelta(milliseconds=1)
    assert (first.end, second.start, second.end) == (moment, moment, START + HOUR)
    assert (first.start, first.duration_seconds, second.duration_seconds) == (START, 1200, 2399)


def test_a_session_without_an_end_lasted_as_long_as_was_practised(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, None, item("i1", duration_seconds=3600))
    second = workspace.practice.session(created(workspace.practice.split(A, START + 20 * MINUTE)))
    assert (second.end, second.duration_seconds) == (START + HOUR, 2400)


@pytest.mark.parametrize("minutes", [-1, 0, 60, 61])
def test_a_session_is_split_between_its_start_and_its_end(rows: Rows, workspace: Workspace, minutes: int) -> None:
    add(rows, workspace, A, 0, 60)
    before = dump(rows.path)
    with pytest.raises(UserError, match="between its start and its end"):
        workspace.practice.split(A, START + minutes * MINUTE)
    assert dump(rows.path) == before


def test_a_session_without_times_is_not_split(rows: Rows, workspace: Workspace) -> None:
    rows.session("a")
    with pytest.raises(UserError, match="needs a start and an end"):
        workspace.practice.split(A, START)


# -- merge --------------------------------------------------------------------------------------


def test_sessions_are_put_together_into_the_earliest(rows: Rows, workspace: Workspace) -> None:
    sets = [{"instance_id": "s1", "metrics": [value(60)]}]
    add(
        rows,
        workspace,
        B,
        60,
        90,
        timed("i2", 60, 80, sets=sets),
        notes="later",
        total_duration_minutes=20.5,
        pulse=80,
        description="two",
        template_id="routine",
    )
    add(rows, workspace, A, 0, 30, timed("i1", 0, 25), notes="early", total_duration_minutes=30, description="one", completed=1)
    add(rows, workspace, C, 100, None, item("i3", duration_seconds=600), links=("climb",), description="one")
    rows.goal("below", "ImmediateGoal", "b", root_id="root")
    before = dump(rows.path)
    others = {id_: stored(rows, id_) for id_ in ("b", "c")}
    change = workspace.practice.merge([C, B, A, B])
    assert created(change) == A
    session = workspace.practice.session(A)
    assert (session.start, session.end, session.duration_seconds) == (START, START + 110 * MINUTE, 25 * 60 + 20 * 60 + 600)
    assert [goal.id for goal in session.goals] == ["suite", "climb"]
    assert (session.description, session.completed, session.template_id) == ("one\n\ntwo", False, None)
    assert session.document is not None
    assert (session.document.notes, session.document.planned_minutes) == ("early\n\nlater", 50.5)
    assert (session.document.value(("pulse",)), session.document.value(("mood",))) == (80, {"before": 3})
    assert [(section.name, section.actual_seconds) for section in session.document.sections] == [
        ("Block", 1500),
        ("Block", 1200),
        ("Block", 600),
    ]
    assert [seconds for _, seconds in lines(session)] == [1500, 1200, 600]
    assert [float(str(number)) for (number,) in rows.sql("SELECT value FROM metric_values")] == [60.0]
    assert rows.sql("SELECT id, parent_id FROM goals WHERE id IN ('b', 'c', 'below')") == [("below", "a")]
    assert [entry.name for entry in workspace.goals.trash()] == ["B and 1 more"]
    assert change.label == "Merge 3 sessions"
    is_one_step(rows, workspace, before)
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert {id_: stored(rows, id_) for id_ in ("b", "c")} == others
    agrees(rows)


@pytest.mark.parametrize(
    ("first", "second", "seconds", "noted"),
    [
        ((0, 30), (30, 60), 3600, 0),  # start and end tell it
        ((0, 30), (40, 60), 3000, 3000),  # not with a gap between
        ((0, 30), (20, 60), 3600, 0),  # the minutes of both count once
        ((0, 60), (20, 30), 3600, 0),
    ],
)
def test_time_that_only_start_and_end_tell_is_neither_lost_nor_doubled(
    rows: Rows, workspace: Workspace, first: tuple[int, int], second: tuple[int, int], seconds: int, noted: int
) -> None:
    add(rows, workspace, A, *first)
    add(rows, workspace, B, *second)
    workspace.practice.merge([A, B])
    session = workspace.practice.session(A)
    assert session.duration_seconds == seconds
    assert session.document is not None
    assert [line.duration_seconds for line in session.document.items] == ([noted] if noted else [])
    agrees(rows)


def test_time_of_a_session_without_timers_is_noted_beside_that_of_one_with_timers(rows: Rows, workspace: Workspace) -> None:
    practice = {"type": "timer", "name": "Practice", "instance_id": "t1", "duration_seconds": "300"}
    add(rows, workspace, A, 0, 30, timed("i1", 0, 20), practice)
    add(rows, workspace, B, 60, 90)
    rows.session("c", None, {"sections": []}, session_start="2026-03-01 21:00:00.000000", total_duration_seconds=60)
    rows.sql(
        "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id, duration_seconds) VALUES ('x', 'c', 'scales', 60)"
    )
    workspace.practice.merge([A, B, C])
    session = workspace.practice.session(A)
    assert [(line.name, line.duration_seconds) for line in (session.document or Document.empty()).items] == [
        ("Scales", 1200),
        ("Practice", 300 + 1800 + 60),
    ]
    assert session.duration_seconds == 1200 + 300 + 1800 + 60


def test_sessions_without_times_are_merged_too(rows: Rows, workspace: Workspace) -> None:
    rows.session("a")
    rows.session("b", None, None)
    add(rows, workspace, C, 0, None)
    assert created(workspace.practice.merge([A, B, C])) == C
    session = workspace.practice.session(C)
    assert (session.start, session.end, session.duration_seconds) == (START, None, None)
    rows.session("d")
    rows.session("e")
    assert created(workspace.practice.merge([SessionId("e"), SessionId("d")])) == "d"


@pytest.mark.parametrize("ids", [[], [A], [A, A]])
def test_one_session_is_not_merged(rows: Rows, workspace: Workspace, ids: list[SessionId]) -> None:
    add(rows, workspace, A, 0, 30)
    with pytest.raises(UserError, match="at least two"):
        workspace.practice.merge(ids)


def test_sections_that_are_no_list_are_not_merged(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, 30)
    rows.session("b", None, {"sections": "odd"})
    with pytest.raises(UserError, match="sections of one of these sessions cannot be read"):
        workspace.practice.merge([A, B])


def test_more_than_a_month_is_not_noted(rows: Rows, workspace: Workspace) -> None:
    month = 31 * 24 * 60
    add(rows, workspace, A, 0, month)
    add(rows, workspace, B, month + 10, month + 20)
    before = dump(rows.path)
    with pytest.raises(UserError, match="longer than 31 days"):
        workspace.practice.merge([A, B])
    assert dump(rows.path) == before


def test_goals_of_all_are_served(rows: Rows, workspace: Workspace) -> None:
    add(rows, workspace, A, 0, 30, links=())
    add(rows, workspace, B, 30, 60, links=("climb", "suite"))
    workspace.practice.merge([A, B])
    session = workspace.practice.session(A)
    assert [goal.id for goal in session.goals] == [GoalId("climb"), GoalId("suite")]
    assert (session.parent_id, session.root_id) == ("climb", "root")
    agrees(rows)
