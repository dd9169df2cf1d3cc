# ruff: noqa: S608 - these statements are put together from constants of this package
"""The conditions of a query for sessions, in SQL about the table `goals` under the name `s`."""

import json
from collections.abc import Mapping

from fractal_desktop.domain.practice_session import SessionQuery, SessionState
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.persistence import goals
from fractal_desktop.persistence.analytics_filter import WITHOUT_START
from fractal_desktop.persistence.column_times import to_column_time
from fractal_desktop.persistence.goal_tree import IS_SESSION, SUBTREE

# From the issues to their sessions: a few, while asking of each session whether it has one looks every row up.
WITH_ISSUES = "SELECT o.rowid FROM session_issues i CROSS JOIN goals o ON o.id = i.session_id WHERE i.status = 'open'"

_STATES = {
    SessionState.OPEN: f"NOT COALESCE(s.completed, 0) AND s.rowid NOT IN ({WITH_ISSUES})",
    SessionState.DONE: f"s.completed AND s.rowid NOT IN ({WITH_ISSUES})",
    SessionState.ATTENTION: f"s.rowid IN ({WITH_ISSUES})",
}

_OF_GOAL = f"""
    s.rowid IN ({SUBTREE}
        SELECT c.rowid FROM below CROSS JOIN goals c ON c.parent_id = below.id WHERE c.{IS_SESSION}
        UNION SELECT c.rowid FROM below CROSS JOIN practice_session_goals l ON l.short_term_goal_id = below.id
            CROSS JOIN goals c ON c.id = l.practice_session_id)
"""
_WITH_ACTIVITY = """
    SELECT o.rowid FROM activity_instances i CROSS JOIN goals o ON o.id = i.practice_session_id
    WHERE substr(i.activity_definition_id, 1, 8) = substr(:activity, 1, 8) AND +i.activity_definition_id = :activity
"""


_DIRECTLY = f"""
    s.rowid IN (SELECT rowid FROM goals WHERE parent_id = :goal_id AND {IS_SESSION}
        UNION SELECT c.rowid FROM practice_session_goals l CROSS JOIN goals c ON c.id = l.practice_session_id
        WHERE l.short_term_goal_id = :goal_id)
"""


def conditions(query: SessionQuery) -> tuple[str, Mapping[str, object]]:
    """Return the WHERE of a query, its text left out, and the values of its parameters."""
    given = {
        "since": to_column_time(query.since),
        "until": to_column_time(query.until),
        "template": query.template_id,
        "longer": query.longer_than_seconds,
        "shortest": query.shortest_seconds,
        "below": query.below_seconds,
        "goal_id": query.goal_id,
        "activity": query.activity_id,
        "documented": json.dumps(query.documented),
        "ids": None if query.ids is None else json.dumps(query.ids),
    }
    known = {
        "since": "s.session_start >= :since",
        "until": "s.session_start < :until",
        "template": "s.template_id = :template",
        "longer": "s.total_duration_seconds > :longer",
        "shortest": "s.total_duration_seconds >= :shortest",
        "below": "s.total_duration_seconds < :below",
        "activity": f"s.rowid IN ({_WITH_ACTIVITY} UNION ALL SELECT value FROM json_each(:documented))",
        "documented": "true",
        "goal_id": _goal_condition(query),
        "ids": "s.rowid IN (SELECT rowid FROM goals WHERE id IN (SELECT value FROM json_each(:ids)))",
    }
    parts = [f"s.{IS_SESSION}", *(known[name] for name, value in given.items() if value is not None)]
    if query.state is not None:
        parts.append(_STATES[query.state])
    if query.completed is not None:
        parts.append("s.completed" if query.completed else "NOT COALESCE(s.completed, 0)")
    if query.without_template:
        parts.append("s.template_id IS NULL")
    if query.without_start:
        parts.append(f"({' OR '.join(f's.{which}' for which in WITHOUT_START)})")
    return " AND ".join(parts), given


def _goal_condition(query: SessionQuery) -> str:
    if query.goal_id == UNFILED:
        return f"s.rowid IN ({goals.UNFILED_ROWIDS})"
    return _DIRECTLY if query.directly else _OF_GOAL
