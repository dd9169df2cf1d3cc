"""An item of a session as it is made from an activity: by a template, and by hand."""

from collections.abc import Callable

from fractal_desktop.domain.library import ActivityName

NewId = Callable[[], str]


def activity_item(activity: ActivityName, new_id: NewId) -> dict[str, object]:
    """Return what an item of `activity` begins with, nothing noted; `new_id` gives it and its first set their ids."""
    item: dict[str, object] = {
        "type": "activity",
        "instance_id": new_id(),
        "name": activity.name,
        "has_sets": activity.has_sets,
        "has_metrics": activity.has_metrics,
        "has_splits": activity.has_splits,
    }
    entries = empty_entries(activity)
    if activity.has_sets:
        return item | {"sets": [{"instance_id": new_id(), "completed": False, "metrics": entries}]}
    return item | {"metrics": entries}


def empty_entries(activity: ActivityName) -> list[dict[str, str]]:
    """Return an empty entry for each metric in use, for each split in use where the activity has them."""
    wanted = [metric for metric in activity.metrics if not metric.retired] if activity.has_metrics else []
    splits = [split for split in activity.splits if not split.retired] if activity.has_splits else []
    if splits:
        return [{"metric_id": metric.id, "value": "", "split_id": split.id} for split in splits for metric in wanted]
    return [{"metric_id": metric.id, "value": ""} for metric in wanted]
