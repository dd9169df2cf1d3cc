"""The clock of a time zone for many days or instants at once, as arrays: the edges of all days, weeks or months of a history.

The same rules as in `period.py`, which answers for one: a period is half-open and begins at its first instant. All is UTC,
days as `M8[D]`, instants as `M8[s]`. A day costs a search among the few hundred turns of the clock, not a question to the zone.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Self

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.period import FIRST_INSTANT, LAST_INSTANT
from fractal_desktop.domain.tzif import ZoneRules

Moments = NDArray[np.datetime64]

_FIRST_SECOND, _LAST_SECOND = int(FIRST_INSTANT.timestamp()), int(LAST_INSTANT.timestamp())
LAST_EDGE = np.datetime64(_LAST_SECOND, "s")
"""An edge here is that of the calendar: whoever counts up to it counts the whole of the last second."""
_FIRST_DAY, _LAST_DAY = np.datetime64(date.min, "D"), np.datetime64(date.max, "D")


@dataclass(frozen=True, slots=True, eq=False)
class ZoneClock:
    """What the clocks of a zone showed over some years; `zone_clock` makes one."""

    turned: NDArray[np.int64]
    """When they were turned, (n,) ascending seconds since the epoch."""
    offsets: NDArray[np.int64]
    """Seconds east of Greenwich before, between and after that, (n + 1,)."""
    reached: NDArray[np.int64]
    """The latest time they had shown until then, (n,) seconds since the epoch of their own: a turn back does not lower it."""

    def starts(self, days: Moments) -> Moments:
        """Return the first instant of each of `days`, in any order: when the clock first showed its midnight or jumped over it.

        What begins before the calendar or after its last day begins at its first or last second.
        """
        midnights = days.astype("M8[s]").astype(np.int64)
        stretch = np.searchsorted(self.reached, midnights, side="right")
        since = np.concatenate(([_FIRST_SECOND], self.turned))[stretch]
        starts = np.maximum(midnights - self.offsets[stretch], since)
        return np.clip(np.where(days > _LAST_DAY, _LAST_SECOND, starts), _FIRST_SECOND, _LAST_SECOND).astype("M8[s]")


@lru_cache(maxsize=16)
def zone_clock(rules: ZoneRules, first_year: int, last_year: int) -> ZoneClock:
    """Return the clock of a zone, right from `first_year` to `last_year` inclusive."""
    turned, offsets = (np.array(each, np.int64) for each in rules.turns(first_year, last_year))
    return ZoneClock(turned, offsets, np.maximum.accumulate(turned + offsets[:-1]))


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Days, weeks or months of a zone, ascending, with none left out."""

    days: Moments
    """The first day of each, (n,) `M8[D]`; `tolist` makes dates of them."""
    edges: Moments
    """Where each begins and the last one ends, (n + 1,) `M8[s]`: it is [edges[i], edges[i + 1]). A missing day has no length."""

    @classmethod
    def every_day(cls, first: date, last: date, rules: ZoneRules) -> Self:
        """Return the days from `first` to `last` inclusive."""
        return cls._of(np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 2), rules)

    @classmethod
    def every_week(cls, first: date, last: date, rules: ZoneRules, first_weekday: int = 0) -> Self:
        """Return the weeks from that of `first` to that of `last`; `first_weekday` 0 is Monday."""
        begins = np.datetime64(first, "D") - (first.weekday() - first_weekday) % 7
        return cls._of(np.arange(begins, np.datetime64(last, "D") + 8, 7), rules)

    @classmethod
    def every_month(cls, first: date, last: date, rules: ZoneRules) -> Self:
        """Return the months from that of `first` to that of `last`."""
        return cls._of(np.arange(np.datetime64(first, "M"), np.datetime64(last, "M") + 2).astype("M8[D]"), rules)

    @classmethod
    def _of(cls, days: Moments, rules: ZoneRules) -> Self:
        """Return the periods that begin on each of `days` but the last, which ends the last of them."""
        begun = np.clip(days, _FIRST_DAY, _LAST_DAY)
        first, last = begun[[0, -1]].tolist()
        edges = zone_clock(rules, first.year, last.year).starts(days)
        if days[0] <= _FIRST_DAY:  # which holds what lies on no day of the zone's own calendar, as `local_date` says
            edges[0] = np.datetime64(_FIRST_SECOND, "s")
        return cls(begun[:-1], edges)
