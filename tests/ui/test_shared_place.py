"""A file in a synced folder: it is said once, and what is safer is a click away."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.filing import Filing
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.place_dialog import PlaceDialog
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.widgets import LinkButton
from tests.workspaces import new_file

LONG_MS = 20_000


@pytest.fixture
def synced(tmp_path: Path) -> Path:
    folder = tmp_path / "Dropbox" / "music"
    folder.mkdir(parents=True)
    return new_file(folder / "fractal.db").path


@pytest.fixture
def filing(bare_context: AppContext, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Filing]:
    bare_context.settings.backup_folder = tmp_path / "backups"
    own = tmp_path / "own"
    own.mkdir()
    monkeypatch.setattr("fractal_desktop.paths.default_database", lambda: own / "fractal.db")
    filing = Filing(bare_context, window)
    yield filing
    filing.close()


def dialog_of(window: MainWindow) -> PlaceDialog | None:
    return next((dialog for dialog in window.findChildren(PlaceDialog) if dialog.isVisible()), None)


def opened(qtbot: QtBot, filing: Filing, context: AppContext, window: MainWindow, path: Path) -> PlaceDialog:
    filing.open(path)
    qtbot.waitUntil(lambda: dialog_of(window) is not None, timeout=LONG_MS)
    assert context.workspace is not None
    assert context.workspace.path == path
    dialog = dialog_of(window)
    assert dialog is not None
    return dialog


def press(qtbot: QtBot, dialog: PlaceDialog, text: str) -> None:
    button = next(button for kind in (LinkButton, QPushButton) for button in dialog.findChildren(kind) if button.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_it_is_said_once_and_escape_leaves_all_as_it_is(
    qtbot: QtBot, filing: Filing, bare_context: AppContext, window: MainWindow, synced: Path
) -> None:
    dialog = opened(qtbot, filing, bare_context, window, synced)
    assert dialog.windowTitle() == "fractal.db lies in a folder that Dropbox syncs"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: dialog_of(window) is None)
    assert bare_context.workspace is not None
    assert bare_context.workspace.path == synced
    filing.close()
    with qtbot.waitSignal(bare_context.file_opened, timeout=LONG_MS):
        filing.open(synced)
    qtbot.waitUntil(lambda: bare_context.worker.is_idle)
    assert dialog_of(window) is None


def test_backups_are_kept_there(
    qtbot: QtBot, filing: Filing, bare_context: AppContext, window: MainWindow, synced: Path, tmp_path: Path
) -> None:
    dialog = opened(qtbot, filing, bare_context, window, synced)
    with qtbot.waitSignal(bare_context.noticed) as notice:
        press(qtbot, dialog, "Keep them there")
    assert bare_context.settings.backup_folder == tmp_path / "Dropbox" / "Fractal backups"
    assert notice.args[0].text.endswith("Dropbox / Fractal backups from now on.")
    other = new_file(synced.with_name("other.db")).path
    dialog = opened(qtbot, filing, bare_context, window, other)
    assert not any(button.text() == "Keep them there" for button in dialog.findChildren(LinkButton)), "they are there already"


def test_a_copy_on_this_computer_is_opened(
    qtbot: QtBot, filing: Filing, bare_context: AppContext, window: MainWindow, synced: Path, tmp_path: Path
) -> None:
    dialog = opened(qtbot, filing, bare_context, window, synced)
    press(qtbot, dialog, "Open a copy…")
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(QFileDialog)))
    chooser = next(dialog for dialog in window.findChildren(QFileDialog) if dialog.isVisible())
    assert chooser.directory().path() == str(tmp_path / "own")
    chooser.accept()
    qtbot.waitUntil(
        lambda: bare_context.workspace is not None and bare_context.workspace.path == tmp_path / "own" / "fractal.db", timeout=LONG_MS
    )
    assert synced.exists()
    qtbot.waitUntil(lambda: bare_context.worker.is_idle)
    assert dialog_of(window) is None


def test_a_network_has_its_own_words(
    qtbot: QtBot, filing: Filing, bare_context: AppContext, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"nas:/x {tmp_path.resolve()} nfs rw 0 0\n")
    monkeypatch.setattr("fractal_desktop.persistence.shared_folders._MOUNTS", mounts)
    dialog = opened(qtbot, filing, bare_context, window, new_file(tmp_path / "far.db").path)
    assert dialog.windowTitle() == "far.db lies on a network"
    assert any("connection that breaks" in label.text() for label in dialog.findChildren(QLabel))
    press(qtbot, dialog, "Leave it there")
