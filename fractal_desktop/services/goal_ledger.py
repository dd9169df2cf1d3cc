"""Which goals every session hangs on, at hand: read once, a stretch at a time, and kept as sessions are changed."""

from threading import RLock
from typing import NamedTuple

from fractal_desktop.domain.change import Change
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.goal_forest import Forest, forest
from fractal_desktop.persistence.session_goals import Search, SessionGoals, brought_up_to_date
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.news import News, NewsBox


class Ledger(NamedTuple):
    """The tree of the goals, and which of them each session hangs on."""

    forest: Forest
    sessions: SessionGoals


class GoalLedger:
    """Knows the goals of all sessions of a file. Who asks waits while it is read; who writes never does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = RLock()
        self._box = NewsBox()
        self._forest: Forest | None = None
        self._sessions: SessionGoals | None = None

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        self._box.note(change)

    def now(self) -> Ledger:
        """Return what there is. Slow the first time, with many sessions: ask off the UI thread."""
        with self._reading:
            try:
                return self._brought_up_to_date(self._box.take())
            except BaseException:
                self._box.spoil()
                raise

    def _brought_up_to_date(self, news: News) -> Ledger:
        if self._forest is None or news.goals:
            with reading(self._database) as connection:
                self._forest = forest(driver(connection))
        if self._sessions is None or news.everything:
            self._sessions = self._read()
        elif news.sessions:
            with reading(self._database) as connection:
                self._sessions = brought_up_to_date(driver(connection), self._sessions, news.sessions)
        return Ledger(self._forest, self._sessions)

    def _read(self) -> SessionGoals:
        """Read everything, each stretch in a transaction of its own, so that writers get their turn; they note what they change."""
        with reading(self._database) as connection:
            search = Search(driver(connection))
        while not search.is_over:
            with reading(self._database) as connection:
                search.step(driver(connection))
        return search.found
