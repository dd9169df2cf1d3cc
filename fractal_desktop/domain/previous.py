"""What was noted before: last time, and at best."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from fractal_desktop.domain.document import Document, Item, MetricEntry
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.noted import split_key


class ValueKey(NamedTuple):
    """Which value of last time's it is: of the item itself (`set_index` None) or of one of its sets, counted from 0."""

    activity_id: ActivityId
    set_index: int | None
    metric_id: MetricId
    split: object


class BestKey(NamedTuple):
    """Which metric, and for which split (as `split_key` makes it comparable) the best value is."""

    metric_id: str
    split: object


@dataclass(frozen=True, slots=True)
class PreviousValues:
    """What other sessions say to the values of one: what was noted last time, and the best ever."""

    values: Mapping[ValueKey, str] = field(default_factory=dict)
    bests: Mapping[BestKey, float] = field(default_factory=dict)

    def last(self, activity_id: ActivityId, set_index: int | None, metric_id: MetricId, split_id: SplitId | None) -> str | None:
        """Return the text that was noted in the latest earlier session with values of this activity, None if nothing was.

        `set_index` counts the sets from 0; None asks for the value of an item without sets.
        """
        return self.values.get(ValueKey(activity_id, set_index, metric_id, split_key(split_id)))

    def best(self, activity_id: ActivityId, metric_id: MetricId, split_id: SplitId | None) -> float | None:  # noqa: ARG002 - a metric has one activity
        """Return the best number in any other session, earlier or later; None if there is none or if it is not known yet."""
        return self.bests.get(BestKey(metric_id, split_key(split_id)))


def noted_values(document: Document, activity_ids: Iterable[ActivityId]) -> Iterator[tuple[ValueKey, str]]:
    """Yield the values that are noted for these activities; of several items of one activity those of the first that has any."""
    wanted = set(activity_ids)
    for item in document.items:
        if item.activity_id in wanted and (found := list(_of_item(item, item.activity_id))):
            wanted.discard(item.activity_id)
            yield from found


def _of_item(item: Item, activity_id: ActivityId) -> Iterator[tuple[ValueKey, str]]:
    yield from _of_entries(activity_id, None, item.metrics)
    for position, item_set in enumerate(item.sets):
        yield from _of_entries(activity_id, position, item_set.metrics)


def _of_entries(activity_id: ActivityId, position: int | None, entries: Iterable[MetricEntry]) -> Iterator[tuple[ValueKey, str]]:
    for entry in entries:
        if entry.value.strip():
            yield ValueKey(activity_id, position, entry.metric_id, split_key(entry.split_id)), entry.value
