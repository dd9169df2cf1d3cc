"""THE duration rule of the whole program and its two notations (BEHAVIOUR.md section 4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

LONGEST_SECONDS = 31 * 24 * 3600
"""Anything longer is taken for a mistake and never counted."""
LONGEST_PLAN = LONGEST_SECONDS // 60
"""So many minutes may be planned: those of the longest duration that counts (BEHAVIOUR.md section 3)."""


def total_duration_seconds(item_seconds: Iterable[float], start: datetime | None, end: datetime | None) -> int | None:
    """Return the duration of a session in whole seconds, or None if nothing tells it.

    `item_seconds` are the plausible durations of the items that have an `instance_id`; `start` and `end` are aware UTC.
    The floored sum of the items counts if it is above 0; else the time from start to end if above 0 and at most 31 days.
    """
    total = int(sum(item_seconds))
    return total if total > 0 else span_seconds(start, end)


def span_seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Return the whole seconds from `start` to `end` (aware UTC) if above 0 and at most 31 days, else None."""
    if start is None or end is None:
        return None
    seconds = (end - start) // timedelta(seconds=1)
    return seconds if 0 < seconds <= LONGEST_SECONDS else None


def end_after(start: datetime, seconds: float) -> datetime | None:
    """Return when what began at `start` and lasted so long was over; None if no calendar holds that."""
    try:
        return start + timedelta(seconds=seconds)
    except OverflowError:
        return None


def hours_minutes(seconds: float | None) -> str:
    """Return the notation of lists: "1:04", "0:00" under a minute, "-" for none."""
    if seconds is None:
        return "-"
    hours, rest = divmod(int(seconds), 3600)
    return f"{hours}:{rest // 60:02d}"


def average_time(seconds: float | None) -> str:
    """Return a mean or a median in the notation of lists, to the nearest minute; a single time is cut to whole minutes instead."""
    return hours_minutes(None if seconds is None else round(seconds / 60) * 60)


def clock(seconds: float | None) -> str:
    """Return the notation of the editor: "47:02", "1:52:30", "-" for none."""
    if seconds is None:
        return "-"
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute:02d}:{second:02d}"
