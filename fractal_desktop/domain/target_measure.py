"""How far sessions reach targets (BEHAVIOUR.md section 1); pure.

A target that names an activity or a metric that is gone, or whose value is no number, is reached by nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import fsum

from fractal_desktop.domain.calendar import Calendar
from fractal_desktop.domain.document import Document, MetricEntry
from fractal_desktop.domain.ids import GoalId, InstanceId, MetricId, SessionId
from fractal_desktop.domain.library import Better
from fractal_desktop.domain.noted import noted_number
from fractal_desktop.domain.target import Measure, Target, TargetKind

IN_ONE_SESSION = frozenset({TargetKind.THRESHOLD, TargetKind.BY_DEADLINE, TargetKind.UNKNOWN})
"""Kinds that one session reaches by itself; the others are reached by all together."""

WEEK_DAYS = 7

Values = Mapping[MetricId, Collection[float]]
"""What one item or set holds: the numbers of each metric, more than one where there are splits."""


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What targets are measured with: the activities that there are, and which value of each metric is the better one."""

    activities: Collection[str] = ()
    better: Mapping[str, Better] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one metric is to reach."""

    metric_id: MetricId
    number: float
    better: Better

    def best(self, numbers: Collection[float]) -> float | None:
        """Return the best of some values, None if there are none."""
        if not numbers:
            return None
        return min(numbers) if self.better is Better.LOWER else max(numbers)

    def rank(self, value: float) -> float:
        """Return a number that is the higher the better the value is."""
        return -value if self.better is Better.LOWER else value

    def share(self, value: float | None) -> float:
        """Return how much of the way a value is, from 0 to 1; 1 is reached."""
        if value is None:
            return 0.0
        there, wanted = (self.number, value) if self.better is Better.LOWER else (value, self.number)
        if there >= wanted:
            return 1.0
        return max(0.0, there / wanted) if wanted > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Practised:
    """What one item or set of a document holds; `seconds` is None for a set, and where none are noted."""

    instance_id: InstanceId | None
    values: Values
    seconds: float | None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a session says towards targets; instants are aware UTC. `goal_ids` are those it hangs on.

    `practised` are its items and sets by their activity, in their order.
    """

    id: SessionId
    root_id: GoalId | None
    goal_ids: frozenset[str]
    start: datetime | None
    seconds: int | None
    completed: bool
    practised: Mapping[str, Sequence[Practised]]


@dataclass(frozen=True, slots=True)
class FactsChange:
    """What a session said before a transaction and what it says after it, None where it was not there."""

    before: SessionFacts | None
    after: SessionFacts | None

    @property
    def is_moved(self) -> bool:
        """Return whether it went away or hangs on other goals now: then what it had counted for may be gone too."""
        return self.before is not None and (self.after is None or self.before.goal_ids != self.after.goal_ids)


def practised(document: Document) -> dict[str, list[Practised]]:
    """Return what a document holds, by activity."""
    found: dict[str, list[Practised]] = {}
    for item in document.items:
        if item.activity_id is not None:
            here = found.setdefault(item.activity_id, [])
            here.append(Practised(item.instance_id, _numbers(item.metrics), item.duration_seconds))
            here.extend(Practised(item_set.instance_id, _numbers(item_set.metrics), None) for item_set in item.sets)
    return found


def wanted(target: Target, yardstick: Yardstick) -> tuple[Wanted, ...]:
    """Return what the metrics of a target are to reach; empty if nothing can reach it, or if it asks for no metric."""
    numbers = [noted_number(metric.value) for metric in target.metrics]
    known = target.activity_id in yardstick.activities and all(metric.metric_id in yardstick.better for metric in target.metrics)
    if not known or None in numbers:
        return ()
    return tuple(
        Wanted(metric.metric_id, number, yardstick.better[metric.metric_id])
        for metric, number in zip(target.metrics, numbers, strict=True)
        if number is not None
    )


def share(values: Values, aims: Collection[Wanted]) -> float:
    """Return how much of the way one item or set is, from 0 to 1: the metric that is furthest from its value counts."""
    return min((aim.share(aim.best(values.get(aim.metric_id, ()))) for aim in aims), default=0.0)


