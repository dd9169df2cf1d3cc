# ruff: noqa: S608 - these statements are put together from constants of this module
"""Planned against actual time of sessions, by template.

What was planned stands in the documents alone. SQLite looks into them, a part of them at once, and only into those of the sessions
that are asked for; what a session planned is remembered, so that it is read once. One that SQLite cannot read is read here.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from fractal_desktop.domain.analytics import AnalyticsFilter, PlannedRow
from fractal_desktop.domain.ids import TemplateId
from fractal_desktop.domain.planned import planned_seconds
from fractal_desktop.persistence.analytics_filter import in_period, limited
from fractal_desktop.persistence.columns import Whole, numbers
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.practice_sessions import read_document

AT_ONCE = 2_000
"""Documents that one transaction looks into: some 20 ms."""

# CASE, because SQLite may look at both sides of AND, and what is no JSON is an error for the other functions.
_IS_READABLE = "CASE WHEN typeof(s.attributes) = 'text' AND json_valid(s.attributes) THEN json_type(s.attributes) = 'object' ELSE 0 END"
_SESSIONS = """
    SELECT template_id, group_concat(rowid), group_concat(CAST(total_duration_seconds AS INTEGER))
    FROM goals INDEXED BY idx_template_id
    WHERE type = 'PracticeSession' AND total_duration_seconds >= 1 AND typeof(total_duration_seconds) IN ('integer', 'real') AND {where}
    GROUP BY template_id
"""
_STARTING = "rowid IN (SELECT rowid FROM goals INDEXED BY idx_session_start WHERE type = 'PracticeSession' AND {where})"
_WANTED = "FROM json_each(?) AS wanted CROSS JOIN goals AS s ON s.rowid = wanted.value"
_TOTALS = f"SELECT s.rowid, {_IS_READABLE}, CASE WHEN {_IS_READABLE} THEN s.attributes -> '$.total_duration_minutes' END {_WANTED}"
_SECTIONS = f"""
    SELECT s.rowid, (
        SELECT json_group_array(CASE WHEN section.type = 'object' THEN section.value -> '$.duration_minutes' END)
        FROM json_each(s.attributes, '$.sections') AS section
    ) {_WANTED}
"""
_DOCUMENTS = f"SELECT s.rowid, s.attributes {_WANTED}"


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


def plans(sql: sqlite3.Connection, sessions: Whole) -> dict[int, int]:
    """Return the planned seconds of sessions by their rowids, 0 where nothing is planned."""
    found = dict.fromkeys(sessions.tolist(), 0)
    odd: list[int] = []
    without: list[int] = []
    for rowid, is_readable, total in sql.execute(_TOTALS, (json.dumps(sessions.tolist()),)):
        found[rowid] = _of_total(total)
        if not is_readable:
            odd.append(rowid)
        elif not found[rowid]:
            without.append(rowid)
    for rowid, sections in sql.execute(_SECTIONS, (json.dumps(without),)):
        found[rowid] = _of_sections(sections)
    for rowid, content in sql.execute(_DOCUMENTS, (json.dumps(odd),)):
        found[rowid] = _of_document(content)
    return found


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


@lru_cache(maxsize=4096)
def _of_total(text: str | None) -> int:
    return 0 if text is None else planned_seconds(json.loads(text), ())


@lru_cache(maxsize=4096)
def _of_sections(text: str) -> int:
    return planned_seconds(None, json.loads(text))


def _of_document(content: object) -> int:
    document, _ = read_document(content)
    if document is None:
        return 0
    return planned_seconds(document.planned_minutes, (section.planned_minutes for section in document.sections))


class PagedColumn:
    """A number for each rowid, where one is known, in pages: rowids may have any gaps."""

    _PAGE = 16
    _UNKNOWN = -1

    def __init__(self) -> None:
        self._pages: dict[int, Whole] = {}

    def put(self, rowids: Whole, values: Whole) -> None:
        """Let these be known; values are 0 or more."""
        for page, here in self._by_page(rowids):
            if page not in self._pages:
                self._pages[page] = np.full(1 << self._PAGE, self._UNKNOWN, np.int64)
            self._pages[page][rowids[here] & ((1 << self._PAGE) - 1)] = values[here]

    def forget(self, rowids: Whole) -> None:
        """Let these be unknown."""
        self.put(rowids, np.full(len(rowids), self._UNKNOWN, np.int64))

    def get(self, rowids: Whole) -> Whole:
        """Return the values, below 0 where none is known."""
        found = np.full(len(rowids), self._UNKNOWN, np.int64)
        for page, here in self._by_page(rowids):
            if page in self._pages:
                found[here] = self._pages[page][rowids[here] & ((1 << self._PAGE) - 1)]
        return found

    def _by_page(self, rowids: Whole) -> Iterator[tuple[int, Whole]]:
        order = np.argsort(rowids, kind="stable")
        pages = rowids[order] >> self._PAGE
        cuts = np.flatnonzero(np.diff(pages)) + 1
        for here in np.split(order, cuts) if len(order) else []:
            yield int(rowids[here[0]] >> self._PAGE), here
