"""The JSON document of a practice session: a typed view for reading, edits that keep everything the program does not know.

Legacy documents hold anything (BEHAVIOUR.md sections 2, 3 and 6). The view skips what has the wrong shape; the data
underneath keeps it, in place and in order, through every read and write.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Self

from fractal_desktop.domain.ids import ActivityId, InstanceId, MetricId, SplitId, TemplateId
from fractal_desktop.domain.json_text import json_text, read_json
from fractal_desktop.domain.json_tree import Path, copied, found_at, inserted, removed, replaced
from fractal_desktop.domain.noted import noted_id, noted_minutes, noted_number, noted_text, plausible_seconds


class UnreadableDocument(ValueError):
    """The text is no JSON object; it is kept as it is and never overwritten."""


@dataclass(frozen=True, slots=True)
class MetricEntry:
    """One noted value as text ("" = not entered), with its position in the `metrics` list of the item or set."""

    metric_id: MetricId
    value: str
    split_id: SplitId | None
    index: int

    @property
    def number(self) -> float | None:
        """Return the value as a finite number, or None if nothing or no number is entered."""
        return noted_number(self.value)


@dataclass(frozen=True, slots=True)
class ItemSet:
    """One set of an item; `index` is its position in the item's `sets`."""

    index: int
    instance_id: InstanceId | None
    completed: bool
    metrics: tuple[MetricEntry, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a section: an activity, or a plain checklist line if `is_activity` is false.

    `duration_seconds` is None where none is noted or the one noted is implausible; `time_start` and `time_stop` are
    the document's texts, "" if there is none.
    """

    section_index: int
    index: int
    is_activity: bool
    name: str
    description: str
    activity_id: ActivityId | None
    instance_id: InstanceId | None
    completed: bool
    notes: str
    duration_seconds: float | None
    time_start: str
    time_stop: str
    sets: tuple[ItemSet, ...]
    metrics: tuple[MetricEntry, ...]

    @property
    def path(self) -> Path:
        """Return where the item stands in the document."""
        return ("sections", self.section_index, "exercises", self.index)


@dataclass(frozen=True, slots=True)
class Section:
    """One section; `index` is its position in `sections`, `planned_minutes` None if nothing plausible is planned."""

    index: int
    name: str
    planned_minutes: float | None
    items: tuple[Item, ...]
    notes: str

    @property
    def actual_seconds(self) -> int | None:
        """Return the floored sum of the item durations that count, None if that is 0."""
        return int(sum(_counted(self.items))) or None


class Document:
    """A document that was read; immutable, every edit returns another one. Equal if the written text is equal."""

    __slots__ = ("_data", "_sections", "_text")

    def __init__(self, data: dict[str, object]) -> None:
        self._data = data
        self._sections: tuple[Section, ...] | None = None
        self._text: str | None = None

    @classmethod
    def parse(cls, text: object) -> Self:
        """Return the document in `text` (str or UTF-8 bytes); decoded once more if it holds a string, NaN tolerated.

        Raises UnreadableDocument for everything that is no JSON object, empty text included.
        """
        try:
            data = read_json(text) if isinstance(text, str | bytes) else None
            if isinstance(data, str):
                data = read_json(data)
        except (ValueError, RecursionError) as error:
            raise UnreadableDocument("The document is no JSON text.") from error
        if not isinstance(data, dict):
            raise UnreadableDocument("The document is no JSON object.")
        return cls(data)

    @classmethod
    def empty(cls) -> Self:
        """Return a document without sections, as a new session gets it."""
        return cls({"sections": []})

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections that have the shape of one, in order."""
        if self._sections is None:
            self._sections = tuple(_section(index, raw) for index, raw in _objects(self._data.get("sections")))
        return self._sections

    @property
    def items(self) -> Iterator[Item]:
        """Yield the items of all sections, in order."""
        for section in self.sections:
            yield from section.items

    @property
    def planned_minutes(self) -> float | None:
        """Return the planned length in minutes (`total_duration_minutes`), None if there is none or an implausible one."""
        return noted_minutes(self._data.get("total_duration_minutes"))

    @property
    def notes(self) -> str:
        """Return the notes of the whole session."""
        return noted_text(self._data.get("notes"))

    @property
    def template_id(self) -> TemplateId | None:
        """Return the id of the template it was started from, None if there is no non-empty text."""
        template_id = self._data.get("template_id")
        return TemplateId(template_id) if isinstance(template_id, str) and template_id else None

    @property
    def template_name(self) -> str:
        """Return the name the template had when the session was started, "" if none is noted."""
        return noted_text(self._data.get("template_name"))

    def item_seconds(self) -> tuple[float, ...]:
        """Return the plausible durations of the items that have an `instance_id`: what a session's length is summed from."""
        return tuple(_counted(self.items))

    def path(self, section: int, item: int | None = None) -> Path:
        """Return where the section with this index, or the item with this index in it, stands."""
        return ("sections", section) if item is None else ("sections", section, "exercises", item)

    def value(self, path: Path, default: object = None) -> object:
        """Return a copy of what stands at `path`, `default` if nothing does."""
        return copied(found_at(self._data, path, default))

    def with_value(self, path: Path, value: object) -> Self:
        """Return a copy with `value` (anything JSON can hold) at `path`; a key that was not there comes last in its object.

        Raises LookupError if what the path goes through does not exist: only its last key may be new.
        """
        edited = type(self)(replaced(self._data, path, copied(value)))
        edited._sections = _still_read(self._sections, path, edited._data)
        return edited

    def with_inserted(self, path: Path, value: object) -> Self:
        """Return a copy with `value` as a new element of a list, before the one at `path`; behind the last one if there is none there.

        Raises LookupError if `path` leads into no list.
        """
        return type(self)(inserted(self._data, path, copied(value)))

    def without(self, path: Path) -> Self:
        """Return a copy without the key or list element at `path`; LookupError if it is not there."""
        return type(self)(removed(self._data, path))

    def to_text(self) -> str:
        """Return the JSON text for the database: ASCII only, as the web application wrote it, keys in their old order."""
        if self._text is None:
            self._text = json_text(self._data)
        return self._text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Document) and self.to_text() == other.to_text()

    def __hash__(self) -> int:
        return hash(self.to_text())

    def __repr__(self) -> str:
        return f"Document({self.to_text()})"


