"""What a person does to a session's document: sections, items and sets come, go and move, values are noted.

Every function returns another document and keeps all it does not concern, unknown keys and what has the wrong shape included.
Positions are those in the document's own lists, in which that counts too. UserError says what is no longer there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from fractal_desktop.domain.activity_item import NewId, activity_item
from fractal_desktop.domain.document import Document, Item, ItemSet, MetricEntry, Section
from fractal_desktop.domain.duration import LONGEST_PLAN
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import checked_name
from fractal_desktop.domain.ids import MetricId, SplitId
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.library import ActivityName

_SECTIONS = "sections"
_ITEMS = "exercises"
_SETS = "sets"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MetricPlace:
    """Where a value is noted: in the item at `item`, or in one of its sets, for a metric and, if there are such, a split."""

    item: Path
    set_index: int | None
    metric_id: MetricId
    split_id: SplitId | None


Place = Path | MetricPlace


def noted(document: Document, place: Place) -> object:
    """Return what stands at `place`: the text of a value ("" = not entered), a copy of what is at a path (None if nothing is)."""
    if not isinstance(place, MetricPlace):
        return document.value(place)
    item = item_at(document, place.item)
    found = _find(_entries(item, place.set_index), lambda entry: (entry.metric_id, entry.split_id) == (place.metric_id, place.split_id))
    return found.value if found is not None else ""


def with_noted(document: Document, place: Place, value: object) -> Document:
    """Return the document with `value` at `place`; LookupError or UserError if there is no such place any more."""
    if isinstance(place, MetricPlace):
        return set_metric_value(document, place.item, place.set_index, place.metric_id, place.split_id, str(value))
    return document.with_value(place, value)


def add_section(document: Document, name: str, position: int | None = None) -> Document:
    """Add a section without items, before the one at `position` or behind all."""
    section = {"name": checked_name(name), _ITEMS: []}
    return _with_list(document, (_SECTIONS,)).with_inserted((_SECTIONS, _end(position)), section)


def rename_section(document: Document, index: int, name: str) -> Document:
    """Give a section another name."""
    section_at(document, index)
    return document.with_value((_SECTIONS, index, "name"), checked_name(name))


def set_planned_minutes(document: Document, index: int, minutes: float | None) -> Document:
    """Plan so many minutes for a section, None for no plan; that of the whole session follows where it is the sum of its sections'."""
    section_at(document, index)
    if minutes is not None and not 0 <= minutes <= LONGEST_PLAN:
        raise UserError(f"Planned minutes are a number from 0 to {LONGEST_PLAN:,}.")
    plain = None if minutes is None else int(minutes) if float(minutes).is_integer() else minutes
    return _with_total(document, document.with_value((_SECTIONS, index, "duration_minutes"), plain))


def remove_section(document: Document, index: int) -> Document:
    """Take a section away with its items; the session's planned minutes follow as in `set_planned_minutes`."""
    section_at(document, index)
    return _with_total(document, document.without((_SECTIONS, index)))


def move_section(document: Document, from_: int, to: int) -> Document:
    """Let the section at `from_` stand at `to`."""
    section_at(document, from_)
    section = document.value((_SECTIONS, from_))
    return document.without((_SECTIONS, from_)).with_inserted((_SECTIONS, max(0, to)), section)


def add_activity(document: Document, section: int, activity: ActivityName, new_id: NewId, position: int | None = None) -> Document:
    """Add an item of an activity, nothing noted, before the item at `position` or behind all."""
    item = {"activity_id": activity.id, "completed": False, "notes": "", "description": "", **activity_item(activity, new_id)}
    return _with_item(document, section, position, item)


def add_line(document: Document, section: int, name: str, position: int | None = None) -> Document:
    """Add a plain line of a checklist, before the item at `position` or behind all."""
    return _with_item(document, section, position, {"name": checked_name(name), "completed": False, "notes": ""})


def rename_item(document: Document, path: Path, name: str) -> Document:
    """Give an item another name."""
    item_at(document, path)
    return document.with_value((*path, "name"), checked_name(name))


def remove_item(document: Document, path: Path) -> Document:
    """Take an item away with all that is noted in it."""
    item_at(document, path)
    return document.without(path)


def move_item(document: Document, path: Path, section: int, position: int | None = None) -> Document:
    """Let an item stand in a section at `position`, None for behind all; it is itself not counted among those before it."""
    item_at(document, path)
    item = document.value(path)
    return _with_item(document.without(path), section, position, item)


def add_set(document: Document, path: Path, new_id: NewId) -> Document:
    """Add a set to an item with the values of the last one; it is not done yet."""
    item = item_at(document, path)
    entries = document.value((*path, _SETS, item.sets[-1].index, "metrics")) if item.sets else []
    added = {"instance_id": new_id(), "completed": False, "metrics": entries if isinstance(entries, list) else []}
    return _with_list(document, (*path, _SETS)).with_inserted((*path, _SETS, _end(None)), added)


def remove_set(document: Document, path: Path, index: int) -> Document:
    """Take the set at `index` away with its values."""
    _set_at(item_at(document, path), index)
    return document.without((*path, _SETS, index))


