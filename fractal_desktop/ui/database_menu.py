"""The Database menu: each command opens its dialog on the file that is open."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fractal_desktop.services.schema import Backup, FileStatus, Revision, SchemaService
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.check_dialog import CheckDialog
from fractal_desktop.ui.database.history_dialog import HistoryDialog
from fractal_desktop.ui.database.rollback_dialog import RollbackDialog, RollbackOffer
from fractal_desktop.ui.files import Files
from fractal_desktop.ui.main_window import MainWindow


class DatabaseMenu(QObject):
    """Answers for the commands of the Database menu."""

    def __init__(self, context: AppContext, window: MainWindow, files: Files) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._files = files
        window.commands.answer(
            {
                "database.migrate": Handler(self._migrate, self._is_open),
                "database.rollback": Handler(self._roll_back, self._can_write),
                "database.history": Handler(self._show_history, self._is_open),
                "database.check": Handler(self._check, self._is_open),
                "database.backup": Handler(self._back_up, self._is_open),
                "database.backups": Handler(self._show_backups, self._is_open),
                "database.salvage": Handler(self._salvage, self._is_open),
            }
        )

    def _is_open(self) -> bool:
        return self._context.workspace is not None

    def _can_write(self) -> bool:
        return self._context.can_write

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

    def _roll_back(self) -> None:
        self._with_path(self._ask_offer)

    def _ask_offer(self, path: Path) -> None:
        task = partial(_rollback_offer, self._files.service, path, self._context.settings.backup_folder)
        self._context.worker.run(self, task, self._on_offer, partial(self._files.fail, path, self.tr("read")))

    def _on_offer(self, offer: RollbackOffer) -> None:
        path = offer.status.path
        dialog = RollbackDialog(self._files.service, self._context.worker, offer, self._window)
        dialog.about_to_write.connect(partial(self._files.suspend, path))
        dialog.finished_writing.connect(self._files.let_go)
        dialog.migrate_requested.connect(self._files.reopen)
        dialog.backups_requested.connect(self._files.show_backups)
        dialog.failed.connect(partial(self._files.fail, path, self.tr("rolled back")))
        self._files.watch(dialog)

    def _show_history(self) -> None:
        self._with_path(self._ask_revisions)

    def _ask_revisions(self, path: Path) -> None:
        failed = partial(self._files.fail, path, self.tr("read"))
        self._context.worker.run(self, partial(self._files.service.revisions, path), partial(self._on_revisions, path), failed)

    def _on_revisions(self, path: Path, revisions: tuple[Revision, ...]) -> None:
        HistoryDialog(path, revisions, self._window).open()

    def _check(self) -> None:
        self._with_path(self._ask_check)

    def _ask_check(self, path: Path) -> None:
        self._context.flush()
        dialog = CheckDialog(self._files.service, self._context.worker, path, self._context.settings.backup_folder, self._window)
        dialog.about_to_write.connect(partial(self._files.suspend, path))
        dialog.finished_writing.connect(self._files.reopen)
        dialog.session_requested.connect(self._context.session_requested)
        dialog.backups_requested.connect(self._files.show_backups)
        dialog.salvage_requested.connect(self._files.salvage)
        dialog.failed.connect(partial(self._files.fail, path, self.tr("checked")))
        self._files.watch(dialog)

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

    def _salvage(self) -> None:
        self._context.flush()
        self._with_path(self._files.salvage)

    def _with_path(self, act: Callable[[Path], None]) -> None:
        workspace = self._context.workspace
        if workspace is not None:
            act(workspace.path)


def _rollback_offer(service: SchemaService, path: Path, backup_folder: Path) -> RollbackOffer:
    return RollbackOffer(service.status(path), service.revisions(path), backup_folder)
