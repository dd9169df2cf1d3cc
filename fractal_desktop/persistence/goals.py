# ruff: noqa: S608 - these statements are put together from constants of this package
"""Goals and the lines of the tree, read."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from operator import itemgetter
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import Goal, GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.timestamps import parse_column_time
from fractal_desktop.domain.tree import UNFILED, TreeNode, TreePath
from fractal_desktop.persistence import goal_tree
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION, IS_SESSION, chunks, deadline_date, marks
from fractal_desktop.persistence.text_search import like_pattern

_NODE = f"""
    SELECT g.id, g.type, g.name, g.parent_id, g.completed, g.deadline,
        (SELECT COUNT(*) FROM goals c WHERE c.parent_id = g.id AND c.{IS_NO_SESSION}),
        (SELECT COUNT(*) FROM goals c WHERE c.parent_id = g.id AND c.{IS_NO_SESSION} AND c.completed),
        g.session_start, g.total_duration_seconds,
        g.{IS_SESSION} AND EXISTS (SELECT 1 FROM session_issues i WHERE i.session_id = g.id AND i.status = 'open')
    FROM goals g
"""

# Looks only at the parents that there are, not at every session.
LOOSE = f"""
    WITH RECURSIVE parent(id) AS (
        SELECT MIN(parent_id) FROM goals WHERE {IS_SESSION} AND parent_id IS NOT NULL
        UNION ALL SELECT (SELECT MIN(parent_id) FROM goals WHERE {IS_SESSION} AND parent_id > parent.id) FROM parent WHERE id IS NOT NULL
    ),
    gone(id) AS (
        SELECT id FROM parent WHERE id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM goals p WHERE p.id = parent.id AND p.{IS_NO_SESSION})
    ),
    loose(rowid, id) AS (
        SELECT rowid, id FROM goals WHERE {IS_SESSION} AND parent_id IS NULL
        UNION ALL SELECT u.rowid, u.id FROM gone CROSS JOIN goals u ON u.parent_id = gone.id WHERE u.{IS_SESSION}
    )"""
"""The beginning of a statement: `loose` holds rowid and id of each session whose parent is no goal that exists."""

UNFILED_ROWIDS = f"""{LOOSE}
    SELECT rowid FROM loose WHERE NOT EXISTS (
        SELECT 1 FROM practice_session_goals l JOIN goals p ON p.id = l.short_term_goal_id
        WHERE l.practice_session_id = loose.id AND p.{IS_NO_SESSION})
"""
"""The rowids of the sessions that have no goal that exists."""

_FEW_LINKS = 200
"""Up to so many links of a goal are compared with its sessions one by one when these are counted."""


def goal_type(content: object) -> GoalType:
    """Return the type in a column; one that the program does not know counts as the lowest, so that it fits anywhere."""
    try:
        return GoalType(str(content))
    except ValueError:
        return GoalType.NANO


def legacy_time(content: object, zone: ZoneInfo) -> datetime | None:
    """Return the instant in a naive time column, None if there is none that can be read."""
    try:
        return parse_column_time(content, zone)
    except ValueError:
        return None


def shown_text(content: object) -> str:
    """Return a text column's content to be shown: nothing is "", a number its digits, and bytes what can be read of them."""
    if isinstance(content, bytes):
        return content.decode("utf-8", "replace")
    return "" if content is None else str(content)


def goal(sql: sqlite3.Connection, goal_id: str, zone: ZoneInfo) -> Goal:
    """Return the goal; raises UserError if it is gone or a session."""
    row = sql.execute(
        "SELECT id, type, name, description, deadline, completed, completed_at, created_at, parent_id, root_id"
        f" FROM goals WHERE id = ? AND {IS_NO_SESSION}",
        (goal_id,),
    ).fetchone()
    if row is None:
        raise UserError("This goal no longer exists.")
    return Goal(
        id=row[0],
        type=goal_type(row[1]),
        name=shown_text(row[2]),
        description=shown_text(row[3]),
        deadline=deadline_date(row[4]),
        completed=bool(row[5]),
        completed_at=from_column_time(row[6]),
        created_at=legacy_time(row[7], zone),
        parent_id=row[8],
        root_id=row[9],
    )


def open_with_targets(sql: sqlite3.Connection) -> tuple[GoalId, ...]:
    """Return the goals that are not complete and have targets, oldest first."""
    # Sorted here: ORDER BY makes the planner walk the whole table, sessions and all, instead of the partial index.
    rows = sql.execute(
        "SELECT rowid, id FROM goals WHERE targets IS NOT NULL AND targets NOT IN ('', '[]', 'null')"
        f" AND {IS_NO_SESSION} AND NOT COALESCE(completed, 0)"
    )
    return tuple(GoalId(goal_id) for _, goal_id in sorted(rows))


