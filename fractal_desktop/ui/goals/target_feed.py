"""How many of its targets each open goal has reached, for the tree; read goal by goal, with pauses that let everything else through."""

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import TargetShare
from fractal_desktop.ui.goals.goal_reading import GoalTargets, target_progress

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_SOON_MS = 600
_PATIENCE = 4
"""After a reading that took a second the next one waits four, and so does a new round: a long history is slow to measure."""


class TargetFeed(QObject):
    """Asks for the targets of all open goals that have some, again when something they are measured by has changed."""

    arrived = Signal(object)
    """A mapping of GoalId to TargetShare; completed goals and those without targets are not in it."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._shares: dict[GoalId, TargetShare] = {}
        self._left: list[GoalId] = []
        self._asked_at = 0.0
        self._spent_ms = 0.0
        self._is_stale = False
        self._soon = self._timer(self.read)
        self._next = self._timer(self._ask_next)

    @Slot()
    def read(self) -> None:
        """Ask now, or as soon as the round that is under way has ended."""
        if self._left:
            self._is_stale = True
        else:
            self._is_stale = False
            self._context.read(self, "measured", _measured, self._on_measured)

    def follow(self, change: Change) -> None:
        """Ask soon, if the change may have brought a goal nearer to its targets or further from them."""
        if change.everything or change.tree or change.library or change.goals or change.sessions:
            self._soon.start(max(_SOON_MS, int(self._spent_ms * _PATIENCE)))

    def _timer(self, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer

    def _on_measured(self, goal_ids: tuple[GoalId, ...]) -> None:
        gone = self._shares.keys() - set(goal_ids)
        for goal_id in gone:
            del self._shares[goal_id]
        if gone:
            self.arrived.emit(dict(self._shares))
        self._left = list(goal_ids)
        self._spent_ms = 0.0
        self._ask_next()

    @Slot()
    def _ask_next(self) -> None:
        if self._left:
            self._asked_at = monotonic()
            query = target_progress(self._left[0], self._context.now(), self._context.zone)
            self._context.read(self, "targets", query, self._on_targets, self._on_failed)
        elif self._is_stale:
            self.read()

    def _on_targets(self, targets: GoalTargets) -> None:
        share = TargetShare(sum(progress.reached for progress in targets.progress), len(targets.progress))
        if share.all and self._shares.get(targets.goal_id) != share:
            self._shares[targets.goal_id] = share
            self.arrived.emit(dict(self._shares))
        self._go_on()

    def _on_failed(self, error: Exception) -> None:
        """Leave this goal out; whoever opens it hears why."""
        del error
        self._go_on()

    def _go_on(self) -> None:
        del self._left[:1]
        taken_ms = (monotonic() - self._asked_at) * 1000
        self._spent_ms += taken_ms
        self._next.start(int(taken_ms * _PATIENCE))


def _measured(workspace: "Workspace") -> tuple[GoalId, ...]:
    return workspace.goals.open_with_targets()