def reaches(target: Target, session: SessionFacts, yardstick: Yardstick, calendar: Calendar) -> bool:
    """Return whether a session reaches a target by itself; sums and counts, and kinds that are unknown, no session does."""
    if target.kind not in (TargetKind.THRESHOLD, TargetKind.BY_DEADLINE):
        return False
    if target.kind is TargetKind.BY_DEADLINE and not is_in_time(target, session.start, calendar):
        return False
    aims = wanted(target, yardstick)
    return bool(aims) and any(share(each.values, aims) == 1 for each in _of_target(target, session))


def is_in_time(target: Target, start: datetime | None, calendar: Calendar) -> bool:
    """Return whether a session that begins at `start` is one up to the deadline of a target."""
    return target.deadline is not None and start is not None and calendar.day(start) <= target.deadline


def goal_sum(target: Target, yardstick: Yardstick) -> float | None:
    """Return what a sum is to come to, None if nothing can reach it."""
    if target.measure is Measure.SECONDS:
        is_known = target.activity_id is None or target.activity_id in yardstick.activities
        return target.seconds if is_known and target.seconds > 0 else None
    aims = wanted(target, yardstick)
    return aims[0].number if len(aims) == 1 else None


def total(amounts: Iterable[float]) -> float:
    """Return the sum of some amounts; infinite where no number is so large, and not exact then."""
    found = list(amounts)
    try:
        return fsum(found)
    except (OverflowError, ValueError):  # beyond the largest number in between, or infinite to both sides
        return sum(found)


def is_sum_reached(total: float, number: float) -> bool:
    """Return whether a sum has come to a number, but for what binary fractions lose: ten times 0.1 is 1."""
    return total >= number - 1e-10 * max(1.0, abs(number))


def contribution(target: Target, session: SessionFacts, below: Collection[str]) -> float:
    """Return what a session adds to a sum; `below` are the ids of the target's goal and all goals under it."""
    if target.measure is Measure.METRIC:
        numbers = (each.values.get(metric.metric_id, ()) for each in _with_rows(target, session) for metric in target.metrics)
        return sum(map(sum, numbers))
    if target.activity_id is None:
        return 0 if session.goal_ids.isdisjoint(below) else session.seconds or 0
    return sum(int(each.seconds or 0) for each in _with_rows(target, session))


def counts(target: Target, session: SessionFacts, below: Collection[str], now: datetime) -> bool:
    """Return whether a session is one of those that are counted: it has begun, and is done or has a length."""
    if session.start is None or session.start > now or not (session.completed or session.seconds):
        return False
    if target.activity_id is None:
        return not session.goal_ids.isdisjoint(below)
    return bool(_with_rows(target, session))


def longest_streak(weeks: Mapping[int, int], count: int) -> int:
    """Return the most weeks in a row with at least `count` sessions each; `weeks` are sessions by the ordinal of their week's first day."""
    longest = run = 0
    before = -WEEK_DAYS
    for week in sorted(week for week, sessions in weeks.items() if sessions >= count):
        run = run + 1 if week - before == WEEK_DAYS else 1
        before, longest = week, max(longest, run)
    return longest


def streak_until(weeks: Mapping[int, int], count: int, week: int) -> int:
    """Return the weeks in a row up to `week`; one that is not full yet does not end them while it lasts."""
    if weeks.get(week, 0) < count:
        week -= WEEK_DAYS
    run = 0
    while weeks.get(week, 0) >= count > 0:
        run, week = run + 1, week - WEEK_DAYS
    return run


def _of_target(target: Target, session: SessionFacts) -> Sequence[Practised]:
    return session.practised.get(target.activity_id, ()) if target.activity_id is not None else ()


def _with_rows(target: Target, session: SessionFacts) -> Collection[Practised]:
    """Return what the database has a row for: each id once, the first with it."""
    found: dict[InstanceId, Practised] = {}
    for each in _of_target(target, session):
        if each.instance_id is not None:
            found.setdefault(each.instance_id, each)
    return found.values()


def _numbers(entries: Iterable[MetricEntry]) -> Values:
    """Return the numbers of each metric; of the same metric and split the first counts, as in the rows."""
    first: dict[tuple[MetricId, str | None], float] = {}
    for entry in entries:
        if entry.number is not None:
            first.setdefault((entry.metric_id, entry.split_id), entry.number)
    found: dict[MetricId, list[float]] = {}
    for (metric_id, _), number in first.items():
        found.setdefault(metric_id, []).append(number)
    return found
