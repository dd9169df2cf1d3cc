import json
import os
import signal
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.document_edits import move_item
from fractal_desktop.domain.errors import StorageError, UserError
from fractal_desktop.domain.ids import GoalId, InstanceId, SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.domain.shift import Shift
from fractal_desktop.domain.timer import TimerState
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.integrity import check
from fractal_desktop.persistence.timers import CANDIDATES
from fractal_desktop.services.timers import Where
from fractal_desktop.services.workspace import Workspace
from tests.persistence.children import run_in_child
from tests.workspaces import NOW, Rows, document, dump, item, new_file, open_file

EVENING = SessionId("evening")
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = ("sections", 0, "exercises", 0)
SECOND = ("sections", 0, "exercises", 1)


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """A session that began at 17:30 UTC today, with two items and a plain line."""
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal")
    rows.goal("suite", parent="root")
    rows.library()
    content = document(item("i1"), item("i2", name="Hangs"), {"name": "Tune"}, session_start="2026-03-02T17:30:00.000Z")
    rows.session("evening", "suite", content, root_id="root", session_start="2026-03-02 17:30:00.000000")
    return rows


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def names(workspace: Workspace, now: datetime = NOW) -> list[tuple[str, str, int]]:
    return [(timer.session_name, timer.item_name, timer.seconds) for timer in workspace.timers.running(now)]


def columns(rows: Rows, id_: str = "i1") -> tuple[object, ...]:
    return rows.sql("SELECT time_start, time_stop, duration_seconds FROM activity_instances WHERE id = ?", id_)[0]


# -- commands -----------------------------------------------------------------------------------


