"""The median length of sessions, along the index of durations: no more is read than half of it, and nothing is kept."""

from sqlalchemy import Connection

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.persistence.analytics_filter import in_period, limited

_DURATIONS = "FROM goals INDEXED BY {index} WHERE type = 'PracticeSession' AND {where} AND total_duration_seconds"
_NOT_NEGATIVE = f"{_DURATIONS} > -1 AND total_duration_seconds < ''"
_MIDDLE = f"SELECT CAST(total_duration_seconds AS INTEGER) {_NOT_NEGATIVE} ORDER BY total_duration_seconds LIMIT ? OFFSET ?"
_NEGATIVE = f"SELECT count(*) {_DURATIONS} <= -1"
"""In whole seconds, the fraction cut off; texts, which are more than any number, are no durations."""
_BY_DURATION = "idx_session_duration"
_FEW = 20_000
"""So many durations of a period are sorted sooner than the index of all durations is walked through."""


def median_seconds(connection: Connection, asked: AnalyticsFilter, timed: int) -> float | None:
    """Return the median of the durations that are not below 0, of the `timed` sessions of the filter; None if there are none.

    Without a period, sessions without a start count too.
    """
    (limits, chosen), has_period = limited(asked), bool(asked.since or asked.until)
    period, ends = in_period(asked) if has_period else ("true", ())
    where, values = f"{period} AND {limits}", ends + chosen
    known = timed - connection.exec_driver_sql(_NEGATIVE.format(index=_BY_DURATION, where=where), values).scalar_one()
    if known <= 0:
        return None
    index = "idx_session_start" if has_period and timed <= _FEW else _BY_DURATION
    statement = _MIDDLE.format(index=index, where=where)
    middle = connection.exec_driver_sql(statement, (*values, 2 - known % 2, (known - 1) // 2)).scalars().all()
    numbers = [each for each in middle if isinstance(each, int | float)]
    return sum(numbers) / len(numbers) if numbers else None
