"""The editor of one practice session, as it stands beside the tree and beside the list."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.edited_session import EditedSession
from fractal_desktop.ui.sessions.editor_page import EditorPage
from fractal_desktop.ui.sessions.parts import UndoPassage
from fractal_desktop.ui.sessions.session_acts import SessionActs
from fractal_desktop.ui.sessions.session_reading import SessionReading, reading
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
        self._folded: dict[SessionId, frozenset[int]] = {}
        self._edit_name_next = self._practise_next = False
        self._tab_order = TabOrder(self)
        self._page = EditorPage(context, UndoPassage(self))
        self._session = EditedSession(context, self._page)
        self._nothing = EmptyState("")
        self._stack = QStackedLayout(self)
        self._acts = SessionActs(context, self._session, self._page.head, self)
        self._build()
        self._connect()

    @property
    def session_id(self) -> SessionId | None:
        """Return the session that is shown or about to be."""
        return self._session.wanted

    @property
    def shown_id(self) -> SessionId | None:
        """Return the session that can be seen: not one that is still being read, nor one that is gone."""
        return self._session.shown_id

    @property
    def acts(self) -> SessionActs:
        """Return what can be done with the session as a whole."""
        return self._acts

    def show_session(self, session_id: SessionId | None, *, edit_name: bool = False, practise: bool = False) -> None:
        """Show this session, or nothing; what is unsaved of the one before is written.

        `edit_name` puts the caret into the name, `practise` the focus on what is to be practised next, once they are there.
        """
        if session_id != self._session.wanted:
            self._session.want(session_id)
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
        self._session.flush()

    @Slot()
    def toggle_timer(self) -> None:
        """Start or pause the timer of the item with the focus, else the one that was used last, else that of the session."""
        self._session.toggle_timer()

    @Slot()
    def use_offered(self) -> None:
        """Store the times that are only offered."""
        self._session.use_offered()

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
        self._session.follow_timers()

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
        context.file_opened.connect(self._on_file_changed)
        context.file_closed.connect(self._on_file_changed)
        page.facts.chips_made.connect(self._tab_order.renew_later)
        page.document.folded.connect(self._on_folded)
        page.document.rows_made.connect(self._tab_order.renew_later)

    def _read(self) -> None:
        wanted = self._session.wanted
        if wanted is not None:
            self._context.read(self, "session", reading(wanted, self._session.reading), self._on_read, self._on_read_failed)
            self._session.want_earlier_values()

    @Slot(object)
    def _on_read(self, found: SessionReading) -> None:
        session_id = found.session.id
        if session_id != self._session.wanted:
            return
        afresh = session_id != self._session.shown_id
        if afresh:
            self._page.document.clear()
            self._page.document.fold(self._folded.get(session_id, frozenset()))
        self._session.show(found)
        self._stack.setCurrentIndex(1)
        if afresh:
            self._tab_order.renew_later()
            self._page.verticalScrollBar().setValue(0)
            self.session_shown.emit(session_id)
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

    def _show_nothing(self, sentence: str) -> None:
        self._session.leave()
        self._nothing.set_sentence(sentence)
        self._stack.setCurrentIndex(0)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._session.note(change)
        wanted = self._session.wanted
        if wanted is not None and (change.touches_session(wanted) or change.tree or change.library):
            self._read()

    @Slot()
    def _on_file_changed(self) -> None:
        self._folded.clear()
        self._session.forget()
        self._show_nothing(self.tr("Choose a session to see it here."))

    @Slot(object)
    def _on_folded(self, indexes: frozenset[int]) -> None:
        if self._session.wanted is not None:
            self._folded[self._session.wanted] = indexes
