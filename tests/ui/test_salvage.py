"""Salvaging a damaged file, from the failure, from a check and from the menu's place, to the new file that is opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence.errors import storage_error
from fractal_desktop.persistence.lock import DatabaseLock
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.check_dialog import CheckDialog
from fractal_desktop.ui.database.failure_dialog import FailureDialog
from fractal_desktop.ui.database.salvage_dialog import SalvageDialog
from fractal_desktop.ui.database_menu import DatabaseMenu
from fractal_desktop.ui.file_locks import FileLocks
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.main_window import MainWindow
from tests.ui.acting import press, says, wait_for
from tests.workspaces import new_file

LONG_MS = 20_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rows = new_file(tmp_path / "practice.db")
    rows.goal("root", "UltimateGoal", root_id="root", name="Cello")
    rows.library()
    return rows.path


@pytest.fixture
def files(bare_context: AppContext, window: MainWindow, tmp_path: Path) -> Iterator[Files]:
    bare_context.settings.backup_folder = tmp_path / "backups"
    bare_context.settings.database = tmp_path / "other.db"
    files = Files(bare_context, window, SchemaService(bare_context.now), FileLocks(partial(DatabaseLock, folder=tmp_path / "locks")))
    DatabaseMenu(bare_context, window, files)
    yield files
    files.close()


def wipe(path: Path, table: str) -> None:
    """Let nothing be readable on the first page of a table."""
    with closing(sqlite3.connect(path)) as db:
        (size,) = db.execute("PRAGMA page_size").fetchone()
        (root,) = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = bytes(size)
    path.write_bytes(content)


def choose(qtbot: QtBot, window: MainWindow, offered: str) -> None:
    """Take the place that the dialog for files offers."""
    chooser = wait_for(qtbot, QFileDialog, window)
    assert [Path(file).name for file in chooser.selectedFiles()] == [offered]
    chooser.accept()


def test_a_damaged_file_that_does_not_open_is_salvaged_and_the_new_one_opened(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, path: Path
) -> None:
    wipe(path, "session_templates")
    before = path.read_bytes()
    files.fail(path, "opened", storage_error(StorageProblem.CORRUPT, path))
    dialog = wait_for(qtbot, FailureDialog, window)
    assert set(dialog.doors) == {"retry", "salvage", "other"}
    qtbot.mouseClick(dialog.doors["salvage"], Qt.MouseButton.LeftButton)
    choose(qtbot, window, "practice, salvaged.db")
    salvage = wait_for(qtbot, SalvageDialog, window)
    qtbot.waitUntil(lambda: salvage.windowTitle() == "practice.db is salvaged in part", timeout=LONG_MS)
    qtbot.waitUntil(lambda: says(salvage, "1 of 1 goals and sessions could be read."))
    assert says(salvage, "0 of 1 templates could be read.")
    press(qtbot, salvage, "Open the new file")
    new = path.with_name("practice, salvaged.db")
    qtbot.waitUntil(lambda: bare_context.workspace is not None and bare_context.workspace.path == new, timeout=LONG_MS)
    assert path.read_bytes() == before
    assert bare_context.workspace is not None
    assert [root.name for root in bare_context.workspace.goals.roots()] == ["Cello"]


def test_a_check_that_finds_damage_leads_to_it(
    qtbot: QtBot, window: MainWindow, bare_context: AppContext, path: Path, tmp_path: Path
) -> None:
    wipe(path, "session_templates")
    dialog = CheckDialog(SchemaService(), bare_context.worker, path, tmp_path / "backups", window)
    dialog.open()
    with qtbot.waitSignal(dialog.salvage_requested, timeout=LONG_MS) as asked:
        press(qtbot, dialog, "Salvage…")
    assert asked.args == [path]


def test_a_sound_file_is_salvaged_from_the_menu_and_stays_open(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, path: Path
) -> None:
    files.open(path)
    qtbot.waitUntil(lambda: bare_context.workspace is not None, timeout=LONG_MS)
    window.commands["database.salvage"].trigger()
    choose(qtbot, window, "practice, salvaged.db")
    dialog = wait_for(qtbot, SalvageDialog, window)
    qtbot.waitUntil(lambda: dialog.windowTitle() == "practice.db could be read whole", timeout=LONG_MS)
    press(qtbot, dialog, "Done")
    assert bare_context.workspace is not None
    assert bare_context.workspace.path == path
    window.commands["database.salvage"].trigger()
    chooser = wait_for(qtbot, QFileDialog, window)
    assert [Path(file).name for file in chooser.selectedFiles()] == ["practice, salvaged 2.db"]
    chooser.reject()


def test_a_file_that_is_none_cannot_be_salvaged(qtbot: QtBot, bare_context: AppContext, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Mia" * 500)
    dialog = SalvageDialog(bare_context.worker, path, tmp_path / "new.db", window)
    dialog.open()
    with qtbot.waitSignal(dialog.failed, timeout=LONG_MS) as failed:
        pass
    assert isinstance(failed.args[0], StorageError)
    assert not (tmp_path / "new.db").exists()
