"""How many sessions start in each of many periods, and their seconds.

For sums SQLite scans one range of the index for each period. Where only counts are wanted, of weeks or days, of which there
may be thousands, the starts come as few long values, which SQLite puts together during the scan, and are counted by bisection.
"""

import json
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.zone_clock import LAST_EDGE, Moments
from fractal_desktop.persistence.analytics_filter import Values, ends, in_period, limited
from fractal_desktop.persistence.odd_starts import OddStartsError, check_starts
from fractal_desktop.persistence.summing import WHOLE_SECONDS, summed

Texts = NDArray[np.bytes_]

_STARTS = """
    SELECT (
        SELECT CAST(group_concat(session_start, '') AS BLOB) FROM goals INDEXED BY idx_session_start
        WHERE type = 'PracticeSession' AND {where}
        AND session_start >= rtrim(substr(stretch.value, 1, 26)) AND session_start < rtrim(substr(stretch.value, 27))
    ) FROM json_each(?) AS stretch
"""
_STRETCHES = 32
"""Putting all starts together at once would take memory anew from the system for each question, which costs half the scan again."""
_MOST_EDGES = 1000
"""To look beside each edge takes as long as the sums where there are thousands. Then a start that another program wrote in its own way may
count on the day beside its own, until a snapshot is kept or the file is repaired."""
_UNTIMED_STARTS = """
    SELECT CAST(group_concat(session_start, '') AS BLOB) FROM goals INDEXED BY idx_session_duration
    WHERE type = 'PracticeSession' AND total_duration_seconds IS NULL AND {where}
"""
_SUMS = """
    SELECT (
        SELECT count(*) || ' ' || count({whole}) || ' ' || CAST(ifnull(sum({whole}), 0) AS INTEGER)
        FROM goals INDEXED BY idx_session_start
        WHERE type = 'PracticeSession' AND {where}
        AND session_start >= rtrim(substr(period.value, 1, 26)) AND session_start < rtrim(substr(period.value, 27))
    ) FROM json_each(?) AS period
"""
"""For each period, given as both its ends in one text, three figures in one text: a scalar subquery gives one value, and a join
would sort all sessions by period."""
_HALVES = np.dtype({"names": ["date", "fraction"], "formats": ["<u8", "<u8"], "offsets": [4, 18], "itemsize": 26})
"""Eight letters each of a start: from the first hyphen on, and up to the end."""
_LOOKED_AT = np.frombuffer(b"\xff\0\0\xff\0\0\xff\0" + b"\0\xff\0\xf0\0\xf0\0\0", "<u8")
_FOUND = np.frombuffer(b"-\0\0-\0\0 \0" + b"\0.\0\x30\0\x30\0\0", "<u8")
"""What is to stand there: marks, and digits where an offset would begin that stands behind a shorter fraction."""
_PACK = 1 << 42
_PACKED_SUMS = """
    SELECT json_group_array((
        SELECT sum(total_duration_seconds + (1 << 42)) FROM goals INDEXED BY idx_session_start
        WHERE type = 'PracticeSession' AND {where}
        AND session_start >= rtrim(substr(period.value, 1, 26)) AND session_start < rtrim(substr(period.value, 27))
    )) FROM json_each(?) AS period
"""
"""Seconds and timed sessions in half the time: what costs is each aggregate of each row, so one sum counts as well, in the multiples of
_PACK; and the sums come as one value. Those without a duration, a few, stand together at the beginning of another index."""
_EXTREMES = """
    SELECT (SELECT min(total_duration_seconds) FROM goals INDEXED BY idx_session_duration WHERE type = 'PracticeSession'),
           (SELECT max(total_duration_seconds) FROM goals INDEXED BY idx_session_duration WHERE type = 'PracticeSession'),
           (SELECT max(rowid) FROM goals)
"""


