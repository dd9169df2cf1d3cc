from collections import deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from traceback import walk_tb

import pytest

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, StorageProblem, UserError
from fractal_desktop.persistence.connection import connect
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.recorder import Recorder, RowChange
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver
from fractal_desktop.services.history import DEPTH, Command, Done, History, _Step
from tests.workspaces import Rows, dump, new_file, open_file


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal")
    rows.goal("suite", parent="root")
    rows.session("evening", "suite")
    rows.library()
    return rows


@pytest.fixture
def history(rows: Rows) -> History:
    return History(Database.open(rows.path))


@contextmanager
def impatient(history: History) -> Iterator[None]:
    """Let the writer wait for others no longer than a moment."""
    with history._database.writer.connect() as connection:
        driver(connection).execute("PRAGMA busy_timeout=1")
    yield


def run(statement: str, *values: object, label: str = "Do it", note: str = "") -> Command:
    def command(unit: UnitOfWork) -> Done:
        unit.sql.execute(statement, values)
        return Done(label, note=note)

    return command


def rename(name: str, id_: str = "suite") -> Command:
    return run("UPDATE goals SET name = ? WHERE id = ?", name, id_, label=f"Rename {name}")


def test_a_new_history_has_nothing_to_undo_or_redo(history: History) -> None:
    assert (history.undo_label, history.redo_label) == (None, None)
    with pytest.raises(UserError, match="nothing to undo"):
        history.undo()
    with pytest.raises(UserError, match="nothing to redo"):
        history.redo()


def test_steps_are_named_undone_and_done_again_in_order(history: History, rows: Rows) -> None:
    before = dump(rows.path)
    history.perform(rename("A"))
    between = dump(rows.path)
    history.perform(rename("B"))
    after = dump(rows.path)
    assert (history.undo_label, history.redo_label) == ("renaming of B", None)
    assert history.undo().label == "Rename B"
    assert dump(rows.path) == between
    assert (history.undo_label, history.redo_label) == ("renaming of A", "renaming of B")
    history.undo()
    assert dump(rows.path) == before
    history.redo()
    assert history.redo().label == "Rename B"
    assert dump(rows.path) == after
    assert history.redo_label is None


def test_a_new_step_ends_what_could_be_done_again(history: History) -> None:
    history.perform(rename("A"))
    history.undo()
    history.perform(rename("B"))
    assert history.redo_label is None


