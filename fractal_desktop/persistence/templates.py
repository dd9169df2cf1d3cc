"""Templates: read whole, made and changed."""

import sqlite3
from dataclasses import replace
from uuid import uuid4

from fractal_desktop.domain.errors import GoneError, UserError
from fractal_desktop.domain.goal import checked_name
from fractal_desktop.domain.ids import GoalId, TemplateId
from fractal_desktop.domain.library import Template, TemplateDraft, TemplateName, Usage
from fractal_desktop.domain.template import edited_template, planned_minutes, template_of_document, template_sections
from fractal_desktop.domain.timestamps import column_text
from fractal_desktop.persistence import goals
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.practice_sessions import read_document
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.trash_rows import is_named_in_trash

_TEMPLATES = "SELECT id, root_id, name, description, template_data, archived_at IS NOT NULL FROM session_templates ORDER BY rowid"
_USAGE = (
    "SELECT count(*), avg(total_duration_seconds), max(session_start) FROM goals INDEXED BY idx_template_id"
    " WHERE type = 'PracticeSession' AND template_id = ?"
)


def templates(sql: sqlite3.Connection) -> tuple[Template, ...]:
    """Return all templates in the order they were made, archived ones too."""
    return tuple(
        Template(TemplateId(id_), root, shown_text(name), shown_text(about), template_sections(data), planned_minutes(data), bool(archived))
        for id_, root, name, about, data, archived in sql.execute(_TEMPLATES)
    )


def usage(sql: sqlite3.Connection, template_id: str) -> Usage:
    """Return how one template was used; slow with many sessions."""
    sessions, average, last = sql.execute(_USAGE, (template_id,)).fetchone()
    return Usage(sessions, average, from_column_time(last))


def create(sql: sqlite3.Connection, root_id: str, draft: TemplateDraft, stamp: Stamp) -> TemplateId:
    """Make a template in a fractal and return its id; raises UserError if its name is empty or too long."""
    id_ = TemplateId(str(uuid4()))
    sql.execute(
        "INSERT INTO session_templates (id, name, description, root_id, created_at, template_data) VALUES (?, ?, ?, ?, ?, ?)",
        (id_, checked_name(draft.name), draft.description, root_id, stamp.text, edited_template(None, draft)),
    )
    return id_


def save(sql: sqlite3.Connection, template_id: str, draft: TemplateDraft) -> str:
    """Make a template what the draft says and return its name; the sessions started from it stay as they are."""
    _, about, data = _stored(sql, template_id)
    name = checked_name(draft.name)
    wanted = {"name": name, "template_data": edited_template(data, draft)}
    if draft.description != shown_text(about):
        wanted["description"] = draft.description
    for column, value in wanted.items():
        sql.execute(f"UPDATE session_templates SET {column} = ? WHERE id = ? AND {column} IS NOT ?", (value, template_id, value))  # noqa: S608
    return name


def create_from_session(sql: sqlite3.Connection, session_id: str, name: str, stamp: Stamp) -> TemplateId:
    """Make a template of a session's sections, activities and lines, in its fractal or else in the first, and return its id.

    Raises UserError if the session has no document that can be read, or if there is no fractal.
    """
    draft = _draft_of_session(sql, session_id, name)
    root = _root_for_session(sql, session_id)
    if root is None:
        raise UserError("A template belongs to a fractal: make one first.")
    return create(sql, root, draft, stamp)


def replace_from_session(sql: sqlite3.Connection, template_id: str, session_id: str, name: str) -> str:
    """Let a template plan a session's sections, activities and lines instead of its own, and return its new name.

    What it is described as stays, and the sessions started from it do. Raises UserError if it or the session's document is gone.
    """
    about = shown_text(_stored(sql, template_id)[1])
    return save(sql, template_id, replace(_draft_of_session(sql, session_id, name), description=about))


def names_beside(sql: sqlite3.Connection, session_id: str) -> tuple[TemplateName, ...]:
    """Return the templates in use of the fractal that one made of a session would belong to, in the order they were made."""
    root = _root_for_session(sql, session_id)
    statement = "SELECT id, name FROM session_templates WHERE root_id = ? AND archived_at IS NULL ORDER BY rowid"
    return tuple(TemplateName(TemplateId(id_), shown_text(name), root_id=root) for id_, name in sql.execute(statement, (root,)))


def _draft_of_session(sql: sqlite3.Connection, session_id: str, name: str) -> TemplateDraft:
    row = sql.execute("SELECT attributes FROM goals WHERE id = ?", (session_id,)).fetchone()
    document = read_document(row[0])[0] if row is not None else None
    if document is None:
        raise UserError("This session has no sections that a template could be made of.")
    return replace(template_of_document(document), name=name)


def _root_for_session(sql: sqlite3.Connection, session_id: str) -> GoalId | None:
    """Return the fractal of a session, else the first there is."""
    row = sql.execute("SELECT root_id FROM goals WHERE id = ?", (session_id,)).fetchone()
    fractals = [GoalId(link.id) for link in goals.fractals(sql)]
    if row is not None and row[0] in fractals:
        return GoalId(row[0])
    return fractals[0] if fractals else None


def root_of(sql: sqlite3.Connection, template_id: str) -> str:
    """Return the fractal that a template belongs to, which may be gone."""
    return str(sql.execute("SELECT root_id FROM session_templates WHERE id = ?", (template_id,)).fetchone()[0])


def duplicate(sql: sqlite3.Connection, template_id: str, name: str, stamp: Stamp) -> TemplateId:
    """Make another template with the same content, and return its id."""
    id_ = TemplateId(str(uuid4()))
    sql.execute(
        "INSERT INTO session_templates (id, name, description, root_id, created_at, template_data)"
        " SELECT ?, ?, description, root_id, ?, template_data FROM session_templates WHERE id = ?",
        (id_, checked_name(name), stamp.text, template_id),
    )
    return id_


def set_archived(sql: sqlite3.Connection, template_id: str, stamp: Stamp | None) -> str:
    """Archive a template, or bring it back with `stamp` None, and return its name."""
    name = name_of(sql, template_id)
    where = "archived_at IS NULL" if stamp is not None else "archived_at IS NOT NULL"
    archived_at = column_text(stamp.now) if stamp is not None else None
    sql.execute(f"UPDATE session_templates SET archived_at = ? WHERE id = ? AND {where}", (archived_at, template_id))  # noqa: S608
    return name


def delete(sql: sqlite3.Connection, template_id: str) -> str:
    """Delete a template that no session was started from, in the trash neither, and return its name; raises UserError if one was."""
    name = name_of(sql, template_id)
    used = "SELECT 1 FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession' AND template_id = ? LIMIT 1"
    if sql.execute(used, (template_id,)).fetchone():
        raise UserError(f"Sessions were started from “{name}”. They would lose its name: archive it instead, then it is no longer offered.")
    if is_named_in_trash(sql, template_id):
        raise UserError(
            f"“{name}” is used in the trash. What is put back would lose its name: archive it instead, or empty the trash first."
        )
    sql.execute("DELETE FROM session_templates WHERE id = ?", (template_id,))
    return name


def name_of(sql: sqlite3.Connection, template_id: str) -> str:
    """Return the template's name; raises GoneError if it is gone."""
    return _stored(sql, template_id)[0]


def _stored(sql: sqlite3.Connection, template_id: str) -> tuple[str, object, object]:
    row = sql.execute("SELECT name, description, template_data FROM session_templates WHERE id = ?", (template_id,)).fetchone()
    if row is None:
        raise GoneError("This template no longer exists.")
    return shown_text(row[0]), row[1], row[2]
