"""What is written to sessions, each through the one write path."""

import sqlite3
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from fractal_desktop.domain import timer
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.period import local_date
from fractal_desktop.domain.practice_session import SessionEdit, Unset
from fractal_desktop.domain.template import document_from_template
from fractal_desktop.domain.timestamps import document_text, parse_document_time
from fractal_desktop.persistence import instance_rows, library
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.models import PracticeSessionNode
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.projection import StoredSession, project, put_columns, refresh, stored
from fractal_desktop.persistence.promotion import Edge, Times

More = Callable[[Document], Document]
"""What is done to a document besides."""

_ONE_MILLISECOND = timedelta(milliseconds=1)
_UNREADABLE = "The document of this session cannot be read, so it is kept as it is and cannot be edited."
_KEYS = {Edge.START: "session_start", Edge.END: "session_end"}


def new_id() -> str:
    """Return the id of something new."""
    return str(uuid4())


def _no_more(document: Document) -> Document:
    return document


def save(filing: Filing, session_id: str, edit: SessionEdit) -> str:
    """Write what an editor changed and return the session's name; raises UserError if the end would lie before the start."""
    _save_row(filing, session_id, edit)
    there = stored(filing.unit.sql, session_id)
    times = {which: time for which, time in ((Edge.START, edit.start), (Edge.END, edit.end)) if not isinstance(time, Unset)}
    written = _save_document(filing, there, edit, times).promoted
    if times and written.start is not None and written.end is not None and written.end < written.start:
        raise UserError("The end lies before the start.")
    return shown_text(there.name)


def editable_document(sql: sqlite3.Connection, session_id: str) -> Document:
    """Return a session's document, empty if it has none; raises UserError if it cannot be read, or if the session is gone."""
    document, unreadable = read_document(stored(sql, session_id).attributes)
    if unreadable is not None:
        raise UserError(_UNREADABLE)
    return document or Document.empty()


def create(
    filing: Filing, goal_ids: Sequence[str], name: str, start: datetime, template_id: TemplateId | None, more: More = _no_more
) -> PracticeSessionNode:
    """Return a new session that starts then, a child of the first of the goals (none: unfiled) and linked to the others.

    It has the template's sections if one is named; `more` is done to its document before it is written.
    """
    sql = filing.unit.sql
    document = Document.empty()
    if template_id is not None:
        template, text = _template(sql, template_id)
        name = name.strip() or template.name
        document = document_from_template(template, text, library.names(sql), new_id)
    return add(filing, goal_ids, name, more(document.with_value(("session_start",), document_text(start))))


def add(filing: Filing, goal_ids: Sequence[str], name: str, document: Document, *, taking: Sequence[str] = ()) -> PracticeSessionNode:
    """Return a new session with this document, a child of the first of the goals (none: unfiled) and linked to the others.

    `taking` are the ids of items and sets in it whose rows another session gives away.
    """
    goals = list(dict.fromkeys(goal_ids))
    node = filing.create_session(goals[0] if goals else None, name)
    if len(goals) > 1:
        filing.set_goals(node, goals)
        filing.unit.flush()
    instance_rows.give(filing.unit.sql, taking, node.id)
    project(filing.unit.sql, stored(filing.unit.sql, node.id), document, filing.stamp)
    return node


def complete(filing: Filing, session_id: str, now: datetime, zone: ZoneInfo) -> str:
    """Mark a session as done: running timers stop, and one of today without an end ends now (BEHAVIOUR.md section 5).

    In a session of an earlier day timers that nobody stopped end with it, if they began before its end.
    """
    there = refresh(filing.unit.sql, stored(filing.unit.sql, session_id), filing.stamp)
    begun, end = there.promoted.start, there.promoted.end
    is_todays = begun is not None and begun <= now and local_date(begun, zone) == local_date(now, zone)
    document, _ = read_document(there.attributes)
    times = {Edge.END: now} if is_todays and end is None else {}
    if document is not None:
        stopped = timer.stop_all(document, now, filing.stamp.zone, None if is_todays else end)
        there = there if stopped == document else project(filing.unit.sql, there, stopped, filing.stamp)
    _save_document(filing, there, SessionEdit(), times)
    return filing.set_completed(session_id, True)


def set_template(filing: Filing, session_id: str, template_id: TemplateId | None) -> str:
    """Let a session name another template, or none; its sections stay."""
    return save(filing, session_id, SessionEdit(template_id=template_id))


def _save_row(filing: Filing, session_id: str, edit: SessionEdit) -> None:
    """Write what has nothing to do with the document."""
    if not isinstance(edit.name, Unset):
        filing.rename(session_id, edit.name)
    if not isinstance(edit.description, Unset):
        filing.describe(session_id, edit.description)
    if not isinstance(edit.goal_ids, Unset):
        filing.set_goals(filing.session(session_id), edit.goal_ids)
    filing.unit.flush()


def _save_document(filing: Filing, there: StoredSession, edit: SessionEdit, times: Times) -> StoredSession:
    """Write what belongs into the document, times included, and return the session as it stands then."""
    sql = filing.unit.sql
    before, unreadable = read_document(there.attributes)
    if unreadable is not None:
        if not isinstance(edit.document, Unset) or not isinstance(edit.document_edit, Unset):
            raise UserError(_UNREADABLE)
        template_id = there.promoted.template_id if isinstance(edit.template_id, Unset) else edit.template_id
        return put_columns(sql, there, times, template_id, filing.stamp)
    document = before or Document.empty()
    if not isinstance(edit.document, Unset):
        document = edit.document
    if not isinstance(edit.document_edit, Unset):
        document = edit.document_edit(document)
    if not isinstance(edit.template_id, Unset):
        document = _with_template(sql, document, edit.template_id)
    for which, time in times.items():
        document = with_time(document, which, time, filing.stamp.zone)
    if document == (before or Document.empty()) and not times:
        return there
    return project(sql, there, document, filing.stamp, times)


def _with_template(sql: sqlite3.Connection, document: Document, template_id: TemplateId | None) -> Document:
    if template_id == document.template_id:
        return document
    if template_id is None:
        return document.with_value(("template_id",), None).with_value(("template_name",), None)
    template, _ = _template(sql, template_id)
    return document.with_value(("template_id",), template.id).with_value(("template_name",), template.name)


def with_time(document: Document, which: Edge, time: datetime | None, zone: ZoneInfo) -> Document:
    """Return the document with a time, None for none; where it names that millisecond already, in whatever notation, it stays as it is."""
    path = (_KEYS[which],)
    there = document.value(path)
    if time is None:
        return document if there is None else document.with_value(path, None)
    try:
        same = abs(parse_document_time(there, zone) - time) < _ONE_MILLISECOND
    except ValueError:
        same = False
    return document if same else document.with_value(path, document_text(time))


def _template(sql: sqlite3.Connection, template_id: str) -> tuple[TemplateName, object]:
    row = sql.execute("SELECT id, name, template_data FROM session_templates WHERE id = ?", (template_id,)).fetchone()
    if row is None:
        raise UserError("This template no longer exists.")
    return TemplateName(row[0], shown_text(row[1])), row[2]
