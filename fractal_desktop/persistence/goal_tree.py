# ruff: noqa: S608 - these statements are put together from constants of this package
"""The structure of the tree: who hangs where. Old files hold links to nothing and even circles; nothing here hangs on them.

A goal whose parent does not exist is a root. Of goals in a circle the oldest counts as one.
"""

import sqlite3
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import GoalTime

IS_NO_SESSION = "type <> 'PracticeSession'"
IS_SESSION = "type = 'PracticeSession'"

BELOW = """
    WITH RECURSIVE
    over(session_id, goal_id) AS MATERIALIZED (
        SELECT parent.id, parent.parent_id FROM (
            SELECT DISTINCT parent_id FROM goals INDEXED BY ix_goals_tree WHERE type <> 'PracticeSession' AND parent_id IS NOT NULL
        ) holder CROSS JOIN goals parent ON parent.id = holder.parent_id WHERE parent.type = 'PracticeSession'
    ),
    way(id, above) AS (
        SELECT g.id, ifnull((SELECT goal_id FROM over WHERE session_id = g.parent_id), g.parent_id) FROM goals g
        WHERE g.id = {goal} AND g.type <> 'PracticeSession'
        UNION SELECT g.id, ifnull((SELECT goal_id FROM over WHERE session_id = g.parent_id), g.parent_id)
        FROM way CROSS JOIN goals g ON g.id = way.above AND g.type <> 'PracticeSession'
    ),
    head(id) AS MATERIALIZED (
        SELECT id FROM goals WHERE id IN (SELECT id FROM way)
        AND EXISTS (SELECT 1 FROM way CROSS JOIN way AS start ON start.id = way.above WHERE start.id = {goal})
        ORDER BY rowid LIMIT 1
    ),
    below(id) AS (
        SELECT {goal}
        UNION SELECT child.id FROM below CROSS JOIN goals child INDEXED BY ix_goals_tree ON child.parent_id = below.id
        WHERE child.type <> 'PracticeSession' AND child.id IS NOT (SELECT id FROM head)
        UNION SELECT child.id FROM below CROSS JOIN over ON over.goal_id = below.id
        CROSS JOIN goals child INDEXED BY ix_goals_tree ON child.parent_id = over.session_id
        WHERE child.type <> 'PracticeSession' AND child.id IS NOT (SELECT id FROM head)
    )
"""
"""Names `below(id)`: the goal `{goal}` and all goals under it, sessions left out but not what lies under them (`over`: the few that have
goals). Nothing lies above the oldest goal of a circle: `head`, if the `way` upwards comes back. Like `cut_parents`, for one goal."""
SUBTREE = BELOW.format(goal=":goal_id")

_CHUNK = 500
Value = TypeVar("Value")


class Place(NamedTuple):
    """A row of the tree and what it hangs on."""

    rowid: int
    id: str
    parent_id: str | None


def chain(sql: sqlite3.Connection, node_id: str) -> list[str]:
    """Return the ids from `node_id` upwards, itself first, up to its root; empty if there is no such row."""
    found: dict[str, Place] = {}
    step: str | None = node_id
    while step is not None and step not in found:
        row = sql.execute("SELECT rowid, id, parent_id FROM goals WHERE id = ?", (step,)).fetchone()
        if row is None:
            break
        found[step] = place = Place(*row)
        step = place.parent_id
    ids = list(found)
    if step in found:  # a circle
        head = min(ids[ids.index(step) :], key=lambda id_: found[id_].rowid)
        ids = ids[: ids.index(head) + 1]
    return ids


def session_parents(sql: sqlite3.Connection, session_id: str) -> list[GoalId]:
    """Return the goals that a session hangs on and that exist: its parent first, then those linked to it, oldest link first."""
    rows = sql.execute(
        f"SELECT g.id FROM (SELECT parent_id AS goal_id, 0 AS place FROM goals WHERE id = :id AND {IS_SESSION} UNION ALL"
        " SELECT short_term_goal_id, rowid FROM practice_session_goals WHERE practice_session_id = :id) l"
        f" JOIN goals g ON g.id = l.goal_id AND g.{IS_NO_SESSION} GROUP BY g.id ORDER BY MIN(l.place)",
        {"id": session_id},
    )
    return [GoalId(goal_id) for (goal_id,) in rows]


