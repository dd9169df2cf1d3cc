"""What the one write path makes of an edit: document, columns, rows, sources and issues agree afterwards."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit
from fractal_desktop.persistence.integrity import check
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Rows, document, dump, item, new_file, open_file, value

EVENING = SessionId("evening")
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 2, 1, 18, 0, 0, 123000, tzinfo=UTC)
COLUMNS = "session_start, session_end, total_duration_seconds, template_id"


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db", zone="America/New_York")
    rows.goal("root", "UltimateGoal")
    rows.goal("suite", parent="root")
    rows.goal("climb", parent="root")
    rows.library()
    return rows


def with_document(rows: Rows, content: object, **more: object) -> Workspace:
    rows.session("evening", "suite", content, links=("suite",), root_id="root", **more)
    return open_file(rows.path)


def evening(workspace: Workspace) -> PracticeSession:
    return workspace.practice.session(EVENING)


def stored_document(rows: Rows) -> dict[str, object]:
    data = json.loads(str(rows.one("SELECT attributes FROM goals WHERE id = 'evening'")))
    assert isinstance(data, dict)
    return data


def columns(rows: Rows) -> tuple[object, ...]:
    return rows.sql(f"SELECT {COLUMNS} FROM goals WHERE id = 'evening'")[0]


def sources(rows: Rows) -> tuple[object, ...]:
    return rows.sql("SELECT start_source, end_source, duration_source FROM session_provenance WHERE session_id = 'evening'")[0]


def instances(rows: Rows) -> dict[object, tuple[object, ...]]:
    found = rows.sql("SELECT id, activity_definition_id, time_start, time_stop, duration_seconds FROM activity_instances")
    return {row[0]: row[1:] for row in found}


def values(rows: Rows) -> list[tuple[object, ...]]:
    return sorted(
        rows.sql("SELECT activity_instance_id, metric_definition_id, split_definition_id, value FROM metric_values"),
        key=lambda row: tuple(map(str, row)),
    )


def edit_document(workspace: Workspace, *path_and_value: object) -> None:
    read = evening(workspace).document
    assert read is not None
    *path, new = path_and_value
    workspace.practice.save(EVENING, SessionEdit(document=read.with_value(tuple(path), new)))  # type: ignore[arg-type]


FIRST_ITEM = ("sections", 0, "exercises", 0)


# -- times --------------------------------------------------------------------------------------


def test_times_go_into_document_and_columns_with_the_same_instant(rows: Rows) -> None:
    workspace = with_document(rows, document(item()))
    change = workspace.practice.save(EVENING, SessionEdit(start=START, end=START + timedelta(minutes=40)))
    assert (change.label, change.sessions, change.goals) == ("Edit Evening", {"evening"}, frozenset())
    assert stored_document(rows)["session_start"] == "2026-02-01T18:00:00.123Z"
    assert columns(rows) == ("2026-02-01 18:00:00.123000", "2026-02-01 18:40:00.123000", 2400, None)
    assert sources(rows) == ("document", "document", "span")
    assert (evening(workspace).start, evening(workspace).duration_seconds) == (START, 2400)


def test_microseconds_are_cut_in_both(rows: Rows) -> None:
    workspace = with_document(rows, None)
    workspace.practice.save(EVENING, SessionEdit(start=START.replace(microsecond=999_999)))
    assert stored_document(rows) == {"sections": [], "session_start": "2026-02-01T18:00:00.999Z"}
    assert columns(rows)[0] == "2026-02-01 18:00:00.999000"


def test_a_time_that_is_there_in_another_notation_stays_as_it_is_written(rows: Rows) -> None:
    content = document(session_start="2026-02-01T13:00:00.123456")
    workspace = with_document(rows, content, session_start="2026-02-01 18:00:00.123456")
    rows.sql("UPDATE session_provenance SET start_source = 'document'")
    before = dump(rows.path)
    workspace.practice.save(EVENING, SessionEdit(start=START.replace(microsecond=123_456)))
    assert dump(rows.path) == before


@pytest.mark.parametrize(
    "edit",
    [SessionEdit(end=START), SessionEdit(start=START + timedelta(hours=2)), SessionEdit(start=START, end=START - timedelta(seconds=1))],
)
def test_an_end_before_the_start_is_refused_and_nothing_is_written(rows: Rows, edit: SessionEdit) -> None:
    later = START + timedelta(minutes=5)
    workspace = with_document(rows, document(session_start=later.isoformat(), session_end=(later + timedelta(minutes=5)).isoformat()))
    evening(workspace)
    before = dump(rows.path)
    with pytest.raises(UserError, match="end lies before the start"):
        workspace.practice.save(EVENING, edit)
    assert dump(rows.path) == before


def test_an_old_end_before_the_start_does_not_stop_other_edits_and_is_settled_by_a_new_one(rows: Rows) -> None:
    content = document(session_start="2026-02-01T18:00:00Z", session_end="2026-02-01T17:00:00Z")
    workspace = with_document(rows, content, session_start="2026-02-01 18:00:00.000000", session_end="2026-02-01 17:00:00.000000")
    rows.sql("UPDATE session_provenance SET start_source = 'document', end_source = 'document'")
    rows.insert("session_issues", session_id="evening", code="end_before_start")
    rows.insert("session_issues", session_id="evening", code="two_documents")
    workspace.practice.save(EVENING, SessionEdit(description="still wrong"))
    edit_document(workspace, "notes", "hm")
    assert evening(workspace).issues == ("end_before_start", "two_documents")
    workspace.practice.save(EVENING, SessionEdit(end=START + timedelta(hours=1)))
    assert evening(workspace).issues == ("two_documents",)
    assert rows.one("SELECT status FROM session_issues WHERE code = 'end_before_start'") == "fixed"


def test_a_computed_end_follows_start_and_items_until_one_is_given(rows: Rows) -> None:
    created = {"session_start": "2026-02-01 18:00:00.000000", "session_end": "2026-02-01 18:10:00.000000"}
    workspace = with_document(rows, document(item(duration_seconds=600)), total_duration_seconds=600, **created)
    edit_document(workspace, *FIRST_ITEM, "duration_seconds", 900)
    assert columns(rows)[:3] == ("2026-02-01 18:00:00.000000", "2026-02-01 18:15:00.000000", 900)
    workspace.practice.save(EVENING, SessionEdit(start=START))
    assert columns(rows)[:3] == ("2026-02-01 18:00:00.123000", "2026-02-01 18:15:00.123000", 900)
    workspace.practice.save(EVENING, SessionEdit(end=START + timedelta(hours=1)))
    edit_document(workspace, *FIRST_ITEM, "duration_seconds", 60)
    assert columns(rows)[1:3] == ("2026-02-01 19:00:00.123000", 60)
    assert sources(rows) == ("document", "document", "activities")


def test_a_session_under_way_gets_no_end_from_its_items(rows: Rows) -> None:
    workspace = open_file(rows.path)
    made = SessionId(str(workspace.practice.create(GoalId("suite"), "Now", START).created))
    started = workspace.practice.session(made)
    assert started.document is not None
    content = Document.parse(json.dumps(document(item(duration_seconds=600), session_start="2026-02-01T18:00:00.123Z")))
    workspace.practice.save(made, SessionEdit(document=content))
    now = workspace.practice.session(made)
    assert (now.start, now.end, now.duration_seconds) == (START, None, 600)


def test_a_time_that_is_taken_away_stays_away(rows: Rows) -> None:
    workspace = with_document(rows, document(), session_start="2026-02-01 18:00:00.000000")
    workspace.practice.save(EVENING, SessionEdit(start=None))
    assert (columns(rows)[0], sources(rows)[0]) == (None, "none")
    edit_document(workspace, "notes", "x")
    assert evening(workspace).start is None
    workspace.practice.save(EVENING, SessionEdit(start=START, end=START))
    workspace.practice.save(EVENING, SessionEdit(start=None, end=None))
    assert stored_document(rows)["session_start"] is None
    assert columns(rows)[:3] == (None, None, None)


def test_times_from_timers_stay_until_a_person_gives_others(rows: Rows) -> None:
    timed = item(time_start="2026-02-01T18:05:00Z", time_stop="2026-02-01T18:30:00Z", duration_seconds=60)
    stamps = {"session_start": "2026-02-01 18:05:00.000000", "session_end": "2026-02-01 18:30:00.000000"}
    workspace = with_document(rows, document(timed, session_start="2026-02-01T17:00:00Z"), total_duration_seconds=60, **stamps)
    rows.sql("UPDATE session_provenance SET start_source = 'timers', end_source = 'timers', duration_source = 'activities'")
    edit_document(workspace, "notes", "x")
    assert (columns(rows)[:2], sources(rows)[:2]) == (tuple(stamps.values()), ("timers", "timers"))
    workspace.practice.save(EVENING, SessionEdit(start=START))
    assert columns(rows)[:2] == ("2026-02-01 18:00:00.123000", "2026-02-01 18:30:00.000000")
    assert sources(rows)[:2] == ("document", "timers")


def test_times_that_were_missing_go_into_the_document(rows: Rows) -> None:
    workspace = with_document(
        rows, document(item(duration_seconds=600)), total_duration_seconds=600, created_at="2026-02-01 13:00:00.123000"
    )
    assert (evening(workspace).start, evening(workspace).end) == (None, None)
    workspace.practice.save(EVENING, SessionEdit(start=START, end=START + timedelta(minutes=10)))
    assert (evening(workspace).start, evening(workspace).end) == (START, START + timedelta(minutes=10))
    assert sources(rows) == ("document", "document", "activities")


# -- document -----------------------------------------------------------------------------------


def test_unknown_keys_survive_and_what_is_the_same_is_not_written(rows: Rows) -> None:
    workspace = with_document(rows, document(item(), {"odd": [1, None]}, weather={"deep": [True]}))
    edit_document(workspace, *FIRST_ITEM, "notes", "better")
    expected = document(item(notes="better"), {"odd": [1, None]}, weather={"deep": [True]})
    assert rows.one("SELECT attributes FROM goals WHERE id = 'evening'") == json.dumps(expected)
    assert rows.one("SELECT session_data FROM goals WHERE id = 'evening'") == json.dumps(expected)
    assert str(rows.one("SELECT updated_at FROM goals WHERE id = 'evening'")).startswith("2026-03-02 13:00:0"), "New York's clock"
    before = dump(rows.path)
    workspace.practice.save(
        EVENING, SessionEdit(document=evening(workspace).document or Document.empty(), name="Evening", goal_ids=(GoalId("suite"),))
    )
    assert dump(rows.path) == before
    assert workspace.history.undo_label == "edit of Evening", "the first edit is the last step"


def test_a_number_that_no_float_holds_survives_an_edit_and_undo(rows: Rows) -> None:
    content = json.dumps(document(item(pulse=0.5), weather=[2])).replace("0.5", "1e400").replace("[2]", "[-1E+999, NaN]")
    workspace = with_document(rows, content)
    edit_document(workspace, *FIRST_ITEM, "notes", "better")
    stored = rows.one("SELECT attributes FROM goals WHERE id = 'evening'")
    assert isinstance(stored, str)
    assert ('"pulse": 1e400' in stored, '"weather": [-1E+999, NaN]' in stored, "better" in stored) == (True, True, True)
    workspace.history.undo()
    assert rows.one("SELECT attributes FROM goals WHERE id = 'evening'") == content


@pytest.mark.parametrize("content", ["{not json", "[]", '"x"', b"\xff\xfe"])
def test_an_unreadable_document_is_never_overwritten(rows: Rows, content: object) -> None:
    workspace = with_document(rows, content)
    stored = rows.sql("SELECT attributes FROM goals WHERE id = 'evening'")
    read = evening(workspace)
    assert read.document is None
    assert read.unreadable_text
    with pytest.raises(UserError, match="cannot be read"):
        workspace.practice.save(EVENING, SessionEdit(document=Document.empty()))
    workspace.practice.save(
        EVENING, SessionEdit(name="Late", start=START, end=START + timedelta(hours=1), template_id=TemplateId("routine"))
    )
    workspace.practice.save(EVENING, SessionEdit(description="as far as I remember"))
    workspace.practice.complete([EVENING], NOW, BERLIN)
    evening(workspace)
    assert columns(rows) == ("2026-02-01 18:00:00.123000", "2026-02-01 19:00:00.123000", 3600, "routine")
    assert sources(rows) == ("edited", "edited", "span")
    assert rows.sql("SELECT attributes FROM goals WHERE id = 'evening'") == stored
    with pytest.raises(UserError, match="before the start"):
        workspace.practice.save(EVENING, SessionEdit(end=START - timedelta(hours=1)))
    workspace.practice.save(EVENING, SessionEdit(start=None, end=None))
    assert columns(rows) == (None, None, None, "routine")
    workspace.close()
    assert check(rows.path).ok


def test_the_template_is_named_in_the_document_and_its_sections_stay(rows: Rows) -> None:
    workspace = with_document(rows, document(item()))
    workspace.practice.set_template([EVENING], TemplateId("routine"))
    assert (stored_document(rows)["template_id"], stored_document(rows)["template_name"]) == ("routine", "Routine")
    assert (columns(rows)[3], evening(workspace).template_name) == ("routine", "Routine")
    assert len(list((evening(workspace).document or Document.empty()).items)) == 1
    workspace.practice.set_template([EVENING], None)
    assert (columns(rows)[3], evening(workspace).template_name) == (None, None)
    with pytest.raises(UserError, match="template no longer exists"):
        workspace.practice.set_template([EVENING], TemplateId("gone"))


def test_planned_minutes_follow_into_their_old_column(rows: Rows) -> None:
    workspace = with_document(rows, document(total_duration_minutes=20), duration_minutes=20)
    edit_document(workspace, "total_duration_minutes", 45)
    assert rows.one("SELECT duration_minutes FROM goals WHERE id = 'evening'") == 45


# -- rows ---------------------------------------------------------------------------------------


def test_items_sets_and_values_get_rows(rows: Rows) -> None:
    timed = item("i1", time_start="2026-02-01T18:00:00.000Z", time_stop="2026-02-01T18:04:10.000Z", duration_seconds="250")
    with_sets = item("i2", sets=[{"instance_id": "s1", "metrics": [value(60)]}, {"instance_id": "s2", "metrics": [value("")]}])
    split = item("i3", metrics=[value(1, split="left"), value(2.5, split="right"), value("fast"), value(9, metric="gone")])
    workspace = with_document(rows, document())
    workspace.practice.save(EVENING, SessionEdit(document=Document.parse(json.dumps(document(timed, with_sets, split)))))
    assert instances(rows) == {
        "i1": ("scales", "2026-02-01 13:00:00.000000", "2026-02-01 13:04:10.000000", 250),
        "i2": ("scales", None, None, None),
        "s1": ("scales", None, None, None),
        "s2": ("scales", None, None, None),
        "i3": ("scales", None, None, None),
    }
    assert values(rows) == [("i3", "tempo", "left", 1.0), ("i3", "tempo", "right", 2.5), ("s1", "tempo", None, 60.0)]
    workspace.close()
    assert check(rows.path).ok


def saved(rows: Rows, *items: dict[str, object]) -> Workspace:
    workspace = with_document(rows, document())
    workspace.practice.save(EVENING, SessionEdit(document=Document.parse(json.dumps(document(*items)))))
    return workspace


def test_a_changed_value_keeps_its_row(rows: Rows) -> None:
    workspace = saved(rows, item(metrics=[value(60)]))
    before = rows.sql("SELECT id FROM metric_values")
    edit_document(workspace, *FIRST_ITEM, "metrics", 0, "value", "72,5")
    assert values(rows) == [], "what is no number has no row"
    edit_document(workspace, *FIRST_ITEM, "metrics", 0, "value", "72.5")
    assert values(rows) == [("i1", "tempo", None, 72.5)]
    edit_document(workspace, *FIRST_ITEM, "metrics", 0, "value", 80)
    after = rows.sql("SELECT id FROM metric_values")
    assert values(rows) == [("i1", "tempo", None, 80.0)]
    assert len(before) == len(after) == 1
    edit_document(workspace, *FIRST_ITEM, "metrics", 0, "value", "")
    assert values(rows) == []


def test_only_what_a_person_removes_loses_its_rows(rows: Rows) -> None:
    workspace = saved(
        rows, item("i1", metrics=[value(60)]), item("i2", sets=[{"instance_id": "s1", "metrics": [value(5)]}, {"instance_id": "s2"}])
    )
    rows.insert("activity_instances", id="unknown", practice_session_id="evening", activity_definition_id="scales", duration_seconds=5)
    rows.insert("metric_values", id="x", activity_instance_id="unknown", metric_definition_id="tempo", value=1)
    rows.insert("metric_values", id="y", activity_instance_id="i1", metric_definition_id="gone", value=2)
    read = evening(workspace).document or Document.empty()
    workspace.practice.save(EVENING, SessionEdit(document=read.without((*FIRST_ITEM[:3], 1, "sets", 0))))
    assert instances(rows).keys() == {"i1", "i2", "s2", "unknown"}
    read = evening(workspace).document or Document.empty()
    workspace.practice.save(EVENING, SessionEdit(document=read.without(FIRST_ITEM)))
    assert instances(rows).keys() == {"i2", "s2", "unknown"}
    assert values(rows) == [("unknown", "tempo", None, 1.0)]


def test_rows_that_lag_behind_are_brought_in_line_by_the_next_edit(rows: Rows) -> None:
    workspace = with_document(rows, document(item("i1", duration_seconds=100, metrics=[value(60)]), item("i2")))
    rows.insert("activity_instances", id="i1", practice_session_id="evening", activity_definition_id="gone", duration_seconds=5)
    edit_document(workspace, "notes", "x")
    assert instances(rows) == {"i1": ("scales", None, None, 100), "i2": ("scales", None, None, None)}
    assert values(rows) == [("i1", "tempo", None, 60.0)]


def test_what_the_document_does_not_say_stays_in_the_row(rows: Rows) -> None:
    workspace = with_document(rows, document(item("i1"), {**item("i2"), "activity_id": "gone"}))
    stamp = "2026-02-01 13:00:00.000001"
    for id_, activity in (("i1", "scales"), ("i2", "gone")):
        rows.insert(
            "activity_instances",
            id=id_,
            practice_session_id="evening",
            activity_definition_id=activity,
            time_start=stamp,
            duration_seconds=400,
        )
    edit_document(workspace, "notes", "x")
    assert instances(rows) == {"i1": ("scales", stamp, None, 400), "i2": ("gone", stamp, None, 400)}
    assert (columns(rows)[2], sources(rows)[2]) == (800, "instances")
    edit_document(workspace, *FIRST_ITEM, "duration_seconds", 30)
    edit_document(workspace, *FIRST_ITEM, "duration_seconds", None)
    assert instances(rows)["i1"] == ("scales", stamp, None, None), "a duration that was taken away is gone"


def test_the_same_moment_in_another_notation_is_left_as_it_is(rows: Rows) -> None:
    workspace = with_document(rows, document(item(time_start="2026-02-01T18:00:00.123Z", time_stop="then")))
    stamps = {"time_start": "2026-02-01 13:00:00.123456", "time_stop": "2026-02-01 13:00:00.5"}
    rows.insert("activity_instances", id="i1", practice_session_id="evening", activity_definition_id="scales", **stamps)
    edit_document(workspace, "notes", "x")
    assert instances(rows)["i1"] == ("scales", *stamps.values(), None)


def test_an_id_that_another_session_has_is_not_taken_from_it(rows: Rows) -> None:
    rows.session("morning", "suite", document(item("i1")))
    rows.insert("activity_instances", id="i1", practice_session_id="morning", activity_definition_id="scales")
    workspace = saved(rows, item("i1", metrics=[value(60)]), {**item("i9"), "activity_id": "gone", "metrics": [value(1)]})
    assert rows.sql("SELECT id, practice_session_id FROM activity_instances") == [("i1", "morning")]
    assert values(rows) == []
    assert (evening(workspace).document or Document.empty()).value((*FIRST_ITEM, "metrics", 0, "value")) == "60"


def test_splits_whose_ids_look_like_numbers_are_told_apart_where_old_files_made_numbers_of_them(rows: Rows) -> None:
    rows.sql("DROP TABLE metric_values")
    rows.sql(
        "CREATE TABLE metric_values (id TEXT NOT NULL PRIMARY KEY, activity_instance_id TEXT NOT NULL, metric_definition_id TEXT NOT NULL,"
        " value FLOAT NOT NULL, split_definition_id STRING)"
    )
    workspace = saved(rows, item(metrics=[value(1, split="12"), value(2, split="1e3"), value(3, split="left"), value(4)]))
    edit_document(workspace, "notes", "x")
    edit_document(workspace, *FIRST_ITEM, "metrics", 0, "value", "9")
    assert values(rows) == [("i1", "tempo", 1000, 2.0), ("i1", "tempo", 12, 9.0), ("i1", "tempo", None, 4.0), ("i1", "tempo", "left", 3.0)]


def test_ids_that_cannot_be_written_stay_in_the_document(rows: Rows) -> None:
    half = "\ud800"
    workspace = saved(rows, item(half, metrics=[value(1)]), item("i2", metrics=[value(2, metric=half), value(3, split=half)], sets=[{}]))
    assert instances(rows).keys() == {"i2"}
    assert values(rows) == []
    assert [i.instance_id for i in (evening(workspace).document or Document.empty()).items] == [half, "i2"]


# -- everything else ----------------------------------------------------------------------------


def test_goals_of_a_session_are_its_parent_and_its_links(rows: Rows) -> None:
    workspace = with_document(rows, None)
    workspace.practice.save(EVENING, SessionEdit(goal_ids=(GoalId("climb"), GoalId("suite"), GoalId("climb"))))
    assert [goal.id for goal in evening(workspace).goals] == ["suite", "climb"], "it stays a child of its parent"
    workspace.practice.save(EVENING, SessionEdit(goal_ids=(GoalId("root"), GoalId("climb"))))
    assert (evening(workspace).parent_id, evening(workspace).root_id) == ("root", "root")
    assert len(rows.sql("SELECT * FROM practice_session_goals")) == 2
    workspace.practice.save(EVENING, SessionEdit(goal_ids=()))
    assert (evening(workspace).goals, evening(workspace).parent_id, evening(workspace).root_id) == ((), None, None)
    with pytest.raises(UserError, match="no longer exists"):
        workspace.practice.save(EVENING, SessionEdit(goal_ids=(GoalId("gone"),)))


def test_a_whole_edit_is_one_step(rows: Rows) -> None:
    workspace = with_document(rows, document(item(metrics=[value(1)])))
    before = dump(rows.path)
    content = (evening(workspace).document or Document.empty()).with_value((*FIRST_ITEM, "metrics", 0, "value"), "2")
    edit = SessionEdit("Late", "d", START, START, TemplateId("routine"), (GoalId("climb"),), content)
    workspace.practice.save(EVENING, edit)
    read = evening(workspace)
    assert (read.name, read.description, read.start, read.end, read.template_id) == ("Late", "d", START, START, "routine")
    assert [goal.name for goal in read.goals] == ["Climb"]
    after = dump(rows.path)
    workspace.history.undo()
    assert dump(rows.path) == before
    assert workspace.history.undo_label is None
    workspace.history.redo()
    assert dump(rows.path) == after


def test_a_session_that_is_gone_cannot_be_edited(rows: Rows) -> None:
    workspace = open_file(rows.path)
    for edit in (SessionEdit(name="x"), SessionEdit(start=START), SessionEdit(goal_ids=())):
        with pytest.raises(UserError, match="no longer exists"):
            workspace.practice.save(SessionId("suite"), edit)
    with pytest.raises(UserError, match="no longer exists"):
        workspace.practice.session(SessionId("suite"))


def test_a_session_starts_from_a_template(rows: Rows) -> None:
    workspace = open_file(rows.path)
    change = workspace.practice.create(GoalId("suite"), " ", START, TemplateId("routine"))
    made = workspace.practice.session(SessionId(str(change.created)))
    assert (change.label, change.tree) == ("Start Routine", True)
    assert (made.name, made.start, made.end, made.template_id, made.root_id, made.completed) == (
        "Routine",
        START,
        None,
        "routine",
        "root",
        False,
    )
    assert [goal.id for goal in made.goals] == ["suite"]
    assert [i.name for i in (made.document or Document.empty()).items] == ["Scales"]
    assert len(instances(rows)) == 1
    workspace.close()
    assert check(rows.path).ok


def test_a_session_may_start_without_a_goal_but_not_anywhere(rows: Rows) -> None:
    workspace = open_file(rows.path)
    made = workspace.practice.session(SessionId(str(workspace.practice.create(None, "Free", START).created)))
    assert (made.goals, made.root_id) == ((), None)
    rows.goal("nano", "NanoGoal", "suite")
    before = dump(rows.path)
    for parent, name, template in [("nano", "x", None), ("gone", "x", None), ("suite", "", None), ("suite", "x", TemplateId("gone"))]:
        with pytest.raises(UserError):
            workspace.practice.create(GoalId(parent), name, START, template)
    assert dump(rows.path) == before


def test_completing_todays_session_stops_timers_and_ends_it(rows: Rows) -> None:
    running = item("i1", time_start="2026-03-02T17:50:00.000Z", duration_seconds=60)
    stopped = item("i2", time_start="2026-03-02T17:40:00.000Z", time_stop="2026-03-02T17:41:00.000Z", duration_seconds=60)
    odd = item("i3", time_start="then")
    workspace = with_document(
        rows, document(running, stopped, odd, session_start="2026-03-02T17:30:00.000Z"), session_start="2026-03-02 17:30:00.000000"
    )
    workspace.practice.complete([EVENING], NOW, BERLIN)
    read = evening(workspace)
    first, second, third = (read.document or Document.empty()).items
    assert (read.completed, read.end, read.duration_seconds) == (True, NOW, 720)
    assert (first.time_stop, first.duration_seconds) == ("2026-03-02T18:00:00.000Z", 660)
    assert (second.duration_seconds, third.time_stop) == (60, "")
    workspace.practice.reopen([EVENING])
    assert (evening(workspace).completed, evening(workspace).completed_at, evening(workspace).end) == (False, None, NOW)


def test_a_back_dated_session_keeps_its_end(rows: Rows) -> None:
    abandoned = item("i1", time_start="2026-02-01T18:10:00Z")
    never = item("i2", time_start="2026-02-01T19:10:00Z")
    content = document(abandoned, never, session_start="2026-02-01T18:00:00Z", session_end="2026-02-01T18:30:00Z")
    workspace = with_document(rows, content)
    workspace.practice.complete([EVENING], NOW, BERLIN)
    first, second = (evening(workspace).document or Document.empty()).items
    assert evening(workspace).end == datetime(2026, 2, 1, 18, 30, tzinfo=UTC)
    assert (first.duration_seconds, first.time_stop) == (1200, "2026-02-01T18:30:00.000Z")
    assert (second.duration_seconds, second.time_stop) == (None, "2026-02-01T19:10:00.000Z"), "forgotten for a month, it counts nothing"


def test_a_back_dated_session_without_an_end_gets_none(rows: Rows) -> None:
    workspace = with_document(rows, document(item(time_start="2016-02-01T18:10:00Z"), session_start="2016-02-01T18:00:00Z"))
    workspace.practice.complete([EVENING], NOW, BERLIN)
    assert (evening(workspace).completed, evening(workspace).end, evening(workspace).duration_seconds) == (True, None, None)


def test_today_is_the_day_of_the_zone_that_is_shown(rows: Rows) -> None:
    """At 23:30 UTC, what began an hour and a half before is of today in London, but of yesterday in Berlin, where midnight is past."""
    late = NOW.replace(hour=23, minute=30)
    content = document(session_start=(late - timedelta(hours=1, minutes=30)).isoformat())
    workspace = with_document(rows, content)
    workspace.practice.complete([EVENING], late, BERLIN)
    assert evening(workspace).end is None
    workspace.practice.complete([EVENING], late, ZoneInfo("Europe/London"))
    assert evening(workspace).end == late


def test_a_clock_that_was_set_back_ends_nothing_before_it_began(rows: Rows) -> None:
    workspace = with_document(rows, document(item(time_start="2026-03-02T19:00:00Z"), session_start="2026-03-02T19:00:00Z"))
    workspace.practice.complete([EVENING], NOW, BERLIN)
    assert (evening(workspace).completed, evening(workspace).end, evening(workspace).duration_seconds) == (True, None, None)


def test_several_sessions_are_one_step(rows: Rows) -> None:
    workspace = with_document(rows, document())
    rows.session("morning", "suite")
    before = dump(rows.path)
    assert workspace.practice.complete([EVENING, SessionId("morning"), EVENING], NOW, BERLIN).label == "Complete 2 sessions"
    assert workspace.practice.reopen([EVENING]).label == "Reopen Evening"
    workspace.history.undo()
    workspace.history.undo()
    assert dump(rows.path) == before
    with pytest.raises(UserError):
        workspace.practice.complete([EVENING, SessionId("gone")], NOW, BERLIN)
    assert dump(rows.path) == before


# -- sessions of older programs -----------------------------------------------------------------


def old_session(rows: Rows, content: object, **more: object) -> Workspace:
    workspace = with_document(rows, content, **more)
    rows.sql("DELETE FROM session_provenance")
    return workspace


def test_what_an_older_program_wrote_is_brought_up_to_date_when_it_is_read(rows: Rows) -> None:
    content = document(item(duration_seconds=600), template_id="gone", session_start="yesterday")
    workspace = old_session(rows, content, created_at="2026-02-01 13:00:00.123000", updated_at="2026-02-01 13:00:00.123000")
    read = evening(workspace)
    assert (read.start, read.end, read.duration_seconds, read.template_id) == (START, START + timedelta(minutes=10), 600, "gone")
    assert read.issues == ("bad_datetime", "unknown_template")
    assert sources(rows) == ("created_at", "computed", "activities")
    assert rows.one("SELECT updated_at FROM goals WHERE id = 'evening'") == "2026-02-01 13:00:00.123000"
    assert workspace.history.undo_label is None
    before = dump(rows.path)
    evening(workspace)
    assert dump(rows.path) == before, "the first reading was the last to write"


def test_columns_that_hold_something_are_not_replaced(rows: Rows) -> None:
    content = document(item(duration_seconds=600), session_start="2026-02-01T10:00:00Z", session_end="2026-02-01T11:00:00Z")
    workspace = old_session(rows, content, session_start="2026-02-01 18:00:00.123000")
    assert (evening(workspace).start, evening(workspace).duration_seconds) == (START, 600)
    assert evening(workspace).end == datetime(2026, 2, 1, 11, tzinfo=UTC)
    assert sources(rows) == ("none", "document", "activities")


def test_a_file_that_is_open_for_reading_shows_the_columns_as_they_are(rows: Rows) -> None:
    old_session(rows, document(item(duration_seconds=600))).close()
    before = rows.path.read_bytes()
    workspace = Workspace.open(rows.path, read_only=True)
    assert evening(workspace).duration_seconds is None
    assert rows.path.read_bytes() == before


def test_an_edit_of_a_session_nobody_looked_at_notes_everything(rows: Rows) -> None:
    workspace = old_session(rows, document(item(duration_seconds=600)), created_at="2026-02-01 13:00:00.123000")
    read = Document.parse(json.dumps(document(item(duration_seconds=600), notes="x")))
    before = dump(rows.path)
    workspace.practice.save(EVENING, SessionEdit(document=read))
    assert columns(rows)[:3] == ("2026-02-01 18:00:00.123000", "2026-02-01 18:10:00.123000", 600)
    workspace.history.undo()
    assert dump(rows.path) == before
