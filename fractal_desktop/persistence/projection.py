"""THE write path of a session: its document, the promoted columns, and the rows of its activities and values, in one go.

Afterwards columns, rows and document say the same, where links allow it: old files name activities and metrics that are gone,
and what cannot be linked stays in the document alone. Only what differs is written.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Self
from zoneinfo import ZoneInfo

from fractal_desktop.domain.backfill import Backfill, Issue, Source, backfill_v1
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import span_seconds
from fractal_desktop.persistence import instance_rows
from fractal_desktop.persistence.models import PracticeSessionNode, from_column_time
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork

EDITED = "edited"
"""The source of a time that a person gave a session whose document cannot be read, and so cannot hold it."""

_NOTED_ELSEWHERE = frozenset({Issue.TWO_DOCUMENTS, Issue.CHANGED_MEANWHILE, Issue.ID_CHANGED})
"""Issues that the migration found by comparing; the document alone does not tell whether they are settled."""


_PromotedColumns = tuple[datetime | None, datetime | None, int | None, str | None]


class Edge(StrEnum):
    """One of the two times of a session."""

    START = "start"
    END = "end"


Times = Mapping[Edge, datetime | None]
"""Which times a person gave (None: took away), so that no other source fills them again."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A session's line of `session_provenance`; texts of `Source`, or EDITED."""

    start: str
    end: str
    duration: str


@dataclass(frozen=True, slots=True)
class Promoted:
    """What the columns of a session are to hold."""

    start: datetime | None
    end: datetime | None
    seconds: int | None
    template_id: str | None
    sources: Sources

    @property
    def columns(self) -> _PromotedColumns:
        """Return start, end, seconds and template."""
        return self.start, self.end, self.seconds, self.template_id


@dataclass(frozen=True, slots=True)
class Columns:
    """What the row of a session holds: what its columns follow from, and, as `promoted`, these columns."""

    id: str
    created_at: object
    attributes: object
    promoted: _PromotedColumns

    @classmethod
    def of_row(
        cls, id_: str, created_at: object, attributes: object, start: object, end: object, seconds: object, template_id: object
    ) -> Self:
        """Return what stands in the columns of these names."""
        whole = seconds if isinstance(seconds, int) else None
        template = template_id if isinstance(template_id, str) else None
        return cls(id_, created_at, attributes, (from_column_time(start), from_column_time(end), whole, template))


def project(unit: UnitOfWork, node: PracticeSessionNode, document: Document, stamp: Stamp, given: Times = MappingProxyType({})) -> None:
    """Give a session this document, and bring its columns and rows in line with it.

    The session's own document must be readable or missing: one that cannot be read is never overwritten.
    """
    before, unreadable = read_document(node.attributes)
    assert unreadable is None, "an unreadable document must not be overwritten"
    if sources_of(unit.sql, node.id) is None:
        refresh(unit, node, stamp)
    if before != document:
        node.attributes = document.to_text()
        instance_rows.write(unit.sql, node.id, before, document, stamp)
    told = _told(unit.sql, columns_of(node), stamp.zone)
    noted = sources_of(unit.sql, node.id)
    sources = noted or Sources(Source.NONE, Source.NONE, Source.NONE)
    by_timers = told
    if Source.TIMERS in (sources.start, sources.end):
        by_timers = _told(unit.sql, columns_of(node), stamp.zone, times_from_timers=True)
    promoted = _promoted(node, told, by_timers, sources, given)
    _put(unit, node, promoted, noted)
    _settle_issues(unit.sql, node.id, told)


def refresh(unit: UnitOfWork, node: PracticeSessionNode, stamp: Stamp) -> None:
    """Fill columns that are empty while the document has the values, as an older program leaves them.

    A session without a line in `session_provenance` was never looked at: it gets all that a migration would give it.
    """
    promoted = filled(unit.sql, columns_of(node), stamp.zone)
    if promoted is None:
        return
    noted = sources_of(unit.sql, node.id)
    _put(unit, node, promoted, noted)
    if noted is None:
        _note_issues(unit.sql, node.id, _told(unit.sql, columns_of(node), stamp.zone))


