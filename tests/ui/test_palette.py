"""Search or command, by keyboard alone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.palette import Palette


@pytest.fixture
def done(window: MainWindow) -> list[str]:
    """What was done by commands; two can be done, one cannot."""
    heard: list[str] = []
    window.commands.answer(
        {
            "help.commands": Handler(window.open_palette),
            "database.backup": Handler(lambda: heard.append("backup")),
            "help.about": Handler(lambda: heard.append("about")),
            "edit.delete": Handler(lambda: heard.append("delete"), lambda: False),
        }
    )
    return heard


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow, done: list[str]) -> Iterator[Palette]:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChildren(Palette)[0]
    qtbot.waitUntil(palette.isVisible)
    QAbstractItemModelTester(model(palette), QAbstractItemModelTester.FailureReportingMode.Fatal, palette)
    yield palette
    palette.close()


def model(palette: Palette) -> QAbstractItemModel:
    return palette.findChildren(QListView)[0].model()


def lines(palette: Palette) -> list[str]:
    rows = model(palette)
    return [rows.index(row, 0).data() for row in range(rows.rowCount())]


def type_in(qtbot: QtBot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def test_it_begins_with_all_that_can_be_done(palette: Palette) -> None:
    assert lines(palette) == ["Back Up Now", "Search or Command…", "About Fractal Desktop"]


def test_typing_narrows_and_enter_does_it(qtbot: QtBot, palette: Palette, done: list[str]) -> None:
    type_in(qtbot, "bun")
    assert lines(palette) == ["Back Up Now"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == ["backup"]
    assert not palette.isVisible()


def test_arrows_move_and_wrap(qtbot: QtBot, palette: Palette, done: list[str]) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == ["about"]


def test_escape_closes_and_does_nothing(qtbot: QtBot, palette: Palette, done: list[str]) -> None:
    type_in(qtbot, "about")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert done == []


def test_nothing_found_is_said_and_enter_is_harmless(qtbot: QtBot, palette: Palette, done: list[str]) -> None:
    type_in(qtbot, "xyzzy")
    assert lines(palette) == []
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == []


def test_goals_are_found_by_name_with_what_lies_above(
    qtbot: QtBot, palette: Palette, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    root = workspace.goals.create(None, GoalType.ULTIMATE, "Play all six cello suites").created
    assert root is not None
    child = workspace.goals.create(GoalId(root), GoalType.LONG_TERM, "A relaxed left hand").created
    palette.close()
    bare_context.set_workspace(workspace)
    window.open_palette()
    type_in(qtbot, "relax")
    qtbot.waitUntil(lambda: "A relaxed left hand" in lines(palette))
    row = lines(palette).index("A relaxed left hand")
    spoken = model(palette).index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "A relaxed left hand, Play all six cello suites"
    with qtbot.waitSignal(bare_context.goal_requested) as asked:
        for _ in range(row):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert asked.args == [child]
    assert window.page == "goals"
