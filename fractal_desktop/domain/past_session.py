"""What the document of a session that is logged afterwards says, and that of one that is started as an earlier one was."""

from collections.abc import Sequence

from fractal_desktop.domain.activity_item import NewId, activity_item, empty_entries
from fractal_desktop.domain.document import Document, Item, MetricEntry, Section
from fractal_desktop.domain.document_edits import add_activity, add_section
from fractal_desktop.domain.duration import LONGEST_SECONDS, span_seconds
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.library import ActivityName, LibraryNames
from fractal_desktop.domain.practice_session import PastSession
from fractal_desktop.domain.timer import SESSION_TIMER, with_session_timer
from fractal_desktop.domain.timestamps import document_text

_SECTION = "Practice"
_STRUCTURE = ("has_sets", "has_metrics", "has_splits")
_Raw = dict[str, object]


def check_past(past: PastSession) -> None:
    """Raise UserError if the end does not lie after the start, within 31 days, or if more was practised than there was time."""
    if past.end < past.start:
        raise UserError("The end lies before the start.")
    seconds = span_seconds(past.start, past.end)
    if seconds is None:
        raise UserError(f"A session lasts a second at least, and {LONGEST_SECONDS // 86_400} days at most.")
    if past.duration_seconds is not None and not 0 < past.duration_seconds <= seconds:
        raise UserError("What was practised lies between nothing and the time from start to end.")


def past_document(document: Document, past: PastSession, activities: Sequence[ActivityName], new_id: NewId) -> Document:
    """Return what a session's document becomes that begins as `document`: its times, its activities, ticked, and what was practised.

    A single activity without a template gets the whole time; else only a time that start and end do not tell is noted, on the line
    that times the session: nobody knows how it was divided.
    """
    for activity in activities:
        document = _with_done(document, activity, new_id)
    seconds = past.duration_seconds
    if seconds is not None and len(activities) == 1 and past.template_id is None:
        (item,) = (item for item in document.items if item.activity_id == activities[0].id)
        document = document.with_value((*item.path, "duration_seconds"), seconds)
    elif seconds is not None and seconds != span_seconds(past.start, past.end):
        document, path = with_session_timer(document, new_id)
        document = document.with_value((*path, "duration_seconds"), seconds)
    if past.notes:
        document = document.with_value(("notes",), past.notes)
    return document.with_value(("session_start",), document_text(past.start)).with_value(("session_end",), document_text(past.end))


def document_again(document: Document, library: LibraryNames, new_id: NewId) -> Document:
    """Return a document with the same sections, activities and number of sets, with nothing noted and no times.

    Activities are as the library has them now; one that is gone keeps its name and the metrics it had.
    """
    again: _Raw = {}
    if document.template_id is not None:
        again |= {"template_id": document.template_id, "template_name": document.template_name}
    again["sections"] = [_section_again(document, section, library, new_id) for section in document.sections]
    if document.planned_minutes is not None:
        again["total_duration_minutes"] = document.value(("total_duration_minutes",))
    return Document(again)


def _with_done(document: Document, activity: ActivityName, new_id: NewId) -> Document:
    """Return the document with an activity ticked, added behind all if it is not there."""
    if not any(item.activity_id == activity.id for item in document.items):
        if not document.sections:
            document = add_section(document, _SECTION)
        document = add_activity(document, document.sections[-1].index, activity, new_id)
    for item in document.items:
        if item.activity_id == activity.id:
            document = document.with_value((*item.path, "completed"), True)
    return document


def _section_again(document: Document, section: Section, library: LibraryNames, new_id: NewId) -> _Raw:
    lines = [_item_again(item, document.value(item.path), library, new_id) for item in section.items]
    again: _Raw = {"name": section.name, "exercises": [line for line in lines if line.get("type") != SESSION_TIMER]}
    if section.planned_minutes is not None:
        again["duration_minutes"] = document.value((*document.path(section.index), "duration_minutes"))
    return again


def _item_again(item: Item, raw: object, library: LibraryNames, new_id: NewId) -> _Raw:
    assert isinstance(raw, dict)
    again: _Raw = {"name": item.name, "description": item.description, "completed": False, "notes": ""}
    if not item.is_activity:
        kept = {"type": raw["type"]} if "type" in raw else {}
        return again | kept | ({"instance_id": new_id()} if item.instance_id is not None else {})
    again["activity_id"] = item.activity_id
    activity = library.activity(item.activity_id)
    if activity is None:
        structure = {key: raw[key] for key in _STRUCTURE if key in raw}
        again |= {"type": "activity", "instance_id": new_id(), **structure, "metrics": _emptied(item.metrics)}
        return again | {"sets": [_set_again(_emptied(item_set.metrics), new_id) for item_set in item.sets]}
    again |= activity_item(activity, new_id)
    if activity.has_sets:
        again["sets"] = [_set_again(empty_entries(activity), new_id) for _ in item.sets or (None,)]
    return again


def _set_again(entries: list[dict[str, str]], new_id: NewId) -> _Raw:
    return {"instance_id": new_id(), "completed": False, "metrics": entries}


def _emptied(entries: Sequence[MetricEntry]) -> list[dict[str, str]]:
    split = [{"split_id": entry.split_id} if entry.split_id is not None else {} for entry in entries]
    return [{"metric_id": entry.metric_id, "value": "", **of} for entry, of in zip(entries, split, strict=True)]
