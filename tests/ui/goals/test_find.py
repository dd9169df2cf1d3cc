import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.page import GoalsPage
from fractal_desktop.ui.main_window import MainWindow
from tests.ui.goals.conftest import Person


def chosen(person: Person) -> str:
    node = person.view.current_node()
    return node.name if node is not None else ""


@pytest.fixture
def searching(person: Person) -> Person:
    """A person who has typed "suite" into the box, with Suites, Suite I and Suite II found."""
    person.run("edit.find")
    person.type("suite")
    person.until(lambda: person.rows() == ["Cello", "  Suites", "    Suite I", "    Suite II"])
    return person


def test_enter_and_shift_enter_go_from_hit_to_hit_and_the_caret_stays_in_the_box(searching: Person) -> None:
    assert searching.box.count == "3 found"
    for name, count in (("Suites", "1 of 3"), ("Suite I", "2 of 3"), ("Suite II", "3 of 3"), ("Suites", "1 of 3")):
        searching.key(Qt.Key.Key_Return)
        assert (chosen(searching), searching.box.count) == (name, count)
    searching.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert (chosen(searching), searching.box.count) == ("Suite II", "3 of 3")
    assert QApplication.focusWidget() is searching.box


def test_the_commands_go_on_from_the_line_that_is_selected(searching: Person) -> None:
    searching.click("Suite I")
    searching.run("edit.find_next")
    assert chosen(searching) == "Suite II"
    searching.run("edit.find_previous")
    searching.run("edit.find_previous")
    assert chosen(searching) == "Suites"
    searching.click("Cello")
    assert searching.box.count == "3 found"
    searching.run("edit.find_next")
    assert chosen(searching) == "Suites"
    searching.click("Cello")
    searching.run("edit.find_previous")
    assert chosen(searching) == "Suite II"


def test_a_hit_in_a_closed_branch_is_opened(searching: Person) -> None:
    searching.click("Suites")
    searching.key(Qt.Key.Key_Left)
    assert searching.rows() == ["Cello", "  Suites"]
    searching.run("edit.find_next")
    assert chosen(searching) == "Suite I"


def test_a_step_that_comes_before_the_answer_is_taken_with_it(person: Person) -> None:
    person.run("edit.find")
    person.type("suite")
    person.key(Qt.Key.Key_Return)
    person.until(lambda: chosen(person) == "Suites")
    assert person.box.count == "1 of 3"


def test_the_count_follows_changes_and_goes_with_the_filter(searching: Person, context: AppContext) -> None:
    searching.key(Qt.Key.Key_Return)
    searching.key(Qt.Key.Key_Return)
    assert chosen(searching) == "Suite I"
    searching.view.setFocus()
    searching.run("edit.delete")
    searching.until(lambda: searching.box.count.endswith(" 2") or searching.box.count == "2 found")
    context.undo()
    searching.until(lambda: searching.box.count.endswith(" 3") or searching.box.count == "3 found")
    searching.run("edit.clear_filters")
    assert searching.box.count == ""


def test_without_a_text_the_command_asks_for_one(person: Person) -> None:
    person.run("edit.find_next")
    assert QApplication.focusWidget() is person.box


def test_the_keys_of_the_menus_reach_the_tree(
    qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace, ids: dict[str, str]
) -> None:
    bare_context.set_workspace(workspace)
    window.activateWindow()
    page = window.findChild(GoalsPage)
    person = Person(qtbot, page, ids)
    person.until(lambda: person.view.current_node() is not None)
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(person.box, "suite")
    person.until(lambda: person.box.count == "3 found")
    qtbot.keyClick(window, Qt.Key.Key_F3)
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert (chosen(person), person.box.count) == ("Suite I", "2 of 3")
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert (chosen(person), person.box.count) == ("Suites", "1 of 3")
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    person.until(lambda: [node.name for node in workspace.goals.roots()] == ["Cello", "Climbing", "New fractal"])
