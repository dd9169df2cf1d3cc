"""THE duration rule of the whole program and its two notations (BEHAVIOUR.md section 4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

LONGEST_SECONDS = 31 * 24 * 3600
"""Anything longer is taken for a mistake and never counted."""
LONGEST_PLAN = LONGEST_SECONDS // 60
"""So many minutes may be planned: those of the longest duration that counts (BEHAVIOUR.md section 3)."""
_FLOAT_ERROR = 1e-6
"""What a quotient may lack of the whole seconds that it stands for; not a minute is to be lost by it."""


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
    """Return the notation of lists, cut to whole minutes: "1:04", "0:00" under a minute, "-" for none.

    Sums and averages are cut as single times are: the average of one session is what its list says. What another program has put
    below 0 has a sign.
    """
    if seconds is None:
        return "-"
    if seconds <= -60:
        return f"-{hours_minutes(-seconds)}"
    hours, minutes = divmod(max(0, whole_minutes(seconds)), 60)
    return f"{hours}:{minutes:02d}"


def whole_minutes(seconds: float) -> int:
    """Return the minutes of that notation."""
    return int((seconds + _FLOAT_ERROR) // 60)


def clock(seconds: float | None) -> str:
    """Return the notation of the editor: "47:02", "1:52:30", "-" for none."""
    if seconds is None:
        return "-"
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute:02d}:{second:02d}"
