"""The running program, and a camera, for pictures of it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from fractal_desktop import filing, paths
from fractal_desktop.services.schema import MigrationOptions, MigrationResult, Progress, SchemaService
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme, ThemeMode

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 5, 17, 51, 12, tzinfo=UTC)
PATIENCE_SECONDS = 20.0

Dialog = TypeVar("Dialog", bound=QDialog)


class Studio:
    """The running program, and a camera."""

    def __init__(self, scheme: str, folder: Path, names: list[str]) -> None:
        self.app = QApplication([])
        self.now = NOW
        self.app.setApplicationName("Fractal Desktop")
        self._scheme, self._folder, self._names = scheme, folder, names
        font = QFont("Inter")
        font.setPixelSize(13)
        settings = Settings(paths.settings_file())
        settings.zone_name, settings.theme = str(ZONE), ThemeMode(scheme)
        self.files = Path.home() / "Documents" / "Fractal"
        self.files.mkdir(parents=True)
        theme = Theme(self.app, settings.theme, font)
        self.window = MainWindow(settings, theme)
        self.window.resize(1400, 900)
        self.window.show()
        self.context = AppContext(settings, Worker(self.window), theme, clock=self.clock, parent=self.window)
        self.window.furnish(self.context)
        filing.SchemaService = PausingService
        self.filing = filing.Filing(self.context, self.window)

    def clock(self) -> datetime:
        """Return the instant that the program believes in."""
        return self.now

    def close(self) -> None:
        """End the program."""
        self.filing.close()
        self.context.worker.close()
        self.window.close()

    def settle(self, milliseconds: int = 60) -> None:
        """Let everything happen that was set off: wait until the worker has had nothing to do for a while."""
        for _ in range(2):
            QTest.qWait(milliseconds)
            self.until(lambda: self.context.worker.is_idle, "the worker has nothing to do")

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something without holding the worker up."""
        for _ in range(int(PATIENCE_SECONDS * 50)):
            if condition():
                QTest.qWait(60)
                return
            QTest.qWait(20)
        raise TimeoutError(what)

    @property
    def is_dark(self) -> bool:
        """Return whether the pictures are those of the dark scheme."""
        return self._scheme == "dark"

    def wants(self, name: str) -> bool:
        """Return whether this picture is to be taken."""
        return not self._names or name in self._names

    def keep(self, name: str, content: bytes) -> None:
        """Keep a picture (a PNG file) that is the same in both schemes."""
        path = self._folder / f"{name}.png"
        path.write_bytes(content)
        print(path)

    def shoot(self, name: str) -> None:
        """Take the picture: the window, and what lies over it."""
        if not self.wants(name):
            return
        picture = self.window.grab()
        painter = QPainter(picture)
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self.window:
                painter.drawPixmap(widget.geometry().topLeft() - self.window.geometry().topLeft(), widget.grab())
        painter.end()
        path = self._folder / f"{name}-{self._scheme}.png"
        picture.toImage().convertToFormat(QImage.Format.Format_RGB888).save(str(path), "PNG", 0)
        print(path)

    def command(self, name: str) -> None:
        """Choose a command from the menus."""
        action = self.window.commands[name]
        if not action.isEnabled():
            raise RuntimeError(f"{name} cannot be chosen")
        action.trigger()
        self.settle()

    def dialog(self, kind: type[Dialog]) -> Dialog:
        """Return the dialog of that class once it is open."""

        def shown() -> list[Dialog]:
            return [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, kind) and widget.isVisible()]

        self.until(shown, kind.__name__)
        self.settle()
        return shown()[0]

    def dismiss(self, dialog: QDialog) -> None:
        """Close a dialog as Esc does."""
        dialog.reject()
        self.settle()


class Pause:
    """Holds the worker up once, at six tenths of a migration."""

    def __init__(self) -> None:
        self.reached = Event()
        self.over = Event()

    def at(self, fraction: float) -> None:
        """Wait if it is time to."""
        if fraction >= 0.6 and not self.reached.is_set():
            self.reached.set()
            self.over.wait(PATIENCE_SECONDS)


class PausingService(SchemaService):
    """Stops half-way through a migration until that has been pictured."""

    pause = Pause()

    def migrate(
        self, path: Path, options: MigrationOptions, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
    ) -> MigrationResult:
        """Migrate with a pause."""

        def tell(step: Progress) -> None:
            progress(step)
            self.pause.at(step.fraction)

        return super().migrate(path, options, tell, cancelled)
