"""What to do when a file cannot be opened or migrated: the cause in words, and the doors that are left."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from fractal_desktop import log
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.services.schema import Backup
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.parts import heading
from fractal_desktop.ui.database.texts import data_size, moment_text
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, LinkButton, PlainButton

_READABLE = frozenset({StorageProblem.FULL, StorageProblem.READ_ONLY, StorageProblem.BUSY, StorageProblem.IO, StorageProblem.REFUSED})


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with the file at `path`; `doing` are words such as "opened" or "migrated".

    `backup` is the newest good one, None if there is none. `readable` is true if the file can be shown without changing it,
    `copyable` if it could be worked with in another place.
    """

    path: Path
    doing: str
    error: Exception
    backup: Backup | None = None
    readable: bool = False
    copyable: bool = False


class FailureDialog(FramedDialog):
    """Names the cause, what was kept, and offers what can be done. Escape closes it and does nothing."""

    restore_requested = Signal(object)
    """Put this Backup back."""
    read_only_requested = Signal(object)
    """Open the file at this path without writing to it."""
    copy_requested = Signal(object)
    """Copy the file at this path to where it can be written, and open the copy."""
    salvage_requested = Signal(object)
    """Put what can be read of the file at this path into a new one."""
    other_file_requested = Signal()
    retry_requested = Signal(object)
    """Try the file at this path once more."""

    def __init__(self, failure: Failure, parent: QWidget | None = None) -> None:
        title = self.tr("{name} could not be {doing}").format(name=failure.path.name, doing=failure.doing)
        super().__init__(title, "", parent, width=580)
        self._failure = failure
        self._doors: dict[str, LinkButton] = {}
        self._build_contents()

    @property
    def doors(self) -> dict[str, LinkButton]:
        """Return the buttons by what they do: retry, restore, read_only, copy, salvage, other."""
        return self._doors

    def _build_contents(self) -> None:
        happened, kept, advice = _sentences(self._failure.error)
        self.set_heading(self.windowTitle(), happened or self.tr("Something unexpected went wrong."), icon("error", "danger"), "danger")
        if kept or advice:
            facts = EntryList()
            if kept:
                facts.add(Entry(Mark.DONE, kept))
            if advice:
                facts.add(Entry(Mark.INFO, advice))
            self.body.addWidget(facts)
        self.body.addWidget(heading(self.tr("What now?")))
        self.body.addWidget(self._choices())
        self.body.addStretch(1)
        report = PlainButton(self.tr("Save report…"), icon("download"))
        report.clicked.connect(self._save_report)
        close = PlainButton(self.tr("Close"))
        close.clicked.connect(self.reject)
        self.add_left(report)
        self.add_right(close, default=True)

    def _choices(self) -> EntryList:
        failure, choices = self._failure, EntryList()
        entry = choices.add(Entry(Mark.AGAIN, self.tr("Try again"), self.tr("Once the cause is gone.")))
        self._door("retry", entry, self.tr("Try again")).clicked.connect(self._retry)
        if failure.backup is not None:
            entry = choices.add(Entry(Mark.BACK, self.tr("Restore the newest good backup"), _described(failure.backup)))
            self._door("restore", entry, self.tr("Restore")).clicked.connect(self._restore)
        if failure.readable:
            entry = choices.add(Entry(Mark.SHOW, self.tr("Look at it without changing it"), self.tr("Editing is off then.")))
            self._door("read_only", entry, self.tr("Open read-only")).clicked.connect(self._read_only)
        if failure.copyable:
            place = self.tr("In a folder of your own, where it can be migrated and edited.")
            entry = choices.add(Entry(Mark.SHOW, self.tr("Go on with a copy of it"), place))
            self._door("copy", entry, self.tr("Open a copy…")).clicked.connect(self._copy)
        if is_damaged(failure.error):
            entry = choices.add(Entry(Mark.SHOW, self.tr("Salvage what can be read"), self.tr("Into a new file; this one stays as it is.")))
            self._door("salvage", entry, self.tr("Salvage…")).clicked.connect(self._salvage)
        entry = choices.add(Entry(Mark.FILE, self.tr("Go on with another file"), self.tr("This one stays as it is.")))
        self._door("other", entry, self.tr("Open…")).clicked.connect(self._other)
        return choices

    def _door(self, name: str, entry: Entry, text: str) -> LinkButton:
        self._doors[name] = entry.add_door(text)
        return self._doors[name]

    @Slot()
    def _retry(self) -> None:
        self.accept()
        self.retry_requested.emit(self._failure.path)

    @Slot()
    def _restore(self) -> None:
        self.accept()
        self.restore_requested.emit(self._failure.backup)

    @Slot()
    def _read_only(self) -> None:
        self.accept()
        self.read_only_requested.emit(self._failure.path)

    @Slot()
    def _copy(self) -> None:
        self.accept()
        self.copy_requested.emit(self._failure.path)

    @Slot()
    def _salvage(self) -> None:
        self.accept()
        self.salvage_requested.emit(self._failure.path)

    @Slot()
    def _other(self) -> None:
        self.accept()
        self.other_file_requested.emit()

    @Slot()
    def _save_report(self) -> None:
        dialog = QFileDialog(self, self.tr("Save report"), f"{self._failure.path.stem}, report.txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._write_report)
        dialog.open()

    @Slot(str)
    def _write_report(self, target: str) -> None:
        """Write what somebody who mends the program needs; nothing the user wrote is in it."""
        error = self._failure.error
        lines = [self.windowTitle(), *(text for text in _sentences(error) if text), "", log.report(error), ""]
        try:
            Path(target).write_text("\n".join(lines), encoding="utf-8")
        except OSError as failure:
            self.set_heading(self.windowTitle(), self.tr("The report could not be written: {why}.").format(why=failure.strerror))


def can_be_read(error: Exception) -> bool:
    """Return whether what stands in the way concerns writing only."""
    return isinstance(error, StorageError) and error.problem in _READABLE


def can_be_copied(error: Exception) -> bool:
    """Return whether what stands in the way concerns the place alone where the file lies."""
    return isinstance(error, StorageError) and error.problem in (StorageProblem.READ_ONLY, StorageProblem.FULL)


def is_damaged(error: Exception) -> bool:
    """Return whether the file holds pages that cannot be read, but others that can."""
    return isinstance(error, StorageError) and error.problem is StorageProblem.CORRUPT


def _sentences(error: Exception) -> tuple[str, str, str]:
    if isinstance(error, StorageError):
        return error.happened, error.kept, error.advice
    return "", "", ""


def _described(backup: Backup) -> str:
    return f"{moment_text(backup.made_at)} · {data_size(backup.size_bytes)}"