def filled(sql: sqlite3.Connection, columns: Columns, zone: ZoneInfo) -> Promoted | None:
    """Return the columns with what the document tells put where they are empty, None if there is nothing to put."""
    noted = sources_of(sql, columns.id)
    if (noted is not None and None not in columns.promoted) or read_document(columns.attributes)[0] is None:
        return None
    told = _told(sql, columns, zone)
    start, end, seconds, template_id = columns.promoted
    sources = noted or Sources(
        told.start_source if start == told.start else Source.NONE,
        told.end_source if end == told.end else Source.NONE,
        told.duration_source if seconds == told.duration_seconds else Source.NONE,
    )
    if start is None and told.start is not None and (noted is None or told.start_source is Source.DOCUMENT):
        start, sources = told.start, replace(sources, start=told.start_source)
    if end is None and told.end is not None and (noted is None or told.end_source is Source.DOCUMENT):
        end, sources = told.end, replace(sources, end=told.end_source)
    if seconds is None:
        seconds, duration_source = _duration(told, start, end)
        sources = replace(sources, duration=duration_source)
    promoted = Promoted(start, end, seconds, template_id or told.template_id, sources)
    return None if noted is not None and promoted.columns == columns.promoted else promoted


def stale_sessions(sql: sqlite3.Connection, zone: ZoneInfo, after_rowid: int, limit: int) -> tuple[list[str], int | None]:
    """Return which of the next `limit` sessions `refresh` would change, and the rowid to go on after (None: that was the last)."""
    rows = sql.execute(
        "SELECT rowid, id, created_at, attributes, session_start, session_end, total_duration_seconds, template_id FROM goals"
        " WHERE type = 'PracticeSession' AND rowid > ? ORDER BY rowid LIMIT ?",
        (after_rowid, limit),
    ).fetchall()
    stale = [columns.id for columns in (Columns.of_row(*row[1:]) for row in rows) if filled(sql, columns, zone) is not None]
    return stale, rows[-1][0] if len(rows) == limit else None


def is_stale(sql: sqlite3.Connection, session_id: str, zone: ZoneInfo) -> bool:
    """Return whether `refresh` would change the session."""
    row = sql.execute(
        "SELECT id, created_at, attributes, session_start, session_end, total_duration_seconds, template_id FROM goals WHERE id = ?",
        (session_id,),
    ).fetchone()
    return row is not None and filled(sql, Columns.of_row(*row), zone) is not None


def columns_of(node: PracticeSessionNode) -> Columns:
    """Return what the session's row holds now."""
    promoted = (node.session_start, node.session_end, node.total_duration_seconds, node.template_id)
    return Columns(node.id, node.created_at, node.attributes, promoted)


def put_times(unit: UnitOfWork, node: PracticeSessionNode, given: Times) -> None:
    """Give a session whose document cannot be read its start, its end, or both; only the columns can hold them."""
    noted = sources_of(unit.sql, node.id)
    sources = noted or Sources(Source.NONE, Source.NONE, Source.NONE)
    start, end = given.get(Edge.START, node.session_start), given.get(Edge.END, node.session_end)
    if Edge.START in given:
        sources = replace(sources, start=EDITED if start is not None else Source.NONE)
    if Edge.END in given:
        sources = replace(sources, end=EDITED if end is not None else Source.NONE)
    seconds = node.total_duration_seconds
    if sources.duration != Source.INSTANCES:
        seconds = span_seconds(start, end)
        sources = replace(sources, duration=Source.NONE if seconds is None else Source.SPAN)
    _put(unit, node, Promoted(start, end, seconds, node.template_id, sources), noted)


def sources_of(sql: sqlite3.Connection, session_id: str) -> Sources | None:
    """Return where the session's columns come from, None if nobody noted it."""
    row = sql.execute(
        "SELECT start_source, end_source, duration_source FROM session_provenance WHERE session_id = ?", (session_id,)
    ).fetchone()
    return None if row is None else Sources(*(content if isinstance(content, str) else Source.NONE for content in row))


