"""Opening, making and leaving files as a person does it, and what the window says where it cannot."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListView, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop import paths
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.filing import Filing
from fractal_desktop.persistence.lock import DatabaseLock
from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.beginnings import Beginnings
from fractal_desktop.ui.context import AppContext, Notice
from fractal_desktop.ui.database.failure_dialog import FailureDialog
from fractal_desktop.ui.database.migrate_dialog import MigrateDialog
from fractal_desktop.ui.database.rollback_dialog import RollbackDialog
from fractal_desktop.ui.database_menu import DatabaseMenu
from fractal_desktop.ui.file_locks import FileLocks
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.fractal_dialog import FractalDialog
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.question import Question
from fractal_desktop.ui.start_page import StartPage
from fractal_desktop.ui.widgets import UndoBar
from fractal_desktop.ui.window_commands import WindowCommands
from tests.legacy import make
from tests.ui.acting import press, says, shown, wait_for
from tests.workspaces import new_file

LONG_MS = 20_000
"""A migration with its backup, on a machine that does other things too."""


@pytest.fixture
def service(bare_context: AppContext) -> SchemaService:
    return SchemaService(bare_context.now)


@pytest.fixture
def lock_folder(tmp_path: Path) -> Path:
    return tmp_path / "locks"


@pytest.fixture
def files(bare_context: AppContext, window: MainWindow, service: SchemaService, lock_folder: Path, tmp_path: Path) -> Iterator[Files]:
    bare_context.settings.backup_folder = tmp_path / "backups"
    bare_context.settings.database = tmp_path / "data" / "fractal.db"
    files = Files(bare_context, window, service, FileLocks(partial(DatabaseLock, folder=lock_folder)))
    beginnings = Beginnings(bare_context, window, files, write_sample)
    WindowCommands(bare_context, window, files, beginnings)
    DatabaseMenu(bare_context, window, files)
    yield files
    files.close()


@pytest.fixture
def filing(bare_context: AppContext, window: MainWindow, tmp_path: Path) -> Iterator[Filing]:
    """All that opens and makes files, with the start page, as the program has it; files lie where they usually do."""
    bare_context.settings.backup_folder = tmp_path / "backups"
    filing = Filing(bare_context, window)
    yield filing
    filing.close()


@pytest.fixture
def starts(files: Files, window: MainWindow) -> list[str]:
    """Holds a word for each time the start page was asked for."""
    asked: list[str] = []
    files.nothing_open.connect(lambda: asked.append("start"))
    return asked


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A file at head with one goal."""
    path = new_file(tmp_path / "100 % käse #1.db").path
    workspace = Workspace.open(path)
    workspace.goals.create(None, GoalType.ULTIMATE, "Play all six cello suites")
    workspace.close()
    return path


def wait_for_file(qtbot: QtBot, context: AppContext, path: Path) -> Workspace:
    qtbot.waitUntil(lambda: context.workspace is not None and context.workspace.path == path and context.worker.is_idle, timeout=LONG_MS)
    assert context.workspace is not None
    return context.workspace


def names(workspace: Workspace) -> list[str]:
    return [node.name for node in workspace.goals.roots()]


def test_a_current_file_opens_and_is_remembered(qtbot: QtBot, files: Files, bare_context: AppContext, made: Path) -> None:
    files.open(made)
    workspace = wait_for_file(qtbot, bare_context, made)
    assert names(workspace) == ["Play all six cello suites"]
    assert bare_context.settings.recent_files == (made,)
    assert bare_context.settings.database == made


def test_indexes_that_another_program_dropped_are_made_again_and_told(
    qtbot: QtBot, files: Files, bare_context: AppContext, made: Path
) -> None:
    with closing(sqlite3.connect(made)) as other:
        other.execute("DROP INDEX idx_session_start")
    told: list[Notice] = []
    bare_context.noticed.connect(told.append)
    files.open(made)
    assert names(wait_for_file(qtbot, bare_context, made)) == ["Play all six cello suites"]
    assert [notice.text for notice in told] == ["Another program had dropped indexes of this file. They were made again; nothing is lost."]


