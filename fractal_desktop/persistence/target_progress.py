"""How far a goal is with its targets; slow with many sessions."""

import sqlite3
from datetime import datetime

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.noted import noted_number
from fractal_desktop.domain.target import Measure, Target, TargetKind
from fractal_desktop.domain.target_measure import (
    Wanted,
    Yardstick,
    goal_sum,
    is_sum_reached,
    longest_streak,
    share,
    streak_until,
    wanted,
)
from fractal_desktop.domain.target_progress import TargetBest, TargetProgress
from fractal_desktop.persistence import target_history
from fractal_desktop.persistence.practised_below import Place
from fractal_desktop.persistence.target_case import earliest
from fractal_desktop.persistence.target_goals import measured_goal
from fractal_desktop.persistence.target_history import Noted


def progress(sql: sqlite3.Connection, goal_id: str, now: datetime, calendar: Calendar) -> tuple[TargetProgress, ...]:
    """Return how far a goal is with each of its targets, in their order; empty if it has none or is gone."""
    goal = measured_goal(sql, goal_id)
    if goal is None:
        return ()
    measure = _Measure(sql, goal.place, target_history.yardstick(sql, goal.targets), now, calendar)
    return tuple(map(measure.progress, goal.targets))


class _Measure:
    """Measures the targets of one goal."""

    def __init__(self, sql: sqlite3.Connection, place: Place, yardstick: Yardstick, now: datetime, calendar: Calendar) -> None:
        self._sql = sql
        self._place = place
        self._yardstick = yardstick
        self._now = now
        self._calendar = calendar

    def progress(self, target: Target) -> TargetProgress:
        """Return how far one target is."""
        if target.kind is TargetKind.COUNT_PER_WEEK:
            return self._count(target)
        if target.kind is TargetKind.SUM:
            return self._sum(target)
        aims = wanted(target, self._yardstick)
        if not aims or target.kind is TargetKind.UNKNOWN:
            return _out_of_reach(target)
        return self._threshold(target, aims)

    def _threshold(self, target: Target, aims: tuple[Wanted, ...]) -> TargetProgress:
        found = list(target_history.noted(self._sql, target, self._place, self._calendar))
        if not found:
            return TargetProgress(target, False, 0.0, tuple(TargetBest(aim.metric_id, None, aim.number) for aim in aims))
        best = max(found, key=lambda each: _rank(each, aims))
        reached = {each.session_id: each.start for each in found if share(each.values, aims) == 1}
        values = tuple(TargetBest(aim.metric_id, aim.best(best.values.get(aim.metric_id, ())), aim.number) for aim in aims)
        return TargetProgress(target, bool(reached), share(best.values, aims), values, earliest(reached))

    def _sum(self, target: Target) -> TargetProgress:
        number = goal_sum(target, self._yardstick)
        if number is None:
            return _out_of_reach(target)
        reached = target_history.sum_of(self._sql, target, self._place)
        is_reached = is_sum_reached(reached, number)
        fraction = 1.0 if is_reached else max(0.0, reached / number) if number > 0 else 0.0
        metric_id = None if target.measure is Measure.SECONDS else target.metrics[0].metric_id
        reached_by = target_history.sum_reached_by(self._sql, target, self._place, number) if is_reached else None
        return TargetProgress(target, is_reached, min(1.0, fraction), (TargetBest(metric_id, reached, number),), reached_by)

    def _count(self, target: Target) -> TargetProgress:
        if not target.count or not target.weeks:
            return _out_of_reach(target)
        weeks, reached_by = target_history.by_week(self._sql, target, self._place, self._now, self._calendar)
        this_week = self._calendar.week(self._now).toordinal()
        longest = longest_streak(weeks, target.count)
        return TargetProgress(
            target,
            longest >= target.weeks,
            min(1.0, longest / target.weeks),
            session_id=reached_by,
            longest_weeks=longest,
            current_weeks=streak_until(weeks, target.count, this_week),
            sessions_this_week=weeks.get(this_week, 0),
        )


def _out_of_reach(target: Target) -> TargetProgress:
    """Return the progress of a target that nothing can reach: what it names is gone, or what it wants is no number."""
    wanted_values = tuple(TargetBest(metric.metric_id, None, noted_number(metric.value)) for metric in target.metrics)
    return TargetProgress(target, False, 0.0, wanted_values)


def _rank(each: Noted, aims: tuple[Wanted, ...]) -> tuple[float, ...]:
    """Sort by the share reached, then by each metric: a value beyond the target is better than one that just reaches it."""
    values = ((aim, aim.best(each.values.get(aim.metric_id, ()))) for aim in aims)
    return (share(each.values, aims), *(float("-inf") if value is None else aim.rank(value) for aim, value in values))
