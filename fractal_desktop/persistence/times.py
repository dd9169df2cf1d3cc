"""Starts and durations of the sessions that a filter lets through: counted along an index, or in arrays that were read before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.zone_clock import LAST_EDGE, Moments
from fractal_desktop.persistence import medians, period_sums
from fractal_desktop.persistence.analytics_filter import WITHOUT_START, Values, in_period, limited
from fractal_desktop.persistence.odd_starts import check_starts, instant_of
from fractal_desktop.persistence.snapshot import NO_DURATION, Counts, Snapshot
from fractal_desktop.persistence.summing import WHOLE_SECONDS, summed

Sums = tuple[list[int], list[int], list[int]]
_SESSIONS = "FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}"
_TOTALS = "SELECT count(*), count({seconds}), ifnull(sum({seconds}), 0) " + _SESSIONS
_EACH = f"SELECT session_start, {WHOLE_SECONDS} {_SESSIONS} ORDER BY session_start"
_FIRST_AND_LAST = f"SELECT (SELECT min(session_start) {_SESSIONS}), (SELECT max(session_start) {_SESSIONS})"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Totals(NamedTuple):
    """Sessions, those with a duration, and their seconds."""

    sessions: int
    timed: int
    seconds: int


class Times(Protocol):
    """The sessions of a filter; those without a start are in no period."""

    def first_and_last(self) -> tuple[datetime, datetime] | None:
        """Return the first and the last start of the period (aware UTC), or None if none has a start."""

    def began(self) -> datetime | None:
        """Return the first start in whatever period, or None."""

    def counts(self, edges: Moments) -> NDArray[np.int64]:
        """Return how many sessions start between each two of the ascending `edges`, which hold them all."""

    def sums(self, edges: Moments) -> Sums:
        """Return sessions, timed sessions and their seconds between each two of the ascending `edges`, which hold all sessions."""

    def each(self) -> Iterator[tuple[datetime, int | None]]:
        """Yield start and duration of each session of the period, ascending, but those whose start is no time."""

    def totals(self) -> Totals:
        """Return the sums of the period."""

    def undated(self) -> Totals:
        """Return the sums of the sessions without a start, whatever the period."""

    def median_seconds(self, timed: int) -> float | None:
        """Return the median of those of the `timed` durations that are not below 0, None if there are none.

        Without a period those of sessions without a start count too.
        """


@dataclass(frozen=True, slots=True)
class IndexTimes:
    """Counts along the indexes of an open file; all raise OddStartsError where these do not tell the order."""

    connection: Connection
    asked: AnalyticsFilter

    def first_and_last(self) -> tuple[datetime, datetime] | None:
        """See Times."""
        self._check_ends()
        where, values = self._dated()
        texts = self.connection.exec_driver_sql(_FIRST_AND_LAST.format(where=where), values * 2).one()
        first, last = map(instant_of, texts)
        if first is None or last is None:
            # There is none, or another program wrote what is no time.
            starts = [start for start, _ in self.each()]
            return (min(starts), max(starts)) if starts else None
        return first, last

    def began(self) -> datetime | None:
        """See Times."""
        ends = IndexTimes(self.connection, replace(self.asked, since=None, until=None)).first_and_last()
        return None if ends is None else ends[0]

    def counts(self, edges: Moments) -> NDArray[np.int64]:
        """See Times."""
        return period_sums.counts(self.connection, self.asked, edges)

    def sums(self, edges: Moments) -> Sums:
        """See Times."""
        return period_sums.sums(self.connection, self.asked, edges)

    def each(self) -> Iterator[tuple[datetime, int | None]]:
        """See Times."""
        where, values = self._dated()
        for text, seconds in self.connection.exec_driver_sql(_EACH.format(where=where), values):
            start = instant_of(text)
            if start is not None:
                yield start, seconds

    def totals(self) -> Totals:
        """See Times."""
        self._check_ends()
        return self._totals(*self._dated())

    def undated(self) -> Totals:
        """See Times."""
        limits, chosen = limited(self.asked)
        found = [self._totals(f"{which} AND {limits}", chosen) for which in WITHOUT_START]
        return Totals(*map(sum, zip(*found, strict=True)))

    def median_seconds(self, timed: int) -> float | None:
        """See Times."""
        return medians.median_seconds(self.connection, self.asked, timed)

    def _check_ends(self) -> None:
        ends = [each.astimezone(UTC).replace(tzinfo=None) for each in (self.asked.since, self.asked.until) if each is not None]
        if ends:
            check_starts(self.connection, np.sort(np.array(ends, "M8[s]")))

    def _totals(self, where: str, values: Values) -> Totals:
        ((sessions, timed, seconds),) = summed(self.connection, _TOTALS.format(where=where, seconds="total_duration_seconds"), values)
        if isinstance(seconds, float):
            ((sessions, timed, seconds),) = summed(self.connection, _TOTALS.format(where=where, seconds=WHOLE_SECONDS), values)
        return Totals(sessions, timed, int(seconds))

    def _dated(self) -> tuple[str, Values]:
        (period, ends), (limits, chosen) = in_period(self.asked), limited(self.asked)
        return f"{period} AND {limits}", ends + chosen


@dataclass(frozen=True, slots=True)
class SnapshotTimes:
    """Counts in the snapshot of all sessions that the filter lets through in whatever period."""

    whole: Snapshot
    asked: AnalyticsFilter

    def first_and_last(self) -> tuple[datetime, datetime] | None:
        """See Times."""
        starts = self._within.starts
        return (_instant(starts[0]), _instant(starts[-1])) if len(starts) else None

    def began(self) -> datetime | None:
        """See Times."""
        return _instant(self.whole.starts[0]) if len(self.whole.starts) else None

    def counts(self, edges: Moments) -> NDArray[np.int64]:
        """See Times."""
        return np.diff(self._places(edges))

    def sums(self, edges: Moments) -> Sums:
        """See Times."""
        at, seconds = self._places(edges), self._within.seconds
        is_timed = seconds != NO_DURATION
        sums = (np.concatenate(([0], np.cumsum(each)))[at] for each in (is_timed, np.where(is_timed, seconds, 0)))
        sessions, timed, summed = (np.diff(each).tolist() for each in (at, *sums))
        return sessions, timed, summed

    def each(self) -> Iterator[tuple[datetime, int | None]]:
        """See Times."""
        within = self._within
        for start, seconds in zip(within.starts, within.seconds.tolist(), strict=True):
            yield _instant(start), None if seconds == NO_DURATION else seconds

    def totals(self) -> Totals:
        """See Times."""
        return _totals(self._within.seconds)

    def undated(self) -> Totals:
        """See Times."""
        return _totals(self.whole.undated)

    def median_seconds(self, timed: int) -> float | None:  # noqa: ARG002 - asked of both alike
        """See Times."""
        seconds = np.concatenate((self._within.seconds, self._within.undated))
        known = seconds[seconds >= 0]
        return float(np.median(known)) if len(known) else None

    @property
    def _within(self) -> Snapshot:
        return self.whole.within(self.asked)

    def _places(self, edges: Moments) -> NDArray[np.int64]:
        places = np.searchsorted(self._within.starts, edges.astype("M8[us]").astype(np.int64))
        return np.append(places[:-1], len(self._within.starts)) if edges[-1] == LAST_EDGE else places


def _totals(seconds: Counts) -> Totals:
    known = seconds[seconds != NO_DURATION]
    return Totals(len(seconds), len(known), int(known.sum()))


def _instant(microseconds: np.int64) -> datetime:
    return _EPOCH + timedelta(microseconds=int(microseconds))
