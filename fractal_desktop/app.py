"""Starts the program: window, furniture, services, file, in this order. With `rest.py` the only module that knows all layers.

Before the first paint only Qt is loaded, and little of it. Then the window is furnished; SQLAlchemy is loaded on the worker; the
file's status is one SELECT through sqlite3; Alembic and the charts are loaded when they are needed.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from fractal_desktop import __version__, paths
from fractal_desktop.domain.errors import UserError
from fractal_desktop.ui.first_paint import FirstPaint
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, application

if TYPE_CHECKING:
    from fractal_desktop.rest import Rest

_USAGE = "usage: fractal-desktop [FILE] [--quit-after SECONDS]"
_SWITCH_SECONDS = 0.001


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks of the window."""

    file: Path | None = None
    quit_after_seconds: float | None = None


def run(arguments: Sequence[str]) -> int:
    """Show the window until it is closed; return the exit status: 0, 1 if it could not start, 2 for a senseless command line."""
    try:
        options = parse(arguments)
    except ValueError as error:
        print(f"{error}\n{_USAGE}", file=sys.stderr)  # noqa: T201
        return 2
    try:
        return _run(options)
    except UserError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1


def parse(arguments: Sequence[str]) -> Options:
    """Return what `arguments` ask for; raises ValueError for what makes no sense. Not argparse: it takes 8 ms for these few words."""
    file: Path | None = None
    seconds: float | None = None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--quit-after":
            seconds = float(next(rest, "nothing"))
        elif argument.startswith("--"):
            raise ValueError(f"unknown option {argument}")
        elif file is not None:
            raise ValueError("only one file can be open")
        else:
            file = Path(argument)
    return Options(file, seconds)


def _run(options: Options) -> int:
    folder = paths.data_folder()
    with suppress(OSError):  # what cannot be written is said when a file is opened
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = QLockFile(str(folder / "window.lock"))
    lock.setStaleLockTime(0)  # only an owner that no longer runs loses it
    if not lock.tryLock(0) and lock.error() == QLockFile.LockError.LockFailedError:
        return _hand_over(options)
    app = application(sys.argv[:1])
    program = Program(app, options)
    program.show()
    status = app.exec()
    program.close()
    lock.unlock()
    return status


def _hand_over(options: Options) -> int:
    """Let the window that is open show itself instead of opening a second one."""
    from fractal_desktop.ui.single_instance import hand_over, server_name

    if hand_over(server_name(paths.data_folder()), options.file):
        return 0
    print("Fractal Desktop is running already, but its window does not answer.", file=sys.stderr)  # noqa: T201
    return 1


class Program(QObject):
    """Holds everything that lives as long as the window. Most of it is built after the first paint."""

    def __init__(self, app: QApplication, options: Options) -> None:
        super().__init__()
        app.setApplicationName("Fractal Desktop")
        app.setApplicationVersion(__version__)
        QGuiApplication.setDesktopFileName(paths.APP_ID)
        self._options = options
        self._settings = Settings(paths.settings_file())
        self._theme = Theme(app, self._settings.theme)
        self._window = MainWindow(self._settings, self._theme)
        self._rest: Rest | None = None

    @property
    def window(self) -> MainWindow:
        """Return the window."""
        return self._window

    @property
    def is_ready(self) -> bool:
        """Return whether everything is built and a file, if there is one, is open."""
        return self._rest is not None and self._rest.is_ready

    def show(self) -> None:
        """Show the window as far as it goes without what is slow to load; the rest follows the first paint."""
        file = self._options.file or self._settings.database
        self._window.announce(file if self._options.file or file.exists() else None)
        FirstPaint(self._window).done.connect(self._on_painted)
        self._window.show()
        if self._options.quit_after_seconds is not None:
            QTimer.singleShot(round(self._options.quit_after_seconds * 1000), self._quit)

    def close(self) -> None:
        """Save, close the file and end the worker; nothing of the program may be used afterwards."""
        if self._rest is not None:
            self._rest.close()
        self._settings.sync()
        self._window.deleteLater()

    @Slot()
    def _on_painted(self) -> None:
        from fractal_desktop.rest import Rest

        sys.setswitchinterval(_SWITCH_SECONDS)  # whatever the worker does, the window gets its turn
        self._rest = Rest(self._settings, self._theme, self._window)
        self._rest.begin(self._options.file)

    @Slot()
    def _quit(self) -> None:
        self._window.close()
        QApplication.quit()
