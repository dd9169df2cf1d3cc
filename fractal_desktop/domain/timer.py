"""Timers of a session, as its document holds them (BEHAVIOUR.md section 5): of its items, and one of the whole session.

A running timer is a stored start time. An item has `time_start` (its first start), `time_stop` (its last stop, null while it runs),
`duration_seconds` (what was counted so far, pauses left out), and two keys of our own: `running_since`, null while it is paused,
and `uncounted_ms`, what was practised beyond the last whole second. Old programs know the first three: a timer of theirs
that runs has a start, no stop, and none of our keys.

The timer of the whole session is a plain line of its own, of type "timer", so that the one duration rule counts it like any item.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import InstanceId
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.noted import noted_number, noted_text, plausible_seconds
from fractal_desktop.domain.timestamps import document_text, parse_document_time

LONGEST_RUN = timedelta(days=1)
"""A timer that ran longer than this when its session is completed was forgotten: nobody knows how much of it was practice."""

SESSION_TIMER = "timer"
"""The type of the line that times the whole session."""

NewId = Callable[[], str]
_MILLISECOND = timedelta(milliseconds=1)
_Raw = dict[str, object]


class TimerState(StrEnum):
    """What a timer does; one that is PAUSED or STOPPED goes on from where it was when it is started."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Timer:
    """The timer of the item at `path`; instants are aware UTC. `noted_ms` is what was counted before it was last started.

    `first_start` is None if it was never started, `running_since` unless it runs.
    """

    path: Path
    instance_id: InstanceId | None
    name: str
    state: TimerState
    first_start: datetime | None
    running_since: datetime | None
    noted_ms: int
    is_of_session: bool

    @property
    def seconds(self) -> int:
        """Return the whole seconds that were counted before it was last started."""
        return self.noted_ms // 1000

    def elapsed_seconds(self, now: datetime) -> int:
        """Return the whole seconds on the timer at `now` (aware): pauses left out, never negative, at most 31 days.

        A run in which the clock was set back counts nothing, nor does one that would make it longer than 31 days.
        """
        return self.elapsed_ms(now) // 1000

    def elapsed_ms(self, now: datetime) -> int:
        """Return the milliseconds on the timer, likewise."""
        if self.running_since is None:
            return self.noted_ms
        total = self.noted_ms + max(0, (now - self.running_since) // _MILLISECOND)
        return total if total // 1000 <= LONGEST_SECONDS else self.noted_ms


def timers(document: Document, zone: ZoneInfo) -> tuple[Timer, ...]:
    """Return the timers that were ever used, in the order of their items; `zone` is the one that old texts of times are in."""
    found = (timer_at(document, item.path, zone) for item in document.items)
    return tuple(timer for timer in found if timer.state is not TimerState.IDLE or timer.noted_ms)


def timer_at(document: Document, path: Path, zone: ZoneInfo) -> Timer:
    """Return the timer of the item at `path`, used or not; raises UserError if there is no item."""
    raw = _item_at(document, path)
    first = _time(raw.get("time_start"), zone)
    since_text = raw.get("running_since")
    since = None if noted_text(raw.get("time_stop")) else first if since_text is None else _time(since_text, zone)
    return Timer(
        path=path,
        instance_id=InstanceId(noted_text(raw.get("instance_id"))) or None,
        name=noted_text(raw.get("name")),
        state=_state(raw, first, since),
        first_start=first,
        running_since=since,
        noted_ms=_noted_ms(raw),
        is_of_session=raw.get("type") == SESSION_TIMER,
    )


def session_timer(document: Document) -> Path | None:
    """Return where the line stands that times the whole session, None if there is none yet."""
    return next((item.path for item in document.items if document.value((*item.path, "type")) == SESSION_TIMER), None)


def with_session_timer(document: Document, new_id: NewId) -> tuple[Document, Path]:
    """Return the document with the line that times the whole session, made if it is missing, and where that stands."""
    path = session_timer(document)
    if path is not None:
        return document, path
    line = {"type": SESSION_TIMER, "name": "Practice", "instance_id": new_id()}
    for section in document.sections:
        path = (*document.path(section.index), "exercises")
        lines = document.value(path) or []
        if isinstance(lines, list):
            return document.with_value(path, [*lines, line]), (*path, len(lines))
    sections = document.value(("sections",)) or []
    if not isinstance(sections, list):
        raise UserError("The sections of this session cannot be read, so they are kept as they are and no line can be added.")
    document = document.with_value(("sections",), [*sections, {"name": "Practice", "exercises": [line]}])
    return document, document.path(len(sections), 0)


def start(document: Document, path: Path | None, now: datetime, zone: ZoneInfo, new_id: NewId, *, exclusive: bool = True) -> Document:
    """Let the timer of an item run, from where it was; None is the timer of the whole session, whose line is made if it is missing.

    The others are paused unless `exclusive` is False. An item without an id gets one, for only those count.
    """
    if path is None:
        document, path = with_session_timer(document, new_id)
    if exclusive:
        for other in timers(document, zone):
            document = document if other.path == path else pause(document, other.path, now, zone)
    timer = timer_at(document, path, zone)
    if timer.state is TimerState.RUNNING:
        return document
    raw = _countable(document, path, new_id) | {"time_stop": None, "running_since": document_text(now)}
    if timer.first_start is None:
        raw["time_start"] = document_text(now)
    return document.with_value(path, raw)


def pause(document: Document, path: Path, now: datetime, zone: ZoneInfo) -> Document:
    """Let a timer rest; the same document if it does not run."""
    timer = timer_at(document, path, zone)
    if timer.state is not TimerState.RUNNING:
        return document
    return document.with_value(path, _ended(document, timer, now) | {"running_since": None})


def stop(document: Document, path: Path, now: datetime, zone: ZoneInfo) -> Document:
    """End a timer that runs or rests; the same document if it does neither."""
    timer = timer_at(document, path, zone)
    raw = _ended(document, timer, now) if timer.state is TimerState.RUNNING else _item_at(document, path)
    raw.pop("running_since", None)
    return document.with_value(path, raw)


def stop_all(document: Document, now: datetime, zone: ZoneInfo, end: datetime | None = None) -> Document:
    """End every timer: at the `end` of a session that was over before, if it began before that, else now.

    One that has run for over a day without an end was forgotten: it ends where it began, and that run counts nothing.
    """
    for timer in timers(document, zone):
        document = stop(document, timer.path, _end_of(timer, now, end), zone)
    return document


def reset(document: Document, path: Path) -> Document:
    """Take away what a timer counted, and when; a running one stops."""
    raw = _item_at(document, path)
    cleared: _Raw = {key: None for key in ("time_start", "time_stop", "duration_seconds") if key in raw}
    return document.with_value(path, _without({**raw, **cleared}, "running_since", "uncounted_ms"))


def set_seconds(document: Document, path: Path, seconds: int, now: datetime, zone: ZoneInfo, new_id: NewId) -> Document:
    """Let a timer have counted `seconds`; one that runs goes on from there. Raises UserError below 0 and beyond 31 days."""
    if not 0 <= seconds <= LONGEST_SECONDS:
        raise UserError("A duration lies between 0 seconds and 31 days.")
    timer = timer_at(document, path, zone)
    is_running = timer.state is TimerState.RUNNING
    if timer.noted_ms == seconds * 1000 and not is_running:
        return document
    raw = _without(_countable(document, path, new_id), "uncounted_ms") | {"duration_seconds": seconds}
    return document.with_value(path, raw | ({"running_since": document_text(now)} if is_running else {}))


def _state(raw: _Raw, first: datetime | None, since: datetime | None) -> TimerState:
    if since is not None:
        return TimerState.RUNNING
    if "running_since" in raw:
        return TimerState.PAUSED
    return TimerState.STOPPED if first is not None else TimerState.IDLE


def _noted_ms(raw: _Raw) -> int:
    uncounted = noted_number(raw.get("uncounted_ms")) or 0
    return round((plausible_seconds(raw.get("duration_seconds")) or 0) * 1000) + (int(uncounted) if 0 < uncounted < 1000 else 0)


def _end_of(timer: Timer, now: datetime, end: datetime | None) -> datetime:
    since = timer.running_since
    if since is None:
        return now
    if end is not None and since <= end:
        return end
    return now if now - since <= LONGEST_RUN else since


def _ended(document: Document, timer: Timer, now: datetime) -> _Raw:
    """Return the item with what its running timer counted; it ends where it began if the clock was set back since."""
    assert timer.running_since is not None
    # Cut as documents hold it, so that another timer that starts now goes on exactly where this one ends.
    end = max(now.replace(microsecond=now.microsecond // 1000 * 1000), timer.running_since)
    raw = _item_at(document, timer.path) | {"time_stop": document_text(end)}
    elapsed = timer.elapsed_ms(end)
    if elapsed == timer.noted_ms:
        return raw
    seconds, uncounted = divmod(elapsed, 1000)
    raw |= {"duration_seconds": seconds}
    return raw | {"uncounted_ms": uncounted} if uncounted else _without(raw, "uncounted_ms")


def _time(text: object, zone: ZoneInfo) -> datetime | None:
    try:
        return parse_document_time(text, zone)
    except ValueError:
        return None


def _item_at(document: Document, path: Path) -> _Raw:
    raw = document.value(path)
    if len(path) != 4 or not isinstance(raw, dict):
        raise UserError("This item is no longer in the session.")
    return raw


def _countable(document: Document, path: Path, new_id: NewId) -> _Raw:
    raw = _item_at(document, path)
    return raw if noted_text(raw.get("instance_id")) else raw | {"instance_id": new_id()}


def _without(raw: _Raw, *keys: str) -> _Raw:
    return {key: value for key, value in raw.items() if key not in keys}
