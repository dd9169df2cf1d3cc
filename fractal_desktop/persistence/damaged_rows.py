# ruff: noqa: S608 - names are those of the file's own tables, quoted
"""The rows of a damaged file's tables, as far as they can be read.

A damaged page loses the rows on it and no others: SQLite descends to each row anew, so what lies behind the page is reached by asking
for it. Where an index can be read, it tells which rows there were, so that those that are lost are counted.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from fractal_desktop.domain.errors import Cancelled
from fractal_desktop.persistence.sql_names import literal, quoted

Row = tuple[object, ...]

_MOST_PROBES = 20_000
"""So often one table is asked for what lies behind a damaged page, if no index tells what there should be: some seconds."""
_FIRST_ROWID, _LAST_ROWID = -(1 << 63), (1 << 63) - 1


class Raw(bytes):
    """A text that is no UTF-8; it goes into a new file as the same bytes."""


def text_of(content: bytes) -> str | Raw:
    """Return what a text holds, for `text_factory`."""
    try:
        return content.decode()
    except UnicodeDecodeError:
        return Raw(content)


class DamagedTable:
    """One table; what is lost of it is known once `rows` has yielded the last one.

    `is_uncertain` says that some may be lost, `known` is the number of rows that an index tells of, None without one.
    """

    def __init__(self, damaged: sqlite3.Connection, name: str, columns: Sequence[str], *, has_rowid: bool = True) -> None:
        self.is_uncertain = False
        self.known: int | None = None
        self._damaged = damaged
        self._name = name
        self._columns = ", ".join(map(quoted, columns))
        self._has_rowid = has_rowid
        self._seen: set[int] = set()
        self._probes = 0

    def rows(self) -> Iterator[Row]:
        """Yield the rows that can be read, each once, with the rowid in front (None where there are none).

        Raises Cancelled where the connection was interrupted, and sqlite3.Error for what is no damage of the file.
        """
        if self._has_rowid:
            yield from self._rows_by_rowid(self._known_rowids())
        else:
            yield from self._rows_by_key()

    def _rows_by_rowid(self, known: Sequence[int] | None) -> Iterator[Row]:
        """Yield what can be read of all rows in order; from the first damaged page on ask for what is behind it."""
        read = _Read()
        yield from self._between(_FIRST_ROWID, _LAST_ROWID, read)
        if read.is_damaged:
            self.is_uncertain = True
            rest = range(max(read.last + 1, 1), self._last_rowid() + 1) if known is None else [id_ for id_ in known if id_ > read.last]
            yield from self._behind(rest, is_known=known is not None)
        if known is not None:
            self.known = len(known)  # a damaged page may pass for an empty one

    def _behind(self, rowids: Sequence[int], *, is_known: bool) -> Iterator[Row]:
        """Yield what can be read of some rows, asking for half and half where a page among them is damaged."""
        waiting = [rowids]
        while waiting:
            asked = waiting.pop()
            if not asked or (not is_known and self._probes > _MOST_PROBES):
                continue
            self._probes += 1
            read = _Read()
            yield from self._between(asked[0], asked[-1], read)
            if not read.is_damaged:
                continue
            left = _after(asked, read.last)
            if len(left) > 1:
                waiting += [left[len(left) // 2 :], left[: len(left) // 2]]

    def _between(self, first: int, last: int, read: "_Read") -> Iterator[Row]:
        statement = f"SELECT rowid, {self._columns} FROM {quoted(self._name)} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        try:
            for row in self._damaged.execute(statement, (first, last)):
                read.last = max(read.last, row[0])
                if row[0] not in self._seen:
                    self._seen.add(row[0])
                    yield row
        except sqlite3.Error as error:
            _raise_if_stopped(error)
            read.is_damaged = True

    def _rows_by_key(self) -> Iterator[Row]:
        """Yield rows from the first on, and if a page is damaged from the last one back; what lies between two such pages is lost."""
        seen: set[Row] = set()
        for direction in ("ASC", "DESC"):
            try:
                keys = self._damaged.execute(f"SELECT name FROM pragma_table_info({literal(self._name)}) WHERE pk ORDER BY pk").fetchall()
                order = ", ".join(f"{quoted(str(key))} {direction}" for (key,) in keys)
                for row in self._damaged.execute(f"SELECT NULL, {self._columns} FROM {quoted(self._name)} ORDER BY {order}"):
                    if row not in seen:
                        seen.add(row)
                        yield row
                return
            except sqlite3.Error as error:
                _raise_if_stopped(error)
                self.is_uncertain = True

    def _known_rowids(self) -> Sequence[int] | None:
        """Return the rowids that an index names, in order; None if the table has none that can be read whole."""
        try:
            listed = self._damaged.execute(
                f"SELECT name FROM pragma_index_list({literal(self._name)}) WHERE NOT partial ORDER BY origin = 'pk' DESC"
            ).fetchall()
        except sqlite3.Error as error:
            _raise_if_stopped(error)
            return None
        for (index,) in listed:
            try:
                # SQLite sorts them: to sort a million numbers here would keep the interpreter's lock, and the window waiting.
                by_index = f"SELECT rowid FROM {quoted(self._name)} INDEXED BY {quoted(str(index))} ORDER BY rowid"
                return [rowid for rowid, _ in groupby(rowid for (rowid,) in self._damaged.execute(by_index))]
            except sqlite3.Error as error:
                _raise_if_stopped(error)
        return None

    def _last_rowid(self) -> int:
        try:
            found = self._damaged.execute(f"SELECT rowid FROM {quoted(self._name)} ORDER BY rowid DESC LIMIT 1").fetchone()
            return int(found[0]) if found else 0
        except sqlite3.Error as error:
            _raise_if_stopped(error)
            return _LAST_ROWID


@dataclass(slots=True)
class _Read:
    """How far a reading came."""

    last: int = _FIRST_ROWID - 1
    is_damaged: bool = False


def _after(rowids: Sequence[int], last: int) -> Sequence[int]:
    """Return those behind the last one that was read."""
    if isinstance(rowids, range):
        return range(max(rowids.start, last + 1), rowids.stop)
    return [rowid for rowid in rowids if rowid > last]


def _raise_if_stopped(error: Exception) -> None:
    """Raise Cancelled or the error itself for what is no damage of the file; a disk that cannot read a page is."""
    name = str(getattr(error, "sqlite_errorname", ""))
    if name == "SQLITE_INTERRUPT":
        raise Cancelled from error
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_NOMEM")):
        raise error
