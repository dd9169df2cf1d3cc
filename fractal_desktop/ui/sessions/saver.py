"""Writes the edits of one session; lives until they are in the file, whatever the editor shows by then."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.draft import Changes, SessionDraft

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class SessionSaver(QObject):
    """Owns the draft of one session and the writes of it, each of which is one step of undo."""

    settled = Signal(str)
    """All edits of the session with this id are in the file."""
    refused = Signal(str, object)
    """The session's edits were not taken, with the reason as an exception; they stay in the draft."""

    def __init__(self, context: AppContext, draft: SessionDraft, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = draft
        self._context = context
        self._under_way = 0

    @property
    def session_id(self) -> SessionId:
        """Return whose edits these are."""
        return self.draft.stored.id

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is edited and nothing on its way."""
        return not self._under_way and not self.draft.unsent()

    def save(self) -> None:
        """Write what no write carries yet; nothing happens if nothing has changed."""
        if not self._context.can_write:
            return
        changes = self.draft.unsent()
        if not changes:
            return
        edit = self.draft.session_edit(changes)
        self.draft.sent(changes)
        self._under_way += 1
        self._context.write(self, _saving(self.session_id, edit), partial(self._on_saved, changes), partial(self._on_refused, changes))

    def _on_saved(self, changes: Changes, _change: Change) -> None:
        self._under_way = max(0, self._under_way - 1)
        self.draft.saved(changes)
        if self.is_idle:
            self.settled.emit(self.session_id)

    def _on_refused(self, changes: Changes, error: Exception) -> None:
        self._under_way = max(0, self._under_way - 1)
        self.draft.refused()
        if not isinstance(error, StorageError):
            # What the file could not take may go in later; what makes no sense never will.
            self.draft.forget(changes)
        self.refused.emit(self.session_id, error)


def _saving(session_id: SessionId, edit: SessionEdit) -> Callable[["Workspace"], Change]:
    def save(workspace: "Workspace") -> Change:
        return workspace.practice.save(session_id, edit)

    return save
