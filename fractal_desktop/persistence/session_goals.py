# ruff: noqa: S608 - these statements are put together from constants of this module
"""Which goals each session hangs on, for all sessions at once: what sums along the tree are made of.

A link names a session by its id, and what is promoted of a session stands beside its rowid: to compare the two SQLite takes 12 s with
a million links. Here both come as few long values, a stretch of links at once, and are compared in memory. What was found stays
valid until a session is changed, and is then brought up to date with those that were.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeVar

import numpy as np

from fractal_desktop.persistence.columns import NONE, Places, Whole, clipped, durations, found_in, numbers, rowids
from fractal_desktop.persistence.goal_tree import Linked

STRETCH = 20_000
"""Links that are compared at once: some 20 ms."""
NO_GOAL = -1
"""The place of no goal at all."""
_SECONDS = "ifnull(CAST(total_duration_seconds AS INTEGER), 0)"
_SESSIONS = f"""
    SELECT parent_id, count(*), group_concat(rowid), group_concat({_SECONDS})
    FROM goals INDEXED BY ix_session_parent WHERE type = 'PracticeSession' GROUP BY parent_id
"""
_LAST_OF_STRETCH = """
    SELECT practice_session_id FROM practice_session_goals AS l WHERE {where} ORDER BY practice_session_id LIMIT 1 OFFSET ?
"""
_LINKS = """
    SELECT group_concat(s.rowid), json_group_array(CAST(l.short_term_goal_id AS TEXT))
    FROM practice_session_goals AS l CROSS JOIN goals AS s ON s.id = l.practice_session_id WHERE {where}
"""
_CHANGED = f"""
    SELECT s.rowid, s.parent_id, {_SECONDS}
    FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.id = wanted.value WHERE s.type = 'PracticeSession'
"""
_CHANGED_LINKS = """
    SELECT s.rowid, l.short_term_goal_id FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.id = wanted.value
    CROSS JOIN practice_session_goals AS l ON l.practice_session_id = s.id
    WHERE s.type = 'PracticeSession' AND l.short_term_goal_id IS NOT s.parent_id
"""


class Children(NamedTuple):
    """Sessions by their rowids, each with the goal it is a child of, by its place, and its seconds (0: nobody knows).

    Ascending, so that one can be found, if any session is linked to a further goal; else sorting would only take time.
    """

    sessions: Whole
    parents: Whole
    seconds: Whole


class Pairs(NamedTuple):
    """Sessions by their rowids, each with a goal that it is linked to besides its parent, by its place. A session may be gone."""

    sessions: Whole
    goals: Whole


class SessionGoals(NamedTuple):
    """All sessions with all goals they name, and these by their places."""

    places: Places
    children: Children
    further: Pairs

    def linked(self) -> Iterator[Linked]:
        """Yield the sessions that are linked to further goals than their parent."""
        ids = [*self.places, None]
        where, there = found_in(self.children.sessions, self.further.sessions)
        further: dict[int, list[str]] = {}
        for place, goal in zip(where[there].tolist(), self.further.goals[there].tolist(), strict=True):
            further.setdefault(place, []).append(str(ids[goal]))
        for place, goals in further.items():
            yield Linked(ids[self.children.parents[place]], int(self.children.seconds[place]), goals)


class Search:
    """Looks through all links once, a stretch at a time, each perhaps in a transaction of its own."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        """Read which goal each session is a child of."""
        self._places = Places()
        self.is_over = sql.execute("SELECT 1 FROM practice_session_goals LIMIT 1").fetchone() is None
        children = _children(sql, self._places)
        self._children = children if self.is_over else _sorted(children)
        self._found: list[Pairs] = []
        self._after: str | None = None

    @property
    def found(self) -> SessionGoals:
        """Return what was found until now."""
        return SessionGoals(self._places, self._children, _joined(Pairs, [Pairs(NONE, NONE), *self._found]))

    def step(self, sql: sqlite3.Connection) -> None:
        """Look at the links of the next stretch."""
        beyond, values = ("true", ()) if self._after is None else ("l.practice_session_id > ?", (self._after,))
        end = sql.execute(_LAST_OF_STRETCH.format(where=beyond), (*values, STRETCH)).fetchone()
        where, values = (beyond, values) if end is None else (f"{beyond} AND l.practice_session_id <= ?", (*values, *end))
        sessions, goals = sql.execute(_LINKS.format(where=where), values).fetchone()
        self._found.append(self._further(numbers(sessions), json.loads(goals)))
        self.is_over = end is None
        self._after = None if end is None else end[0]

    def _further(self, sessions: Whole, goals: list[str]) -> Pairs:
        """Return the links that lead from a session to another goal than its parent."""
        met = np.fromiter(map(self._places.__getitem__, goals), np.int64, len(goals))
        where, there = found_in(self._children.sessions, sessions)
        sessions, met = sessions[there], met[there]
        further = self._children.parents[where[there]] != met
        return Pairs(sessions[further], met[further])


def brought_up_to_date(sql: sqlite3.Connection, known: SessionGoals, changed: Collection[str]) -> SessionGoals:
    """Return what is known with these sessions as they are now, new ones and such that are gone included."""
    wanted = (json.dumps(sorted(changed)),)
    rows = [(rowid, _place(known.places, parent), seconds) for rowid, parent, seconds in sql.execute(_CHANGED, wanted)]
    links = [(rowid, known.places[goal_id]) for rowid, goal_id in sql.execute(_CHANGED_LINKS, wanted)]
    sessions, parents, seconds = _columns(rows, 3)
    now, pairs = Children(sessions, parents, clipped(seconds)), Pairs(*_columns(links, 2))
    stay = ~np.isin(known.children.sessions, now.sessions)
    if len(rows) < len(changed):
        stay &= np.isin(known.children.sessions, rowids(sql))
    still = ~np.isin(known.further.sessions, now.sessions)
    further = _joined(Pairs, [Pairs(*(column[still] for column in known.further)), pairs])
    return SessionGoals(known.places, _sorted(_joined(Children, [Children(*(column[stay] for column in known.children)), now])), further)


def _children(sql: sqlite3.Connection, places: Places) -> Children:
    rows = sql.execute(_SESSIONS).fetchall()
    if not rows:
        return Children(NONE, NONE, NONE)
    parents, counts, sessions, seconds = zip(*rows, strict=True)
    of = np.repeat(np.array([_place(places, each) for each in parents], np.int64), counts)
    return Children(numbers(",".join(sessions)), of, durations(",".join(seconds)))


def _place(places: Places, goal_id: str | None) -> int:
    return NO_GOAL if goal_id is None else places[goal_id]


def _columns(rows: list[tuple[int, ...]] | list[tuple[int, int, int]] | list[tuple[int, int]], width: int) -> Iterable[Whole]:
    return np.array(rows, np.int64).reshape(-1, width).T


Columns = TypeVar("Columns", Children, Pairs)


def _joined(kind: type[Columns], parts: list[Columns]) -> Columns:
    return kind(*map(np.concatenate, zip(*parts, strict=True)))


def _sorted(children: Children) -> Children:
    order = np.argsort(children.sessions, kind="stable")  # quick where most is in order already
    return Children(*(column[order] for column in children))
