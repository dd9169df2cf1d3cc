# ruff: noqa: S608 - these statements are put together from constants of this package
"""Practice sessions, read: one whole, those of a list that hold a text, sums of a list."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document, UnreadableDocument
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.practice_session import PracticeSession, SessionQuery, SessionTotals
from fractal_desktop.persistence import goal_tree, goals
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goal_tree import IS_SESSION
from fractal_desktop.persistence.goals import legacy_time, shown_text
from fractal_desktop.persistence.session_filter import conditions
from fractal_desktop.persistence.session_lines import Line
from fractal_desktop.persistence.summing import WHOLE_SECONDS
from fractal_desktop.persistence.text_search import like_pattern, may_note

SCANNED_AT_ONCE = 2000
"""Sessions that one transaction looks through for a text: while it reads, nobody can commit."""


def session(sql: sqlite3.Connection, session_id: str, zone: ZoneInfo) -> PracticeSession:
    """Return the session, whole; raises UserError if it is gone. `zone` is the one of the file's naive columns."""
    row = sql.execute(
        "SELECT s.id, s.name, s.description, s.completed, s.completed_at, s.created_at, s.session_start, s.session_end,"
        " s.total_duration_seconds, s.template_id, t.name, s.parent_id, s.root_id, s.attributes"
        f" FROM goals s LEFT JOIN session_templates t ON t.id = s.template_id WHERE s.id = ? AND s.{IS_SESSION}",
        (session_id,),
    ).fetchone()
    if row is None:
        raise UserError("This session no longer exists.")
    document, unreadable = read_document(row[13])
    issues = sql.execute("SELECT code FROM session_issues WHERE session_id = ? AND status = 'open' ORDER BY id", (session_id,))
    return PracticeSession(
        id=row[0],
        name=shown_text(row[1]),
        description=shown_text(row[2]),
        completed=bool(row[3]),
        completed_at=from_column_time(row[4]),
        created_at=legacy_time(row[5], zone),
        start=from_column_time(row[6]),
        end=from_column_time(row[7]),
        duration_seconds=row[8] if isinstance(row[8], int) else None,
        template_id=row[9],
        template_name=_template_name(row[10], document),
        parent_id=row[11],
        root_id=row[12],
        goals=goals.links(sql, goal_tree.session_parents(sql, session_id)),
        document=document,
        unreadable_text=unreadable,
        issues=tuple(dict.fromkeys(code for (code,) in issues)),
    )


def read_document(content: object) -> tuple[Document | None, str | None]:
    """Return the document in a column, or the text that is none; both are None where the column is empty."""
    if content is None or content in ("", b""):
        return None, None
    try:
        return Document.parse(content), None
    except UnreadableDocument:
        return None, shown_text(content)


def matching(sql: sqlite3.Connection, text: str, candidates: Sequence[Line]) -> list[Line]:
    """Return those lines whose session has `text`, in whatever case, in its name, its description or any of its notes."""
    wanted = text.casefold().strip()
    chosen = json.dumps([line.rowid for line in candidates])
    # CAST, because LIKE never matches a BLOB, and old files hold documents as such.
    likes = " OR ".join(f"CAST({column} AS TEXT) LIKE :pattern ESCAPE '\\'" for column in ("name", "description", "attributes"))
    found = sql.execute(
        f"SELECT rowid, name, description, attributes FROM goals WHERE rowid IN (SELECT value FROM json_each(:chosen)) AND ({likes})",
        {"chosen": chosen, "pattern": like_pattern(wanted)},
    )
    hits = {rowid for rowid, *texts in found if _has(wanted, *texts)}
    return [line for line in candidates if line.rowid in hits]


def totals(sql: sqlite3.Connection, query: SessionQuery) -> SessionTotals:
    """Return the sums of all sessions that `query` lets through, whatever its text says."""
    where, values = conditions(query)
    count, timed, seconds = sql.execute(
        f"SELECT COUNT(*), COUNT({WHOLE_SECONDS}), total({WHOLE_SECONDS}) FROM goals s WHERE {where}", values
    ).fetchone()
    return SessionTotals(count, session_count(sql), timed, int(seconds))


def session_count(sql: sqlite3.Connection) -> int:
    """Return how many sessions the file holds."""
    return int(sql.execute(f"SELECT COUNT(*) FROM goals WHERE {IS_SESSION}").fetchone()[0])


def _template_name(content: object, document: Document | None) -> str | None:
    """Return the template's name; of one that is gone, the name it had when the session was started."""
    if content is not None:
        return shown_text(content)
    return (document.template_name or None) if document else None


def _has(wanted: str, name: object, description: object, document: object) -> bool:
    if any(wanted in shown_text(text).casefold() for text in (name, description)):
        return True
    return may_note(wanted, document) and any(wanted in note.casefold() for note in _notes(document))


def _notes(content: object) -> Iterator[str]:
    document, _ = read_document(content)
    if document is not None:
        yield document.notes
        for section in document.sections:
            yield section.notes
            yield from (item.notes for item in section.items)
