"""Promoted values of a session from its document (BEHAVIOUR.md section 3); pure.

The migration calls `backfill_v1` itself instead of a frozen copy in the revision: sessions that an older
program writes later need the same rules, and two copies would drift apart. In return what `backfill_v1` finds never changes, whatever a
later schema wants; that gets a `backfill_v2`. A test pins it by a digest over a fixed corpus.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from fractal_desktop.domain.duration import LONGEST_SECONDS, span_seconds
from fractal_desktop.domain.timestamps import parse_column_time, parse_document_time

TIMER_TOLERANCE = timedelta(seconds=60)
"""So far may a timer lie outside its session before anybody is asked to look."""


class Source(StrEnum):
    """Where a promoted value came from; the text stands in `session_provenance`."""

    DOCUMENT = "document"
    CREATED_AT = "created_at"
    TIMERS = "timers"
    COMPUTED = "computed"
    ACTIVITIES = "activities"
    INSTANCES = "instances"
    SPAN = "span"
    NONE = "none"


class Issue(StrEnum):
    """What is odd about a session; the text stands in `session_issues.code`."""

    BAD_DATETIME = "bad_datetime"
    BAD_DURATION = "bad_duration"
    BAD_TEMPLATE = "bad_template"
    CHANGED_MEANWHILE = "changed_meanwhile"
    END_BEFORE_START = "end_before_start"
    IMPLAUSIBLE_DURATION = "implausible_duration"
    MALFORMED_ITEM = "malformed_item"
    MALFORMED_SECTION = "malformed_section"
    NEGATIVE_DURATION = "negative_duration"
    NO_START = "no_start"
    TIMERS_OUTSIDE_SESSION = "timers_outside_session"
    TWO_DOCUMENTS = "two_documents"
    UNKNOWN_TEMPLATE = "unknown_template"
    UNREADABLE_DOCUMENT = "unreadable_document"


@dataclass(frozen=True, slots=True)
class Backfill:
    """What a session's document comes to. Instants are aware UTC; `issues` are codes, each once, in the alphabet's order."""

    start: datetime | None
    end: datetime | None
    duration_seconds: int | None
    template_id: str | None
    start_source: Source
    end_source: Source
    duration_source: Source
    issues: tuple[Issue, ...]


def backfill_v1(
    text: object,
    created_at: object,
    zone: ZoneInfo,
    instance_seconds: Iterable[object],
    known_templates: Collection[str],
    *,
    times_from_timers: bool = False,
) -> Backfill:
    """Return the promoted values of the session with the document `text`; never raises, whatever the arguments hold.

    `text` and `created_at` are the columns' contents (SQLite may hold any type in any column), `zone` is the one the file was
    written in, `instance_seconds` the `duration_seconds` of the session's instance rows, read only if the document has no
    durations. With `times_from_timers` start and end are those of the earliest and latest timer, where there are any.
    """
    issues: set[Issue] = set()
    document = _document(text, issues)
    items = _Items(zone)
    items.read(document, issues)
    total, duration_source = _total(items.seconds, instance_seconds)

    start, start_source = _time(document.session_start, zone, issues)
    if start is None:
        start, start_source = _created(created_at, zone, issues)
    end, end_source = _time(document.session_end, zone, issues)
    if times_from_timers and items.first_start is not None:
        start, start_source = items.first_start, Source.TIMERS
    if times_from_timers and items.last_stop is not None:
        end, end_source = items.last_stop, Source.TIMERS
    if start is None:
        issues.add(Issue.NO_START)
    if end is None:
        end, end_source = _computed_end(start, total)
    if start is not None and end is not None and end < start:
        issues.add(Issue.END_BEFORE_START)
    if items.outside(start, end):
        issues.add(Issue.TIMERS_OUTSIDE_SESSION)
    if total is None:
        total, duration_source = _span(start, end, issues)
    template = _template(document.template_id, known_templates, issues)
    return Backfill(start, end, total, template, start_source, end_source, duration_source, tuple(sorted(issues)))


def counted_seconds(value: object) -> float | Issue:
    """Return a noted duration in seconds, or the issue why it does not count.

    Numbers and numeric text count, from 0 seconds to 31 days; truth values, NaN and words are no numbers.
    """
    if isinstance(value, str) and _NUMERIC.fullmatch(value):
        value = float(value)
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
        return Issue.BAD_DURATION
    if value < 0:
        return Issue.NEGATIVE_DURATION
    return value if value <= LONGEST_SECONDS else Issue.IMPLAUSIBLE_DURATION


_NUMERIC = re.compile(r"[ \t\r\n]*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?[ \t\r\n]*")


class _Item(msgspec.Struct, gc=False):
    """What the rules read of an item, whatever JSON has there; None for null and for nothing."""

    instance_id: Any = None
    duration_seconds: Any = None
    time_start: Any = None
    time_stop: Any = None


class _Section(msgspec.Struct, gc=False):
    exercises: list[_Item] | None = None


class _Document(msgspec.Struct, gc=False):
    session_start: Any = None
    session_end: Any = None
    template_id: Any = None
    sections: list[_Section] | None = None


_NOTHING = _Document()
_QUICK = msgspec.json.Decoder(_Document)
_QUICK_CHARACTERS = 4000
"""Longer texts may hold an integer of more digits than `json.loads` takes, and the quick reader would pass over it."""


def _document(text: object, issues: set[Issue]) -> _Document:
    """Return what the rules read of the object that the text holds, encoded once or twice; `_NOTHING` if there is none.

    Of a document without oddities msgspec leaves out what no rule looks at, in a third of the time.
    """
    if text is None or text in ("", b""):
        return _NOTHING
    if isinstance(text, str) and len(text) <= _QUICK_CHARACTERS:
        try:
            return _QUICK.decode(text)
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            pass
    return _odd_document(text, issues)


def _odd_document(text: object, issues: set[Issue]) -> _Document:
    """Return the same of any text at all, and note what is odd."""
    try:
        data = _decode(text) if isinstance(text, str | bytes) else None
        if isinstance(data, str):
            data = _decode(data)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        issues.add(Issue.UNREADABLE_DOCUMENT)
        return _NOTHING
    items = [_Item(*map(item.get, _Item.__struct_fields__)) for item in _items(data, issues)]
    return _Document(data.get("session_start"), data.get("session_end"), data.get("template_id"), [_Section(items)])


def _decode(text: str | bytes) -> object:
    """Return what `json.loads` makes of the text. msgspec takes two fifths of the time but knows neither NaN nor half surrogate pairs."""
    try:
        return msgspec.json.decode(text)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return json.loads(text)


class _Items:
    """What is summed over the items of all sections."""

    __slots__ = ("_zone", "first_start", "last_stop", "seconds")

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self.seconds: float = 0
        self.first_start: datetime | None = None
        self.last_stop: datetime | None = None

    def read(self, document: _Document, issues: set[Issue]) -> None:
        """Sum the durations of items with an id and find the earliest and the latest timer of all items."""
        for section in document.sections or ():
            for item in section.exercises or ():
                self._read(item, issues)

    def _read(self, item: _Item, issues: set[Issue]) -> None:
        if item.duration_seconds is not None and _is_id(item.instance_id):
            counted = counted_seconds(item.duration_seconds)
            if isinstance(counted, Issue):
                issues.add(counted)
            else:
                self.seconds += counted
        begun, stopped = item.time_start, item.time_stop
        if begun is not None and (instant := self._timer(begun)) and (self.first_start is None or instant < self.first_start):
            self.first_start = instant
        if stopped is not None and (instant := self._timer(stopped)) and (self.last_stop is None or instant > self.last_stop):
            self.last_stop = instant

    def outside(self, start: datetime | None, end: datetime | None) -> bool:
        """Return whether a timer begins over a minute before `start` or stops over a minute after `end`."""
        early = start is not None and self.first_start is not None and start - self.first_start > TIMER_TOLERANCE
        return early or (end is not None and self.last_stop is not None and self.last_stop - end > TIMER_TOLERANCE)

    def _timer(self, text: object) -> datetime | None:
        try:
            return parse_document_time(text, self._zone)
        except ValueError:
            return None


def _items(document: dict[str, object], issues: set[Issue]) -> Iterator[dict[str, object]]:
    for section in _list(document.get("sections"), issues):
        if not isinstance(section, dict):
            issues.add(Issue.MALFORMED_SECTION)
            continue
        for item in _list(section.get("exercises"), issues):
            if isinstance(item, dict):
                yield item
            else:
                issues.add(Issue.MALFORMED_ITEM)


def _list(value: object, issues: set[Issue]) -> list[object]:
    if isinstance(value, list):
        return value
    if value is not None:
        issues.add(Issue.MALFORMED_SECTION)
    return []


def _is_id(instance_id: object) -> bool:
    """Return whether this is the id of an instance; a number will do, as everywhere documents are read."""
    if isinstance(instance_id, str):
        return instance_id != ""
    return isinstance(instance_id, int | float) and not isinstance(instance_id, bool)


def _total(item_seconds: float, instance_seconds: Iterable[object]) -> tuple[int | None, Source]:
    total = int(item_seconds)
    if total > 0:
        return total, Source.ACTIVITIES
    counted = (counted_seconds(value) for value in instance_seconds)
    total = int(sum(seconds for seconds in counted if not isinstance(seconds, Issue)))
    return (total, Source.INSTANCES) if total > 0 else (None, Source.NONE)


def _time(text: object, zone: ZoneInfo, issues: set[Issue]) -> tuple[datetime | None, Source]:
    if text is not None:
        try:
            return parse_document_time(text, zone), Source.DOCUMENT
        except ValueError:
            issues.add(Issue.BAD_DATETIME)
    return None, Source.NONE


def _created(created_at: object, zone: ZoneInfo, issues: set[Issue]) -> tuple[datetime | None, Source]:
    if created_at is not None:
        try:
            return parse_column_time(created_at, zone), Source.CREATED_AT
        except ValueError:
            issues.add(Issue.BAD_DATETIME)
    return None, Source.NONE


def _computed_end(start: datetime | None, total: int | None) -> tuple[datetime | None, Source]:
    if start is None or total is None:
        return None, Source.NONE
    try:
        return start + timedelta(seconds=total), Source.COMPUTED
    except OverflowError:
        return None, Source.NONE


def _span(start: datetime | None, end: datetime | None, issues: set[Issue]) -> tuple[int | None, Source]:
    seconds = span_seconds(start, end)
    if seconds is not None:
        return seconds, Source.SPAN
    if start is not None and end is not None and end - start >= timedelta(seconds=LONGEST_SECONDS + 1):
        issues.add(Issue.IMPLAUSIBLE_DURATION)
    return None, Source.NONE


def _template(template_id: object, known_templates: Collection[str], issues: set[Issue]) -> str | None:
    if template_id is None:
        return None
    if not (isinstance(template_id, str) and template_id and is_storable(template_id)):
        issues.add(Issue.BAD_TEMPLATE)
        return None
    if template_id not in known_templates:
        issues.add(Issue.UNKNOWN_TEMPLATE)
    return template_id


def is_storable(text: str) -> bool:
    """Return whether the text can be written as UTF-8: JSON may escape halves of surrogate pairs, SQLite takes none."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False
