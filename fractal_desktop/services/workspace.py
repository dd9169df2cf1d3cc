"""An open file with everything that can be done in it."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.persistence import lost_indexes, target_rule
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.file_facts import legacy_zone
from fractal_desktop.persistence.legacy import FileStatus, inspect
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.target_goals import is_any_measured
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.analytics import AnalyticsService
from fractal_desktop.services.balance import BalanceService
from fractal_desktop.services.catalogue import CatalogueService
from fractal_desktop.services.document_ledger import DocumentLedger
from fractal_desktop.services.forecast import ForecastService
from fractal_desktop.services.goal_ledger import GoalLedger
from fractal_desktop.services.goals import GoalService
from fractal_desktop.services.history import History
from fractal_desktop.services.library import LibraryService
from fractal_desktop.services.other_programs import OtherPrograms
from fractal_desktop.services.practice import PracticeService
from fractal_desktop.services.progress import ProgressService
from fractal_desktop.services.timers import TimerService
from fractal_desktop.services.views import ViewService

Clock = Callable[[], datetime]
Answer = TypeVar("Answer")


def utc_now() -> datetime:
    """Return the instant, aware UTC."""
    return datetime.now(UTC)


class Workspace:
    """The services of one file. All may be used from any thread; what writes waits for its turn."""

    def __init__(self, database: Database, revision: str, clock: Clock, *, asks_once: bool = False) -> None:
        self._database = database
        self.revision = revision
        self.indexes_made_again: tuple[str, ...] = ()
        """The names of those that another program had dropped, without which nothing could be looked up."""
        with reading(database) as connection:
            self.legacy_zone: ZoneInfo = legacy_zone(driver(connection))
        self._clock = clock
        self.display_zone = self.legacy_zone
        self.first_weekday = 0
        self.history = History(database, self._follow_targets)
        self.other_programs = OtherPrograms(database, self.history)
        ledger = GoalLedger(database)
        self.history.listen(ledger.note)
        self.goals = GoalService(database, self.history, self.legacy_zone, clock, self.calendar, ledger)
        self.practice = PracticeService(database, self.history, self.legacy_zone, clock)
        self.timers = TimerService(database, self.history, self.legacy_zone, clock)
        self.library = LibraryService(database, self.history, self.legacy_zone, clock)
        self.analytics = AnalyticsService(database, asks_once=asks_once)
        self.forecast = ForecastService(self.analytics, self.goals)
        documents = DocumentLedger(database)
        self.history.listen(documents.note)
        self.progress = ProgressService(database, self.history, documents)
        self.balance = BalanceService(database, self.history, self.legacy_zone, clock, ledger, documents)
        self.views = ViewService(database, self.history)
        self.catalogue = CatalogueService(database)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, keep_pages: bool = True, clock: Clock = utc_now) -> Self:
        """Return the file at `path`, ready to work with; it must be at the newest revision and is never migrated here.

        A file, folder or disk that cannot be written is opened for reading: see `read_only`. `keep_pages` False is for a
        single question, as in Database. `clock` returns aware UTC. Indexes that another program dropped are made again.
        Raises StorageError: PENDING if the file is to be migrated first, NEWER if it comes from a newer program,
        CANNOT_OPEN if indexes are lost and it is opened for reading, and whatever else stands in the way.
        """
        status = inspect(path, counts=False)
        if not status.is_current or status.revision is None:
            raise _pending(path, status)
        database = Database.open(path, read_only=read_only or not _is_writable(path), keep_pages=keep_pages)
        try:
            indexes = lost_indexes.make_again(database)
            workspace = cls(database, status.revision, clock, asks_once=not keep_pages)
        except BaseException:
            database.close()
            raise
        workspace.indexes_made_again = indexes
        return workspace

    @property
    def path(self) -> Path:
        """Return where the file is."""
        return self._database.path

    @property
    def read_only(self) -> bool:
        """Return whether the file was opened for reading only; every command then raises StorageError READ_ONLY."""
        return self._database.read_only

    def calendar(self) -> Calendar:
        """Return which days and weeks targets are measured in: those of `display_zone`, which is the file's until somebody sets it."""
        return Calendar(self.display_zone, self.first_weekday)

    def ask(self, query: Callable[[Self], Answer]) -> Answer:
        """Return the answer of `query`, after a look at what other programs have written: all that is kept in memory follows it first."""
        self.other_programs.look()
        return query(self)

    def close(self) -> None:
        """Close the file; what can be undone is forgotten with it, on the thread that closes it: a huge step takes long to free."""
        self._database.close()
        self.history.forget()

    def _follow_targets(self, unit: UnitOfWork) -> str:
        """Let goals complete and open as their targets want it after a command; return a sentence about it, or ""."""
        if not is_any_measured(unit.sql):
            return ""
        return target_rule.follow(unit.sql, unit.so_far(), Stamp(self._clock(), self.legacy_zone), self.calendar())


def _is_writable(path: Path) -> bool:
    """Return whether SQLite could write: besides the file it needs the folder, for its journal."""
    return os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK | os.X_OK)


def _pending(path: Path, status: FileStatus) -> StorageError:
    stands = f"has revision {status.revision}" if status.revision else "was not migrated yet"
    return StorageError(
        StorageProblem.PENDING,
        f"“{path.name}” {stands}; this program works with revision {status.head}.",
        "The file was not touched.",
        "Migrate it first (Database, Migrate…, or `fractal-desktop db migrate`).",
    )
