"""The names of everything that can be gone to, read."""

import sqlite3
from collections.abc import Iterator

from fractal_desktop.domain.catalogue import EntryKind, NamedEntry
from fractal_desktop.persistence import library, views
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goals import goal_type, shown_text

_GOALS = "SELECT id, name, type, parent_id FROM goals WHERE type <> 'PracticeSession' ORDER BY rowid"
_SESSIONS = (
    "SELECT id, name, session_start FROM goals INDEXED BY idx_session_start"
    " WHERE type = 'PracticeSession' AND session_start IS NOT NULL ORDER BY session_start DESC LIMIT ?"
)


def entries(sql: sqlite3.Connection, newest_sessions: int) -> tuple[NamedEntry, ...]:
    """Return the goals in the order they were made, templates and activities in use, views, and so many of the sessions, newest first."""
    saved = (NamedEntry(EntryKind.VIEW, view.id, view.name) for view in views.views(sql))
    return (*_goals(sql), *_library(sql), *saved, *_sessions(sql, newest_sessions))


def _goals(sql: sqlite3.Connection) -> Iterator[NamedEntry]:
    rows = {id_: (shown_text(name), type_, parent) for id_, name, type_, parent in sql.execute(_GOALS)}
    ways: dict[object, tuple[str, ...]] = {None: ()}
    for id_, (name, type_, parent) in rows.items():
        yield NamedEntry(EntryKind.GOAL, id_, name, goal_type(type_), _way(rows, ways, parent))


def _way(rows: dict[str, tuple[str, str, str | None]], ways: dict[object, tuple[str, ...]], id_: str | None) -> tuple[str, ...]:
    """Return the names from the root down to `id_`, each way worked out once; what old files link in a circle ends where it closes."""
    unknown: list[str] = []
    while id_ is not None and id_ not in ways and id_ in rows and id_ not in unknown:
        unknown.append(id_)
        id_ = rows[id_][2]
    way = ways.get(id_, ())
    for known in reversed(unknown):
        way = ways[known] = (*way, rows[known][0])
    return way


def _library(sql: sqlite3.Connection) -> Iterator[NamedEntry]:
    names = library.names(sql)
    for template in (template for template in names.templates if not template.archived):
        yield NamedEntry(EntryKind.TEMPLATE, template.id, template.name)
    for activity in (activity for activity in names.activities.values() if not activity.retired):
        yield NamedEntry(EntryKind.ACTIVITY, activity.id, activity.name)


def _sessions(sql: sqlite3.Connection, limit: int) -> Iterator[NamedEntry]:
    for id_, name, start in sql.execute(_SESSIONS, (limit,)):
        yield NamedEntry(EntryKind.SESSION, id_, shown_text(name), start=from_column_time(start))
