"""What is written to sessions, each through the one write path."""

import sqlite3
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import SessionEdit, Unset
from fractal_desktop.domain.template import document_from_template
from fractal_desktop.domain.timestamps import document_text, parse_document_time
from fractal_desktop.persistence import library
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.models import PracticeSessionNode
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.projection import Edge, Times, project, put_times

_ONE_MILLISECOND = timedelta(milliseconds=1)
_KEYS = {Edge.START: "session_start", Edge.END: "session_end"}


def save(filing: Filing, session_id: str, edit: SessionEdit) -> str:
    """Write what an editor changed and return the session's name; raises UserError if the end would lie before the start."""
    node = filing.session(session_id)
    if not isinstance(edit.name, Unset):
        filing.rename(session_id, edit.name)
    if not isinstance(edit.description, Unset):
        filing.describe(session_id, edit.description)
    if not isinstance(edit.goal_ids, Unset):
        filing.set_goals(node, edit.goal_ids)
    if not isinstance(edit.completed, Unset):
        filing.set_completed(session_id, edit.completed)
    times = {which: time for which, time in ((Edge.START, edit.start), (Edge.END, edit.end)) if not isinstance(time, Unset)}
    _write(filing, node, edit, times)
    if times and node.session_start is not None and node.session_end is not None and node.session_end < node.session_start:
        raise UserError("The end lies before the start.")
    return shown_text(node.name)


def create(filing: Filing, parent_id: str | None, name: str, start: datetime, template_id: TemplateId | None) -> PracticeSessionNode:
    """Return a new session for a goal (None: for none) that starts then, with the template's sections if one is named."""
    document = Document.empty()
    if template_id is not None:
        template, text = _template(filing.unit.sql, template_id)
        name = name.strip() or template.name
        document = document_from_template(template, text, library.names(filing.unit.sql), lambda: str(uuid4()))
    node = filing.create_session(parent_id, name)
    document = document.with_value(("session_start",), document_text(start))
    if document.planned_minutes is not None:
        node.duration_minutes = int(document.planned_minutes)
    project(filing.unit, node, document, filing.stamp)
    return node


def complete(filing: Filing, session_id: str, now: datetime, zone: ZoneInfo) -> str:
    """Mark a session as done: running timers stop, and one of today without an end ends now (BEHAVIOUR.md section 5).

    In a session of an earlier day timers that nobody stopped end with it, if it has an end after they began.
    """
    node = filing.session(session_id)
    begun = node.session_start
    is_todays = begun is not None and begun <= now and begun.astimezone(zone).date() == now.astimezone(zone).date()
    document, unreadable = read_document(node.attributes)
    stop = now if is_todays else node.session_end
    if document is not None and stop is not None:
        project(filing.unit, node, _stopped(document, stop, filing.stamp.zone), filing.stamp)
    if is_todays and node.session_end is None:
        _put_times(filing, node, document is None and unreadable is not None, {Edge.END: now})
    return filing.set_completed(session_id, True)


def set_template(filing: Filing, session_id: str, template_id: TemplateId | None) -> str:
    """Let a session name another template, or none; its sections stay."""
    return save(filing, session_id, SessionEdit(template_id=template_id))


def _write(filing: Filing, node: PracticeSessionNode, edit: SessionEdit, times: Times) -> None:
    stored, unreadable = read_document(node.attributes)
    if unreadable is not None:
        _write_columns(filing, node, edit, times)
        return
    given = None if isinstance(edit.document, Unset) else edit.document
    if given is None and not times and isinstance(edit.template_id, Unset):
        return
    document = given or stored or Document.empty()
    if not isinstance(edit.template_id, Unset):
        document = _with_template(filing.unit.sql, document, edit.template_id)
    for which, time in times.items():
        document = _with_time(document, which, time, filing.stamp.zone)
    if stored is None and document == Document.empty():
        return
    if document.planned_minutes is not None and (stored is None or document.planned_minutes != stored.planned_minutes):
        node.duration_minutes = int(document.planned_minutes)
    project(filing.unit, node, document, filing.stamp, times)
    if filing.unit.orm.is_modified(node):
        filing.touch(node)


def _write_columns(filing: Filing, node: PracticeSessionNode, edit: SessionEdit, times: Times) -> None:
    """Write what has a column of its own, for the document is never overwritten."""
    if not isinstance(edit.document, Unset):
        raise UserError("The document of this session cannot be read, so it is kept as it is and cannot be edited.")
    if not isinstance(edit.template_id, Unset):
        node.template_id = edit.template_id
    if times:
        put_times(filing.unit, node, times)
    if filing.unit.orm.is_modified(node):
        filing.touch(node)


def _put_times(filing: Filing, node: PracticeSessionNode, unreadable: bool, times: Times) -> None:
    if unreadable:
        put_times(filing.unit, node, times)
    else:
        _write(filing, node, SessionEdit(), times)


def _with_template(sql: sqlite3.Connection, document: Document, template_id: TemplateId | None) -> Document:
    if template_id == document.template_id:
        return document
    if template_id is None:
        return document.with_value(("template_id",), None).with_value(("template_name",), None)
    template, _ = _template(sql, template_id)
    return document.with_value(("template_id",), template.id).with_value(("template_name",), template.name)


def _with_time(document: Document, which: Edge, time: datetime | None, zone: ZoneInfo) -> Document:
    """Return the document with a time; where it names that millisecond already, in whatever notation, it stays as it is."""
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


def _stopped(document: Document, stop: datetime, zone: ZoneInfo) -> Document:
    """Return the document with every running timer stopped; one that began after `stop`, or a month before it, stays as it is."""
    for item in tuple(document.items):
        if not item.time_start or item.time_stop:
            continue
        try:
            elapsed = (stop - parse_document_time(item.time_start, zone)) // timedelta(seconds=1)
        except ValueError:
            continue
        if 0 <= elapsed <= LONGEST_SECONDS:
            document = document.with_value((*item.path, "time_stop"), document_text(stop))
            document = document.with_value((*item.path, "duration_seconds"), int(item.duration_seconds or 0) + elapsed)
    return document
