# ruff: noqa: S608 - these statements are put together from constants of this module
"""Whether a session's columns and rows say what its document says, given where each value is noted to come from; and making it so."""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import cast
from zoneinfo import ZoneInfo

from fractal_desktop.domain.backfill import Backfill, Source
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import end_after, span_seconds
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence import instance_rows
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.file_facts import legacy_zone
from fractal_desktop.persistence.goal_tree import chunks
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.session_columns import rules
from fractal_desktop.persistence.stamp import Stamp

COLUMNS = ("session_start", "session_end", "total_duration_seconds", "template_id")
_SET_COLUMNS = "UPDATE goals SET session_start = ?, session_end = ?, total_duration_seconds = ?, template_id = ? WHERE rowid = ?"
_SESSIONS = (
    "SELECT g.rowid, g.id, g.created_at, g.attributes, g.session_start, g.session_end, g.total_duration_seconds, g.template_id,"
    " p.session_id IS NOT NULL, p.start_source, p.end_source, p.duration_source"
    " FROM goals g NOT INDEXED LEFT JOIN session_provenance p ON p.session_id = g.id WHERE g.type = 'PracticeSession'"
)
_BATCH = 100


@dataclass(frozen=True, slots=True)
class ComparedSession:
    """A session as it stands in the file, and what the rules make of it; `by_timers` is asked only if its times came from timers."""

    rowid: int
    id: str
    document: Document | None
    columns: tuple[object, ...]
    noted: bool
    sources: tuple[str, str, str]
    told: Backfill
    by_timers: Callable[[], Backfill]
    zone: ZoneInfo

    def expected_columns(self) -> tuple[object, ...]:
        """Return what the four columns are to hold, given where the session's times are noted to come from."""
        start = self._expected_start()
        end = self._expected_end(start)
        seconds = self.told.duration_seconds
        if self.told.duration_source not in (Source.ACTIVITIES, Source.INSTANCES):
            seconds = span_seconds(_instant(start), _instant(end))
        # A document that cannot be read tells no template; one that was given by hand stays.
        template = self.columns[3] if self.document is None else self.told.template_id
        return start, end, seconds, template

    def differing_rows(self, db: sqlite3.Connection) -> int:
        """Return how many rows a save would write if the document stayed as it is."""
        if self.document is None:
            return 0
        rehearsal = _Rehearsal(db)
        instance_rows.write(cast(sqlite3.Connection, rehearsal), self.id, self.document, self.document, self._stamp())
        return rehearsal.writes

    def mend(self, db: sqlite3.Connection) -> None:
        """Write columns and rows as the document says."""
        if not self.noted:
            sources = (self.told.start_source, self.told.end_source, self.told.duration_source)
            values = (parking.bound(self.id), *map(str, sources))
            db.execute("INSERT OR REPLACE INTO session_provenance VALUES (CAST(? AS TEXT), ?, ?, ?)", values)
        self.mend_columns(db)
        if self.document is not None:
            instance_rows.write(db, self.id, self.document, self.document, self._stamp())

    def mend_columns(self, db: sqlite3.Connection) -> None:
        """Write the columns as the document says, where they differ."""
        expected = self.expected_columns() if self.noted else _told_columns(self.told)
        if expected != self.columns:
            db.execute(_SET_COLUMNS, (*expected, self.rowid))

    def _stamp(self) -> Stamp:
        return Stamp(datetime.now(UTC), self.zone)

    def _expected_start(self) -> object:
        source = self.sources[0]
        if source == Source.TIMERS:
            return _text(self.by_timers().start)
        if self.told.start_source is Source.DOCUMENT or source == Source.CREATED_AT:
            return _text(self.told.start)
        return None if source in (Source.NONE, Source.DOCUMENT) else self.columns[0]

    def _expected_end(self, start: object) -> object:
        source = self.sources[1]
        if source == Source.TIMERS:
            return _text(self.by_timers().end)
        if self.told.end_source is Source.DOCUMENT:
            return _text(self.told.end)
        if source == Source.COMPUTED:
            begun = _instant(start)
            counted = self.told.duration_source in (Source.ACTIVITIES, Source.INSTANCES) and self.told.duration_seconds
            return _text(end_after(begun, counted)) if begun is not None and counted else None
        return None if source in (Source.NONE, Source.DOCUMENT) else self.columns[1]


