"""How a session starts from a template."""

import json
from collections.abc import Callable, Iterator

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.library import ActivityName, LibraryNames, TemplateName

_LISTS = ("activities", "exercises")
"""Where a template's section keeps its activities; old ones say "exercises"."""


def document_from_template(template: TemplateName, text: object, library: LibraryNames, new_id: Callable[[], str]) -> Document:
    """Return the document of a new session; `text` is the template's JSON, `new_id` gives each item and set its id.

    What has the wrong shape in the template is left out; an activity that is gone becomes an item without values.
    """
    data = _object(text)
    sections = [_section(raw, library, new_id) for raw in _objects(data.get("sections"))]
    document: dict[str, object] = {"template_id": template.id, "template_name": template.name, "sections": sections}
    if data.get("total_duration_minutes") is not None:
        document["total_duration_minutes"] = data["total_duration_minutes"]
    return Document(document)


def _section(raw: dict[str, object], library: LibraryNames, new_id: Callable[[], str]) -> dict[str, object]:
    references = [reference for key in _LISTS for reference in _objects(raw.get(key))]
    kept = {key: value for key, value in raw.items() if key not in _LISTS}
    return {**kept, "exercises": [_item(reference, library, new_id) for reference in references]}


def _item(reference: dict[str, object], library: LibraryNames, new_id: Callable[[], str]) -> dict[str, object]:
    activity_id = reference.get("activity_id")
    line: dict[str, object] = {"completed": False, "notes": "", "description": "", **reference}
    if not isinstance(activity_id, str):
        return line
    line |= {"type": "activity", "instance_id": new_id()}
    activity = library.activity(activity_id)
    if activity is None:
        return line
    line |= {
        "name": activity.name,
        "has_sets": activity.has_sets,
        "has_metrics": activity.has_metrics,
        "has_splits": activity.has_splits,
    }
    if activity.has_sets:
        line["sets"] = [{"instance_id": new_id(), "completed": False, "metrics": _metrics(activity)}]
    else:
        line["metrics"] = _metrics(activity)
    return line


def _metrics(activity: ActivityName) -> list[dict[str, str]]:
    """Return an empty entry for each metric in use, for each split where the activity has them."""
    wanted = [metric for metric in activity.metrics if not metric.retired] if activity.has_metrics else []
    if activity.has_splits and activity.splits:
        return [{"metric_id": metric.id, "value": "", "split_id": split.id} for split in activity.splits for metric in wanted]
    return [{"metric_id": metric.id, "value": ""} for metric in wanted]


def _object(text: object) -> dict[str, object]:
    try:
        data = json.loads(text) if isinstance(text, str | bytes) else None
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _objects(raw: object) -> Iterator[dict[str, object]]:
    return (entry for entry in (raw if isinstance(raw, list) else ()) if isinstance(entry, dict))
