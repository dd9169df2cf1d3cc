"""Old and current files, a service whose clock stands still, and ways to find what a person sees."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.services.schema import MigrationOptions, SchemaService
from fractal_desktop.ui.theme import Theme
from tests.legacy import make
from tests.ui.acting import button, put_up

NOW = datetime(2026, 3, 5, 17, 51, 4, tzinfo=UTC)
WAIT_MS = 15_000


@pytest.fixture
def service() -> SchemaService:
    return SchemaService(lambda: NOW)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Backups"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return make(tmp_path / "practice-2025.db", "D", sessions=20)


@pytest.fixture
def current(old: Path, service: SchemaService, folder: Path) -> Path:
    service.migrate(old, MigrationOptions(ZoneInfo("Europe/Berlin"), folder))
    return old


@pytest.fixture
def window(qtbot: QtBot, light: Theme) -> QWidget:
    """What the dialogs lie over; they are destroyed with it at the latest."""
    return put_up(qtbot, QWidget(), 1400, 900)


Press = Callable[[QWidget, str], None]


@pytest.fixture
def press(qtbot: QtBot) -> Press:
    """Click the visible, enabled button with this text."""

    def click(inside: QWidget, text: str) -> None:
        qtbot.mouseClick(button(inside, text), Qt.MouseButton.LeftButton)

    return click
