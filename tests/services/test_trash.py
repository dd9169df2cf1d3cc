"""Deleting, the trash and restoring, also after the file was closed and opened again."""

import gc
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import ActivityId, GoalId, SessionId, TemplateId
from fractal_desktop.domain.library import ActivityDraft
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence import goal_tree
from fractal_desktop.persistence.agreement import align
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.integrity import ProblemCode, check
from fractal_desktop.persistence.trash_rows import BinnedRow
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import NOW, Dump, Rows, document, dump, item, new_file, open_file, value


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    """Two fractals with a library each; "shared" hangs on both, "evening" on the first alone, "loose" on none."""
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal")
    rows.goal("cello", "LongTermGoal", "root")
    rows.goal("suite", "ShortTermGoal", "cello")
    rows.goal("other", "UltimateGoal")
    rows.goal("climb", "ShortTermGoal", "other")
    rows.library("root")
    rows.insert("activity_definitions", id="hangs", root_id="other", name="Hangs", created_at=b"odd \xff")
    practised = document(item("i1", metrics=[value(60)], duration_seconds=600))
    rows.session("evening", "suite", practised, links=("suite",), root_id="root", total_duration_seconds=600)
    rows.insert("activity_instances", id="i1", practice_session_id="evening", activity_definition_id="scales", duration_seconds=600)
    rows.insert("metric_values", id="v1", activity_instance_id="i1", metric_definition_id="tempo", value=60.0)
    rows.insert("metric_values", id="v2", activity_instance_id="i1", metric_definition_id="deleted", value=1e300)
    rows.insert("session_issues", session_id="evening", code="no_start")
    rows.session("shared", "suite", links=("suite", "climb"), root_id="root")
    rows.goal("breathe", "ImmediateGoal", "shared")
    rows.goal("relax", "ImmediateGoal", "evening")
    rows.session("loose")
    return rows


def there(rows: Rows) -> set[object]:
    return {id_ for (id_,) in rows.sql("SELECT id FROM goals")}


def without_trash(state: Dump) -> Dump:
    return {table: content for table, content in state.items() if table not in ("trash", "trash_rows")}


def test_what_hangs_on_a_goal_alone_goes_with_it(workspace: Workspace, rows: Rows) -> None:
    change = workspace.goals.delete([GoalId("cello")])
    assert (change.label, change.tree, change.trash) == ("Delete Cello", True, True)
    assert there(rows) == {"root", "other", "climb", "shared", "breathe", "loose"}
    assert rows.sql("SELECT parent_id, root_id FROM goals WHERE id = 'shared'") == [("climb", "other")], "it hangs on what stays"
    assert rows.sql("SELECT * FROM practice_session_goals") == [("shared", "climb")]
    left = {table: rows.one(f"SELECT COUNT(*) FROM {table}") for table in ("activity_instances", "metric_values", "session_issues")}
    assert left == {"activity_instances": 0, "metric_values": 0, "session_issues": 0}
    assert rows.one("SELECT COUNT(*) FROM activity_definitions") == 2, "the library belongs to the fractal"
    (entry,) = workspace.goals.trash()
    assert (entry.name, entry.type, entry.goals, entry.sessions, entry.deleted_at) == (
        "Cello",
        GoalType.LONG_TERM,
        3,
        1,
        NOW.replace(second=1),
    )


def completed(rows: Rows, goal: str, session: str) -> None:
    rows.sql("UPDATE goals SET completed = 1 WHERE id = ?", goal)
    rows.insert("goal_completions", goal_id=goal, session_id=session, completed_at="2026-01-02 10:00:00.000000")