def set_metric_value(
    document: Document, path: Path, set_index: int | None, metric_id: MetricId, split_id: SplitId | None, text: str
) -> Document:
    """Note a value of an item or of one of its sets, "" for none; an entry that is missing is made, unless there is nothing to note."""
    item = item_at(document, path)
    owner: Path = path if set_index is None else (*path, _SETS, set_index)
    entries = _entries(item, set_index)
    known = _find(entries, lambda entry: (entry.metric_id, entry.split_id) == (metric_id, split_id))
    if known is not None:
        return document.with_value((*owner, "metrics", known.index, "value"), text)
    if not text:
        return document
    entry = {"metric_id": metric_id, "value": text} | ({"split_id": split_id} if split_id is not None else {})
    noted_entries = document.value((*owner, "metrics"))
    return document.with_value((*owner, "metrics"), [*(noted_entries if isinstance(noted_entries, list) else ()), entry])


def section_at(document: Document, index: int) -> Section:
    """Return a section; raises UserError if it is gone."""
    found = _find(document.sections, lambda section: section.index == index)
    if found is None:
        raise UserError("This section is no longer in the session.")
    return found


def item_at(document: Document, path: Path) -> Item:
    """Return the item at `path`; raises UserError if it is gone."""
    found = None
    if len(path) == 4:
        section = _find(document.sections, lambda section: section.index == path[1])
        found = _find(section.items if section is not None else (), lambda item: item.path == path)
    if found is None:
        raise UserError("This item is no longer in the session.")
    return found


def relocated(place: Place, before: Document, after: Document) -> Place | None:
    """Return where what stands at `place` in `before` stands in `after`, None if it is gone.

    Items and sets are told by their ids, what has none by its name and place.
    """
    if isinstance(place, MetricPlace):
        path: Path = place.item if place.set_index is None else (*place.item, _SETS, place.set_index)
        there = _relocated(path, before, after)
        if there is None:
            return None
        index = there[5] if place.set_index is not None else None
        assert index is None or isinstance(index, int)
        return MetricPlace(there[:4], index, place.metric_id, place.split_id)
    return _relocated(place, before, after)


def _relocated(path: Path, before: Document, after: Document) -> Path | None:
    if len(path) < 2 or path[0] != _SECTIONS or before is after:
        return path
    section = _find(before.sections, lambda section: section.index == path[1])
    if section is None:
        return None
    if len(path) < 4 or path[2] != _ITEMS:
        index = _place_of_section(section, before, after)
        return None if index is None else (_SECTIONS, index, *path[2:])
    item = _find(section.items, lambda item: item.index == path[3])
    there = _place_of_item(item, section, before, after) if item is not None else None
    if item is None or there is None:
        return None
    if len(path) < 6 or path[4] != _SETS:
        return (*there.path, *path[4:])
    found = _set_like(_find(item.sets, lambda each: each.index == path[5]), there)
    return None if found is None else (*there.path, _SETS, found.index, *path[6:])


def _place_of_section(section: Section, before: Document, after: Document) -> int | None:
    same = [candidate.index for candidate in after.sections if candidate.name == section.name]
    if section.index in same or (len(before.sections) == len(after.sections) and not same):
        return section.index
    return same[0] if len(same) == 1 else None


def _place_of_item(item: Item, section: Section, before: Document, after: Document) -> Item | None:
    if item.instance_id is not None:
        same = [candidate for candidate in after.items if candidate.instance_id == item.instance_id]
        return _find(same, lambda candidate: candidate.path == item.path) or (same[0] if same else None)
    index = _place_of_section(section, before, after)
    there = _find(after.sections, lambda candidate: candidate.index == index)
    lines = [line for line in there.items if line.instance_id is None] if there is not None else []
    named = [line for line in lines if line.name == item.name]
    at_place = _find(named or lines, lambda line: line.index == item.index)
    if at_place is not None and (named or (there is not None and len(there.items) == len(section.items))):
        return at_place
    return named[0] if len(named) == 1 else None


def _set_like(item_set: ItemSet | None, item: Item) -> ItemSet | None:
    if item_set is None:
        return None
    if item_set.instance_id is None:
        return _find(item.sets, lambda each: each.index == item_set.index)
    return _find(item.sets, lambda each: each.instance_id == item_set.instance_id)


def _entries(item: Item, set_index: int | None) -> Sequence[MetricEntry]:
    return item.metrics if set_index is None else _set_at(item, set_index).metrics


def _set_at(item: Item, index: int) -> ItemSet:
    found = _find(item.sets, lambda each: each.index == index)
    if found is None:
        raise UserError("This set is no longer in the session.")
    return found


def _with_item(document: Document, section: int, position: int | None, item: object) -> Document:
    section_at(document, section)
    lines: Path = (_SECTIONS, section, _ITEMS)
    return _with_list(document, lines).with_inserted((*lines, _end(position)), item)


def _with_list(document: Document, path: Path) -> Document:
    """Return the document with a list at `path`, made where there is nothing; what is something else is never overwritten."""
    there = document.value(path)
    if isinstance(there, list):
        return document
    if there is not None:
        raise UserError("This part of the session cannot be read, so it is kept as it is and nothing can be added to it.")
    return document.with_value(path, [])


def _with_total(before: Document, after: Document) -> Document:
    """Return `after` with the session's planned minutes as the sum of its sections', if that is what they were `before` or if none were."""
    total = before.planned_minutes
    if total is not None and total != _planned(before):
        return after
    planned = _planned(after)
    return after if planned == total else after.with_value(("total_duration_minutes",), planned)


def _planned(document: Document) -> float | None:
    minutes = [section.planned_minutes for section in document.sections if section.planned_minutes is not None]
    total = sum(minutes) if minutes else None
    return int(total) if total is not None and float(total).is_integer() else total


def _end(position: int | None) -> int:
    return 1 << 30 if position is None else max(0, position)


def _find(found: Sequence[T], fits: Callable[[T], bool]) -> T | None:
    return next((each for each in found if fits(each)), None)
