from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.next_step import NextStep
from tests.ui.goals.conftest import Person


def offered(person: Person) -> list[str]:
    step = person.goal_editor.findChild(NextStep)
    return [button.text() for button in step.findChildren(QPushButton) if button.isVisible()]


def click_offer(person: Person, text: str) -> None:
    step = person.goal_editor.findChild(NextStep)
    button = next(button for button in step.findChildren(QPushButton) if button.text() == text)
    person.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def renaming(person: Person) -> bool:
    return any(edit.isVisible() for edit in person.view.viewport().findChildren(QLineEdit))


def test_a_goal_with_nothing_below_offers_a_smaller_goal(person: Person) -> None:
    person.click("Bouldering")
    person.until(lambda: offered(person) == ["New child goal", "Start session"])
    click_offer(person, "New child goal")
    person.until(lambda: renaming(person))
    assert person.rows()[-1] == "    New mid-term goal"
    person.click("Bouldering")
    person.until(lambda: person.goal_editor.goal_id == person.ids["Bouldering"])
    person.until(lambda: not offered(person))


def test_a_goal_with_nothing_below_offers_a_session_and_undo_offers_it_again(person: Person, context: AppContext) -> None:
    person.click("Bouldering")
    person.until(lambda: offered(person))
    click_offer(person, "Start session")
    person.until_row("New session")
    context.undo()
    person.until(lambda: "    New session" not in person.rows())
    person.click("Bouldering")
    person.until(lambda: offered(person) == ["New child goal", "Start session"])


def test_a_goal_with_sessions_or_goals_below_offers_nothing(person: Person) -> None:
    person.click("Suites")
    person.until(lambda: person.goal_editor.goal_id == person.ids["Suites"])
    person.settle()
    assert offered(person) == []


def test_a_complete_goal_offers_nothing(person: Person) -> None:
    person.click("Bouldering")
    person.until(lambda: offered(person))
    person.view.setFocus()
    person.key(Qt.Key.Key_Space)
    person.until(lambda: not offered(person))
