"""What other sessions say to the values of the one that is shown, read apart from it: it does not wait for them."""

from PySide6.QtCore import QObject, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.grid import Earlier
from fractal_desktop.ui.sessions.session_reading import EarlierReading, earlier_reading, learning_bests


class EarlierValues(QObject):
    """Last time's and the best values for one session; old ones stay until new ones have come."""

    come = Signal(str)
    """There are others now for the session with this id."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._known: EarlierReading | None = None
        self._wanted: SessionId | None = None
        self._is_stale = self._learns_bests = False

    def of(self, session_id: SessionId) -> Earlier | None:
        """Return what is known for a session, None while it is being read."""
        return self._known.values if self._known is not None and self._known.session_id == session_id else None

    def want(self, session_id: SessionId) -> None:
        """Read what belongs to this session if it is another one than before, or if what was read may be old."""
        if self._is_stale or session_id != self._wanted:
            self.read(session_id)

    def read(self, session_id: SessionId) -> None:
        """Read what belongs to this session."""
        self._wanted, self._is_stale = session_id, False
        self._context.read(self, "earlier", earlier_reading(session_id), self._on_read, self._on_failed)

    def learn_bests(self) -> None:
        """See to it that the best values are known some time: in a very long history they are learnt bit by bit."""
        self._context.read(self, "bests", learning_bests, self._on_bests_learnt)

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        self._is_stale |= change.everything or change.library or bool(change.sessions - {self._wanted})

    def forget(self) -> None:
        """Another file is shown from now on."""
        self._known = self._wanted = None
        self._is_stale = self._learns_bests = False

    @Slot(object)
    def _on_read(self, found: EarlierReading) -> None:
        if found != self._known:
            self._known = found
            self.come.emit(found.session_id)

    @Slot(object)
    def _on_failed(self, _error: Exception) -> None:
        """Leave it to the session, which could not be read either, to say why."""

    @Slot(object)
    def _on_bests_learnt(self, more: bool) -> None:
        if more:
            self._learns_bests = True
            self.learn_bests()
        elif self._learns_bests and self._wanted is not None:
            self._learns_bests = False
            self.read(self._wanted)
