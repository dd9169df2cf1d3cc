"""One thread beside the window's: everything that may take more than a frame runs there, in order.

One thread, not two: the file has a rollback journal, so a long read on a second thread would hold a commit up just as
long, and a commit a read. What is to be done (`run`) overtakes what is asked (`read`).
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import monotonic
from types import MethodType
from typing import TypeVar
from weakref import WeakMethod, ref

from PySide6.QtCore import QObject, Qt, QTimer, Signal, SignalInstance, Slot
from shiboken6 import isValid

from fractal_desktop.ui.lanes import Task, TwoLanes

T = TypeVar("T")
_BUSY_AFTER_MS = 300
_LONGEST_WAIT_SECONDS = 30.0


@dataclass(slots=True)
class _Order:
    """What the window's thread keeps of a task until its outcome has come.

    It also holds the task itself: were the worker the last to let go of it, widgets that it captured would be destroyed there.
    """

    task: Task
    owner: "ref[QObject]"
    topic: str | None
    then: Callable[[], Callable[..., None] | None]
    failed: Callable[[], Callable[..., None] | None]


class Worker(QObject):
    """Runs callables off the window's thread and hands their results back on it.

    `then` gets the result, `failed` the exception. Neither is called once the owner is destroyed, nor for a read that a newer
    one of the same owner and topic has superseded. All methods are called on the window's thread.
    """

    busy_changed = Signal(bool)
    """Something has been running for more than 0.3 s / nothing is left."""
    unexpected_error = Signal(object)
    """A task raised and nobody had asked to hear of it."""
    _finished = Signal(int)
    _called = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders: dict[int, _Order] = {}
        self._latest: dict[tuple[int, str], int] = {}
        self._outcomes: dict[int, tuple[bool, object]] = {}
        self._messages: dict[int, deque[object]] = {}
        self._receivers: dict[int, tuple[ref[QObject], Callable[[], Callable[..., None] | None]]] = {}
        self._serial = 0
        self._busy = False
        self._closed = False
        self._queue = TwoLanes()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._called.connect(self._call, Qt.ConnectionType.QueuedConnection)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_BUSY_AFTER_MS)
        self._patience.timeout.connect(self._on_patience_over)
        self._thread = threading.Thread(target=self._work, name="fractal-worker", daemon=True)
        self._thread.start()

    def read(
        self,
        owner: QObject,
        topic: str,
        task: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Answer a question: `task` runs after all that `run` was given; a newer one of the same `owner` and `topic` supersedes it."""
        key = (id(owner), topic)
        if (previous := self._latest.get(key)) is not None and self._queue.discard(previous):
            del self._orders[previous]
        self._latest[key] = self._order(owner, topic, task, then, failed)

    def run(
        self,
        owner: QObject,
        task: Callable[[], T],
        then: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something: `task` runs in its turn, before reads that wait, and is never dropped; its reply only if the owner is gone."""
        self._order(owner, None, task, then, failed)

    def drop_reads(self) -> None:
        """Forget every read that has not been answered: another file is shown from now on."""
        for number in self._latest.values():
            if self._queue.discard(number):
                del self._orders[number]
        self._latest.clear()

    def on_ui_thread(self, owner: QObject, receiver: Callable[[T], None]) -> Callable[[T], None]:
        """Return a function that may be called from the worker: `receiver` gets its argument on the window's thread.

        For progress: of several values that wait at the same time only the newest is delivered. Nothing comes once `owner` is gone.
        """
        self._serial += 1
        number = self._serial
        self._messages[number] = deque(maxlen=1)
        self._receivers[number] = (ref(owner), _held_weakly(receiver))
        return _Messenger(number, self._messages[number], self._called)

    def drain(self) -> bool:
        """Wait until all that `run` was given is done, and deliver what came of it; return False if that took over 30 seconds."""
        deadline = monotonic() + _LONGEST_WAIT_SECONDS
        while runs := [number for number, order in self._orders.items() if order.topic is None]:
            if not self._queue.wait_until_run(deadline - monotonic()):
                return False
            for number in runs:
                self._deliver(number)
        return True

    def close(self) -> None:
        """Do what `run` was given and is left, drop the reads, end the thread. Nothing can be ordered afterwards."""
        if self._closed:
            return
        self.drop_reads()
        self.drain()
        self._closed = True
        self._queue.close()
        self._thread.join(_LONGEST_WAIT_SECONDS)
        self._orders.clear()
        self._outcomes.clear()
        self._patience.stop()

    @property
    def is_closed(self) -> bool:
        """Return whether nothing can be ordered any more: the program ends."""
        return self._closed

    @property
    def is_busy(self) -> bool:
        """Return whether something has been running for more than 0.3 s."""
        return self._busy

    @property
    def is_idle(self) -> bool:
        """Return whether nothing runs or waits."""
        return not self._orders

    def _order(
        self,
        owner: QObject,
        topic: str | None,
        task: Task,
        then: Callable[..., None] | None,
        failed: Callable[..., None] | None,
    ) -> int:
        if self._closed:
            raise RuntimeError("the worker is closed")
        self._serial += 1
        self._orders[self._serial] = _Order(task, ref(owner), topic, _held_weakly(then), _held_weakly(failed))
        self._queue.put(self._serial, task, first=topic is None)
        if not self._patience.isActive() and not self._busy:
            self._patience.start()
        return self._serial

    @Slot(int)
    def _deliver(self, number: int) -> None:
        outcome = self._outcomes.pop(number, None)
        if outcome is None:
            return  # `drain` was quicker
        order = self._orders.pop(number)
        owner = order.owner()
        if self._is_wanted(number, order) and owner is not None and isValid(owner):
            self._reply(order, *outcome)
        if not self._orders:
            self._rest()

    def _is_wanted(self, number: int, order: _Order) -> bool:
        if order.topic is None:
            return True
        key = next((key for key, latest in self._latest.items() if latest == number), None)
        if key is not None:
            del self._latest[key]
        return key is not None

    def _reply(self, order: _Order, succeeded: bool, value: object) -> None:
        receiver = order.then() if succeeded else order.failed()
        if receiver is not None:
            receiver(value)
        elif not succeeded:
            self.unexpected_error.emit(value)

    @Slot(int)
    def _call(self, number: int) -> None:
        owner, receiver = self._receivers[number]
        target, function = owner(), receiver()
        waiting = self._messages[number]
        if waiting:
            value = waiting.popleft()
            if target is not None and isValid(target) and function is not None:
                function(value)

    @Slot()
    def _on_patience_over(self) -> None:
        if self._orders and not self._busy:
            self._busy = True
            self.busy_changed.emit(True)

    def _rest(self) -> None:
        self._patience.stop()
        if self._busy:
            self._busy = False
            self.busy_changed.emit(False)

    def _work(self) -> None:
        """Run on the worker's thread until the queue is closed."""
        while (found := self._queue.take()) is not None:
            number, task = found
            try:
                self._outcomes[number] = (True, task())
            except Exception as error:  # the worker's boundary: the window decides what becomes of it
                self._outcomes[number] = (False, error)
            del found, task
            self._queue.done()
            self._finished.emit(number)


class _Messenger:
    """Carries values from the worker to the window; holds nothing that belongs to a widget."""

    __slots__ = ("_number", "_signal", "_values")

    def __init__(self, number: int, values: "deque[object]", signal: SignalInstance) -> None:
        self._number = number
        self._values = values
        self._signal = signal

    def __call__(self, value: object) -> None:
        self._values.append(value)
        self._signal.emit(self._number)


def _held_weakly(function: Callable[..., None] | None) -> Callable[[], Callable[..., None] | None]:
    """Return a getter that does not keep the object of a bound method alive."""
    if function is None:
        return _nothing
    if isinstance(function, MethodType) and isinstance(function.__self__, QObject):
        return WeakMethod(function)
    return partial(_same, function)


def _nothing() -> None:
    return None


def _same(function: Callable[..., None]) -> Callable[..., None]:
    return function
