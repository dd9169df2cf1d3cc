"""The values that a document notes for one activity. A quick reading of what is sound: thousands of documents may be asked."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from fractal_desktop.domain.document import Document, Item, ItemSet, MetricEntry, UnreadableDocument
from fractal_desktop.domain.noted import noted_number, noted_text


class DocumentValue(NamedTuple):
    """A value of an item or set, by its id; `number` is None for words. Of several for one metric and split the first holds."""

    instance_id: str
    metric_id: str
    split_id: str | None
    number: float | None


def document_values(text: object, activity_id: str) -> tuple[DocumentValue, ...]:
    """Return what a document in a column notes for the activity, in order; nothing if it cannot be read."""
    try:
        if isinstance(text, str) and text:
            return tuple(_of_sound(_QUICK.decode(text), activity_id))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        pass
    try:
        return tuple(_of_any(Document.parse(text), activity_id))
    except UnreadableDocument:
        return ()


class _Entry(msgspec.Struct, gc=False):
    metric_id: str | None = None
    split_id: str | None = None
    value: Any = None


class _Set(msgspec.Struct, gc=False):
    instance_id: str | None = None
    metrics: list[_Entry] | None = None


class _SoundItem(msgspec.Struct, gc=False):
    activity_id: str | None = None
    instance_id: str | None = None
    metrics: list[_Entry] | None = None
    sets: list[_Set] | None = None


class _Section(msgspec.Struct, gc=False):
    exercises: list[_SoundItem] | None = None


class _Session(msgspec.Struct, gc=False):
    sections: list[_Section] | None = None


_QUICK = msgspec.json.Decoder(_Session)


def _of_sound(document: _Session, activity_id: str) -> Iterator[DocumentValue]:
    items = (item for section in document.sections or () for item in section.exercises or () if item.activity_id == activity_id)
    for item in items:
        for holder in (item, *(item.sets or ())):
            if holder.instance_id:
                entries = ((entry.metric_id or "", entry.split_id or None, noted_text(entry.value)) for entry in holder.metrics or ())
                yield from _values(holder.instance_id, entries)


def _of_any(document: Document, activity_id: str) -> Iterator[DocumentValue]:
    for item in document.items:
        holders: tuple[Item | ItemSet, ...] = (item, *item.sets) if item.activity_id == activity_id else ()
        for holder in holders:
            if holder.instance_id:
                yield from _values(holder.instance_id, map(_parts, holder.metrics))


def _parts(entry: MetricEntry) -> tuple[str, str | None, str]:
    return entry.metric_id, entry.split_id, entry.value


def _values(instance_id: str, entries: Iterable[tuple[str, str | None, str]]) -> Iterator[DocumentValue]:
    for metric_id, split_id, value in entries:
        if metric_id and value.strip():
            yield DocumentValue(instance_id, metric_id, split_id, noted_number(value))
