# ruff: noqa: S608 - these statements are put together from constants of this module
"""The best values of metrics, found block by block in all that was ever noted."""

import sqlite3
from collections.abc import Mapping

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.leaders import Leaders
from fractal_desktop.domain.noted import split_key
from fractal_desktop.domain.previous import BestKey

BLOCK, FIRST_BLOCK = 50_000, 2_000
"""Rows that one transaction looks through, in which nobody can commit: a fiftieth of a second. All of the first are fetched."""

_MOST_BARS = 30
_VALUES = "SELECT v.metric_definition_id, v.split_definition_id, v.value, v.activity_instance_id FROM metric_values v"
_IS_NUMBER = "typeof(v.value) IN ('real', 'integer')"


def highest_row(sql: sqlite3.Connection) -> int:
    """Return the last row that a look through all values ends with."""
    return int(sql.execute("SELECT coalesce(max(rowid), 0) FROM metric_values").fetchone()[0])


def lower_is_better(sql: sqlite3.Connection) -> frozenset[str]:
    """Return the metrics whose least value is the best."""
    return frozenset(id_ for (id_,) in sql.execute("SELECT id FROM metric_definitions WHERE lower_is_better"))


def look_through(sql: sqlite3.Connection, leaders: dict[BestKey, Leaders], lower: frozenset[str], until: int) -> int:
    """Take the best of the rows of a block, the last of which is `until`, in among the leaders; return the last row of the next block."""
    after = max(0, until - (BLOCK if leaders else FIRST_BLOCK))
    better, values = _better(leaders)
    found: dict[BestKey, list[tuple[float, str]]] = {}
    for metric_id, split_id, value, instance_id in sql.execute(
        f"{_VALUES} WHERE v.rowid > ? AND v.rowid <= ? AND {_IS_NUMBER} AND {better}", (after, until, *values)
    ):
        found.setdefault(BestKey(metric_id, split_key(split_id)), []).append((value, instance_id))
    for key, candidates in found.items():
        _take(sql, leaders.setdefault(key, Leaders(key.metric_id in lower)), candidates)
    for leading in leaders.values():
        if leading.bar is not None:
            leading.pass_over()
    return after


def _take(sql: sqlite3.Connection, leading: Leaders, candidates: list[tuple[float, str]]) -> None:
    candidates.sort(reverse=not leading.lower_is_better)
    for value, instance_id in candidates:
        if not leading.may_take(value):
            leading.pass_over()
            return
        row = sql.execute("SELECT practice_session_id FROM activity_instances WHERE id = ?", (instance_id,)).fetchone()
        if row is not None:
            leading.offer(SessionId(row[0]), value)


def _better(leaders: Mapping[BestKey, Leaders]) -> tuple[str, list[object]]:
    """Return a condition that leaves most of those rows out that cannot be among the leaders, and its values."""
    cases: list[str] = []
    values: list[object] = []
    for key, leading in leaders.items():
        if leading.bar is not None and len(cases) < _MOST_BARS and (key.split is None or isinstance(key.split, str)):
            sign = "<" if leading.lower_is_better else ">"
            cases.append(f"WHEN v.metric_definition_id = ? AND v.split_definition_id IS ? THEN v.value {sign} ?")
            values += [key.metric_id, key.split, leading.bar]
    return (f"CASE {' '.join(cases)} ELSE 1 END" if cases else "1"), values


def of_session(sql: sqlite3.Connection, session_id: str) -> Mapping[BestKey, list[float]]:
    """Return what a session has noted; nothing if it is gone."""
    rows = sql.execute(
        "SELECT v.metric_definition_id, v.split_definition_id, v.value FROM activity_instances i"
        f" CROSS JOIN metric_values v ON v.activity_instance_id = i.id WHERE i.practice_session_id = ? AND {_IS_NUMBER}",
        (session_id,),
    )
    found: dict[BestKey, list[float]] = {}
    for metric_id, split_id, value in rows:
        found.setdefault(BestKey(metric_id, split_key(split_id)), []).append(value)
    return found
