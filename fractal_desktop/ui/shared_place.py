"""Says once of a file that it lies in a synced or network folder (FAULTS.md 14)."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication, QWidget

from fractal_desktop import paths
from fractal_desktop.services.places import SharedFolder, shared_folder
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.place_dialog import PlaceDialog
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.places import nearest_folder, place_text
from fractal_desktop.ui.settings import file_key

_BACKUPS = "Fractal backups"


class SharedPlace(QObject):
    """Looks where each file lies that is opened for writing; while something else is asked, it waits for the next start."""

    def __init__(self, context: AppContext, window: QWidget, files: Files) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._files = files
        context.file_opened.connect(self._on_file_opened)

    @Slot()
    def _on_file_opened(self) -> None:
        workspace = self._context.workspace
        if workspace is not None and not workspace.read_only and not self._context.settings.flag(_told(workspace.path), False):
            self._context.worker.run(self, partial(shared_folder, workspace.path), partial(self._on_found, workspace.path))

    def _on_found(self, path: Path, shared: SharedFolder | None) -> None:
        workspace, settings = self._context.workspace, self._context.settings
        is_open = workspace is not None and workspace.path == path
        if shared is None or not is_open or QApplication.activeModalWidget() is not None:
            return
        settings.set_flag(_told(path), True)
        folder = Path(shared.path)
        dialog = PlaceDialog(path, shared, backups_there=settings.backup_folder.is_relative_to(folder), parent=self._window)
        dialog.copy_requested.connect(partial(self._files.ask_for_copy, path, _folder_here()))
        dialog.backups_requested.connect(partial(self._keep_backups, folder / _BACKUPS))
        self._files.watch(dialog)

    def _keep_backups(self, folder: Path) -> None:
        self._context.settings.backup_folder = folder
        self._context.notify(self.tr("Backups go to {folder} from now on.").format(folder=place_text(folder)))


def _folder_here() -> Path:
    """Return a folder of this computer alone to offer: documents are synced, too, where a sync program looks after all of them."""
    folder = nearest_folder(paths.default_database())
    return folder if shared_folder(folder / "fractal.db") is None else nearest_folder(paths.data_folder() / "fractal.db")


def _told(path: Path) -> str:
    """Return the word to remember under that it was said of a file."""
    return f"places/{file_key(path)}"
