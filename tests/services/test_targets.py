"""Goals complete and open again as their targets want it (BEHAVIOUR.md section 1)."""

import json
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, GoalId, MetricId, SessionId, TargetId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.domain.target import TargetDraft, TargetKind, TargetMetric
from fractal_desktop.domain.target_progress import TargetBest, TargetProgress
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.integrity import check
from fractal_desktop.persistence.target_goals import HAS_TARGETS, MEASURED
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, document, dump, item, new_file, value

SUITE, ETUDE = GoalId("suite"), GoalId("etude")
EVENING, MORNING = SessionId("evening"), SessionId("morning")
BERLIN = ZoneInfo("Europe/Berlin")
SCALES = ActivityId("scales")
TEMPO_100: dict[str, object] = {"id": "t1", "activity_id": "scales", "name": "Fast", "metrics": [{"metric_id": "tempo", "value": "100"}]}


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Root > suite (tempo 100 or more) > etude, with two sessions; another fractal with a goal that wants the same."""
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("suite", "LongTermGoal", "root", root_id="root", targets=json.dumps([TEMPO_100]))
    rows.goal("etude", "ShortTermGoal", "suite", root_id="root")
    rows.goal("other", "UltimateGoal", root_id="other")
    rows.goal("foreign", "LongTermGoal", "other", root_id="other", targets=json.dumps([TEMPO_100]))
    rows.library()
    rows.insert("metric_definitions", id="errors", activity_id="scales", name="Errors", unit="", lower_is_better=1)
    for day, name in ((1, "morning"), (2, "evening")):
        start = f"2026-03-0{day}T17:30:00.000Z"
        content = document(item(name), session_start=start)
        rows.session(name, "etude", content, ("etude",), root_id="root", session_start=f"2026-03-0{day} 17:30:00.000000")
        rows.insert("activity_instances", id=name, practice_session_id=name, activity_definition_id="scales")
    return rows


def note(workspace: Workspace, session_id: SessionId, *entries: dict[str, object], **more: object) -> str:
    """Write the values of a session's only item, and return what was said about goals."""
    read = workspace.practice.session(session_id).document or Document.empty()
    edited = read.with_value(("sections", 0, "exercises", 0), item(str(session_id), metrics=list(entries), **more))
    return workspace.practice.save(session_id, SessionEdit(document=edited)).note


def set_targets(rows: Rows, *entries: Mapping[str, object], goal: str = "suite") -> None:
    rows.sql("UPDATE goals SET targets = ? WHERE id = ?", json.dumps(entries), goal)


def completed(rows: Rows) -> dict[str, str | None]:
    """Return the goals that are complete, with the session that completed each by its targets."""
    found = rows.sql(
        "SELECT g.id, c.session_id FROM goals g LEFT JOIN goal_completions c ON c.goal_id = g.id"
        " WHERE g.type <> 'PracticeSession' AND g.completed ORDER BY g.rowid"
    )
    return {str(goal): None if session is None else str(session) for goal, session in found}


def threshold(text: str, metric: str = "tempo") -> TargetDraft:
    return TargetDraft(TargetKind.THRESHOLD, activity_id=SCALES, metrics=(TargetMetric(MetricId(metric), text),))


def progress(workspace: Workspace, goal_id: GoalId = SUITE) -> TargetProgress:
    (found,) = workspace.goals.target_progress(goal_id, NOW, BERLIN)
    return found


# -- thresholds ---------------------------------------------------------------------------------


