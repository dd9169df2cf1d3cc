"""The window as it is first painted: its place on the screen and its grounds. What stands on them is `furniture.py`.

This module and what it imports must stay light: each class of Qt costs time when it is first named, the namespace Qt alone a
fifth of what a bare window takes.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QMainWindow, QWidget

from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.window_sizes import MENU_HEIGHT, RAIL_WIDTH, STATUS_HEIGHT

if TYPE_CHECKING:
    from fractal_desktop.ui.actions import Actions
    from fractal_desktop.ui.context import AppContext
    from fractal_desktop.ui.furniture import Furniture
    from fractal_desktop.ui.start_page import StartPage
    from fractal_desktop.ui.status_bar import StatusBar

_FIRST_SIZE = QSize(1400, 900)
_SMALLEST_SIZE = QSize(800, 480)


class MainWindow(QMainWindow):
    """Empty grounds until it is furnished, then menus above, rail at the left, one page at a time, status below."""

    files_dropped = Signal(list)
    """Database files (Path) were dropped onto the window."""

    def __init__(self, settings: Settings, theme: Theme) -> None:
        super().__init__()
        self._settings = settings
        self._theme = theme
        self._furniture: Furniture | None = None
        self._build()
        self._restore()

    def furnish(self, context: "AppContext") -> None:
        """Put everything in; the window may be on the screen already."""
        from fractal_desktop.ui.furniture import Furniture

        self._furniture = Furniture(self, context)

    @property
    def furniture(self) -> "Furniture":
        """Return what stands in the window; `furnish` comes first."""
        if self._furniture is None:
            raise RuntimeError("the window is not furnished yet")
        return self._furniture

    @property
    def commands(self) -> "Actions":
        """Return every command of the program."""
        return self.furniture.commands

    @property
    def status(self) -> "StatusBar":
        """Return the bar below."""
        return self.furniture.status

    @property
    def page(self) -> str:
        """Return the name of the page that is shown."""
        return self.furniture.page

    def show_page(self, name: str) -> None:
        """Show a page; without an open file this is remembered for later."""
        self.furniture.show_page(name)

    def show_start(self) -> "StartPage":
        """Show the start page instead of the pages and return it; no file is named in the title then."""
        self.announce(None)
        return self.furniture.show_start()

    def open_palette(self) -> None:
        """Open the search for goals and commands."""
        self.furniture.open_palette()

    def announce(self, path: Path | None) -> None:
        """Name the open file in the title."""
        self.setWindowTitle(f"{path.name} – Fractal Desktop" if path else "Fractal Desktop")
        self.setWindowFilePath(str(path or ""))

    def keep_state(self) -> None:
        """Remember where the window is for the next start."""
        self._settings.set_state("window", self.saveGeometry())

    def _build(self) -> None:
        px = self._theme.px
        self.menuBar().setNativeMenuBar(False)
        self.menuBar().setFixedHeight(px(MENU_HEIGHT))
        rail = QFrame()
        rail.setProperty("kind", "rail")
        rail.setFixedWidth(px(RAIL_WIDTH))
        page = QFrame()
        page.setProperty("surface", "base")
        status = QFrame()  # no QStatusBar yet: the first one loads the font, 8 ms
        status.setProperty("kind", "status")
        status.setFixedHeight(px(STATUS_HEIGHT))
        centre = QWidget()
        grid = QGridLayout(centre)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(rail, 0, 0)
        grid.addWidget(page, 0, 1)
        grid.addWidget(status, 1, 0, 1, 2)
        self.setCentralWidget(centre)
        self.setMinimumSize(_SMALLEST_SIZE)

    def _restore(self) -> None:
        """Bring the window back to where it was; what makes no sense or lies off the screen is Qt's to mend."""
        if not self.restoreGeometry(self._settings.state("window")):
            self.resize(_FIRST_SIZE.boundedTo(QGuiApplication.primaryScreen().availableSize()))
