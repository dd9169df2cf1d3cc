"""Start, end and length of a session that is logged afterwards: each follows from the other two."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from fractal_desktop.domain.duration import LONGEST_SECONDS
from fractal_desktop.domain.entry_times import DAY_SECONDS
from fractal_desktop.domain.shift import Shift

_HOURS_MINUTES = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d)\s*h?")
_MINUTES = re.compile(r"(?P<minutes>\d{1,5}(?:[.,]\d+)?)\s*(?:m|min)?")
_DAYS = re.compile(r"(?P<days>\d{1,2})\s*(?:d|days?)\s*(?:(?P<hours>\d{1,2})\s*h)?")
_HOURS = re.compile(r"(?P<hours>\d{1,3}(?:[.,]\d+)?)\s*h\s*(?:(?P<minutes>[0-5]?\d)\s*(?:m|min)?)?")


class TimeProblem(StrEnum):
    """Why the times make no session."""

    FUTURE = "future"
    EMPTY = "empty"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class LogTimes:
    """When it was (aware UTC), seen from `now`."""

    start: datetime
    end: datetime
    now: datetime

    @property
    def seconds(self) -> int:
        """Return the length."""
        return (self.end - self.start) // timedelta(seconds=1)

    @property
    def problem(self) -> TimeProblem | None:
        """Return why this cannot have been, None if it can."""
        if self.end > self.now:
            return TimeProblem.FUTURE
        if self.seconds <= 0:
            return TimeProblem.EMPTY
        return TimeProblem.LONG if self.seconds > LONGEST_SECONDS else None

    def starting(self, start: datetime) -> "LogTimes":
        """Return it with another start: the length stays, as far as it does not last beyond now."""
        end = start + timedelta(seconds=self.seconds)
        return replace(self, start=start, end=self.now if start < self.now < end else end)

    def ending(self, end: datetime) -> "LogTimes":
        """Return it with another end: the start stays, unless it would lie after it; then the length does."""
        start = self.start if self.start < end else end - timedelta(seconds=self.seconds)
        return replace(self, start=start, end=end)

    def lasting(self, seconds: int) -> "LogTimes":
        """Return it with another length: the start stays, unless it would last beyond now; then the end does."""
        end = self.start + timedelta(seconds=seconds)
        return replace(self, end=end) if end <= self.now else replace(self, start=self.end - timedelta(seconds=seconds))


def parse_length(text: str) -> int | None:
    """Return the seconds that a person means by "45", "45 min", "1:30", "1h30", "1.5 h" or "1 d"; None if it makes no sense."""
    said = days_apart(text)
    return said.days * DAY_SECONDS + said.seconds if said is not None else None


def days_apart(text: str) -> Shift | None:
    """Return the same with its days apart, which are the calendar's where something is moved in time."""
    plain = text.strip().lower()
    found = _HOURS_MINUTES.fullmatch(plain) or _MINUTES.fullmatch(plain) or _HOURS.fullmatch(plain) or _DAYS.fullmatch(plain)
    if found is None:
        return None
    parts = {name: float(value.replace(",", ".")) for name, value in found.groupdict().items() if value}
    days, seconds = int(parts.get("days", 0)), round(parts.get("hours", 0) * 3600 + parts.get("minutes", 0) * 60)
    return Shift(days, seconds) if days * DAY_SECONDS + seconds <= LONGEST_SECONDS else None
