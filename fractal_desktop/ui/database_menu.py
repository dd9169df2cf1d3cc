"""The Database menu: each command opens its dialog on the file that is open."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fractal_desktop.services.schema import Backup, FileStatus
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.main_window import MainWindow


class DatabaseMenu(QObject):
    """Answers for the commands of the Database menu."""

    def __init__(self, context: AppContext, window: MainWindow, files: Files) -> None:
        super().__init__(window)
        self._context = context
        self._files = files
        window.commands.answer(
            {
                "database.migrate": Handler(self._migrate, self._is_open),
                "database.backup": Handler(self._back_up, self._is_open),
                "database.backups": Handler(self._show_backups, self._is_open),
            }
        )

    def _is_open(self) -> bool:
        return self._context.workspace is not None

    def _migrate(self) -> None:
        """Say where the file stands; an open one is at head, unless another program has changed it meanwhile."""
        self._with_path(self._ask_status)

    def _ask_status(self, path: Path) -> None:
        failed = partial(self._files.fail, path, self.tr("read"))
        self._context.worker.run(self, partial(self._files.service.status, path), self._on_status, failed)

    def _on_status(self, status: FileStatus) -> None:
        if status.is_current:
            words = self.tr("{name} is at the newest revision, {revision}. There is nothing to migrate.")
            self._context.notify(words.format(name=status.path.name, revision=status.revision))
        else:
            self._files.migrate(status)

    def _back_up(self) -> None:
        self._with_path(self._ask_backup)

    def _ask_backup(self, path: Path) -> None:
        self._context.flush()
        task = partial(self._files.service.backup, path, self._context.settings.backup_folder)
        self._context.worker.run(self, task, self._on_backed_up, partial(self._files.fail, path, self.tr("backed up")))

    def _on_backed_up(self, backup: Backup) -> None:
        self._context.notify(self.tr("Backed up and verified: {name}").format(name=backup.path.name))

    def _show_backups(self) -> None:
        self._with_path(self._files.show_backups)

    def _with_path(self, act: Callable[[Path], None]) -> None:
        workspace = self._context.workspace
        if workspace is not None:
            act(workspace.path)
