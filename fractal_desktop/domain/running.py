"""What runs now: timers, and the session that is under way."""

from dataclasses import dataclass
from datetime import datetime

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.timer import Timer


@dataclass(frozen=True, slots=True)
class RunningTimer:
    """A timer that runs, and in which session. `seconds` is what was on it when it was asked for."""

    session_id: SessionId
    session_name: str
    timer: Timer
    running_since: datetime
    seconds: int

    @property
    def path(self) -> Path:
        """Return where its item stood in the document when it was asked for."""
        return self.timer.path

    @property
    def item_name(self) -> str:
        """Return the name of its item."""
        return self.timer.name

    def elapsed_seconds(self, now: datetime) -> int:
        """Return the whole seconds that are on it at `now` (aware)."""
        return self.timer.elapsed_seconds(now)


@dataclass(frozen=True, slots=True)
class SessionInProgress:
    """The session that is one click away while it lasts; `start` is aware UTC.

    `seconds` is its duration by the one rule when it was asked for, what runs included, None if nothing tells it. `timers` are those
    that run in it, the last started first.
    """

    id: SessionId
    name: str
    start: datetime | None
    seconds: int | None
    timers: tuple[RunningTimer, ...]

    @property
    def running(self) -> RunningTimer | None:
        """Return the timer that was started last of those that run, None if none does."""
        return self.timers[0] if self.timers else None

    def elapsed_seconds(self, now: datetime) -> int | None:
        """Return the duration at `now` (aware), counting up while a timer runs."""
        if self.seconds is None:
            return None
        return self.seconds + sum(timer.elapsed_seconds(now) - timer.seconds for timer in self.timers)
