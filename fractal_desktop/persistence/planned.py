"""Planned against actual time of sessions, by template."""

import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import PlannedRow
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.persistence.columns import NONE, Whole, durations, numbers
from fractal_desktop.persistence.goals import shown_text

_SESSIONS = """
    SELECT template_id, group_concat(rowid), group_concat(CAST(total_duration_seconds AS INTEGER))
    FROM goals INDEXED BY idx_template_id
    WHERE type = 'PracticeSession' AND total_duration_seconds >= 1 AND typeof(total_duration_seconds) IN ('integer', 'real')
    GROUP BY template_id
"""


class Timed(NamedTuple):
    """Sessions that have a duration, by their rowids, with their seconds: template after template (None: without one), ascending in each.

    `ends` is where the sessions of each template end.
    """

    templates: tuple[str | None, ...]
    ends: Whole
    sessions: Whole
    seconds: Whole

    def among(self, sessions: Whole) -> "Timed":
        """Return only those that are among these."""
        there = np.isin(self.sessions, sessions)
        ends = np.concatenate(([0], np.cumsum(there)))[self.ends]
        return Timed(self.templates, ends, self.sessions[there], self.seconds[there])

    def by_template(self) -> Iterator[tuple[str | None, slice]]:
        """Yield each template with the place of its sessions."""
        ends = pairwise((0, *self.ends.tolist()))
        return ((template_id, slice(*place)) for template_id, place in zip(self.templates, ends, strict=True))


def timed_sessions(sql: sqlite3.Connection) -> Timed:
    """Return all sessions that have a duration."""
    parts = [(template_id, *_ascending(numbers(rowids), durations(seconds))) for template_id, rowids, seconds in sql.execute(_SESSIONS)]
    templates, sessions, seconds = zip(*parts, strict=True) if parts else ((), (), ())
    ends = np.cumsum([len(each) for each in sessions], dtype=np.int64)
    return Timed(templates, ends, np.concatenate((NONE, *sessions)), np.concatenate((NONE, *seconds)))


def planned_rows(sql: sqlite3.Connection, timed: Timed, planned: Whole) -> tuple[PlannedRow, ...]:
    """Return the templates whose sessions have a plan, most sessions first; `planned` are the seconds of each session, 0 for no plan."""
    names = {id_: shown_text(name) for id_, name in sql.execute("SELECT id, name FROM session_templates")}
    by_template = ((template_id, timed.seconds[place], planned[place]) for template_id, place in timed.by_template())
    rows = [_row(template_id, seconds, plan, names) for template_id, seconds, plan in by_template if (plan > 0).any()]
    return tuple(sorted(rows, key=lambda row: (-row.sessions, row.name or "", row.template_id or "")))


def _ascending(sessions: Whole, seconds: Whole) -> tuple[Whole, Whole]:
    order = np.argsort(sessions, kind="stable")
    return sessions[order], seconds[order]


def _row(id_: str | None, seconds: Whole, planned: Whole, names: dict[str, str]) -> PlannedRow:
    has_plan = planned > 0
    meant, took = planned[has_plan], seconds[has_plan]
    ratio = float(np.median(took / meant))
    return PlannedRow(None if id_ is None else TemplateId(id_), names.get(id_ or ""), len(meant), int(meant.sum()), int(took.sum()), ratio)
