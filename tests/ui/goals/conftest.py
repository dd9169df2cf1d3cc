"""The page on a small file of its own, and a person who acts on it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.drop_tree_view import DropTreeView
from fractal_desktop.ui.goals.editor import GoalEditor
from fractal_desktop.ui.goals.page import GoalsPage
from fractal_desktop.ui.goals.tree_model import GoalTreeModel
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.widgets import SearchBox
from tests.ui.conftest import NOW

FRACTALS = ["Cello", "  Suites", "  Left hand", "Climbing", "  Bouldering"]
"""What stands in the tree at first."""


def fill(workspace: Workspace) -> dict[str, str]:
    """Make two fractals and some sessions; return the ids by name."""
    ids: dict[str, str] = {}

    def goal(name: str, parent: str | None, kind: GoalType) -> None:
        change = workspace.goals.create(GoalId(ids[parent]) if parent else None, kind, name)
        ids[name] = change.created or ""

    goal("Cello", None, GoalType.ULTIMATE)
    goal("Climbing", None, GoalType.ULTIMATE)
    goal("Suites", "Cello", GoalType.LONG_TERM)
    goal("Left hand", "Cello", GoalType.LONG_TERM)
    goal("Suite I", "Suites", GoalType.MID_TERM)
    goal("Suite II", "Suites", GoalType.MID_TERM)
    goal("Bouldering", "Climbing", GoalType.LONG_TERM)
    workspace.goals.set_deadline(GoalId(ids["Left hand"]), date(2026, 2, 28))
    for number in range(12):
        change = workspace.practice.create(GoalId(ids["Suite I"]), f"Routine {number}", NOW - timedelta(days=number))
        ids[f"Routine {number}"] = change.created or ""
    return ids


class Person:
    """Acts on the tree with keys and clicks, and reads what stands there."""

    def __init__(self, qtbot: QtBot, page: GoalsPage, ids: dict[str, str]) -> None:
        self.qtbot = qtbot
        self.page = page
        self.ids = ids
        self.view = page.findChild(DropTreeView)
        self.box = page.findChild(SearchBox)
        self.goal_editor = page.findChild(GoalEditor)
        self.session_editor = page.findChild(SessionEditor)

    def settle(self) -> None:
        """Wait until nothing is read or written any more."""
        worker = self.page.context.worker
        for _ in range(6):
            worker.drain()
            self.qtbot.wait(1)
            QApplication.processEvents()

    def rows(self) -> list[str]:
        """Return the names of all lines that can be seen, indented by depth."""
        found: list[str] = []
        index = self.view.model().index(0, 0)
        while index.isValid():
            depth, parent = 0, index.parent()
            while parent.isValid():
                depth, parent = depth + 1, parent.parent()
            found.append("  " * depth + str(index.data()))
            index = self.view.indexBelow(index)
        return found

    def line(self, name: str) -> QModelIndex:
        """Return the visible line with this name."""
        index = self.view.model().index(0, 0)
        while index.isValid():
            if index.data() == name:
                return index
            index = self.view.indexBelow(index)
        raise AssertionError(f"{name!r} is not among {self.rows()}")

    def cell(self, name: str, column: int) -> str:
        return str(self.line(name).siblingAtColumn(column).data())

    def click(self, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place = self.view.visualRect(self.line(name)).center()
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifier, QPoint(place.x(), place.y()))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.view, key, modifier)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def run(self, command: str) -> None:
        """Do what the menus' command of this name does."""
        handler = self.page.handlers()[command]
        assert handler.enabled()
        handler.run()

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=15_000)

    def until_row(self, name: str) -> None:
        self.until(lambda: name in [row.strip() for row in self.rows()])


def shown_page(qtbot: QtBot, context: AppContext) -> GoalsPage:
    page = GoalsPage(context)
    qtbot.addWidget(page)
    for model in page.findChildren(GoalTreeModel):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    page.resize(1200, 760)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    return page


@pytest.fixture
def ids(workspace: Workspace) -> dict[str, str]:
    return fill(workspace)


@pytest.fixture
def person(qtbot: QtBot, context: AppContext, ids: dict[str, str]) -> Person:
    """A person in front of the page, the fractals open and the first one selected."""
    page = shown_page(qtbot, context)
    person = Person(qtbot, page, ids)
    person.until(lambda: person.view.current_node() is not None)
    person.until_row("Bouldering")
    person.view.setFocus()
    return person
