# ruff: noqa: S608 - these statements are put together from constants of this module
"""Every number that was noted for an activity, read from rows: looked up where they are few, else found in one pass through all values.

Where the activity is in many sessions, but few of them are asked for, those are looked through. To look up a hundred thousand items by
their ids takes several times as long as to read all values one after the other: ids are random, so each lies on another page. That
pass is made in blocks; an item's values are known by the bytes of its id.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.activity_progress import NotedValues, are_values
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.noted import split_key
from fractal_desktop.domain.robust_fit import Floats
from fractal_desktop.persistence.id_keys import LENGTH, Keys, id_keys, packed_keys
from fractal_desktop.persistence.models import OF_ACTIVITY
from fractal_desktop.persistence.packed_numbers import decimals, whole_numbers

Column = NDArray[np.int64]

FEW_ITEMS = 10_000
"""So many rows of items and sets are looked up; of more, all values are read."""

FEW_SESSIONS, SESSIONS_AT_ONCE = 60_000, 2_000
"""So many sessions are looked through for the activity, a block of them in each transaction."""

BLOCK = 50_000
"""Rows that one transaction reads, in which nobody can commit: a hundredth of a second."""

_ITEMS = f"activity_instances INDEXED BY ix_activity_instances_activity WHERE {OF_ACTIVITY}"
_COUNT = f"SELECT count(*) FROM (SELECT 1 FROM {_ITEMS} LIMIT ?2)"
_PARTS = "SELECT id FROM {table} WHERE activity_id = ? ORDER BY rowid"
_OF_OTHERS = "SELECT id FROM metric_definitions WHERE activity_id <> ?1"
_IS_NUMBER = "typeof(v.value) IN ('real', 'integer')"
_EACH = f"""
    SELECT ifnull(s.rowid, 0), i.rowid, v.metric_definition_id, v.split_definition_id, CASE WHEN {_IS_NUMBER} THEN v.value END, i.id
    FROM (SELECT rowid, id, practice_session_id FROM {_ITEMS}) i CROSS JOIN metric_values v ON v.activity_instance_id = i.id
    LEFT JOIN goals s ON s.id = i.practice_session_id
    WHERE v.metric_definition_id NOT IN ({_OF_OTHERS}) ORDER BY i.rowid, v.rowid
"""
_EACH_OF_SESSIONS = f"""
    SELECT s.rowid, i.rowid, v.metric_definition_id, v.split_definition_id, CASE WHEN {_IS_NUMBER} THEN v.value END, i.id
    FROM json_each(?2) j CROSS JOIN goals s ON s.rowid = j.value CROSS JOIN activity_instances i ON i.practice_session_id = s.id
    CROSS JOIN metric_values v ON v.activity_instance_id = i.id
    WHERE i.activity_definition_id = ?1 AND v.metric_definition_id NOT IN ({_OF_OTHERS}) ORDER BY i.rowid, v.rowid
"""
_PADDED = f"CAST(group_concat(substr(CAST({{id}} || '{' ' * LENGTH}' AS BLOB), 1, {LENGTH}), '') AS BLOB)"
_ITEM_BLOCK = f"""
    SELECT {_PADDED.format(id="i.id")}, group_concat(i.rowid, ' '), group_concat(ifnull(s.rowid, 0), ' '), max(length(CAST(i.id AS BLOB)))
    FROM (SELECT rowid, id, practice_session_id FROM {_ITEMS} AND rowid > ?2 AND rowid <= ?3) i
    LEFT JOIN goals s ON s.id = i.practice_session_id
"""
_VALUE_BLOCK = f"""
    SELECT {_PADDED.format(id="v.activity_instance_id")}, group_concat({{metric}}, ' '), group_concat({{split}}, ' '),
        group_concat(CASE WHEN {_IS_NUMBER} THEN printf('%!.17g', v.value) ELSE 'nan' END, ' ')
    FROM metric_values v WHERE v.rowid > ?2 AND v.rowid <= ?3 AND v.metric_definition_id NOT IN ({_OF_OTHERS})
"""
_LATEST = """
    SELECT i.activity_definition_id, count(DISTINCT s.id) AS sessions
    FROM (SELECT rowid AS r FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where}
          ORDER BY session_start DESC LIMIT {most}) latest
    CROSS JOIN goals s ON s.rowid = latest.r CROSS JOIN activity_instances i ON i.practice_session_id = s.id
    WHERE EXISTS (SELECT 1 FROM metric_values v WHERE v.activity_instance_id = i.id)
    GROUP BY 1 ORDER BY sessions DESC, 1 LIMIT 1
