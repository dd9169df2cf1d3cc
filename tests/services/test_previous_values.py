"""Last time's values and the best ever, for the session that is open, while sessions come, change and go."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, MetricId, SessionId, SplitId
from fractal_desktop.domain.leaders import MOST_LEADERS
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import best_values, previous
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, document, item, new_file, open_file, value

START = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
SCALES, STUDIES, TEMPO, ERRORS = ActivityId("scales"), ActivityId("studies"), MetricId("tempo"), MetricId("errors")
NOW = SessionId("now")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    return file(tmp_path / "fractal.db")


def file(path: Path) -> Rows:
    rows = new_file(path)
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    rows.insert("activity_definitions", id="studies", root_id="root", name="Studies")
    rows.insert("metric_definitions", id="errors", activity_id="studies", name="Errors", unit="", lower_is_better=1)
    return rows


def studies(instance_id: str, *entries: Any, **more: Any) -> dict[str, object]:
    return {**item(instance_id, metrics=list(entries)), "activity_id": "studies", "name": "Studies", **more}


def noted(workspace: Workspace, id_: str, days: float | None, *lines: dict[str, object]) -> SessionId:
    """Write a session so many days after the first with these items."""
    rows = Rows(workspace.path)
    rows.session(id_)
    start = None if days is None else START + timedelta(days=days)
    workspace.practice.save(SessionId(id_), SessionEdit(document=Document(document(*lines)), start=start))
    return SessionId(id_)


def tempo(instance_id: str, number: object, split: str | None = None) -> dict[str, object]:
    return item(instance_id, metrics=[value(number, split=split)])


def best(workspace: Workspace, session_id: SessionId, metric: MetricId = TEMPO, split: str | None = None) -> float | None:
    return workspace.practice.previous(session_id).best(SCALES, metric, SplitId(split) if split else None)


def test_last_time_is_the_latest_earlier_session_with_values(workspace: Workspace) -> None:
    noted(workspace, "old", 0, tempo("i1", 60), studies("i2", value(3, "errors")))
    noted(workspace, "new", 1, tempo("i3", 72.5), studies("i4", value("", "errors")))
    noted(workspace, "later", 5, tempo("i5", 90))
    noted(workspace, "now", 3, tempo("i6", 1), studies("i7"))
    values = workspace.practice.previous(NOW)
    assert values.last(SCALES, None, TEMPO, None) == "72.5"
    assert values.last(STUDIES, None, ERRORS, None) == "3"
    assert workspace.practice.previous(SessionId("old")).values == {}


def test_a_session_without_numbers_is_better_than_none(workspace: Workspace) -> None:
    noted(workspace, "one", 0, tempo("i1", ""))
    noted(workspace, "two", 1, tempo("i2", "fast"))
    noted(workspace, "now", 2, tempo("i3", ""))
    values = workspace.practice.previous(NOW)
    assert values.last(SCALES, None, TEMPO, None) == "fast", "what is no number was noted all the same"


def test_sets_are_matched_by_their_place(workspace: Workspace) -> None:
    sets = [{"instance_id": f"s{index}", "metrics": [value(60 + index)]} for index in range(3)]
    noted(workspace, "old", 0, item("i1", sets=sets))
    noted(workspace, "now", 1, item("i2", sets=[{"instance_id": "s9", "metrics": []}]))
    values = workspace.practice.previous(NOW)
    assert [values.last(SCALES, index, TEMPO, None) for index in range(4)] == ["60", "61", "62", None]


def test_a_session_without_a_start_comes_after_all(workspace: Workspace) -> None:
    noted(workspace, "old", 0, tempo("i1", 60))
    noted(workspace, "undated", None, tempo("i2", 99))
    noted(workspace, "now", None, tempo("i3", 1))
    assert workspace.practice.previous(NOW).last(SCALES, None, TEMPO, None) == "60"


def test_the_best_is_of_all_other_sessions_and_by_what_is_better(workspace: Workspace) -> None:
    noted(workspace, "old", 0, tempo("i1", 60), studies("i2", value(3, "errors"), value(2, "errors")))
    noted(workspace, "later", 5, tempo("i3", 90, "left"), studies("i4", value(0.5, "errors")))
    noted(workspace, "now", 3, tempo("i5", 500), studies("i6", value(-9, "errors")))
    assert best(workspace, NOW) == 60
    assert best(workspace, NOW, split="left") == 90
    assert best(workspace, NOW, split="right") is None
    assert best(workspace, NOW, ERRORS) == 0.5
    assert best(workspace, SessionId("later"), ERRORS) == -9
    assert best(workspace, SessionId("old")) == 500


def test_the_best_follows_what_is_done(workspace: Workspace) -> None:
    noted(workspace, "old", 0, tempo("i1", 60))
    noted(workspace, "now", 3, tempo("i2", 1), studies("i3"))
    assert best(workspace, NOW) == 60
    noted(workspace, "more", 1, tempo("i4", 80))
    assert best(workspace, NOW) == 80
    workspace.practice.delete([SessionId("more")])
    assert best(workspace, NOW) == 60
    workspace.history.undo()
    assert best(workspace, NOW) == 80
    workspace.practice.save(SessionId("more"), SessionEdit(document=Document(document(tempo("i4", 70)))))
    assert best(workspace, NOW) == 70
    workspace.history.undo()
    assert best(workspace, NOW) == 80
    workspace.history.redo()
    assert best(workspace, NOW) == 70
    copy = workspace.practice.duplicate([SessionId("more")]).created
    assert best(workspace, SessionId("more")) == 70
    assert copy is not None
    workspace.practice.delete([SessionId("more"), SessionId(copy), SessionId("old")])
    assert best(workspace, NOW) is None


def test_what_is_better_may_change(rows: Rows, workspace: Workspace) -> None:
    noted(workspace, "one", 0, studies("i1", value(3, "errors")))
    noted(workspace, "two", 1, studies("i2", value(5, "errors")))
    noted(workspace, "now", 2, studies("i3"))
    assert best(workspace, NOW, ERRORS) == 3
    rows.sql("UPDATE metric_definitions SET lower_is_better = 0 WHERE id = 'errors'")
    workspace.library.retire_activities([SCALES])  # whatever happens to the library
    assert best(workspace, NOW, ERRORS) == 5


def test_many_sessions_that_get_worse(workspace: Workspace) -> None:
    sessions = [noted(workspace, f"s{number}", number, tempo(f"i{number}", number)) for number in range(MOST_LEADERS + 4)]
    noted(workspace, "now", 99, tempo("i", ""))
    assert best(workspace, NOW) == MOST_LEADERS + 3
    workspace.practice.delete(sessions[4:])
    assert workspace.practice.previous(NOW).bests == {}, "nothing is known for a moment"
    assert best(workspace, NOW) == 3


def test_many_changes_at_once(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.services.best_values._MOST_CHANGED", 3)
    sessions = [noted(workspace, f"s{number}", number, tempo(f"i{number}", number)) for number in range(9)]
    noted(workspace, "now", 99, tempo("i", ""))
    assert best(workspace, NOW) == 8
    workspace.practice.delete(sessions[3:])
    assert best(workspace, NOW) == 2


def test_a_long_history_is_learnt_piece_by_piece(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(best_values, "BLOCK", 4)
    monkeypatch.setattr(best_values, "FIRST_BLOCK", 2)
    for number in range(40):
        noted(workspace, f"s{number}", number, tempo(f"i{number}", (number * 7) % 40, "left" if number % 3 else "12"))
    noted(workspace, "now", 99, tempo("i", ""))
    assert best(workspace, NOW, split="left") is None, "not known yet"
    noted(workspace, "new", 50, tempo("inew", 99, "left"))
    workspace.practice.delete([SessionId("s17")])  # (17 * 7) % 40 == 39 is the best so far
    while workspace.practice.learn_best_values():
        pass
    assert best(workspace, NOW, split="left") == 99
    assert best(workspace, SessionId("new"), split="left") == 38
    assert best(workspace, NOW, split="12") == max((number * 7) % 40 for number in range(0, 40, 3))


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize("near", [1, 300])
def test_however_it_is_looked_for_it_is_the_same_session(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, near: int, few: int
) -> None:
    monkeypatch.setattr(previous, "NEAR", near)
    monkeypatch.setattr(previous, "FEW", few)
    monkeypatch.setattr(previous, "_AT_ONCE", 2)
    noted(workspace, "first", 0, studies("i0", value(3, "errors")))
    for number in range(1, 7):
        noted(workspace, f"s{number}", number, tempo(f"i{number}", number if number < 4 else ""), studies(f"j{number}"))
    noted(workspace, "now", 9, tempo("i", ""), studies("j"))
    values = workspace.practice.previous(NOW)
    assert (values.last(SCALES, None, TEMPO, None), values.last(STUDIES, None, ERRORS, None)) == ("3", "3")


def test_a_session_that_cannot_be_read_or_is_gone(rows: Rows, workspace: Workspace) -> None:
    noted(workspace, "old", 0, tempo("i1", 60))
    rows.session("now", None, "{broken", session_start="2026-03-05 18:00:00.000000")
    assert workspace.practice.previous(NOW).values == {}
    rows.sql("UPDATE goals SET attributes = '{broken' WHERE id = 'old'")
    noted(workspace, "later", 9, tempo("i2", ""))
    assert workspace.practice.previous(SessionId("later")).values == {}
    with pytest.raises(UserError, match="no longer exists"):
        workspace.practice.previous(SessionId("gone"))


def test_rows_of_old_files_that_are_no_numbers_are_passed_over(rows: Rows, workspace: Workspace) -> None:
    noted(workspace, "old", 0, tempo("i1", 60))
    noted(workspace, "now", 1, tempo("i2", ""))
    rows.insert("metric_values", id="odd", activity_instance_id="i1", metric_definition_id="tempo", value="zz")
    rows.insert("metric_values", id="orphan", activity_instance_id="nobody", metric_definition_id="tempo", value=500)
    assert best(workspace, NOW) == 60


NUMBERS = st.sampled_from(["", "1", "2", "3.5", "10", "-4", "fast"])


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 20), NUMBERS, st.sampled_from([None, "left", "12"])), min_size=1, max_size=10))
def test_it_agrees_with_looking_at_all_sessions(
    tmp_path_factory: pytest.TempPathFactory, works: list[tuple[int, int, str, str | None]]
) -> None:
    rows = file(tmp_path_factory.mktemp("life") / "fractal.db")
    workspace = open_file(rows.path)
    for number in range(10):
        rows.session(f"s{number}")
    ids = [SessionId(f"s{number}") for number in range(10)]
    for number, days, noted_value, split in works:
        line = tempo(f"i{number}", noted_value, split) if number % 2 else studies(f"i{number}", value(noted_value, "errors", split))
        workspace.practice.save(ids[number], SessionEdit(document=Document(document(line)), start=START + timedelta(days=days)))
        if days % 7 == 0:
            workspace.history.undo()
        found = {id_: workspace.practice.session(id_) for id_ in ids}
        for id_ in (ids[number], ids[days % 10]):
            values, mine = workspace.practice.previous(id_), found[id_]
            own = next(iter(mine.document.items), None) if mine.document is not None else None
            if own is None or own.activity_id is None:
                continue
            metric = own.metrics[0].metric_id
            for wanted in (None, SplitId("left"), SplitId("12")):
                numbers = [n for other in found.values() if other.id != id_ for n in _numbers(other.document, metric, wanted)]
                sign = min if metric == ERRORS else max
                assert values.best(own.activity_id, metric, wanted) == sign(numbers, default=None)
    workspace.close()


def _numbers(content: Document | None, metric: MetricId, split: SplitId | None) -> list[float]:
    entries = [entry for line in (content.items if content is not None else ()) for entry in line.metrics]
    return [entry.number for entry in entries if (entry.metric_id, entry.split_id) == (metric, split) and entry.number is not None]
