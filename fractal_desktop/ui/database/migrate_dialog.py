"""Migrate a file: where it stands, what is added, a dry run, the few choices, progress, and the result."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.services.reports import migration_report
from fractal_desktop.services.schema import FileStatus, MigrationOptions, MigrationResult, Progress, SchemaService, UpgradeReport
from fractal_desktop.services.zones import zone_named
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.migration_result import ResultPage
from fractal_desktop.ui.database.parts import PathField, Tiles, column, heading, labelled, row
from fractal_desktop.ui.database.task_dialog import TaskDialog
from fractal_desktop.ui.database.texts import counted, data_size, day_text
from fractal_desktop.ui.database.zone_field import ZoneField
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import IconLabel, PlainButton, PrimaryButton, text_label


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the dialog starts from: the file, the zone it was probably written in, the computer's, where backups go.

    `at_start` is true if the file was opened and must be migrated first: then everything runs by itself, and only the zone
    of a file that nobody has asked about is asked.
    """

    status: FileStatus
    zone: str
    system_zone: str
    backup_folder: Path
    at_start: bool = False


class MigrateDialog(TaskDialog):
    """Before, while it runs and afterwards; cancelling leaves the file as it was."""

    about_to_write = Signal()
    """Close the file before this returns."""
    finished_writing = Signal(object)
    """The MigrationResult; the file can be opened now. The dialog still shows the result."""
    session_requested = Signal(str)
    """Show this session; the dialog has closed."""
    attention_requested = Signal()
    """Show the sessions that need a look; the dialog has closed."""

    def __init__(self, service: SchemaService, worker: Worker, proposal: Proposal, parent: QWidget | None = None) -> None:
        self._status = proposal.status
        super().__init__(worker, "", "", parent)
        self.set_heading(self.tr("Migrate {name}").format(name=self._status.path.name), self._facts())
        self._service = service
        self._proposal = proposal
        self._folder = proposal.backup_folder
        self._rehearsal = Event()
        self._result: MigrationResult | None = None
        self._build_pages()
        self._build_footer()
        if proposal.at_start and not self._status.needs_time_zone:
            self._start()
        elif self._status.needs_time_zone:
            self._rehearse()
            self._zone.setFocus()

    # -- building ------------------------------------------------------------------------------

    def _build_pages(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(self._built_form())
        self.result_page = ResultPage()
        self.result_page.session_requested.connect(self._on_session_requested)
        self.result_page.backups_requested.connect(self._open_backups)
        self.result_page.sessions_requested.connect(self._on_attention)
        self._pages.addWidget(self.result_page)
        self.body.addWidget(self._pages, 1)
        if self._status.needs_time_zone:
            self.setMinimumHeight(714)

    def _built_form(self) -> QWidget:
        self._short = {
            "0001": self.tr("Nothing changes. What this file lacks is added."),
            "0002": self.tr("Start, end, duration and template as columns, backfill, 4 partial indexes."),
            "0003": self.tr("Completion dates and a trash. Indexes widened for the charts."),
            "0004": self.tr("Retired activities, archived templates, what completed a goal. Indexes for timers."),
            "0005": self.tr("Intended shares of goals, named views of the analytics page."),
        }
        self.revisions = EntryList()
        self._entries: dict[str, Entry] = {}
        for text in self._service.known_revisions():
            if text.revision in self._status.pending:
                adds = text.adds[:1].upper() + text.adds[1:]
                entry = self.revisions.add(Entry(Mark.TO_DO, text.title, self._short.get(text.revision, adds), text.revision))
                entry.setToolTip(adds)
                self._entries[text.revision] = entry
        form = column(heading(self.tr("What is added")), self.revisions, spacing=8)
        inner = form.layout()
        assert isinstance(inner, QVBoxLayout)
        for part in (self._built_rehearsal(), self._built_choices()):
            inner.addSpacing(8)
            inner.addWidget(part)
        inner.addSpacing(8)
        inner.addWidget(self.progress)
        inner.addWidget(self._built_step())
        inner.addStretch(1)
        return form

    def _built_rehearsal(self) -> QWidget:
        tr = self.tr
        self.tiles = Tiles((tr("get a start"), tr("get an end"), tr("get a duration"), tr("get a template"), tr("need a look")))
        part = column(heading(tr("Dry run")), self.tiles, spacing=8)
        if not self._status.needs_time_zone:
            part.hide()
        return part

    def _built_choices(self) -> QWidget:
        self._zone = ZoneField(self._proposal.zone, self._proposal.system_zone)
        self._zone.zone_changed.connect(self._rehearse)
        self._backup_path = PathField()
        self._change = PlainButton(self.tr("Change…"))
        self._change.clicked.connect(self._choose_folder)
        self._show_folder()
        self._timers = QCheckBox(self.tr("Take start and end from the timers where there are any"))
        self._timers.toggled.connect(self._rehearse)
        self._outside = text_label(scale="secondary", tone="muted")
        zone = labelled(self.tr("Time zone of file"), self._zone)
        timers = labelled("", row(self._timers, self._outside, None), width=106)  # a tick box has four pixels of its own
        if not self._status.needs_time_zone:
            zone.hide()
            timers.hide()
        return column(zone, labelled(self.tr("Backup goes to"), self._backup_path, self._change), timers, spacing=10)

    def _built_step(self) -> QWidget:
        self._step_text = text_label(scale="secondary", tone="muted")
        self._step = row(IconLabel(icon("check", "accent"), 14), self._step_text, None, spacing=6)
        self._step.hide()
        return self._step

    def _build_footer(self) -> None:
        self.say(self.tr("Cancel leaves the file as it was."))
        self._report = PlainButton(self.tr("Save report…"), icon("download"))
        self._report.clicked.connect(self._save_report)
        self._report.hide()
        self._show_button = PlainButton(self.tr("Show in Sessions"))
        self._show_button.clicked.connect(self._on_attention)
        self._show_button.hide()
        self._go = PrimaryButton(self.tr("Migrate"))
        self._go.clicked.connect(self._on_go)
        self.add_left(self._report)
        self.add_right(self._show_button)
        self.add_right(self.cancel_button)
        self.add_right(self._go, default=True)

    def _facts(self) -> str:
        status = self._status
        written = datetime.fromtimestamp(status.path.stat().st_mtime, UTC)
        origin = self.tr("Web app") if status.needs_time_zone else self.tr("Fractal Desktop")
        revision = self.tr("revision {number}").format(number=status.revision) if status.revision else self.tr("no revision yet")
        goals = counted(status.goals or 0, self.tr("goal"), self.tr("goals"))
        sessions = counted(status.sessions or 0, self.tr("session"), self.tr("sessions"))
        return f"{origin}, {day_text(written)} · {revision} · {goals}, {sessions} · {data_size(status.size_bytes)}"

    # -- before --------------------------------------------------------------------------------

    @Slot()
    def _rehearse(self) -> None:
        """Make the dry run again, on a copy: zone and timers change its figures. One that is under way stops."""
        self._rehearsal.set()
        self._rehearsal = Event()
        task = partial(
            self._service.plan,
            self._status.path,
            zone_named(self._zone.zone),
            times_from_timers=self._timers.isChecked(),
            cancelled=self._rehearsal.is_set,
        )
        self._worker.read(self, "rehearsal", task, self._on_rehearsed, self._on_rehearsal_failed)

    def _on_rehearsed(self, plan: UpgradeReport) -> None:
        numbers = (plan.starts, plan.ends, plan.durations, plan.templates, plan.needs_look)
        for tile, number in zip(self.tiles.tiles, numbers, strict=True):
            tile.set_number(number, attention=tile is self.tiles.tiles[-1])
        outside = plan.issues.get("timers_outside_session", 0)
        if not self._timers.isChecked():
            self._outside.setText(counted(outside, self.tr("session"), self.tr("sessions")))
            self._timers.setEnabled(not self.is_running and outside > 0)

    def _on_rehearsal_failed(self, _error: Exception) -> None:
        """Leave the figures open: what is wrong is said when it is done in earnest, where it counts."""
        for tile in self.tiles.tiles:
            tile.set_number(None)

    @Slot()
    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Where backups go"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self._on_folder_chosen)
        dialog.open()

    @Slot(str)
    def _on_folder_chosen(self, folder: str) -> None:
        self._folder = Path(folder)
        self._show_folder()

    def _show_folder(self) -> None:
        name = self._service.backup_name(self._status.path)
        self._backup_path.set_text(f"{self._folder.name} / {Path(name).stem}", str(self._folder / name))

    # -- while it runs -------------------------------------------------------------------------

    @Slot()
    def _on_go(self) -> None:
        if self._result is not None:
            self.accept()
        elif self._zone.settle():
            self._start()

    def _start(self) -> None:
        self._rehearsal.set()
        options = MigrationOptions(zone_named(self._zone.zone), self._folder, self._timers.isChecked())
        self.about_to_write.emit()
        self._zone.set_read_only(True)
        for widget in (self._change, self._timers, self._go):
            widget.setEnabled(False)
        self.cancel_button.setFocus()
        self.progress.set_progress(self.tr("Backup"), "", 0)
        self.run_task(partial(self._service.migrate, self._status.path, options), self._on_migrated)

    @override
    def show_progress(self, progress: Progress) -> None:
        """Show the share, tick off the revisions that are through, and say so once the backup is written."""
        super().show_progress(progress)
        if progress.step == "Backup":
            return
        running = progress.step.partition(" ")[0]
        for revision, entry in self._entries.items():
            is_through = running not in self._entries or revision < running
            entry.set_mark(Mark.RUNNING if revision == running else Mark.DONE if is_through else Mark.TO_DO)
        self._step_text.setText(self.tr("Backup written and verified, {size}").format(size=data_size(self._status.size_bytes)))
        self._step.show()

    # -- afterwards ----------------------------------------------------------------------------

    def _on_migrated(self, result: MigrationResult) -> None:
        self._result = result
        self.finished_writing.emit(result)
        if self._proposal.at_start and not self._status.needs_time_zone and not result.report.needs_look:
            self.accept()
            return
        self.result_page.show_result(result)
        self._pages.setCurrentWidget(self.result_page)
        seconds = self.locale().toString(result.seconds, "f", 1)
        fact = self.tr("Revision {revision}. Took {seconds} seconds. Row counts and foreign keys checked.")
        title = self.tr("{name} is up to date").format(name=result.path.name)
        self.set_heading(title, fact.format(revision=result.report.revision, seconds=seconds), icon("check", "accent"))
        self.say("")
        self.cancel_button.hide()
        self._report.show()
        self._show_button.setVisible(result.report.needs_look > 0)
        self._go.setText(self.tr("Done"))
        self._go.setEnabled(True)
        self._go.setFocus()

    @override
    def done(self, result: int) -> None:
        """Close; a dry run that is under way stops."""
        self._rehearsal.set()
        super().done(result)

    @Slot(str)
    def _on_session_requested(self, session_id: str) -> None:
        self.accept()
        self.session_requested.emit(session_id)

    @Slot()
    def _on_attention(self) -> None:
        self.accept()
        self.attention_requested.emit()

    @Slot()
    def _open_backups(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    @Slot()
    def _save_report(self) -> None:
        dialog = QFileDialog(self, self.tr("Save report"), f"{self._status.path.stem}, migration.txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(self._write_report)
        dialog.open()

    @Slot(str)
    def _write_report(self, target: str) -> None:
        if self._result is None:
            return
        try:
            Path(target).write_text(migration_report(self._result), encoding="utf-8")
        except OSError as error:
            self.result_page.say(self.tr("The report could not be written: {why}.").format(why=error.strerror), problem=True)
        else:
            self.result_page.say(self.tr("Report saved as {name}.").format(name=Path(target).name))
