"""How far a goal is with each of its targets, as a page shows it."""

from dataclasses import dataclass

from fractal_desktop.domain.ids import MetricId, SessionId
from fractal_desktop.domain.target import Target


@dataclass(frozen=True, slots=True)
class TargetBest:
    """What there is so far of one metric, and what is wanted; None where there is none. A sum of seconds has no metric."""

    metric_id: MetricId | None
    value: float | None
    wanted: float | None


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """How far one target is: `fraction` from 0 to 1, and `reached` if nothing is missing.

    `best` are the metrics of the best item or set so far, or the sum so far; empty for counts, which have weeks instead: the most in a
    row, those in a row up to now, and the sessions of this week. `session_id` is the session that reached it, the earliest.
    """

    target: Target
    reached: bool
    fraction: float
    best: tuple[TargetBest, ...] = ()
    session_id: SessionId | None = None
    longest_weeks: int = 0
    current_weeks: int = 0
    sessions_this_week: int = 0