def test_a_file_that_is_gone_is_named_and_the_start_page_comes_back(
    qtbot: QtBot, files: Files, starts: list[str], window: MainWindow, tmp_path: Path
) -> None:
    files.open(tmp_path / "gone.db")
    dialog = wait_for(qtbot, FailureDialog, window)
    assert says(dialog, "gone.db")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: starts == ["start"])


@pytest.mark.parametrize("is_current", [True, False])
def test_a_look_without_changes_is_offered_only_at_a_file_that_needs_none(
    qtbot: QtBot, files: Files, window: MainWindow, made: Path, tmp_path: Path, is_current: bool
) -> None:
    path = made if is_current else make(tmp_path / "old.db", "D", sessions=3)
    files.fail(path, "opened", StorageError(StorageProblem.READ_ONLY, "The folder cannot be written.", "Nothing was lost.", ""))
    dialog = wait_for(qtbot, FailureDialog, window)
    assert ("read_only" in dialog.doors) is is_current


def test_a_file_that_is_none_leaves_the_open_one_open(
    qtbot: QtBot, files: Files, starts: list[str], bare_context: AppContext, window: MainWindow, made: Path, tmp_path: Path
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    letter = tmp_path / "letter.db"
    letter.write_bytes(b"Dear Sir, " * 500)
    files.open(letter)
    dialog = wait_for(qtbot, FailureDialog, window)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown(FailureDialog, window) is None)
    qtbot.wait_until(lambda: bare_context.worker.is_idle)
    assert bare_context.workspace is not None
    assert bare_context.workspace.path == made
    assert letter.read_bytes() == b"Dear Sir, " * 500
    assert starts == []


def test_a_file_that_another_window_holds_is_not_opened(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path, lock_folder: Path
) -> None:
    with DatabaseLock(made, lock_folder):
        files.open(made)
        dialog = wait_for(qtbot, FailureDialog, window)
        assert says(dialog, "open in another Fractal Desktop")
        assert bare_context.workspace is None
    press(qtbot, dialog, "Try again")
    wait_for_file(qtbot, bare_context, made)


def test_the_lock_is_held_while_the_file_is_open_and_given_back(
    qtbot: QtBot, files: Files, bare_context: AppContext, made: Path, lock_folder: Path, tmp_path: Path, service: SchemaService
) -> None:
    other = tmp_path / "other.db"
    service.create(other)
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    assert not DatabaseLock(made, lock_folder).try_acquire()
    files.open(other)
    wait_for_file(qtbot, bare_context, other)
    first = DatabaseLock(made, lock_folder)
    assert first.try_acquire()
    first.release()
    files.close()
    second = DatabaseLock(other, lock_folder)
    assert second.try_acquire()
    second.release()


def test_a_pending_file_is_migrated_by_itself_and_opens(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path, service: SchemaService, tmp_path: Path
) -> None:
    service.rollback(made, tmp_path / "backups", "0001")
    assert service.status(made).pending
    files.open(made)
    workspace = wait_for_file(qtbot, bare_context, made)
    assert names(workspace) == ["Play all six cello suites"]
    assert workspace.revision == service.head
    qtbot.waitUntil(lambda: shown(MigrateDialog, window) is None)


def test_an_empty_file_becomes_a_new_one_only_if_the_user_says_so(
    qtbot: QtBot, files: Files, starts: list[str], bare_context: AppContext, window: MainWindow, tmp_path: Path
) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    files.open(path)
    question = wait_for(qtbot, Question, window)
    assert says(question, "empty.db is empty")
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: starts == ["start"])
    assert path.stat().st_size == 0
    files.open(path)
    press(qtbot, wait_for(qtbot, Question, window), "Begin here")
    assert names(wait_for_file(qtbot, bare_context, path)) == []


def test_a_fractal_can_be_started_with_keys_alone(qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow) -> None:
    start = window.show_start()
    start.fractal_wanted.connect(window.commands["goal.new_fractal"].trigger)
    qtbot.keyClick(start.doors[0], Qt.Key.Key_Return)
    dialog = wait_for(qtbot, FractalDialog, window)
    field = dialog.findChildren(QLineEdit)[0]
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "Climb 7A outdoors")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    workspace = wait_for_file(qtbot, bare_context, bare_context.settings.database)
    qtbot.waitUntil(lambda: names(workspace) == ["Climb 7A outdoors"])
    assert window.page == "goals"


