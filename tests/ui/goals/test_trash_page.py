from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton, QTableView
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import TrashEntry
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.trash_page import TrashPage, holding
from fractal_desktop.ui.widgets import FramedDialog
from tests.ui.conftest import NOW


@pytest.fixture
def page(qtbot: QtBot, context: AppContext, ids: dict[str, str], workspace: Workspace) -> TrashPage:
    workspace.goals.delete((GoalId(ids["Suites"]),))
    workspace.goals.delete((GoalId(ids["Bouldering"]),))
    page = TrashPage(context)
    qtbot.addWidget(page)
    table = page.findChild(QTableView)
    QAbstractItemModelTester(table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, page)
    page.resize(900, 400)
    page.show()
    qtbot.waitExposed(page)
    qtbot.waitUntil(lambda: names(page) == ["Bouldering", "Suites"])
    table.setFocus()
    return page


def names(page: TrashPage) -> list[str]:
    model = page.findChild(QTableView).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def button(page: TrashPage, text: str) -> QPushButton:
    return next(found for found in page.findChildren(QPushButton) if found.text() == text)


def test_it_lists_what_was_deleted_with_what_it_holds(page: TrashPage) -> None:
    model = page.findChild(QTableView).model()
    assert [model.index(row, 1).data() for row in range(2)] == ["", "2 goals and 12 sessions"]


def test_enter_restores_what_is_selected_and_undo_puts_it_back(page: TrashPage, qtbot: QtBot, context: AppContext) -> None:
    table = page.findChild(QTableView)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == ["Bouldering"])
    assert context.workspace is not None
    assert [child.name for child in context.workspace.goals.children(context.workspace.goals.roots()[0].id)] == ["Suites", "Left hand"]
    context.undo()
    qtbot.waitUntil(lambda: names(page) == ["Bouldering", "Suites"])


def test_the_first_entry_is_selected_also_when_the_page_comes_up_by_ctrl_4(
    qtbot: QtBot, context: AppContext, ids: dict[str, str], workspace: Workspace
) -> None:
    workspace.goals.delete((GoalId(ids["Suites"]),))
    page = TrashPage(context)
    qtbot.addWidget(page)
    page.show()
    page.setFocus()
    qtbot.keyPress(page, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: names(page) == ["Suites"])
    assert button(page, "Restore").isEnabled()
    qtbot.keyRelease(page, Qt.Key.Key_Control)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(page) == [])


def test_emptying_asks_first_and_escape_keeps_everything(page: TrashPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(page, "Empty trash…"), Qt.MouseButton.LeftButton)
    dialog = page.findChild(FramedDialog)
    qtbot.waitExposed(dialog)
    assert dialog.focusWidget().text() == "Cancel"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert names(page) == ["Bouldering", "Suites"]


def test_an_empty_trash_says_what_will_be_here(page: TrashPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(button(page, "Empty trash…"), Qt.MouseButton.LeftButton)
    dialog = page.findChild(FramedDialog)
    qtbot.waitExposed(dialog)
    qtbot.mouseClick(next(b for b in dialog.findChildren(QPushButton) if b.text() == "Empty trash"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: names(page) == [])
    assert not page.findChild(QTableView).isVisible()
    assert not button(page, "Restore").isEnabled()
    assert not button(page, "Empty trash…").isEnabled()


@pytest.mark.parametrize(
    ("kind", "goals", "sessions", "text"),
    [
        (GoalType.PRACTICE_SESSION, 0, 1, ""),
        (GoalType.PRACTICE_SESSION, 1, 1, "1 goal"),
        (GoalType.MID_TERM, 1, 0, ""),
        (GoalType.MID_TERM, 2, 1, "1 goal and 1 session"),
    ],
)
def test_what_an_entry_holds_leaves_itself_out(kind: GoalType, goals: int, sessions: int, text: str) -> None:
    assert holding(TrashEntry(1, NOW - timedelta(days=1), "x", kind, goals, sessions)) == text
