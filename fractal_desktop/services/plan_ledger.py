"""What each session planned, at hand once it was read from its document, until the session is changed."""

import json
from threading import RLock

import numpy as np

from fractal_desktop.domain.change import Change
from fractal_desktop.persistence import planned
from fractal_desktop.persistence.columns import Whole
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.planned import PagedColumn
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.news import NewsBox


class PlanLedger:
    """Knows what sessions planned, as far as somebody asked. Who writes never waits for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = RLock()
        self._box = NewsBox()
        self._plans = PagedColumn()

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        self._box.note(change)

    def known(self, sessions: Whole) -> Whole:
        """Return the planned seconds of sessions by their rowids: 0 for no plan, below 0 where it was not read yet."""
        with self._reading:
            self._follow_changes()
            return self._plans.get(sessions)

    def read(self, sessions: Whole) -> None:
        """Read the plans of these sessions, a part of them in each transaction, so that writers get their turn."""
        for first in range(0, len(sessions), planned.AT_ONCE):
            part = sessions[first : first + planned.AT_ONCE]
            with self._reading:
                self._follow_changes()
                with reading(self._database) as connection:
                    found = planned.plans(driver(connection), part)
                self._plans.put(np.fromiter(found.keys(), np.int64), np.fromiter(found.values(), np.int64))

    def _follow_changes(self) -> None:
        news = self._box.take()
        if news.everything:
            self._plans = PagedColumn()
        elif news.sessions:
            statement = "SELECT rowid FROM goals WHERE id IN (SELECT value FROM json_each(?))"
            try:
                with reading(self._database) as connection:
                    rows = driver(connection).execute(statement, (json.dumps(sorted(news.sessions)),)).fetchall()
            except BaseException:
                self._box.spoil()
                raise
            self._plans.forget(np.array([rowid for (rowid,) in rows], np.int64))
