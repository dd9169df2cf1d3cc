"""The best values ever, at hand for every session: looked through once, a block at a time, and kept as sessions are changed."""

from collections.abc import Iterable, Mapping
from threading import RLock

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.leaders import Leaders
from fractal_desktop.domain.previous import BestKey
from fractal_desktop.persistence import best_values
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading

_MOST_CHANGED = 500
"""Sessions that are looked at again one by one; if more were changed, all is looked through anew."""


class BestValues:
    """Knows the best sessions of every metric of a file, once all of it was looked through."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = RLock()
        self._forget()

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        with self._lock:
            self._changed |= change.sessions
            if change.library or change.everything or len(self._changed) > _MOST_CHANGED:
                self._forget()

    def learn(self, blocks: int) -> bool:
        """Look through so many further blocks of values, each in a transaction of its own; return whether there are more."""
        for _ in range(blocks):
            with self._lock:
                if not self._is_known:
                    self._look_through_block()
        return not self._is_known

    def without(self, session_id: SessionId, metric_ids: Iterable[str]) -> Mapping[BestKey, float]:
        """Return the best values of these metrics in all sessions but this one; nothing while not all was looked through."""
        wanted = set(metric_ids)
        with self._lock:
            if not self._is_known:
                return {}
            self._follow_changes()
            found: dict[BestKey, float] = {}
            for key, leading in self._leaders.items():
                if key.metric_id not in wanted:
                    continue
                is_known, value = leading.without(session_id)
                if not is_known:  # so many of the best were changed for the worse that others may be the best now
                    self._forget()
                    return {}
                if value is not None:
                    found[key] = value
            return found

    @property
    def _is_known(self) -> bool:
        return self._next == 0

    def _forget(self) -> None:
        self._leaders: dict[BestKey, Leaders] = {}
        self._lower: frozenset[str] = frozenset()
        self._changed: set[SessionId] = set()
        self._next: int | None = None
        """The last row of the block to look through next, 0 if there is none left, None if nothing was looked through yet."""

    def _look_through_block(self) -> None:
        with reading(self._database) as connection:
            sql = driver(connection)
            if self._next is None:
                self._next, self._lower = best_values.highest_row(sql), best_values.lower_is_better(sql)
            if self._next > 0:
                self._next = best_values.look_through(sql, self._leaders, self._lower, self._next)

    def _follow_changes(self) -> None:
        """Bring the leaders up to date with the sessions that were changed since they were looked at."""
        with reading(self._database) as connection:
            for session_id in self._changed:
                values = best_values.of_session(driver(connection), session_id)
                for key in values.keys() - self._leaders.keys():
                    self._leaders[key] = Leaders(key.metric_id in self._lower)
                for key, leading in self._leaders.items():
                    leading.change(session_id, values.get(key, ()))
        self._changed.clear()