def test_a_goal_completes_when_a_session_reaches_its_target_and_only_in_its_own_fractal(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    assert note(workspace, EVENING, value(99)) == ""
    read = workspace.practice.session(EVENING).document
    assert read is not None
    change = workspace.practice.save(
        EVENING, SessionEdit(document=read.with_value(("sections", 0, "exercises", 0, "metrics"), [value(100)]))
    )
    assert change.note == "“Suite” is complete: its target is reached."
    assert (change.label, sorted(change.goals), sorted(change.sessions)) == ("Edit Evening", ["root", "suite"], ["evening"])
    assert completed(rows) == {"suite": "evening"}
    goal = workspace.goals.goal(SUITE)
    assert goal.completed_at is not None
    assert check(rows.path).ok
    workspace.history.undo()
    assert completed(rows) == {}
    workspace.history.redo()
    assert completed(rows) == {"suite": "evening"}
    workspace.history.undo()
    workspace.history.undo()
    assert dump(rows.path) == before


def test_a_goal_opens_again_when_its_session_is_changed_or_deleted_and_completes_when_it_comes_back(
    workspace: Workspace, rows: Rows
) -> None:
    note(workspace, EVENING, value(100))
    assert note(workspace, EVENING, value(100), notes="slowly") == "", "it still reaches it"
    assert note(workspace, EVENING, value(90)) == "“Suite” is open again: its target is no longer reached."
    assert (completed(rows), workspace.goals.goal(SUITE).completed_at) == ({}, None)
    note(workspace, EVENING, value(110))
    assert workspace.practice.delete([EVENING]).note == "“Suite” is open again: its target is no longer reached."
    assert (completed(rows), check(rows.path).ok) == ({}, True)
    (entry,) = workspace.goals.trash()
    assert workspace.goals.restore(entry.id).note == "“Suite” is complete: its target is reached."
    assert (completed(rows), check(rows.path).ok) == ({"suite": "evening"}, True)


def test_what_another_session_reaches_too_stays_complete(workspace: Workspace, rows: Rows) -> None:
    note(workspace, EVENING, value(100))
    assert note(workspace, MORNING, value(120)) == ""
    assert completed(rows) == {"suite": "evening"}
    assert note(workspace, EVENING, value(90)) == ""
    assert completed(rows) == {"suite": "morning"}
    workspace.practice.delete([MORNING])
    assert completed(rows) == {}
    workspace.history.undo()
    assert completed(rows) == {"suite": "morning"}


def test_a_session_that_is_deleted_while_another_reaches_it_too_hands_over(workspace: Workspace, rows: Rows) -> None:
    note(workspace, EVENING, value(100))
    note(workspace, MORNING, value(120))
    assert workspace.practice.delete([EVENING]).note == ""
    assert (completed(rows), check(rows.path).ok) == ({"suite": "morning"}, True)
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert (completed(rows), check(rows.path).ok) == ({"suite": "morning"}, True)


def test_what_a_person_completed_or_opened_stays_so(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.complete(SUITE)
    assert note(workspace, EVENING, value(100)) == ""
    assert note(workspace, EVENING, value(1)) == ""
    assert completed(rows) == {"suite": None}
    workspace.goals.reopen(SUITE)
    note(workspace, EVENING, value(100))
    assert completed(rows) == {"suite": "evening"}
    workspace.goals.reopen(SUITE)
    assert note(workspace, EVENING, value(105)) == "", "it had reached it before"
    assert completed(rows) == {}
    assert note(workspace, MORNING, value(105)) == "“Suite” is complete: its target is reached."


def test_a_goal_that_was_completed_by_hand_while_its_session_lay_in_the_trash_is_that_persons(workspace: Workspace, rows: Rows) -> None:
    note(workspace, EVENING, value(100))
    workspace.practice.delete([EVENING])
    workspace.goals.complete(SUITE)
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert completed(rows) == {"suite": None}
    workspace.practice.delete([EVENING])
    assert completed(rows) == {"suite": None}


def test_a_goal_and_its_session_come_back_from_the_trash_together(workspace: Workspace, rows: Rows) -> None:
    note(workspace, EVENING, value(100))
    before = completed(rows)
    workspace.goals.delete([SUITE])
    assert (completed(rows), check(rows.path).ok) == ({}, True)
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert (completed(rows), check(rows.path).ok) == (before, True)
    note(workspace, EVENING, value(1))
    assert completed(rows) == {}


def test_a_session_that_moves_to_another_fractal_counts_there(workspace: Workspace, rows: Rows) -> None:
    note(workspace, EVENING, value(100))
    moved = workspace.goals.move([GoalId("evening")], GoalId("foreign"))
    assert moved.note == "“Foreign” is complete: its target is reached. “Suite” is open again: its target is no longer reached."
    assert completed(rows) == {"foreign": "evening"}
    workspace.goals.move([GoalId("evening")], None)
    assert completed(rows) == {}


def test_one_session_must_reach_all_targets(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows, TEMPO_100, {"activity_id": "scales", "metrics": [{"metric_id": "errors", "value": 2}]})
    note(workspace, EVENING, value(100))
    note(workspace, MORNING, value(3, "errors"))
    assert completed(rows) == {}
    note(workspace, EVENING, value(100), value(3, "errors"))
    assert completed(rows) == {}
    note(workspace, EVENING, value(100), value(1, "errors"))
    assert completed(rows) == {"suite": "evening"}, "lower is better"


def test_several_goals_are_said_together(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows, TEMPO_100, goal="etude")
    assert note(workspace, EVENING, value(100)) == "“Suite” and “Etude” are complete: their targets are reached."
    for number in range(3):
        rows.goal(f"step-{number}", "MicroGoal", "etude", root_id="root", targets=json.dumps([TEMPO_100]))
    rows.sql("DELETE FROM goal_completions")
    rows.sql("UPDATE goals SET completed = 0")
    assert note(workspace, MORNING, value(100)) == "5 goals are complete: their targets are reached."


@pytest.mark.parametrize(
    "targets",
    [
        "no json",
        '{"id": "t1"}',
        json.dumps([{**TEMPO_100, "metrics": [{"metric_id": "tempo", "value": "fast"}]}]),
        json.dumps([{**TEMPO_100, "metrics": [{"metric_id": "gone", "value": 1}]}]),
        json.dumps([{**TEMPO_100, "activity_id": "gone"}]),
        json.dumps([{**TEMPO_100, "metrics": []}]),
        json.dumps([{**TEMPO_100, "kind": "streak"}]),
        json.dumps([TEMPO_100, {"kind": "sum", "metrics": [{"metric_id": "gone", "value": 1}]}]),
        json.dumps([{"kind": "count_per_week", "count": 0, "weeks": 0}]),
        json.dumps([{"kind": "by_deadline", "deadline": "soon"}]),
    ],
)
def test_what_nothing_can_reach_is_shown_as_it_is(workspace: Workspace, rows: Rows, targets: str) -> None:
    rows.sql("UPDATE goals SET targets = ? WHERE id = 'suite'", targets)
    note(workspace, EVENING, value(1000), value(1000, "gone"))
    assert completed(rows) == {}
    assert [found.reached for found in workspace.goals.target_progress(SUITE, NOW, BERLIN)][-1:] in ([False], [])
    assert rows.one("SELECT targets FROM goals WHERE id = 'suite'") == targets


def test_goals_of_old_files_do_not_say_which_fractal_they_are_in(workspace: Workspace, rows: Rows) -> None:
    rows.sql("UPDATE goals SET root_id = NULL WHERE type <> 'PracticeSession'")
    set_targets(rows, TEMPO_100, goal="root")
    rows.goal("lost", "LongTermGoal", "gone", targets=json.dumps([TEMPO_100]))
    note(workspace, EVENING, value(100))
    assert completed(rows) == {"root": "evening", "suite": "evening"}
    assert progress(workspace, GoalId("root")).reached
    workspace.goals.move([GoalId("evening")], GoalId("lost"))
    assert completed(rows) == {"lost": "evening"}


def test_goals_with_targets_are_found_over_an_index(rows: Rows) -> None:
    with closing(connect(rows.path)) as connection:
        plan = [line for *_, line in connection.execute(f"EXPLAIN QUERY PLAN {MEASURED}")]
        assert plan[0] == "SCAN g USING INDEX ix_goals_targets"
        plan = [line for *_, line in connection.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM goals WHERE {HAS_TARGETS} LIMIT 1")]
        assert plan == ["SCAN goals USING INDEX ix_goals_targets"]


# -- the other kinds ----------------------------------------------------------------------------


def test_a_deadline_counts_the_days_of_the_display_zone(workspace: Workspace, rows: Rows) -> None:
    """At 23:30 UTC it is the day after already in Berlin."""
    set_targets(rows, {**TEMPO_100, "kind": "by_deadline", "deadline": "2026-03-02"})
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    workspace.display_zone = BERLIN
    workspace.practice.save(EVENING, SessionEdit(start=late))
    note(workspace, EVENING, value(100))
    assert completed(rows) == {}
    assert not progress(workspace).reached
    workspace.practice.save(EVENING, SessionEdit(start=late - timedelta(minutes=31)))
    assert (completed(rows), progress(workspace).reached) == ({"suite": "evening"}, True)
    workspace.practice.save(EVENING, SessionEdit(start=late))
    assert completed(rows) == {}
    workspace.display_zone = ZoneInfo("UTC")
    workspace.practice.save(EVENING, SessionEdit(start=late + timedelta(minutes=1)))
    workspace.practice.save(EVENING, SessionEdit(start=late + timedelta(hours=1)))
    workspace.practice.save(EVENING, SessionEdit(start=late))
    assert completed(rows) == {"suite": "evening"}


def test_a_sum_of_a_metric_completes_a_goal_and_opens_it_when_it_falls(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows, {"id": "t1", "kind": "sum", "activity_id": "scales", "metrics": [{"metric_id": "tempo", "value": 100}]})
    note(workspace, MORNING, value(60), sets=[{"instance_id": "set", "metrics": [value(20)]}])
    assert (completed(rows), progress(workspace).fraction) == ({}, 0.8)
    note(workspace, EVENING, value(20))
    assert completed(rows) == {"suite": "evening"}
    assert progress(workspace).best == (TargetBest(MetricId("tempo"), 100, 100),)
    note(workspace, EVENING, value(10), sets=[{"instance_id": "set-2", "metrics": [value(10)]}])
    assert completed(rows) == {"suite": "evening"}
    note(workspace, MORNING, value(79))
    assert completed(rows) == {}, "the sum is of all sessions, whichever had completed it"
    workspace.practice.delete([MORNING])
    note(workspace, EVENING, value(100))
    assert completed(rows) == {"suite": "evening"}
    workspace.goals.reopen(SUITE)
    note(workspace, EVENING, value(130))
    assert completed(rows) == {}, "it had come to that before"


@pytest.mark.parametrize("activity", [None, "scales"])
def test_a_sum_of_seconds_counts_what_was_practised(workspace: Workspace, rows: Rows, activity: str | None) -> None:
    set_targets(rows, {"id": "t1", "kind": "sum", "measure": "seconds", "seconds": 3600, "activity_id": activity})
    note(workspace, MORNING, duration_seconds=3000)
    workspace.timers.start(EVENING, None if activity is None else ("sections", 0, "exercises", 0), NOW)
    assert (progress(workspace).fraction, completed(rows)) == (3000 / 3600, {})
    where = workspace.timers.running(NOW)[0].timer.instance_id
    change = workspace.timers.stop(EVENING, where, NOW + timedelta(seconds=600))
    assert change.note == "“Suite” is complete: its target is reached."
    assert (completed(rows), progress(workspace).session_id) == ({"suite": "evening"}, "evening")
    workspace.goals.delete([ETUDE])
    assert completed(rows) == {}, "what it was practised for is gone"
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert completed(rows) == {"suite": "evening"}


def test_a_sum_falls_with_a_goal_below_that_is_deleted(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows, {"id": "t1", "kind": "sum", "measure": "seconds", "seconds": 600})
    workspace.practice.save(EVENING, SessionEdit(goal_ids=(SUITE,)))
    note(workspace, MORNING, duration_seconds=500)
    note(workspace, EVENING, duration_seconds=100)
    assert completed(rows) == {"suite": "evening"}
    assert workspace.goals.delete([ETUDE]).note == "“Suite” is open again: its target is no longer reached."


def test_sessions_of_another_goal_do_not_count_for_what_is_of_the_goal_with_everything_below(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows, {"id": "t1", "kind": "sum", "measure": "seconds", "seconds": 600}, goal="etude")
    rows.goal("theory", "LongTermGoal", "root", root_id="root")
    workspace.practice.save(EVENING, SessionEdit(goal_ids=(GoalId("theory"),)))
    note(workspace, EVENING, duration_seconds=900)
    assert (completed(rows), progress(workspace, ETUDE).fraction) == ({}, 0)
    workspace.practice.save(EVENING, SessionEdit(goal_ids=(GoalId("theory"), ETUDE)))
    assert completed(rows) == {"etude": "evening"}
    workspace.practice.save(EVENING, SessionEdit(goal_ids=(GoalId("theory"),)))
    assert completed(rows) == {}


def test_so_many_sessions_a_week_for_so_many_weeks(workspace: Workspace, rows: Rows) -> None:
    """In Berlin a week begins on Monday 2 March, or on Sunday where the person wants that."""
    set_targets(rows, {"id": "t1", "kind": "count_per_week", "count": 2, "weeks": 2})
    workspace.display_zone = BERLIN
    made = []
    for day in (date(2026, 2, 17), date(2026, 2, 22), date(2026, 2, 23), date(2026, 2, 25)):
        start = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        made.append(SessionId(str(workspace.practice.create(ETUDE, "Practice", start).created)))
    assert completed(rows) == {}, "what was only started does not count"
    workspace.practice.complete(made[:3], NOW, BERLIN)
    found = progress(workspace)
    assert (found.reached, found.fraction, found.longest_weeks, found.current_weeks, found.sessions_this_week) == (False, 0.5, 1, 0, 0)
    assert workspace.practice.complete(made[3:], NOW, BERLIN).note == "“Suite” is complete: its target is reached."
    assert completed(rows) == {"suite": made[3]}
    found = progress(workspace)
    assert (found.reached, found.fraction, found.longest_weeks, found.current_weeks, found.session_id) == (True, 1, 2, 2, made[3])
    workspace.first_weekday = 6
    assert not progress(workspace).reached, "Sunday the 22nd is of the week after"
    workspace.first_weekday = 0
    workspace.practice.reopen(made[:1])
    assert completed(rows) == {}
    workspace.practice.complete(made[:1], NOW, BERLIN)
    workspace.goals.reopen(SUITE)
    workspace.practice.complete([EVENING], NOW, BERLIN)
    assert completed(rows) == {}, "there were two such weeks before"


def test_targets_of_both_sorts_are_reached_when_the_last_of_them_is(workspace: Workspace, rows: Rows) -> None:
    total = {"id": "t2", "kind": "sum", "activity_id": "scales", "metrics": [{"metric_id": "tempo", "value": 150}]}
    set_targets(rows, TEMPO_100, total)
    note(workspace, MORNING, value(100))
    assert completed(rows) == {}
    note(workspace, EVENING, value(50))
    assert completed(rows) == {"suite": "morning"}, "the session that reaches the one"
    note(workspace, MORNING, value(99), sets=[{"instance_id": "more", "metrics": [value(50)]}])
    assert completed(rows) == {}


# -- editing ------------------------------------------------------------------------------------


def test_targets_are_added_changed_and_removed_as_steps(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    assert workspace.goals.set_target(ETUDE, None, threshold("80")).label == "Add target of Etude"
    (target,) = workspace.goals.targets(ETUDE)
    assert (target.kind, target.metrics[0].value) == (TargetKind.THRESHOLD, "80")
    assert workspace.goals.set_target(ETUDE, target.id, threshold("80")).goals == frozenset(), "nothing changed"
    assert workspace.goals.set_target(ETUDE, target.id, threshold("85")).label == "Change target of Etude"
    assert workspace.history.undo_label == "change of target of Etude"
    assert workspace.goals.remove_target(ETUDE, target.id).label == "Remove target of Etude"
    assert workspace.goals.targets(ETUDE) == ()
    for _ in range(3):
        workspace.history.undo()
    assert dump(rows.path) == before
    with pytest.raises(UserError, match="no longer exists"):
        workspace.goals.set_target(GoalId("evening"), None, threshold("1"))
    with pytest.raises(UserError, match="no longer exists"):
        workspace.goals.remove_target(GoalId("gone"), TargetId("t1"))
    assert workspace.goals.target_progress(GoalId("gone"), NOW, BERLIN) == ()


def test_a_target_that_is_reached_already_completes_the_goal_at_once(workspace: Workspace, rows: Rows) -> None:
    note(workspace, MORNING, value(90))
    note(workspace, EVENING, value(80))
    (target,) = workspace.goals.targets(SUITE)
    assert workspace.goals.set_target(SUITE, target.id, threshold("85")).note == "“Suite” is complete: its target is reached."
    assert completed(rows) == {"suite": "morning"}
    assert workspace.goals.set_target(SUITE, target.id, threshold("75")).note == ""
    assert completed(rows) == {"suite": "morning"}
    assert workspace.goals.set_target(SUITE, target.id, threshold("95")).note == "“Suite” is open again: its target is no longer reached."
    workspace.goals.set_target(SUITE, None, threshold("70"))
    assert completed(rows) == {}
    workspace.goals.remove_target(SUITE, target.id)
    assert completed(rows) == {"suite": "morning"}
    workspace.goals.remove_target(SUITE, workspace.goals.targets(SUITE)[0].id)
    assert completed(rows) == {"suite": "morning"}, "what has no target is not opened by any"


def test_a_goal_opens_when_its_activity_is_exchanged_for_one_that_nothing_reaches(workspace: Workspace, rows: Rows) -> None:
    note(workspace, EVENING, value(100))
    gone = TargetDraft(TargetKind.THRESHOLD, activity_id=ActivityId("gone"), metrics=threshold("1").metrics)
    workspace.goals.set_target(SUITE, TargetId("t1"), gone)
    assert completed(rows) == {}


def test_a_goal_completed_by_hand_is_not_opened_by_another_target(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.complete(SUITE)
    workspace.goals.set_target(SUITE, TargetId("t1"), threshold("95"))
    assert completed(rows) == {"suite": None}


# -- progress -----------------------------------------------------------------------------------


def test_progress_shows_the_best_so_far(workspace: Workspace, rows: Rows) -> None:
    assert progress(workspace) == TargetProgress(
        workspace.goals.targets(SUITE)[0], False, 0, (TargetBest(MetricId("tempo"), None, 100),), None
    )
    note(workspace, MORNING, value(60, split="left"), value(80, split="right"))
    note(workspace, EVENING, value(70))
    assert (progress(workspace).fraction, progress(workspace).best[0].value, progress(workspace).session_id) == (0.8, 80, None)
    note(workspace, EVENING, value(130))
    note(workspace, MORNING, value(110))
    found = progress(workspace)
    assert (found.fraction, found.best[0].value, found.session_id) == (1, 130, "morning"), "the earliest reached it, the best is the best"


def test_progress_where_lower_is_better(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows)
    workspace.goals.set_target(SUITE, None, threshold("2", "errors"))
    note(workspace, MORNING, value(8, "errors"))
    note(workspace, EVENING, value(4, "errors"))
    assert (progress(workspace).fraction, progress(workspace).best[0].value) == (0.5, 4)
    note(workspace, EVENING, value(0, "errors"))
    assert (progress(workspace).reached, progress(workspace).best[0].value) == (True, 0)


def test_progress_of_a_sum_that_begins_below_zero(workspace: Workspace, rows: Rows) -> None:
    set_targets(rows, {"id": "t1", "kind": "sum", "activity_id": "scales", "metrics": [{"metric_id": "tempo", "value": -5}]})
    note(workspace, MORNING, value(-10))
    assert (progress(workspace).reached, progress(workspace).fraction) == (False, 0)
    note(workspace, EVENING, value(6))
    assert (progress(workspace).reached, progress(workspace).fraction, progress(workspace).session_id) == (True, 1, "evening")
