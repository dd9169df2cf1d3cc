"""The sessions whose edits are not all in the file yet, the one that is shown among them."""

from PySide6.QtCore import QObject, Signal

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import PracticeSession
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.saver import SessionSaver


class Savers(QObject):
    """Keeps a saver for each session that has been edited until its edits are in the file."""

    refused = Signal(str, object)
    settled = Signal(str)

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._known: dict[SessionId, SessionSaver] = {}

    def get(self, session_id: SessionId) -> SessionSaver | None:
        """Return what holds the edits of a session, None if it has not been read."""
        return self._known.get(session_id)

    def take_over(self, session: PracticeSession) -> SessionSaver:
        """Return what holds the edits of a session, which was read just now."""
        saver = self._known.get(session.id)
        if saver is None:
            saver = self._known[session.id] = SessionSaver(self._context, SessionDraft(session), self)
            saver.refused.connect(self.refused)
            saver.settled.connect(self.settled)
        else:
            saver.draft.rebase(session)
        return saver

    def save_all(self) -> None:
        """Write everything that no write carries yet."""
        for saver in list(self._known.values()):
            saver.save()

    def forget_idle(self, but: SessionId | None) -> None:
        """Let go of those that have nothing to write, except one."""
        for session_id, saver in list(self._known.items()):
            if session_id != but and saver.is_idle:
                del self._known[session_id]
                saver.deleteLater()

    def clear(self) -> None:
        """Let go of all: another file is open."""
        for saver in self._known.values():
            saver.deleteLater()
        self._known.clear()
