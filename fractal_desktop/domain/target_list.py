"""The list of targets in `goals.targets`, read and edited as text.

What is not edited stays byte for byte as it is written, entries that nobody here understands too.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.domain.ids import TargetId
from fractal_desktop.domain.json_text import json_text, read_json_at
from fractal_desktop.domain.noted import noted_number
from fractal_desktop.domain.target import Measure, Target, TargetDraft, TargetKind, TargetMetric, draft_of, kind_of, shown, target_of


def parse_targets(text: object) -> tuple[Target, ...]:
    """Return the targets in the content of `goals.targets`; what is malformed is left out, never raised."""
    return _parsed(text) if isinstance(text, str | bytes) else ()


@lru_cache(maxsize=256)  # the rule asks after every write
def _parsed(text: str | bytes) -> tuple[Target, ...]:
    try:
        return tuple(target_of(entry.id, entry.raw) for entry in _entries(_listed(text)[0]))
    except (ValueError, RecursionError):
        return ()


def with_target(text: object, target_id: TargetId | None, draft: TargetDraft, new_id: str) -> str:
    """Return the content with one target as `draft` wants it, the others untouched; None adds one, with the id `new_id`.

    Raises UserError if the content cannot be read, if the target is gone or of a kind that is unknown here, or if `draft` says nothing
    that could be reached.
    """
    listed, is_encoded = _readable(text)
    if target_id is None:
        return _encoded(_appended(listed, json_text(_drafted({"id": new_id}, draft))), is_encoded)
    entry = _entry(listed, target_id)
    there = draft_of(target_of(entry.id, entry.raw))
    if there == draft:
        return _encoded(listed, is_encoded)
    if there.kind is TargetKind.UNKNOWN:
        raise UserError("This target was made by a newer version of the program and cannot be changed with this one.")
    return _encoded(listed[: entry.start] + json_text(_drafted(entry.raw, draft)) + listed[entry.end :], is_encoded)


def without_target(text: object, target_id: TargetId) -> str:
    """Return the content without a target, the others untouched; raises UserError if it cannot be read or the target is gone."""
    listed, is_encoded = _readable(text)
    entry = _entry(listed, target_id)
    before = [end for _, end, _ in _values(listed) if end <= entry.start]
    after = [start for start, _, _ in _values(listed) if start >= entry.end]
    if after:
        return _encoded(listed[: entry.start] + listed[after[0] :], is_encoded)
    return _encoded(listed[: before[-1]] + listed[entry.end :] if before else "[]", is_encoded)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An object of the list, and where its text begins and ends."""

    id: TargetId
    raw: dict[str, object]
    start: int
    end: int


def _listed(text: object) -> tuple[str, bool]:
    """Return the text of the list, and whether it was encoded twice; ValueError if it is none."""
    listed = text.decode() if isinstance(text, bytes) else text if text is not None else ""
    if not isinstance(listed, str):
        raise ValueError("no text")
    content = json.loads(listed) if listed else None
    is_encoded = isinstance(content, str)
    if isinstance(content, str):
        listed, content = content, json.loads(content)
    if content is None:
        return "[]", is_encoded
    if not isinstance(content, list):
        raise ValueError("no list")
    return listed, is_encoded


def _readable(text: object) -> tuple[str, bool]:
    try:
        return _listed(text)
    except (ValueError, RecursionError) as error:
        raise UserError("The targets of this goal cannot be read, so they are kept as they are and cannot be changed.") from error


def _encoded(listed: str, is_encoded: bool) -> str:
    return json.dumps(listed) if is_encoded else listed


def _values(listed: str) -> Iterator[tuple[int, int, object]]:
    """Yield where each value of the list begins and ends in its text, and what it is."""
    place = listed.index("[") + 1
    while True:
        while listed[place] in " \t\r\n,":
            place += 1
        if listed[place] == "]":
            return
        value, end = read_json_at(listed, place)
        yield place, end, value
        place = end


def _entries(listed: str) -> Iterator[_Entry]:
    """Yield the entries that are objects, each with an id that none before it has."""
    taken: set[str] = set()
    for number, (start, end, raw) in enumerate(_values(listed)):
        if isinstance(raw, dict):
            id_ = shown(raw.get("id"))
            if not id_ or id_ in taken:
                id_ = f"#{number}"
            taken.add(id_)
            yield _Entry(TargetId(id_), raw, start, end)


