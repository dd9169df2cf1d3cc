"""The ways in for somebody who has no file yet: a new fractal, a new file, sample data to look around in."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from fractal_desktop import paths
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.files import FILE_FILTER, Files
from fractal_desktop.ui.fractal_dialog import FractalDialog
from fractal_desktop.ui.places import free_place, nearest_folder

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class WriteSample(Protocol):
    """Writes a file full of made-up practice."""

    def __call__(self, path: Path, *, now: datetime, zone: ZoneInfo) -> None:
        """Write it to `path`, up to `now` (aware), as of somebody who lives in `zone`."""


class Beginnings(QObject):
    """Makes files and the first goal in them."""

    place_changed = Signal(object)
    """The first file will lie at this Path."""

    def __init__(self, context: AppContext, window: QWidget, files: Files, write_sample: WriteSample) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._files = files
        self._write_sample = write_sample

    @property
    def place(self) -> Path:
        """Return where a file made by `start_fractal` will lie: the chosen place, unless something lies there.

        What lies there is not open although it was open last: it is damaged, or was rolled back. It stays as it is.
        """
        chosen = self._context.settings.database
        return free_place(paths.default_database() if chosen.exists() else chosen)

    @Slot()
    def start_fractal(self) -> None:
        """Ask for a far goal; then make a file if none is open, and the goal in it."""
        dialog = FractalDialog(self._window)
        dialog.named.connect(self._on_named)
        dialog.open()

    @Slot()
    def look_around(self) -> None:
        """Make the sample file anew and open it."""
        path = paths.sample_database()
        self._files.suspend(path)
        self._files.make(path, partial(self._write_sample, path, now=self._context.now(), zone=self._context.zone))

    @Slot()
    def ask_for_new(self) -> None:
        """Let the user choose where a new file goes, then make and open it."""
        self._ask(self.tr("New file"), self._on_new_chosen)

    @Slot()
    def ask_for_place(self) -> None:
        """Let the user choose where the first file will lie."""
        self._ask(self.tr("Where your data lies"), self._on_place_chosen)

    def _ask(self, title: str, chosen: Callable[[str], None]) -> None:
        place = self.place
        dialog = QFileDialog(self._window, title, str(nearest_folder(place) / place.name), self.tr(FILE_FILTER))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # a file that exists is opened, never overwritten
        dialog.setDefaultSuffix("db")
        dialog.fileSelected.connect(chosen)
        dialog.open()

    @Slot(str)
    def _on_new_chosen(self, name: str) -> None:
        self._open_or_make(Path(name))

    def _open_or_make(self, path: Path) -> None:
        if path.exists():
            self._files.open(path)
        else:
            self._make(path)

    @Slot(str)
    def _on_place_chosen(self, name: str) -> None:
        if Path(name).exists():
            self._files.open(Path(name))
            return
        self._context.settings.database = Path(name)
        self.place_changed.emit(Path(name))

    @Slot(str)
    def _on_named(self, name: str) -> None:
        if self._context.can_write:
            self._make_fractal(name)
        else:
            self._make(self.place, partial(self._make_fractal, name))

    def _make(self, path: Path, then: Callable[[], None] | None = None) -> None:
        self._files.make(path, partial(self._files.service.create, path), then)

    def _make_fractal(self, name: str) -> None:
        self._context.write(self, partial(_create_root, name=name), self._on_fractal_made)

    def _on_fractal_made(self, change: Change) -> None:
        if change.created is not None:
            self._context.goal_requested.emit(change.created)


def _create_root(workspace: "Workspace", name: str) -> Change:
    return workspace.goals.create(None, GoalType.ULTIMATE, name)
