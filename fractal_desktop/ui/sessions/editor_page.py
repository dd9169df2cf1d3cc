"""What stands in the session editor, from the breadcrumbs down to the notes, in one page that scrolls."""

from datetime import datetime

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.document_view import DocumentView
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.drag_scroll import DragScroll
from fractal_desktop.ui.sessions.facts import SessionFacts
from fractal_desktop.ui.sessions.grid import Earlier
from fractal_desktop.ui.sessions.head import SessionHead
from fractal_desktop.ui.sessions.issues import sentences
from fractal_desktop.ui.sessions.item_line import RowSetting
from fractal_desktop.ui.sessions.notices import Notices
from fractal_desktop.ui.sessions.parts import NotesField
from fractal_desktop.ui.sessions.session_reading import SessionReading
from fractal_desktop.ui.widgets import Hairline, text_label
from fractal_desktop.ui.widgets.editor_scroll import EditorScroll

_ABOVE_AND_BELOW = 40


class EditorPage(EditorScroll):
    """Puts the parts together and shows a draft in them; what a person does in the parts is heard by whoever needs it."""

    def __init__(self, context: AppContext, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SessionHead(passage)
        self.facts = SessionFacts(context, passage)
        self.document = DocumentView(passage)
        self.notes = NotesField(self.tr("Session notes"), self.tr("Notes on the session"), passage)
        self._notices = Notices()
        self._setting: RowSetting | None = None
        self._raw_title = text_label(self.tr("As it stands in the file"), scale="secondary", tone="muted")
        self._raw = QPlainTextEdit()
        self._build()
        self._drag_scroll = DragScroll(self, self.document)
        self.verticalScrollBar().valueChanged.connect(self.document.make_visible)
        self.document.reveal_wanted.connect(self.reveal)

    def show_head(self, reading: SessionReading, draft: SessionDraft, *, read_only: bool) -> None:
        """Show where the session hangs, its name, and whether it is done."""
        self.head.show_crumbs(reading.crumbs)
        self.head.name.show_name(draft.name)
        self.head.show_completed(draft.stored.completed)
        self.head.set_read_only(read_only)

    def show_notices(self, draft: SessionDraft, error: str) -> None:
        """Say what needs a look, and what went wrong last."""
        lines = list(sentences(draft))
        if draft.stored.unreadable_text is not None:
            kept = self.tr("Sections and notes of this session could not be read. They are kept as they are; all else can be edited.")
            lines.insert(0, kept)
        self._notices.show_lines(tuple(lines), error)

    def show_facts(
        self, reading: SessionReading, draft: SessionDraft, links: tuple[GoalLink, ...], *, read_only: bool, afresh: bool
    ) -> None:
        """Show times, goals and template."""
        self.facts.show_draft(draft, links, reading.names.templates, read_only=read_only, afresh=afresh)

    def show_contents(
        self, reading: SessionReading, draft: SessionDraft, earlier: Earlier | None, now: datetime, *, read_only: bool
    ) -> None:
        """Show sections and notes, or the text that cannot be read; `earlier` is what other sessions say to the values, None while read."""
        setting = self._row_setting(RowSetting(reading.names, QLocale(), read_only, earlier))
        unreadable = draft.stored.unreadable_text
        for widget in (self._raw_title, self._raw):
            widget.setVisible(unreadable is not None)
        if unreadable is not None and self._raw.toPlainText() != unreadable:
            self._raw.setPlainText(unreadable)
        shown = draft.document or (Document.empty() if unreadable is None else None)
        self.document.setVisible(shown is not None)
        self.document.show_document(shown, setting, now, reading.zone)
        self.notes.setVisible(unreadable is None)
        self.notes.show_text(shown.notes if shown is not None else "")
        self.notes.set_read_only(read_only)

    def show_live(self, draft: SessionDraft, now: datetime, *, read_only: bool) -> None:
        """Show the length of the session with what runs in it, and the timer of the whole."""
        timers = self.document.timers
        self.facts.show_live(draft, timers.running(), now)
        self.head.show_timer(timers.session_timer(), now, can_write=not read_only)

    def commit(self) -> None:
        """Take what is being typed."""
        self.facts.commit()
        self.document.commit()

    @Slot(object)
    def reveal(self, widget: QWidget) -> None:
        """Bring a widget into sight, which may have been made or moved just now."""
        self._column.activate()
        self.ensureWidgetVisible(widget, 0, _ABOVE_AND_BELOW)

    def _row_setting(self, wanted: RowSetting) -> RowSetting:
        """Return what all rows have in common: the same object as long as it is the same."""
        if self._setting is None or not self._setting.is_like(wanted):
            self._setting = wanted
        return self._setting

    def _build(self) -> None:
        self._raw.setReadOnly(True)
        self._raw.setProperty("readOnly", True)
        self._raw.setAccessibleName(self.tr("Unreadable contents"))
        self._raw.setTabChangesFocus(True)
        body = QVBoxLayout()
        body.setSpacing(12)
        for widget in (self._notices, self.facts, Hairline(), self._raw_title, self._raw, self.document, self.notes):
            body.addWidget(widget)
        self._column = self.set_page(self.head, body, 12)
