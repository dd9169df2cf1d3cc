"""The times of all goals, read again when they may have changed, and not more often than the file can bear."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_SOON_MS = 400
_PATIENCE = 5
"""After a reading that took a second the next one waits five: saving has to get through in between."""

Lengths = Mapping[str, int | None]


class TimesFeed(QObject):
    """Asks for the times of all goals. An edit of a session that leaves its length alone, such as its notes, asks for none."""

    arrived = Signal(object)
    """A mapping of GoalId to GoalTime."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._lengths: dict[str, int | None] = {}
        self._unsure: set[SessionId] = set()
        self._asked_at = 0.0
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_SOON_MS)
        self._delay.timeout.connect(self.read)

    @Slot()
    def read(self) -> None:
        """Ask now."""
        self._asked_at = monotonic()
        self._context.read(self, "times", partial(_times, self._context.today()), self._on_times)

    def follow(self, change: Change) -> None:
        """Ask soon, if the change may have touched a time."""
        if change.everything or change.tree or change.goals:
            self._delay.start()
        elif change.sessions:
            self._unsure |= change.sessions
            self._context.read(self, "lengths", partial(_lengths, frozenset(self._unsure)), self._on_lengths)

    @Slot(object)
    def _on_times(self, times: Mapping[GoalId, GoalTime]) -> None:
        taken_ms = (monotonic() - self._asked_at) * 1000
        self._delay.setInterval(max(_SOON_MS, int(taken_ms * _PATIENCE)))
        self.arrived.emit(times)

    @Slot(object)
    def _on_lengths(self, lengths: Lengths) -> None:
        known = all(node_id in self._lengths and self._lengths[node_id] == length for node_id, length in lengths.items())
        self._lengths.update(lengths)
        self._unsure.difference_update(SessionId(node_id) for node_id in lengths)
        if not known:
            self._delay.start()


def _times(today: date, workspace: "Workspace") -> dict[GoalId, GoalTime]:
    return workspace.goals.times(today)


def _lengths(ids: Iterable[SessionId], workspace: "Workspace") -> Lengths:
    return {str(node.id): node.duration_seconds for node in workspace.goals.nodes(tuple(ids))}
