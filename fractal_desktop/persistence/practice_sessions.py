# ruff: noqa: S608 - these statements are put together from constants of this package
"""Practice sessions, read: one whole, pages of a list, sums of a list."""

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document, UnreadableDocument
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.domain.practice_session import (
    PracticeSession,
    SessionQuery,
    SessionRow,
    SessionSort,
    SessionState,
    SessionTotals,
)
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence import goal_tree, goals
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION, IS_SESSION, SUBTREE
from fractal_desktop.persistence.goals import legacy_time, shown_text
from fractal_desktop.persistence.models import from_column_time, to_column_time

SCANNED_AT_ONCE = 2000
"""Sessions that one transaction looks through for a text: while it reads, nobody can commit."""

_HAS_ISSUES = "EXISTS (SELECT 1 FROM session_issues i WHERE i.session_id = s.id AND i.status = 'open')"

_ROW = f"""
    SELECT s.rowid, s.id, s.name, s.session_start, s.session_end, s.total_duration_seconds, s.template_id, t.name,
        s.parent_id, s.completed, {_HAS_ISSUES}, {{sorted_by}}
    FROM goals s LEFT JOIN session_templates t ON t.id = s.template_id
"""

_SORT_COLUMNS = {
    SessionSort.NAME: "s.name",
    SessionSort.START: "s.session_start",
    SessionSort.END: "s.session_end",
    SessionSort.DURATION: "s.total_duration_seconds",
}

_STATES = {
    SessionState.OPEN: f"NOT COALESCE(s.completed, 0) AND NOT {_HAS_ISSUES}",
    SessionState.DONE: f"s.completed AND NOT {_HAS_ISSUES}",
    SessionState.ATTENTION: _HAS_ISSUES,
}

_OF_GOAL = f"""
    s.rowid IN ({SUBTREE}
        SELECT c.rowid FROM below CROSS JOIN goals c ON c.parent_id = below.id WHERE c.{IS_SESSION}
        UNION SELECT c.rowid FROM below CROSS JOIN practice_session_goals l ON l.short_term_goal_id = below.id
            CROSS JOIN goals c ON c.id = l.practice_session_id)
"""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last line of a page: the value it is sorted by (None: the lines without one, which come last) and its rowid."""

    value: str | int | float | bytes | None
    rowid: int


class Line(NamedTuple):
    """A line of the list as it stands in the file; columns of old files may hold anything."""

    rowid: int
    id: SessionId
    name: object
    start: object
    end: object
    duration: object
    template_id: TemplateId | None
    template_name: object
    parent_id: object
    completed: object
    has_issues: object
    sorted_by: str | int | float | bytes | None

    @property
    def seconds(self) -> int | None:
        """Return the session's duration in whole seconds, None if it has none."""
        return self.duration if isinstance(self.duration, int) else None

    @property
    def cursor(self) -> Cursor:
        """Return what the lines after this one are asked for with."""
        return Cursor(self.sorted_by, self.rowid)


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


def lines(sql: sqlite3.Connection, query: SessionQuery, after: Cursor | None, limit: int) -> list[Line]:
    """Return the next lines after a cursor (None: from the first), whatever `query.text` says; fewer than `limit` means no more."""
    where, values = _conditions(query)
    column = _SORT_COLUMNS[query.sort] + (" COLLATE NOCASE" if query.sort is SessionSort.NAME else "")
    found: list[Line] = []
    if after is None or after.value is not None:
        found = _sorted_lines(sql, query, column, f"{where} AND {column} IS NOT NULL", {**values, "limit": limit}, after)
        after = None
    if len(found) < limit and not _never_null(query):
        rest = {**values, "limit": limit - len(found)}
        found += _sorted_lines(sql, query, column, f"{where} AND {column} IS NULL", rest, after)
    return found


def rows(sql: sqlite3.Connection, found: Sequence[Line]) -> tuple[SessionRow, ...]:
    """Return lines as the list shows them."""
    names = _goal_names(sql, found)
    return tuple(_session_row(line, names) for line in found)


def matching(sql: sqlite3.Connection, text: str, candidates: Sequence[Line]) -> list[Line]:
    """Return those lines whose session has `text`, in whatever case, in its name, its description or any of its notes."""
    wanted = text.casefold().strip()
    chosen = json.dumps([line.rowid for line in candidates])
    # CAST, because LIKE never matches a BLOB, and old files hold documents as such.
    likes = " OR ".join(f"CAST({column} AS TEXT) LIKE :pattern ESCAPE '\\'" for column in ("name", "description", "attributes"))
    found = sql.execute(
        f"SELECT rowid, name, description, attributes FROM goals WHERE rowid IN (SELECT value FROM json_each(:chosen)) AND ({likes})",
        {"chosen": chosen, "pattern": _like(wanted)},
    )
    hits = {rowid for rowid, *texts in found if _has(wanted, *texts)}
    return [line for line in candidates if line.rowid in hits]


