# ruff: noqa: S608 - these statements are put together from constants of this package
"""The lines of a list of sessions, page by page: each page goes on after the last line of the one before (keyset, no offset)."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.domain.practice_session import SessionQuery, SessionRow, SessionSort, SessionState
from fractal_desktop.persistence.column_times import from_column_time
from fractal_desktop.persistence.goal_tree import IS_NO_SESSION, IS_SESSION
from fractal_desktop.persistence.goals import LOOSE, shown_text
from fractal_desktop.persistence.session_filter import WITH_ISSUES, conditions

_ROW = """
    SELECT s.rowid, s.id, s.name, s.session_start, s.session_end, s.total_duration_seconds, s.template_id, t.name, s.parent_id, s.completed,
        EXISTS (SELECT 1 FROM session_issues i WHERE i.session_id = s.id AND i.status = 'open'), {sorted_by}
    FROM goals s LEFT JOIN session_templates t ON t.id = s.template_id
"""

_SORT_COLUMNS = {
    SessionSort.NAME: "s.name",
    SessionSort.START: "s.session_start",
    SessionSort.END: "s.session_end",
    SessionSort.DURATION: "s.total_duration_seconds",
}


class Ranking(NamedTuple):
    """How lines are sorted by something outside their table: what puts the few values in order, the join, and a line's place."""

    ranks: str
    join: str
    place: str


_PLACES = "SELECT id, ROW_NUMBER() OVER (ORDER BY name COLLATE NOCASE {order}, id {order}) FROM {table}"
_RANKINGS = {
    # No index has both template and start. Looking each session up takes twice as long as joining two indexes by the rowid.
    SessionSort.TEMPLATE: Ranking(
        f"WITH ranks(id, place) AS MATERIALIZED ({_PLACES.format(order='{order}', table='session_templates')}),"
        " placed(rowid, place) AS MATERIALIZED"
        f" (SELECT k.rowid, ranks.place FROM goals k CROSS JOIN ranks ON ranks.id = k.template_id WHERE k.{IS_SESSION})",
        "LEFT JOIN placed ON placed.rowid = s.rowid",
        "COALESCE(placed.place, 1 << 40)",
    ),
    SessionSort.GOALS: Ranking(
        f"{LOOSE}, ranks(id, place) AS MATERIALIZED ({_PLACES.format(order='{order}', table='goals')} WHERE {IS_NO_SESSION}),"
        " linked(rowid, place) AS MATERIALIZED (SELECT loose.rowid, (SELECT r.place FROM practice_session_goals l"
        " JOIN ranks r ON r.id = l.short_term_goal_id WHERE l.practice_session_id = loose.id ORDER BY l.rowid LIMIT 1) FROM loose)",
        "LEFT JOIN ranks ON ranks.id = s.parent_id",
        "COALESCE(ranks.place, (SELECT linked.place FROM linked WHERE linked.rowid = s.rowid), 1 << 40)",
    ),
    SessionSort.STATE: Ranking(
        "WITH ranks(with_issues, open, done) AS (SELECT {states})",
        "CROSS JOIN ranks",
        f"CASE WHEN s.rowid IN ({WITH_ISSUES}) THEN with_issues WHEN s.completed THEN done ELSE open END",
    ),
}
"""What has no template or goal, or one that is gone, comes last in both directions."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last line of a page: the value it is sorted by (None: the lines without one, which come last) and its rowid.

    Lines that are sorted by a template, a goal or their state stand newest first where that is the same, hence `start`.
    """

    value: str | int | float | bytes | None
    rowid: int
    start: object = None


class Line(NamedTuple):
    """A line of the list as it stands in the file; columns of old files may hold anything."""

    rowid: int
    id: SessionId
    name: object
    start: object
    end: object
    duration: object
    template_id: TemplateId | None
    template_name: object
    parent_id: object
    completed: object
    has_issues: object
    sorted_by: str | int | float | bytes | None

    @property
    def seconds(self) -> int | None:
        """Return the session's duration in whole seconds, None if it has none."""
        return self.duration if isinstance(self.duration, int) else None

    @property
    def cursor(self) -> Cursor:
        """Return what the lines after this one are asked for with."""
        return Cursor(self.sorted_by, self.rowid, self.start)


def lines(sql: sqlite3.Connection, query: SessionQuery, after: Cursor | None, limit: int) -> list[Line]:
    """Return the next lines after a cursor (None: from the first), whatever `query.text` says; fewer than `limit` means no more."""
    where, values = conditions(query)
    if query.sort in _RANKINGS:
        return _ranked_lines(sql, query, where, {**values, "limit": limit}, after)
    column = _SORT_COLUMNS[query.sort] + (" COLLATE NOCASE" if query.sort is SessionSort.NAME else "")
    found: list[Line] = []
    if after is None or after.value is not None:
        found = _sorted_lines(sql, query, column, f"{where} AND {column} IS NOT NULL", {**values, "limit": limit}, after)
        after = None
    if len(found) < limit and not _never_null(query):
        rest = {**values, "limit": limit - len(found)}
        found += _sorted_lines(sql, query, column, f"{where} AND {column} IS NULL", rest, after)
    return found


