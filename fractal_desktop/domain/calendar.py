"""Which day and which week an instant is in, as the person who looks at it sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.period import local_date, week_of


@dataclass(frozen=True, slots=True)
class Calendar:
    """The display zone, and the first day of a week: 0 is Monday."""

    zone: ZoneInfo
    first_weekday: int = 0

    def day(self, instant: datetime) -> date:
        """Return the day that holds `instant` (aware)."""
        return local_date(instant, self.zone)

    def week(self, instant: datetime) -> date:
        """Return the first day of the week that holds `instant` (aware)."""
        return week_of(self.day(instant), self.first_weekday)
