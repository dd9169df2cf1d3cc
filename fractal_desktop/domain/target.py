"""Targets of a goal, as old files hold them: values of an activity that one session should reach."""

import json
from dataclasses import dataclass

from fractal_desktop.domain.ids import ActivityId, MetricId


@dataclass(frozen=True, slots=True)
class TargetMetric:
    """What one metric is to reach; `value` is the text of whatever number or word the file holds."""

    metric_id: MetricId
    value: str


@dataclass(frozen=True, slots=True)
class Target:
    """Met by a session when one item or set of the activity has every metric at or above its value (BEHAVIOUR.md section 1)."""

    name: str
    description: str
    activity_id: ActivityId | None
    metrics: tuple[TargetMetric, ...]


def parse_targets(text: object) -> tuple[Target, ...]:
    """Return the targets in the content of `goals.targets`, a JSON list; what is malformed is left out, never raised."""
    try:
        content = json.loads(text) if isinstance(text, str | bytes) else None
        content = json.loads(content) if isinstance(content, str) else content
    except ValueError:
        return ()
    entries = content if isinstance(content, list) else ()
    return tuple(_target(entry) for entry in entries if isinstance(entry, dict))


def _target(entry: dict[str, object]) -> Target:
    activity = entry.get("activity_id")
    metrics = entry.get("metrics")
    found = (_metric(metric) for metric in (metrics if isinstance(metrics, list) else ()))
    return Target(
        name=_text(entry.get("name")),
        description=_text(entry.get("description")),
        activity_id=ActivityId(activity) if isinstance(activity, str) and activity else None,
        metrics=tuple(metric for metric in found if metric is not None),
    )


def _metric(entry: object) -> TargetMetric | None:
    if not isinstance(entry, dict) or not isinstance(metric_id := entry.get("metric_id"), str):
        return None
    return TargetMetric(MetricId(metric_id), _text(entry.get("value")))


def _text(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
