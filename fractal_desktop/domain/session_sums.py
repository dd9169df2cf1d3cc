"""What a document comes to, for sums over many: planned time, and the time of each activity. A quick reading of what is sound."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from fractal_desktop.domain.document import Document, Item, UnreadableDocument, plausible_seconds
from fractal_desktop.domain.planned import planned_seconds


class Held(NamedTuple):
    """What a session holds of an activity: items with a time, and their seconds."""

    timed: int
    seconds: int


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


class _Item(msgspec.Struct, gc=False):
    activity_id: str | None = None
    instance_id: str | None = None
    duration_seconds: int | float | None = None


class _Section(msgspec.Struct, gc=False):
    duration_minutes: Any = None
    exercises: list[_Item] | None = None


class _Session(msgspec.Struct, gc=False):
    total_duration_minutes: Any = None
    sections: list[_Section] | None = None


_QUICK = msgspec.json.Decoder(_Session)


def _of_sound(document: _Session) -> SessionSums:
    sections = document.sections or []
    planned = planned_seconds(document.total_duration_minutes, (section.duration_minutes for section in sections))
    items = ((item.activity_id, item.instance_id, item.duration_seconds) for section in sections for item in section.exercises or ())
    return _summed(planned, items)


def _of_any(text: object) -> SessionSums | None:
    try:
        document = Document.parse(text)
    except UnreadableDocument:
        return None
    planned = planned_seconds(document.planned_minutes, (section.planned_minutes for section in document.sections))
    return _summed(planned, map(_parts, document.items))


def _parts(item: Item) -> tuple[str | None, str | None, float | None]:
    return item.activity_id, item.instance_id, item.duration_seconds


def _summed(planned: int, items: Iterable[tuple[str | None, str | None, float | None]]) -> SessionSums:
    activities: dict[str, Held] = {}
    in_all = 0.0
    for activity_id, instance_id, noted in items:
        seconds = plausible_seconds(noted) if noted is not None and instance_id else None
        in_all += seconds or 0
        if activity_id:
            timed, known = activities.get(activity_id, (0, 0))
            activities[activity_id] = Held(timed + 1, known + int(seconds)) if seconds else Held(timed, known)
    return SessionSums(planned, activities, in_all)
