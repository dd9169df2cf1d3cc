"""The moment of a write, in the notation of the file's old columns."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.timestamps import legacy_column_text


@dataclass(frozen=True, slots=True)
class Stamp:
    """When something is written (aware UTC), and the zone that the file's naive columns are in."""

    now: datetime
    zone: ZoneInfo

    @property
    def text(self) -> str:
        """Return the moment as `created_at` and `updated_at` hold it."""
        return legacy_column_text(self.now, self.zone)
