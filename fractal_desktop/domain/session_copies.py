"""The document of a session copied, and moved in time."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.activity_item import NewId
from fractal_desktop.domain.document import Document, Item
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.noted import noted_text
from fractal_desktop.domain.timer import TimerState, timer_at
from fractal_desktop.domain.timestamps import document_text, parse_document_time

_TIMES = ("time_start", "time_stop")


def copied(document: Document, zone: ZoneInfo, new_id: NewId) -> Document:
    """Return the document with ids of their own for its items and sets; a timer that runs keeps what it counted before it was started."""
    for item in document.items:
        if timer_at(document, item.path, zone).state is TimerState.RUNNING:
            document = document.with_value(item.path, _unstarted(document, item))
        owners: list[Path] = [item.path, *((*item.path, "sets", item_set.index) for item_set in item.sets)]
        for owner in owners:
            if noted_text(document.value((*owner, "instance_id"))):
                document = document.with_value((*owner, "instance_id"), new_id())
    return document


def shifted(document: Document, delta: timedelta, zone: ZoneInfo) -> Document:
    """Return the document with the timers of its items moved by `delta`; one that runs counts from when it was started, and stays.

    Raises OverflowError if a time would lie outside the calendar.
    """
    for item in document.items:
        if timer_at(document, item.path, zone).state is TimerState.RUNNING:
            continue
        for key in _TIMES:
            path = (*item.path, key)
            try:
                instant = parse_document_time(document.value(path), zone)
            except ValueError:
                continue
            document = document.with_value(path, document_text(instant + delta))
    return document


def _unstarted(document: Document, item: Item) -> dict[str, object]:
    raw = document.value(item.path)
    assert isinstance(raw, dict)
    return {**{key: value for key, value in raw.items() if key != "running_since"}, "time_start": None, "time_stop": None}
