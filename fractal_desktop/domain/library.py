"""Activities, metrics, splits and templates: their names as items of a session are shown with, and whole as the library shows them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, GoalId, MetricId, SplitId, TemplateId


class Better(StrEnum):
    """Which of two values of a metric is the better one."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class TemplateName:
    """A template to choose from; `archived` ones are named by sessions but not offered. `root_id` is the fractal it belongs to."""

    id: TemplateId
    name: str
    archived: bool = False
    root_id: GoalId | None = None


@dataclass(frozen=True, slots=True)
class MetricName:
    """A metric of an activity with its unit; `retired` ones keep their values but are not offered for new items.

    The best set is told by the metric that `is_top_set`; those `in_product` are multiplied where the activity is a product.
    """

    id: MetricId
    activity_id: ActivityId
    name: str
    unit: str
    retired: bool
    better: Better = Better.HIGHER
    is_top_set: bool = False
    in_product: bool = True


@dataclass(frozen=True, slots=True)
class SplitName:
    """A split of an activity, such as "left"."""

    id: SplitId
    activity_id: ActivityId
    name: str
    retired: bool = False


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
    retired: bool = False
    is_product: bool = False
    root_id: GoalId | None = None


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


@dataclass(frozen=True, slots=True)
class ActivityGroup:
    """Activities that belong together, such as "Left hand"."""

    id: ActivityGroupId
    root_id: GoalId
    name: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric as the library shows it."""

    id: MetricId
    name: str
    unit: str
    better: Better
    is_top_set: bool
    in_product: bool
    retired: bool


@dataclass(frozen=True, slots=True)
class Split:
    """A split as the library shows it."""

    id: SplitId
    name: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity, whole; metrics and splits in their order, retired ones last."""

    id: ActivityId
    root_id: GoalId
    name: str
    description: str
    group_id: ActivityGroupId | None
    has_sets: bool
    is_product: bool
    metrics: tuple[Metric, ...]
    splits: tuple[Split, ...]
    retired: bool


@dataclass(frozen=True, slots=True)
class MetricDraft:
    """What a metric is to be; with `id` None, or one that no metric has yet, it is a new one."""

    id: MetricId | None
    name: str
    unit: str = ""
    better: Better = Better.HIGHER
    is_top_set: bool = False
    in_product: bool = True


@dataclass(frozen=True, slots=True)
class SplitDraft:
    """What a split is to be; with `id` None, or one that no split has yet, it is a new one."""

    id: SplitId | None
    name: str


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What an activity is to be. A metric or split that is left out is retired if it has values, else deleted."""

    name: str
    description: str = ""
    group_id: ActivityGroupId | None = None
    has_sets: bool = False
    is_product: bool = False
    metrics: tuple[MetricDraft, ...] = ()
    splits: tuple[SplitDraft, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that can be typed, in the order it is shown."""
        metrics = (text for metric in self.metrics for text in (metric.name, metric.unit))
        return (self.name, self.description, *metrics, *(split.name for split in self.splits))


@dataclass(frozen=True, slots=True)
class TemplateItem:
    """A line of a template: an activity, or a plain one where `activity_id` is None. `index` is its place in the stored section."""

    index: int
    activity_id: ActivityId | None
    name: str


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A section of a template; `index` is its place in the stored template, `planned_minutes` None if nothing is planned."""

    index: int
    name: str
    planned_minutes: float | None
    items: tuple[TemplateItem, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A template, whole."""

    id: TemplateId
    root_id: GoalId
    name: str
    description: str
    sections: tuple[TemplateSection, ...]
    planned_minutes: float | None
    archived: bool


@dataclass(frozen=True, slots=True)
class Usage:
    """How an activity or template was used: sessions, their mean length (None if none has one), the start of the last (aware UTC)."""

    sessions: int
    average_seconds: float | None
    last: datetime | None


@dataclass(frozen=True, slots=True)
class TemplateItemDraft:
    """What a line of a template is to be; `source` is the (section, item) it was read as, so that all else in it stays."""

    activity_id: ActivityId | None
    name: str
    source: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class TemplateSectionDraft:
    """What a section of a template is to be; `source` is the index it was read as, None for a new one."""

    name: str
    planned_minutes: float | None = None
    items: tuple[TemplateItemDraft, ...] = ()
    source: int | None = None


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """What a template is to be."""

    name: str
    description: str = ""
    sections: tuple[TemplateSectionDraft, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that can be typed, in the order it is shown."""
        sections = (text for section in self.sections for text in (section.name, *(item.name for item in section.items)))
        return (self.name, self.description, *sections)
