"""Many rows of SQLite at once, as columns: they come as few long values and are compared in memory, not one by one."""

import sqlite3

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.persistence.analytics_filter import in_period, limited

Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]

NONE: Whole = np.empty(0, np.int64)

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


def rowids(sql: sqlite3.Connection, where: str = "true", values: tuple[str, ...] = ()) -> Whole:
    """Return the rowids of the sessions that meet a condition, in any order."""
    (listed,) = sql.execute(_ROWIDS.format(where=where), values).fetchone()
    return numbers(listed)


def asked_for(asked: AnalyticsFilter) -> tuple[str, tuple[str, ...]]:
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