def goal_places(sql: sqlite3.Connection) -> list[Place]:
    """Return all goals that are no sessions, oldest first."""
    # Sorted here: ORDER BY makes the planner walk the whole table, sessions and all, instead of the partial index.
    return sorted(Place(*row) for row in sql.execute(f"SELECT rowid, id, parent_id FROM goals WHERE {IS_NO_SESSION}"))


def root_ids(sql: sqlite3.Connection, places: Sequence[Place]) -> list[str]:
    """Return the ids of the roots among `goal_places`, oldest first."""
    parents = {place.id: place.parent_id for place in places}
    loose = existing(sql, {p for p in parents.values() if p is not None and p not in parents})
    heads = set(_circle_heads(places))
    return [p.id for p in places if p.parent_id is None or p.id in heads or (p.parent_id not in parents and p.parent_id not in loose)]


def existing(sql: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """Return which of `ids` are rows of `goals`."""
    found: set[str] = set()
    for chunk in chunks(list(ids)):
        found.update(id_ for (id_,) in sql.execute(f"SELECT id FROM goals WHERE id IN ({marks(chunk)})", chunk))
    return found


def deadline_date(content: object) -> date | None:
    """Return the date that `goals.deadline` begins with, None if it begins with none."""
    try:
        return date.fromisoformat(str(content)[:10])
    except ValueError:
        return None


def chunks(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    """Yield `values` in pieces that a statement takes as parameters."""
    return (values[i : i + _CHUNK] for i in range(0, len(values), _CHUNK))


def marks(values: Sequence[object]) -> str:
    """Return the question marks for a list of parameters."""
    return ", ".join("?" * len(values))


def extra_links(sql: sqlite3.Connection, goal_id: str) -> list[int]:
    """Return the rowid of each session that is linked to the goal without being its child; for all goals, see `session_goals.py`.

    Compared by rowid over three covering indexes; reading `parent_id` from the sessions' rows takes twice as long.
    """
    rows = sql.execute(
        "SELECT s.rowid FROM practice_session_goals l CROSS JOIN goals s ON s.id = l.practice_session_id"
        f" WHERE l.short_term_goal_id = :goal EXCEPT SELECT rowid FROM goals WHERE {IS_SESSION} AND parent_id = :goal",
        {"goal": goal_id},
    )
    return [rowid for (rowid,) in rows]


class _Sum:
    """What is counted for one goal while the sums are made."""

    __slots__ = ("below", "done_below", "next_deadline", "own", "own_seconds", "total", "total_seconds")

    def __init__(self) -> None:
        self.next_deadline: date | None = None
        self.own = self.own_seconds = self.total = self.total_seconds = self.below = self.done_below = 0


class Linked(NamedTuple):
    """A session that is linked to further goals than its parent; some of them may be gone."""

    parent_id: str | None
    seconds: int
    goals: Sequence[str]


def times(sql: sqlite3.Connection, linked: Iterable[Linked], today: date | None = None) -> tuple[dict[GoalId, GoalTime], GoalTime]:
    """Return the times of every goal and those of the unfiled sessions; a session with several goals counts once in each subtree.

    `linked` are all sessions that have several (see `session_goals.py`). Next deadlines are those from `today` on; without it, there
    are none.
    """
    places = goal_places(sql)
    parents = cut_parents(sql, places)
    sums = {place.id: _Sum() for place in places}
    unfiled = _Sum()
    ancestors = {place.id: _upwards(place.id, parents) for place in places}
    for parent_id, sessions, seconds in sql.execute(
        f"SELECT parent_id, COUNT(*), CAST(total(total_duration_seconds) AS INTEGER) FROM goals WHERE {IS_SESSION} GROUP BY parent_id"
    ):
        _add(sums, unfiled, (parent_id,), ancestors, sessions, seconds)
    for session in linked:
        _add(sums, unfiled, (session.parent_id,), ancestors, -1, -session.seconds)
        _add(sums, unfiled, (session.parent_id, *session.goals), ancestors, 1, session.seconds)
    _count_goals(sql, sums, ancestors)
    if today is not None:
        _find_deadlines(sql, sums, ancestors, today)
    return {GoalId(id_): _goal_time(total) for id_, total in sums.items()}, _goal_time(unfiled)


def _add(
    sums: Mapping[str, _Sum],
    unfiled: _Sum,
    parents: Sequence[str | None],
    ancestors: Mapping[str, Sequence[str]],
    sessions: int,
    seconds: int,
) -> None:
    """Add sessions that all hang on `parents` to each of these and, once, to everything above them."""
    holders = {parent for parent in parents if parent is not None and parent in sums}
    for holder in holders:
        sums[holder].own += sessions
        sums[holder].own_seconds += seconds
    for above in {id_ for holder in holders for id_ in ancestors[holder]}:
        sums[above].total += sessions
        sums[above].total_seconds += seconds
    if not holders:
        unfiled.own += sessions
        unfiled.own_seconds += seconds
        unfiled.total += sessions
        unfiled.total_seconds += seconds


def _count_goals(sql: sqlite3.Connection, sums: Mapping[str, _Sum], ancestors: Mapping[str, Sequence[str]]) -> None:
    done = {id_ for (id_,) in sql.execute(f"SELECT id FROM goals WHERE {IS_NO_SESSION} AND completed")}
    for goal_id, above in ancestors.items():
        for id_ in above[1:]:
            sums[id_].below += 1
            sums[id_].done_below += goal_id in done


def _find_deadlines(sql: sqlite3.Connection, sums: Mapping[str, _Sum], ancestors: Mapping[str, Sequence[str]], today: date) -> None:
    """Note for each goal the next deadline of an open goal below."""
    dated = sql.execute(
        f"SELECT id, deadline FROM goals WHERE {IS_NO_SESSION} AND deadline >= ? AND NOT COALESCE(completed, 0)", (today.isoformat(),)
    )
    for goal_id, text in dated:
        day = deadline_date(text)
        if day is None or day < today:
            continue
        for above in ancestors.get(goal_id, ())[1:]:
            known = sums[above].next_deadline
            sums[above].next_deadline = day if known is None else min(known, day)


def _goal_time(total: _Sum) -> GoalTime:
    return GoalTime(total.own_seconds, total.total_seconds, total.own, total.total, total.below, total.done_below, total.next_deadline)


def cut_parents(sql: sqlite3.Connection, places: Sequence[Place]) -> dict[str, str | None]:
    """Return the goal above each goal, None for roots, so that every way upwards ends; over a session it is the session's parent."""
    known = {place.id for place in places}
    stepped = [place._replace(parent_id=_over_session(sql, place.parent_id, known)) for place in places]
    heads = set(_circle_heads(stepped))
    return {place.id: place.parent_id if place.parent_id in known and place.id not in heads else None for place in stepped}


def _over_session(sql: sqlite3.Connection, parent_id: str | None, goals: Container[str]) -> str | None:
    """Return the parent's parent if the parent is a session."""
    if parent_id is None or parent_id in goals:
        return parent_id
    row = sql.execute(f"SELECT parent_id FROM goals WHERE id = ? AND {IS_SESSION}", (parent_id,)).fetchone()
    return None if row is None else row[0]


def _upwards(goal_id: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the goal and all above it."""
    way = []
    step: str | None = goal_id
    while step is not None:
        way.append(step)
        step = parents[step]
    return tuple(way)


def _circle_heads(places: Sequence[Place]) -> Iterable[str]:
    """Yield the oldest goal of each circle."""
    by_id = {place.id: place for place in places}
    settled: set[str] = set()
    for place in places:
        way: dict[str, Place] = {}
        step: Place | None = place
        while step is not None and step.id not in settled and step.id not in way:
            way[step.id] = step
            step = by_id.get(step.parent_id) if step.parent_id is not None else None
        if step is not None and step.id in way:
            ids = list(way)
            yield min(ids[ids.index(step.id) :], key=lambda id_: by_id[id_].rowid)
        settled.update(way)
