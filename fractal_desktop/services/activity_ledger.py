"""How long each session practised what, at hand: read once, a block at a time, and kept as sessions are changed."""

from threading import RLock

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.persistence import activity_times
from fractal_desktop.persistence.activity_times import Items
from fractal_desktop.persistence.columns import Places
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.news import NewsBox


class ActivityLedger:
    """Knows the items of all sessions of a file, once all were looked through. Who writes never waits for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = RLock()
        self._box = NewsBox()
        self.places = Places()
        self._forget()

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        self._box.note(change)

    @property
    def is_ready(self) -> bool:
        """Return whether all items were looked through, so that `now` need not."""
        return self._known is not None

    def learn(self, blocks: int) -> bool:
        """Look through so many further blocks of items, each in a transaction of its own; return whether there are more."""
        with self._reading:
            try:
                for _ in range(blocks):
                    self._follow_changes()
                    if self._known is None:
                        self._look_through_block()
                self._follow_changes()
            except BaseException:
                self._box.spoil()
                raise
            return self._known is None

    def now(self) -> Items:
        """Return all items. Slow the first time, with many sessions: ask off the UI thread."""
        with self._reading:
            while self.learn(1):
                pass
            assert self._known is not None
            return self._known

    def _forget(self) -> None:
        self._parts: list[Items] = []
        self._known: Items | None = None
        self._changed: set[SessionId] = set()
        self._after = 0

    def _follow_changes(self) -> None:
        """Look again at the sessions that were changed; while not all is known, that has to wait: a later block may hold them too."""
        news = self._box.take()
        if news.everything:
            self._forget()
        self._changed |= news.sessions
        if self._known is not None and self._changed:
            with reading(self._database) as connection:
                self._known = activity_times.brought_up_to_date(driver(connection), self.places, self._known, self._changed)
            self._changed = set()

    def _look_through_block(self) -> None:
        with reading(self._database) as connection:
            sql = driver(connection)
            self._parts.append(activity_times.block(sql, self.places, self._after))
            self._after += activity_times.BLOCK
            if self._after >= activity_times.last_row(sql):
                self._known, self._parts = activity_times.joined(self._parts), []