def test_which_session_completed_a_goal_goes_and_comes_with_either(workspace: Workspace, rows: Rows) -> None:
    completed(rows, "suite", "evening")
    completed(rows, "climb", "shared")
    before = rows.sql("SELECT * FROM goal_completions ORDER BY goal_id")
    for node in (GoalId("suite"), SessionId("shared")):
        change = workspace.goals.delete([node])
        assert GoalId("suite" if node == "suite" else "climb") in change.goals
        assert rows.one("SELECT COUNT(*) FROM goal_completions") == 1
        workspace.goals.restore(workspace.goals.trash()[0].id)
        assert rows.sql("SELECT * FROM goal_completions ORDER BY goal_id") == before


def test_a_goal_that_was_opened_again_meanwhile_was_completed_by_nothing(workspace: Workspace, rows: Rows) -> None:
    completed(rows, "climb", "shared")
    workspace.goals.delete([SessionId("shared")])
    workspace.goals.reopen(GoalId("climb"))
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert rows.sql("SELECT * FROM goal_completions") == []
    assert check(rows.path).ok


def test_who_completes_or_reopens_a_goal_by_hand_takes_it_from_the_session(workspace: Workspace, rows: Rows) -> None:
    completed(rows, "climb", "shared")
    before = dump(rows.path)
    workspace.goals.reopen(GoalId("climb"))
    assert rows.sql("SELECT * FROM goal_completions") == []
    assert workspace.history.undo().goals >= {GoalId("climb")}
    assert dump(rows.path) == before


def test_an_undone_deletion_leaves_no_trace(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    change = workspace.goals.delete([GoalId("root"), GoalId("loose")])
    after = dump(rows.path)
    undone = workspace.history.undo()
    assert dump(rows.path) == before
    assert (undone.goals, undone.sessions, undone.tree, undone.trash) == (change.goals, change.sessions, True, True)
    assert workspace.goals.trash() == ()
    workspace.history.redo()
    assert dump(rows.path) == after


@pytest.mark.parametrize("chosen", [["root"], ["other"], ["suite"], ["evening"], ["root", "other"], ["loose", "climb"], ["cello", "suite"]])
def test_what_is_restored_in_another_session_is_as_it_was(workspace: Workspace, rows: Rows, chosen: list[str]) -> None:
    before = dump(rows.path)
    workspace.goals.delete([GoalId(id_) for id_ in chosen])
    workspace.close()
    again = open_file(rows.path)
    (entry,) = again.goals.trash()
    change = again.goals.restore(entry.id)
    after = dump(rows.path)
    moved = (
        {"goals", "practice_session_goals"}
        if "shared" in {row[0] for row in rows.sql("SELECT id FROM goals WHERE updated_at > ''")}
        else set()
    )
    for table in before.keys() - moved:
        assert after[table] == before[table], table
    assert there(rows) == {"root", "cello", "suite", "other", "climb", "evening", "shared", "breathe", "relax", "loose"}
    assert set(rows.sql("SELECT * FROM practice_session_goals")) == {("evening", "suite"), ("shared", "suite"), ("shared", "climb")}
    assert (change.label, change.note, change.trash) == (f"Restore {entry.name}", "", True)
    assert again.goals.trash() == ()


def test_a_restoration_holds_only_some_rows_in_memory(workspace: Workspace, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    before = dump(rows.path)
    workspace.goals.delete([GoalId("root")])
    held = []

    def put_back(row: BinnedRow, sql: sqlite3.Connection, of: Callable[[BinnedRow, sqlite3.Connection], bool] = BinnedRow.put_back) -> bool:
        held.append(sum(type(there) is BinnedRow for there in gc.get_objects()))
        return of(row, sql)

    monkeypatch.setattr("fractal_desktop.persistence.trash._AT_ONCE", 2, raising=False)
    monkeypatch.setattr(BinnedRow, "put_back", put_back)
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert len(held) > 10
    assert max(held) <= 4, "two, and two of those before"
    assert dump(rows.path)["metric_values"] == before["metric_values"]
    assert there(rows) == {"root", "cello", "suite", "other", "climb", "evening", "shared", "breathe", "relax", "loose"}


def test_a_restoration_can_be_undone(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("cello")])
    deleted = dump(rows.path)
    workspace.goals.restore(workspace.goals.trash()[0].id)
    workspace.history.undo()
    assert dump(rows.path) == deleted


def test_a_whole_fractal_takes_its_unused_library_along(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("root")])
    assert {id_ for (id_,) in rows.sql("SELECT id FROM activity_definitions")} == {"hangs"}
    for table in ("metric_definitions", "split_definitions", "session_templates"):
        assert rows.one(f"SELECT COUNT(*) FROM {table}") == 0
    assert {id_ for (id_,) in rows.sql("SELECT id FROM goals")} == {"other", "climb", "shared", "breathe", "loose"}


