"""What waits for the worker."""

import threading
from collections import deque
from collections.abc import Callable

Task = Callable[[], object]


class TwoLanes:
    """A queue between the two threads: what is to be run comes before what is to be read, each in its order."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._runs: deque[tuple[int, Task]] = deque()
        self._reads: deque[tuple[int, Task]] = deque()
        self._closed = False
        self._running = False

    def put(self, number: int, task: Task, *, first: bool) -> None:
        """Add a task; `first` if it is to be run, not read."""
        with self._condition:
            (self._runs if first else self._reads).append((number, task))
            self._condition.notify_all()

    def discard(self, number: int) -> bool:
        """Forget a read that has not begun; return whether there was such a one."""
        with self._condition:
            before = len(self._reads)
            self._reads = deque(entry for entry in self._reads if entry[0] != number)
            return len(self._reads) < before

    def take(self) -> tuple[int, Task] | None:
        """Return what to do next, waiting for it; None once the queue is closed and nothing is left to run."""
        with self._condition:
            while not self._runs and not self._closed and not self._reads:
                self._condition.wait()
            if not self._runs and self._closed:
                return None
            self._running = bool(self._runs)
            return (self._runs or self._reads).popleft()

    def done(self) -> None:
        """Note that what was taken last has ended."""
        with self._condition:
            self._running = False
            self._condition.notify_all()

    def wait_until_run(self, seconds: float) -> bool:
        """Wait so long for all that is to be run; return whether it was."""
        with self._condition:
            return self._condition.wait_for(lambda: not self._runs and not self._running, seconds)

    def close(self) -> None:
        """Take out all reads, and let `take` end once the rest has been run."""
        with self._condition:
            self._closed = True
            self._reads.clear()
            self._condition.notify_all()