def counts(connection: Connection, asked: AnalyticsFilter, edges: Moments) -> NDArray[np.int64]:
    """Return how many sessions start between each two of the ascending `edges`, which hold them all; raises OddStartsError."""
    check_starts(connection, edges[[0, -1]])
    (limits, chosen), texts = limited(asked), _texts(edges)
    last = len(texts) - 1
    cuts = [*range(0, last, last // _STRETCHES + 1), last]
    return _bisected(connection, _STARTS.format(where=limits), (*chosen, _ranges(texts[cuts], asked)), texts, cuts)


def sums(connection: Connection, asked: AnalyticsFilter, edges: Moments) -> tuple[list[int], list[int], list[int]]:
    """Return sessions, timed sessions and their seconds between each two of the ascending `edges`, which hold all sessions.

    Raises OddStartsError.
    """
    check_starts(connection, edges if len(edges) <= _MOST_EDGES else edges[[0, -1]])
    (limits, chosen), texts = limited(asked), _texts(edges)
    values = (*chosen, _ranges(texts, asked))
    packed = _packed(connection, limits, values) if _can_be_packed(connection) else None
    if packed is None:
        found = [map(int, text.split()) for (text,) in summed(connection, _SUMS.format(where=limits, whole=WHOLE_SECONDS), values)]
        sessions, timed, seconds = map(list, zip(*found, strict=True))
        return sessions, timed, seconds
    with_duration = packed // _PACK
    all_ = with_duration + _untimed(connection, asked, texts)
    return all_.tolist(), with_duration.tolist(), (packed % _PACK).tolist()


def _packed(connection: Connection, limits: str, values: Values) -> NDArray[np.int64] | None:
    """Return the packed sums, None if there are fractions of seconds: then a sum is no whole number."""
    listed = json.loads(connection.exec_driver_sql(_PACKED_SUMS.format(where=limits), values).scalar_one())
    packed = np.array([each or 0 for each in listed])
    return None if packed.dtype.kind == "f" else packed


def _can_be_packed(connection: Connection) -> bool:
    """Return whether no sum of durations can reach _PACK, nor their number 1 << 21; another program may have put in anything."""
    shortest, longest, most_rows = connection.exec_driver_sql(_EXTREMES).one()
    if longest is None:
        return True
    are_durations = isinstance(shortest, int) and isinstance(longest, int) and shortest >= 0
    return are_durations and most_rows < 1 << 21 and longest * most_rows < _PACK


def _ranges(edges: Texts, asked: AnalyticsFilter) -> str:
    """Return a JSON list with a text for each two of the ascending `edges`: both, within the period asked for, 26 characters each."""
    ranges = np.empty(len(edges) - 1, [("opening", "S2"), ("since", "S26"), ("until", "S26"), ("closing", "S1")])
    ranges["opening"], ranges["closing"] = b',"', b'"'
    ranges["since"], ranges["until"] = edges[:-1], edges[1:]
    # All sessions lie between the edges, so what the outermost two hold is what the period holds; an odd start may stand anywhere.
    ranges["since"][0], ranges["until"][-1] = (text.encode() for text in ends(asked))
    listed = ranges.tobytes().replace(b"\0", b" ").decode()
    return f"[{listed[1:]}]"


def _untimed(connection: Connection, asked: AnalyticsFilter, edges: Texts) -> NDArray[np.int64]:
    """Return how many sessions without a duration start between each two of `edges`."""
    (period, values), (limits, chosen) = in_period(asked), limited(asked)
    statement = _UNTIMED_STARTS.format(where=f"{period} AND {limits}")
    return _bisected(connection, statement, values + chosen, edges, [0, len(edges) - 1])


def _bisected(connection: Connection, statement: str, values: Values, edges: Texts, cuts: Sequence[int]) -> NDArray[np.int64]:
    """Return how many starts lie between each two of `edges`; the statement gives those between each two cuts as one value."""
    parts = [slice(first, last + 1) for first, last in pairwise(cuts)]
    found = connection.exec_driver_sql(statement, values)
    return np.concatenate([_between(_ours(starts or b""), edges[part]) for (starts,), part in zip(found, parts, strict=True)])


def _between(starts: bytes, edges: Texts) -> NDArray[np.int64]:
    """Return how many of the ascending `starts`, 26 bytes each, lie between each two of `edges`."""
    return np.diff(np.searchsorted(np.frombuffer(starts, "S26"), edges))


def _ours(starts: bytes) -> bytes:
    """Return `starts` if they are 26 bytes each, marked as ours are, else raise OddStartsError; another length would shift the marks."""
    if len(starts) % 26:
        raise OddStartsError
    halves = np.frombuffer(starts, _HALVES)
    for name, looked_at, found in zip(("date", "fraction"), _LOOKED_AT, _FOUND, strict=True):
        if bool(((halves[name] & looked_at) != found).any()):
            raise OddStartsError
    return starts


def _texts(edges: Moments) -> Texts:
    """Return instants as the column writes them, without a fraction: that sorts before every fraction of the second.

    The calendar's last second has no end; nor has a period that ends with it.
    """
    texts = edges.astype("S19")
    texts.view(np.uint8).reshape(-1, 19)[:, 10] = ord(" ")
    if edges[-1] == LAST_EDGE:
        texts[-1] = b":"
    return texts
