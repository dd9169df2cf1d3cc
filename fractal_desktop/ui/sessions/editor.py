"""The editor of one practice session, as it stands beside the tree and beside the list."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QScrollArea, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document import Section
from fractal_desktop.domain.document_edits import Place
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.autosave import AutosaveTimer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.activity_adder import ActivityAdder
from fractal_desktop.ui.sessions.copy_text import session_text
from fractal_desktop.ui.sessions.document_view import DocumentView
from fractal_desktop.ui.sessions.draft import SessionDraft, TimesRefused
from fractal_desktop.ui.sessions.editor_commands import completion, deleting, moving
from fractal_desktop.ui.sessions.facts import SessionFacts
from fractal_desktop.ui.sessions.head import NAME_INDENT, SessionHead
from fractal_desktop.ui.sessions.issues import sentences
from fractal_desktop.ui.sessions.item_row import RowSetting
from fractal_desktop.ui.sessions.notices import Notices
from fractal_desktop.ui.sessions.parts import NotesField, UndoPassage
from fractal_desktop.ui.sessions.saver import SessionSaver
from fractal_desktop.ui.sessions.savers import Savers
from fractal_desktop.ui.sessions.session_reading import SessionReading, reading
from fractal_desktop.ui.sessions.structure import StructureEdit
from fractal_desktop.ui.sessions.timer_control import TimerControl
from fractal_desktop.ui.widgets import EmptyState, Hairline, text_label
from fractal_desktop.ui.widgets.goal_picker import GoalPicker
from fractal_desktop.ui.widgets.tab_order import TabOrder

_PADDING = 24
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
        self._setting: RowSetting | None = None
        self._earlier_is_stale = False
        self._folded: dict[SessionId, frozenset[int]] = {}
        self._links: dict[str, GoalLink] = {}
        self._error = ""
        self._edit_name_next = False
        self._passage = UndoPassage(self)
        self._tab_order = TabOrder(self)
        self._autosave = AutosaveTimer(self)
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

    def show_session(self, session_id: SessionId | None, *, edit_name: bool = False) -> None:
        """Show this session, or nothing; what is unsaved of the one before is written. `edit_name` is for a new one."""
        if session_id != self._wanted:
            self.flush()
            self._wanted = session_id
            self._error = ""
            self._edit_name_next = False
        # The list, too, asks for the row that it makes current; that must not take the new session's name away again.
        self._edit_name_next = (self._edit_name_next or edit_name) and session_id is not None
        if session_id is None:
            self._show_nothing(self.tr("Choose a session to see it here."))
        else:
            self._read()

    @Slot()
    def flush(self) -> None:
        """Write what is not written yet, what is being typed included."""
        self._facts.commit()
        self._document.commit()
        self._autosave.stop()
        self._savers.save_all()

    @Slot()
    def toggle_completion(self) -> None:
        """Complete the session, or reopen it."""
        saver = self._saver
        if saver is None or not self._context.can_write:
            return
        self.flush()
        self._context.write(self, completion(saver.session_id, saver.draft.stored.completed, self._context.now(), self._context.zone))

    @Slot()
    def use_offered(self) -> None:
        """Store the times that are only offered."""
        saver = self._saver
        if saver is None or self._read_only:
            return
        start, end = saver.draft.offered_start, saver.draft.offered_end
        if start is not None:
            saver.draft.set_start(start)
        if end is not None:
            saver.draft.set_end(end)
        self._edited(now=True)

    @Slot()
    def edit_name(self) -> None:
        """Put the caret into the name."""
        self._head.edit_name()

    @Slot()
    def move_to_goal(self) -> None:
        """Ask for another goal to hang the session below."""
        if self._saver is not None and not self._read_only:
            picker = self._picker(self.tr("Move to goal"), self._on_move_chosen)
            picker.open_below(self._head.more_button)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Space for the timer where nothing else wants it."""
        if event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.toggle_timer()
        else:
            super().keyPressEvent(event)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Let timers count again."""
        super().showEvent(event)
        self._timers.follow(self._wanted)

    @property
    def _saver(self) -> SessionSaver | None:
        """Return what holds the session that is shown, None while there is none."""
        shown = self._reading.session.id if self._reading is not None else None
        return self._savers.get(shown) if shown is not None and shown == self._wanted else None

    @Slot()
    def toggle_timer(self) -> None:
        """Start or pause the timer of the item with the focus, else the one that was used last, else that of the session."""
        if self._saver is not None and not self._read_only:
            self._timers.toggle()

    @property
    def _read_only(self) -> bool:
        return not self._context.can_write

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._head = SessionHead(self._passage)
        self._notices = Notices()
        self._facts = SessionFacts(self._context, self._passage)
        self._raw_title = text_label(self.tr("As it stands in the file"), scale="secondary", tone="muted")
        self._raw = QPlainTextEdit()
        self._raw.setReadOnly(True)
        self._raw.setProperty("readOnly", True)
        self._raw.setAccessibleName(self.tr("Unreadable contents"))
        self._raw.setTabChangesFocus(True)
        self._document = DocumentView(self._passage)
        self._timers = TimerControl(self._context, self._document, self.flush)
        self._adder = ActivityAdder(self._context, self)
        self._notes = NotesField(self.tr("Session notes"), self.tr("Notes on the session"), self._passage)
        self._nothing = EmptyState("")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self._scroll_area())
        self.setMinimumWidth(_SMALLEST_WIDTH)
        self._show_nothing(self.tr("Choose a session to see it here."))

    def _scroll_area(self) -> QScrollArea:
        page = QWidget()
        outer = self._page = QVBoxLayout(page)
        outer.setContentsMargins(_PADDING - NAME_INDENT, 14, _PADDING, _PADDING)
        outer.setSpacing(12)
        outer.addWidget(self._head)
        body = QVBoxLayout()
        body.setContentsMargins(NAME_INDENT, 0, 0, 0)
        body.setSpacing(12)
        for widget in (self._notices, self._facts, Hairline(), self._raw_title, self._raw, self._document, self._notes):
            body.addWidget(widget)
        outer.addLayout(body)
        outer.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        page.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _connect(self) -> None:
        context = self._context
        context.changed.connect(self._on_changed)
        context.flush_requested.connect(self.flush)
        context.zone_changed.connect(self._on_zone_changed)
        context.week_start_changed.connect(self._facts.renew_zone)
        context.file_opened.connect(self._on_file_changed)
        context.file_closed.connect(self._on_file_changed)
        self._autosave.timeout.connect(self._on_autosave)
        self._savers.refused.connect(self._on_refused)
        self._savers.settled.connect(self._on_settled)
        shortcut = QShortcut(QKeySequence("Ctrl+Space"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.toggle_timer)
        self._timers.ticked.connect(self._show_live)
        self._area().verticalScrollBar().valueChanged.connect(self._document.make_visible)
        self._head.timer_toggled.connect(self._timers.toggle_session)
        self._head.name_edited.connect(self._on_name_edited)
        self._head.goal_chosen.connect(context.goal_requested)
        self._head.completion_toggled.connect(self.toggle_completion)
        self._head.move_asked.connect(self.move_to_goal)
        self._head.copy_asked.connect(self._on_copy)
        self._head.delete_asked.connect(self._on_delete)
        self._facts.start_edited.connect(self._on_start_edited)
        self._facts.end_edited.connect(self._on_end_edited)
        self._facts.next_day_asked.connect(self._on_next_day)
        self._facts.chips_made.connect(self._tab_order.renew_later)
        self._facts.goal_opened.connect(context.goal_requested)
        self._facts.goal_removed.connect(self._on_goal_removed)
        self._facts.goal_wanted.connect(self._on_goal_wanted)
        self._facts.template_chosen.connect(self._on_template_chosen)
        self._document.value_edited.connect(self._on_value_edited)
        self._document.edit_asked.connect(self._on_edit_asked)
        self._document.activity_asked.connect(self._on_activity_asked)
        self._document.folded.connect(self._on_folded)
        self._document.reveal_wanted.connect(self._on_reveal_wanted)
        self._adder.chosen.connect(self._on_activity_chosen)
        self._document.rows_made.connect(self._tab_order.renew_later)
        self._notes.text_edited.connect(self._on_notes_edited)

    def _read(self) -> None:
        if self._wanted is not None:
            read = reading(self._wanted, self._reading, afresh=self._earlier_is_stale)
            self._context.read(self, "session", read, self._on_read, self._on_read_failed)

    @Slot(object)
    def _on_read(self, found: SessionReading) -> None:
        session = found.session
        if session.id != self._wanted:
            return
        afresh = self._reading is None or self._reading.session.id != session.id or self._stack.currentIndex() == 0
        self._reading = found
        self._earlier_is_stale = False
        self._links.update({goal.id: goal for goal in session.goals})
        self._savers.take_over(session)
        if afresh:
            self._document.clear()
            self._document.fold(self._folded.get(session.id, frozenset()))
            self._savers.forget_idle(self._wanted)
        self._show_draft(afresh=afresh)
        self._stack.setCurrentIndex(1)
        if afresh:
            self._tab_order.renew_later()
            self._area().verticalScrollBar().setValue(0)
            self.session_shown.emit(session.id)
        if self._edit_name_next:
            self._edit_name_next = False
            self._head.edit_name()

    @Slot(object)
    def _on_read_failed(self, error: Exception) -> None:
        self._reading = None
        self._show_nothing(str(error))

    def _show_nothing(self, sentence: str) -> None:
        self._reading = None
        self._nothing.set_sentence(sentence)
        self._stack.setCurrentIndex(0)

    def _show_draft(self, *, afresh: bool = False) -> None:
        """Show the session with its edits; fields that are being typed in keep what is typed."""
        saver, reading = self._saver, self._reading
        if saver is None or reading is None:
            return
        draft, stored = saver.draft, saver.draft.stored
        self._head.show_crumbs(reading.crumbs)
        self._head.show_name(draft.name)
        self._head.show_completed(stored.completed)
        self._head.set_read_only(self._read_only)
        self._show_notices(draft)
        self._show_facts(draft, afresh=afresh)
        self._show_contents(draft)

    def _show_facts(self, draft: SessionDraft, *, afresh: bool = False) -> None:
        assert self._reading is not None
        links = tuple(self._links[goal_id] for goal_id in draft.goal_ids if goal_id in self._links)
        self._facts.show_draft(draft, links, self._reading.names.templates, read_only=self._read_only, afresh=afresh)

    def _show_contents(self, draft: SessionDraft) -> None:
        assert self._reading is not None
        unreadable = draft.stored.unreadable_text
        for widget in (self._raw_title, self._raw):
            widget.setVisible(unreadable is not None)
        if unreadable is not None and self._raw.toPlainText() != unreadable:
            self._raw.setPlainText(unreadable)
        self._document.setVisible(draft.document is not None)
        self._notes.setVisible(unreadable is None)
        self._document.show_document(draft.document, self._row_setting(self._reading), self._context.now(), self._reading.zone)
        self._timers.follow(draft.stored.id)
        self._show_live()
        self._notes.show_text(draft.document.notes if draft.document is not None else "")
        self._notes.set_read_only(self._read_only)

    def _row_setting(self, reading: SessionReading) -> RowSetting:
        """Return what all rows have in common: the same object as long as it is the same."""
        wanted = RowSetting(reading.names, QLocale(), self._read_only, reading.earlier)
        known = self._setting
        if known is None or not known.is_like(wanted):
            self._setting = known = wanted
        return known

    @Slot()
    def _show_live(self) -> None:
        """Show the length of the session with what runs in it, and the timer of the whole."""
        saver = self._saver
        if saver is None:
            return
        now, running = self._context.now(), self._document.timers.running()
        self._facts.show_live(saver.draft, running, now)
        self._head.show_timer(self._document.timers.session_timer(), now, can_write=not self._read_only)

    def _show_notices(self, draft: SessionDraft) -> None:
        lines = list(sentences(draft))
        if draft.stored.unreadable_text is not None:
            lines.insert(
                0, self.tr("Sections and notes of this session could not be read. They are kept as they are; all else can be edited.")
            )
        self._notices.show_lines(tuple(lines), self._error)

    def _edited(self, *, now: bool = False) -> None:
        """Show what follows from an edit, and save it soon."""
        saver = self._saver
        if saver is None:
            return
        self._error = ""
        self._show_notices(saver.draft)
        self._show_facts(saver.draft)
        self._show_live()
        if now:
            saver.save()
        else:
            self._autosave.note_edit()

    def _area(self) -> QScrollArea:
        area = self._stack.widget(1)
        assert isinstance(area, QScrollArea)
        return area

    @Slot()
    def _on_autosave(self) -> None:
        saver = self._saver
        if saver is not None:
            saver.save()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if self._wanted is None:
            return
        self._earlier_is_stale |= change.everything or change.library or bool(change.sessions - {self._wanted})
        if change.touches_session(self._wanted) or change.tree or change.library:
            self._read()

    @Slot()
    def _on_file_changed(self) -> None:
        self._autosave.stop()
        self._wanted = None
        self._links.clear()
        self._folded.clear()
        self._savers.clear()
        self._setting = None
        self._show_nothing(self.tr("Choose a session to see it here."))

    @Slot()
    def _on_zone_changed(self) -> None:
        self._facts.renew_zone()
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
        if session_id == self._wanted and self._error and self._saver is not None:
            self._error = ""
            self._show_notices(self._saver.draft)

    @Slot(str)
    def _on_name_edited(self, name: str) -> None:
        if self._saver is not None:
            self._saver.draft.set_name(name)
            self._edited()

    @Slot(object)
    def _on_start_edited(self, start: datetime | None) -> None:
        if self._saver is None:
            return
        try:
            self._saver.draft.set_start(start)
        except TimesRefused:
            self._facts.refuse_start()
            return
        self._edited()

    @Slot(object)
    def _on_end_edited(self, end: datetime | None) -> None:
        if self._saver is None:
            return
        try:
            self._saver.draft.set_end(end)
        except TimesRefused:
            self._facts.refuse_end()
            return
        self._edited()

    @Slot()
    def _on_next_day(self) -> None:
        """Take the refused end on the day after, on the wall clock of the zone."""
        end, saver = self._facts.refused_end(), self._saver
        if end is None or saver is None or saver.draft.start is None:
            return
        while end < saver.draft.start:
            end = _day_later(end, self._context)
        saver.draft.set_end(end)
        self._edited()
        self._show_facts(saver.draft, afresh=True)

    @Slot(str)
    def _on_goal_removed(self, goal_id: str) -> None:
        if self._saver is not None:
            draft = self._saver.draft
            draft.set_goals(tuple(known for known in draft.goal_ids if known != goal_id))
            self._edited()

    @Slot()
    def _on_goal_wanted(self) -> None:
        self._picker(self.tr("Add goal"), self._on_goal_added).open_below(self._facts.add_button)

    @Slot(object)
    def _on_goal_added(self, goal: GoalLink) -> None:
        if self._saver is not None and goal.id not in self._saver.draft.goal_ids:
            self._links[goal.id] = goal
            self._saver.draft.set_goals((*self._saver.draft.goal_ids, goal.id))
            self._edited()

    @Slot(object)
    def _on_move_chosen(self, goal: GoalLink) -> None:
        if self._saver is not None:
            self.flush()
            self._context.write(self, moving(self._saver.session_id, goal.id))

    @Slot(object)
    def _on_template_chosen(self, template_id: TemplateId | None) -> None:
        if self._saver is not None:
            self._saver.draft.set_template(template_id)
            self._edited()

    @Slot(object, object)
    def _on_value_edited(self, place: Place, value: object) -> None:
        if self._saver is not None:
            self._saver.draft.set_value(place, value)
            self._edited()
            self._show_contents(self._saver.draft)

    @Slot(object)
    def _on_edit_asked(self, edit: StructureEdit) -> None:
        """Do at once what brings sections, items or sets in, takes them out or moves them, as a step of its own."""
        saver = self._saver
        if saver is None or self._read_only:
            return
        self._facts.commit()
        try:
            saver.draft.restructure(edit.restructuring, edit.label)
        except UserError as error:
            self._error = str(error)
            self._show_notices(saver.draft)
            return
        self._edited(now=True)
        self._show_contents(saver.draft)

    @Slot(object, object)
    def _on_activity_asked(self, section: Section | None, anchor: QWidget) -> None:
        if self._reading is not None and not self._read_only:
            self._adder.ask(self._reading.session, section, self._reading.names, anchor)

    @Slot(object, object)
    def _on_activity_chosen(self, edit: StructureEdit, section: Section | None) -> None:
        self._on_edit_asked(edit)
        self._document.focus_last(section)

    @Slot(object)
    def _on_reveal_wanted(self, widget: QWidget) -> None:
        """Bring a widget into sight, which may have been made or moved just now."""
        self._page.activate()
        self._area().ensureWidgetVisible(widget, 0, 40)

    @Slot(str)
    def _on_notes_edited(self, text: str) -> None:
        if self._saver is not None:
            self._saver.draft.set_value(("notes",), text)
            self._edited()

    @Slot(object)
    def _on_folded(self, indexes: frozenset[int]) -> None:
        if self._wanted is not None:
            self._folded[self._wanted] = indexes

    @Slot()
    def _on_copy(self) -> None:
        if self._saver is not None and self._reading is not None:
            text = session_text(self._saver.draft, self._reading.crumbs, self._context.zone, QLocale())
            QGuiApplication.clipboard().setText(text)
            self._context.notify(self.tr("Copied “{0}”.").format(self._saver.draft.name))

    @Slot()
    def _on_delete(self) -> None:
        saver = self._saver
        if saver is None:
            return
        self.flush()
        self._context.write(self, deleting(saver.session_id), self._on_deleted)

    @Slot(object)
    def _on_deleted(self, change: Change) -> None:
        self._context.notify(change.label, undoable=True)

    def _picker(self, title: str, chosen: Callable[[GoalLink], None]) -> GoalPicker:
        picker = GoalPicker(self._context, title, self)
        picker.goal_picked.connect(chosen)
        return picker


def _day_later(instant: datetime, context: AppContext) -> datetime:
    from fractal_desktop.ui.widgets.instant_text import Unit
    from fractal_desktop.ui.widgets.wall_clock import stepped

    later = stepped(instant, context.zone, Unit.DAY, 1)
    return later if later > instant else instant + timedelta(days=1)
