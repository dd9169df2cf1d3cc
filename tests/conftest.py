"""What every test stands on: no window on the screen, folders of its own, one zone and one locale."""

import gc
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says something about the machine, not about the program. Examples differ from run to run.
settings.register_profile("any machine", deadline=None, max_examples=60)
settings.register_profile("thorough", deadline=None, max_examples=1000)
settings.load_profile("any machine")

# Set before anything imports Qt: it reads these once.
_HOME = tempfile.TemporaryDirectory(prefix="fractal-tests-")
_FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
_FORGET = ("DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE", "QT_STYLE_OVERRIDE", "QT_SCALE_FACTOR", "QT_FONT_DPI", "XDG_CURRENT_DESKTOP")
for _name in _FORGET:
    os.environ.pop(_name, None)
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LC_ALL"] = os.environ.get("FRACTAL_TEST_LOCALE", "C.UTF-8")
os.environ["TZ"] = "UTC"
if hasattr(time, "tzset"):
    time.tzset()


PATIENCE_MS = 30_000
"""How long a test waits at most for what will come. Never how long it takes: on a busy machine a second's work may take twenty."""


def pytest_configure() -> None:
    """Give every wait that names no time of its own more patience than the five seconds it has by default."""
    from pytestqt.qtbot import QtBot

    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
        wait.__kwdefaults__["timeout"] = PATIENCE_MS  # type: ignore[attr-defined]


def pytest_collection_finish() -> None:
    """Let the collector pass over what was imported: looking through it time and again costs a twentieth of a run."""
    gc.collect()
    gc.freeze()


def _point_to(home: Path) -> None:
    """Let every folder that the program may choose lie below `home`."""
    os.environ["HOME"] = str(home)
    for name in _FOLDERS:
        folder = home / name.split("_")[1].lower()
        folder.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(folder)


_point_to(Path(_HOME.name))


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give each test a home of its own, QSettings included, so that none finds what another left."""
    home = tmp_path_factory.mktemp("home", numbered=True)
    _point_to(home)
    if "PySide6.QtCore" in sys.modules:
        from PySide6.QtCore import QSettings

        for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(form, QSettings.Scope.UserScope, os.environ["XDG_CONFIG_HOME"])
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QCursor, QGuiApplication

        if QGuiApplication.instance() is not None:
            QCursor.setPos(QGuiApplication.primaryScreen().geometry().bottomRight())  # not where the last test clicked
    yield home
    _point_to(Path(_HOME.name))
