# ruff: noqa: S608 - these statements are put together from constants of this package
"""Start and duration of all sessions, or of those below a goal and the like, as arrays: 16 bytes for each.

What is asked of it costs less than a scan of the index. It is read once and kept until anything is written to the file.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.persistence.analytics_filter import WITHOUT_START, Values, limited
from fractal_desktop.persistence.kept import Kept
from fractal_desktop.persistence.odd_starts import instant_of
from fractal_desktop.persistence.summing import WHOLE_SECONDS

NO_DURATION: Final = -(1 << 62)
"""In place of the seconds of a session without a duration."""
_LONGEST: Final = 1 << 43
"""Durations beyond 278 thousand years, which another program may have put in, are taken for so many seconds: sums of them still fit."""
NO_START: Final = -(1 << 62)
"""In place of the moment of one without a start."""
KEPT = 4
"""Snapshots of so many goals, templates and so on are kept at once."""

_SESSIONS = "FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}"
_ENDS = f"SELECT (SELECT min(session_start) {_SESSIONS}), (SELECT max(session_start) {_SESSIONS})"
_DATED = "session_start >= '/' AND session_start < ':'"
_STRETCHES = 64
"""Into so many equal times the history is cut: what starts in one comes as one value, which is copied with the interpreter's lock held."""
_PACKED = f"""
    SELECT (
        SELECT CAST(group_concat(session_start, '') || group_concat(ifnull(total_duration_seconds + 50000000, '00000000'), '') AS BLOB)
        {_SESSIONS} AND session_start >= substr(stretch.value, 1, 10) AND session_start < substr(stretch.value, 11)
    ) FROM json_each(?) AS stretch
"""
"""All starts, 26 bytes each, then all durations, 8 digits each: the time of two scans. As rows it would be that of six, and most of it
with the interpreter's lock held."""
_MIDDLE = 50_000_000
_PACKED_ROWIDS = f"SELECT CAST(group_concat(rowid + 1000000000000, '') AS BLOB) {_SESSIONS}"
_BEFORE_ROWIDS = 1_000_000_000_000
_ROWS = f"SELECT session_start, {WHOLE_SECONDS}, rowid {_SESSIONS}"
_LONGEST_KIND = "SELECT typeof(max(total_duration_seconds)) FROM goals INDEXED BY idx_session_duration WHERE type = 'PracticeSession'"
"""Texts are more than any number, and in a sum they are 0."""
_ROWS_AT_ONCE = 2000
_SEPARATORS = {4: "-", 7: "-", 10: " ", 13: ":", 16: ":", 19: "."}
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

Counts = NDArray[np.int64]


class _OddTextError(Exception):
    """What another program wrote: starts that are shorter or longer than ours, durations of years, or text."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Sessions by their start, ascending."""

    starts: Counts
    """(n,) microseconds since the epoch, UTC."""
    seconds: Counts
    """(n,) durations as they stand in the file, NO_DURATION where there is none."""
    undated: Counts
    """(m,) likewise, of those without a start."""
    rowids: Counts | None
    """(n,) of those with a start; None if they stand in the order of the index, as `rowids` finds them."""

    def within(self, asked: AnalyticsFilter) -> "Snapshot":
        """Return the sessions of a period; without one, those without a start too."""
        if asked.since is None and asked.until is None:
            return self
        place = self.place(asked)
        rowids = None if self.rowids is None else self.rowids[place]
        return Snapshot(self.starts[place], self.seconds[place], self.undated[:0], rowids)

    def place(self, asked: AnalyticsFilter) -> slice:
        """Return where the sessions of a period stand."""
        ends = [None if each is None else microseconds(each) for each in (asked.since, asked.until)]
        return slice(*(None if end is None else int(np.searchsorted(self.starts, end)) for end in ends))


class Snapshots:
    """Keeps what was read last; may be used from any thread."""

    def __init__(self) -> None:
        self._kept = Kept[AnalyticsFilter, Snapshot](KEPT)

    def of(self, connection: Connection, asked: AnalyticsFilter) -> Snapshot:
        """Return the sessions that the filter lets through in whatever period, as `Kept.of` does."""
        return self._kept.of(connection, replace(asked, since=None, until=None), read)

    def known(self, connection: Connection, asked: AnalyticsFilter) -> Snapshot | None:
        """Return the same if it need not be read, else None; begins a transaction."""
        return self._kept.known(connection, replace(asked, since=None, until=None))


def read(connection: Connection, asked: AnalyticsFilter) -> Snapshot:
    """Return all sessions that the filter lets through, whatever its period."""
    where, chosen = limited(asked)
    try:
        if connection.exec_driver_sql(_LONGEST_KIND).scalar_one() in {"text", "blob"}:
            raise _OddTextError
        found = _packed(connection, where, chosen)
    except _OddTextError:
        found = _row_by_row(connection, where, chosen)
    undated = [part for which in WITHOUT_START for _, part, _ in rows(connection, f"{which} AND {where}", chosen)]
    return replace(found, undated=np.concatenate((found.undated, *undated)))


def rowids(connection: Connection, asked: AnalyticsFilter, whole: Snapshot) -> Counts:
    """Return the rowids of the sessions with a start, in the order of the snapshot that was read with the same limits and is not old."""
    if whole.rowids is not None:
        return whole.rowids
    where, chosen = limited(asked)
    packed = connection.exec_driver_sql(_PACKED_ROWIDS.format(where=f"{_DATED} AND {where}"), chosen).scalar_one() or b""
    return _number(np.frombuffer(packed, np.uint8).reshape(-1, 13), range(13)) - _BEFORE_ROWIDS


