"""What the documents of sessions come to. They alone say what was planned and how long each activity took: rows of old files lag behind.

Where a document has no time of items, or cannot be read, the rows of items say it, as they do for the session's own duration
(BEHAVIOUR.md section 3).
"""

import json
import sqlite3
from collections.abc import Mapping
from typing import NamedTuple

from fractal_desktop.domain.document_values import DocumentValue, document_values
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.session_sums import Held, session_sums
from fractal_desktop.persistence.columns import Whole

AT_ONCE = 1_000
"""Documents that one transaction reads: some 15 ms."""

_WANTED = "FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.rowid = wanted.value"
_DOCUMENTS = f"SELECT s.rowid, s.attributes {_WANTED}"
_COUNTED = f"CASE WHEN typeof(i.duration_seconds) IN ('integer', 'real') AND i.duration_seconds BETWEEN 1 AND {LONGEST_SECONDS}"
_ROWS = f"""
    SELECT s.rowid, i.activity_definition_id, count({_COUNTED} THEN 1 END),
           CAST(ifnull(sum({_COUNTED} THEN i.duration_seconds END), 0) AS INTEGER)
    {_WANTED} CROSS JOIN activity_instances AS i ON i.practice_session_id = s.id GROUP BY s.rowid, i.activity_definition_id
"""


class Read(NamedTuple):
    """Planned seconds of a session (0: none), and what it holds of each activity."""

    planned_seconds: int
    activities: Mapping[str, Held]


def read(sql: sqlite3.Connection, sessions: Whole) -> dict[int, Read]:
    """Return what sessions come to, by their rowids; those that are gone are left out."""
    found: dict[int, Read] = {}
    untimed: list[int] = []
    for rowid, content in sql.execute(_DOCUMENTS, (json.dumps(sessions.tolist()),)):
        sums = session_sums(content)
        found[rowid] = Read(0, {}) if sums is None else Read(sums.planned_seconds, sums.activities)
        if sums is None or not sums.item_seconds:
            untimed.append(rowid)
    for rowid, activity_id, timed, seconds in sql.execute(_ROWS, (json.dumps(untimed),)):
        there = found[rowid].activities
        noted = there[activity_id].noted if activity_id in there else ()
        found[rowid] = found[rowid]._replace(activities={**there, activity_id: Held(timed, seconds, noted)})
    return found


def values(sql: sqlite3.Connection, sessions: Whole, activity_id: str) -> dict[int, tuple[DocumentValue, ...]]:
    """Return what documents note for an activity, by the rowids of their sessions; those that are gone are left out."""
    return {rowid: document_values(content, activity_id) for rowid, content in sql.execute(_DOCUMENTS, (json.dumps(sessions.tolist()),))}