def roots(sql: sqlite3.Connection) -> tuple[TreeNode, ...]:
    """Return the roots of the tree, oldest first; a goal whose parent does not exist is one."""
    return nodes(sql, goal_tree.root_ids(sql, goal_tree.goal_places(sql)))


def fractals(sql: sqlite3.Connection) -> tuple[GoalLink, ...]:
    """Return the roots of the tree as links, oldest first."""
    return tuple(GoalLink(GoalId(node.id), node.name, node.type) for node in roots(sql))


def is_fractal(sql: sqlite3.Connection, goal_id: str | None) -> bool:
    """Return whether there is a goal of this id that lies at the top."""
    return goal_id is not None and not is_session(sql, goal_id) and goal_tree.chain(sql, goal_id) == [goal_id]


def is_session(sql: sqlite3.Connection, id_: str) -> bool:
    """Return whether there is a session with this id."""
    return sql.execute(f"SELECT 1 FROM goals WHERE id = ? AND {IS_SESSION}", (id_,)).fetchone() is not None


def children(sql: sqlite3.Connection, goal_id: str, *, sessions: bool, offset: int, limit: int) -> tuple[TreeNode, ...]:
    """Return the lines [offset, offset + limit) below a goal or session: the goals, oldest first, then the sessions, newest first."""
    if goal_id == UNFILED:
        return nodes(sql, _unfiled_ids(sql, offset, limit)) if sessions else ()
    goals = _child_goal_ids(sql, goal_id)
    wanted = goals[offset : offset + limit]
    if sessions and len(wanted) < limit and not is_session(sql, goal_id):
        wanted += _child_session_ids(sql, goal_id, max(offset - len(goals), 0), limit - len(wanted))
    return nodes(sql, wanted)


def nodes(sql: sqlite3.Connection, ids: Sequence[str]) -> tuple[TreeNode, ...]:
    """Return the lines with these ids, in this order; those that are gone are left out."""
    found = {}
    for chunk in chunks(ids):
        for row in sql.execute(f"{_NODE} WHERE g.id IN ({marks(chunk)})", chunk):
            found[row[0]] = _node(sql, row)
    return tuple(found[id_] for id_ in ids if id_ in found)


def session_count(sql: sqlite3.Connection, goal_id: str) -> int:
    """Return how many sessions hang on a goal.

    Exact for up to 200 links. Above that the larger of "is its child" and "is linked to it" is taken, which is right
    unless some sessions lack the link and others the parent; `goal_tree.times` counts exactly, at a price.
    """
    (children_,) = sql.execute(f"SELECT COUNT(*) FROM goals WHERE {IS_SESSION} AND parent_id = ?", (goal_id,)).fetchone()
    (links,) = sql.execute("SELECT COUNT(*) FROM practice_session_goals WHERE short_term_goal_id = ?", (goal_id,)).fetchone()
    if 0 < links <= _FEW_LINKS:
        return int(children_) + len(_linked_sessions(sql, goal_id))
    return int(max(children_, links))


def unfiled_count(sql: sqlite3.Connection) -> int:
    """Return how many sessions have no goal that exists."""
    return int(sql.execute(f"SELECT COUNT(*) FROM ({UNFILED_ROWIDS})").fetchone()[0])


def find(sql: sqlite3.Connection, text: str, limit: int, *, sessions: bool) -> tuple[TreePath, ...]:
    """Return the ways to the goals, then the newest sessions, whose names hold `text` in whatever case; at most `limit`."""
    wanted = text.casefold().strip()
    if not wanted:
        return ()
    goals = sorted(sql.execute(f"SELECT rowid, id, name FROM goals WHERE {IS_NO_SESSION}").fetchall(), key=itemgetter(0))
    hits = [id_ for _, id_, name in goals if wanted in shown_text(name).casefold()][:limit]
    if sessions and len(hits) < limit:
        # LIKE lets too much through, but not every name of a long life; CAST, because it never matches a BLOB.
        newest = sql.execute(
            f"SELECT id, name FROM goals WHERE {IS_SESSION} AND CAST(name AS TEXT) LIKE ? ESCAPE '\\'"
            " ORDER BY session_start DESC, rowid DESC",
            (like_pattern(wanted),),
        )
        found = (id_ for id_, name in newest if wanted in shown_text(name).casefold())
        hits += islice(found, limit - len(hits))
    return tuple(TreePath(path_to(sql, hit)) for hit in hits)


