"""The session on the editor's page: its draft as it is shown, and what follows from each edit."""

from PySide6.QtCore import QObject, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.ui.autosave import AutosaveTimer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.content_edits import ContentEdits
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.earlier_values import EarlierValues
from fractal_desktop.ui.sessions.editor_page import EditorPage
from fractal_desktop.ui.sessions.fact_edits import FactEdits
from fractal_desktop.ui.sessions.saver import SessionSaver
from fractal_desktop.ui.sessions.savers import Savers
from fractal_desktop.ui.sessions.session_reading import SessionReading
from fractal_desktop.ui.sessions.timer_control import TimerControl


class EditedSession(QObject):
    """Keeps the page at what the draft says, and saves that a second after the last edit."""

    def __init__(self, context: AppContext, page: EditorPage) -> None:
        super().__init__(page)
        self._context = context
        self._page = page
        self._wanted: SessionId | None = None
        self._reading: SessionReading | None = None
        self._error = ""
        self._savers = Savers(context, self)
        self._earlier = EarlierValues(context, self)
        self._autosave = AutosaveTimer(self)
        self._timers = TimerControl(context, page.document, self.flush)
        self._fact_edits = FactEdits(context, page.head, page.facts, self.draft)
        self._content_edits = ContentEdits(context, page, self.draft)
        self._connect()

    @property
    def wanted(self) -> SessionId | None:
        """Return the session that is shown or about to be."""
        return self._wanted

    @property
    def reading(self) -> SessionReading | None:
        """Return what was read of the session that can be seen, which may be another one than is wanted by now."""
        return self._reading

    @property
    def shown_id(self) -> SessionId | None:
        """Return the session that can be seen."""
        return self._reading.session.id if self._reading is not None else None

    def draft(self) -> SessionDraft | None:
        """Return the session that is shown with its edits, None while there is none or another one is wanted."""
        saver = self._saver
        return saver.draft if saver is not None else None

    def want(self, session_id: SessionId | None) -> None:
        """Write what is unsaved; from now on this one is wanted, which may come any time."""
        self.flush()
        self._wanted = session_id
        self._error = ""

    def want_earlier_values(self) -> None:
        """See to it that what other sessions say to the values of the one that is wanted will be there."""
        if self._wanted is not None:
            self._earlier.want(self._wanted)

    def show(self, found: SessionReading) -> None:
        """Show the session that is wanted as it was read just now; what is edited of it stays."""
        session, afresh = found.session, found.session.id != self.shown_id
        if not afresh and self._reading is not None and found.asks_for_other_values(self._reading):
            self._earlier.read(session.id)
        self._reading = found
        self._fact_edits.learn_goals(session.goals)
        self._content_edits.learn_names(found.names)
        self._savers.take_over(session)
        if afresh:
            self._savers.forget_idle(session.id)
        self._show_draft(afresh=afresh)
        if afresh:
            self._earlier.learn_bests()

    def leave(self) -> None:
        """Nothing can be seen any more."""
        self._reading = None

    def forget(self) -> None:
        """Another file is shown from now on."""
        self._autosave.stop()
        self._wanted = None
        self._fact_edits.forget()
        self._savers.clear()
        self._earlier.forget()
        self._reading = None

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        self._earlier.note(change)

    def follow_timers(self) -> None:
        """Let timers count that can be seen again."""
        self._timers.follow(self._wanted)

    def toggle_timer(self) -> None:
        """Start or pause the timer of the item with the focus, else the one that was used last, else that of the session."""
        if self._saver is not None and not self._read_only:
            self._timers.toggle()

    def use_offered(self) -> None:
        """Store the times that are only offered."""
        if not self._read_only:
            self._fact_edits.take_offered()
            self._edited()
            self._save()

    @Slot()
    def flush(self) -> None:
        """Write what is not written yet, what is being typed included."""
        self._page.commit()
        self._autosave.stop()
        self._savers.save_all()

    @property
    def _saver(self) -> SessionSaver | None:
        shown = self.shown_id
        return self._savers.get(shown) if shown is not None and shown == self._wanted else None

    @property
    def _read_only(self) -> bool:
        return not self._context.can_write

    def _connect(self) -> None:
        self._context.flush_requested.connect(self.flush)
        self._context.zone_changed.connect(self._on_zone_changed)
        self._context.week_start_changed.connect(self._page.facts.renew_zone)
        self._autosave.timeout.connect(self._save)
        self._savers.refused.connect(self._on_refused)
        self._savers.settled.connect(self._on_settled)
        self._fact_edits.edited.connect(self._edited)
        self._fact_edits.remedied.connect(self._on_remedied)
        self._content_edits.values_edited.connect(self._on_values_edited)
        self._content_edits.notes_edited.connect(self._edited)
        self._content_edits.restructured.connect(self._on_restructured)
        self._content_edits.refused.connect(self._say)
        self._earlier.come.connect(self._on_earlier_come)
        self._timers.ticked.connect(self._show_live)
        self._page.head.timer_toggled.connect(self._timers.toggle_session)

    def _show_draft(self, *, afresh: bool = False) -> None:
        """Show the session with its edits; fields that are being typed in keep what is typed."""
        draft, reading = self.draft(), self._reading
        if draft is not None and reading is not None:
            self._page.show_head(reading, draft, read_only=self._read_only)
            self._page.show_notices(draft, self._error)
            self._show_facts(afresh=afresh)
            self._show_contents()

    def _show_facts(self, *, afresh: bool = False) -> None:
        draft, reading = self.draft(), self._reading
        if draft is not None and reading is not None:
            self._page.show_facts(reading, draft, self._fact_edits.links(draft), read_only=self._read_only, afresh=afresh)

    def _show_contents(self) -> None:
        draft, reading = self.draft(), self._reading
        if draft is not None and reading is not None:
            self._page.show_contents(reading, draft, self._earlier.of(draft.stored.id), self._context.now(), read_only=self._read_only)
            self._timers.follow(draft.stored.id)
            self._show_live()

    @Slot()
    def _show_live(self) -> None:
        draft = self.draft()
        if draft is not None:
            self._page.show_live(draft, self._context.now(), read_only=self._read_only)

    @Slot(str)
    def _say(self, error: str) -> None:
        """Say what went wrong last, "" for nothing, beside what needs a look."""
        draft = self.draft()
        if draft is not None:
            self._error = error
            self._page.show_notices(draft, error)

    @Slot()
    def _edited(self) -> None:
        """Show what follows from an edit, and save it soon."""
        if self._saver is not None:
            self._say("")
            self._show_facts()
            self._show_live()
            self._autosave.note_edit()

    @Slot()
    def _on_remedied(self) -> None:
        """Show other times than those that were typed."""
        self._show_facts(afresh=True)

    @Slot()
    def _on_values_edited(self) -> None:
        self._edited()
        self._show_contents()

    @Slot()
    def _on_restructured(self) -> None:
        self._edited()
        self._save()
        self._show_contents()

    @Slot()
    def _save(self) -> None:
        self._autosave.stop()
        saver = self._saver
        if saver is not None:
            saver.save()

    @Slot(str)
    def _on_earlier_come(self, session_id: str) -> None:
        if session_id == self.shown_id:
            self._show_contents()

    @Slot()
    def _on_zone_changed(self) -> None:
        self._page.facts.renew_zone()
        self._show_draft()

    @Slot(str, object)
    def _on_refused(self, session_id: str, error: Exception) -> None:
        if session_id == self._wanted:
            self._error = str(error)
            self._show_draft()
        else:
            self._context.show_error(error)

    @Slot(str)
    def _on_settled(self, session_id: str) -> None:
        if session_id == self._wanted and self._error:
            self._say("")