def test_what_is_taken_back_or_done_again_is_not_collected_a_second_time(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    collected = []

    def collect(recorder: Recorder, of: Callable[[Recorder], tuple[RowChange, ...]] = Recorder.collect) -> tuple[RowChange, ...]:
        collected.append(of(recorder))
        return collected[-1]

    monkeypatch.setattr(Recorder, "collect", collect)
    history.perform(rename("A"))
    history.undo()
    history.redo()
    assert [len(rows) for rows in collected] == [1, 0, 0]
    assert history.perform(rename("B", "root")).goals == {"root"}, "nor does it come to light later"


def test_what_cannot_be_reached_any_more_is_let_go_some_rows_at_a_time(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.services.history._AT_ONCE", 2)
    history.perform(run("UPDATE goals SET description = 'new'"))
    done = history._undo[-1]
    assert len(done.rows) == len(done.marks) == 3
    history.undo()
    undone = history._redo[-1]
    assert (len(undone.rows), len(undone.marks), done.marks) == (3, 3, [])
    history.redo()
    assert undone.marks == []
    history.undo()
    reachable = history._redo[-1]
    history.perform(rename("A"))
    assert (reachable.rows, reachable.marks) == ([], [])
    oldest = history._undo[0]
    for number in range(DEPTH):
        assert oldest.rows, "it can still be reached"
        history.perform(rename(str(number)))
    assert (oldest.rows, oldest.marks) == ([], [])


@pytest.mark.parametrize("direction", ["undo", "redo"])
def test_an_error_carries_no_rows_of_the_step_that_was_refused_to_where_it_is_shown(history: History, rows: Rows, direction: str) -> None:
    history.perform(run("UPDATE goals SET description = 'ours'"))
    if direction == "redo":
        history.undo()
    rows.sql("UPDATE goals SET description = 'theirs'")
    with pytest.raises(UserError) as refusal:
        getattr(history, direction)()
    tracebacks = refusal.value.__traceback__, refusal.value.__cause__.__traceback__ if refusal.value.__cause__ else None
    held = [value for each in tracebacks for frame, _ in walk_tb(each) for value in frame.f_locals.values()]
    steps = [value for value in held if isinstance(value, _Step)]
    assert steps
    assert all(step.rows == step.marks == [] for step in steps)
    assert not any(isinstance(row, RowChange) for value in held if isinstance(value, list | tuple) for row in value)


def test_a_step_may_go_while_somebody_asks_what_it_is_called(history: History) -> None:
    class JustEmptied(deque[_Step]):
        def __len__(self) -> int:
            return 1

    history._undo = history._redo = JustEmptied()
    assert (history.undo_label, history.undo_change, history.redo_label) == (None, None, None)


def test_a_file_that_is_closed_keeps_no_steps(rows: Rows) -> None:
    workspace = open_file(rows.path)
    for name in ("A", "B"):
        workspace.history.perform(rename(name))
    workspace.history.undo()
    steps = [*workspace.history._undo, *workspace.history._redo]
    assert len(steps) == 2
    workspace.close()
    assert (workspace.history.undo_label, workspace.history.redo_label) == (None, None)
    assert [(step.rows, step.marks) for step in steps] == [([], []), ([], [])]


def test_a_step_that_changed_nothing_is_not_remembered_and_ends_nothing(history: History) -> None:
    history.perform(rename("A"))
    history.undo()
    change = history.perform(rename("Suite"))
    assert change == Change("Rename Suite")
    assert (history.undo_label, history.redo_label) == (None, "renaming of A")


def test_a_command_that_raises_leaves_file_and_history_alone(history: History, rows: Rows) -> None:
    history.perform(rename("A"))
    before = dump(rows.path)

    def refuse(unit: UnitOfWork) -> Done:
        unit.sql.execute("DELETE FROM goals WHERE id = 'suite'")
        raise UserError("No.")

    with pytest.raises(UserError):
        history.perform(refuse)
    assert dump(rows.path) == before
    assert history.undo_label == "renaming of A"


def test_a_step_that_could_not_be_committed_is_not_remembered_and_can_be_tried_again(history: History, rows: Rows) -> None:
    before = dump(rows.path)
    with closing(connect(rows.path)) as other:
        reader = other.execute("SELECT * FROM goals")
        reader.fetchone()
        with impatient(history), pytest.raises(StorageError) as caught:
            history.perform(rename("A"))
        reader.close()
    assert caught.value.problem is StorageProblem.BUSY
    assert dump(rows.path) == before
    assert (history.undo_label, history.redo_label) == (None, None)
    history.perform(rename("A"))
    assert (history.undo_label, rows.one("SELECT name FROM goals WHERE id = 'suite'")) == ("renaming of A", "A")


def test_an_undo_that_could_not_be_committed_can_be_tried_again(history: History, rows: Rows) -> None:
    before = dump(rows.path)
    history.perform(rename("A"))
    with closing(connect(rows.path)) as other:
        reader = other.execute("SELECT * FROM goals")
        reader.fetchone()
        with impatient(history), pytest.raises(StorageError):
            history.undo()
        reader.close()
    assert (history.undo_label, history.redo_label) == ("renaming of A", None)
    history.undo()
    assert dump(rows.path) == before


def test_two_hundred_steps_are_remembered(history: History, rows: Rows) -> None:
    for number in range(DEPTH + 5):
        history.perform(rename(f"Name {number}"))
    undone = 0
    while history.undo_label:
        history.undo()
        undone += 1
    assert undone == DEPTH == 200
    assert rows.one("SELECT name FROM goals WHERE id = 'suite'") == "Name 4"


@pytest.mark.parametrize("column", ["name", "description"])
def test_a_row_that_was_changed_elsewhere_is_left_alone(history: History, rows: Rows, column: str) -> None:
    history.perform(run("UPDATE goals SET description = 'x' WHERE id = 'root'"))
    history.perform(rename("A"))
    rows.sql(f"UPDATE goals SET {column} = 'elsewhere' WHERE id = 'suite'")
    before = dump(rows.path)
    with pytest.raises(UserError, match=r"cannot be undone any more.*changed elsewhere"):
        history.undo()
    assert dump(rows.path) == before
    history.undo()  # what came before it is not barred
    assert rows.one("SELECT description FROM goals WHERE id = 'root'") != "x"
    assert history.undo_label is None


def test_a_row_that_was_changed_elsewhere_is_not_done_again(history: History, rows: Rows) -> None:
    history.perform(rename("A"))
    history.undo()
    rows.sql("DELETE FROM goals WHERE id = 'suite'")
    with pytest.raises(UserError, match=r"cannot be done again any more.*changed elsewhere"):
        history.redo()
    assert history.redo_label is None


def test_one_unit_of_work_after_another_disturbs_nothing_but_its_own_rows(history: History, rows: Rows) -> None:
    history.perform(rename("A"))
    rows.sql("UPDATE goals SET name = 'elsewhere' WHERE id = 'root'")
    history.undo()
    assert rows.sql("SELECT id, name FROM goals WHERE id IN ('root', 'suite')") == [("root", "elsewhere"), ("suite", "Suite")]


def test_undo_brings_rows_back_that_link_to_nothing(history: History, rows: Rows) -> None:
    rows.insert("practice_session_goals", practice_session_id="evening", short_term_goal_id="gone")
    before = dump(rows.path)
    history.perform(run("DELETE FROM goals WHERE id = 'suite'"))
    assert rows.one("SELECT COUNT(*) FROM practice_session_goals") == 0, "the cascade took the session and its links"
    history.undo()
    assert dump(rows.path) == before


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE goals SET name = 'x' WHERE id = 'suite'", Change("", frozenset({"suite", "root"}), tree=True)),
        ("UPDATE goals SET completed = 1 WHERE id = 'suite'", Change("", frozenset({"suite", "root"}))),
        ("UPDATE goals SET description = 'x' WHERE id = 'suite'", Change("", frozenset({"suite"}))),
        ("UPDATE goals SET parent_id = NULL WHERE id = 'suite'", Change("", frozenset({"suite", "root"}), tree=True)),
        ("UPDATE goals SET attributes = '{}' WHERE id = 'evening'", Change("", sessions=frozenset({"evening"}))),
        (
            "UPDATE goals SET parent_id = 'root' WHERE id = 'evening'",
            Change("", frozenset({"suite", "root"}), frozenset({"evening"}), tree=True),
        ),
        ("DELETE FROM goals WHERE id = 'evening'", Change("", frozenset({"suite"}), frozenset({"evening"}), tree=True)),
        (
            "INSERT INTO practice_session_goals VALUES ('evening', 'root')",
            Change("", frozenset({"root"}), frozenset({"evening"}), tree=True),
        ),
        ("UPDATE session_provenance SET start_source = 'document'", Change("", sessions=frozenset({"evening"}))),
        ("INSERT INTO session_issues (session_id, code) VALUES ('evening', 'no_start')", Change("", sessions=frozenset({"evening"}))),
        (
            "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES ('i', 'evening', 'scales')",
            Change("", sessions=frozenset({"evening"})),
        ),
        ("UPDATE session_templates SET name = 'x'", Change("", library=True)),
        ("UPDATE metric_definitions SET unit = 'x'", Change("", library=True)),
        ("INSERT INTO trash VALUES (1, '2026-01-01 00:00:00.000000', 'x', 'NanoGoal', 1, 0)", Change("", trash=True)),
        ("INSERT INTO app_meta VALUES ('a', 'b')", Change("")),
    ],
)
def test_a_change_names_what_was_touched_also_when_it_is_undone_and_done_again(history: History, statement: str, expected: Change) -> None:
    performed = history.perform(run(statement, label=""))
    undone, redone = history.undo(), history.redo()
    assert performed == expected
    assert undone == redone == expected


def test_a_value_of_an_instance_belongs_to_its_session(history: History, rows: Rows) -> None:
    rows.insert("activity_instances", id="i", practice_session_id="evening", activity_definition_id="scales")
    insert = "INSERT INTO metric_values (id, activity_instance_id, metric_definition_id, value) VALUES (?, 'i', 'tempo', 60)"
    assert history.perform(run(insert, "v1")).sessions == {"evening"}
    assert history.perform(run(insert, "v2")).sessions == {"evening"}
    gone = history.perform(run("DELETE FROM activity_instances"))
    assert gone.sessions == {"evening"}


def test_the_node_that_was_made_and_the_note_are_told_once(history: History) -> None:
    def make(unit: UnitOfWork) -> Done:
        unit.sql.execute("INSERT INTO goals (id, type, name) VALUES ('new', 'NanoGoal', 'n')")
        return Done("Create n", created="new", note="Look.")

    change = history.perform(make)
    assert (change.created, change.note, change.tree) == ("new", "Look.", True)
    undone, redone = history.undo(), history.redo()
    assert (undone.created, undone.note) == (None, "")
    assert (redone.created, redone.note) == ("new", "")
