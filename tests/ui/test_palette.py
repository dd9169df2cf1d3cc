"""Search or command, by keyboard alone."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.actions import THEME, Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.palette import Palette
from tests.ui.conftest import NOW


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


def test_what_is_chosen_from_a_submenu_is_found_with_its_title(qtbot: QtBot, window: MainWindow, palette: Palette, done: list[str]) -> None:
    palette.close()
    window.commands.submenu(THEME).addAction("&Dark").triggered.connect(lambda: done.append("dark"))
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(palette.isVisible)
    type_in(qtbot, "dark")
    assert lines(palette) == ["Colours: Dark"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert done == ["dark"]


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


def open_on(qtbot: QtBot, palette: Palette, window: MainWindow, context: AppContext, workspace: Workspace) -> None:
    palette.close()
    context.set_workspace(workspace)
    window.open_palette()
    qtbot.waitUntil(palette.isVisible)


def choose(qtbot: QtBot, palette: Palette, name: str) -> None:
    qtbot.waitUntil(lambda: name in lines(palette))
    for _ in range(lines(palette).index(name)):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def test_sessions_are_found_by_name_with_their_day(
    qtbot: QtBot, palette: Palette, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    session = workspace.practice.create(None, "Evening scales", NOW - timedelta(days=3)).created
    open_on(qtbot, palette, window, bare_context, workspace)
    type_in(qtbot, "evsc")
    qtbot.waitUntil(lambda: lines(palette) == ["Evening scales"])
    spoken = model(palette).index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Evening scales, 2 Mar 2026"
    with qtbot.waitSignal(bare_context.session_requested) as asked:
        choose(qtbot, palette, "Evening scales")
    assert asked.args == [session]


@pytest.mark.parametrize(("table", "signal"), [("session_templates", "start_requested"), ("activity_definitions", "activity_requested")])
def test_templates_and_activities_are_found_by_name(
    qtbot: QtBot, palette: Palette, window: MainWindow, bare_context: AppContext, workspace: Workspace, table: str, signal: str
) -> None:
    root = workspace.goals.create(None, GoalType.ULTIMATE, "Cello").created
    with sqlite3.connect(workspace.path) as file:
        if table == "session_templates":
            file.execute("INSERT INTO session_templates (id, name, root_id, template_data) VALUES ('x', 'Long tones', ?, '{}')", (root,))
        else:
            file.execute("INSERT INTO activity_definitions (id, name, root_id) VALUES ('x', 'Long tones', ?)", (root,))
    file.close()
    open_on(qtbot, palette, window, bare_context, workspace)
    type_in(qtbot, "long")
    with qtbot.waitSignal(getattr(bare_context, signal)) as asked:
        choose(qtbot, palette, "Long tones")
    assert asked.args == ["x"]


def test_a_name_that_was_changed_is_found_by_the_new_one(
    qtbot: QtBot, palette: Palette, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    goal = workspace.goals.create(None, GoalType.ULTIMATE, "Violin").created
    assert goal is not None
    open_on(qtbot, palette, window, bare_context, workspace)
    type_in(qtbot, "violin")
    qtbot.waitUntil(lambda: "Violin" in lines(palette))
    palette.close()
    with qtbot.waitSignal(bare_context.changed):
        bare_context.write(window, lambda there: there.goals.rename(GoalId(goal), "Double bass"))
    window.open_palette()
    type_in(qtbot, "double")
    qtbot.waitUntil(lambda: "Double bass" in lines(palette))


def test_sessions_of_one_name_leave_room_for_what_else_is_called_so(
    qtbot: QtBot, palette: Palette, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    workspace.goals.create(None, GoalType.ULTIMATE, "A calm evening routine each day")
    for day in range(30):
        workspace.practice.create(None, "Evening routine", NOW - timedelta(days=day))
    open_on(qtbot, palette, window, bare_context, workspace)
    type_in(qtbot, "evening")
    qtbot.waitUntil(lambda: "A calm evening routine each day" in lines(palette))
    assert lines(palette).count("Evening routine") == 5
    assert model(palette).index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("5 Mar 2026")