def _still_read(sections: tuple[Section, ...] | None, path: Path, data: dict[str, object]) -> tuple[Section, ...] | None:
    """Return the sections after an edit at `path` as far as they are told by those before it, None if they are to be read again.

    Reading 300 sets takes 3 ms; an editor edits one value with every key that is pressed.
    """
    if path[0] != "sections":
        return sections
    if sections is None or len(path) < 5 or path[2] != "exercises":
        return None
    _, section_index, _, index, *_ = path
    raw = data["sections"][section_index]["exercises"][index]  # type: ignore[index]  # the edit went through there
    if not isinstance(raw, dict) or not isinstance(section_index, int) or not isinstance(index, int):
        return None
    edited = _item(section_index, index, raw)
    return tuple(
        replace(section, items=tuple(edited if item.index == index else item for item in section.items))
        if section.index == section_index
        else section
        for section in sections
    )


def _section(index: int, raw: dict[str, object]) -> Section:
    items = tuple(_item(index, position, item) for position, item in _objects(raw.get("exercises")))
    return Section(index, noted_text(raw.get("name")), noted_minutes(raw.get("duration_minutes")), items, noted_text(raw.get("notes")))


def _item(section_index: int, index: int, raw: dict[str, object]) -> Item:
    return Item(
        section_index=section_index,
        index=index,
        is_activity=raw.get("type") == "activity",
        name=noted_text(raw.get("name")),
        description=noted_text(raw.get("description")),
        activity_id=ActivityId(noted_id(raw.get("activity_id"))) or None,
        instance_id=InstanceId(noted_text(raw.get("instance_id"))) or None,
        completed=raw.get("completed") is True,
        notes=noted_text(raw.get("notes")),
        duration_seconds=plausible_seconds(raw.get("duration_seconds")),
        time_start=noted_text(raw.get("time_start")),
        time_stop=noted_text(raw.get("time_stop")),
        sets=tuple(_item_set(position, item_set) for position, item_set in _objects(raw.get("sets"))),
        metrics=_metrics(raw.get("metrics")),
    )


def _item_set(index: int, raw: dict[str, object]) -> ItemSet:
    instance_id = InstanceId(noted_text(raw.get("instance_id"))) or None
    return ItemSet(index, instance_id, raw.get("completed") is True, _metrics(raw.get("metrics")))


def _metrics(raw: object) -> tuple[MetricEntry, ...]:
    return tuple(
        MetricEntry(MetricId(metric_id), noted_text(entry.get("value")), SplitId(noted_text(entry.get("split_id"))) or None, index)
        for index, entry in _objects(raw)
        if (metric_id := noted_id(entry.get("metric_id")))
    )


def _counted(items: Iterable[Item]) -> Iterator[float]:
    return (item.duration_seconds for item in items if item.instance_id and item.duration_seconds is not None)


def _objects(raw: object) -> Iterator[tuple[int, dict[str, object]]]:
    """Yield the objects of a list with their positions; nothing if it is no list."""
    return ((index, entry) for index, entry in enumerate(raw if isinstance(raw, list) else ()) if isinstance(entry, dict))
