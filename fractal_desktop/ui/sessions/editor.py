"""The editor of one practice session, as it stands beside the tree and beside the list."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.autosave import AutosaveTimer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.content_edits import ContentEdits
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.earlier_values import EarlierValues
from fractal_desktop.ui.sessions.editor_page import EditorPage
from fractal_desktop.ui.sessions.fact_edits import FactEdits
from fractal_desktop.ui.sessions.parts import UndoPassage
from fractal_desktop.ui.sessions.saver import SessionSaver
from fractal_desktop.ui.sessions.savers import Savers
from fractal_desktop.ui.sessions.session_acts import SessionActs
from fractal_desktop.ui.sessions.session_reading import SessionReading, reading
from fractal_desktop.ui.sessions.timer_control import TimerControl
from fractal_desktop.ui.widgets import EmptyState
from fractal_desktop.ui.widgets.tab_order import TabOrder

_SMALLEST_WIDTH = 320


class SessionEditor(QWidget):
    """Shows one session and writes what a person changes in it, a second after the last change.

    `flush` writes at once; it happens by itself when another session is shown and on `context.flush_requested`.
    """

    session_shown = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: SessionId | None = None
        self._reading: SessionReading | None = None
        self._savers = Savers(context, self)
        self._earlier = EarlierValues(context, self)
        self._folded: dict[SessionId, frozenset[int]] = {}
        self._error = ""
        self._edit_name_next = self._practise_next = False
        self._tab_order = TabOrder(self)
        self._autosave = AutosaveTimer(self)
        self._page = EditorPage(context, UndoPassage(self))
        self._nothing = EmptyState("")
        self._stack = QStackedLayout(self)
        self._timers = TimerControl(context, self._page.document, self.flush)
        self._fact_edits = FactEdits(context, self._page.head, self._page.facts, self.shown_draft)
        self._content_edits = ContentEdits(context, self._page, self.shown_draft)
        self._acts = SessionActs(context, self, self._page.head, self)
        self._build()
        self._connect()

    @property
    def session_id(self) -> SessionId | None:
        """Return the session that is shown or about to be."""
        return self._wanted

    @property
    def shown_id(self) -> SessionId | None:
        """Return the session that can be seen: not one that is still being read, nor one that is gone."""
        return self._reading.session.id if self._reading is not None else None

    @property
    def acts(self) -> SessionActs:
        """Return what can be done with the session as a whole."""
        return self._acts

    def show_session(self, session_id: SessionId | None, *, edit_name: bool = False, practise: bool = False) -> None:
        """Show this session, or nothing; what is unsaved of the one before is written.

        `edit_name` puts the caret into the name, `practise` the focus on what is to be practised next, once they are there.
        """
        if session_id != self._wanted:
            self.flush()
            self._wanted = session_id
            self._error = ""
            self._edit_name_next = self._practise_next = False
        # The list, too, asks for the row that it makes current; that must not take the new session's name away again.
        self._edit_name_next = (self._edit_name_next or edit_name) and session_id is not None
        self._practise_next = (self._practise_next or practise) and session_id is not None
        if session_id is None:
            self._show_nothing(self.tr("Choose a session to see it here."))
        else:
            self._read()

    @Slot()
    def flush(self) -> None:
        """Write what is not written yet, what is being typed included."""
        self._page.commit()
        self._autosave.stop()
        self._savers.save_all()

    @Slot()
    def toggle_timer(self) -> None:
        """Start or pause the timer of the item with the focus, else the one that was used last, else that of the session."""
        if self._saver is not None and not self._read_only:
            self._timers.toggle()

    @Slot()
    def use_offered(self) -> None:
        """Store the times that are only offered."""
        if not self._read_only:
            self._fact_edits.take_offered()
            self._edited()
            self._save()

    @Slot()
    def edit_name(self) -> None:
        """Put the caret into the name."""
        self._page.head.name.edit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space for the timer where nothing else wants it; with Ctrl it means that in every text too."""
        if event.key() == Qt.Key.Key_Space and event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier):
            self.toggle_timer()
        else:
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Let timers count again."""
        super().showEvent(event)
        self._timers.follow(self._wanted)

    def shown_draft(self) -> SessionDraft | None:
        """Return the session that is shown with its edits, None while there is none."""
        saver = self._saver
        return saver.draft if saver is not None else None

    def shown_crumbs(self) -> tuple[GoalLink, ...]:
        """Return what the session that is shown hangs below."""
        return self._reading.crumbs if self._reading is not None else ()

    @property
    def _saver(self) -> SessionSaver | None:
        """Return what holds the session that is shown, None while there is none."""
        shown = self.shown_id
        return self._savers.get(shown) if shown is not None and shown == self._wanted else None

    @property
    def _read_only(self) -> bool:
        return not self._context.can_write

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._page)
        self.setMinimumWidth(_SMALLEST_WIDTH)
        self._show_nothing(self.tr("Choose a session to see it here."))

    def _connect(self) -> None:
        context, page = self._context, self._page
        context.changed.connect(self._on_changed)
        context.flush_requested.connect(self.flush)
        context.zone_changed.connect(self._on_zone_changed)
        context.week_start_changed.connect(page.facts.renew_zone)
        context.file_opened.connect(self._on_file_changed)
        context.file_closed.connect(self._on_file_changed)
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
        page.head.timer_toggled.connect(self._timers.toggle_session)
        page.facts.chips_made.connect(self._tab_order.renew_later)
        page.document.folded.connect(self._on_folded)
        page.document.rows_made.connect(self._tab_order.renew_later)

    def _read(self) -> None:
        if self._wanted is not None:
            self._context.read(self, "session", reading(self._wanted, self._reading), self._on_read, self._on_read_failed)
            self._earlier.want(self._wanted)

    @Slot(object)
    def _on_read(self, found: SessionReading) -> None:
        session = found.session
        if session.id != self._wanted:
            return
        afresh = self.shown_id != session.id or self._stack.currentIndex() == 0
        if not afresh and self._reading is not None and found.asks_for_other_values(self._reading):
            self._earlier.read(session.id)
        self._reading = found
        self._fact_edits.learn_goals(session.goals)
        self._content_edits.learn_names(found.names)
        self._savers.take_over(session)
        if afresh:
            self._page.document.clear()
            self._page.document.fold(self._folded.get(session.id, frozenset()))
            self._savers.forget_idle(self._wanted)
        self._show_draft(afresh=afresh)
        self._stack.setCurrentIndex(1)
        if afresh:
            self._tab_order.renew_later()
            self._page.verticalScrollBar().setValue(0)
            self.session_shown.emit(session.id)
            self._earlier.learn_bests()
        self._enter()

    def _enter(self) -> None:
        """Put the focus where it was asked for: what has nothing to practise yet has a name at least."""
        edit_name, practise = self._edit_name_next, self._practise_next
        self._edit_name_next = self._practise_next = False
        if edit_name or (practise and not self._page.document.focus_next()):
            self.edit_name()

    @Slot(object)
    def _on_read_failed(self, error: Exception) -> None:
        self._show_nothing(str(error))

    @Slot(str)
    def _on_earlier_come(self, session_id: str) -> None:
        if session_id == self.shown_id:
            self._show_contents()

    def _show_nothing(self, sentence: str) -> None:
        self._reading = None
        self._nothing.set_sentence(sentence)
        self._stack.setCurrentIndex(0)

    def _show_draft(self, *, afresh: bool = False) -> None:
        """Show the session with its edits; fields that are being typed in keep what is typed."""
        draft, reading = self.shown_draft(), self._reading
        if draft is not None and reading is not None:
            self._page.show_head(reading, draft, read_only=self._read_only)
            self._page.show_notices(draft, self._error)
            self._show_facts(afresh=afresh)
            self._show_contents()

    def _show_facts(self, *, afresh: bool = False) -> None:
        draft, reading = self.shown_draft(), self._reading
        if draft is not None and reading is not None:
            self._page.show_facts(reading, draft, self._fact_edits.links(draft), read_only=self._read_only, afresh=afresh)

    def _show_contents(self) -> None:
        draft, reading = self.shown_draft(), self._reading
        if draft is not None and reading is not None:
            self._page.show_contents(reading, draft, self._earlier.of(draft.stored.id), self._context.now(), read_only=self._read_only)
            self._timers.follow(draft.stored.id)
            self._show_live()

    @Slot()
    def _show_live(self) -> None:
        draft = self.shown_draft()
        if draft is not None:
            self._page.show_live(draft, self._context.now(), read_only=self._read_only)

    @Slot(str)
    def _say(self, error: str) -> None:
        """Say what went wrong last, "" for nothing, beside what needs a look."""
        draft = self.shown_draft()
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

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._earlier.note(change)
        if self._wanted is not None and (change.touches_session(self._wanted) or change.tree or change.library):
            self._read()

    @Slot()
    def _on_file_changed(self) -> None:
        self._autosave.stop()
        self._wanted = None
        self._fact_edits.forget()
        self._folded.clear()
        self._savers.clear()
        self._earlier.forget()
        self._show_nothing(self.tr("Choose a session to see it here."))

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

    @Slot(object)
    def _on_folded(self, indexes: frozenset[int]) -> None:
        if self._wanted is not None:
            self._folded[self._wanted] = indexes