def _packed(connection: Connection, where: str, chosen: Values) -> Snapshot:
    """Return starts and durations; raises _OddTextError if one does not have the length of ours."""
    first, last = connection.exec_driver_sql(_ENDS.format(where=f"{_DATED} AND {where}"), chosen * 2).one()
    stretches = json.dumps([] if first is None else [since + until for since, until in pairwise(_cuts(first, last))])
    found = connection.exec_driver_sql(_PACKED.format(where=where), (*chosen, stretches))
    parts = [_unpacked(np.frombuffer(packed, np.uint8)) for (packed,) in found if packed]
    starts, seconds = (np.concatenate(each) for each in zip((_none(), _none()), *parts, strict=True))
    return Snapshot(starts, seconds, _none(), None)


def _cuts(first: str, last: str) -> list[str]:
    """Return days from before the first start to after the last, 10 characters each; all texts that begin with a digit lie between."""
    try:
        begins, ends = (date.fromisoformat(text[:10]).toordinal() for text in (first, last))
    except ValueError:
        raise _OddTextError from None
    between = sorted({begins + (ends - begins) * part // _STRETCHES for part in range(1, _STRETCHES)})
    return ["/         ", *(date.fromordinal(day).isoformat() for day in between), ":"]


def _unpacked(packed: NDArray[np.uint8]) -> tuple[Counts, Counts]:
    """Return the starts and the durations of one stretch."""
    number, rest = divmod(len(packed), 34)
    if rest:
        raise _OddTextError
    seconds = _number(packed[number * 26 :].reshape(-1, 8), range(8)) - _MIDDLE
    seconds[seconds == -_MIDDLE] = NO_DURATION
    return _moments(packed[: number * 26].reshape(-1, 26)), seconds


def _moments(texts: NDArray[np.uint8]) -> Counts:
    """Return the microseconds since the epoch that stand in texts of 26 characters."""
    if any(bool((texts[:, column] != ord(mark)).any()) for column, mark in _SEPARATORS.items()):
        raise _OddTextError
    years, months = _part(texts, range(4), 1, 9999), _part(texts, (5, 6), 1, 12)
    begun = ((years - 1970) * 12 + months - 1).astype("M8[M]")
    days = begun.astype("M8[D]") + (_part(texts, (8, 9), 1, 31) - 1)
    if bool((days.astype("M8[M]") != begun).any()):
        raise _OddTextError
    hours = days.astype(np.int64) * 24 + _part(texts, (11, 12), 0, 23)
    moments = (hours * 60 + _part(texts, (14, 15), 0, 59)) * 60 + _part(texts, (17, 18), 0, 59)
    return moments * 1_000_000 + _number(texts, range(20, 26))


def _part(texts: NDArray[np.uint8], columns: Iterable[int], least: int, most: int) -> Counts:
    """Return the numbers in some columns; raises _OddTextError if one is none that a date or a time can have there."""
    found = _number(texts, columns)
    if found.min(initial=most) < least or found.max(initial=least) > most:
        raise _OddTextError
    return found


def _number(texts: NDArray[np.uint8], columns: Iterable[int]) -> Counts:
    """Return the numbers whose decimal digits stand in some columns."""
    found = np.zeros(len(texts), np.int64)
    for column in columns:
        digits = texts[:, column] - np.uint8(ord("0"))  # what is below "0" comes round to above 9
        if bool((digits > 9).any()):
            raise _OddTextError
        found = found * 10 + digits
    return found


def _row_by_row(connection: Connection, where: str, chosen: Values) -> Snapshot:
    """Return the same from texts of any length; those that are no time count as no start."""
    parts = rows(connection, f"{_DATED} AND {where}", chosen)
    starts, seconds, found = (np.concatenate(each) for each in zip((_none(), _none(), _none()), *parts, strict=True))
    is_dated = starts != NO_START
    order = np.flatnonzero(is_dated)[np.argsort(starts[is_dated], kind="stable")]
    return Snapshot(starts[order], seconds[order], seconds[~is_dated], found[order])


def rows(connection: Connection, where: str, values: Values) -> Iterator[tuple[Counts, Counts, Counts]]:
    """Yield starts (NO_START where there is none), durations and rowids of the sessions a condition of SQL lets through, piece by piece."""
    for part in connection.exec_driver_sql(_ROWS.format(where=where), values).partitions(_ROWS_AT_ONCE):
        starts, seconds, rowids = zip(*part, strict=True)
        known = [NO_DURATION if each is None else min(max(each, -_LONGEST), _LONGEST) for each in seconds]
        yield _starts(starts), np.array(known, np.int64), np.array(rowids, np.int64)


def _starts(texts: Sequence[object]) -> Counts:
    """Return the microseconds since the epoch of starts as the column holds them."""
    try:
        packed = "".join(text for text in texts if isinstance(text, str)).encode("ascii")
        return _moments(np.frombuffer(packed, np.uint8).reshape(len(texts), 26))
    except (_OddTextError, ValueError):  # others than 26 characters do not fit into the table
        moments = [instant_of(text) for text in texts]
        return np.array([NO_START if each is None else microseconds(each) for each in moments], np.int64)


def _none() -> Counts:
    return np.empty(0, np.int64)


def microseconds(instant: datetime) -> int:
    """Return the microseconds since the epoch until an aware instant."""
    return (instant - _EPOCH) // _MICROSECOND