def compared_sessions(db: sqlite3.Connection) -> Iterator[ComparedSession]:
    """Yield every session, one at a time; what is yielded may be written meanwhile."""
    compare, last = _comparison(db), -(2**63)
    while rows := db.execute(f"{_SESSIONS} AND g.rowid > ? ORDER BY g.rowid LIMIT {_BATCH}", (last,)).fetchall():
        for row in rows:
            last = row[0]
            yield compare(row)


def align(db: sqlite3.Connection, ids: Collection[str] | None = None) -> None:
    """Let the columns of these sessions (None: all) be what the document comes to in the zone of the file; sources and rows stay.

    For sessions whose columns were filled when the file was said to be from another zone. What nobody noted the sources of is
    brought up to date when it is read, and what a person gave by hand stays.
    """
    for session in compared_sessions(db) if ids is None else _chosen(db, ids):
        if session.noted:
            session.mend_columns(db)


def _chosen(db: sqlite3.Connection, ids: Collection[str]) -> Iterator[ComparedSession]:
    compare = _comparison(db)
    statement = f"{_SESSIONS.replace('NOT INDEXED ', '')} AND g.id IN (SELECT value FROM json_each(?))"
    for chunk in chunks(list(ids)):  # not all documents at once, for to free them all keeps the interpreter's lock
        yield from map(compare, db.execute(statement, (json.dumps(chunk),)).fetchall())


def _comparison(db: sqlite3.Connection) -> Callable[[tuple[object, ...]], ComparedSession]:
    """Return what makes a session of a row of _SESSIONS."""
    zone = legacy_zone(db)
    return partial(_session, rules(db, zone), rules(db, zone, times_from_timers=True), zone)


_Rules = Callable[[object, object, object], Backfill]


def _session(plain: _Rules, timed: _Rules, zone: ZoneInfo, row: tuple[object, ...]) -> ComparedSession:
    rowid, session_id, created_at, attributes = row[:4]
    # An id that is no text, or none that can be written, has no rows that could be asked for.
    document = read_document(attributes)[0] if _is_utf8(session_id) else None
    sources = tuple(str(source) if source is not None else str(Source.NONE) for source in row[9:12])
    return ComparedSession(
        rowid=cast(int, rowid),
        id=cast(str, session_id),
        document=document,
        columns=row[4:8],
        noted=bool(row[8]),
        sources=cast(tuple[str, str, str], sources),
        told=plain(session_id, created_at, attributes),
        by_timers=lambda: timed(session_id, created_at, attributes),
        zone=zone,
    )


class _Rehearsal:
    """Looks like a connection to the one write path of rows: reads go through, writes are only counted."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self.writes = 0

    def execute(self, statement: str, parameters: tuple[object, ...] = ()) -> sqlite3.Cursor | None:
        """Run a SELECT; count anything else."""
        if statement.lstrip().startswith("SELECT"):
            return self._db.execute(statement, parameters)
        self.writes += 1
        return None

    def executemany(self, _statement: str, rows: list[tuple[object, ...]]) -> None:
        """Count the rows."""
        self.writes += len(rows)


def _is_utf8(text: object) -> bool:
    try:
        return isinstance(text, str) and text.encode() is not None
    except UnicodeEncodeError:
        return False


def _told_columns(told: Backfill) -> tuple[object, ...]:
    return _text(told.start), _text(told.end), told.duration_seconds, told.template_id


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else column_text(instant)


def _instant(text: object) -> datetime | None:
    return from_column_time(text)
