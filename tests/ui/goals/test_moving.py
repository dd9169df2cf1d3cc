from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.move_dialog import MoveDialog
from fractal_desktop.ui.goals.moving import Target, move_problem, topmost
from fractal_desktop.ui.goals.node_mime import nodes_mime_data
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.widgets import SearchBox
from tests.ui.goals.conftest import FRACTALS, Person


def node(node_id: str, kind: GoalType, parent: str | None = None) -> TreeNode:
    return TreeNode(node_id, kind, node_id, parent, False, None, 0, 0, 0)


ROOT = node("root", GoalType.ULTIMATE)
LONG = node("long", GoalType.LONG_TERM, "root")
MID = node("mid", GoalType.MID_TERM, "long")
SESSION = node("session", GoalType.PRACTICE_SESSION, "mid")


def test_a_goal_may_go_below_any_type_above_its_own() -> None:
    other = node("other", GoalType.LONG_TERM, "root")
    assert move_problem([MID], Target(other, ("root",))) is None
    assert move_problem([SESSION], Target(ROOT)) is None
    assert move_problem([MID], Target(None)) is None


def test_a_refused_move_says_why() -> None:
    assert "type stands below" in (move_problem([LONG], Target(MID, ("other", "root"))) or "")
    assert move_problem([LONG], Target(MID, ("long", "root"))) == "“long” cannot lie below itself."
    assert move_problem([MID], Target(MID, ("long",))) == "“mid” cannot lie below itself."
    assert move_problem([SESSION], Target(None)) == "A session needs a goal to lie under."
    assert move_problem([MID], Target(LONG, ("root",))) == "It lies there already."
    assert move_problem([ROOT], Target(None)) == "It lies there already."


def test_what_lies_below_another_chosen_line_moves_with_it() -> None:
    assert topmost([(MID, ["long", "root"]), (LONG, ["root"]), (SESSION, ["other"]), (SESSION, ["third"])]) == (LONG, SESSION)


def _drag(person: Person, names: list[str], onto: str | None) -> tuple[bool, str]:
    """Drag lines onto another one, or the ground below all; return whether they may be dropped, and drop them if so."""
    view = person.view
    person.click(names[0])
    for name in names[1:]:
        person.click(name, Qt.KeyboardModifier.ControlModifier)
    view.begin_drag()
    place = view.visualRect(person.line(onto)).center() if onto else QPoint(60, view.viewport().height() - 5)
    mime = nodes_mime_data(node.id for node in view.selected_nodes())
    action, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, action, mime, left, none)
    QApplication.sendEvent(view.viewport(), enter)
    move = QDragMoveEvent(place, action, mime, left, none)
    move.accept()
    QApplication.sendEvent(view.viewport(), move)
    allowed = move.isAccepted()
    refusal = view.refusal
    if allowed:
        QApplication.sendEvent(view.viewport(), QDropEvent(QPointF(place), action, mime, left, none))
    view.end_drag()
    return allowed, refusal


def drag(person: Person, names: list[str], onto: str | None) -> bool:
    """Drag lines onto another one; return whether it took them."""
    return _drag(person, names, onto)[0]


def refusal(person: Person, names: list[str], onto: str) -> str:
    """Return what is said beside the line when these are dragged over it."""
    return _drag(person, names, onto)[1]


def test_a_goal_is_dropped_onto_another_one_and_undo_takes_it_back(person: Person, context: AppContext) -> None:
    assert drag(person, ["Left hand"], "Climbing")
    person.until(lambda: person.rows() == ["Cello", "  Suites", "Climbing", "  Left hand", "  Bouldering"])
    person.until(lambda: person.view.current_node().name == "Left hand")
    context.undo()
    person.until(lambda: person.rows() == FRACTALS)


def test_several_are_moved_as_one_step(person: Person, context: AppContext) -> None:
    assert drag(person, ["Suites", "Left hand"], "Climbing")
    person.until(lambda: person.rows() == ["Cello", "Climbing", "  Suites", "  Left hand", "  Bouldering"])
    context.undo()
    person.until(lambda: person.rows() == FRACTALS)


def test_what_is_open_below_a_moved_goal_stays_open(person: Person) -> None:
    person.click("Suites")
    person.key(Qt.Key.Key_Right)
    person.until_row("Suite II")
    assert drag(person, ["Suites"], "Climbing")
    person.until(lambda: person.rows() == ["Cello", "  Left hand", "Climbing", "  Suites", "    Suite I", "    Suite II", "  Bouldering"])


def test_a_goal_cannot_be_dropped_where_it_must_not_lie(person: Person) -> None:
    assert not drag(person, ["Suites"], "Bouldering")
    assert not drag(person, ["Cello"], "Suites")
    assert not drag(person, ["Suites"], "Cello")
    assert person.rows() == FRACTALS


def test_beside_the_line_that_refuses_stands_why(person: Person) -> None:
    because = "A long-term goal cannot lie under a long-term goal: a child's type stands below its parent's."
    assert refusal(person, ["Suites"], "Bouldering") == because
    assert refusal(person, ["Cello"], "Suites") == "“Cello” cannot lie below itself."
    assert refusal(person, ["Suites"], "Cello") == "It lies there already."
    assert refusal(person, ["Suites"], "Climbing") == ""
    assert person.view.refusal == "", "nothing is said once the drag has ended"


def test_dropped_on_the_ground_a_goal_becomes_a_fractal(person: Person) -> None:
    assert drag(person, ["Suites"], None)
    person.until(lambda: person.rows() == ["Cello", "  Left hand", "Climbing", "  Bouldering", "Suites"])


def test_the_dialog_moves_by_keyboard_alone(person: Person, qtbot: QtBot) -> None:
    person.click("Left hand")
    person.run("edit.move")
    dialog = person.page.findChild(MoveDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    tree = dialog.findChild(GoalTreeView)
    person.until(lambda: tree.model().rowCount() == 2)
    dialog.findChild(SearchBox).setFocus()
    qtbot.keyClicks(dialog.findChild(SearchBox), "climb")
    person.until(lambda: tree.model().rowCount() == 1)
    qtbot.keyClick(dialog.findChild(SearchBox), Qt.Key.Key_Down)
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    person.until(lambda: person.rows() == ["Cello", "  Suites", "Climbing", "  Left hand", "  Bouldering"])


def test_the_dialog_says_why_a_goal_cannot_be_chosen(person: Person, qtbot: QtBot) -> None:
    person.click("Suites")
    person.run("edit.move")
    dialog = person.page.findChild(MoveDialog)
    assert dialog is not None
    view = dialog.findChild(GoalTreeView)
    person.until(lambda: view.model().rowCount(view.model().index(0, 0)) == 2)
    move = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Move here")
    assert not move.isEnabled()
    view.select(view.model().index(1, 0, view.model().index(0, 0)))
    assert not move.isEnabled()
    assert "type stands below" in dialog.reason
    view.select(view.model().index(1, 0))
    assert move.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert person.rows() == FRACTALS
