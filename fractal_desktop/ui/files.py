"""Which file is open: opens others, migrates what is old, and says why where it cannot."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from fractal_desktop import paths
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.practice_session import SessionQuery, SessionState
from fractal_desktop.services.schema import Backup, FileStatus, MigrationResult, SchemaService
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.services.zones import system_zone
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.database.backups_dialog import BackupsDialog
from fractal_desktop.ui.database.failure_dialog import Failure, FailureDialog, can_be_copied, can_be_read
from fractal_desktop.ui.database.migrate_dialog import MigrateDialog, Proposal
from fractal_desktop.ui.database.salvage_dialog import SalvageDialog
from fractal_desktop.ui.file_locks import FileLocks
from fractal_desktop.ui.leaving import leave
from fractal_desktop.ui.places import free_place, nearest_folder
from fractal_desktop.ui.question import Question

FILE_FILTER = "Fractal (*.db *.sqlite *.sqlite3)"


class Files(QObject):
    """Holds the open file and its lock; the file before stays open until the next one is."""

    nothing_open = Signal()
    """No file is open and none is about to be: show the start page."""

    def __init__(self, context: AppContext, window: QWidget, service: SchemaService, locks: FileLocks) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._service = service
        self._locks = locks
        self._then: Callable[[], None] | None = None
        self._opening = False
        self._suspended: Path | None = None
        self._asking = 0

    @property
    def service(self) -> SchemaService:
        """Return what looks after files as a whole."""
        return self._service

    @Slot(object)
    def open(self, path: Path, *, read_only: bool = False) -> None:
        """Open `path` instead of what is open, as it is or after migrating it; or say why not."""
        leave(self._context, self._window, partial(self._inspect, path, read_only))

    def make(self, path: Path, task: Callable[[], object], then: Callable[[], None] | None = None) -> None:
        """Let `task` write a file at head to `path` off the window's thread, open it and call `then`; or say why not."""
        leave(self._context, self._window, partial(self._make, path, task, then))

    @Slot()
    def ask_for_file(self) -> None:
        """Let the user choose a file to open."""
        folder = nearest_folder(self._context.settings.database)
        dialog = QFileDialog(self._window, self.tr("Open a database"), str(folder), self.tr(FILE_FILTER))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._on_file_chosen)
        dialog.open()

    def suspend(self, path: Path) -> None:
        """Close the file at `path`, if it is open, so that it can be written as a whole; its lock is kept.

        Unless `let_go` is called, it is opened again once no dialog of `watch` is left.
        """
        workspace = self._context.workspace
        if workspace is not None and workspace.path == path:
            self._context.close_workspace()
            self._suspended = path

    @Slot(object)
    def reopen(self, path: Path) -> None:
        """Open the file that was suspended, or try one again that could not be opened."""
        self._inspect(path, read_only=False)

    def let_go(self) -> None:
        """Do not open the suspended file again, nor on the next start: that would migrate what was just rolled back."""
        self._suspended = None
        self._context.settings.database = free_place(paths.default_database())

    def watch(self, dialog: QDialog) -> None:
        """Show `dialog`; once it is closed and leaves no file open, bring the suspended one back or show the start page."""
        self._asking += 1
        dialog.finished.connect(self._on_dialog_closed)
        dialog.open()

    def close(self) -> None:
        """Close the open file, if any, and give its lock back."""
        self._context.close_workspace()
        self._locks.drop_all()

    def show_backups(self, path: Path) -> None:
        """Show the backups of a file, which is closed while one is restored."""
        dialog = BackupsDialog(self._service, self._context.worker, path, self._context.settings.backup_folder, self._window)
        dialog.restore_started.connect(partial(self.suspend, path))
        dialog.restored.connect(self.reopen)
        dialog.failed.connect(partial(self.fail, path, self.tr("restored")))
        self.watch(dialog)

    def migrate(self, status: FileStatus, *, at_start: bool = False) -> None:
        """Migrate a file behind its dialog, then open it; `at_start` runs by itself where nothing has to be asked."""
        zone = status.legacy_time_zone or str(system_zone())
        proposal = Proposal(status, zone, str(system_zone()), self._context.settings.backup_folder, at_start)
        dialog = MigrateDialog(self._service, self._context.worker, proposal, self._window)
        dialog.about_to_write.connect(partial(self.suspend, status.path))
        dialog.finished_writing.connect(self._on_migrated)
        dialog.session_requested.connect(self._context.session_requested)
        dialog.attention_requested.connect(self.show_attention)
        dialog.failed.connect(partial(self.fail, status.path, self.tr("migrated")))
        self.watch(dialog)

    def fail(self, path: Path, doing: str, error: Exception) -> None:
        """Say that `path` could not be, say, "checked"; whatever file was open stays open."""
        self._then = None
        self._opening = False
        if not isinstance(error, StorageError):
            self._context.show_error(error)
            QTimer.singleShot(0, self._settle)
            return
        self._asking += 1
        task = partial(_ways_on, self._service, path, doing, self._context.settings.backup_folder, error)
        self._context.worker.run(self, task, self._show_failure)

    @Slot(str)
    def _on_file_chosen(self, path: str) -> None:
        self.open(Path(path))

    def _make(self, path: Path, task: Callable[[], object], then: Callable[[], None] | None) -> None:
        if self._lock(path):
            self._opening = True
            self._then = then
            opened = partial(self._open_current, path, False)
            self._context.worker.run(self, task, partial(_without_value, opened), partial(self.fail, path, self.tr("made")))

    def _inspect(self, path: Path, read_only: bool) -> None:
        self._opening = True
        self._then = None
        task = partial(_look, self._service, path)
        self._context.worker.run(self, task, partial(self._on_status, read_only), partial(self.fail, path, self.tr("opened")))

    def _on_status(self, read_only: bool, status: FileStatus) -> None:
        if not read_only and not self._lock(status.path):
            return
        if status.is_current:
            self._open_current(status.path, read_only)
            return
        self._opening = False
        if status.size_bytes == 0:
            self._ask_to_begin(status)
        else:
            self.migrate(status, at_start=True)

    def _ask_to_begin(self, status: FileStatus) -> None:
        """A file of no bytes may be a mistake, so it becomes a new file only if the user says so."""
        words = self.tr("The file holds nothing at all, not even tables. Shall it become a new Fractal file?")
        question = Question(self.tr("{name} is empty").format(name=status.path.name), words, self.tr("Begin here"), self._window)
        question.accepted.connect(partial(self._make, status.path, partial(self._service.create, status.path), None))
        self.watch(question)

    @Slot(object)
    def _on_migrated(self, result: MigrationResult) -> None:
        self._open_current(result.path, read_only=False)

    @Slot()
    def show_attention(self) -> None:
        """List the sessions that something is odd about."""
        self._context.sessions_titled.emit(self.tr("Sessions that need a look"))
        self._context.sessions_requested.emit(SessionQuery(state=SessionState.ATTENTION))

    def _open_current(self, path: Path, read_only: bool) -> None:
        self._opening = True
        task = partial(Workspace.open, path, read_only=read_only, clock=self._context.now)
        self._context.worker.run(self, task, self._on_opened, partial(self.fail, path, self.tr("opened")))

    def _on_opened(self, workspace: Workspace) -> None:
        self._opening = False
        self._suspended = None
        self._context.set_workspace(workspace)
        self._locks.opened(workspace.path, read_only=workspace.read_only)
        if workspace.path != paths.sample_database():
            self._context.settings.add_recent_file(workspace.path)
        if workspace.indexes_made_again:
            self._context.notify(self.tr("Another program had dropped indexes of this file. They were made again; nothing is lost."))
        then, self._then = self._then, None
        if then is not None:
            then()

    def _show_failure(self, failure: Failure) -> None:
        dialog = FailureDialog(failure, self._window)
        dialog.retry_requested.connect(self.reopen)
        dialog.read_only_requested.connect(partial(self.open, read_only=True))
        dialog.other_file_requested.connect(self.ask_for_file)
        dialog.restore_requested.connect(partial(self._on_restore_wanted, failure.path))
        dialog.copy_requested.connect(self._ask_for_place)
        dialog.salvage_requested.connect(self.salvage)
        self._asking -= 1
        self.watch(dialog)

    def _on_restore_wanted(self, path: Path, _backup: Backup) -> None:
        if self._lock(path):
            self.show_backups(path)

    @Slot(object)
    def _ask_for_place(self, path: Path) -> None:
        self.ask_for_copy(path, nearest_folder(self._context.settings.database))

    @Slot(object)
    def salvage(self, path: Path) -> None:
        """Let the user say where the new file goes that what can be read of a damaged one is put into."""
        folder = nearest_folder(self._context.settings.database)
        place = free_place(folder / f"{self.tr('{name}, salvaged').format(name=path.stem)}{path.suffix}")
        self._ask_where(self.tr("Salvage into"), place, partial(self._on_salvage_place_chosen, path))

    def _on_salvage_place_chosen(self, path: Path, place: str) -> None:
        dialog = SalvageDialog(self._context.worker, path, Path(place), self._window)
        dialog.open_requested.connect(self.open)
        dialog.failed.connect(partial(self.fail, path, self.tr("salvaged")))
        self.watch(dialog)

    def ask_for_copy(self, path: Path, folder: Path) -> None:
        """Let the user say where a copy goes that is opened then; like every file dialog it asks before it names a file that is there."""
        self._ask_where(self.tr("Open a copy"), free_place(folder / path.name), partial(self._on_place_chosen, path))

    def _ask_where(self, title: str, place: Path, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self._window, title, str(place), self.tr(FILE_FILTER))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(place.suffix)
        dialog.fileSelected.connect(then)
        self.watch(dialog)

    def _on_place_chosen(self, path: Path, place: str) -> None:
        leave(self._context, self._window, partial(self._copy, path, Path(place)))

    def _copy(self, path: Path, place: Path) -> None:
        self._opening = True
        copied = partial(_without_value, partial(self._inspect, place, read_only=False))
        self._context.worker.run(self, partial(self._service.copy, path, place), copied, partial(self.fail, place, self.tr("made")))

    @Slot()
    def _on_dialog_closed(self) -> None:
        """Wait for what the dialog says after its end ("try again") before deciding what is shown."""
        self._asking -= 1
        QTimer.singleShot(0, self._settle)

    @Slot()
    def _settle(self) -> None:
        if self._opening or self._asking:
            return
        if self._context.workspace is not None:
            self._locks.drop_next()
        elif self._suspended is not None:
            path, self._suspended = self._suspended, None
            self.reopen(path)
        else:
            self._locks.drop_all()
            self.nothing_open.emit()

    def _lock(self, path: Path) -> bool:
        """Take the lock of `path`; where somebody else has it, say so and return False."""
        try:
            if self._locks.take(path):
                return True
            error = StorageError(
                StorageProblem.BUSY,
                self.tr("“{name}” is open in another Fractal Desktop.").format(name=path.name),
                self.tr("Nothing was changed."),
                self.tr("Close that window or wait until its work is done, then try again."),
            )
        except StorageError as problem:
            error = problem
        self.fail(path, self.tr("opened"), error)
        return False


def _look(service: SchemaService, path: Path) -> FileStatus:
    """Return where the file stands; raises StorageError also if it has to be migrated where that cannot be."""
    status = service.status(path)
    if not status.is_current and status.size_bytes:
        service.check_writable(path)
    return status


def _ways_on(service: SchemaService, path: Path, doing: str, folder: Path, error: Exception) -> Failure:
    """Return what is offered: the newest good backup, a look without writing once it is migrated, a copy as long as it is not."""
    try:
        is_current = service.status(path).is_current
        readable, copyable = can_be_read(error) and is_current, can_be_copied(error) and not is_current
    except StorageError as obstacle:
        readable, copyable = False, can_be_copied(obstacle)
    return Failure(path, doing, error, service.newest_good_backup(path, folder), readable, copyable)


def _without_value(then: Callable[[], None], _value: object) -> None:
    then()
