"""Many rows of SQLite at once, as columns: they come as few long values and are compared in memory, not one by one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.persistence.analytics_filter import in_period, limited

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

NONE: Whole = np.empty(0, np.int64)
_MOST_SECONDS = 1 << 40
_FEW = 64
"""What is looked at in one step rather than sorted."""

_ROWIDS = "SELECT group_concat(rowid) FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}"


class Places(dict[str, int]):
    """The ids that were met, in this order; each has a place of its own, and a new one gets the next."""

    def __missing__(self, id_: str) -> int:
        """Return the place of an id that was not met before."""
        self[id_] = place = len(self)
        return place


def numbers(listed: str | None) -> Whole:
    """Return what `group_concat` made of integers; nothing of NULL."""
    return NONE if listed is None else np.fromstring(listed, np.int64, sep=",")


def durations(listed: str | None) -> Whole:
    """Return what `group_concat` made of seconds, as `clipped` has them."""
    return clipped(numbers(listed))


def clipped(seconds: Whole) -> Whole:
    """Return seconds of which sums can be made: longer times, which only another program could have written, count as _MOST_SECONDS."""
    return np.clip(seconds, -_MOST_SECONDS, _MOST_SECONDS)


def rowids(sql: sqlite3.Connection, asked: AnalyticsFilter | None = None) -> Whole:
    """Return the rowids of the sessions that the filter lets through, ascending; without a period, those without a start too."""
    where, values = _asked_for(asked or AnalyticsFilter())
    (listed,) = sql.execute(_ROWIDS.format(where=where), values).fetchone()
    return np.sort(numbers(listed), kind="stable")  # nearly in order already


def session_ids(sql: sqlite3.Connection, sessions: Whole) -> tuple[SessionId, ...]:
    """Return the ids of these sessions, in any order; those that are gone are left out."""
    wanted = "SELECT s.id FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.rowid = wanted.value"
    return tuple(SessionId(id_) for (id_,) in sql.execute(wanted, (json.dumps(sessions.tolist()),)))


def _asked_for(asked: AnalyticsFilter) -> tuple[str, tuple[str, ...]]:
    """Return the whole filter as one condition; without a period, sessions without a start meet it too."""
    where, values = limited(asked)
    if not asked.since and not asked.until:
        return where, values
    period, ends = in_period(asked)
    return f"{period} AND {where}", ends + values


def found_in(ascending: Whole, wanted: Whole) -> tuple[Whole, Flags]:
    """Return where each wanted number stands among ascending ones, and whether it does."""
    if not len(ascending):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    where = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return where, ascending[where] == wanted


class PagedColumn:
    """A number for each rowid, where one is known, in pages: rowids may have any gaps."""

    _PAGE = 16
    _UNKNOWN = -1

    def __init__(self) -> None:
        self._pages: dict[int, Whole] = {}

    def put(self, rowids: Whole, values: Whole) -> None:
        """Let these be known; values are 0 or more."""
        for page, here in self._by_page(rowids):
            if page not in self._pages:
                self._pages[page] = np.full(1 << self._PAGE, self._UNKNOWN, np.int64)
            self._pages[page][rowids[here] & ((1 << self._PAGE) - 1)] = values[here]

    def forget(self, rowids: Whole) -> None:
        """Let these be unknown."""
        self.put(rowids, np.full(len(rowids), self._UNKNOWN, np.int64))

    def get(self, rowids: Whole) -> Whole:
        """Return the values, below 0 where none is known."""
        found = np.full(len(rowids), self._UNKNOWN, np.int64)
        for page, here in self._by_page(rowids):
            if page in self._pages:
                found[here] = self._pages[page][rowids[here] & ((1 << self._PAGE) - 1)]
        return found

    def _by_page(self, rowids: Whole) -> Iterator[tuple[int, slice | Whole]]:
        """Yield a page, perhaps several times, and where its rowids stand: sorted only if they change pages all the time."""
        pages = rowids >> self._PAGE
        cuts = np.flatnonzero(pages[1:] != pages[:-1]) + 1
        if len(cuts) * _FEW <= len(rowids):
            ends = [0, *cuts.tolist(), len(rowids)]
            parts: Iterable[slice | Whole] = (slice(*part) for part in pairwise(ends))
        else:
            order = np.argsort(pages, kind="stable")
            parts = np.split(order, np.flatnonzero(np.diff(pages[order])) + 1)
        for here in parts if len(rowids) else ():
            yield int(pages[here][0]), here
