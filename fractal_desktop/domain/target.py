"""Targets of a goal: what they say, and what an editor may want them to say.

`goals.targets` holds them as a JSON list. An entry without `kind` is a target of old files, a threshold; the other kinds are our own,
with the same keys and some more.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fractal_desktop.domain.ids import ActivityId, MetricId, TargetId
from fractal_desktop.domain.noted import noted_number

_NO_ID = TargetId("")


class TargetKind(StrEnum):
    """What is to be reached; UNKNOWN is a kind of a newer program, which nothing reaches here."""

    THRESHOLD = "threshold"
    SUM = "sum"
    COUNT_PER_WEEK = "count_per_week"
    BY_DEADLINE = "by_deadline"
    UNKNOWN = "unknown"


class Measure(StrEnum):
    """What a sum is of."""

    METRIC = "metric"
    SECONDS = "seconds"


@dataclass(frozen=True, slots=True)
class TargetMetric:
    """What one metric is to reach; `value` is the text of whatever number or word the file holds."""

    metric_id: MetricId
    value: str


@dataclass(frozen=True, slots=True)
class Target:
    """What a goal is measured by (BEHAVIOUR.md section 1).

    THRESHOLD: one item or set of the activity has every metric at or above its value, or at or below where lower is better.
    BY_DEADLINE: the same, in a session up to the end of the day `deadline`.
    SUM: the values of the metric in all sessions come to that value; with Measure.SECONDS the time practised comes to `seconds`.
    COUNT_PER_WEEK: in so many `weeks` in a row there were at least `count` sessions each.
    Sessions are those of the goal's fractal with the activity; seconds and counts without one are of the goal with everything below.

    `id` is "#" and its position for an entry that has no id of its own. Of numbers that make no sense 0 is left, of a date None.
    """

    name: str
    description: str
    activity_id: ActivityId | None
    metrics: tuple[TargetMetric, ...]
    id: TargetId = _NO_ID
    kind: TargetKind = TargetKind.THRESHOLD
    measure: Measure = Measure.METRIC
    seconds: int = 0
    count: int = 0
    weeks: int = 0
    deadline: date | None = None


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """What an editor wants a target to be; fields that its kind does not have are left out of the file. Texts are of numbers."""

    kind: TargetKind
    name: str = ""
    description: str = ""
    activity_id: ActivityId | None = None
    metrics: tuple[TargetMetric, ...] = ()
    measure: Measure = Measure.METRIC
    seconds: int = 0
    count: int = 0
    weeks: int = 0
    deadline: date | None = None


def draft_of(target: Target) -> TargetDraft:
    """Return what an editor begins with to change a target."""
    return TargetDraft(
        target.kind,
        target.name,
        target.description,
        target.activity_id,
        target.metrics,
        target.measure,
        target.seconds,
        target.count,
        target.weeks,
        target.deadline,
    )


def target_of(target_id: TargetId, raw: Mapping[str, object]) -> Target:
    """Return what an entry of the list says; what is malformed in it is left out, never raised."""
    activity = raw.get("activity_id")
    return Target(
        name=shown(raw.get("name")),
        description=shown(raw.get("description")),
        activity_id=ActivityId(activity) if isinstance(activity, str) and activity else None,
        metrics=tuple(_metrics(raw)),
        id=target_id,
        kind=kind_of(raw.get("kind")),
        measure=Measure.SECONDS if raw.get("measure") == Measure.SECONDS else Measure.METRIC,
        seconds=_whole(raw.get("seconds")),
        count=_whole(raw.get("count")),
        weeks=_whole(raw.get("weeks")),
        deadline=_date(raw.get("deadline")),
    )


def kind_of(raw: object) -> TargetKind:
    """Return what `kind` says; a target of old files has none."""
    if raw is None or raw == "":
        return TargetKind.THRESHOLD
    return TargetKind(raw) if isinstance(raw, str) and raw in set(TargetKind) else TargetKind.UNKNOWN


def _metrics(raw: Mapping[str, object]) -> Iterator[TargetMetric]:
    entries = raw.get("metrics")
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and isinstance(metric_id := entry.get("metric_id"), str):
            yield TargetMetric(MetricId(metric_id), shown(entry.get("value")))


def _whole(raw: object) -> int:
    number = noted_number(raw)
    return int(number) if number is not None and number > 0 else 0


def _date(raw: object) -> date | None:
    try:
        return date.fromisoformat(raw[:10]) if isinstance(raw, str) else None
    except ValueError:
        return None


def shown(value: object) -> str:
    """Return text as it is, a number as a person writes it, and nothing for all else."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
