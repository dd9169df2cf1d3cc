"""What the documents of sessions come to, at hand once they were read, until the session is changed."""

import json
from threading import RLock

import numpy as np

from fractal_desktop.domain.change import Change
from fractal_desktop.persistence import document_sums
from fractal_desktop.persistence.activity_times import Items, joined
from fractal_desktop.persistence.columns import PagedColumn, Places, Whole
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.news import NewsBox


class DocumentLedger:
    """Knows what sessions planned and what they held, as far as somebody asked. Who writes never waits for it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = RLock()
        self._box = NewsBox()
        self._plans = PagedColumn()
        self._items: list[Items] = []
        self.places = Places()

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        self._box.note(change)

    def plans(self, sessions: Whole) -> Whole:
        """Return the planned seconds of sessions by their rowids: 0 for no plan, below 0 where it was not read yet."""
        with self._reading:
            self._follow_changes()
            return self._plans.get(sessions)

    def items(self) -> Items:
        """Return what is known of items, in any order."""
        with self._reading:
            self._follow_changes()
            if len(self._items) != 1:  # else it would only be copied
                self._items = [joined(self._items)]
            return self._items[0]

    def unread(self, sessions: Whole) -> Whole:
        """Return those of these sessions that were not read yet, the last that were made first."""
        return np.sort(sessions[self.plans(sessions) < 0])[::-1]

    def read(self, sessions: Whole) -> None:
        """Read these sessions, which are unread, a part of them in each transaction, so that writers get their turn."""
        for first in range(0, len(sessions), document_sums.AT_ONCE):
            with self._reading:
                self._read(sessions[first : first + document_sums.AT_ONCE])

    def _read(self, sessions: Whole) -> None:
        wanted = self.unread(sessions)  # somebody else may have read them meanwhile
        with reading(self._database) as connection:
            found = document_sums.read(driver(connection), wanted)
        self._plans.put(wanted, np.array([found[rowid].planned_seconds if rowid in found else 0 for rowid in wanted.tolist()], np.int64))
        items = [(rowid, self.places[id_], *held) for rowid, sums in found.items() for id_, held in sums.activities.items()]
        self._items.append(Items(*np.array(items, np.int64).reshape(-1, 4).T))

    def _follow_changes(self) -> None:
        news = self._box.take()
        if news.everything:
            self._plans, self._items = PagedColumn(), []
        elif news.sessions:
            statement = "SELECT rowid FROM goals WHERE id IN (SELECT value FROM json_each(?))"
            try:
                with reading(self._database) as connection:
                    rows = driver(connection).execute(statement, (json.dumps(sorted(news.sessions)),)).fetchall()
            except BaseException:
                self._box.spoil()
                raise
            self._forget(np.array([rowid for (rowid,) in rows], np.int64))

    def _forget(self, sessions: Whole) -> None:
        self._plans.forget(sessions)
        known = joined(self._items)
        stay = ~np.isin(known.sessions, sessions)
        self._items = [Items(*(column[stay] for column in known))]
