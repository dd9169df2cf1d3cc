import random
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import UNFILED, GoalTime
from fractal_desktop.ui.goals.branch_reading import FIRST_SESSIONS, PAGE
from fractal_desktop.ui.goals.cells import TargetShare
from fractal_desktop.ui.goals.tree_model import GoalTreeModel
from tests.ui.goals.fakes import FakeReader, FakeTree, GoalType, texts

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal
EVERYTHING = Change("test", everything=True)


def tree_change(*goals: str, sessions: tuple[str, ...] = ()) -> Change:
    return Change("test", goals=frozenset(goals), sessions=frozenset(sessions), tree=True)


@pytest.fixture
def tree() -> FakeTree:
    """Two fractals, a session under two goals, one without any."""
    tree = FakeTree()
    tree.goal("cello")
    tree.goal("climb")
    tree.goal("suites", "cello", GoalType.LONG_TERM)
    tree.goal("hand", "cello", GoalType.LONG_TERM)
    tree.goal("first", "suites", GoalType.MID_TERM)
    tree.session("evening", "suites", "hand", days_ago=1)
    tree.session("morning", "suites", days_ago=2)
    return tree


def opened(reader: FakeReader, watched: bool = True) -> GoalTreeModel:
    """Return a model that has read its top; `watched` by Qt's tester, which opens branches of its own accord."""
    model = GoalTreeModel(reader, texts())
    if watched:
        QAbstractItemModelTester(model, FATAL, model)
    model.fetchMore(QModelIndex())
    return model


def ids(model: GoalTreeModel, parent: QModelIndex = QModelIndex()) -> list[str]:  # noqa: B008
    nodes = [model.node(model.index(row, 0, parent)) for row in range(model.rowCount(parent))]
    return [node.id if node else "…" for node in nodes]


def at(model: GoalTreeModel, node_id: str, number: int = 0) -> QModelIndex:
    return model.indexes_of(node_id)[number]


def fill(model: GoalTreeModel, *node_ids: str) -> None:
    for node_id in node_ids:
        for index in model.indexes_of(node_id):
            model.fetchMore(index)


def whole(model: GoalTreeModel, parent: QModelIndex = QModelIndex()) -> list[object]:  # noqa: B008
    """Return all filled branches as nested lists."""
    rows = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    return [(model.line(row), whole(model, row)) for row in rows]


def test_only_what_is_opened_is_read(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree)
    model = opened(reader, watched=False)
    assert ids(model) == ["cello", "climb"]
    assert [request.parent_id for request in reader.asked] == [None]
    fill(model, "cello")
    assert ids(model, at(model, "cello")) == ["suites", "hand"]
    assert [request.parent_id for request in reader.asked] == [None, "cello"]


