"""What a migration did, in the words of the terminal, and the sessions that need a look as a list with doors."""

from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fractal_desktop.services.schema import ConcernedSession, MigrationResult, UpgradeReport
from fractal_desktop.ui.database.entries import Entry, EntryList, Mark
from fractal_desktop.ui.database.parts import column, heading, scrolled, sentence
from fractal_desktop.ui.database.texts import counted, data_size, day_text
from fractal_desktop.ui.sessions import issues
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import Badge

_MOST_ENTRIES = 100
_INDEXED = {"idx_session_start": "start", "idx_session_end": "end", "idx_template_id": "template", "idx_session_duration": "duration"}


def from_column(text: str | None) -> datetime | None:
    """Return the aware instant in a time column, None if there is none."""
    try:
        return datetime.fromisoformat(text or "").replace(tzinfo=UTC)
    except ValueError:
        return None


class ResultPage(QWidget):
    """Filled once, when the migration is done."""

    session_requested = Signal(str)
    sessions_requested = Signal()
    backups_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._note = sentence()
        self.done = EntryList()
        self.look = EntryList()

    def show_result(self, result: MigrationResult) -> None:
        """Show what was done; called once."""
        report = result.report
        self._column.addWidget(heading(self.tr("Done")))
        self._fill_done(result)
        self._column.addWidget(self.done)
        if report.needs_look:
            self._column.addSpacing(12)
            self._column.addWidget(heading(self.tr("Need a look"), Badge(report.needs_look)))
            listed = report.concerned[:_MOST_ENTRIES]
            for session in listed:
                self._add_session(session)
            self._column.addWidget(scrolled(column(self.look, None, spacing=0), self.look.sizeHint().height() + 2), 100)
            more = report.needs_look - len(listed)
            text = self.tr("They stay marked on the Sessions page. Nothing has to be fixed now.")
            self._note.setText(f"{self.tr('And {number} more.').format(number=self.locale().toString(more))} {text}" if more else text)
        self._column.addWidget(self._note)
        self._column.addStretch(1)

    def say(self, text: str, *, problem: bool = False) -> None:
        """Show a sentence below the lists."""
        self._note.setText(text)
        set_look(self._note, tone="danger" if problem else "muted")

    def _fill_done(self, result: MigrationResult) -> None:
        report = result.report
        if report.columns:
            columns = counted(len(report.columns), self.tr("new column"), self.tr("new columns"))
            self.done.add(Entry(Mark.DONE, self.tr("Added {columns} to goals").format(columns=columns), ", ".join(report.columns)))
        if report.has_attributes:
            self.done.add(Entry(Mark.DONE, self.tr("Created 'attributes' column"), self.tr("session_data preserved for compatibility")))
        if report.sessions_backfilled:
            sessions = counted(report.sessions_backfilled, self.tr("practice session"), self.tr("practice sessions"))
            entry = self.done.add(Entry(Mark.DONE, self.tr("Backfilled {sessions}").format(sessions=sessions), self._filled(report)))
            if report.needs_look:
                entry.add_door(self.tr("Show")).clicked.connect(self.sessions_requested)
        if report.indexes:
            indexes = counted(len(report.indexes), self.tr("partial index"), self.tr("partial indexes"))
            names = ", ".join(_INDEXED.get(name, name) for name in report.indexes)
            self.done.add(Entry(Mark.DONE, self.tr("Created {indexes} for analytics").format(indexes=indexes), names))
        if result.backup is not None:
            title = self.tr("Backup kept, {size}, verified").format(size=data_size(result.backup.size_bytes))
            entry = self.done.add(Entry(Mark.DONE, title, result.backup.path.name))
            entry.add_door(self.tr("Open folder")).clicked.connect(self.backups_requested)

    def _filled(self, report: UpgradeReport) -> str:
        parts = (
            counted(report.starts, self.tr("start"), self.tr("starts")),
            counted(report.ends, self.tr("end"), self.tr("ends")),
            counted(report.durations, self.tr("duration"), self.tr("durations")),
            counted(report.templates, self.tr("template"), self.tr("templates")),
        )
        return ", ".join(parts)

    def _add_session(self, session: ConcernedSession) -> None:
        start = from_column(session.start)
        day = day_text(start) if start is not None else self.tr("no date")
        found = " ".join(issues.sentence(code) for code in session.codes)
        entry = self.look.add(Entry(Mark.LOOK, f"{session.name}, {day}", found))
        entry.add_door(self.tr("Open")).clicked.connect(partial(self.session_requested.emit, session.id))
