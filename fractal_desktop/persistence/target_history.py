# ruff: noqa: S608 - these statements are put together from constants of this module
"""What the sessions of a fractal come to, for targets: read from rows, for documents by the thousand take seconds."""

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.ids import MetricId, SessionId
from fractal_desktop.domain.library import Better
from fractal_desktop.domain.target import Measure, Target, TargetKind
from fractal_desktop.domain.target_measure import WEEK_DAYS, Values, Yardstick, is_in_time, is_sum_reached, share, total, wanted
from fractal_desktop.persistence import practised_below
from fractal_desktop.persistence.column_times import from_column_time, to_column_time
from fractal_desktop.persistence.goal_tree import IS_SESSION, SUBTREE
from fractal_desktop.persistence.practised_below import Place

_OF_FRACTAL = f"s.{IS_SESSION} AND s.root_id = :root"
_INSTANCES = "activity_instances i CROSS JOIN goals s ON s.id = i.practice_session_id"
_OF_ACTIVITY = (
    f"substr(i.activity_definition_id, 1, 8) = substr(:activity, 1, 8) AND i.activity_definition_id = :activity AND {_OF_FRACTAL}"
)
_VALUES = f"""
    SELECT s.id, s.session_start, i.id, v.metric_definition_id, v.value
    FROM {_INSTANCES} CROSS JOIN metric_values v ON v.activity_instance_id = i.id
    WHERE {_OF_ACTIVITY} AND v.metric_definition_id IN (SELECT value FROM json_each(:metrics)) AND typeof(v.value) IN ('real', 'integer')
"""
_BELOW_ROWIDS = f"""
    s.rowid IN ({SUBTREE}
        SELECT c.rowid FROM below CROSS JOIN goals c ON c.parent_id = below.id WHERE c.{IS_SESSION}
        UNION SELECT c.rowid FROM below CROSS JOIN practice_session_goals l ON l.short_term_goal_id = below.id
            CROSS JOIN goals c ON c.id = l.practice_session_id) AND {_OF_FRACTAL}
"""
_SECONDS_OF_ACTIVITY = f"""
    SELECT s.id, s.session_start, SUM(i.duration_seconds) FROM {_INSTANCES}
    WHERE {_OF_ACTIVITY} AND i.duration_seconds BETWEEN 0 AND {LONGEST_SECONDS} GROUP BY s.id
"""
_COUNTED = "s.session_start <= :now AND (s.completed OR s.total_duration_seconds > 0)"
_COUNTED_OF_ACTIVITY = f"SELECT DISTINCT s.id, s.session_start FROM {_INSTANCES} WHERE {_OF_ACTIVITY} AND {_COUNTED}"
_COUNTED_BELOW = f"SELECT s.id, s.session_start FROM goals s WHERE {_BELOW_ROWIDS} AND {_COUNTED}"


@dataclass(frozen=True, slots=True)
class Noted:
    """What one item or set of a session holds in its rows; `start` is the session's, aware UTC."""

    session_id: SessionId
    start: datetime | None
    values: Values


@dataclass(frozen=True, slots=True)
class Part:
    """What one session adds to a sum."""

    session_id: SessionId
    start: datetime | None
    amount: float


def yardstick(sql: sqlite3.Connection, targets: Collection[Target]) -> Yardstick:
    """Return what of the library exists that targets name."""
    activities = json.dumps([target.activity_id for target in targets if target.activity_id is not None])
    metrics = json.dumps([metric.metric_id for target in targets for metric in target.metrics])
    known = sql.execute("SELECT id FROM activity_definitions WHERE id IN (SELECT value FROM json_each(?))", (activities,))
    better = sql.execute("SELECT id, lower_is_better FROM metric_definitions WHERE id IN (SELECT value FROM json_each(?))", (metrics,))
    return Yardstick(frozenset(id_ for (id_,) in known), {id_: Better.LOWER if is_lower else Better.HIGHER for id_, is_lower in better})


def below(sql: sqlite3.Connection, goal_id: str) -> frozenset[str]:
    """Return the ids of a goal and of all goals under it."""
    return frozenset(id_ for (id_,) in sql.execute(f"{SUBTREE} SELECT id FROM below", {"goal_id": goal_id}))


def noted(sql: sqlite3.Connection, target: Target, place: Place, calendar: Calendar) -> Iterator[Noted]:
    """Yield what the items and sets hold that may reach a target, in no order; with a deadline those up to it."""
    values: dict[str, dict[MetricId, list[float]]] = {}
    sessions: dict[str, tuple[SessionId, object]] = {}
    metrics = json.dumps([metric.metric_id for metric in target.metrics])
    for session_id, start, instance_id, metric_id, value in sql.execute(_VALUES, {**_parameters(target, place), "metrics": metrics}):
        sessions[instance_id] = session_id, start
        values.setdefault(instance_id, {}).setdefault(metric_id, []).append(value)
    for instance_id, (session_id, start) in sessions.items():
        begun = from_column_time(start)
        if target.kind is not TargetKind.BY_DEADLINE or is_in_time(target, begun, calendar):
            yield Noted(session_id, begun, values[instance_id])


