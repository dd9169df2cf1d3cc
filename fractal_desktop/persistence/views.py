"""Saved views of the analytics page, read and written."""

import json
import sqlite3
from uuid import uuid4

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import checked_name
from fractal_desktop.domain.ids import ViewId
from fractal_desktop.domain.saved_view import SavedView
from fractal_desktop.persistence.goals import shown_text

_VIEWS = "SELECT id, name, document FROM analytics_views ORDER BY sort_order IS NULL, sort_order, id"


def views(sql: sqlite3.Connection) -> tuple[SavedView, ...]:
    """Return all views in the order they were saved."""
    return tuple(SavedView(ViewId(id_), shown_text(name), shown_text(document)) for id_, name, document in sql.execute(_VIEWS))


def save(sql: sqlite3.Connection, name: str, document: str) -> ViewId:
    """Save a new view behind the others and return its id; raises UserError if there is one of that name."""
    json.loads(document)
    id_ = ViewId(str(uuid4()))
    sql.execute(
        "INSERT INTO analytics_views (id, name, document, sort_order)"
        " VALUES (?, ?, ?, (SELECT ifnull(max(CAST(sort_order AS INTEGER)), 0) + 1 FROM analytics_views))",
        (id_, _free_name(sql, name), document),
    )
    return id_


def replace(sql: sqlite3.Connection, view_id: ViewId, document: str) -> str:
    """Let a view show something else and return its name."""
    json.loads(document)
    name = _stored_name(sql, view_id)
    sql.execute("UPDATE analytics_views SET document = ? WHERE id = ? AND document <> ?", (document, view_id, document))
    return name


def rename(sql: sqlite3.Connection, view_id: ViewId, name: str) -> str:
    """Give a view another name and return that; raises UserError if another view has it."""
    _stored_name(sql, view_id)
    wanted = _free_name(sql, name, view_id)
    sql.execute("UPDATE analytics_views SET name = ? WHERE id = ? AND name <> ?", (wanted, view_id, wanted))
    return wanted


def delete(sql: sqlite3.Connection, view_id: ViewId) -> str:
    """Delete a view and return its name."""
    name = _stored_name(sql, view_id)
    sql.execute("DELETE FROM analytics_views WHERE id = ?", (view_id,))
    return name


def _stored_name(sql: sqlite3.Connection, view_id: ViewId) -> str:
    row = sql.execute("SELECT name FROM analytics_views WHERE id = ?", (view_id,)).fetchone()
    if row is None:
        raise UserError("This view no longer exists.")
    return shown_text(row[0])


def _free_name(sql: sqlite3.Connection, text: str, view_id: ViewId | None = None) -> str:
    """Return the name if no other view than `view_id` has it, whatever the case."""
    name = checked_name(text)
    taken = next((view.name for view in views(sql) if view.id != view_id and view.name.casefold() == name.casefold()), None)
    if taken is not None:
        raise UserError(f"There is already a view “{taken}”.")
    return name