def totals(sql: sqlite3.Connection, query: SessionQuery) -> SessionTotals:
    """Return the sums of all sessions that `query` lets through, whatever its text says."""
    where, values = _conditions(query)
    count, timed, seconds = sql.execute(
        f"SELECT COUNT(*), COUNT(s.total_duration_seconds), COALESCE(SUM(s.total_duration_seconds), 0) FROM goals s WHERE {where}", values
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


def _conditions(query: SessionQuery) -> tuple[str, Mapping[str, object]]:
    """Return the WHERE of a query, its text left out, and the values of its parameters."""
    given = {
        "since": to_column_time(query.since),
        "until": to_column_time(query.until),
        "template": query.template_id,
        "longer": query.longer_than_seconds,
        "goal_id": query.goal_id,
        "ids": None if query.ids is None else json.dumps(query.ids),
    }
    conditions = {
        "since": "s.session_start >= :since",
        "until": "s.session_start < :until",
        "template": "s.template_id = :template",
        "longer": "s.total_duration_seconds > :longer",
        "goal_id": f"s.rowid IN ({goals.UNFILED_ROWIDS})" if query.goal_id == UNFILED else _OF_GOAL,
        "ids": "s.rowid IN (SELECT rowid FROM goals WHERE id IN (SELECT value FROM json_each(:ids)))",
    }
    parts = [f"s.{IS_SESSION}", *(conditions[name] for name, value in given.items() if value is not None)]
    if query.state is not None:
        parts.append(_STATES[query.state])
    if query.without_template:
        parts.append("s.template_id IS NULL")
    if query.without_start:
        parts.append("s.session_start IS NULL")
    return " AND ".join(parts), given


def _never_null(query: SessionQuery) -> bool:
    """Return whether the query lets through no session without the value it is sorted by."""
    if query.sort is SessionSort.START:
        return query.since is not None or query.until is not None
    return query.sort is SessionSort.DURATION and query.longer_than_seconds is not None


def _sorted_lines(
    sql: sqlite3.Connection, query: SessionQuery, column: str, where: str, values: Mapping[str, object], after: Cursor | None
) -> list[Line]:
    comparison, order = ("<", "DESC") if query.descending else (">", "ASC")
    if after is not None:
        beyond = f"({column}, s.rowid) {comparison} (:value, :rowid)" if after.value is not None else f"s.rowid {comparison} :rowid"
        where = f"{where} AND {beyond}"
        values = {**values, "value": after.value, "rowid": after.rowid}
    # The rows are looked up last, for those that are shown: a sort by name would look everything up for every session.
    ordered = f"ORDER BY {column} {order}, s.rowid {order}"
    shown = f"SELECT s.rowid FROM goals s WHERE {where} {ordered} LIMIT :limit"
    row = _ROW.format(sorted_by=_SORT_COLUMNS[query.sort])
    return [Line._make(found) for found in sql.execute(f"{row} WHERE s.rowid IN ({shown}) {ordered}", values)]


def _goal_names(sql: sqlite3.Connection, found: Sequence[Line]) -> Mapping[SessionId, tuple[str, ...]]:
    """Return the names of each session's goals, its parent's first. Each goal is looked up once, however many sessions it has."""
    goal_ids = {line.id: [line.parent_id] for line in found}
    for session_id, goal_id in sql.execute(
        "SELECT l.practice_session_id, l.short_term_goal_id FROM json_each(?) j"
        " CROSS JOIN practice_session_goals l ON l.practice_session_id = j.value",
        (json.dumps(list(goal_ids)),),
    ):
        if goal_id != goal_ids[session_id][0]:
            goal_ids[session_id].append(goal_id)
    wanted = {goal_id for ids in goal_ids.values() for goal_id in ids if isinstance(goal_id, str)}
    named = sql.execute(
        f"SELECT g.id, g.name FROM json_each(?) j CROSS JOIN goals g ON g.id = j.value WHERE g.{IS_NO_SESSION}", (json.dumps(list(wanted)),)
    )
    names = {goal_id: shown_text(name) for goal_id, name in named}
    return {session_id: tuple(names[goal_id] for goal_id in ids if goal_id in names) for session_id, ids in goal_ids.items()}


def _session_row(line: Line, names: Mapping[SessionId, tuple[str, ...]]) -> SessionRow:
    return SessionRow(
        line.id,
        line.name if isinstance(line.name, str) else shown_text(line.name),
        from_column_time(line.start),
        from_column_time(line.end),
        line.seconds,
        line.template_id,
        None if line.template_name is None else shown_text(line.template_name),
        names.get(line.id, ()),
        bool(line.completed),
        SessionState.ATTENTION if line.has_issues else SessionState.DONE if line.completed else SessionState.OPEN,
    )


def _like(wanted: str) -> str:
    """Return a LIKE pattern that lets through every text and JSON text with `wanted` (casefolded) in it, and more.

    LIKE ignores case for ASCII only, and JSON may escape anything else, so all but plain ASCII becomes "anything"; so does
    "ss", which stands for "ß" too.
    """
    return "%" + re.sub(r"ss|[^ !#-$&-.0-\[\]-^`-~]", "%", wanted) + "%"


def _has(wanted: str, name: object, description: object, document: object) -> bool:
    return any(wanted in text.casefold() for text in _searched_texts(name, description, document))


def _searched_texts(name: object, description: object, content: object) -> Iterator[str]:
    yield shown_text(name)
    yield shown_text(description)
    document, _ = read_document(content)
    if document is not None:
        yield document.notes
        for section in document.sections:
            yield section.notes
            yield from (item.notes for item in section.items)
