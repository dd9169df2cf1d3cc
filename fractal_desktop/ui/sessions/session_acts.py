"""What the head of the editor lets be done with the session as a whole."""

from collections.abc import Callable

from PySide6.QtCore import QLocale, QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.copy_text import session_text
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.edited_session import EditedSession
from fractal_desktop.ui.sessions.editor_commands import Command, completion, deleting, moving
from fractal_desktop.ui.sessions.head import SessionHead
from fractal_desktop.ui.widgets.goal_picker import GoalPicker


class SessionActs(QObject):
    """Completes, moves, copies and deletes the session that is shown; what is unsaved is written before."""

    def __init__(self, context: AppContext, session: EditedSession, head: SessionHead, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._session = session
        self._head = head
        self._parent = parent
        head.completion_toggled.connect(self.toggle_completion)
        head.move_asked.connect(self.move_to_goal)
        head.copy_asked.connect(self.copy)
        head.delete_asked.connect(self.delete)

    @Slot()
    def toggle_completion(self) -> None:
        """Complete the session, or reopen it."""
        draft = self._writable()
        if draft is not None:
            self._write(completion(draft.stored.id, draft.stored.completed, self._context.now(), self._context.zone))

    @Slot()
    def move_to_goal(self) -> None:
        """Ask for another goal to hang the session below."""
        if self._writable() is not None:
            picker = GoalPicker(self._context, self.tr("Move to goal"), self._parent)
            picker.goal_picked.connect(self._on_move_chosen)
            picker.open_below(self._head.more_button)

    @Slot()
    def copy(self) -> None:
        """Put the session into the clipboard, in words."""
        draft, reading = self._session.draft(), self._session.reading
        if draft is not None and reading is not None:
            QGuiApplication.clipboard().setText(session_text(draft, reading.crumbs, self._context.zone, QLocale()))
            self._context.notify(self.tr("Copied “{0}”.").format(draft.name))

    @Slot()
    def delete(self) -> None:
        """Put the session into the trash, which can be taken back."""
        draft = self._writable()
        if draft is not None:
            self._write(deleting(draft.stored.id), self._on_deleted)

    def _writable(self) -> SessionDraft | None:
        return self._session.draft() if self._context.can_write else None

    def _write(self, command: Command, then: Callable[[Change], None] | None = None) -> None:
        self._session.flush()
        self._context.write(self, command, then)

    @Slot(object)
    def _on_move_chosen(self, goal: GoalLink) -> None:
        draft = self._writable()
        if draft is not None:
            self._write(moving(SessionId(draft.stored.id), goal.id))

    @Slot(object)
    def _on_deleted(self, change: Change) -> None:
        self._context.notify_done(change)
