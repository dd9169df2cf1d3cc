"""An application with the program's look, and a context on a file of its own."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

NOW = datetime(2026, 3, 5, 17, 51, 4, tzinfo=UTC)
"""The instant at which every test of the ui happens: a Thursday evening in Berlin."""


@pytest.fixture(autouse=True)
def locale_of_the_others() -> Iterator[None]:
    """Put back the locale that a test chose."""
    before = QLocale()
    yield
    QLocale.setDefault(before)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Theme:
    return Theme(qapp, ThemeMode.LIGHT)


@pytest.fixture
def light(theme: Theme) -> Iterator[Theme]:
    """The theme, put back to light afterwards."""
    theme.set_mode(ThemeMode.LIGHT)
    yield theme
    theme.set_mode(ThemeMode.LIGHT)


@pytest.fixture
def settings(tmp_path: Path, qapp: QApplication) -> Settings:
    settings = Settings(tmp_path / "settings.ini")
    settings.zone_name = "Europe/Berlin"
    return settings


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    """A worker, and meanwhile no collection of garbage on its thread: that would destroy widgets there (see ui/garbage.py)."""
    gc.disable()
    worker = Worker()
    yield worker
    worker.close()
    gc.enable()


@pytest.fixture
def bare_context(settings: Settings, worker: Worker, light: Theme) -> Iterator[AppContext]:
    """A context without a file: five past half six on a Thursday in Berlin."""
    context = AppContext(settings, worker, light, clock=lambda: NOW)
    yield context
    context.close_workspace()


def new_file(path: Path) -> Path:
    """Make an empty file at head."""
    from tests import workspaces

    return workspaces.new_file(path).path


@pytest.fixture
def workspace(tmp_path: Path) -> "Workspace":
    """A new, empty file at head; whoever opens it in a context closes it there."""
    from fractal_desktop.services.workspace import Workspace

    return Workspace.open(new_file(tmp_path / "fractal.db"))


@pytest.fixture
def context(bare_context: AppContext, workspace: "Workspace") -> AppContext:
    """A context with an empty file open."""
    bare_context.set_workspace(workspace)
    return bare_context


@pytest.fixture
def window(qtbot: QtBot, bare_context: AppContext) -> Iterator[MainWindow]:
    """The window without a file, furnished and shown."""
    window = MainWindow(bare_context.settings, bare_context.theme)
    window.furnish(bare_context)
    window.resize(1400, 900)
    window.show()
    qtbot.waitExposed(window)
    yield window
    bare_context.close_workspace()
    window.close()
    window.deleteLater()
