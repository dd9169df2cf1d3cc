"""An old file on a medium that cannot be written: a copy of it is offered, migrated and opened."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.persistence import errors
from fractal_desktop.persistence.disk import may_write
from fractal_desktop.persistence.lock import DatabaseLock
from fractal_desktop.services.schema import FileStatus, SchemaService
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.failure_dialog import FailureDialog
from fractal_desktop.ui.database.migrate_dialog import MigrateDialog
from fractal_desktop.ui.file_locks import FileLocks
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.main_window import MainWindow
from tests.legacy import make
from tests.ui.acting import says, wait_for

LONG_MS = 20_000
"""A migration with its backup, on a machine that does other things too."""


@pytest.fixture
def service(bare_context: AppContext) -> SchemaService:
    return SchemaService(bare_context.now)


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.fixture
def files(bare_context: AppContext, window: MainWindow, service: SchemaService, own_folder: Path) -> Iterator[Files]:
    bare_context.settings.backup_folder = own_folder / "backups"
    bare_context.settings.database = own_folder / "fractal.db"
    files = Files(bare_context, window, service, FileLocks(partial(DatabaseLock, folder=own_folder / "locks")))
    yield files
    files.close()


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An old file in a folder that is read-only for everybody, also for root, who may run these tests."""
    folder = tmp_path / "disc"
    folder.mkdir()
    path = make(folder / "from 2019.db", "D", sessions=5)
    monkeypatch.setattr(errors, "may_write", lambda path: path.parent != folder and may_write(path))
    return path


def choose(qtbot: QtBot, window: MainWindow, place: Path) -> None:
    """Press "Open a copy…" and choose a place in the dialog that comes."""
    dialog = wait_for(qtbot, FailureDialog, window)
    qtbot.mouseClick(dialog.doors["copy"], Qt.MouseButton.LeftButton)
    chooser = wait_for(qtbot, QFileDialog, window)
    chooser.fileSelected.emit(str(place))
    chooser.reject()


def test_the_copy_is_migrated_and_opens(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, old: Path, own_folder: Path
) -> None:
    before = old.read_bytes()
    files.open(old)
    dialog = wait_for(qtbot, FailureDialog, window)
    assert dialog.windowTitle() == "from 2019.db could not be opened"
    assert says(dialog, "the file, its folder or the disk is read-only for you.")
    assert set(dialog.doors) == {"retry", "copy", "other"}
    place = own_folder / "mine.db"
    choose(qtbot, window, place)
    migration = wait_for(qtbot, MigrateDialog, window)
    start = next(button for button in migration.findChildren(QPushButton) if button.text() == "Migrate")
    qtbot.waitUntil(start.isEnabled, timeout=LONG_MS)
    qtbot.mouseClick(start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bare_context.workspace is not None and bare_context.workspace.path == place, timeout=LONG_MS)
    assert not bare_context.workspace.read_only  # type: ignore[union-attr]
    assert old.read_bytes() == before
    assert [file.name for file in old.parent.iterdir()] == [old.name]
    with closing(sqlite3.connect(place)) as db:
        assert db.execute("SELECT count(*) FROM goals WHERE type = 'PracticeSession'").fetchone() == (5,)


def test_the_place_that_is_offered_is_free_and_can_be_written(
    qtbot: QtBot, files: Files, window: MainWindow, old: Path, own_folder: Path
) -> None:
    (own_folder / old.name).touch()
    files.open(old)
    dialog = wait_for(qtbot, FailureDialog, window)
    qtbot.mouseClick(dialog.doors["copy"], Qt.MouseButton.LeftButton)
    chooser = wait_for(qtbot, QFileDialog, window)
    assert chooser.selectedFiles() == [str(own_folder / "from 2019 2.db")]
    assert chooser.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    chooser.reject()


def test_nothing_that_is_there_is_overwritten_by_the_copy(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, old: Path, own_folder: Path
) -> None:
    place = own_folder / "mine.db"
    place.write_text("what somebody wrote")
    asked: list[str] = []
    files.nothing_open.connect(lambda: asked.append("start"))
    said: list[str] = []
    bare_context.noticed.connect(lambda notice: said.append(notice.text))
    files.open(old)
    choose(qtbot, window, place)
    qtbot.waitUntil(lambda: "start" in asked, timeout=LONG_MS)
    assert place.read_text() == "what somebody wrote"
    assert any("already a file “mine.db”" in sentence for sentence in said)


def test_a_file_that_can_be_shown_as_it_is_needs_no_copy(
    qtbot: QtBot, files: Files, bare_context: AppContext, window: MainWindow, service: SchemaService, tmp_path: Path
) -> None:
    path = tmp_path / "current.db"
    service.create(path)
    files.fail(path, "opened", errors.storage_error(errors.StorageProblem.READ_ONLY, path))
    assert set(wait_for(qtbot, FailureDialog, window).doors) == {"retry", "read_only", "other"}


def test_a_file_whose_state_only_a_writer_could_tell_is_worked_with_as_a_copy(
    qtbot: QtBot, files: Files, window: MainWindow, service: SchemaService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one with a journal that a crash left, on a medium that nobody can write."""
    path = tmp_path / "crashed.db"
    service.create(path)
    refused = errors.storage_error(errors.StorageProblem.READ_ONLY, path)

    def status(_: object, asked: Path) -> FileStatus:
        raise refused

    monkeypatch.setattr(SchemaService, "status", status)
    files.open(path)
    assert set(wait_for(qtbot, FailureDialog, window).doors) == {"retry", "copy", "other"}
