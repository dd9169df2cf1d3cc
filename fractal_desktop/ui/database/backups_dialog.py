"""The list of backups: make one, look where they lie, put one back."""

from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QStackedWidget, QTableView, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.errors import Cancelled
from fractal_desktop.services.schema import Backup, SchemaService
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.parts import sentence
from fractal_desktop.ui.database.task_dialog import TaskDialog
from fractal_desktop.ui.database.texts import data_size, moment_text
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.places import place_text
from fractal_desktop.ui.widgets import EmptyState, PlainButton, PrimaryButton

_Index = QModelIndex | QPersistentModelIndex


class BackupsModel(QAbstractTableModel):
    """The backups of one file, newest first: when, how large, which revision, whether verified."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._backups: tuple[Backup, ...] = ()
        self._headers = (self.tr("Made"), self.tr("Size"), self.tr("Revision"), self.tr("Verified"))

    def show(self, backups: tuple[Backup, ...]) -> None:
        """Show these backups."""
        self.beginResetModel()
        self._backups = backups
        self.endResetModel()

    def backup(self, row: int) -> Backup:
        """Return what stands in `row`."""
        return self._backups[row]

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._backups)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headers)

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headers[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        backup = self._backups[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(backup, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(backup.path)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 3:
            return icon("check", "accent") if backup.verified else icon("warning", "warning")
        return None

    def _text(self, backup: Backup, column: int) -> str:
        if column == 0:
            return moment_text(backup.made_at)
        if column == 1:
            return data_size(backup.size_bytes)
        if column == 2:
            return backup.revision or self.tr("none yet")
        return self.tr("when it was made") if backup.verified else self.tr("cannot be read")


class BackupsDialog(TaskDialog):
    """Restoring asks on a page of its own, and the present state is backed up first."""

    restore_started = Signal()
    """The file must be closed now: close it before returning."""
    restored = Signal(object)
    """The file at this path holds another state now: open it again."""

    def __init__(self, service: SchemaService, worker: Worker, path: Path, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(worker, self.tr("Backups of {name}").format(name=path.name), place_text(folder), parent)
        self._service = service
        self._path = path
        self._folder = folder
        self._chosen: Backup | None = None
        self._build_pages()
        self.reload()

    def reload(self) -> None:
        """Read the folder again."""
        self._worker.read(self, "backups", lambda: self._service.backups(self._path, self._folder), self._on_listed, self._on_failed)

    def _build_pages(self) -> None:
        self._pages = QStackedWidget()
        self._model = BackupsModel(self)
        self._table = _table(self._model)
        self._table.selectionModel().selectionChanged.connect(self._on_selection)
        self._table.doubleClicked.connect(self._ask)
        self._empty = EmptyState(
            self.tr("There is no backup of this file here yet. One is made before each migration, rollback and restore.")
        )
        self._question = QWidget()
        self._facts = QVBoxLayout(self._question)
        self._facts.setContentsMargins(0, 0, 0, 0)
        self._facts.setSpacing(12)
        self._list = QFrame()
        self._list.setProperty("kind", "card")
        paper = QVBoxLayout(self._list)
        paper.setContentsMargins(1, 3, 1, 3)
        paper.addWidget(self._table)
        self._pages.addWidget(self._list)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(self._question)
        self._pages.setMinimumHeight(300)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self.progress)
        self._folder_button = PlainButton(self.tr("Open folder"), icon("folder"))
        self._folder_button.clicked.connect(self._open_folder)
        self._new_button = PlainButton(self.tr("Back up now"), icon("plus"))
        self._new_button.clicked.connect(self._back_up)
        self._restore_button = PrimaryButton(self.tr("Restore…"))
        self._restore_button.clicked.connect(self._on_restore)
        self.cancel_button.setText(self.tr("Close"))
        self.add_left(self._folder_button)
        self.add_right(self._new_button)
        self.add_right(self.cancel_button)
        self.add_right(self._restore_button, default=True)
        self._show_list()

    def _show_list(self) -> None:
        self._chosen = None
        self.set_heading(self.tr("Backups of {name}").format(name=self._path.name), place_text(self._folder))
        self._pages.setCurrentWidget(self._list if self._model.rowCount() else self._empty)
        for button in (self._folder_button, self._new_button):
            button.show()
        self._new_button.setEnabled(True)
        self._folder_button.setEnabled(self._folder.is_dir())
        self.cancel_button.setText(self.tr("Close"))
        self._restore_button.setText(self.tr("Restore…"))
        self._on_selection()

    @Slot()
    def _on_selection(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        self._restore_button.setEnabled(bool(rows) and not self.is_running and self._model.backup(rows[0].row()).verified)

    def _on_listed(self, backups: tuple[Backup, ...]) -> None:
        self._model.show(backups)
        self._show_list()
        if backups:
            self._table.selectRow(0)
            self._table.setFocus()

    @Slot()
    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    @Slot()
    def _back_up(self) -> None:
        self._busy()
        self.run_task(lambda progress, cancelled: self._service.backup(self._path, self._folder, progress, cancelled), self._on_backed_up)

    def _on_backed_up(self, _backup: Backup) -> None:
        self.say("")
        self.reload()

    @Slot()
    def _on_restore(self) -> None:
        if self._chosen is None:
            self._ask()
        else:
            self._restore(self._chosen)

    @Slot()
    def _ask(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        if not rows or not self._restore_button.isEnabled():
            return
        self._chosen = self._model.backup(rows[0].row())
        self.set_heading(
            self.tr("Restore {name}").format(name=self._path.name),
            self.tr("To the state of {time}").format(time=moment_text(self._chosen.made_at)),
        )
        while (item := self._facts.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        facts = EntryList()
        facts.add(Entry(Mark.DONE, self.tr("The backup is read whole and checked first"), self._chosen.path.name))
        facts.add(Entry(Mark.DONE, self.tr("The present state is backed up"), self.tr("So this can be taken back from the same list.")))
        facts.add(
            Entry(
                Mark.LOOK,
                self.tr("What was entered since then is not in the file any more"),
                self.tr("It stays in that backup. Undo ends here."),
            )
        )
        self._facts.addWidget(facts)
        if self._chosen.revision != self._service.head:
            text = self.tr("The backup has an older schema (revision {revision}): the file is migrated again when it is opened.")
            self._facts.addWidget(sentence(text.format(revision=self._chosen.revision or self.tr("none"))))
        self._facts.addStretch(1)
        self._pages.setCurrentWidget(self._question)
        self._folder_button.hide()
        self._new_button.hide()
        self.cancel_button.setText(self.tr("Back"))
        self._restore_button.setText(self.tr("Restore"))
        self._restore_button.setFocus()

    def _restore(self, backup: Backup) -> None:
        self.restore_started.emit()
        self._busy()
        self.say(self.tr("Cancel leaves the file as it was."))
        self.run_task(
            lambda progress, cancelled: self._service.restore(backup.path, self._path, self._folder, progress, cancelled), self._on_restored
        )

    def _on_restored(self, _safety: Backup | None) -> None:
        self.accept()
        self.restored.emit(self._path)

    def _busy(self) -> None:
        self._new_button.setEnabled(False)
        self._restore_button.setEnabled(False)
        self.cancel_button.setText(self.tr("Cancel"))
        self.progress.set_progress(self.tr("Backup"))

    @override
    def reject(self) -> None:
        """Go back to the list from the question; close otherwise."""
        if self._chosen is not None and not self.is_running:
            self._show_list()
            return
        super().reject()

    @override
    def _on_failed(self, error: Exception) -> None:
        restoring = self._chosen is not None
        super()._on_failed(error)
        if restoring and not isinstance(error, Cancelled):
            self.restored.emit(self._path)

    @override
    def on_cancelled(self) -> None:
        """Show the list again; a file that was closed for a restore is opened again."""
        self.say("")
        restoring = self._chosen is not None
        self._show_list()
        if restoring:
            self.accept()
            self.restored.emit(self._path)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column == 1 else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _table(model: BackupsModel) -> QTableView:
    table = QTableView()
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setIconSize(QSize(16, 16))
    table.setAccessibleName(model.tr("Backups"))
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(28)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    return table
