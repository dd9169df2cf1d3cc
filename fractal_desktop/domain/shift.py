"""By how much a session is moved in time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.period import days_later


@dataclass(frozen=True, slots=True)
class Shift:
    """So many days of the calendar, over which the clock shows the same time again, and so many seconds more; below 0 for earlier."""

    days: int = 0
    seconds: int = 0

    def delta(self, anchor: datetime | None, zone: ZoneInfo) -> timedelta:
        """Return by how much all times of a session move that has its place in time at `anchor` (aware); raises OverflowError.

        The days are those of `zone`; without an anchor they have 24 hours.
        """
        if anchor is None:
            return timedelta(self.days, self.seconds)
        return days_later(anchor, self.days, zone) - anchor + timedelta(seconds=self.seconds)

    @property
    def words(self) -> str:
        """Return "1 day 2 h later", "30 min earlier"; "" for nothing."""
        minutes, seconds = divmod(abs(self.seconds), 60)
        hours, minutes = divmod(minutes, 60)
        days = abs(self.days)
        parts = [f"{days} day{'s' if days > 1 else ''}"] if days else []
        parts += [f"{number} {unit}" for number, unit in ((hours, "h"), (minutes, "min"), (seconds, "s")) if number]
        direction = "later" if self.days > 0 or self.seconds > 0 else "earlier"
        return f"{' '.join(parts)} {direction}" if parts else ""