def sessions_reaching(
    sql: sqlite3.Connection, target: Target, place: Place, measured_by: Yardstick, calendar: Calendar
) -> dict[SessionId, datetime | None]:
    """Return the sessions of the fractal that reach a target by themselves, with their starts."""
    aims = wanted(target, measured_by)
    if not aims or target.kind is TargetKind.UNKNOWN:
        return {}
    found = noted(sql, target, place, calendar)
    return {each.session_id: each.start for each in found if share(each.values, aims) == 1}


def parts(sql: sqlite3.Connection, target: Target, place: Place) -> list[Part]:
    """Return what each session adds to a sum of a metric or of an activity's time, in the order of their starts."""
    if target.measure is Measure.METRIC:
        totals: dict[tuple[SessionId, object], float] = {}
        metrics = json.dumps([metric.metric_id for metric in target.metrics])
        for session_id, start, _, _, value in sql.execute(_VALUES, {**_parameters(target, place), "metrics": metrics}):
            totals[session_id, start] = totals.get((session_id, start), 0) + value
        found = [(*key, amount) for key, amount in totals.items()]
    else:
        found = sql.execute(_SECONDS_OF_ACTIVITY, _parameters(target, place)).fetchall()
    return sorted((Part(id_, from_column_time(start), amount) for id_, start, amount in found), key=_by_start)


def sum_of(sql: sqlite3.Connection, target: Target, place: Place) -> float:
    """Return what all sessions come to for a sum."""
    if _is_time_below(target):
        return practised_below.total_seconds(sql, place)
    return total(part.amount for part in parts(sql, target, place))


def sum_reached_by(sql: sqlite3.Connection, target: Target, place: Place, number: float) -> SessionId | None:
    """Return the session in which a sum came to `number`, None if it is below that in the end."""
    if _is_time_below(target):
        return practised_below.time_reached_by(sql, place, number)
    found = parts(sql, target, place)
    sums = list(accumulate(part.amount for part in found))
    if not sums or not is_sum_reached(sums[-1], number):
        return None
    return next(part.session_id for part, there in zip(found, sums, strict=True) if is_sum_reached(there, number))


def counted(sql: sqlite3.Connection, target: Target, place: Place, now: datetime) -> dict[SessionId, datetime]:
    """Return the sessions that are counted, with their starts, in the order of these."""
    statement = _COUNTED_BELOW if target.activity_id is None else _COUNTED_OF_ACTIVITY
    rows = sql.execute(f"{statement} ORDER BY s.session_start", {**_parameters(target, place), "now": to_column_time(now)})
    begun = ((id_, from_column_time(start)) for id_, start in rows)
    return {id_: start for id_, start in begun if start is not None}


def by_week(
    sql: sqlite3.Connection, target: Target, place: Place, now: datetime, calendar: Calendar
) -> tuple[Mapping[int, int], SessionId | None]:
    """Return how many sessions that count began in each week, by the ordinal of its first day, and by which the target was reached."""
    if target.activity_id is None:
        begun = practised_below.begun(sql, place, to_column_time(now) or "")
        return practised_below.full_weeks_reached_by(sql, begun, calendar, target.count, target.weeks)
    starts = counted(sql, target, place, now)
    return _weeks(starts.values(), calendar), count_reached_by(starts, target, calendar)


def _weeks(starts: Collection[datetime], calendar: Calendar) -> Mapping[int, int]:
    weeks: dict[int, int] = {}
    for start in starts:
        week = calendar.week(start).toordinal()
        weeks[week] = weeks.get(week, 0) + 1
    return weeks


def count_reached_by(starts: Mapping[SessionId, datetime], target: Target, calendar: Calendar) -> SessionId | None:
    """Return the session that made the last of so many weeks in a row full, None if there never were so many; `starts` ascend."""
    weeks: dict[int, int] = {}
    run, last_full = 0, 0
    for session_id, start in starts.items():
        week = calendar.week(start).toordinal()
        weeks[week] = weeks.get(week, 0) + 1
        if weeks[week] == target.count:
            run = run + 1 if week - last_full == WEEK_DAYS else 1
            last_full = week
            if run >= target.weeks > 0:
                return session_id
    return None


def _is_time_below(target: Target) -> bool:
    """Return whether a sum is of the time of whole sessions."""
    return target.measure is Measure.SECONDS and target.activity_id is None


def _parameters(target: Target, place: Place) -> dict[str, object]:
    return {"activity": target.activity_id, "root": place.root_id, "goal_id": place.goal_id}


def _by_start(part: Part) -> tuple[bool, float, str]:
    """Sort parts without a start first: they were there before anybody noted when."""
    return (part.start is not None, part.start.timestamp() if part.start is not None else 0, part.session_id)
