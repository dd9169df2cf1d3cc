"""THE write path of a session: its document, the promoted columns, and the rows of its activities and values, in one go.

Afterwards columns, rows and document say the same, where links allow it: old files name activities and metrics that are gone,
and what cannot be linked stays in the document alone. Only what differs is written.

Plain statements instead of the ORM: this is the autosave, and the ORM alone took longer than the disk.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType
from zoneinfo import ZoneInfo

from fractal_desktop.domain.backfill import Backfill, Issue, Source, backfill_v1
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import GoneError
from fractal_desktop.persistence import instance_rows
from fractal_desktop.persistence.column_times import from_column_time, to_column_time
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.promotion import Promoted, Sources, Times, filled, given_by_hand, promoted
from fractal_desktop.persistence.stamp import Stamp

_NOTED_ELSEWHERE = frozenset({Issue.TWO_DOCUMENTS, Issue.CHANGED_MEANWHILE})
"""Issues that the migration found by comparing; the document alone does not tell whether they are settled."""

_STORED = (
    "SELECT g.rowid, g.id, g.name, g.created_at, g.attributes, g.duration_minutes, g.session_start, g.session_end,"
    " g.total_duration_seconds, g.template_id, p.session_id IS NOT NULL, p.start_source, p.end_source, p.duration_source"
    " FROM goals g LEFT JOIN session_provenance p ON p.session_id = g.id WHERE g.type = 'PracticeSession'"
)


@dataclass(frozen=True, slots=True)
class StoredSession:
    """What the file holds of a session, as far as the write path is concerned; contents of old columns as they are."""

    rowid: int
    id: str
    name: object
    created_at: object
    attributes: object
    duration_minutes: object
    promoted: Promoted


def stored(sql: sqlite3.Connection, session_id: str) -> StoredSession:
    """Return the session as it stands; raises GoneError if it is gone."""
    row = sql.execute(f"{_STORED} AND g.id = ?", (session_id,)).fetchone()
    if row is None:
        raise GoneError("This session no longer exists.")
    return _stored(row)


def project(
    sql: sqlite3.Connection, there: StoredSession, document: Document, stamp: Stamp, given: Times = MappingProxyType({})
) -> StoredSession:
    """Give a session this document, bring its columns and rows in line with it, and return it as it stands then.

    `given` are the times among what the document holds that a person has just set or taken away. The session's own document must
    be readable or missing: one that cannot be read is never overwritten.
    """
    before, unreadable = read_document(there.attributes)
    assert unreadable is None, "an unreadable document must not be overwritten"
    if there.promoted.sources is None and before is not None:
        there = refresh(sql, there, stamp)
    wanted = there
    if before != document:
        wanted = replace(there, attributes=document.to_text(), duration_minutes=_planned(there, before, document))
        instance_rows.write(sql, there.id, before, document, stamp)
    told = _told(sql, wanted, stamp.zone)
    columns = promoted(there.promoted, told, lambda: _told(sql, wanted, stamp.zone, times_from_timers=True), given)
    wanted = replace(wanted, promoted=columns)
    _store(sql, there, wanted, stamp.text)
    _settle_issues(sql, there.id, told)
    return wanted


def refresh(sql: sqlite3.Connection, there: StoredSession, stamp: Stamp) -> StoredSession:
    """Fill columns that an older program left empty, and return the session as it stands then; not even `updated_at` follows."""
    wanted = refreshed(sql, there, stamp.zone)
    _store(sql, there, wanted, None)
    if there.promoted.sources is None and wanted.promoted.sources is not None:
        _note_issues(sql, there.id, _told(sql, wanted, stamp.zone))
    return wanted


def refreshed(sql: sqlite3.Connection, there: StoredSession, zone: ZoneInfo) -> StoredSession:
    """Return the session as `refresh` would leave it; it is the same if no older program wrote it."""
    if there.promoted.is_full or read_document(there.attributes)[0] is None:
        return there
    return replace(there, promoted=filled(there.promoted, _told(sql, there, zone)))


def put_columns(sql: sqlite3.Connection, there: StoredSession, given: Times, template_id: str | None, stamp: Stamp) -> StoredSession:
    """Give a session whose document cannot be read times and a template, which only its columns can hold."""
    columns = given_by_hand(there.promoted, given) if given else there.promoted
    wanted = replace(there, promoted=replace(columns, template_id=template_id))
    _store(sql, there, wanted, stamp.text)
    return wanted


def _stored(row: tuple[object, ...]) -> StoredSession:
    rowid, id_, name, created_at, attributes, minutes, start, end, seconds, template_id, is_noted, *sources = row
    columns = Promoted(
        from_column_time(start),
        from_column_time(end),
        seconds if isinstance(seconds, int) else None,
        template_id if isinstance(template_id, str) else None,
        Sources(*(source if isinstance(source, str) else Source.NONE for source in sources)) if is_noted else None,
    )
    assert isinstance(rowid, int)
    return StoredSession(rowid, str(id_), name, created_at, attributes, minutes, columns)


def _told(sql: sqlite3.Connection, session: StoredSession, zone: ZoneInfo, *, times_from_timers: bool = False) -> Backfill:
    """Return what the rules of the migration make of the session."""
    known = [id_ for (id_,) in sql.execute("SELECT id FROM session_templates")]
    seconds = _instance_seconds(sql, session.id)
    return backfill_v1(session.attributes, session.created_at, zone, seconds, known, times_from_timers=times_from_timers)


def _instance_seconds(sql: sqlite3.Connection, session_id: str) -> Iterator[object]:
    """Yield the durations of the session's rows; asked only if the document has none."""
    yield from (
        seconds
        for (seconds,) in sql.execute("SELECT duration_seconds FROM activity_instances WHERE practice_session_id = ?", (session_id,))
    )


def _planned(there: StoredSession, before: Document | None, document: Document) -> object:
    """Return the planned minutes for their old column; they follow the document when they change there."""
    minutes = document.planned_minutes
    if minutes is None or (before is not None and minutes == before.planned_minutes):
        return there.duration_minutes
    return int(minutes)


def _store(sql: sqlite3.Connection, there: StoredSession, wanted: StoredSession, updated_at: str | None) -> None:
    """Write the columns that differ, and where they come from."""
    old, new = _columns(there), _columns(wanted)
    changed = {column: value for column, value in new.items() if value != old[column]}
    if changed and updated_at is not None:
        changed["updated_at"] = updated_at
    if changed:
        settings = ", ".join(f"{column} = ?" for column in changed)
        sql.execute(f"UPDATE goals SET {settings} WHERE rowid = ?", (*changed.values(), there.rowid))  # noqa: S608 - columns of ours
    sources = wanted.promoted.sources
    if sources is not None and sources != there.promoted.sources:
        sql.execute(
            "INSERT INTO session_provenance (start_source, end_source, duration_source, session_id) VALUES (?, ?, ?, ?)"
            if there.promoted.sources is None
            else "UPDATE session_provenance SET start_source = ?, end_source = ?, duration_source = ? WHERE session_id = ?",
            (sources.start, sources.end, sources.duration, there.id),
        )


def _columns(session: StoredSession) -> dict[str, object]:
    return {
        "attributes": session.attributes,
        "duration_minutes": session.duration_minutes,
        "session_start": to_column_time(session.promoted.start),
        "session_end": to_column_time(session.promoted.end),
        "total_duration_seconds": session.promoted.seconds,
        "template_id": session.promoted.template_id,
    }


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
