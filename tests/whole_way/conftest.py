"""A person at the running program: looks for what is on the screen, clicks and types there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QLocale, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.app import Options, Program
from fractal_desktop.ui.main_window import MainWindow

Start = Callable[[Path], MainWindow]


class StrayWindows(QObject):
    """Collects windows that flash up because a widget is shown before it has a parent."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_expected = isinstance(watched, MainWindow | QDialog | QMenu) or watched.windowType() != Qt.WindowType.Window
            if not is_expected:
                self.names.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@pytest.fixture
def stray_windows(qapp: QApplication) -> Iterator[StrayWindows]:
    watcher = StrayWindows()
    qapp.installEventFilter(watcher)
    yield watcher
    qapp.removeEventFilter(watcher)


@pytest.fixture
def start(qtbot: QtBot) -> Iterator[Start]:
    """Start the program on a file, as a double click does."""
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    programs: list[Program] = []

    def begin(path: Path) -> MainWindow:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        program = Program(app, Options(path))
        programs.append(program)
        program.show()
        return program.window

    yield begin
    for program in programs:
        program.window.close()
        program.close()
    QLocale.setDefault(before)


class Person:
    """Looks for what is on the screen and clicks and types there."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def waits_for(self, text: str) -> QPushButton:
        """Wait until a button with this text can be pressed."""
        found: list[QPushButton] = []

        def look() -> bool:
            found[:] = [b for b in self._all(QPushButton) if b.text() == text and b.isVisible() and b.isEnabled()]
            return bool(found)

        self.qtbot.waitUntil(look, timeout=15_000)
        return found[0]

    def presses(self, text: str) -> None:
        self.qtbot.mouseClick(self.waits_for(text), Qt.MouseButton.LeftButton)

    def waits_for_field(self, kind: type[QWidget], name: str) -> QWidget:
        found: list[QWidget] = []

        def look() -> bool:
            found[:] = [w for w in self._all(kind) if w.accessibleName() == name and w.isVisible() and w.isEnabled()]
            return bool(found)

        self.qtbot.waitUntil(look, timeout=15_000)
        return found[0]

    def commands(self, name: str) -> None:
        """Choose a command from the menus as soon as it can be chosen."""
        action = self.window.commands[name]
        self.qtbot.waitUntil(action.isEnabled, timeout=15_000)
        action.trigger()

    def types(self, field: QWidget, text: str) -> None:
        field.setFocus()
        assert isinstance(field, QLineEdit | QPlainTextEdit)
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    def _all(self, kind: type[QWidget]) -> list[QWidget]:
        return [w for top in QApplication.topLevelWidgets() if top.isVisible() for w in top.findChildren(kind)]
