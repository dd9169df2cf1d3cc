"""Names of activities, metrics, splits and templates, as items of a session are shown with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId, TemplateId


@dataclass(frozen=True, slots=True)
class TemplateName:
    """A template to choose from."""

    id: TemplateId
    name: str


@dataclass(frozen=True, slots=True)
class MetricName:
    """A metric of an activity with its unit; `retired` ones keep their values but are not offered for new items."""

    id: MetricId
    activity_id: ActivityId
    name: str
    unit: str
    retired: bool


@dataclass(frozen=True, slots=True)
class SplitName:
    """A split of an activity, such as "left"."""

    id: SplitId
    activity_id: ActivityId
    name: str


@dataclass(frozen=True, slots=True)
class ActivityName:
    """An activity with what an item of it needs to know; `metrics` and `splits` in the order they are shown."""

    id: ActivityId
    name: str
    has_sets: bool
    has_metrics: bool
    has_splits: bool
    metrics: tuple[MetricName, ...]
    splits: tuple[SplitName, ...]


@dataclass(frozen=True, slots=True)
class LibraryNames:
    """Everything that ids in a document may name. Each lookup returns None for what is gone: "deleted activity"."""

    templates: tuple[TemplateName, ...] = ()
    activities: Mapping[str, ActivityName] = field(default_factory=dict)
    metrics: Mapping[str, MetricName] = field(default_factory=dict)
    splits: Mapping[str, SplitName] = field(default_factory=dict)

    def activity(self, activity_id: str | None) -> ActivityName | None:
        """Return the activity with this id."""
        return self.activities.get(activity_id) if activity_id is not None else None

    def metric(self, metric_id: str | None) -> MetricName | None:
        """Return the metric with this id."""
        return self.metrics.get(metric_id) if metric_id is not None else None

    def split(self, split_id: str | None) -> SplitName | None:
        """Return the split with this id."""
        return self.splits.get(split_id) if split_id is not None else None

    def template(self, template_id: str | None) -> TemplateName | None:
        """Return the template with this id."""
        return next((template for template in self.templates if template.id == template_id), None)
