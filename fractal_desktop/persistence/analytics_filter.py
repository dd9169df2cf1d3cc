"""An analytics filter as conditions of SQL, each with the values of its question marks."""

from datetime import UTC, datetime

from fractal_desktop.domain.analytics import AnalyticsFilter

Values = tuple[str, ...]

_BELOW_GOAL = """
    WITH RECURSIVE subtree(id) AS (
        SELECT ? UNION SELECT below.id FROM subtree CROSS JOIN goals AS below INDEXED BY ix_goals_tree
        ON below.parent_id = subtree.id AND below.type <> 'PracticeSession'
    )
    SELECT rowid FROM goals INDEXED BY ix_session_parent WHERE type = 'PracticeSession' AND parent_id IN (SELECT id FROM subtree)
    UNION
    SELECT linked.rowid FROM practice_session_goals AS link JOIN goals AS linked ON linked.id = link.practice_session_id
    WHERE link.short_term_goal_id IN (SELECT id FROM subtree)
"""


def below_goal(asked: AnalyticsFilter) -> tuple[str, Values]:
    """Return which sessions belong to the goal or anything below it, whether below it in the tree or linked to it; all without a goal."""
    return ("true", ()) if asked.goal_id is None else (f"rowid IN ({_BELOW_GOAL})", (asked.goal_id,))


def in_period(asked: AnalyticsFilter) -> tuple[str, Values]:
    """Return which sessions start in the period, at least: which have a start."""
    return "session_start >= ? AND session_start < ?", ends(asked)


def ends(asked: AnalyticsFilter) -> tuple[str, str]:
    """Return the period's ends as the column writes them; open ends let in every text that begins with a digit."""
    return _text(asked.since) if asked.since else "0", _text(asked.until) if asked.until else ":"


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(" ")