def _entry(listed: str, target_id: TargetId) -> _Entry:
    entry = next((entry for entry in _entries(listed) if entry.id == target_id), None)
    if entry is None:
        raise UserError("This target no longer exists.")
    return entry


def _appended(listed: str, written: str) -> str:
    ends = [end for _, end, _ in _values(listed)]
    return f"{listed[: ends[-1]]}, {written}{listed[ends[-1] :]}" if ends else f"[{written}]"


_OWN_KEYS = {
    TargetKind.THRESHOLD: (),
    TargetKind.SUM: ("kind", "measure", "seconds"),
    TargetKind.COUNT_PER_WEEK: ("kind", "count", "weeks"),
    TargetKind.BY_DEADLINE: ("kind", "deadline"),
}
"""Keys that only targets of a kind have; a threshold has none, like those of old files."""


def _drafted(raw: dict[str, object], draft: TargetDraft) -> dict[str, object]:
    """Return an entry as the draft wants it; keys that nobody here knows stay, and values that are not changed stay as written."""
    if len(draft.name.strip()) > LONGEST_NAME:
        raise UserError(f"This name is too long: it may have up to {LONGEST_NAME:,} characters.")
    own = _own(draft)
    gone = set(_OWN_KEYS[kind_of(raw.get("kind"))]) - own.keys()
    wanted = {
        "activity_id": draft.activity_id,
        "name": draft.name.strip(),
        "description": draft.description,
        "metrics": _drafted_metrics(raw, draft),
        **own,
    }
    same = {key for key, value in wanted.items() if key in raw and key != "metrics" and shown(raw[key]) == shown(value)}
    kept = {key: value for key, value in raw.items() if key not in gone}
    return kept | {key: value for key, value in wanted.items() if key not in same}


def _own(draft: TargetDraft) -> dict[str, object]:
    """Return what only targets of this kind say; raises UserError if that could never be reached."""
    if draft.kind is TargetKind.COUNT_PER_WEEK:
        if not (1 <= draft.count <= 1000 and 1 <= draft.weeks <= 1000):
            raise UserError("A number of sessions a week and a number of weeks are needed, from 1 to 1,000.")
        return {"kind": draft.kind, "count": draft.count, "weeks": draft.weeks}
    if draft.kind is TargetKind.SUM and draft.measure is Measure.SECONDS:
        if draft.seconds < 1:
            raise UserError("The time to be practised must be above zero.")
        return {"kind": draft.kind, "measure": draft.measure, "seconds": draft.seconds}
    if draft.kind is TargetKind.SUM:
        return {"kind": draft.kind, "measure": draft.measure}
    if draft.kind is TargetKind.BY_DEADLINE:
        if draft.deadline is None:
            raise UserError("A date is needed.")
        return {"kind": draft.kind, "deadline": draft.deadline.isoformat()}
    if draft.kind is TargetKind.THRESHOLD:
        return {}
    raise UserError("A target needs a kind.")


def _drafted_metrics(raw: dict[str, object], draft: TargetDraft) -> list[object]:
    if draft.kind is TargetKind.COUNT_PER_WEEK or (draft.kind is TargetKind.SUM and draft.measure is Measure.SECONDS):
        return []
    if draft.activity_id is None:
        raise UserError("An activity is needed.")
    if not draft.metrics:
        raise UserError("A metric with a value is needed.")
    if draft.kind is TargetKind.SUM and len(draft.metrics) > 1:
        raise UserError("A sum is of one metric.")
    return [_drafted_metric(raw, metric) for metric in draft.metrics]


def _drafted_metric(raw: dict[str, object], metric: TargetMetric) -> dict[str, object]:
    entries = raw.get("metrics")
    known = (entry for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict))
    stored = next((entry for entry in known if entry.get("metric_id") == metric.metric_id), {})
    if "value" in stored and shown(stored["value"]) == metric.value:
        return stored
    number = noted_number(metric.value)
    if number is None:
        raise UserError(f"“{metric.value}” is no number." if metric.value.strip() else "A value is needed for each metric.")
    return {**stored, "metric_id": metric.metric_id, "value": int(number) if number.is_integer() else number}
