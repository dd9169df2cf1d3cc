"""What a document comes to, for sums over many: planned time, and what it holds of each activity. A quick reading of what is sound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import add
from typing import Any, NamedTuple

import msgspec

from fractal_desktop.domain.document import Document, Item, ItemSet, UnreadableDocument
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.noted import plausible_seconds
from fractal_desktop.domain.planned import planned_seconds


class Held(NamedTuple):
    """What a session holds of an activity: items of a second or more, their seconds, and the ids of its items and sets with values."""

    timed: int
    seconds: int
    noted: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SessionSums:
    """Planned seconds (0: none), and each activity that the session holds, whatever is noted of it.

    `item_seconds` is what all items come to, lines and such without an activity included: then the duration is theirs.
    """

    planned_seconds: int
    activities: dict[str, Held]
    item_seconds: float


def session_sums(text: object) -> SessionSums | None:
    """Return the sums of a document in a column, None if it cannot be read or if there is none.

    An item counts with its own time if it has an id and the time is plausible (BEHAVIOUR.md section 3).
    """
    try:
        if isinstance(text, str) and text:
            return _of_sound(_QUICK.decode(text))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    return _of_any(text)


class _Value(msgspec.Struct, gc=False):
    value: Any = None


class _Set(msgspec.Struct, gc=False):
    instance_id: str | None = None
    metrics: list[_Value] | None = None


class _Item(msgspec.Struct, gc=False):
    activity_id: str | None = None
    instance_id: str | None = None
    duration_seconds: int | float | None = None
    sets: list[_Set] | None = None
    metrics: list[_Value] | None = None


class _Section(msgspec.Struct, gc=False):
    duration_minutes: Any = None
    exercises: list[_Item] | None = None


class _Session(msgspec.Struct, gc=False):
    total_duration_minutes: Any = None
    sections: list[_Section] | None = None


_QUICK = msgspec.json.Decoder(_Session)


_Part = tuple[str | None, str | None, float | None, list[str]]
"""Of an item: activity, id, the time that is noted, and the ids with values."""


def _of_sound(document: _Session) -> SessionSums:
    sections = document.sections or []
    planned = planned_seconds(document.total_duration_minutes, (section.duration_minutes for section in sections))
    return _summed(planned, [_quick_part(item) for section in sections for item in section.exercises or ()])


def _quick_part(item: _Item) -> _Part:
    noted = [each.instance_id for each in item.sets if each.metrics and each.instance_id and _has_value(each.metrics)] if item.sets else []
    if item.metrics and item.instance_id and _has_value(item.metrics):
        noted.append(item.instance_id)
    return item.activity_id, item.instance_id, item.duration_seconds, noted


def _has_value(entries: list[_Value]) -> bool:
    for entry in entries:  # noqa: SIM110 - `any` would take twice as long
        if entry.value is not None and entry.value != "":
            return True
    return False


def _of_any(text: object) -> SessionSums | None:
    try:
        document = Document.parse(text)
    except UnreadableDocument:
        return None
    planned = planned_seconds(document.planned_minutes, (section.planned_minutes for section in document.sections))
    return _summed(planned, map(_parts, document.items))


def _parts(item: Item) -> _Part:
    holders: tuple[Item | ItemSet, ...] = (*item.sets, item)
    noted: list[str] = [each.instance_id for each in holders if each.instance_id and any(entry.value for entry in each.metrics)]
    return item.activity_id, item.instance_id, item.duration_seconds, noted


def _summed(planned: int, items: Iterable[_Part]) -> SessionSums:
    activities: dict[str, Held] = {}
    in_all = 0.0
    for activity_id, instance_id, time, noted in items:
        seconds = _counted(time) if time is not None and instance_id else None
        in_all += seconds or 0
        if activity_id:
            held = Held(1, int(seconds), noted) if seconds is not None and seconds >= 1 else Held(0, 0, noted)
            before = activities.get(activity_id)
            activities[activity_id] = held if before is None else Held(*map(add, before, held))
    return SessionSums(planned, activities, in_all)


def _counted(time: float) -> float | None:
    return (
        time if type(time) is int and 0 <= time <= LONGEST_SECONDS else plausible_seconds(time)
    )  # nearly all are such: a quarter of the work
