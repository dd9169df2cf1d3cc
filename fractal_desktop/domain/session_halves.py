"""A session cut in two at a moment: which of its items belong to the first half and which to the second."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.activity_item import NewId
from fractal_desktop.domain.document import Document, Item, Section
from fractal_desktop.domain.duration import end_after
from fractal_desktop.domain.free_time import Part
from fractal_desktop.domain.ids import InstanceId
from fractal_desktop.domain.timer import Timer, timer_at
from fractal_desktop.domain.timestamps import document_text, parse_document_time

_OF_FIRST = frozenset({"sections", "notes", "session_start", "session_end", "total_duration_minutes"})
_OF_BOTH = ("type", "name", "description", "activity_id", "has_sets", "has_metrics", "has_splits", "completed")
_Raw = dict[str, object]


@dataclass(frozen=True, slots=True)
class Halves:
    """The two documents; `moved` are the ids of the items and sets that went over to the second."""

    first: Document
    second: Document
    moved: tuple[InstanceId, ...]


def halves(document: Document, start: datetime, end: datetime, at: datetime, zone: ZoneInfo, new_id: NewId) -> Halves:
    """Cut a session that lasted from `start` to `end` at `at`, which lies between.

    An item belongs to where its timer was started. One whose timer ran over the cut is there twice: its time is divided, its values
    stay in the first. Items without a timer are taken to have come one after the other. Notes and plans stay in the first; sections
    with nothing but items of the second are the second's.
    """
    cut = _Cut(document, at, zone, new_id, start)
    stored = document.value(("sections",))
    by_index = {section.index: section for section in document.sections}
    for index, raw in enumerate(stored if isinstance(stored, list) else ()):
        section = by_index.get(index)
        if section is None or not isinstance(raw, dict):
            cut.first.append(raw)
        else:
            cut.divide(section, raw)
    first = document.with_value(("session_end",), document_text(at))
    if isinstance(stored, list):
        first = first.with_value(("sections",), cut.first)
    whole = document.value(())
    second = {key: value for key, value in whole.items() if key not in _OF_FIRST} if isinstance(whole, dict) else {}
    times = {"session_start": document_text(at), "session_end": document_text(end)}
    return Halves(first, Document({**second, "sections": cut.second, **times}), tuple(cut.moved))


@dataclass(slots=True)
class _Cut:
    """The cut at `at` while it is made; `clock` is when the last item before the present one ended."""

    document: Document
    at: datetime
    zone: ZoneInfo
    new_id: NewId
    clock: datetime
    first: list[object] = field(default_factory=list)
    second: list[object] = field(default_factory=list)
    moved: list[InstanceId] = field(default_factory=list)

    def divide(self, section: Section, raw: _Raw) -> None:
        """Put a section into the half that has all its items, or its items into both."""
        lines = raw.get("exercises")
        items = {item.index: item for item in section.items}
        stays: list[object] = []
        goes: list[object] = []
        for index, line in enumerate(lines if isinstance(lines, list) else ()):
            if index in items and isinstance(line, dict):
                self._divide_item(items[index], line, stays, goes)
            else:
                stays.append(line)
        if not goes:
            self.first.append(raw)
        elif not stays:
            self.second.append(raw)
        else:
            self.first.append({**raw, "exercises": stays})
            self.second.append({"name": section.name, "exercises": goes})

    def _divide_item(self, item: Item, line: _Raw, stays: list[object], goes: list[object]) -> None:
        timer = timer_at(self.document, item.path, self.zone)
        begun, ended = self._times(item, timer)
        self.clock = max(self.clock, ended)
        if begun >= self.at:
            goes.append(line)
            self.moved += [id_ for id_ in (item.instance_id, *(item_set.instance_id for item_set in item.sets)) if id_ is not None]
            return
        seconds = item.duration_seconds or 0
        before = int(seconds * ((self.at - begun) / (ended - begun))) if ended > self.at else seconds
        if item.instance_id is None or before == seconds:
            stays.append(line)
            return
        is_timed = timer.first_start is not None
        cut_off = {"time_stop": document_text(self.at)} if is_timed else {}
        stays.append({**{key: value for key, value in line.items() if key != "running_since"}, **cut_off, "duration_seconds": before})
        goes.append(self._rest(line, seconds - before, is_timed=is_timed))

    def _times(self, item: Item, timer: Timer) -> Part:
        """Return when an item began and ended, as far as its timer tells; a timer that runs has not ended, and is not divided."""
        if timer.first_start is None:
            return self.clock, end_after(self.clock, timer.noted_ms / 1000) or self.clock
        try:
            stop = parse_document_time(item.time_stop, self.zone)
        except ValueError:
            stop = timer.first_start
        return timer.first_start, max(timer.first_start, stop)

    def _rest(self, line: _Raw, seconds: float, *, is_timed: bool) -> _Raw:
        """Return the line for what an item went on with after the cut, nothing noted but its time."""
        rest = {key: line[key] for key in _OF_BOTH if key in line}
        rest |= {"instance_id": self.new_id(), "notes": "", "duration_seconds": seconds}
        rest |= {key: list[object]() for key in ("sets", "metrics") if key in line}
        if is_timed:
            rest["time_start"] = document_text(self.at)
            rest |= {key: line[key] for key in ("time_stop", "running_since") if key in line}
        return rest
