"""The answers that a page waits for: asked one after the other, shown one a turn of the event loop."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

PAINTED_AFTER_MS = 4
"""Time for a choice or an answer to be painted before the worker computes on: without it the worst stall is a third longer."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question, who shows the answer, and who is told when there is none. Of two with the same topic the newer one holds."""

    topic: str
    query: Callable[["Workspace"], object]
    show: Callable[[Any], None]
    give_up: Callable[[], None] = lambda: None


class AnswerFeed(QObject):
    """Asks off the window's thread. A newer question drops the one of its topic that waits, or whose answer is under way.

    The next one is asked only once an answer is shown: while the worker computes, each call of Qt would wait for its turn.
    """

    idle = Signal()
    """Everything that was asked is shown."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._waiting: deque[Ask] = deque()
        self._asked: Ask | None = None
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.timeout.connect(self._ask_next)

    @property
    def is_idle(self) -> bool:
        """Return whether everything that was asked is shown."""
        return self._asked is None and not self._waiting

    def ask_all(self, asks: Iterable[Ask]) -> None:
        """Ask these in their order, once what made somebody ask is painted; whatever was asked before is not shown any more."""
        self._waiting = deque(asks)
        self._asked = None
        self._next.start(PAINTED_AFTER_MS)

    def ask_again(self, ask: Ask) -> None:
        """Ask one thing anew, after what waits."""
        self._waiting = deque(each for each in self._waiting if each.topic != ask.topic)
        self._waiting.append(ask)
        if self._asked is None or self._asked.topic == ask.topic:
            self._ask_next()

    def forget(self) -> None:
        """Ask and show nothing any more."""
        self._waiting.clear()
        self._asked = None
        self._next.stop()

    @Slot()
    def _ask_next(self) -> None:
        """Ask what is next, under one name for all: so what is under way is superseded by it."""
        self._next.stop()
        if self._waiting:
            self._asked = self._waiting.popleft()
            self._context.read(self, "figures", self._asked.query, self._on_answer, self._on_failure)

    def _on_answer(self, answer: object) -> None:
        asked, self._asked = self._asked, None
        if asked is None:
            return
        try:
            asked.show(answer)
        except Exception as error:  # whatever is wrong with one card, the others may still have their answers
            self._context.show_error(error)
        self._go_on()

    def _on_failure(self, error: Exception) -> None:
        """Say what went wrong; the other cards may still have their answers."""
        asked, self._asked = self._asked, None
        if asked is not None:
            asked.give_up()
        self._context.show_error(error)
        self._go_on()

    def _go_on(self) -> None:
        """Go on once the answer is painted, unless who was shown it has asked anew by now."""
        if self._asked is not None:
            return
        if self._waiting:
            self._next.start(PAINTED_AFTER_MS)
        else:
            self.idle.emit()
