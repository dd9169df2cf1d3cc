"""Roll a file back: to which revision, what is kept and where it goes, the backup made first, and the result."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.services.kept_words import kept_text
from fractal_desktop.services.schema import BASE, DowngradeReport, FileStatus, Revision, RollbackResult, SchemaService
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.parts import PathField, column, heading, labelled, sentence
from fractal_desktop.ui.database.task_dialog import Ask, TaskDialog, Tell
from fractal_desktop.ui.database.texts import counted, data_size, day_text, moment_text
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import PlainButton, PrimaryButton


@dataclass(frozen=True, slots=True)
class RollbackOffer:
    """The file, all revisions with those it has, and where the backup goes."""

    status: FileStatus
    revisions: tuple[Revision, ...]
    backup_folder: Path


class RollbackDialog(TaskDialog):
    """Nothing is lost by a rollback; cancelling, and Escape, leave the file as it was."""

    about_to_write = Signal()
    """Close the file before this returns."""
    finished_writing = Signal(object)
    """The RollbackResult; this program cannot work with the file as it is now. The dialog still shows the result."""
    migrate_requested = Signal(object)
    """Bring the file at this path up again; the dialog has closed."""
    backups_requested = Signal(object)
    """Show the backups of the file at this path instead; the dialog has closed."""

    def __init__(self, service: SchemaService, worker: Worker, offer: RollbackOffer, parent: QWidget | None = None) -> None:
        super().__init__(worker, "", "", parent)
        self._service = service
        self._status = offer.status
        self._revisions = {revision.revision: revision for revision in offer.revisions}
        self._folder = offer.backup_folder
        self._rehearsal = Event()
        self._result: RollbackResult | None = None
        self.set_heading(self.tr("Roll back {name}").format(name=self._status.path.name), self._facts())
        self._build_pages()
        self._build_footer()
        self._chosen.setFocus()
        self._rehearse()

    @property
    def target(self) -> str:
        """Return where the rollback would go."""
        return next(str(choice.property("target")) for choice in self._group.buttons() if choice.isChecked())

    # -- building ------------------------------------------------------------------------------

    def _build_pages(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._built_form())
        self._done_page = QWidget()
        self._done_column = QVBoxLayout(self._done_page)
        self._done_column.setContentsMargins(0, 0, 0, 0)
        self._done_column.setSpacing(8)
        self._pages.addWidget(self._done_page)
        self.body.addWidget(self._pages, 1)
        self.setMinimumHeight(550)

    def _built_form(self) -> QWidget:
        self.kept = EntryList()
        self._backup_path = PathField()
        name = self._service.backup_name(self._status.path)
        self._backup_path.set_text(f"{self._folder.name} / {Path(name).stem}", str(self._folder / name))
        return column(
            heading(self.tr("Back to")),
            self._built_targets(),
            heading(self.tr("What stays in the file for the next migration")),
            self.kept,
            labelled(self.tr("Backup goes to"), self._backup_path),
            self.progress,
            None,
            spacing=10,
        )

    def _built_targets(self) -> EntryList:
        targets = EntryList()
        self._group = QButtonGroup(self)
        present = self._status.revision or ""
        for revision in reversed([known for known in self._revisions.values() if known.revision < present]):
            since = self.tr("since {day}").format(day=day_text(revision.since)) if revision.since else ""
            self._add_target(targets, revision.revision, revision.title, since)
        if self._status.rollback_target == BASE:
            self._add_target(
                targets, BASE, self.tr("As the web app left it"), self.tr("For the web application; its own columns and tables only.")
            )
        wanted = next((b for b in self._group.buttons() if b.property("target") == self._status.rollback_target), None)
        self._chosen = wanted or self._group.buttons()[0]
        self._chosen.setChecked(True)
        self._group.buttonToggled.connect(self._on_chosen)
        return targets

    def _add_target(self, targets: EntryList, target: str, title: str, fact: str) -> None:
        choice = QRadioButton()
        choice.setProperty("target", target)
        choice.setAccessibleName(title)
        self._group.addButton(choice)
        targets.add(Entry(choice, title, fact, "–" if target == BASE else target))

    def _build_footer(self) -> None:
        self._instead = PlainButton(self.tr("Restore a backup instead…"), icon("history"))
        self._instead.clicked.connect(self._on_instead)
        self._go = PrimaryButton(self.tr("Roll back"))
        self._go.clicked.connect(self._on_go)
        self._again = PlainButton(self.tr("Migrate again"))
        self._again.clicked.connect(self._on_again)
        self._again.hide()
        self.add_left(self._instead)
        self.add_right(self._again)
        self.add_right(self.cancel_button)
        self.add_right(self._go, default=True)

    def _facts(self) -> str:
        status = self._status
        present = self._revisions.get(status.revision or "")
        since = self.tr(" since {moment}").format(moment=moment_text(present.since)) if present is not None and present.since else ""
        sessions = counted(status.sessions or 0, self.tr("session"), self.tr("sessions"))
        return self.tr("Revision {revision}{since} · {sessions} · {size}").format(
            revision=status.revision, since=since, sessions=sessions, size=data_size(status.size_bytes)
        )

    # -- before --------------------------------------------------------------------------------

    @Slot(object, bool)
    def _on_chosen(self, _button: object, checked: bool) -> None:
        if checked:
            self._rehearse()

    def _rehearse(self) -> None:
        """Find out on a copy what would be kept."""
        self._rehearsal.set()
        self._rehearsal = Event()
        self.kept.clear()
        self.kept.add(Entry(Mark.RUNNING, self.tr("Looking at a copy of the file…")))
        task = partial(self._service.rollback_plan, self._status.path, self.target, cancelled=self._rehearsal.is_set)
        self._worker.read(self, "rehearsal", task, self._on_rehearsed, self._on_rehearsal_failed)

    def _on_rehearsed(self, plan: DowngradeReport) -> None:
        self._show_kept(plan, self.kept)

    def _on_rehearsal_failed(self, error: Exception) -> None:
        self.kept.clear()
        self.kept.add(Entry(Mark.LOOK, self.tr("It cannot be told beforehand."), str(error)))

    def _show_kept(self, plan: DowngradeReport, entries: EntryList) -> None:
        entries.clear()
        texts = [text for text in map(kept_text, plan.kept) if text]
        for text in texts:
            entries.add(Entry(Mark.DONE, text, self.tr("In the table “parked”, until the next migration brings them back.")))
        if not texts:
            fact = self.tr("Sessions, documents and all else fit into the older schema.")
            entries.add(Entry(Mark.DONE, self.tr("Nothing has to be put aside"), fact))

    @Slot()
    def _on_instead(self) -> None:
        self.accept()
        self.backups_requested.emit(self._status.path)

    # -- while it runs, and afterwards ---------------------------------------------------------

    @Slot()
    def _on_go(self) -> None:
        if self._result is not None:
            self.accept()
            return
        self._rehearsal.set()
        self.about_to_write.emit()
        for widget in (*self._group.buttons(), self._go):
            widget.setEnabled(False)
        self._instead.hide()
        self.say(self.tr("Cancel leaves the file as it was."))
        self.cancel_button.setFocus()
        self.progress.set_progress(self.tr("Backup"), "", 0)
        task = partial(_roll_back, self._service, self._status.path, self._folder, self.target)
        self.run_task(task, self._on_rolled_back)

    def _on_rolled_back(self, result: RollbackResult) -> None:
        self._result = result
        self.finished_writing.emit(result)
        revision = result.report.revision
        title = self.tr("{name} is back at revision {revision}") if revision else self.tr("{name} is as the web app left it")
        fact = self.tr("Took {seconds} seconds. Row counts and foreign keys checked.")
        seconds = self.locale().toString(result.report.seconds, "f", 1)
        title = title.format(name=result.path.name, revision=revision)
        self.set_heading(title, fact.format(seconds=seconds), icon("check", "accent"))
        done = EntryList()
        self._show_kept(result.report, done)
        kept = self.tr("Backup kept, {size}, verified").format(size=data_size(result.backup.size_bytes))
        done.add(Entry(Mark.DONE, kept, result.backup.path.name))
        self._done_column.addWidget(heading(self.tr("Done")))
        self._done_column.addWidget(done)
        text = self.tr("The file is closed: this program works with revision {head} only. “Migrate again” brings everything back.")
        self._done_column.addWidget(sentence(text.format(head=self._service.head)))
        self._done_column.addStretch(1)
        self._pages.setCurrentWidget(self._done_page)
        self.say("")
        self.cancel_button.hide()
        self._again.show()
        self._go.setText(self.tr("Done"))
        self._go.setEnabled(True)
        self._go.setFocus()

    @Slot()
    def _on_again(self) -> None:
        self.accept()
        self.migrate_requested.emit(self._status.path)

    @override
    def done(self, result: int) -> None:
        """Close; a look at a copy that is under way stops."""
        self._rehearsal.set()
        super().done(result)


def _roll_back(service: SchemaService, path: Path, folder: Path, target: str, tell: Tell, stopped: Ask) -> RollbackResult:
    return service.rollback(path, folder, target, tell, stopped)