def rows(sql: sqlite3.Connection, found: Sequence[Line]) -> tuple[SessionRow, ...]:
    """Return lines as the list shows them."""
    names = _goal_names(sql, found)
    return tuple(_session_row(line, names) for line in found)


def _never_null(query: SessionQuery) -> bool:
    """Return whether the query lets through no session without the value it is sorted by."""
    if query.sort is SessionSort.START:
        return query.since is not None or query.until is not None
    return query.sort is SessionSort.DURATION and query.longer_than_seconds is not None


def _sorted_lines(
    sql: sqlite3.Connection, query: SessionQuery, column: str, where: str, values: Mapping[str, object], after: Cursor | None
) -> list[Line]:
    comparison, order = ("<", "DESC") if query.descending else (">", "ASC")
    if after is not None:
        beyond = f"({column}, s.rowid) {comparison} (:value, :rowid)" if after.value is not None else f"s.rowid {comparison} :rowid"
        where = f"{where} AND {beyond}"
        values = {**values, "value": after.value, "rowid": after.rowid}
    # The rows are looked up last, for those that are shown: a sort by name would look everything up for every session.
    ordered = f"ORDER BY {column} {order}, s.rowid {order}"
    shown = f"SELECT s.rowid FROM goals s WHERE {where} {ordered} LIMIT :limit"
    row = _ROW.format(sorted_by=_SORT_COLUMNS[query.sort])
    return [Line._make(found) for found in sql.execute(f"{row} WHERE s.rowid IN ({shown}) {ordered}", values)]


def _ranked_lines(
    sql: sqlite3.Connection, query: SessionQuery, where: str, values: Mapping[str, object], after: Cursor | None
) -> list[Line]:
    """Return the next lines of those sorted by a place among few: the direction is that of the places, the newest come first in each."""
    ranking = _RANKINGS[query.sort]
    ranks = ranking.ranks.format(order="DESC" if query.descending else "ASC", states="2, 1, 0" if query.descending else "0, 1, 2")
    if after is not None:
        beyond = f"{ranking.place} > :value OR ({ranking.place} = :value AND (COALESCE(s.session_start, ''), s.rowid) < (:start, :rowid))"
        where = f"{where} AND ({beyond})"
        values = {**values, "value": after.value, "start": after.start or "", "rowid": after.rowid}
    ordered = "ORDER BY place, COALESCE(s.session_start, '') DESC, s.rowid DESC LIMIT :limit"
    shown = f"{ranks} SELECT s.rowid, {ranking.place} AS place FROM goals s {ranking.join} WHERE {where} {ordered}"
    places = dict(sql.execute(shown, values).fetchall())
    chosen = _ROW.format(sorted_by="NULL") + " WHERE s.rowid IN (SELECT value FROM json_each(?))"
    found = {row[0]: Line._make(row) for row in sql.execute(chosen, (json.dumps(list(places)),))}
    return [found[rowid]._replace(sorted_by=place) for rowid, place in places.items()]


def _goal_names(sql: sqlite3.Connection, found: Sequence[Line]) -> Mapping[SessionId, tuple[str, ...]]:
    """Return the names of each session's goals, its parent's first. Each goal is looked up once, however many sessions it has."""
    goal_ids = {line.id: [line.parent_id] for line in found}
    for session_id, goal_id in sql.execute(
        "SELECT l.practice_session_id, l.short_term_goal_id FROM json_each(?) j"
        " CROSS JOIN practice_session_goals l ON l.practice_session_id = j.value",
        (json.dumps(list(goal_ids)),),
    ):
        if goal_id != goal_ids[session_id][0]:
            goal_ids[session_id].append(goal_id)
    wanted = {goal_id for ids in goal_ids.values() for goal_id in ids if isinstance(goal_id, str)}
    named = sql.execute(
        f"SELECT g.id, g.name FROM json_each(?) j CROSS JOIN goals g ON g.id = j.value WHERE g.{IS_NO_SESSION}", (json.dumps(list(wanted)),)
    )
    names = {goal_id: shown_text(name) for goal_id, name in named}
    return {session_id: tuple(names[goal_id] for goal_id in ids if goal_id in names) for session_id, ids in goal_ids.items()}


def _session_row(line: Line, names: Mapping[SessionId, tuple[str, ...]]) -> SessionRow:
    return SessionRow(
        line.id,
        line.name if isinstance(line.name, str) else shown_text(line.name),
        from_column_time(line.start),
        from_column_time(line.end),
        line.seconds,
        line.template_id,
        None if line.template_name is None else shown_text(line.template_name),
        names.get(line.id, ()),
        bool(line.completed),
        SessionState.ATTENTION if line.has_issues else SessionState.DONE if line.completed else SessionState.OPEN,
    )
