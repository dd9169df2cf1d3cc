"""How long a session was meant to be, and how long sessions of a template really are."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from fractal_desktop.domain.analytics import PlannedRow
from fractal_desktop.domain.noted import noted_minutes


def planned_seconds(total_minutes: object, section_minutes: Iterable[object]) -> int:
    """Return the planned seconds of a session, 0 if nothing is planned; both come as the document holds them (BEHAVIOUR.md section 2).

    The session's own plan counts if there is one above 0, else the sum of those of its sections.
    """
    minutes = noted_minutes(total_minutes) or sum(noted_minutes(each) or 0 for each in section_minutes)
    return round(minutes * 60)


def usual_ratio(rows: Sequence[PlannedRow]) -> float:
    """Return the median of the templates' ratios, each counted once for every session of it; between two, their mean."""
    ascending = sorted(rows, key=lambda row: row.ratio)
    half = sum(row.sessions for row in rows) / 2
    reached = list(accumulate(row.sessions for row in ascending))
    low = next(row.ratio for row, sessions in zip(ascending, reached, strict=True) if sessions >= half)
    high = next(row.ratio for row, sessions in zip(ascending, reached, strict=True) if sessions > half)
    return (low + high) / 2
