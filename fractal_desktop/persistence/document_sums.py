"""What the documents of sessions come to. They alone say what was planned and how long each activity took: rows of old files lag behind.

Where a document has no time of items, or cannot be read, the rows of items say it, as they do for the session's own duration
(BEHAVIOUR.md section 3).
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from fractal_desktop.domain.document_values import DocumentValue, document_values
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.session_sums import Held, session_sums
from fractal_desktop.persistence.columns import Whole

_PART = 100
AT_ONCE = 1_000
"""Documents that one transaction reads: some 15 ms."""

_WANTED = "FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.rowid = wanted.value"
_DOCUMENTS = f"SELECT s.rowid, s.attributes {_WANTED}"
_COUNTED = f"CASE WHEN typeof(i.duration_seconds) IN ('integer', 'real') AND i.duration_seconds BETWEEN 1 AND {LONGEST_SECONDS}"
_ROWS = f"""
    SELECT s.rowid, i.activity_definition_id, count({_COUNTED} THEN 1 END),
           ifnull(sum({_COUNTED} THEN CAST(i.duration_seconds AS INTEGER) END), 0)
    {_WANTED} CROSS JOIN activity_instances AS i ON i.practice_session_id = s.id GROUP BY s.rowid, i.activity_definition_id
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """What sessions come to: the planned seconds of each (0: none), and, in columns, what each holds of each activity.

    `noted` are the ids of items and sets with values, `lengths` how many of them are whose. These are no objects of their own for each
    session: looking for garbage among ten thousands of such would take half as long as reading them.
    """

    planned: dict[int, int] = field(default_factory=dict)
    sessions: list[int] = field(default_factory=list)
    activities: list[str] = field(default_factory=list)
    timed: list[int] = field(default_factory=list)
    seconds: list[int] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def add(self, rowid: int, activities: Mapping[str, Held]) -> None:
        """Add what a session holds."""
        for activity_id, held in activities.items():
            self.sessions.append(rowid)
            self.activities.append(activity_id)
            self.timed.append(held.timed)
            self.seconds.append(held.seconds)
            self.noted.extend(held.noted)
            self.lengths.append(len(held.noted))


def read(sql: sqlite3.Connection, sessions: Whole) -> Sums:
    """Return what sessions come to, by their rowids; those that are gone are left out."""
    found = Sums()
    untimed: dict[int, Mapping[str, Held]] = {}
    for rowid, content in _in_parts(sql.execute(_DOCUMENTS, (json.dumps(sessions.tolist()),))):
        sums = session_sums(content)
        found.planned[rowid] = 0 if sums is None else sums.planned_seconds
        if sums is not None and sums.item_seconds:
            found.add(rowid, sums.activities)
        else:
            untimed[rowid] = {} if sums is None else sums.activities
    for rowid, activity_id, timed, seconds in _in_parts(sql.execute(_ROWS, (json.dumps(list(untimed)),))):
        there = untimed[rowid]
        noted = there[activity_id].noted if activity_id in there else ()
        untimed[rowid] = {**there, activity_id: Held(timed, seconds, noted)}
    for rowid, activities in untimed.items():
        found.add(rowid, activities)
    return found


def values(sql: sqlite3.Connection, sessions: Whole, activity_id: str) -> dict[int, tuple[DocumentValue, ...]]:
    """Return what documents note for an activity, by the rowids of their sessions; those that are gone are left out."""
    documents = _in_parts(sql.execute(_DOCUMENTS, (json.dumps(sessions.tolist()),)))
    return {rowid: document_values(content, activity_id) for rowid, content in documents}


def _in_parts(rows: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    """Yield rows that were fetched some at a time.

    To fetch a row lets go of the interpreter's lock for a few microseconds. A thread that waits for the lock wakes up too late to get
    it then, and each time begins anew to wait for the millisecond (`sys.setswitchinterval`) after which it would be given the lock: if
    that happens with each row, the window waits 10 to 20 ms. Between two parts no row is fetched for longer than a millisecond.
    """
    while part := rows.fetchmany(_PART):
        yield from part