def test_what_a_session_that_stays_has_used_stays_too(workspace: Workspace, rows: Rows) -> None:
    rows.insert("activity_instances", id="i9", practice_session_id="loose", activity_definition_id="scales")
    rows.sql("UPDATE goals SET template_id = 'routine' WHERE id = 'loose'")
    change = workspace.goals.delete([GoalId("root")])
    assert {id_ for (id_,) in rows.sql("SELECT id FROM activity_definitions")} == {"hangs", "scales"}
    assert rows.one("SELECT COUNT(*) FROM metric_definitions") == 1
    assert rows.one("SELECT COUNT(*) FROM session_templates") == 1
    assert not change.library


def test_sessions_chosen_themselves_go_even_if_they_hang_on_more(workspace: Workspace, rows: Rows) -> None:
    change = workspace.practice.delete([SessionId("shared"), SessionId("loose")])
    assert change.label == "Delete Shared and 1 more"
    assert there(rows).isdisjoint({"shared", "breathe", "loose"})
    assert (workspace.goals.trash()[0].goals, workspace.goals.trash()[0].sessions) == (1, 2)


def test_a_session_that_is_only_linked_goes_with_its_last_goal(workspace: Workspace, rows: Rows) -> None:
    rows.session("visitor", links=("climb",))
    rows.session("stray", "gone", links=("climb", "suite"))
    workspace.goals.delete([GoalId("climb")])
    assert "visitor" not in there(rows)
    assert rows.sql("SELECT parent_id, root_id FROM goals WHERE id = 'stray'") == [("suite", "root")]


def test_what_comes_back_where_nothing_is_comes_back_at_the_top(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("suite")])
    workspace.goals.delete([GoalId("root")])
    change = workspace.goals.restore(workspace.goals.trash()[1].id)
    assert change.note == "“Suite” came back at the top: what it lay under is gone."
    assert workspace.goals.path_to(GoalId("evening")) == ("suite", "evening")
    assert rows.sql("SELECT DISTINCT root_id FROM goals WHERE id IN ('suite', 'evening', 'relax')") == [("suite",)]


def test_a_session_that_comes_back_without_its_goal_is_unfiled(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("evening")])
    workspace.goals.delete([GoalId("root")])
    change = workspace.goals.restore(workspace.goals.trash()[1].id)
    assert change.note == "“Evening” came back without a goal: what it lay under is gone."
    assert workspace.goals.path_to(GoalId("evening")) == (UNFILED, "evening")
    assert rows.sql("SELECT parent_id, root_id FROM goals WHERE id = 'evening'") == [(None, None)]
    assert rows.one("SELECT COUNT(*) FROM practice_session_goals WHERE practice_session_id = 'evening'") == 0


def test_what_comes_back_names_the_fractal_its_place_is_in_by_now(workspace: Workspace, rows: Rows) -> None:
    rows.sql("UPDATE goals SET root_id = 'root' WHERE id = 'suite'")
    workspace.goals.delete([GoalId("suite")])
    workspace.goals.move([GoalId("cello")], GoalId("other"))
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert rows.sql("SELECT DISTINCT root_id FROM goals WHERE id IN ('suite', 'evening')") == [("other",)]