def test_a_goal_without_anything_below_has_no_arrow(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    assert model.hasChildren(at(model, "cello"))
    assert not model.hasChildren(at(model, "climb"))


def test_goals_come_first_then_sessions_with_the_newest_on_top(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites")
    assert ids(model, at(model, "suites")) == ["first", "evening", "morning"]


def test_a_session_of_two_goals_stands_under_both(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites", "hand")
    assert [model.ancestor_ids(index) for index in model.indexes_of("evening")] == [["suites", "cello"], ["hand", "cello"]]


def test_many_sessions_come_page_by_page_with_a_line_that_counts_the_rest(qtbot: QtBot, tree: FakeTree) -> None:
    tree.sessions("climb", 300)
    model = opened(FakeReader(tree), watched=False)
    fill(model, "climb")
    climb = at(model, "climb")
    assert model.rowCount(climb) == FIRST_SESSIONS + 1
    line = model.index(FIRST_SESSIONS, 0, climb)
    assert line.data() == f"{300 - FIRST_SESSIONS} earlier sessions"
    model.load_more(line)
    climb = at(model, "climb")
    assert model.rowCount(climb) == FIRST_SESSIONS + PAGE + 1
    assert model.index(FIRST_SESSIONS + PAGE, 0, climb).data() == f"{100 - FIRST_SESSIONS} earlier sessions"
    model.load_more(model.index(FIRST_SESSIONS + PAGE, 0, climb))
    assert ids(model, at(model, "climb")) == [f"climb-{number}" for number in range(300)]


def test_first_picture_asks_for_the_same_with_one_session_and_a_thousand(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree)
    opened(reader, watched=False)
    few = list(reader.asked)
    tree.sessions("climb", 1000)
    again = FakeReader(tree)
    opened(again, watched=False)
    assert again.asked == few


def test_the_unfiled_branch_stands_at_the_bottom_only_if_there_is_something_in_it(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    assert UNFILED not in ids(model)
    tree.session("lost")
    model.apply_change(EVERYTHING)
    assert ids(model) == ["cello", "climb", UNFILED]
    fill(model, UNFILED)
    assert ids(model, at(model, UNFILED)) == ["lost"]
    tree.entries["lost"].parents = ["climb"]
    model.apply_change(tree_change("climb", sessions=("lost",)))
    assert ids(model) == ["cello", "climb"]


def test_a_new_goal_is_one_inserted_row(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites")
    inserted, reset, removed = QSignalSpy(model.rowsInserted), QSignalSpy(model.modelReset), QSignalSpy(model.rowsRemoved)
    tree.goal("second", "suites", GoalType.MID_TERM)
    model.apply_change(tree_change("second", "suites"))
    assert ids(model, at(model, "suites")) == ["first", "second", "evening", "morning"]
    assert inserted.count() == 1
    assert inserted.at(0)[1:] == [1, 1]
    assert reset.count() == removed.count() == 0


def test_a_deleted_goal_takes_what_hangs_on_it_along_and_undo_brings_it_back(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites")
    before = dict(tree.entries)
    removed = QSignalSpy(model.rowsRemoved)
    tree.remove("first")
    model.apply_change(EVERYTHING)
    assert removed.count() == 1
    assert ids(model, at(model, "suites")) == ["evening", "morning"]
    tree.entries = before
    model.apply_change(EVERYTHING)
    assert ids(model, at(model, "suites")) == ["first", "evening", "morning"]


def test_a_move_keeps_the_line_and_what_is_open_below_it(qtbot: QtBot, tree: FakeTree) -> None:
    tree.goal("rest", "climb", GoalType.LONG_TERM)
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites", "climb")
    kept = QPersistentModelIndex(at(model, "suites"))
    moved, removed, inserted = QSignalSpy(model.rowsMoved), QSignalSpy(model.rowsRemoved), QSignalSpy(model.rowsInserted)
    tree.entries["suites"].parents = ["climb"]
    model.apply_change(tree_change("suites", "cello", "climb"))
    assert moved.count() == 1
    assert removed.count() == inserted.count() == 0
    assert kept.isValid()
    assert model.ancestor_ids(kept) == ["climb"]
    assert ids(model, at(model, "suites")) == ["first", "evening", "morning"]
    assert ids(model, at(model, "climb")) == ["suites", "rest"]


def test_two_goals_that_change_places_as_parent_and_child(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites", "first")
    tree.session("late", "first")
    model.apply_change(EVERYTHING)
    tree.entries["first"].parents = ["cello"]
    tree.entries["suites"].parents = ["first"]
    model.apply_change(EVERYTHING)
    assert ids(model, at(model, "cello")) == ["hand", "first"]
    assert ids(model, at(model, "first")) == ["suites", "late"]
    assert ids(model, at(model, "suites")) == ["evening", "morning"]


def test_a_session_with_a_new_start_moves_to_its_place_and_nothing_else_does(qtbot: QtBot, tree: FakeTree) -> None:
    tree.sessions("climb", 10)
    model = opened(FakeReader(tree), watched=False)
    fill(model, "climb")
    model.load_more(model.index(FIRST_SESSIONS, 0, at(model, "climb")))
    moved = QSignalSpy(model.rowsMoved)
    tree.entries["climb-0"].start = tree.entries["climb-7"].start.replace(hour=19)
    model.apply_change(Change("Move start", sessions=frozenset({"climb-0"})))
    assert moved.count() == 1
    assert ids(model, at(model, "climb")) == [f"climb-{n}" for n in (1, 2, 3, 4, 5, 6, 0, 7, 8, 9)]


def test_a_renamed_session_changes_each_of_its_lines_and_no_other(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    fill(model, "cello", "suites", "hand")
    changed = QSignalSpy(model.dataChanged)
    tree.entries["evening"].name = "Late routine"
    model.apply_change(Change("Rename", sessions=frozenset({"evening"})))
    assert [index.data() for index in model.indexes_of("evening")] == ["Late routine"] * 2
    assert changed.count() == 2


def test_a_change_asks_only_for_the_branches_it_touched(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree)
    model = opened(reader)
    fill(model, "cello", "suites", "hand")
    reader.asked.clear()
    tree.entries["hand"].name = "Hand"
    model.apply_change(tree_change("hand"))
    assert sorted(str(request.parent_id) for request in reader.asked) == ["None", "cello", "hand"]
    assert at(model, "hand").data() == "Hand"


def test_a_change_elsewhere_asks_nothing(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree)
    model = opened(reader)
    fill(model, "cello", "suites", "hand")
    asked = len(reader.asked)
    model.apply_change(Change("Rename", sessions=frozenset()))
    assert len(reader.asked) == asked


def test_a_session_from_further_down_that_became_the_newest_appears(qtbot: QtBot, tree: FakeTree) -> None:
    tree.sessions("climb", 40)
    model = opened(FakeReader(tree))
    fill(model, "climb")
    tree.entries["climb-30"].start = tree.entries["climb-0"].start.replace(hour=19)
    model.apply_change(Change("Move start", sessions=frozenset({"climb-30"})))
    assert ids(model, at(model, "climb"))[:2] == ["climb-30", "climb-0"]


def test_an_arrow_appears_with_the_first_child(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    inserted = QSignalSpy(model.rowsInserted)
    tree.goal("boulder", "climb", GoalType.LONG_TERM)
    model.apply_change(EVERYTHING)
    assert model.hasChildren(at(model, "climb"))
    assert inserted.count() == 1


def test_hidden_sessions_go_and_come_back_without_a_reset(qtbot: QtBot, tree: FakeTree) -> None:
    tree.sessions("climb", 300)
    model = opened(FakeReader(tree), watched=False)
    fill(model, "cello", "suites", "climb")
    reset = QSignalSpy(model.modelReset)
    model.set_sessions_shown(False)
    assert ids(model, at(model, "suites")) == ["first"]
    assert not model.hasChildren(at(model, "climb"))
    model.set_sessions_shown(True)
    assert ids(model, at(model, "suites")) == ["first", "evening", "morning"]
    assert model.rowCount(at(model, "climb")) == FIRST_SESSIONS + 1
    assert reset.count() == 0


def test_times_arrive_later_and_touch_only_their_lines(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    assert at(model, "cello").siblingAtColumn(1).data() == ""
    model.set_times({"cello": GoalTime(0, 7384, 0, 3), "climb": GoalTime(0, 0, 0, 0)})
    assert at(model, "cello").siblingAtColumn(1).data() == "2:03"
    assert at(model, "climb").siblingAtColumn(1).data() == "-"
    changed = QSignalSpy(model.dataChanged)
    model.set_times({"cello": GoalTime(0, 7444, 0, 3), "climb": GoalTime(0, 0, 0, 0)})
    assert changed.count() == 1
    assert at(model, "cello").siblingAtColumn(1).data() == "2:04"


def test_a_goal_with_targets_shows_how_many_are_reached_instead_of_the_goals_below(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    progress = at(model, "cello").siblingAtColumn(3)
    assert progress.data() == "0 of 2"
    changed = QSignalSpy(model.dataChanged)
    model.set_targets({GoalId("cello"): TargetShare(1, 3)})
    assert progress.data() == "1 of 3"
    assert progress.data(Qt.ItemDataRole.ToolTipRole) == "1 of 3 targets reached"
    assert "1 of 3 targets reached" in at(model, "cello").data(Qt.ItemDataRole.AccessibleTextRole)
    model.set_targets({GoalId("cello"): TargetShare(1, 3), GoalId("gone"): TargetShare(0, 1)})
    assert changed.count() == 1
    model.set_targets({})
    assert progress.data() == "0 of 2"


def test_a_goal_without_a_deadline_shows_the_next_one_below(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    due = at(model, "cello").siblingAtColumn(2)
    model.set_times({"cello": GoalTime(0, 0, 0, 0, 2, 0, date(2026, 3, 20))})
    assert due.data() == "20 Mar"
    assert str(due.data(Qt.ItemDataRole.ToolTipRole)).startswith("next below: ")
    model.set_times({"cello": GoalTime(0, 0, 0, 0, 2, 0, date(2026, 3, 4))})
    assert due.data() == "", "a day that has passed since is no next one"
    tree.entries["cello"].deadline = date(2026, 6, 30)
    model.apply_change(EVERYTHING)
    model.set_times({"cello": GoalTime(0, 0, 0, 0, 2, 0, date(2026, 3, 20))})
    assert at(model, "cello").siblingAtColumn(2).data() == "30 Jun"


def test_an_answer_for_a_file_that_was_closed_is_dropped(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree, patient=True)
    model = opened(reader)
    model.clear()
    reader.deliver()
    assert model.rowCount() == 0


def test_what_is_asked_while_an_answer_is_awaited_comes_with_the_next(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree, patient=True)
    model = opened(reader)
    reader.deliver()
    fill(model, "cello")
    tree.entries["suites"].name = "Six suites"
    tree.goal("solo", "cello", GoalType.LONG_TERM)
    model.apply_change(EVERYTHING)
    while reader.deliver():
        pass
    assert ids(model, at(model, "cello")) == ["suites", "hand", "solo"]
    assert at(model, "suites").data() == "Six suites"


def test_a_read_that_failed_can_be_tried_again(qtbot: QtBot, tree: FakeTree) -> None:
    reader = FakeReader(tree, patient=True)
    model = opened(reader)
    reader.fail()
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    reader.deliver()
    assert ids(model) == ["cello", "climb"]


def test_a_typed_name_is_only_announced(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    entered = QSignalSpy(model.name_entered)
    model.setData(at(model, "cello"), "  Cello  ")
    model.setData(at(model, "cello"), "Goal cello")
    model.setData(at(model, "cello"), "   ")
    assert [entered.at(row) for row in range(entered.count())] == [["cello", "Cello"]]
    assert at(model, "cello").data() == "Goal cello"


def test_a_screen_reader_hears_the_whole_line(qtbot: QtBot, tree: FakeTree) -> None:
    model = opened(FakeReader(tree))
    model.set_times({"cello": GoalTime(0, 7384, 0, 3)})
    assert at(model, "cello").data(Qt.ItemDataRole.AccessibleTextRole) == "Goal cello, Ultimate goal, 2:03, 0 of 2"


@pytest.mark.parametrize("seed", range(12))
def test_any_course_of_changes_ends_in_what_a_fresh_model_shows(qtbot: QtBot, seed: int) -> None:
    course = random.Random(seed)
    tree = FakeTree()
    for number in range(4):
        tree.goal(f"r{number}")
    reader = FakeReader(tree, patient=True)
    model = opened(reader)
    for step in range(60):
        _change_something(course, tree, step)
        model.apply_change(EVERYTHING)
        for _ in range(course.randrange(3)):
            reader.deliver()
        _open_something(course, model)
        if course.random() < 0.1:
            model.set_sessions_shown(course.random() < 0.5)
    model.set_sessions_shown(True)
    model.apply_change(EVERYTHING)
    while reader.deliver():
        pass
    fresh = opened(FakeReader(tree))
    _open_alike(model, fresh)
    assert whole(model) == whole(fresh)


def _change_something(course: random.Random, tree: FakeTree, step: int) -> None:
    goals = [entry.id for entry in tree.entries.values() if entry.start is None]
    if not goals:
        tree.goal(f"r{step}")
        return
    kind = course.choice(["goal", "session", "session", "move", "delete", "rename", "start"])
    entry = tree.entries[course.choice(list(tree.entries))]
    match kind:
        case "goal":
            tree.goal(f"g{step}", course.choice([None, *goals]))
        case "session":
            tree.session(f"s{step}", *course.sample(goals, course.randrange(min(3, len(goals) + 1))), days_ago=course.random() * 9)
        case "move" if entry.start is None:
            targets = [goal for goal in goals if not _lies_below(tree, goal, entry.id)]
            entry.parents = [course.choice([None, *targets])]
        case "delete":
            tree.remove(entry.id)
        case "rename":
            entry.name = f"Name {step}"
        case "start" if entry.start is not None:
            entry.start = entry.start.replace(day=course.randrange(1, 28))


def _lies_below(tree: FakeTree, node_id: str | None, above: str) -> bool:
    while node_id is not None:
        if node_id == above:
            return True
        node_id = next(iter(tree.entries[node_id].parents), None)
    return False


def _open_something(course: random.Random, model: GoalTreeModel) -> None:
    index = QModelIndex()
    for _ in range(course.randrange(1, 4)):
        if model.rowCount(index):
            index = model.index(course.randrange(model.rowCount(index)), 0, index)
    model.fetchMore(index)


def _open_alike(model: GoalTreeModel, fresh: GoalTreeModel, ours: QModelIndex = QModelIndex(), theirs: QModelIndex = QModelIndex()) -> None:  # noqa: B008
    """Read in `fresh` what is read in `model`."""
    for row in range(model.rowCount(ours)):
        mine, other = model.index(row, 0, ours), fresh.index(row, 0, theirs)
        if model.rowCount(mine) and other.isValid():
            fresh.fetchMore(other)
            _open_alike(model, fresh, mine, fresh.index(row, 0, theirs))
