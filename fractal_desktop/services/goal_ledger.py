"""Which goals every session hangs on, at hand: read once, a stretch at a time, and kept as sessions are changed."""

from threading import Lock, RLock
from typing import NamedTuple

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.goal_forest import Forest, forest
from fractal_desktop.persistence.session_goals import Search, SessionGoals, brought_up_to_date
from fractal_desktop.persistence.unit_of_work import driver, reading

_MOST_CHANGED = 5_000
"""Sessions that are looked at again one by one; if more were changed, all is read anew."""


class Ledger(NamedTuple):
    """The tree of the goals, and which of them each session hangs on."""

    forest: Forest
    sessions: SessionGoals


class GoalLedger:
    """Knows the goals of all sessions of a file. Who asks waits while it is read; who writes never does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = RLock()
        self._noting = Lock()
        self._changed: set[SessionId] = set()
        self._is_other_file = self._is_other_tree = True
        self._forest: Forest | None = None
        self._sessions: SessionGoals | None = None

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        with self._noting:
            self._changed |= change.sessions
            self._is_other_tree = self._is_other_tree or change.tree or change.everything or bool(change.goals)
            self._is_other_file = self._is_other_file or change.everything or len(self._changed) > _MOST_CHANGED

    def now(self) -> Ledger:
        """Return what there is. Slow the first time, with many sessions: ask off the UI thread."""
        with self._reading:
            with self._noting:
                changed, self._changed = self._changed, set()
                if self._is_other_tree:
                    self._forest = None
                if self._is_other_file:
                    self._sessions = None
                self._is_other_file = self._is_other_tree = False
            try:
                return self._brought_up_to_date(changed)
            except BaseException:
                with self._noting:
                    self._is_other_file = self._is_other_tree = True
                raise

    def _brought_up_to_date(self, changed: set[SessionId]) -> Ledger:
        if self._forest is None:
            with reading(self._database) as connection:
                self._forest = forest(driver(connection))
        if self._sessions is None:
            self._sessions = self._read()
        elif changed:
            with reading(self._database) as connection:
                self._sessions = brought_up_to_date(driver(connection), self._sessions, changed)
        return Ledger(self._forest, self._sessions)

    def _read(self) -> SessionGoals:
        """Read everything, each stretch in a transaction of its own, so that writers get their turn; they note what they change."""
        with reading(self._database) as connection:
            search = Search(driver(connection))
        while not search.is_over:
            with reading(self._database) as connection:
                search.step(driver(connection))
        return search.found
