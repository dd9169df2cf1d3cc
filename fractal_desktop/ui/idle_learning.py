"""What a long history has to tell is learnt while nothing else happens, so that no session need wait for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_FIRST_MS, _NEXT_MS = 500, 20
"""How long it is quiet before the first piece, and before each that follows."""
_BLOCKS = 1
"""What is looked through in one piece: a fiftieth of a second, for which real work may have to wait."""


class IdleLearning(QObject):
    """Lets the open file learn the best values ever noted, a piece at a time, whenever the worker has nothing to do.

    It begins with each file that is opened, and again after each change: some changes make all be forgotten.
    """

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        context.file_opened.connect(self._begin)
        context.changed.connect(self._begin)
        context.file_closed.connect(self._pause.stop)

    @Slot()
    def _begin(self) -> None:
        self._pause.start(_FIRST_MS)

    @Slot()
    def _go_on(self) -> None:
        """Learn a piece; while there is real work, wait for the next quiet moment."""
        if self._context.worker.is_idle:
            self._context.read(self, "bests", _learn, self._on_learnt)
        else:
            self._pause.start(_FIRST_MS)

    @Slot(object)
    def _on_learnt(self, more: bool) -> None:
        if more:
            self._pause.start(_NEXT_MS)


def _learn(workspace: "Workspace") -> bool:
    return workspace.practice.learn_best_values(_BLOCKS)
