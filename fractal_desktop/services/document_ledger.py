"""What the documents of sessions come to, at hand once they were read, until the session is changed.

Rows of old files lag behind documents: some items never got theirs. So of each session and activity is kept what the ids of the items
and sets with values come to. Where rows come to something else, the document is asked for the values themselves.
"""

import json
from collections.abc import Mapping
from threading import RLock

import numpy as np

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document_values import DocumentValue
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.persistence import document_sums
from fractal_desktop.persistence.activity_times import Items, joined
from fractal_desktop.persistence.columns import PagedColumn, Places, Whole
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.file_facts import may_lack_rows
from fractal_desktop.persistence.id_keys import key_sums
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.news import NewsBox

_KEPT = 3
"""Of so many activities the values of documents are kept."""


class DocumentLedger:
    """Knows what sessions planned and what they held, as far as somebody asked. Who writes never waits for it.

    `may_lack_rows` is False where rows say all that documents say: in files that this program made.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = RLock()
        self._box = NewsBox()
        self._plans = PagedColumn()
        self._items: list[Items] = []
        self._values: dict[ActivityId, dict[int, tuple[DocumentValue, ...]]] = {}
        self.places = Places()
        with reading(database) as connection:
            self.may_lack_rows = may_lack_rows(driver(connection))

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

    def items_of(self, activity_id: ActivityId) -> Items:
        """Return what is known of items of one activity."""
        items = self.items()
        mine = items.activities == self.places.get(activity_id, -1)
        return Items(*(column[mine] for column in items))

    def noted_most(self) -> ActivityId | None:
        """Return the activity of which most documents have values that rows may lack, as far as they were read; None if none has."""
        items = self.items()
        counts = np.bincount(items.activities[items.noted != 0])
        return ActivityId(list(self.places)[int(counts.argmax())]) if len(counts) else None

    def values(self, activity_id: ActivityId, sessions: Whole, most: int | None = None) -> Mapping[int, tuple[DocumentValue, ...]]:
        """Return the values that documents note for an activity, by the rowids of the sessions.

        Of documents that were not asked for it before up to `most` are read; what is not in the answer is to be asked for again.
        """
        with self._reading:
            self._follow_changes()
            known = self._values_of(activity_id)
            unread = sessions[[rowid not in known for rowid in sessions.tolist()]][:most]
            for first in range(0, len(unread), document_sums.AT_ONCE):
                part = unread[first : first + document_sums.AT_ONCE]
                with reading(self._database) as connection:
                    found = document_sums.values(driver(connection), part, activity_id)
                known.update({rowid: found.get(rowid, ()) for rowid in part.tolist()})
            return {rowid: known[rowid] for rowid in sessions.tolist() if rowid in known}

    def _values_of(self, activity_id: ActivityId) -> dict[int, tuple[DocumentValue, ...]]:
        known = self._values.pop(activity_id, {})
        while len(self._values) >= _KEPT:
            self._values.pop(next(iter(self._values)))
        self._values[activity_id] = known
        return known

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
        self._plans.put(wanted, np.array([found.planned.get(rowid, 0) for rowid in wanted.tolist()], np.int64))
        places = list(map(self.places.__getitem__, found.activities))
        sessions, activities, timed, seconds = (np.array(each, np.int64) for each in (found.sessions, places, found.timed, found.seconds))
        # Where nobody compares what the ids come to, they need not be added up.
        noted = key_sums(found.noted, found.lengths) if self.may_lack_rows else np.zeros(len(sessions), np.int64)
        self._items.append(Items(sessions, activities, timed, seconds, noted))

    def _follow_changes(self) -> None:
        news = self._box.take()
        if news.everything:
            self._plans, self._items, self._values = PagedColumn(), [], {}
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
        for values in self._values.values():
            for rowid in sessions.tolist():
                values.pop(rowid, None)
        known = joined(self._items)
        stay = ~np.isin(known.sessions, sessions)
        self._items = [Items(*(column[stay] for column in known))]
