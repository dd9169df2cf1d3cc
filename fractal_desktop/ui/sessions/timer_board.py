"""The timers of the session that is shown, read from its document as far as they are needed."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document, Item
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.timer import SESSION_TIMER, Timer, TimerState, timer_at


class TimerBoard:
    """Knows the timers of one document. What an edit has not changed is not read again."""

    def __init__(self) -> None:
        self._document: Document | None = None
        self._zone: ZoneInfo | None = None
        self._known: dict[Path, tuple[Item, Timer]] = {}

    def show(self, document: Document | None, zone: ZoneInfo) -> None:
        """Take another document; `zone` is the one that old texts of times are in."""
        self._document, self._zone = document, zone

    def of(self, item: Item) -> Timer | None:
        """Return the timer of an item, None if it was never used."""
        if self._document is None or self._zone is None or not (item.time_start or item.duration_seconds):
            return None
        known = self._known.get(item.path)
        if known is None or known[0] is not item:
            known = self._known[item.path] = (item, timer_at(self._document, item.path, self._zone))
        return known[1]

    def running(self) -> tuple[Timer, ...]:
        """Return the timers that run, in the order of their items."""
        items = self._document.items if self._document is not None else ()
        begun = (self.of(item) for item in items if item.time_start and not item.time_stop)
        return tuple(timer for timer in begun if timer is not None and timer.state is TimerState.RUNNING)

    def is_of_session(self, item: Item) -> bool:
        """Return whether an item is the line that times the whole session."""
        if item.is_activity or item.instance_id is None or self._document is None:
            return False
        return self._document.value((*item.path, "type")) == SESSION_TIMER

    def session_timer(self) -> Timer | None:
        """Return the timer of the whole session, None if it was never used."""
        items = self._document.items if self._document is not None else ()
        return next((self.of(item) for item in items if self.is_of_session(item)), None)


def live_seconds(timers: tuple[Timer, ...], noted: float, now: datetime) -> int:
    """Return a length with what runs, in the whole seconds that its parts show: `noted` are those that are in the document."""
    return int(noted) + sum(timer.elapsed_seconds(now) - timer.seconds for timer in timers)