def test_places_that_are_taken_meanwhile_stop_nothing(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("evening")])
    rowids = json.loads(str(rows.one("SELECT row_json FROM trash_rows WHERE table_name = 'goals' AND row_json LIKE '%evening%' LIMIT 1")))
    rows.insert("goals", rowid=rowids["rowid"], id="squatter", type="NanoGoal", name="s")
    rows.insert("session_issues", session_id="loose", code="no_start")
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert {"evening", "squatter"} <= there(rows)
    assert sorted(rows.sql("SELECT session_id FROM session_issues")) == [("evening",), ("loose",)]


def test_an_emptied_trash_can_still_be_undone(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("suite")])
    deleted = dump(rows.path)
    assert workspace.goals.empty_trash().label == "Empty trash"
    assert workspace.goals.trash() == ()
    assert rows.one("SELECT COUNT(*) FROM trash_rows") == 0
    workspace.history.undo()
    assert dump(rows.path) == deleted


def test_what_is_gone_can_neither_be_deleted_nor_restored(workspace: Workspace, rows: Rows) -> None:
    before = dump(rows.path)
    with pytest.raises(UserError, match="no longer exists"):
        workspace.goals.delete([GoalId("suite"), GoalId("gone")])
    with pytest.raises(UserError, match="no longer in the trash"):
        workspace.goals.restore(7)
    assert dump(rows.path) == before


def test_deleting_and_restoring_leaves_a_sound_file(workspace: Workspace, rows: Rows) -> None:
    workspace.goals.delete([GoalId("other")])
    workspace.goals.delete([GoalId("root")])
    for entry in workspace.goals.trash():
        workspace.goals.restore(entry.id)
    workspace.close()
    assert check(rows.path).ok
    assert rows.sql("PRAGMA foreign_key_check(practice_session_goals)") == []


@st.composite
def woods(draw: st.DrawFn) -> dict[str, tuple[str, str | None, tuple[str, ...]]]:
    """Draw goals and sessions in any order, each with what it lies under among those before it, sessions with links to goals too."""
    nodes: dict[str, tuple[str, str | None, tuple[str, ...]]] = {}
    for number, is_session in enumerate(draw(st.lists(st.booleans(), min_size=2, max_size=9))):
        goals = [id_ for id_, (kind, _, _) in nodes.items() if kind != "PracticeSession"]
        links = draw(st.lists(st.sampled_from(goals), max_size=2, unique=True)) if goals and is_session else []
        kind = "PracticeSession" if is_session else "ImmediateGoal"
        nodes[f"{'session' if is_session else 'goal'}-{number}"] = (kind, draw(st.sampled_from([None, *nodes])), tuple(links))
    return nodes


