"""What one run of the revisions is told, and what it finds."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fractal_desktop.domain.errors import Cancelled
from fractal_desktop.domain.progress import Progress

if TYPE_CHECKING:
    from sqlalchemy import Connection


@dataclass(slots=True)
class Figures:
    """What the backfill came to: sessions seen, how many of them got which value, and the issues by code."""

    sessions: int = 0
    starts: int = 0
    ends: int = 0
    durations: int = 0
    templates: int = 0
    issues: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Run:
    """The options of one upgrade or rollback, whom to tell, and its figures. `zone` is needed by revision 0001 alone."""

    zone: ZoneInfo | None = None
    times_from_timers: bool = False
    progress: Callable[[Progress], None] = lambda _progress: None
    cancelled: Callable[[], bool] = lambda: False
    figures: Figures = field(default_factory=Figures)
    bands: dict[str, tuple[float, float]] = field(default_factory=dict)
    """For each step of `tell` the stretch from 0.0 to 1.0 that it takes of the whole."""
    target: str | None = None
    """The revision at which the run ends, if that is known."""

    reached: float = 0.0
    """The greatest fraction that was told; also a run that begins anew never tells a smaller one."""

    def tell(self, step: str, detail: str, share: float) -> None:
        """Report that `step` is done to this share (0.0 to 1.0) and stop here if that is wished (raises Cancelled)."""
        if self.cancelled():
            raise Cancelled
        low, high = self.bands.get(step.partition(" ")[0], (0.0, 1.0))
        self.reached = max(self.reached, low + (high - low) * share)
        self.progress(Progress(step, detail, self.reached))


def driver_connection(connection: "Connection") -> sqlite3.Connection:
    """Return the sqlite3 connection under SQLAlchemy's, in the same transaction."""
    inner = connection.connection.driver_connection
    assert isinstance(inner, sqlite3.Connection)
    return inner
