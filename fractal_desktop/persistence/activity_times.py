"""Time by activity, from the rows of items: those of sets have no time of their own.

No index holds what is asked, and a long history has millions of these rows. So they are read once, a block at a time, and summed up
for each session and activity; what is asked later is asked of these sums.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import ActivityTimeRow
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.persistence.columns import NONE, Places, Whole, found_in
from fractal_desktop.persistence.goals import shown_text

BLOCK = 20_000
"""Rows that are read at once: some 30 ms."""

_SECONDS = f"""
    CASE WHEN typeof(i.duration_seconds) IN ('integer', 'real') AND i.duration_seconds BETWEEN 1 AND {LONGEST_SECONDS}
    THEN CAST(i.duration_seconds AS INTEGER) END
"""
_SUMS = f"SELECT s.rowid, i.activity_definition_id, count({_SECONDS}), ifnull(sum({_SECONDS}), 0)"
_GROUPS = "s.type = 'PracticeSession' GROUP BY s.rowid, i.activity_definition_id"
_BLOCK = f"""
    {_SUMS} FROM activity_instances AS i CROSS JOIN goals AS s ON s.id = i.practice_session_id
    WHERE i.rowid > ? AND i.rowid <= ? AND {_GROUPS}
"""
_OF_SESSIONS = f"""
    {_SUMS} FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.{{key}} = wanted.value
    CROSS JOIN activity_instances AS i ON i.practice_session_id = s.id WHERE {_GROUPS}
"""


class Items(NamedTuple):
    """For each session, by its rowid, and each activity in it, by its place: items with a time, and their seconds. One may be gone."""

    sessions: Whole
    activities: Whole
    timed: Whole
    seconds: Whole


def last_row(sql: sqlite3.Connection) -> int:
    """Return the number of the last row there is, 0 if there is none."""
    return int(sql.execute("SELECT ifnull(max(rowid), 0) FROM activity_instances").fetchone()[0])


def block(sql: sqlite3.Connection, places: Places, after: int) -> Items:
    """Return the sums of one block of rows; a session may go on in the next."""
    return _items(places, sql.execute(_BLOCK, (after, after + BLOCK)))


def of_rowids(sql: sqlite3.Connection, places: Places, sessions: Whole) -> Items:
    """Return the sums of these sessions."""
    return _items(places, sql.execute(_OF_SESSIONS.format(key="rowid"), (json.dumps(sessions.tolist()),)))


def brought_up_to_date(sql: sqlite3.Connection, places: Places, known: Items, changed: Collection[str]) -> Items:
    """Return what is known with these sessions as they are now; those that are gone stay."""
    wanted = (json.dumps(sorted(changed)),)
    there = [rowid for (rowid,) in sql.execute("SELECT rowid FROM goals WHERE id IN (SELECT value FROM json_each(?))", wanted)]
    now = _items(places, sql.execute(_OF_SESSIONS.format(key="id"), wanted))
    stay = ~np.isin(known.sessions, np.array(there, np.int64))
    return joined([Items(*(column[stay] for column in known)), now])


def joined(parts: Iterable[Items]) -> Items:
    """Return all parts as one, summed up where a session and an activity come twice, ascending by both."""
    all_ = Items(*map(np.concatenate, zip(Items(NONE, NONE, NONE, NONE), *parts, strict=True)))
    order = np.lexsort((all_.activities, all_.sessions))
    sessions, activities, *figures = (column[order] for column in all_)
    first = np.ones(len(order), np.bool_)
    first[1:] = (sessions[1:] != sessions[:-1]) | (activities[1:] != activities[:-1])
    starts = np.flatnonzero(first)
    sums = (np.add.reduceat(each, starts) if len(starts) else NONE for each in figures)
    return Items(sessions[starts], activities[starts], *sums)


def activity_times(sql: sqlite3.Connection, places: Places, items: Items, sessions: Whole) -> tuple[ActivityTimeRow, ...]:
    """Return the activities of these sessions (ascending), most time first, then those in most sessions."""
    _, there = found_in(sessions, items.sessions)
    counted = Items(*(column[there] for column in items))
    holding = np.bincount(counted.activities, minlength=len(places))
    timed, seconds = np.zeros((2, len(places)), np.int64)
    np.add.at(timed, counted.activities, counted.timed)
    np.add.at(seconds, counted.activities, counted.seconds)
    names = {id_: shown_text(name) for id_, name in sql.execute("SELECT id, name FROM activity_definitions")}
    figures = zip(places, holding.tolist(), timed.tolist(), seconds.tolist(), strict=True)
    rows = [ActivityTimeRow(ActivityId(id_), names.get(id_), *counts) for id_, *counts in figures if counts[0]]
    return tuple(sorted(rows, key=lambda row: (-row.seconds, -row.sessions, row.name or "", row.activity_id)))


def _items(places: Places, rows: Iterable[tuple[int, str, int, int]]) -> Items:
    columns = [(rowid, places[activity_id], timed, seconds) for rowid, activity_id, timed, seconds in rows]
    return Items(*np.array(columns, np.int64).reshape(-1, 4).T)