def test_looking_around_opens_sample_data_and_does_not_replace_the_user_s_file(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.commands["file.sample"].trigger()
    qtbot.waitUntil(lambda: bare_context.workspace is not None and bare_context.workspace.path != made, timeout=LONG_MS)
    assert bare_context.workspace is not None
    assert len(names(bare_context.workspace)) == 3
    assert bare_context.settings.database == made
    window.commands["file.sample"].trigger()
    qtbot.waitUntil(lambda: bare_context.workspace is not None and bare_context.worker.is_idle, timeout=LONG_MS)
    assert shown(FailureDialog, window) is None


def test_a_backup_is_made_and_named(qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.commands["database.backup"].trigger()
    bar = wait_for(qtbot, UndoBar, window)
    backups = list(bare_context.settings.backup_folder.iterdir())
    assert len(backups) == 1
    assert says(bar, backups[0].name)


def test_a_rollback_leaves_the_start_page_and_opening_again_migrates(
    qtbot: QtBot, files: Files, starts: list[str], bare_context: AppContext, window: MainWindow, made: Path, service: SchemaService
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.commands["database.rollback"].trigger()
    dialog = wait_for(qtbot, RollbackDialog, window)
    qtbot.waitUntil(lambda: _primary(dialog).isEnabled(), timeout=LONG_MS)
    qtbot.mouseClick(_primary(dialog), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(service.status(made).pending) and not dialog.is_running, timeout=LONG_MS)
    dialog.accept()
    qtbot.waitUntil(lambda: starts == ["start"])
    assert bare_context.workspace is None
    files.open(made)
    assert names(wait_for_file(qtbot, bare_context, made)) == ["Play all six cello suites"]


def roll_back(qtbot: QtBot, window: MainWindow, service: SchemaService, path: Path) -> None:
    window.commands["database.rollback"].trigger()
    dialog = wait_for(qtbot, RollbackDialog, window)
    qtbot.waitUntil(lambda: _primary(dialog).isEnabled(), timeout=LONG_MS)
    qtbot.keyClick(_primary(dialog), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(service.status(path).pending) and not dialog.is_running, timeout=LONG_MS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def name_fractal(qtbot: QtBot, window: MainWindow, name: str) -> None:
    field = wait_for(qtbot, FractalDialog, window).findChildren(QLineEdit)[0]
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, name)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_fractal_started_after_a_rollback_lies_in_a_file_of_its_own(
    qtbot: QtBot, filing: Filing, window: MainWindow, bare_context: AppContext, service: SchemaService
) -> None:
    usual = paths.default_database()
    usual.parent.mkdir(parents=True)
    service.create(usual)
    filing.open(usual)
    wait_for_file(qtbot, bare_context, usual)
    roll_back(qtbot, window, service, usual)
    start = wait_for(qtbot, StartPage, window)
    assert says(start, "Documents / Fractal / fractal 2.db")
    window.activateWindow()  # without a window manager nobody else does
    qtbot.waitUntil(start.doors[0].hasFocus)
    qtbot.keyClick(start.doors[0], Qt.Key.Key_1)
    name_fractal(qtbot, window, "Climb 7A outdoors")
    workspace = wait_for_file(qtbot, bare_context, usual.with_stem("fractal 2"))
    qtbot.waitUntil(lambda: names(workspace) == ["Climb 7A outdoors"])
    assert service.status(usual).pending
    assert bare_context.settings.recent_files == (workspace.path, usual)


def test_the_next_start_leaves_a_file_alone_that_was_rolled_back(
    qtbot: QtBot, filing: Filing, window: MainWindow, bare_context: AppContext, service: SchemaService, made: Path
) -> None:
    filing.open(made)
    wait_for_file(qtbot, bare_context, made)
    roll_back(qtbot, window, service, made)
    wait_for(qtbot, StartPage, window)
    assert not bare_context.settings.database.exists()


def test_a_fractal_can_be_started_where_the_last_file_is_damaged(
    qtbot: QtBot, filing: Filing, window: MainWindow, bare_context: AppContext
) -> None:
    usual = paths.default_database()
    usual.parent.mkdir(parents=True)
    usual.write_bytes(b"Dear Sir, " * 500)
    filing.open(usual)
    qtbot.keyClick(wait_for(qtbot, FailureDialog, window), Qt.Key.Key_Escape)
    start = wait_for(qtbot, StartPage, window)
    qtbot.mouseClick(start.doors[0], Qt.MouseButton.LeftButton)
    name_fractal(qtbot, window, "Climb 7A outdoors")
    workspace = wait_for_file(qtbot, bare_context, usual.with_stem("fractal 2"))
    qtbot.waitUntil(lambda: names(workspace) == ["Climb 7A outdoors"])
    assert usual.read_bytes() == b"Dear Sir, " * 500


def _primary(dialog: QDialog) -> QPushButton:
    return next(button for button in dialog.findChildren(QPushButton) if button.property("kind") == "primary")


@pytest.mark.parametrize("command", ["database.history", "database.check", "database.backups"])
def test_the_other_dialogs_open_and_escape_leaves_the_file_open(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path, command: str
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.commands[command].trigger()
    dialog = wait_for(qtbot, QDialog, window)
    qtbot.waitUntil(lambda: bare_context.worker.is_idle, timeout=LONG_MS)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shown(QDialog, window) is None)
    assert bare_context.workspace is not None


def test_migrate_on_a_current_file_says_there_is_nothing_to_do(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.commands["database.migrate"].trigger()
    assert says(wait_for(qtbot, UndoBar, window), "There is nothing to migrate")


def test_the_undo_command_names_what_it_takes_back(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    undo = window.commands["edit.undo"]
    assert not undo.isEnabled()
    bare_context.write(window, lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, "Salt & Pepper"))
    qtbot.waitUntil(undo.isEnabled)
    assert undo.text() == "&Undo creation of Salt && Pepper"
    bare_context.write(window, lambda workspace: workspace.goals.create(None, GoalType.ULTIMATE, "n" * 10_000))
    qtbot.waitUntil(lambda: undo.text().endswith("nnn…"))
    assert len(undo.text()) < 70
    undo.trigger()
    qtbot.waitUntil(lambda: "Salt" in undo.text())
    undo.trigger()
    qtbot.waitUntil(lambda: not undo.isEnabled())
    assert window.commands["edit.redo"].isEnabled()


def test_recent_files_stand_in_the_menu_and_open(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path, tmp_path: Path, service: SchemaService
) -> None:
    twin = tmp_path / "elsewhere" / made.name
    service.create(twin)
    for path in (made, twin):
        files.open(path)
        wait_for_file(qtbot, bare_context, path)
    lines = [action for action in window.commands.submenu("file.recent").actions() if action.data()]
    assert [action.text() for action in lines] == [f"{made.name} – elsewhere", f"{made.name} – {tmp_path.name}"]
    lines[1].trigger()
    wait_for_file(qtbot, bare_context, made)


def test_navigation_keys_need_a_file(qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path) -> None:
    assert not window.commands["view.sessions"].isEnabled()
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    focus = QApplication.focusWidget() or window
    qtbot.keyClick(focus, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "sessions"


def test_an_empty_trash_leaves_the_focus_in_the_rail(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, made: Path
) -> None:
    files.open(made)
    wait_for_file(qtbot, bare_context, made)
    window.activateWindow()
    rail = next(view for view in window.findChildren(QListView) if view.accessibleName() == "Pages")
    tree = window.findChild(GoalTreeView)
    for _ in range(2):
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 14))
        qtbot.waitUntil(tree.hasFocus)
        qtbot.keyClick(tree, Qt.Key.Key_5, Qt.KeyboardModifier.ControlModifier)
        assert window.page == "trash"
        qtbot.waitUntil(lambda: bare_context.worker.is_idle)
        qtbot.waitUntil(rail.hasFocus)
        qtbot.keyClick(rail, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
        assert window.page == "goals"
