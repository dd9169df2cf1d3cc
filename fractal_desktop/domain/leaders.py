"""The sessions with the best values of a metric, kept as sessions are changed, so that the best of all others is always at hand."""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from fractal_desktop.domain.ids import SessionId

MOST_LEADERS = 8


@dataclass(slots=True)
class Leaders:
    """The best sessions, each with its best value; `is_all` as long as no other session has a value.

    With `lower_is_better` the least value is the best. Of sessions with equal values any may be left out.
    """

    lower_is_better: bool = False
    is_all: bool = True
    _found: list[tuple[float, SessionId]] = field(default_factory=list)
    """Values so turned that the least is the best, best first."""

    def may_take(self, value: float) -> bool:
        """Return whether a session with this value would be among them."""
        return len(self._found) < MOST_LEADERS or self._turned(value) < self._found[-1][0]

    @property
    def bar(self) -> float | None:
        """Return the value that must be beaten to be among them, None while there is room."""
        return self._turned(self._found[-1][0]) if len(self._found) == MOST_LEADERS else None

    def offer(self, session_id: SessionId, value: float) -> None:
        """Take a session in, or its better value, if it is good enough."""
        there = next((entry for entry in self._found if entry[1] == session_id), None)
        if there is not None:
            if self._turned(value) >= there[0]:
                return
            self._found.remove(there)
        insort(self._found, (self._turned(value), session_id))
        self._cut()

    def pass_over(self) -> None:
        """Note that there are other sessions, none of them better."""
        self.is_all = False

    def change(self, session_id: SessionId, values: Iterable[float]) -> None:
        """Let a session have these values and no others."""
        self._found = [entry for entry in self._found if entry[1] != session_id]
        turned = min(map(self._turned, values), default=None)
        if turned is None:
            return
        if self.is_all or (self._found and turned <= self._found[-1][0]):
            insort(self._found, (turned, session_id))
            self._cut()

    def without(self, session_id: SessionId) -> tuple[bool, float | None]:
        """Return whether the best value of the other sessions is known, and that (None: they have none)."""
        for turned, other in self._found:
            if other != session_id:
                return True, self._turned(turned)
        return self.is_all, None

    def _cut(self) -> None:
        if len(self._found) > MOST_LEADERS:
            del self._found[MOST_LEADERS:]
            self.is_all = False

    def _turned(self, value: float) -> float:
        return value if self.lower_is_better else -value