def path_to(sql: sqlite3.Connection, node_id: str) -> tuple[GoalId, ...]:
    """Return the ids from the root down to the node, itself last; empty if it is gone. An unfiled session lies under UNFILED."""
    way = goal_tree.chain(sql, node_id)
    if not way:
        return ()
    sessions = [id_ for id_ in way if is_session(sql, id_)]
    if sessions:
        top = sessions[-1]
        below = way[: way.index(top) + 1]
        parents = goal_tree.session_parents(sql, top)
        way = below + (goal_tree.chain(sql, parents[0]) if parents else [UNFILED])
    return tuple(GoalId(id_) for id_ in reversed(way))


def breadcrumbs(sql: sqlite3.Connection, node_id: str) -> tuple[GoalLink, ...]:
    """Return what lies above a node, root first, the node itself not included."""
    return links(sql, [id_ for id_ in path_to(sql, node_id)[:-1] if id_ != UNFILED])


def links(sql: sqlite3.Connection, ids: Sequence[str]) -> tuple[GoalLink, ...]:
    """Return name and type of rows of the tree, in this order; those that are gone are left out."""
    found = {}
    for chunk in chunks(ids):
        for id_, name, type_ in sql.execute(f"SELECT id, name, type FROM goals WHERE id IN ({marks(chunk)})", chunk):
            found[id_] = GoalLink(id_, shown_text(name), goal_type(type_))
    return tuple(found[id_] for id_ in ids if id_ in found)


def _node(sql: sqlite3.Connection, row: Sequence[object]) -> TreeNode:
    (id_, type_, name, parent_id, completed, deadline, child_goals, done_goals, start, seconds, needs_a_look) = row
    kind = goal_type(type_)
    is_session = kind is GoalType.PRACTICE_SESSION
    return TreeNode(
        id=SessionId(str(id_)) if is_session else GoalId(str(id_)),
        type=kind,
        name=shown_text(name),
        parent_id=None if parent_id is None else GoalId(str(parent_id)),
        completed=bool(completed),
        deadline=deadline_date(deadline),
        child_goals=_whole(child_goals) or 0,
        done_goals=_whole(done_goals) or 0,
        sessions=0 if is_session else session_count(sql, str(id_)),
        start=from_column_time(start),
        duration_seconds=_whole(seconds),
        needs_a_look=bool(needs_a_look),
    )


def _whole(content: object) -> int | None:
    return content if isinstance(content, int) else None


def _child_goal_ids(sql: sqlite3.Connection, goal_id: str) -> list[str]:
    rows = sql.execute(f"SELECT id FROM goals WHERE {IS_NO_SESSION} AND parent_id = ? ORDER BY rowid", (goal_id,)).fetchall()
    # The oldest goal of a circle is shown as a root; below its own descendant it would come again and again.
    root = goal_tree.chain(sql, goal_id)[-1:]
    return [id_ for (id_,) in rows if [id_] != root]


def _child_session_ids(sql: sqlite3.Connection, goal_id: str, offset: int, limit: int) -> list[str]:
    linked = _linked_sessions(sql, goal_id)
    if not linked:
        return _own_session_ids(sql, goal_id, offset, limit)
    # What is only linked is sorted in between: it can move a line down by as many places as there are of it.
    rows = sql.execute(
        f"SELECT id FROM goals WHERE rowid IN (SELECT rowid FROM goals WHERE {IS_SESSION} AND parent_id = :goal"
        f" UNION SELECT value FROM json_each(:linked)) ORDER BY session_start DESC, rowid DESC LIMIT :limit OFFSET :offset",
        {"goal": goal_id, "linked": f"[{','.join(map(str, linked))}]", "limit": limit, "offset": offset},
    )
    return [id_ for (id_,) in rows]


def _own_session_ids(sql: sqlite3.Connection, goal_id: str, offset: int, limit: int) -> list[str]:
    rows = sql.execute(
        f"SELECT id FROM goals WHERE {IS_SESSION} AND parent_id = ? ORDER BY session_start DESC, rowid DESC LIMIT ? OFFSET ?",
        (goal_id, limit, offset),
    )
    return [id_ for (id_,) in rows]


def _linked_sessions(sql: sqlite3.Connection, goal_id: str) -> list[int]:
    """Return the rowids of the sessions that are linked to a goal without being its children."""
    rowids = goal_tree.extra_links(sql, goal_id)
    if not rowids:
        return []
    chosen = f"[{','.join(map(str, rowids))}]"
    rows = sql.execute(f"SELECT rowid FROM goals WHERE {IS_SESSION} AND rowid IN (SELECT value FROM json_each(?))", (chosen,))
    return [rowid for (rowid,) in rows]


def _unfiled_ids(sql: sqlite3.Connection, offset: int, limit: int) -> list[str]:
    rows = sql.execute(
        f"SELECT id FROM goals WHERE rowid IN ({UNFILED_ROWIDS}) ORDER BY session_start DESC, rowid DESC LIMIT ? OFFSET ?", (limit, offset)
    )
    return [id_ for (id_,) in rows]
