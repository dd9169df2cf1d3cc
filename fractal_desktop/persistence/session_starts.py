# ruff: noqa: S608 - these statements are put together from constants of this package
"""When sessions started, of all of a file at once or of some, as columns.

The texts of a million starts come as a few long values and are read as digits, eight columns at a time: as rows they would take the
interpreter a second, in which nobody else gets a word in.
"""

import json
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from fractal_desktop.domain.activity_progress import SessionStarts, Whole
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.persistence.analytics_filter import ends, limited
from fractal_desktop.persistence.odd_starts import instant_of
from fractal_desktop.persistence.packed_numbers import whole_numbers

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
_WIDTH = 26
_PLAIN = "CAST(group_concat(session_start, '') AS BLOB)"
_SHORT = f"iif(length(session_start) > {_WIDTH}, '', session_start)"
_PADDED = f"CAST(group_concat(substr(CAST({_SHORT} || zeroblob({_WIDTH}) AS BLOB), 1, {_WIDTH}), '') AS BLOB)"
"""Another program may write shorter or longer texts: this brings them to one length, and takes twice as long. Of longer ones, which may end
with an offset, nothing is left: they are read one by one."""
_LIKE = "0000-00-00 00:00:00.000000"
_IS_DIGIT = np.array([letter == "0" for letter in _LIKE])
_MARKS = np.array([ord(letter) for letter in _LIKE if letter != "0"], np.uint8)
_MOST_STRETCHES = 200
_PERIOD = "session_start >= ? AND session_start < ?"
_ENDS = " ".join(
    f"{word} (SELECT {end}(session_start) FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {_PERIOD})"
    for word, end in (("SELECT", "min"), (",", "max"))
)
_COLUMNS = "SELECT group_concat(rowid, ' '), {texts}, min(length(session_start)), max(length(session_start)) FROM goals"
_ALL = f"{_COLUMNS} INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {_PERIOD} AND {{where}}"
_SOME = f"{_COLUMNS} WHERE rowid IN (SELECT value FROM json_each(?)) AND type = 'PracticeSession' AND {_PERIOD} AND {{where}}"
_TEXTS = "SELECT rowid, session_start FROM goals WHERE rowid IN (SELECT value FROM json_each(?))"
_IDS = "SELECT rowid, id, session_start FROM goals WHERE rowid IN (SELECT value FROM json_each(?)) AND type = 'PracticeSession'"
_WITHOUT = " UNION ALL ".join(
    f"SELECT rowid FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND session_start {which} AND {{where}}"
    for which in ("IS NULL", "< '/'", ">= ':'")
)


def session_starts(connection: Connection, asked: AnalyticsFilter, rows: Whole | None = None) -> tuple[SessionStarts, Whole]:
    """Return the starts of the sessions that the filter lets through, or of those among `rows`.

    Beside them, ascending, the rows of those that have none, or one that is no time; the period lets these through.
    """
    where, values = limited(asked)
    chosen = () if rows is None else (json.dumps(rows.tolist()),)
    pattern = _ALL if rows is None else _SOME
    # With limits the list of what they let through would be made anew for each stretch.
    stretches = _stretches(connection, asked) if rows is None and where == "true" else [ends(asked)]
    blocks = [_read(connection, pattern, where, (*chosen, *stretch, *values)) for stretch in stretches]
    without = np.sort(np.array([row for (row,) in connection.exec_driver_sql(_WITHOUT.format(where=where), values * 3)], np.int64))
    numbers, letters = np.concatenate([block[0] for block in blocks]), np.concatenate([block[1] for block in blocks])
    order = np.argsort(numbers)
    numbers, letters = numbers[order], letters[order]
    starts, is_read = _microseconds(letters)
    if is_read.all():
        return SessionStarts(numbers, starts), without
    is_known = _read_one_by_one(connection, numbers, starts, is_read)
    return SessionStarts(numbers[is_known], starts[is_known]), np.sort(np.concatenate((without, numbers[~is_known])))


