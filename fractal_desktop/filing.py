"""Joins the window to files: which is open, how one begins, what the menus do with them."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from fractal_desktop import paths
from fractal_desktop.persistence.lock import DatabaseLock
from fractal_desktop.services.sample import write_sample
from fractal_desktop.services.schema import SchemaService
from fractal_desktop.ui.beginnings import Beginnings
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database_menu import DatabaseMenu
from fractal_desktop.ui.file_locks import FileLocks
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.idle_learning import IdleLearning
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.shared_place import SharedPlace
from fractal_desktop.ui.start_page import StartPage
from fractal_desktop.ui.window_commands import WindowCommands


class Filing(QObject):
    """Builds what opens, makes and looks after files, and opens the doors of the start page."""

    def __init__(self, context: AppContext, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._start: StartPage | None = None
        self._learning = IdleLearning(context, self)
        locks = FileLocks(partial(DatabaseLock, folder=paths.data_folder() / "locks"))
        self._files = Files(context, window, SchemaService(context.now), locks)
        self._beginnings = Beginnings(context, window, self._files, write_sample)
        self._commands = WindowCommands(context, window, self._files, self._beginnings)
        self._database_menu = DatabaseMenu(context, window, self._files)
        self._shared_place = SharedPlace(context, window, self._files)
        self._files.nothing_open.connect(self.show_start)
        window.files_dropped.connect(self._on_files_dropped)

    def open(self, path: Path) -> None:
        """Open `path`; nothing happens if it is open already."""
        workspace = self._context.workspace
        if workspace is None or workspace.path != path:
            self._files.open(path)

    @Slot()
    def show_start(self) -> None:
        """Show the start page, its doors open."""
        start = self._window.show_start()
        start.set_place(self._beginnings.place)
        if self._start is None:
            self._start = start
            start.fractal_wanted.connect(self._beginnings.start_fractal)
            start.file_wanted.connect(self._files.ask_for_file)
            start.sample_wanted.connect(self._beginnings.look_around)
            start.place_wanted.connect(self._beginnings.ask_for_place)
            self._beginnings.place_changed.connect(start.set_place)

    def close(self) -> None:
        """Close the file."""
        self._files.close()

    @Slot(list)
    def _on_files_dropped(self, files: list[Path]) -> None:
        self._files.open(files[0])
