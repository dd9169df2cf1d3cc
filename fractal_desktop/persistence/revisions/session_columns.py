"""Revision 0002, up: start, end, duration and template of sessions as columns, filled from the documents.

`session_data` is renamed to `attributes` and stays as a virtual generated column: every old reader still finds it, it takes no
space, and it cannot diverge.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from fractal_desktop.domain.backfill import Backfill, Issue, backfill_v1
from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.batches import session_batches
from fractal_desktop.persistence.revisions.old_schema import legacy_zone
from fractal_desktop.persistence.revisions.old_values import take_documents
from fractal_desktop.persistence.revisions.run import Figures, Run
from fractal_desktop.persistence.revisions.stored import (
    COLUMNS,
    DOCUMENT_COLUMNS,
    OTHER_DOCUMENT,
    SESSION,
    Stored,
    digest,
    session_key,
)
from fractal_desktop.persistence.revisions.tables import add_column, declared_types, drop_column, drop_indexes, index_definitions

STEP = "0002 Session analytics"
PROVENANCE = (
    "CREATE TABLE session_provenance (session_id TEXT NOT NULL PRIMARY KEY, start_source TEXT, end_source TEXT, "
    "duration_source TEXT) WITHOUT ROWID"
)
ISSUES = (
    "CREATE TABLE session_issues (id INTEGER NOT NULL PRIMARY KEY, session_id TEXT NOT NULL, code TEXT NOT NULL, detail TEXT, "
    "status TEXT NOT NULL DEFAULT 'open')"
)
TWIN = "TEXT GENERATED ALWAYS AS (attributes) VIRTUAL"
SEED_INDEXES = {
    "idx_session_start": "CREATE INDEX idx_session_start ON goals(session_start) WHERE type = 'PracticeSession'",
    "idx_session_end": "CREATE INDEX idx_session_end ON goals(session_end) WHERE type = 'PracticeSession'",
    "idx_template_id": "CREATE INDEX idx_template_id ON goals(template_id) WHERE type = 'PracticeSession'",
    "idx_session_duration": "CREATE INDEX idx_session_duration ON goals(total_duration_seconds) WHERE type = 'PracticeSession'",
}
LOOKUPS = {
    "ix_session_issues_session": "CREATE INDEX ix_session_issues_session ON session_issues(session_id)",
    "ix_activity_instances_session": "CREATE INDEX ix_activity_instances_session ON activity_instances(practice_session_id)",
}
INDEXES_BEFORE = "index:0002"
_SORTED_AT_ONCE = 10_000
"""So many rows go to `session_provenance` together. Ids are random: in the order of the sessions each would go to another page."""


def promote(db: sqlite3.Connection, run: Run) -> None:
    """Add the columns, fill them from the documents, bring back what a rollback parked, and make the indexes."""
    run.tell(STEP, "preparing the table of goals", 0)
    db.execute(PROVENANCE)
    db.execute(ISSUES)
    _set_indexes_aside(db)
    # The backfill looks instances up by session; the issues it writes are indexed when they are all there.
    db.execute(LOOKUPS["ix_activity_instances_session"])
    _take_over_columns(db, run)
    backfill_sessions(db, run)
    db.execute(LOOKUPS["ix_session_issues_session"])
    for table in ("session_provenance", "session_issues"):
        parking.bring_back_rows(db, table)
    if run.target is not None and run.target > "0002":
        # 0003 makes these four again, wider; making them twice in one go is a twentieth of the whole time.
        return
    for number, (name, statement) in enumerate(SEED_INDEXES.items()):
        run.tell(STEP, f"creating index {name}", 0.8 + 0.05 * number)
        db.execute(statement)


def rules(db: sqlite3.Connection, zone: ZoneInfo, *, times_from_timers: bool = False) -> Callable[[object, object, object], Backfill]:
    """Return `backfill_v1` for the sessions of this file, to be given id, created_at and document of each."""
    templates = {template_id for (template_id,) in db.execute("SELECT id FROM session_templates")}

    def instance_seconds(session_id: Any) -> Iterator[object]:
        statement = f"SELECT duration_seconds FROM activity_instances WHERE practice_session_id = {parking.mark(session_id)} ORDER BY rowid"
        for (seconds,) in db.execute(statement, (parking.bound(session_id),)):
            yield seconds

    def apply(session_id: object, created_at: object, document: object) -> Backfill:
        return backfill_v1(document, created_at, zone, instance_seconds(session_id), templates, times_from_timers=times_from_timers)

    return apply


@dataclass(slots=True)
class _Batch:
    """What one batch of sessions comes to, ready for the statements that write it; `provenance` waits for more to be sorted with."""

    provenance: list[tuple[object, ...]]
    columns: list[tuple[object, ...]] = field(default_factory=list)
    issues: list[tuple[object, ...]] = field(default_factory=list)


def backfill_sessions(db: sqlite3.Connection, run: Run) -> None:
    """Write the promoted columns, provenance and issues of every session, a row of `goals` once."""
    (total,) = db.execute("SELECT count(*) FROM goals WHERE type = 'PracticeSession'").fetchone()
    apply = rules(db, legacy_zone(db), times_from_timers=run.times_from_timers)
    anything_parked = parking.any_parked(db, SESSION) or parking.any_parked(db, OTHER_DOCUMENT)
    provenance: list[tuple[object, ...]] = []
    for batch in session_batches(db, "id, created_at, attributes"):
        rows = _Batch(provenance)
        for rowid, session_id, created_at, document in batch:
            found = Stored.of(apply(session_id, created_at, document))
            if anything_parked:
                found = _as_parked(db, session_id, document, with_other_document(db, session_id, document, found))
            _collect(rows, rowid, session_id, found)
        db.executemany(f"UPDATE goals SET {', '.join(f'{name} = ?' for name in COLUMNS)} WHERE rowid = ?", rows.columns)
        db.executemany("INSERT INTO session_issues (session_id, code, detail, status) VALUES (CAST(? AS TEXT), ?, ?, ?)", rows.issues)
        if len(provenance) >= _SORTED_AT_ONCE:
            _write_provenance(db, provenance)
        _count(run.figures, rows)
        done = run.figures.sessions
        run.tell(STEP, f"filling in session {done:,} of {total:,}", 0.1 + 0.7 * done / (total or 1))
    _write_provenance(db, provenance)


def _collect(rows: _Batch, rowid: int, session_id: Any, found: Stored) -> None:
    key = parking.bound(session_id)
    rows.columns.append((*found.columns, rowid))
    if found.provenance is not None:
        rows.provenance.append((key, *found.provenance))
    for issue in found.issues:
        rows.issues.append((key, *issue))


def _write_provenance(db: sqlite3.Connection, rows: list[tuple[object, ...]]) -> None:
    """Write the rows in the order of their ids and empty the list."""
    rows.sort(key=_id_text)
    db.executemany("INSERT OR REPLACE INTO session_provenance VALUES (CAST(? AS TEXT), ?, ?, ?)", rows)
    rows.clear()


def _id_text(row: tuple[object, ...]) -> str:
    """Return the id as it is stored; of equal ones the last stays the last."""
    return row[0].decode(errors="surrogateescape") if isinstance(row[0], bytes) else str(row[0])


def _count(figures: Figures, rows: _Batch) -> None:
    figures.sessions += len(rows.columns)
    for start, end, duration, template, _rowid in rows.columns:
        figures.starts += start is not None
        figures.ends += end is not None
        figures.durations += duration is not None
        figures.templates += template is not None
    for _key, code, _detail, _status in rows.issues:
        figures.issues[str(code)] += 1


def with_other_document(db: sqlite3.Connection, session_id: object, document: object, found: Stored) -> Stored:
    """Return `found` with the note that another document is kept, if there is one that lost against this."""
    other = parking.get(db, OTHER_DOCUMENT, session_key(session_id))
    return found.noting(Issue.TWO_DOCUMENTS) if isinstance(other, dict) and other["digest"] == digest(document) else found


def _as_parked(db: sqlite3.Connection, session_id: object, document: object, found: Stored) -> Stored:
    """Return what a rollback parked for the session if its document is still the same; else `found`, and the note that it changed.

    Columns that were what the document comes to are found anew: the zone may be another this time, and rows may have changed.
    """
    key = session_key(session_id)
    value = parking.get(db, SESSION, key)
    if not isinstance(value, dict):
        return found
    parking.forget(db, SESSION, key)
    if value["digest"] == digest(document):
        before = Stored.from_json(value)
        return before if value["moved"] else Stored(found.columns, before.provenance, before.issues)
    return found.noting(Issue.CHANGED_MEANWHILE, json.dumps({"parked": value}))


def _set_indexes_aside(db: sqlite3.Connection) -> None:
    """Park and drop indexes with our names, and those on a column that will be dropped and made again."""
    ours = {**SEED_INDEXES, **LOOKUPS}
    found = index_definitions(db, lambda name, table, sql: name in ours or (table == "goals" and "attributes" in sql))
    for name, statement in found.items():
        parking.put(db, INDEXES_BEFORE, name, statement)
    drop_indexes(db, tuple(found))


def _take_over_columns(db: sqlite3.Connection, run: Run) -> None:
    """Make the columns; where the old script left some, park what they hold, as nothing in them is trusted."""
    there = declared_types(db, "goals")
    before = {name: there[name] for name in DOCUMENT_COLUMNS if name in there}
    db.execute("INSERT OR REPLACE INTO app_meta VALUES ('columns_before', ?)", (json.dumps(before),))
    if before:
        take_documents(db, tuple(before), run)
    if "attributes" in before:
        drop_column(db, "goals", "attributes")
    types = ("TIMESTAMP", "TIMESTAMP", "INTEGER", "TEXT")
    for name, declared in zip(COLUMNS, types, strict=True):
        if name not in before:
            add_column(db, "goals", name, declared)
    db.execute("ALTER TABLE goals RENAME COLUMN session_data TO attributes")
    add_column(db, "goals", "session_data", TWIN)
