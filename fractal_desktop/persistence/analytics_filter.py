# ruff: noqa: S608 - these statements are put together from constants of this package
"""An analytics filter as conditions of SQL, each with the values of its question marks."""

import json
from datetime import UTC, datetime

from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.persistence.goal_tree import BELOW

Values = tuple[str, ...]

WITHOUT_START = ("session_start IS NULL", "session_start < '/'", "session_start >= ':'")
"""Sessions that lie in no period: those without a start, and those with numbers, blobs and texts that begin with no digit in its place,
which another program may have put there. Three ranges of the index; joined by OR they would be a scan."""

_BELOW_GOAL = f"""
    {BELOW.format(goal="(SELECT id FROM asked)").replace("RECURSIVE", "RECURSIVE asked(id) AS (VALUES (?)),")}
    SELECT rowid FROM goals INDEXED BY ix_session_parent WHERE type = 'PracticeSession' AND parent_id IN (SELECT id FROM below)
    UNION
    SELECT linked.rowid FROM practice_session_goals AS link JOIN goals AS linked ON linked.id = link.practice_session_id
    WHERE link.short_term_goal_id IN (SELECT id FROM below)
"""
_OF_TEMPLATE = "SELECT rowid FROM goals INDEXED BY idx_template_id WHERE type = 'PracticeSession' AND template_id {which}"
_WITH_ACTIVITY = """
    SELECT holding.rowid FROM activity_instances AS item CROSS JOIN goals AS holding ON holding.id = item.practice_session_id
    WHERE substr(item.activity_definition_id, 1, 8) = substr(?, 1, 8) AND +item.activity_definition_id = ?
"""
_DOCUMENTED = "SELECT value FROM json_each(?)"
_COMPLETED = "SELECT rowid FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {which}"

_KNOWN = {
    "goal": """
        SELECT EXISTS (SELECT 1 FROM goals WHERE id = ?1 AND type <> 'PracticeSession')
        OR EXISTS (SELECT 1 FROM goals WHERE type = 'PracticeSession' AND parent_id = ?1)
        OR EXISTS (SELECT 1 FROM practice_session_goals WHERE short_term_goal_id = ?1)
    """,
    "template": """
        SELECT EXISTS (SELECT 1 FROM session_templates WHERE id = ?1)
        OR EXISTS (SELECT 1 FROM goals WHERE type = 'PracticeSession' AND template_id = ?1)
    """,
    "activity": """
        SELECT EXISTS (SELECT 1 FROM activity_definitions WHERE id = ?1)
        OR EXISTS (SELECT 1 FROM activity_instances WHERE substr(activity_definition_id, 1, 8) = substr(?1, 1, 8)
                   AND +activity_definition_id = ?1)
    """,
}
"""Whether there is such a thing, or a session still names it after it was deleted."""


def below_goal(asked: AnalyticsFilter) -> tuple[str, Values]:
    """Return which sessions belong to the goal or anything below it, whether below it in the tree or linked to it; all without a goal."""
    return ("true", ()) if asked.goal_id is None else (f"rowid IN ({_BELOW_GOAL})", (asked.goal_id,))


def limited(asked: AnalyticsFilter) -> tuple[str, Values]:
    """Return which sessions the filter lets through whenever they start: "true" if it asks for nothing but a period.

    Each list of rowids is made once for a statement, so within a scan it costs a look into it.
    """
    conditions = [below_goal(asked)] if asked.goal_id is not None else []
    if asked.template_id is not None:
        conditions.append((f"rowid IN ({_OF_TEMPLATE.format(which='= ?')})", (asked.template_id,)))
    if asked.without_template:
        conditions.append((f"rowid IN ({_OF_TEMPLATE.format(which='IS NULL')})", ()))
    if asked.activity_id is not None:
        conditions.append(_with_activity(asked, asked.activity_id))
    if asked.completed is not None:
        conditions.append((f"rowid IN ({_COMPLETED.format(which='completed' if asked.completed else 'NOT ifnull(completed, 0)')})", ()))
    texts, values = [text for text, _ in conditions], [value for _, each in conditions for value in each]
    return " AND ".join(texts) or "true", tuple(values)


def _with_activity(asked: AnalyticsFilter, activity_id: str) -> tuple[str, Values]:
    if not asked.documented:
        return f"rowid IN ({_WITH_ACTIVITY})", (activity_id, activity_id)
    return f"rowid IN ({_WITH_ACTIVITY} UNION ALL {_DOCUMENTED})", (activity_id, activity_id, json.dumps(asked.documented))


def in_period(asked: AnalyticsFilter) -> tuple[str, Values]:
    """Return which sessions start in the period, at least: which have a start."""
    return "session_start >= ? AND session_start < ?", ends(asked)


def ends(asked: AnalyticsFilter) -> tuple[str, str]:
    """Return the period's ends as the column writes them; open ends let in every text that begins with a digit, and no number.

    "/" is what comes before "0". "0" itself would be taken for a number, as the column's type is one to SQLite.
    """
    return _text(asked.since) if asked.since else "/", _text(asked.until) if asked.until else ":"


def unknown(connection: Connection, asked: AnalyticsFilter) -> tuple[str, str] | None:
    """Return the kind ("goal", "template", "activity") and id of the first that is asked for and that nothing in the file knows."""
    for kind, key in (("goal", asked.goal_id), ("template", asked.template_id), ("activity", asked.activity_id)):
        is_documented = kind == "activity" and bool(asked.documented)
        if key is not None and not is_documented and not connection.exec_driver_sql(_KNOWN[kind], (key,)).scalar_one():
            return kind, key
    return None


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
