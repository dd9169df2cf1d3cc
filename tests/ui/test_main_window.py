"""The window as a person uses it: pages, keys, status, notices, closing, coming back."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.page import GoalsPage
from fractal_desktop.ui.leaving import UnsavedDialog
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.question import Question
from fractal_desktop.ui.sessions.page import SessionsPage
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets import UndoBar


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> MainWindow:
    """The window with an empty file."""
    bare_context.set_workspace(workspace)
    settle(qtbot, bare_context)
    return window


def settle(qtbot: QtBot, context: AppContext) -> None:
    qtbot.waitUntil(lambda: context.worker.is_idle)


def visible_texts(window: MainWindow) -> list[str]:
    return [label.text() for label in window.statusBar().findChildren(QLabel) if label.isVisible() and label.text()]


def rail(window: MainWindow) -> QListView:
    return next(view for view in window.findChildren(QListView) if view.accessibleName() == "Pages")


def test_without_a_file_the_start_page_asks_and_the_other_pages_are_grey(window: MainWindow) -> None:
    start = window.show_start()
    assert start.isVisible()
    assert start.doors[0].hasFocus()
    model = rail(window).model()
    assert [bool(model.index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled) for row in range(4)] == [True, False, False, False]
    assert visible_texts(window) == ["No file open"]


def test_the_start_page_names_no_file_in_the_title(window: MainWindow, tmp_path: Path) -> None:
    window.announce(tmp_path / "gone.db")
    window.show_start()
    assert window.windowTitle() == "Fractal Desktop"


def test_a_file_shows_its_name_revision_and_zone(opened: MainWindow, workspace: Workspace) -> None:
    assert opened.windowTitle() == "fractal.db – Fractal Desktop"
    assert visible_texts(opened) == ["fractal.db", "·", f"revision {workspace.revision}", "·"]
    assert any(button.text() == "Europe/Berlin" for button in opened.statusBar().findChildren(QPushButton))
    assert opened.page == "goals"


def test_a_page_is_made_when_it_is_first_shown(opened: MainWindow) -> None:
    assert len(opened.findChildren(GoalsPage)) == 1
    assert opened.findChildren(SessionsPage) == []
    opened.show_page("sessions")
    assert opened.findChildren(SessionsPage)[0].isVisible()


def test_the_rail_changes_pages_by_click_and_by_key(qtbot: QtBot, opened: MainWindow) -> None:
    view = rail(opened)
    index = view.model().index(1, 0)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
    assert opened.page == "sessions"
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert opened.page == "goals"


def test_a_file_that_opens_has_the_focus_in_its_page(opened: MainWindow) -> None:
    opened.activateWindow()
    assert opened.findChild(GoalsPage).isAncestorOf(opened.focusWidget())


def test_a_page_has_the_focus_where_it_begins_and_then_where_it_was(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    opened.show_page("sessions")
    settle(qtbot, bare_context)
    assert opened.findChild(SessionsPage).isAncestorOf(opened.focusWidget())
    opened.show_page("analytics")
    assert opened.focusWidget().text() == "12 months"
    opened.show_page("sessions")
    search = next(edit for edit in opened.findChildren(QLineEdit) if edit.placeholderText() == "Search names and notes")
    search.setFocus()
    opened.show_page("analytics")
    opened.show_page("sessions")
    assert opened.focusWidget() is search


def test_what_is_restored_last_leaves_the_focus_in_the_rail(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    workspace = bare_context.workspace
    assert workspace is not None
    created = workspace.goals.create(None, GoalType.ULTIMATE, "Cello").created
    workspace.goals.delete((GoalId(created or ""),))
    opened.show_page("trash")
    restore = next(button for button in opened.findChildren(QPushButton) if button.text() == "Restore")
    qtbot.waitUntil(restore.isEnabled)
    qtbot.keyClick(opened.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(opened.findChildren(UndoBar)[0].isVisible)
    qtbot.waitUntil(lambda: opened.focusWidget() is rail(opened))


def test_a_request_brings_up_a_page_that_did_not_exist_and_reaches_it(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    bare_context.write(opened, lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, "Cello"))
    settle(qtbot, bare_context)
    heard: list[tuple[str, object]] = []
    bare_context.sessions_titled.connect(lambda title: heard.append(("title", title)))
    bare_context.sessions_requested.connect(lambda query: heard.append(("query", query)))
    query = SessionQuery(text="routine")
    bare_context.sessions_titled.emit("February 2026")
    bare_context.sessions_requested.emit(query)
    assert opened.page == "sessions"
    assert heard.count(("query", query)) == 2, "said once to everybody and once more to the page made for it"
    heard.clear()
    bare_context.sessions_requested.emit(query)
    assert heard == [("query", query)]


def test_the_next_file_gets_pages_of_its_own(qtbot: QtBot, opened: MainWindow, bare_context: AppContext, tmp_path: Path) -> None:
    first = opened.findChildren(GoalsPage)[0]
    bare_context.close_workspace()
    assert opened.windowTitle() == "Fractal Desktop"
    qtbot.waitUntil(lambda: not isValid(first))
    assert opened.findChildren(GoalsPage) == []


def test_saved_is_said_with_the_time_of_the_display_zone(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    bare_context.write(opened, lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, "Cello"))
    settle(qtbot, bare_context)
    assert "Saved 18:51:04" in visible_texts(opened)


def test_a_failure_to_save_stands_in_the_status_bar_with_retry(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    full = [True]

    def command(workspace: Workspace) -> Change:
        if full[0]:
            raise StorageError(StorageProblem.FULL, "The disk is full.")
        return workspace.goals.create(None, GoalType.ULTIMATE, "Cello")

    bare_context.write(opened, command)
    settle(qtbot, bare_context)
    assert "Not saved. The disk is full." in visible_texts(opened)
    retry = next(button for button in opened.statusBar().findChildren(QPushButton) if button.text() == "Retry")
    assert retry.isVisible()
    full[0] = False
    qtbot.mouseClick(retry, Qt.MouseButton.LeftButton)
    settle(qtbot, bare_context)
    assert "Saved 18:51:04" in visible_texts(opened)
    assert not retry.isVisible()


def test_a_notice_offers_undo_and_undo_takes_it_back(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    bare_context.write(opened, lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, "Cello"))
    settle(qtbot, bare_context)
    bare_context.notify("Created Cello", undoable=True)
    bar = next(bar for bar in opened.findChildren(UndoBar) if bar.isVisible())
    undo = next(button for button in bar.findChildren(QPushButton) if button.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    settle(qtbot, bare_context)
    assert not bar.isVisible()
    assert bare_context.workspace is not None
    assert bare_context.workspace.goals.roots() == ()


@pytest.mark.parametrize("what", ["ctrl+z", "another step"])
def test_a_notice_goes_where_its_undo_would_take_back_another_step(
    what: str, qtbot: QtBot, opened: MainWindow, bare_context: AppContext
) -> None:
    for name in ("Cello", "Spanish"):
        create = partial(_create, name)
        bare_context.write(opened, create, bare_context.notify_done)
        settle(qtbot, bare_context)
    (bar,) = opened.findChildren(UndoBar)
    assert bar.isVisible()
    if what == "ctrl+z":
        bare_context.undo()
    else:
        bare_context.write(opened, partial(_create, "Climbing"))
    settle(qtbot, bare_context)
    assert not bar.isVisible()


def _create(name: str, workspace: Workspace) -> Change:
    return workspace.goals.create(None, GoalType.ULTIMATE, name)


def test_the_trash_shows_how_much_lies_in_it(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    def delete_one(workspace: Workspace) -> Change:
        change = workspace.goals.create(None, GoalType.ULTIMATE, "Cello")
        return workspace.goals.delete((change.created,))  # type: ignore[arg-type]

    bare_context.write(opened, delete_one)
    settle(qtbot, bare_context)
    assert rail(opened).model().index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Trash, 1"
    bare_context.undo()
    settle(qtbot, bare_context)
    assert rail(opened).model().index(4, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Trash"


def test_closing_saves_what_an_editor_still_holds(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    saved: list[Change] = []
    bare_context.flush_requested.connect(
        lambda: bare_context.write(opened, lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, "Late"), saved.append)
    )
    opened.close()
    assert len(saved) == 1
    assert not opened.isVisible()


def test_closing_stops_where_something_cannot_be_saved(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    def refuse(_: Workspace) -> Change:
        raise StorageError(StorageProblem.FULL, "The disk is full.")

    bare_context.write(opened, refuse)
    opened.close()
    assert opened.isVisible()
    dialog = opened.findChildren(UnsavedDialog)[0]
    assert any(label.text() == "The disk is full." for label in dialog.findChildren(QLabel))
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened.isVisible()
    opened.close()
    dialog = next(dialog for dialog in opened.findChildren(UnsavedDialog) if dialog.isVisible())
    give_up = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Give the edits up")
    qtbot.mouseClick(give_up, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not opened.isVisible())


def test_closing_closes_an_open_dialog_first(qtbot: QtBot, opened: MainWindow) -> None:
    question = Question("Begin?", "Really.", "Begin", opened)
    answers: list[str] = []
    question.rejected.connect(lambda: answers.append("no"))
    question.open()
    opened.close()
    qtbot.waitUntil(lambda: not opened.isVisible())
    assert answers == ["no"]


def test_place_and_page_come_back_on_the_next_start(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    opened.show_page("trash")
    opened.setGeometry(10, 20, 740, 600)
    opened.close()
    again = MainWindow(bare_context.settings, bare_context.theme)
    qtbot.addWidget(again)
    again.furnish(bare_context)
    assert again.size() == opened.size()
    assert again.page == "trash"


def test_garbage_and_a_place_off_the_screen_mean_defaults(qtbot: QtBot, settings: Settings, light: Theme) -> None:
    settings.set_state("window", QByteArray(b"garbage"))
    settings.set_text("page", "no such page")
    window = MainWindow(settings, light)
    qtbot.addWidget(window)
    screen = QApplication.primaryScreen().availableGeometry()
    assert window.size().boundedTo(screen.size()) == window.size()
    off = MainWindow(settings, light)
    qtbot.addWidget(off)
    off.setGeometry(9000, 9000, 1000, 640)
    settings.set_state("window", off.saveGeometry())
    back = MainWindow(settings, light)
    qtbot.addWidget(back)
    back.show()
    assert screen.intersects(back.geometry())


def drop(window: MainWindow, *names: str) -> bool:
    """Drag files over the window and let them go; return whether it took them."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    spot = QPoint(300, 300)
    buttons, keys, action = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(spot, action, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(window, QDropEvent(spot.toPointF(), action, mime, buttons, keys))
    return True


def test_a_database_dropped_onto_the_window_is_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.files_dropped) as told:
        assert drop(window, "/data/notes.txt", "/data/old file.SQLITE")
    assert told.args == [[Path("/data/old file.SQLITE")]]
    assert not drop(window, "/data/notes.txt")


def test_a_file_that_can_only_be_read_says_so(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> None:
    path = workspace.path
    workspace.close()
    bare_context.set_workspace(Workspace.open(path, read_only=True))
    settle(qtbot, bare_context)
    assert any("can only be read" in label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_the_library_can_be_added_to_from_any_page(qtbot: QtBot, opened: MainWindow, bare_context: AppContext) -> None:
    opened.show_page("goals")
    settle(qtbot, bare_context)
    assert opened.commands["library.new"].isEnabled()
    opened.commands["library.new"].trigger()
    assert opened.page == "library"
