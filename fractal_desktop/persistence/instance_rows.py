# ruff: noqa: S608 - these statements are put together from constants of this module
"""The rows of `activity_instances` and `metric_values` that a session's document stands for, matched by id."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document, Item, MetricEntry
from fractal_desktop.domain.noted import split_key
from fractal_desktop.domain.timestamps import legacy_column_text, parse_column_time, parse_document_time
from fractal_desktop.persistence.goal_tree import chunks, marks
from fractal_desktop.persistence.stamp import Stamp

_ONE_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class _Instance:
    """What a document says of one activity or one of its sets; a set has no times of its own."""

    activity_id: str | None
    time_start: str = ""
    time_stop: str = ""
    seconds: int | None = None


class _Key(NamedTuple):
    """Which value of an instance it is. `split` is comparable with what a column of numeric affinity made of the id."""

    instance_id: str
    metric_id: str
    split: object


class _Value(NamedTuple):
    number: float
    split_id: str | None


@dataclass(frozen=True, slots=True)
class _Wanted:
    instances: Mapping[str, _Instance]
    values: Mapping[_Key, _Value]


_NOTHING = _Wanted({}, {})


def write(sql: sqlite3.Connection, session_id: str, before: Document | None, after: Document, stamp: Stamp) -> None:
    """Bring a session's rows in line with `after`; only what was in `before` and no longer is in `after` is removed.

    Rows that the document does not know stay; what it cannot be linked to (an activity or metric that is gone, an id that
    another session has) is not written.
    """
    old = _wanted(before) if before is not None else _NOTHING
    new = _wanted(after)
    kept = _Rows(sql, session_id)
    kept.remove_instances(old.instances.keys() - new.instances.keys())
    kept.write_instances(old.instances, new.instances, stamp)
    kept.remove_values(old.values.keys() - new.values.keys())
    kept.write_values(new.values)


def give(sql: sqlite3.Connection, ids: Sequence[str], session_id: str) -> None:
    """Let rows of items and sets belong to a session, whichever had them, with their values."""
    for chunk in chunks([id_ for id_ in ids if _is_storable(id_)]):
        sql.execute(f"UPDATE activity_instances SET practice_session_id = ? WHERE id IN ({marks(chunk)})", (session_id, *chunk))


class _Rows:
    """The rows that a session has in the file."""

    def __init__(self, sql: sqlite3.Connection, session_id: str) -> None:
        self._sql = sql
        self._session_id = session_id
        found = sql.execute(
            "SELECT id, activity_definition_id, time_start, time_stop, duration_seconds FROM activity_instances"
            " WHERE practice_session_id = ?",
            (session_id,),
        )
        self._instances: dict[str, tuple[object, ...]] = {id_: columns for id_, *columns in found}
        self._values: dict[_Key, list[tuple[str, object]]] = {}
        for id_, instance_id, metric_id, value, split_id in sql.execute(
            "SELECT v.id, v.activity_instance_id, v.metric_definition_id, v.value, v.split_definition_id FROM activity_instances i"
            " CROSS JOIN metric_values v ON v.activity_instance_id = i.id WHERE i.practice_session_id = ?",
            (session_id,),
        ):
            self._values.setdefault(_Key(instance_id, metric_id, split_key(split_id)), []).append((id_, value))

    def remove_instances(self, ids: Iterable[str]) -> None:
        """Remove the rows of items and sets that a person removed, with their values."""
        for id_ in ids:
            if self._instances.pop(id_, None) is not None:
                self._sql.execute("DELETE FROM metric_values WHERE activity_instance_id = ?", (id_,))
                self._sql.execute("DELETE FROM activity_instances WHERE id = ?", (id_,))
                self._values = {key: rows for key, rows in self._values.items() if key.instance_id != id_}

    def write_instances(self, old: Mapping[str, _Instance], new: Mapping[str, _Instance], stamp: Stamp) -> None:
        """Write what differs from the rows there are, and the rows that are missing."""
        missing = {id_: wanted for id_, wanted in new.items() if id_ not in self._instances}
        known = _existing(self._sql, "activity_definitions", {w.activity_id for w in new.values() if w.activity_id})
        for id_, wanted in new.items():
            if id_ in self._instances:
                self._update_instance(id_, wanted, old.get(id_), known, stamp.zone)
        taken = _existing(self._sql, "activity_instances", missing)
        for id_, wanted in missing.items():
            if wanted.activity_id in known and id_ not in taken:
                self._insert_instance(id_, wanted, stamp)

    def remove_values(self, keys: Iterable[_Key]) -> None:
        """Remove the values that a person took out."""
        for key in keys:
            for id_, _ in self._values.pop(key, ()):
                self._sql.execute("DELETE FROM metric_values WHERE id = ?", (id_,))

    def write_values(self, new: Mapping[_Key, _Value]) -> None:
        """Write what differs from the rows there are, and the rows that are missing."""
        missing = [key for key in new if key not in self._values and key.instance_id in self._instances]
        known = _existing(self._sql, "metric_definitions", {key.metric_id for key in missing})
        for key, wanted in new.items():
            for id_, value in self._values.get(key, ())[:1]:
                if value != wanted.number:
                    self._sql.execute("UPDATE metric_values SET value = ? WHERE id = ?", (wanted.number, id_))
        self._sql.executemany(
            "INSERT INTO metric_values (id, activity_instance_id, metric_definition_id, value, split_definition_id) VALUES (?, ?, ?, ?, ?)",
            [(str(uuid4()), k.instance_id, k.metric_id, new[k].number, new[k].split_id) for k in missing if k.metric_id in known],
        )

    def _update_instance(self, id_: str, wanted: _Instance, old: _Instance | None, known: set[str], zone: ZoneInfo) -> None:
        activity_id, time_start, time_stop, seconds = self._instances[id_]
        new = {
            "activity_definition_id": wanted.activity_id if wanted.activity_id in known else activity_id,
            "time_start": _time(wanted.time_start, old.time_start if old else "", time_start, zone),
            "time_stop": _time(wanted.time_stop, old.time_stop if old else "", time_stop, zone),
            "duration_seconds": _seconds(wanted.seconds, old.seconds if old else None, seconds),
        }
        there = dict(zip(new, self._instances[id_], strict=True))
        changed = {column: value for column, value in new.items() if value != there[column]}
        if changed:
            settings = ", ".join(f"{column} = ?" for column in changed)
            self._sql.execute(f"UPDATE activity_instances SET {settings} WHERE id = ?", (*changed.values(), id_))

    def _insert_instance(self, id_: str, wanted: _Instance, stamp: Stamp) -> None:
        columns = (
            wanted.activity_id,
            _time(wanted.time_start, "", None, stamp.zone),
            _time(wanted.time_stop, "", None, stamp.zone),
            wanted.seconds,
        )
        self._sql.execute(
            "INSERT INTO activity_instances (id, practice_session_id, created_at, activity_definition_id, time_start, time_stop,"
            " duration_seconds) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (id_, self._session_id, stamp.text, *columns),
        )
        self._instances[id_] = columns


def _wanted(document: Document) -> _Wanted:
    instances: dict[str, _Instance] = {}
    values: dict[_Key, _Value] = {}
    for item in document.items:
        if _is_storable(item.instance_id):
            instances.setdefault(item.instance_id or "", _item_instance(item))
            _add_values(values, item.instance_id or "", item.metrics)
        for item_set in item.sets:
            if _is_storable(item_set.instance_id):
                instances.setdefault(item_set.instance_id or "", _Instance(item.activity_id))
                _add_values(values, item_set.instance_id or "", item_set.metrics)
    return _Wanted(instances, values)


def _item_instance(item: Item) -> _Instance:
    seconds = None if item.duration_seconds is None else int(item.duration_seconds)
    return _Instance(item.activity_id, item.time_start, item.time_stop, seconds)


def _add_values(values: dict[_Key, _Value], instance_id: str, entries: Iterable[MetricEntry]) -> None:
    for entry in entries:
        number = entry.number
        if number is not None and _is_storable(entry.metric_id) and (entry.split_id is None or _is_storable(entry.split_id)):
            values.setdefault(_Key(instance_id, entry.metric_id, split_key(entry.split_id)), _Value(number, entry.split_id))


def _is_storable(text: str | None) -> bool:
    """Return whether there is an id that can be written as UTF-8: JSON may escape halves of surrogate pairs."""
    try:
        return bool(text and text.encode())
    except UnicodeEncodeError:
        return False


def _seconds(wanted: int | None, old: int | None, there: object) -> object:
    """Return the duration a row is to have: the document's; where it has none, nothing if it had one before, else what is there."""
    return wanted if wanted is not None or old is not None else there


def _time(wanted: str, old: str, there: object, zone: ZoneInfo) -> object:
    """Return the text a row's time is to have; what names the same millisecond already stays as it is written."""
    if not wanted:
        return None if old else there
    try:
        instant = parse_document_time(wanted, zone)
        return there if _names(there, instant, zone) else legacy_column_text(instant, zone)
    except (ValueError, OverflowError):  # no time, or one that the wall clock of the zone cannot show
        return there


def _names(there: object, instant: datetime, zone: ZoneInfo) -> bool:
    try:
        return abs(parse_column_time(there, zone) - instant) < _ONE_MILLISECOND
    except ValueError:
        return False


def _existing(sql: sqlite3.Connection, table: str, ids: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(list(ids)):
        found.update(id_ for (id_,) in sql.execute(f"SELECT id FROM {table} WHERE id IN ({marks(chunk)})", chunk))
    return found