@given(woods(), st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_lies_under_what_nothing_is_left_hanging_and_all_comes_back(
    tmp_path_factory: pytest.TempPathFactory, nodes: dict[str, tuple[str, str | None, tuple[str, ...]]], data: st.DataObject
) -> None:
    rows = new_file(tmp_path_factory.mktemp("woods") / "fractal.db")
    for id_, (kind, parent, links) in nodes.items():
        if kind == "PracticeSession":
            rows.session(id_, parent, links=links)
        else:
            rows.goal(id_, kind, parent)
    before = dump(rows.path)
    workspace = open_file(rows.path)
    chosen = data.draw(st.lists(st.sampled_from(sorted(nodes)), min_size=1, max_size=2, unique=True))
    workspace.goals.delete(chosen)
    left = there(rows)
    assert not left & set(chosen)
    assert {parent for (parent,) in rows.sql("SELECT parent_id FROM goals WHERE parent_id IS NOT NULL")} <= left
    assert {goal for (goal,) in rows.sql("SELECT short_term_goal_id FROM practice_session_goals")} <= left
    for id_, (kind, parent, links) in nodes.items():
        goals = {each for each in (parent, *links) if each is not None and nodes[each][0] != "PracticeSession"}
        if kind == "PracticeSession" and goals and id_ not in chosen:
            assert (id_ in left) == bool(goals & left), "a session stays as long as one of its goals does"
    assert check(rows.path).ok
    workspace.history.undo()
    assert dump(rows.path) == before
    workspace.close()


def test_restored_sessions_are_brought_into_line_some_at_a_time(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(goal_tree, "_CHUNK", 2)
    rows.sql("UPDATE goals SET total_duration_seconds = 7 WHERE id = 'loose'")
    asked: list[str] = []
    with closing(connect(rows.path)) as db:
        db.set_trace_callback(asked.append)
        align(db, ["evening", "shared", "loose"])
    assert len([statement for statement in asked if "json_each" in statement and "session_provenance" in statement]) == 2
    assert rows.one("SELECT total_duration_seconds FROM goals WHERE id = 'loose'") is None


def test_what_a_session_in_the_trash_uses_stays_in_the_library_until_the_trash_is_emptied(workspace: Workspace, rows: Rows) -> None:
    rows.sql("UPDATE goals SET template_id = 'routine' WHERE id = 'evening'")
    rows.sql("UPDATE metric_values SET split_definition_id = 'left' WHERE id = 'v1'")
    rows.sql("DELETE FROM metric_values WHERE id = 'v2'")
    workspace.practice.delete([SessionId("evening")])
    library = workspace.library
    with pytest.raises(UserError, match="“Scales” is used in the trash"):
        library.delete_activities([ActivityId("scales")])
    with pytest.raises(UserError, match="“Routine” is used in the trash"):
        library.delete_templates([TemplateId("routine")])
    library.save_activity(ActivityId("scales"), ActivityDraft("Scales"))
    (left,) = (each for each in library.activities() if each.id == "scales")
    assert [(each.id, each.retired) for each in (*left.metrics, *left.splits)] == [("tempo", True), ("left", True)]
    workspace.goals.restore(workspace.goals.trash()[0].id)
    assert rows.sql("PRAGMA foreign_key_check(activity_instances)") + rows.sql("PRAGMA foreign_key_check(metric_values)") == []
    workspace.practice.delete([SessionId("evening")])
    workspace.goals.empty_trash()
    library.delete_activities([ActivityId("scales")])
    library.delete_templates([TemplateId("routine")])
    assert [each.id for each in library.activities()] == ["hangs"]
    assert library.templates() == ()


def test_an_activity_that_a_target_in_the_trash_asks_for_stays(workspace: Workspace, rows: Rows) -> None:
    rows.goal("fast", "ShortTermGoal", "cello", targets=json.dumps([{"activity_id": "hangs", "metrics": []}]))
    workspace.goals.delete([GoalId("fast")])
    with pytest.raises(UserError, match="“Hangs” is used in the trash"):
        workspace.library.delete_activities([ActivityId("hangs")])


def test_a_session_comes_back_with_what_it_uses_of_a_fractal_that_was_deleted_after_it(workspace: Workspace, rows: Rows) -> None:
    workspace.practice.delete([SessionId("evening")])
    before = dump(rows.path)
    workspace.goals.delete([GoalId("root")])
    assert [each.id for each in workspace.library.activities()] == ["hangs"]
    fractal, session = workspace.goals.trash()
    workspace.goals.restore(session.id)
    back = workspace.library.activities()[0]
    assert (back.id, len(back.metrics), len(back.splits)) == ("scales", 1, 2)
    again = SessionId(str(workspace.practice.duplicate([SessionId("evening")]).created))
    assert rows.one("SELECT activity_definition_id FROM activity_instances WHERE practice_session_id = ?", again) == "scales"
    workspace.goals.restore(fractal.id)
    assert check(rows.path).counts.get(ProblemCode.ROWS_DIFFER, 0) == 0
    while workspace.history.undo_label != "deletion of Evening":
        workspace.history.undo()
    assert dump(rows.path) == before
