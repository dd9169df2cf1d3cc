"""Planned against actual time of sessions, by template."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import AnalyticsFilter, PlannedRow
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.persistence.analytics_filter import in_period, limited
from fractal_desktop.persistence.columns import Whole, numbers
from fractal_desktop.persistence.goals import shown_text

_SESSIONS = """
    SELECT template_id, group_concat(rowid), group_concat(CAST(total_duration_seconds AS INTEGER))
    FROM goals INDEXED BY idx_template_id
    WHERE type = 'PracticeSession' AND total_duration_seconds >= 1 AND typeof(total_duration_seconds) IN ('integer', 'real') AND {where}
    GROUP BY template_id
"""
_STARTING = "rowid IN (SELECT rowid FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where})"


class Timed(NamedTuple):
    """Sessions of a template (None: of none) by their rowids, with their seconds."""

    template_id: str | None
    sessions: Whole
    seconds: Whole


def timed_sessions(sql: sqlite3.Connection, asked: AnalyticsFilter) -> tuple[Timed, ...]:
    """Return the sessions that the filter lets through and that have a duration."""
    where, values = limited(asked)
    if asked.since or asked.until:
        period, ends = in_period(asked)
        where, values = f"{where} AND {_STARTING.format(where=period)}", values + ends
    rows = sql.execute(_SESSIONS.format(where=where), values)
    return tuple(Timed(template_id, numbers(sessions), numbers(seconds)) for template_id, sessions, seconds in rows)


def planned_rows(sql: sqlite3.Connection, timed: Iterable[Timed], planned: Iterable[Whole]) -> tuple[PlannedRow, ...]:
    """Return the templates whose sessions have a plan, most sessions first; `planned` are the seconds of each, 0 for no plan."""
    names = {id_: shown_text(name) for id_, name in sql.execute("SELECT id, name FROM session_templates")}
    rows = [row for each, plan in zip(timed, planned, strict=True) for row in _row(each, plan, names)]
    return tuple(sorted(rows, key=lambda row: (-row.sessions, row.name or "", row.template_id or "")))


def _row(timed: Timed, planned: Whole, names: dict[str, str]) -> Iterator[PlannedRow]:
    has_plan = planned > 0
    if not has_plan.any():
        return
    meant, took = planned[has_plan], timed.seconds[has_plan]
    template_id = None if timed.template_id is None else TemplateId(timed.template_id)
    ratio = float(np.median(took / meant))
    yield PlannedRow(template_id, names.get(timed.template_id or ""), len(meant), int(meant.sum()), int(took.sum()), ratio)