"""


_NO_WHOLE: Column = np.empty(0, np.int64)
_NO_KEYS: Keys = np.empty(0, np.uint64)
_GONE = object()
"""Stands for all splits that are gone."""


class _Columns(NamedTuple):
    sessions: Column
    units: Column
    metrics: Column
    splits: Column
    values: Floats
    keys: Keys


class NotedItems(NamedTuple):
    """The items and sets that have values in rows: their sessions (0: gone), and what `id_keys` makes of their ids."""

    sessions: Column
    keys: Keys


NO_ITEMS = NotedItems(_NO_WHOLE, _NO_KEYS)


class ValueSearch:
    """Finds all that is noted for an activity: `step` until it returns False, each time in a transaction that may be another one.

    Where that takes many lookups, `choose_sessions` can limit it before the next step.
    """

    def __init__(self, activity_id: ActivityId) -> None:
        self._activity_id = activity_id
        self._metrics: tuple[str, ...] = ()
        self._splits: tuple[object, ...] = ()
        self._sessions: Column | None = None
        self._items = _Items()
        self._blocks: list[_Columns] = []
        self._last_item = self._last_value = 0
        self._next: int | None = None

    @property
    def is_of_all(self) -> bool:
        """Return whether it finds the values of all sessions."""
        return self._sessions is None

    def choose_sessions(self, rows: Column) -> None:
        """Look for values of these sessions only, by their rows."""
        self._sessions = rows

    def step(self, sql: sqlite3.Connection) -> bool:
        """Read a block, and return whether there are more."""
        if self._next is None:
            return self._begin(sql)
        if self._sessions is not None:
            return self._look_through_sessions(sql, self._sessions)
        if not self._items.is_complete:
            return self._read_items(sql)
        return self._read_values(sql)

    def result(self) -> NotedValues:
        """Return what was found, once all is read: by the rows of items, without what is no number or of a metric that is gone."""
        sessions, units, metrics, splits = (np.concatenate([_NO_WHOLE, *(block[place] for block in self._blocks)]) for place in range(4))
        values = np.concatenate([np.empty(0), *(block.values for block in self._blocks)])
        is_gone, is_number = metrics < 0, are_values(values)
        kept = np.argsort(units, kind="stable")
        kept = kept[(is_number & ~is_gone)[kept]]
        return NotedValues(
            sessions[kept],
            units[kept],
            metrics[kept],
            splits[kept],
            values[kept],
            self._metrics,
            (None, *map(split_key, self._splits), _GONE),
            not_numbers=sessions[~is_number & ~is_gone],
            of_gone_metrics=sessions[is_gone],
        )

    def noted_items(self) -> NotedItems:
        """Return which items and sets have values, once all is read: each once."""
        sessions, units = (np.concatenate([_NO_WHOLE, *(block[place] for block in self._blocks)]) for place in range(2))
        keys = np.concatenate([_NO_KEYS, *(block.keys for block in self._blocks)])
        _, firsts = np.unique(units, return_index=True)
        return NotedItems(sessions[firsts], keys[firsts])

    def _begin(self, sql: sqlite3.Connection) -> bool:
        self._metrics, self._splits = (
            tuple(id_ for (id_,) in sql.execute(_PARTS.format(table=table), (self._activity_id,)))
            for table in ("metric_definitions", "split_definitions")
        )
        (items,) = sql.execute(_COUNT, (self._activity_id, FEW_ITEMS + 1)).fetchone()
        if items <= FEW_ITEMS:
            return self._look_up(sql)
        self._last_item = _last_row(sql, "activity_instances")
        self._last_value = _last_row(sql, "metric_values")
        self._next = 0
        return True

    def _look_up(self, sql: sqlite3.Connection) -> bool:
        self._add_rows(sql.execute(_EACH, (self._activity_id,)))
        return False

    def _look_through_sessions(self, sql: sqlite3.Connection, sessions: Column) -> bool:
        assert self._next is not None
        here = sessions[self._next : self._next + SESSIONS_AT_ONCE].tolist()
        self._add_rows(sql.execute(_EACH_OF_SESSIONS, (self._activity_id, json.dumps(here))))
        self._next += SESSIONS_AT_ONCE
        return self._next < len(sessions)

    def _add_rows(self, rows: Iterable[tuple[int, int, str, object, float | None, str]]) -> None:
        metrics = {id_: place for place, id_ in enumerate(self._metrics)}
        splits = {None: 0} | {split_key(id_): place for place, id_ in enumerate(self._splits, 1)}
        gone = len(splits)
        found = [
            (session, item, metrics.get(metric, -1), splits.get(split_key(split) if split is not None else None, gone), value, id_)
            for session, item, metric, split, value, id_ in rows
        ]
        sessions, units, places, parts = np.array([row[:4] for row in found], np.int64).reshape(-1, 4).T
        numbers = np.array([row[4] for row in found], float)
        self._blocks.append(_Columns(sessions, units, places, parts, numbers, id_keys([row[5] for row in found])))

    def _read_items(self, sql: sqlite3.Connection) -> bool:
        assert self._next is not None
        ids, items, sessions, longest = sql.execute(_ITEM_BLOCK, (self._activity_id, self._next, self._next + BLOCK)).fetchone()
        self._next += BLOCK
        self._items.add(packed_keys(ids), whole_numbers(items), whole_numbers(sessions))
        is_last = self._next >= self._last_item
        if (longest or 0) > LENGTH or (is_last and not self._items.complete()):
            return self._look_up(sql)
        if is_last:
            self._next = 0
        return True

    def _read_values(self, sql: sqlite3.Connection) -> bool:
        assert self._next is not None
        gone = len(self._splits) + 1
        metric, metric_ids = _case("v.metric_definition_id", self._metrics, first=0, otherwise=-1, parameter=4)
        split, split_ids = _case("v.split_definition_id", self._splits, first=1, otherwise=gone, parameter=4 + len(metric_ids))
        statement = _VALUE_BLOCK.format(metric=metric, split=f"CASE WHEN v.split_definition_id IS NULL THEN 0 ELSE {split} END")
        values = (self._activity_id, self._next, self._next + BLOCK, *metric_ids, *split_ids)
        ids, metrics, splits, numbers = sql.execute(statement, values).fetchone()
        keys = packed_keys(ids)
        places = self._items.places(keys)
        mine = places >= 0
        sessions, units = self._items.sessions[places[mine]], self._items.rows[places[mine]]
        columns = (whole_numbers(metrics)[mine], whole_numbers(splits)[mine], decimals(numbers)[mine])
        self._blocks.append(_Columns(sessions, units, *columns, keys[mine]))
        self._next += BLOCK
        return self._next < self._last_value


class _Items:
    """The rows of items and sets, found again by their ids."""

    def __init__(self) -> None:
        self.is_complete = False
        self.rows = self.sessions = np.empty(0, np.int64)
        self._keys: Keys = np.empty(0, np.uint64)
        self._blocks: list[tuple[Keys, Column, Column]] = []

    def add(self, keys: Keys, rows: Column, sessions: Column) -> None:
        """Add some, with their sessions."""
        self._blocks.append((keys, rows, sessions))

    def complete(self) -> bool:
        """Put them in order, and return whether no two have the same key."""
        keys, rows, sessions = (np.concatenate(column) for column in zip(*self._blocks, strict=True))
        order = np.argsort(keys)
        self._keys, self.rows, self.sessions = keys[order], rows[order], sessions[order]
        self.is_complete = True
        return bool((self._keys[1:] != self._keys[:-1]).all())

    def places(self, keys: Keys) -> Column:
        """Return where the item of each key stands, -1 for keys of other items."""
        found = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[found] == keys, found, -1)


def latest_activity(sql: sqlite3.Connection, where: str, values: Sequence[object], most: int) -> ActivityId | None:
    """Return the activity that most of the last `most` sessions with a start have values of; `where` limits the sessions."""
    row = sql.execute(_LATEST.format(where=where, most=most), tuple(values)).fetchone()
    return None if row is None else ActivityId(str(row[0]))


def _case(column: str, ids: Sequence[object], *, first: int, otherwise: int, parameter: int) -> tuple[str, Sequence[object]]:
    """Return an expression that gives the place of a column's id among `ids`, and the ids as its parameters."""
    cases = " ".join(f"WHEN ?{parameter + place} THEN {first + place}" for place in range(len(ids)))
    return (f"CASE {column} {cases} ELSE {otherwise} END" if ids else str(otherwise)), ids


def _last_row(sql: sqlite3.Connection, table: str) -> int:
    return int(sql.execute(f"SELECT coalesce(max(rowid), 0) FROM {table}").fetchone()[0])