def test_a_timer_goes_into_document_rows_and_length(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    change = workspace.timers.start(EVENING, FIRST, NOW)
    assert (change.label, workspace.history.undo_label) == ("Start timer of Scales", "start of timer of Scales")
    assert change.sessions == {EVENING}
    assert columns(rows) == ("2026-03-02 13:00:00.000000", None, None), "in the zone of the file"
    workspace.timers.pause(EVENING, FIRST, later(90.5))
    assert columns(rows) == ("2026-03-02 13:00:00.000000", "2026-03-02 13:01:30.500000", 90)
    workspace.timers.start(EVENING, InstanceId("i1"), later(600))
    workspace.timers.stop(EVENING, InstanceId("i1"), later(629.5))
    assert workspace.practice.session(EVENING).duration_seconds == 120
    assert check(rows.path).ok
    for _ in range(4):
        workspace.history.undo()
    assert dump(rows.path) == before


def test_the_whole_session_is_timed(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="never started"):
        workspace.timers.pause(EVENING, None, NOW)
    assert workspace.timers.start(EVENING, None, NOW).label == "Start timer of Evening"
    assert names(workspace, later(30)) == [("Evening", "Practice", 30)], "though its line has no row"
    workspace.timers.start(EVENING, FIRST, later(60))
    assert names(workspace, later(70)) == [("Evening", "Scales", 10)], "one at a time"
    workspace.timers.start(EVENING, None, later(80), exclusive=False)
    assert names(workspace, later(90)) == [("Evening", "Practice", 70), ("Evening", "Scales", 30)]
    workspace.timers.stop(EVENING, None, later(100))
    workspace.timers.stop(EVENING, InstanceId("i1"), later(100))
    assert workspace.practice.session(EVENING).duration_seconds == 120
    workspace.timers.reset(EVENING, None)
    assert workspace.practice.session(EVENING).duration_seconds == 40


def test_a_timer_is_found_by_its_id_wherever_the_item_was_moved_to(workspace: Workspace) -> None:
    workspace.timers.start(EVENING, InstanceId("i1"), NOW)
    content = workspace.practice.session(EVENING).document
    assert content is not None
    moved = content.value(FIRST), content.value(SECOND)
    workspace.practice.save(EVENING, SessionEdit(document=content.with_value(FIRST, moved[1]).with_value(SECOND, moved[0])))
    workspace.timers.stop(EVENING, InstanceId("i1"), later(60))
    assert workspace.timers.running(NOW) == ()
    assert workspace.practice.session(EVENING).duration_seconds == 60


def test_what_is_gone_is_said_so_and_changes_nothing(workspace: Workspace, rows: Rows) -> None:
    rows.session("broken", "suite", "{not json")
    before = dump(rows.path)
    places: list[tuple[SessionId, Where]] = [
        (EVENING, ("sections", 7, "exercises", 0)),
        (EVENING, InstanceId("gone")),
        (SessionId("gone"), FIRST),
        (SessionId("broken"), None),
    ]
    for session_id, where in places:
        with pytest.raises(UserError):
            workspace.timers.start(session_id, where, NOW)
    with pytest.raises(UserError, match="31 days"):
        workspace.timers.set_seconds(EVENING, FIRST, -1, NOW)
    assert dump(rows.path) == before
    workspace.timers.stop(EVENING, FIRST, NOW)
    assert workspace.history.undo_label is None, "what does not run need not be stopped"


def test_a_duration_is_set_by_hand(workspace: Workspace, rows: Rows) -> None:
    assert workspace.timers.set_seconds(EVENING, FIRST, 600, NOW).label == "Set timer of Scales"
    assert (columns(rows), workspace.practice.session(EVENING).duration_seconds) == ((None, None, 600), 600)


@pytest.mark.parametrize(
    "complete",
    [
        lambda workspace: workspace.practice.complete([EVENING], later(300), BERLIN),
        lambda workspace: workspace.goals.complete_all([GoalId("suite"), EVENING], later(300), BERLIN),
    ],
)
def test_completing_stops_all_as_one_step(workspace: Workspace, complete: Callable[[Workspace], object]) -> None:
    workspace.timers.start(EVENING, FIRST, NOW)
    workspace.timers.start(EVENING, None, NOW, exclusive=False)
    complete(workspace)
    assert workspace.timers.running(later(300)) == ()
    assert workspace.practice.session(EVENING).duration_seconds == 600
    workspace.history.undo()
    assert names(workspace, later(301)) == [("Evening", "Scales", 301), ("Evening", "Practice", 301)]


def test_completed_as_what_hangs_in_the_tree_a_session_s_timers_stop_too(workspace: Workspace) -> None:
    workspace.timers.start(EVENING, FIRST, NOW)
    workspace.goals.complete(GoalId(EVENING))
    assert workspace.timers.running(later(300)) == ()
    assert workspace.practice.session(EVENING).completed


def test_a_file_that_is_open_for_reading_shows_what_runs_and_starts_nothing(workspace: Workspace, rows: Rows) -> None:
    workspace.timers.start(EVENING, FIRST, NOW)
    workspace.close()
    read_only = Workspace.open(rows.path, read_only=True)
    assert names(read_only, later(5)) == [("Evening", "Scales", 5)]
    with pytest.raises(StorageError):
        read_only.timers.stop(EVENING, FIRST, NOW)


# -- what runs ----------------------------------------------------------------------------------


def test_a_timer_outlives_a_program_that_is_killed(rows: Rows) -> None:
    def die_while_it_runs() -> None:
        workspace = open_file(rows.path)
        workspace.timers.start(EVENING, FIRST, NOW)
        os.kill(os.getpid(), signal.SIGKILL)

    assert run_in_child(die_while_it_runs) == -signal.SIGKILL
    workspace = open_file(rows.path)
    (running,) = workspace.timers.running(later(3600))
    assert (running.session_id, running.running_since, running.seconds) == (EVENING, NOW, 3600)
    assert running.elapsed_seconds(later(3601)) == 3601
    workspace.timers.stop_at(running.session_id, running.timer.instance_id, later(1200))
    assert (workspace.timers.running(later(3600)), columns(rows)[2]) == ((), 1200)
    assert check(rows.path).ok


def test_a_timer_stopped_before_its_start_counts_nothing(workspace: Workspace, rows: Rows) -> None:
    workspace.timers.start(EVENING, FIRST, NOW)
    workspace.timers.stop_at(EVENING, FIRST, later(-60))
    assert columns(rows) == ("2026-03-02 13:00:00.000000", "2026-03-02 13:00:00.000000", None)


def test_a_clock_that_is_set_back_or_far_forward_gives_nothing_absurd(workspace: Workspace) -> None:
    workspace.timers.start(EVENING, FIRST, NOW)
    assert names(workspace, later(-3600)) == [("Evening", "Scales", 0)]
    assert workspace.timers.running(NOW + timedelta(days=400)) == ()
    workspace.timers.stop(EVENING, FIRST, NOW + timedelta(days=400))
    assert workspace.practice.session(EVENING).duration_seconds is None


def test_timers_that_nobody_stopped_years_ago_are_not_offered(workspace: Workspace, rows: Rows) -> None:
    notations = ["2016-03-01 18:00:00.000001", "2016-03-01T18:00:00Z", "2016-03-01 18:00", "then", "2026-02-22 10:00:00.000001"]
    for number in range(20):
        rows.session(f"old-{number}", "suite", document(item(f"old-{number}", time_start=notations[number % 5])), root_id="root")
    with_rows = [(f"row-{number}", f"old-{number % 20}", notations[number % 5]) for number in range(3000)]
    rows.sql(
        "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id, time_start)"
        " SELECT value->>0, value->>1, 'scales', value->>2 FROM json_each(?)",
        json.dumps(with_rows),
    )
    assert workspace.timers.running(NOW) == ()
    yesterday = (NOW - timedelta(hours=20)).isoformat()
    rows.session(
        "recent", "suite", document(item("recent", time_start=yesterday)), root_id="root", session_start="2026-03-01 22:00:00.000000"
    )
    rows.sql(
        "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id, time_start) VALUES (?, 'recent', 'scales', ?)",
        "recent",
        "2026-03-01 17:00:00.000000",
    )
    assert names(workspace) == [("Recent", "Scales", 72_000)]
    workspace.timers.start(SessionId("old-0"), FIRST, NOW)
    assert names(workspace) == [("Recent", "Scales", 72_000)], "it ran all the time, so nothing began"
    workspace.timers.reset(SessionId("old-0"), FIRST)
    workspace.timers.start(SessionId("old-0"), FIRST, NOW)
    assert names(workspace) == [("Old-0", "Scales", 0), ("Recent", "Scales", 72_000)], "taken up today, it runs"


def test_an_old_session_taken_up_again_is_found_though_its_timer_first_began_long_ago(workspace: Workspace, rows: Rows) -> None:
    stopped = {"time_start": "2025-01-01T10:00:00.000Z", "time_stop": "2025-01-01T10:10:00.000Z", "duration_seconds": 600}
    rows.session("old", "suite", document(item("old", **stopped)), root_id="root", session_start="2025-01-01 10:00:00.000000", completed=1)
    for number in range(600):
        rows.session(f"s{number}", "suite", None, session_start=f"2026-01-01 10:{number % 60:02d}:00.000000")
    workspace.timers.start(SessionId("old"), FIRST, NOW)
    assert names(workspace, later(5)) == [("Old", "Scales", 605)]


def test_odd_documents_do_not_stop_the_question(workspace: Workspace, rows: Rows) -> None:
    for number, content in enumerate(["{time_start", b"\xff time_start", '{"sections": 7, "time_start": 1}', '"time_start"', None, ""]):
        rows.session(f"odd-{number}", "suite", content, session_start="2026-03-02 17:00:00.000000")
    assert workspace.timers.running(NOW) == ()


# -- the session in progress --------------------------------------------------------------------


def test_the_session_in_progress_is_todays_that_is_not_done(workspace: Workspace) -> None:
    found = workspace.timers.in_progress(NOW, BERLIN)
    assert found is not None
    assert (found.id, found.name, found.start, found.seconds, found.running) == (EVENING, "Evening", later(-1800), None, None)
    assert found.elapsed_seconds(later(10)) is None
    workspace.timers.set_seconds(EVENING, FIRST, 60, NOW)
    workspace.timers.start(EVENING, SECOND, NOW)
    found = workspace.timers.in_progress(later(5), BERLIN)
    assert found is not None
    assert found.running is not None
    assert (found.seconds, found.running.item_name, found.running.path) == (65, "Hangs", SECOND)
    assert (found.elapsed_seconds(later(65)), found.running.timer.state) == (125, TimerState.RUNNING)
    workspace.practice.complete([EVENING], later(70), BERLIN)
    assert workspace.timers.in_progress(later(70), BERLIN) is None


def test_a_session_with_a_timer_that_runs_comes_before_a_newer_one(workspace: Workspace) -> None:
    newer = SessionId(str(workspace.practice.create(GoalId("suite"), "Newer", later(-60)).created))
    found = workspace.timers.in_progress(NOW, BERLIN)
    assert found is not None
    assert found.id == newer
    workspace.timers.start(EVENING, None, NOW)
    found = workspace.timers.in_progress(later(5), BERLIN)
    assert found is not None
    assert (found.id, found.seconds) == (EVENING, 5)


def test_midnight_does_not_end_a_session(workspace: Workspace) -> None:
    late = NOW.replace(hour=23, minute=30)
    started = SessionId(str(workspace.practice.create(GoalId("suite"), "Late", late).created))
    for hours, found in [(1, True), (5.5, True), (8, False)]:
        in_progress = workspace.timers.in_progress(late + timedelta(hours=hours), ZoneInfo("UTC"))
        assert (in_progress is not None and in_progress.id == started) is found
    assert workspace.timers.in_progress(late - timedelta(days=1), BERLIN) is None, "what is planned is not in progress"


def run_on(rows: Rows, **ids: str) -> Workspace:
    """Let an item run for each name, with its id, since NOW."""
    began = {"time_start": "2026-03-02T18:00:00.000Z", "time_stop": None, "running_since": "2026-03-02T18:00:00.000Z"}
    items = [item(id_, name=name, **began) for name, id_ in ids.items()]
    rows.sql("UPDATE goals SET attributes = ? WHERE id = 'evening'", json.dumps(document(*items)))
    return open_file(rows.path)


def test_timers_that_run_are_stopped_in_one_step_wherever_their_items_were_moved_to(rows: Rows) -> None:
    workspace = run_on(rows, A="i1", B="i2")
    found = workspace.timers.running(later(30))
    workspace.practice.save(EVENING, SessionEdit(document_edit=lambda there: move_item(there, SECOND, 0, 0)))
    running = next(each for each in found if each.item_name == "B")
    workspace.timers.pause(EVENING, running, later(60))
    assert [name for _, name, _ in names(workspace, later(60))] == ["A"]
    workspace.history.undo()
    workspace.timers.stop_all_at(found, later(30))
    assert names(workspace, later(60)) == []
    workspace.history.undo()
    assert len(names(workspace, later(60))) == 2


def test_of_two_items_with_one_id_each_timer_is_told_by_its_place(rows: Rows) -> None:
    """Old programs copied items with their ids."""
    workspace = run_on(rows, A="i1", B="i1")
    found = workspace.timers.running(later(30))
    workspace.timers.pause(EVENING, next(each for each in found if each.item_name == "B"), later(30))
    assert [name for _, name, _ in names(workspace, later(60))] == ["A"]
    workspace.history.undo()
    workspace.timers.stop_all_at(found, later(30))
    assert names(workspace, later(60)) == []


@pytest.mark.parametrize("state", ["begun_on_no_day", "done", "begun_long_ago"])
def test_the_timer_of_a_session_is_found_whatever_the_session(rows: Rows, state: str) -> None:
    """It has no row that could be looked for, as those of activities have."""
    if state == "begun_on_no_day":
        rows.sql("UPDATE goals SET session_start = NULL, attributes = ? WHERE id = 'evening'", json.dumps(document(item("i1"))))
    elif state == "begun_long_ago":
        for number in range(60):
            rows.session(f"open{number}", "suite", document(), root_id="root", session_start=f"2026-03-01 17:{number:02d}:00.000000")
    workspace = open_file(rows.path)
    if state == "begun_on_no_day":
        rows.sql("UPDATE session_provenance SET start_source = 'none'")
        rows.sql("UPDATE goals SET created_at = NULL WHERE id = 'evening'")
    if state == "begun_long_ago":
        workspace.practice.shift([EVENING], Shift(days=-300), BERLIN)
    workspace.timers.start(EVENING, None, NOW)
    if state == "done":
        rows.sql("UPDATE goals SET completed = 1 WHERE id = 'evening'")
    assert names(workspace, later(60)) == [("Evening", "Practice", 60)]
    workspace.timers.pause(EVENING, None, later(60))
    assert names(workspace, later(90)) == []
    workspace.timers.start(EVENING, None, later(120))
    found = workspace.timers.in_progress(later(150), BERLIN)
    assert found is not None
    assert (found.id, found.elapsed_seconds(later(150))) == (EVENING, 90)


def test_what_runs_is_found_over_indexes(rows: Rows) -> None:
    values = {"first_day": "2026-02-20", "last_day": "2026-03-03", "tomorrow": "2026-03-03 18:00:00.000000"}
    with closing(connect(rows.path)) as connection:
        plan = [line for *_, line in connection.execute(f"EXPLAIN QUERY PLAN {CANDIDATES}", values)]
    assert "SCAN i USING INDEX ix_timers_running" in plan
    assert any("USING INDEX idx_session_start" in line or "USING COVERING INDEX idx_session_start" in line for line in plan)
    assert not any(line in ("SCAN goals", "SCAN i") for line in plan), plan
