"""Time by activity, from what the documents of sessions come to."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import ActivityTimeRow
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.persistence.columns import NONE, Places, Whole
from fractal_desktop.persistence.goals import shown_text


class Items(NamedTuple):
    """For each session, by its rowid, and each activity in it, by its place: items with a time, and their seconds. One may be gone.

    `noted` is the sum of the numbers of the ids of items and sets with values in the document (`id_keys`), 0 where nobody compares them.
    """

    sessions: Whole
    activities: Whole
    timed: Whole
    seconds: Whole
    noted: Whole


def joined(parts: Iterable[Items]) -> Items:
    """Return all parts as one."""
    return Items(*map(np.concatenate, zip(Items(NONE, NONE, NONE, NONE, NONE), *parts, strict=True)))


def activity_times(sql: sqlite3.Connection, places: Places, items: Items, sessions: Whole) -> tuple[ActivityTimeRow, ...]:
    """Return the activities of these sessions, most time first, then those in most sessions; `places` may grow meanwhile."""
    ids = list(places)
    there = np.isin(items.sessions, sessions)
    counted = items if there.all() else Items(*(column[there] for column in items))
    holding = np.bincount(counted.activities, minlength=len(ids))
    timed, seconds = np.zeros((2, len(ids)), np.int64)
    np.add.at(timed, counted.activities, counted.timed)
    np.add.at(seconds, counted.activities, counted.seconds)
    names = {id_: shown_text(name) for id_, name in sql.execute("SELECT id, name FROM activity_definitions")}
    figures = zip(ids, holding.tolist(), timed.tolist(), seconds.tolist(), strict=True)
    rows = [ActivityTimeRow(ActivityId(id_), names.get(id_), *counts) for id_, *counts in figures if counts[0]]
    return tuple(sorted(rows, key=lambda row: (-row.seconds, -row.sessions, row.name or "", row.activity_id)))
