"""Revision 0002, down: the document back in `session_data`, the columns gone, and nothing lost."""

import json
import sqlite3

from fractal_desktop.persistence.revisions import parking
from fractal_desktop.persistence.revisions.batches import session_batches
from fractal_desktop.persistence.revisions.old_schema import legacy_zone
from fractal_desktop.persistence.revisions.old_values import give_back
from fractal_desktop.persistence.revisions.run import Run
from fractal_desktop.persistence.revisions.session_columns import (
    INDEXES_BEFORE,
    LOOKUPS,
    SEED_INDEXES,
    STEP,
    rules,
    with_other_document,
)
from fractal_desktop.persistence.revisions.stored import COLUMNS, SESSION, Stored, session_key
from fractal_desktop.persistence.revisions.tables import add_column, drop_column, drop_indexes


def demote(db: sqlite3.Connection, run: Run) -> None:
    """Park what the next upgrade would not find in the documents, then take columns, tables and indexes away."""
    _park_sessions(db, run)
    no_session = "session_id NOT IN (SELECT id FROM goals WHERE type = 'PracticeSession')"
    parking.park_rows(db, "session_provenance", no_session)
    parking.park_rows(db, "session_issues", no_session, without="id")
    drop_indexes(db, (*SEED_INDEXES, *LOOKUPS))
    db.execute("DROP TABLE session_issues")
    db.execute("DROP TABLE session_provenance")
    before: dict[str, str] = json.loads(db.execute("SELECT value FROM app_meta WHERE key = 'columns_before'").fetchone()[0])
    drop_column(db, "goals", "session_data")
    db.execute("ALTER TABLE goals RENAME COLUMN attributes TO session_data")
    for number, name in enumerate(COLUMNS):
        run.tell(STEP, f"taking column {name} away", 0.5 + 0.05 * number)
        if name not in before:
            drop_column(db, "goals", name)
    if "attributes" in before:
        add_column(db, "goals", "attributes", before["attributes"])
    if before:
        give_back(db, before, run)
    for name, statement in parking.parked(db, INDEXES_BEFORE):
        db.execute(str(statement))
        parking.forget(db, INDEXES_BEFORE, name)
    db.execute("DELETE FROM app_meta WHERE key = 'columns_before'")


def _park_sessions(db: sqlite3.Connection, run: Run) -> None:
    """Park each session whose columns, sources or issues are not what its document comes to by itself."""
    (total,) = db.execute("SELECT count(*) FROM goals WHERE type = 'PracticeSession'").fetchone()
    apply = rules(db, legacy_zone(db))
    for batch in session_batches(db, f"id, created_at, attributes, {', '.join(COLUMNS)}"):
        for _rowid, session_id, created_at, document, *columns in batch:
            expected = with_other_document(db, session_id, document, Stored.of(apply(session_id, created_at, document)))
            present = Stored(tuple(columns), *_sources_and_issues(db, session_id))
            run.figures.sessions += 1
            if present != expected:
                value = present.to_json(document, moved=present.columns != expected.columns)
                parking.put(db, SESSION, session_key(session_id), value)
        done = run.figures.sessions
        run.tell(STEP, f"comparing session {done:,} of {total:,}", 0.5 * done / (total or 1))


def _sources_and_issues(
    db: sqlite3.Connection, session_id: parking.Cell
) -> tuple[tuple[str | None, ...] | None, tuple[tuple[str, str | None, str], ...]]:
    where, key = f"session_id = {parking.mark(session_id)}", (parking.bound(session_id),)
    sources = db.execute(f"SELECT start_source, end_source, duration_source FROM session_provenance WHERE {where}", key).fetchone()
    issues = db.execute(f"SELECT code, detail, status FROM session_issues WHERE {where}", key).fetchall()
    return sources, tuple(sorted(issues, key=repr))