def _told(sql: sqlite3.Connection, columns: Columns, zone: ZoneInfo, *, times_from_timers: bool = False) -> Backfill:
    """Return what the rules of the migration make of the session as it is now."""
    known = [id_ for (id_,) in sql.execute("SELECT id FROM session_templates")]
    seconds = _instance_seconds(sql, columns.id)
    return backfill_v1(columns.attributes, columns.created_at, zone, seconds, known, times_from_timers=times_from_timers)


def _instance_seconds(sql: sqlite3.Connection, session_id: str) -> Iterator[object]:
    """Yield the durations of the session's rows; asked only if the document has none."""
    rows = sql.execute("SELECT duration_seconds FROM activity_instances WHERE practice_session_id = ?", (session_id,))
    return (seconds for (seconds,) in rows)


def _promoted(node: PracticeSessionNode, told: Backfill, by_timers: Backfill, noted: Sources, given: Times) -> Promoted:
    start, start_source = node.session_start, noted.start
    if start_source == Source.TIMERS and Edge.START not in given:
        start, start_source = by_timers.start, by_timers.start_source
    elif told.start_source is Source.DOCUMENT:
        start, start_source = told.start, Source.DOCUMENT
    elif Edge.START in given or start_source == Source.DOCUMENT:
        start, start_source = None, Source.NONE
    end, end_source = node.session_end, noted.end
    if end_source == Source.TIMERS and Edge.END not in given:
        end, end_source = by_timers.end, by_timers.end_source
    elif told.end_source is Source.DOCUMENT:
        end, end_source = told.end, Source.DOCUMENT
    elif Edge.END in given or end_source == Source.DOCUMENT:
        end, end_source = None, Source.NONE
    elif end_source == Source.COMPUTED:
        end, end_source = _computed_end(start, told)
    seconds, duration_source = _duration(told, start, end)
    return Promoted(start, end, seconds, told.template_id, Sources(start_source, end_source, duration_source))


def _computed_end(start: datetime | None, told: Backfill) -> tuple[datetime | None, str]:
    if start is None or told.duration_seconds is None or told.duration_source is Source.SPAN:
        return None, Source.NONE
    return start + timedelta(seconds=told.duration_seconds), Source.COMPUTED


def _duration(told: Backfill, start: datetime | None, end: datetime | None) -> tuple[int | None, str]:
    """Return the duration by BEHAVIOUR.md section 3: the items, else the rows, else the time from start to end as they stand."""
    if told.duration_source in (Source.ACTIVITIES, Source.INSTANCES):
        return told.duration_seconds, told.duration_source
    seconds = span_seconds(start, end)
    return seconds, Source.NONE if seconds is None else Source.SPAN


def _put(unit: UnitOfWork, node: PracticeSessionNode, promoted: Promoted, noted: Sources | None) -> None:
    node.session_start, node.session_end = promoted.start, promoted.end
    node.total_duration_seconds, node.template_id = promoted.seconds, promoted.template_id
    if promoted.sources != noted:
        values = (promoted.sources.start, promoted.sources.end, promoted.sources.duration, node.id)
        unit.sql.execute(
            "INSERT INTO session_provenance (start_source, end_source, duration_source, session_id) VALUES (?, ?, ?, ?)"
            if noted is None
            else "UPDATE session_provenance SET start_source = ?, end_source = ?, duration_source = ? WHERE session_id = ?",
            values,
        )


def _settle_issues(sql: sqlite3.Connection, session_id: str, told: Backfill) -> None:
    """Mark the open issues as fixed that the session no longer has."""
    rows = sql.execute("SELECT id, code FROM session_issues WHERE session_id = ? AND status = 'open'", (session_id,)).fetchall()
    for id_, code in rows:
        if code in set(Issue) - _NOTED_ELSEWHERE and code not in told.issues:
            sql.execute("UPDATE session_issues SET status = 'fixed' WHERE id = ?", (id_,))


def _note_issues(sql: sqlite3.Connection, session_id: str, told: Backfill) -> None:
    known = {code for (code,) in sql.execute("SELECT code FROM session_issues WHERE session_id = ?", (session_id,))}
    sql.executemany(
        "INSERT INTO session_issues (session_id, code, status) VALUES (?, ?, 'open')",
        [(session_id, code) for code in told.issues if code not in known],
    )
