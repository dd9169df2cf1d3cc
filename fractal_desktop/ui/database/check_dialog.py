"""Check a file: it is read through and compared with its documents, and what can be mended is mended on request."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.services.schema import CheckReport, Problem, ProblemCode, SchemaService
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.parts import column, heading, scrolled, sentence
from fractal_desktop.ui.database.task_dialog import Ask, TaskDialog, Tell
from fractal_desktop.ui.database.texts import counted
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.places import place_text
from fractal_desktop.ui.widgets import Badge, PlainButton, PrimaryButton

_MOST_ENTRIES = 100
_NOT_MENDABLE = frozenset({ProblemCode.DAMAGED, ProblemCode.TABLE_DIFFERS, ProblemCode.BROKEN_LINKS, ProblemCode.PENDING})


class CheckDialog(TaskDialog):
    """Begins at once; only "Repair" writes, after a backup."""

    about_to_write = Signal()
    """Close the file before this returns."""
    finished_writing = Signal(object)
    """The file at this path may be opened again."""
    session_requested = Signal(str)
    """Show this session; the dialog has closed."""
    backups_requested = Signal(object)
    """Show the backups of the file at this path; the dialog has closed."""

    salvage_requested = Signal(object)
    """Put what can be read of the file at this path into a new one; the dialog has closed."""

    def __init__(self, service: SchemaService, worker: Worker, path: Path, backup_folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(worker, self.tr("Check {name}").format(name=path.name), place_text(path.parent), parent)
        self._service = service
        self._path = path
        self._folder = backup_folder
        self._writing = False
        self._repaired = False
        self._build_contents()
        self.progress.set_progress(self.tr("Reading"), self.tr("every page of the file"), 0)
        self.run_task(partial(service.check, path), self._on_checked)

    def _build_contents(self) -> None:
        self._pages = QStackedWidget()
        self._pages.addWidget(column(self.progress, None, spacing=0))
        self._result_page = QWidget()
        self._column = QVBoxLayout(self._result_page)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._pages.addWidget(scrolled(self._result_page))
        self.body.addWidget(self._pages, 1)
        self.setMinimumHeight(440)
        self.say(self.tr("Nothing is changed by a check."))
        self._restore = PlainButton(self.tr("Backups…"), icon("history"))
        self._restore.clicked.connect(self._on_restore)
        self._restore.hide()
        self._salvage = PlainButton(self.tr("Salvage…"))
        self._salvage.clicked.connect(self._on_salvage)
        self._salvage.hide()
        self._repair = PlainButton(self.tr("Repair"))
        self._repair.clicked.connect(self._on_repair)
        self._repair.hide()
        self._close = PrimaryButton(self.tr("Done"))
        self._close.clicked.connect(self.accept)
        self._close.hide()
        self.add_right(self._salvage)
        self.add_right(self._restore)
        self.add_right(self._repair)
        self.add_right(self.cancel_button)
        self.add_right(self._close, default=True)

    def _on_checked(self, report: CheckReport) -> None:
        if self._writing:
            self._writing = False
            self.finished_writing.emit(self._path)
        self._show_heading(report)
        self._empty()
        self.facts = EntryList()
        for entry in self._sound_parts(report):
            self.facts.add(entry)
        self._column.addWidget(heading(self.tr("Found")))
        self._column.addWidget(self.facts)
        if report.problems:
            self._add_problems(report)
        self._column.addStretch(1)
        self._pages.setCurrentIndex(1)
        damaged = ProblemCode.DAMAGED in report.counts
        mendable = not damaged and any(code not in _NOT_MENDABLE for code in report.counts)
        self._repair.setVisible(mendable and not self._repaired)
        self._restore.setVisible(damaged)
        self._salvage.setVisible(damaged)
        self.say(self.tr("“Repair” backs the file up first and removes nothing.") if mendable and not self._repaired else "")
        self.cancel_button.hide()
        self._close.show()
        self._close.setFocus()

    def _show_heading(self, report: CheckReport) -> None:
        if report.ok:
            title = self.tr("{name} is sound").format(name=self._path.name)
            compared = counted(report.sessions, self.tr("session"), self.tr("sessions"))
            fact = (
                self.tr("{sessions} compared with their documents.").format(sessions=compared)
                if report.sessions
                else self.tr("Every page was read.")
            )
            self.set_heading(title, fact, icon("check", "accent"))
            return
        count = sum(report.counts[code] for code in {problem.code for problem in report.problems})
        title = self.tr("{problems} found").format(problems=counted(count, self.tr("problem"), self.tr("problems")))
        self.set_heading(
            title, self.tr("In {name}. Nothing was changed.").format(name=self._path.name), icon("warning", "warning"), "warning"
        )

    def _sound_parts(self, report: CheckReport) -> list[Entry]:
        """Return an entry for each thing that holds, then one for each kind of note."""
        codes = {problem.code for problem in report.problems}
        entries = []
        if ProblemCode.DAMAGED not in codes:
            entries.append(Entry(Mark.DONE, self.tr("Every page can be read and fits the others")))
        if report.sessions and not codes & {ProblemCode.INDEX_MISSING, ProblemCode.INDEX_DIFFERS, ProblemCode.TABLE_DIFFERS}:
            entries.append(Entry(Mark.DONE, self.tr("Tables and indexes are as they should be")))
        if report.sessions and not any(problem.session_id for problem in report.problems):
            entries.append(Entry(Mark.DONE, self.tr("Start, end, duration and template say what the documents say")))
        notes = {note.code: note for note in report.notes if note.session_id is not None}
        for code in notes:
            title = counted(report.counts[code], self.tr("session"), self.tr("sessions"))
            entries.append(Entry(Mark.INFO, title, f"{code.explanation[:1].upper()}{code.explanation[1:]}"))
        broken = [note.detail for note in report.notes if note.code is ProblemCode.BROKEN_LINKS]
        if broken:
            fact = self.tr("As in many old files; they stay visible as deleted. {list}").format(list=" ".join(broken))
            entries.append(Entry(Mark.INFO, self.tr("Links to things that are gone"), fact))
        entries += [Entry(Mark.INFO, note.detail) for note in report.notes if note.code is ProblemCode.PENDING]
        return entries

    def _add_problems(self, report: CheckReport) -> None:
        problems = EntryList()
        for problem in report.problems[:_MOST_ENTRIES]:
            self._add_problem(problems, problem)
        total = sum(report.counts[code] for code in {problem.code for problem in report.problems})
        self._column.addSpacing(8)
        self._column.addWidget(heading(self.tr("Problems"), Badge(total)))
        self._column.addWidget(problems)
        if total > len(problems.entries):
            more = counted(total - len(problems.entries), self.tr("more"), self.tr("more"))
            self._column.addWidget(sentence(self.tr("And {more}.").format(more=more)))

    def _add_problem(self, problems: EntryList, problem: Problem) -> None:
        session_id = problem.session_id
        entry = problems.add(Entry(Mark.LOOK, problem.detail, session_id or ""))
        if session_id is not None:
            entry.add_door(self.tr("Open")).clicked.connect(partial(self._open_session, session_id))

    def _open_session(self, session_id: str) -> None:
        self.accept()
        self.session_requested.emit(session_id)

    @Slot()
    def _on_restore(self) -> None:
        self.accept()
        self.backups_requested.emit(self._path)

    @Slot()
    def _on_salvage(self) -> None:
        self.accept()
        self.salvage_requested.emit(self._path)

    @Slot()
    def _on_repair(self) -> None:
        self._writing = self._repaired = True
        self.about_to_write.emit()
        self._repair.hide()
        self._close.hide()
        self.cancel_button.show()
        self.say(self.tr("Cancel leaves the file as it was."))
        self.set_heading(
            self.tr("Repair {name}").format(name=self._path.name), self.tr("Indexes, columns and rows follow the documents again.")
        )
        self._pages.setCurrentIndex(0)
        self.progress.set_progress(self.tr("Backup"), "", 0)
        self.run_task(partial(_repair, self._service, self._path, self._folder), self._on_checked)

    @override
    def _on_failed(self, error: Exception) -> None:
        if self._writing:
            self._writing = False
            self.finished_writing.emit(self._path)
        super()._on_failed(error)

    def _empty(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()


def _repair(service: SchemaService, path: Path, folder: Path, tell: Tell, stopped: Ask) -> CheckReport:
    return service.repair(path, folder, tell, stopped)