def _read(connection: Connection, pattern: str, where: str, values: Sequence[str]) -> tuple[Whole, NDArray[np.uint8]]:
    """Return rows and the letters of their starts, (n, 26)."""
    for texts in (_PLAIN, _PADDED):
        found, letters, shortest, longest = connection.exec_driver_sql(pattern.format(texts=texts, where=where), tuple(values)).one()
        if found is None or (shortest == _WIDTH == longest):
            break
    return whole_numbers(found), np.frombuffer(letters or b"", np.uint8).reshape(-1, _WIDTH)


def _stretches(connection: Connection, asked: AnalyticsFilter) -> list[tuple[str, str]]:
    """Return the years of the period in which sessions start: a value of some megabytes is copied while every other thread waits."""
    since, until = ends(asked)
    first, last = connection.exec_driver_sql(_ENDS, (since, until) * 2).one()
    if first is None or not (first[:4] + last[:4]).isdecimal() or int(last[:4]) - int(first[:4]) > _MOST_STRETCHES:
        return [(since, until)]
    # With the "-", for the column's type is a number to SQLite: "2026" would be one, which comes before every text.
    edges = [f"{year:04d}-" for year in range(int(first[:4]) + 1, int(last[:4]) + 1)]
    return list(pairwise((since, *edges, until)))


def microseconds(instant: datetime) -> int:
    """Return an aware instant as whole microseconds since the epoch."""
    return (instant - _EPOCH) // _MICROSECOND


def _microseconds(texts: NDArray[np.uint8]) -> tuple[Whole, NDArray[np.bool_]]:
    """Return the instants that texts of (n, 26) bytes tell, and which of them are written as the program writes them."""
    is_read = (texts[:, _IS_DIGIT] - np.uint8(ord("0")) < 10).all(axis=1) & (texts[:, ~_IS_DIGIT] == _MARKS).all(axis=1)
    year, month, day = _number(texts, 0, 4), _number(texts, 5, 7), _number(texts, 8, 10)
    hour, minute, second = _number(texts, 11, 13), _number(texts, 14, 16), _number(texts, 17, 19)
    months = ((year - 1970) * 12 + month - 1).astype("M8[M]")
    days = months.astype("M8[D]") + (day - 1)
    is_read &= (month >= 1) & (month <= 12) & (day >= 1) & (days.astype("M8[M]") == months)
    is_read &= (year >= 1) & (hour < 24) & (minute < 60) & (second < 60)
    seconds = days.astype("M8[s]").astype(np.int64) + hour * 3600 + minute * 60 + second
    return seconds * 1_000_000 + _number(texts, 20, 26), is_read


def _number(texts: NDArray[np.uint8], first: int, end: int) -> Whole:
    found = np.zeros(len(texts), np.int64)
    for column in range(first, end):
        found = found * 10 + (texts[:, column].astype(np.int64) - ord("0"))
    return found


def _read_one_by_one(connection: Connection, rows: Whole, starts: Whole, is_read: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Put in the starts that another program wrote in another way, and return which rows have a start then."""
    texts = connection.exec_driver_sql(_TEXTS, (json.dumps(rows[~is_read].tolist()),))
    told = {row: microseconds(instant) for row, text in texts if (instant := instant_of(text)) is not None}
    known = is_read.copy()
    for place in np.flatnonzero(~is_read).tolist():
        row = int(rows[place])
        if row in told:
            starts[place], known[place] = told[row], True
    return known


def session_ids(sql: sqlite3.Connection, rows: Sequence[int], starts: Sequence[int]) -> tuple[SessionId | None, ...]:
    """Return the sessions in some rows, None where another one starts then: packing a file may give rows other numbers."""
    found = {row: (id_, instant_of(start)) for row, id_, start in sql.execute(_IDS, (json.dumps(list(map(int, rows))),))}
    told = (found.get(row, ("", None)) for row in rows)
    return tuple(
        SessionId(id_) if start is not None and microseconds(start) == wanted else None
        for (id_, start), wanted in zip(told, starts, strict=True)
    )
