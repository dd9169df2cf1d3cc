"""Values that a document may hold and no calendar, no column and no sum can: sessions open, are edited and keep them as they are."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, document, item, look_at_all, new_file, open_file, value

EVENING, NOON = SessionId("evening"), SessionId("noon")
BERLIN = ZoneInfo("Europe/Berlin")
LAST = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
ACTS: dict[str, Callable[[Workspace], object]] = {
    "complete": lambda workspace: workspace.practice.complete([EVENING], NOW, BERLIN),
    "duplicate": lambda workspace: workspace.practice.duplicate([EVENING]),
    "merge": lambda workspace: workspace.practice.merge([EVENING, NOON]),
    "split": lambda workspace: workspace.practice.split(EVENING, NOW),
    "overlaps": lambda workspace: workspace.practice.overlaps(NOW, NOW + timedelta(hours=1)),
    "overlaps_late": lambda workspace: workspace.practice.overlaps(LAST - timedelta(days=1), LAST),
    "start": lambda workspace: workspace.timers.start(EVENING, None, NOW),
}


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.goal("suite", parent="root", root_id="root")
    rows.library()
    return rows


def opened(rows: Rows, *items: dict[str, object], **more: object) -> Workspace:
    rows.session("evening", "suite", document(*items, **more), links=("suite",), root_id="root")
    return open_file(rows.path)


def edit(workspace: Workspace) -> Document:
    """Note something and return the document as it is stored then."""
    workspace.practice.save(EVENING, SessionEdit(document_edit=lambda there: there.with_value(("notes",), "good")))
    stored = workspace.practice.session(EVENING).document
    assert stored is not None
    return stored


@pytest.mark.parametrize("minutes", [1e300, "1e300", -5, 10**30, float("inf")])
def test_planned_minutes_that_no_session_has_are_kept_and_bar_nothing(rows: Rows, minutes: object) -> None:
    plan = {"sections": [{"name": "A", "duration_minutes": minutes}], "total_duration_minutes": minutes}
    rows.sql("UPDATE session_templates SET template_data = ?", json.dumps(plan))
    workspace = opened(rows, total_duration_minutes=minutes)
    assert edit(workspace).value(("total_duration_minutes",)) == minutes
    workspace.practice.create(GoalId("suite"), "", NOW, TemplateId("routine"))
    workspace.practice.start_again(EVENING, NOW)
    workspace.practice.duplicate([EVENING])
    assert rows.sql("SELECT DISTINCT duration_minutes FROM goals WHERE type = 'PracticeSession'") == [(None,)]
    assert workspace.library.templates()[0].planned_minutes is None


def test_an_activity_and_a_metric_called_by_half_a_character_are_no_library_s(rows: Rows) -> None:
    workspace = opened(rows, item(activity_id="\ud800", metrics=[value(3, "\udfff"), value(60)]), item("i2"))
    assert edit(workspace).value(("sections", 0, "exercises", 0, "activity_id")) == "\ud800"
    assert workspace.practice.previous(EVENING).values == {}
    assert not [problem for problem in check(rows.path).problems if problem.session_id == EVENING]


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
@pytest.mark.parametrize("name", ["complete", "duplicate", "merge", "split", "overlaps", "overlaps_late", "start"])
def test_times_at_the_ends_of_the_calendar_bar_nothing(rows: Rows, time: str, name: str) -> None:
    """Old programs wrote year 1 for "never"; in New York that still was the year before."""
    rows.session("noon", "suite", document(session_start="2026-03-01T12:00:00Z", session_end="2026-03-01T13:00:00Z"), root_id="root")
    timed = item(time_start=time, time_stop=time, duration_seconds=600)
    workspace = opened(rows, timed, item("i2", duration_seconds=600), session_start=time)
    look_at_all(rows, workspace)
    edit(workspace)
    with suppress(UserError):  # a session of year 1 cannot be split today
        ACTS[name](workspace)
    assert check(rows.path).ok


def test_a_computed_end_beyond_the_calendar_is_none(rows: Rows) -> None:
    workspace = opened(rows, item(duration_seconds=600), session_start="2026-03-01T12:00:00Z")
    workspace.practice.session(EVENING)
    change = document(item(duration_seconds=600), session_start="9999-12-31T23:59:00Z")
    workspace.practice.save(EVENING, SessionEdit(document=Document(change)))
    stored = workspace.practice.session(EVENING)
    assert (stored.end, stored.duration_seconds) == (None, 600)
    assert check(rows.path).ok


def test_values_that_no_sum_can_hold_reach_a_sum_and_bar_nothing(rows: Rows) -> None:
    target = {"id": "t", "activity_id": "scales", "kind": "sum", "metrics": [{"metric_id": "tempo", "value": 100}]}
    rows.sql("UPDATE goals SET targets = ? WHERE id = 'suite'", json.dumps([target]))
    workspace = opened(rows)
    workspace.practice.save(EVENING, SessionEdit(document=Document(document(item(metrics=[value("1e308")])))))
    for _ in range(3):
        workspace.practice.duplicate([EVENING])
    assert workspace.goals.goal(GoalId("suite")).completed
    (progress,) = workspace.goals.target_progress(GoalId("suite"), NOW, BERLIN)
    assert (progress.reached, progress.fraction) == (True, 1.0)
    workspace.practice.delete([EVENING])


def test_half_a_character_that_was_typed_is_refused_in_words(rows: Rows) -> None:
    workspace = opened(rows)
    with pytest.raises(UserError, match="half of a character"):
        workspace.goals.rename(GoalId("suite"), "Suite \ud83c")
    with pytest.raises(UserError, match="half of a character"):
        workspace.practice.save(EVENING, SessionEdit(description="\ud83c"))
    assert workspace.history.undo_label is None


def test_unknown_keys_may_lie_deep(rows: Rows) -> None:
    deep: object = "kept"
    for _ in range(700):
        deep = [deep]
    workspace = opened(rows, item(duration_seconds=60, legacy=deep))
    workspace.timers.start(EVENING, ("sections", 0, "exercises", 0), NOW)
    assert edit(workspace).value(("sections", 0, "exercises", 0, "legacy")) == deep
    workspace.practice.duplicate([EVENING])
    again = workspace.practice.start_again(EVENING, NOW).created
    assert again is not None
    assert [each.activity_id for each in (workspace.practice.session(SessionId(again)).document or Document.empty()).items] == [
        ActivityId("scales")
    ]
