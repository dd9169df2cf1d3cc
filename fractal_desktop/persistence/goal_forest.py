# ruff: noqa: S608 - these statements are put together from constants of this package
"""The goals as arrays, for sums along the tree: each goal behind the one it lies under.

A set of goals may hang below several others at once. What is counted at each of its goals and taken back where two of their ways
upwards meet is counted once everywhere above: with the goals in the order of a walk through the tree, each with the next one.
"""

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fractal_desktop.persistence.columns import Whole
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION, Place, cut_parents
from fractal_desktop.persistence.goals import shown_text

_GOALS = f"SELECT rowid, id, parent_id, name, type FROM goals WHERE {IS_NO_SESSION}"


class Forest(NamedTuple):
    """All goals in the order of a walk through the tree: what lies below a goal follows it, oldest first.

    `parents` holds the places of the goals above, -1 for roots, and `depths` how many there are; `place_of` finds a goal by its id.
    """

    ids: Sequence[str]
    names: Sequence[str]
    types: Sequence[str]
    parents: Whole
    depths: Whole
    place_of: dict[str, int]


def forest(sql: sqlite3.Connection) -> Forest:
    """Return the goals there are; one whose parent is gone is a root, and of a circle the oldest goal."""
    rows = sorted(sql.execute(_GOALS))
    parents = cut_parents(sql, [Place(*row[:3]) for row in rows])
    below: dict[str | None, list[int]] = {}
    for number, row in enumerate(rows):
        below.setdefault(parents[row[1]], []).append(number)
    order = _walk([row[1] for row in rows], below)
    ids = [rows[number][1] for number in order]
    place_of = {id_: place for place, id_ in enumerate(ids)}
    above = [-1 if (parent := parents[id_]) is None else place_of[parent] for id_ in ids]
    depths: list[int] = []
    for parent_place in above:
        depths.append(0 if parent_place < 0 else depths[parent_place] + 1)
    names, types = ([shown_text(rows[number][column]) for number in order] for column in (3, 4))
    return Forest(ids, names, types, np.array(above, np.int64), np.array(depths, np.int64), place_of)


def rolled_up(forest: Forest, own: Whole) -> Whole:
    """Return for each goal the sum of what it and everything below it has."""
    total = own.tolist()
    parents = forest.parents.tolist()
    for place in range(len(parents) - 1, -1, -1):
        if parents[place] >= 0:
            total[parents[place]] += total[place]
    return np.array(total, np.int64)


def meetings(forest: Forest, one: Whole, other: Whole) -> Whole:
    """Return for each two goals the lowest one that both lie under or are, -1 for goals of different roots."""
    one, other = one.copy(), other.copy()
    apart = np.flatnonzero(one != other)
    while len(apart):
        first, second = one[apart], other[apart]
        further = forest.depths[first] - forest.depths[second]
        one[apart] = np.where(further >= 0, forest.parents[first], first)
        other[apart] = np.where(further <= 0, forest.parents[second], second)
        apart = apart[one[apart] != other[apart]]
    return one


def _walk(ids: Sequence[str], below: dict[str | None, list[int]]) -> list[int]:
    order = []
    waiting = below.get(None, [])[::-1]
    while waiting:
        order.append(number := waiting.pop())
        waiting += below.get(ids[number], [])[::-1]
    return order
