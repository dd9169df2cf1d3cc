"""Edges of days, weeks and months of a time zone as UTC instants, exact across daylight saving and skipped days.

A period is half-open, [edge, next edge). A day begins at its first instant: at 1:00 where the clock skips midnight, and
together with the next day where the zone leaves out a whole day (Apia, 30 December 2011). Where the clock is turned back
over midnight, the day begins at the first of the two.
"""

import operator
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_NONE = timedelta()
_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_INSTANT = datetime.min.replace(tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC, microsecond=0)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the day of `zone` that holds `instant` (aware); the calendar's first or last day beyond its ends."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:
        return date.min if instant.year < _EPOCH.year else date.max


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of `day` in `zone`, as aware UTC."""
    midnight = datetime.combine(day, time.min, zone)
    try:
        instant = midnight.astimezone(UTC)
        if instant.astimezone(zone).replace(tzinfo=None) == midnight.replace(tzinfo=None):
            return instant
        return _first_instant_from(day, midnight.replace(fold=1).astimezone(UTC), instant, zone)
    except OverflowError:
        return FIRST_INSTANT if day.year < _EPOCH.year else LAST_INSTANT


def _first_instant_from(day: date, before: datetime, within: datetime, zone: ZoneInfo) -> datetime:
    """Return the second at which the clock jumps over the midnight that begins `day`: it lies in (before, within]."""
    while within - before > _SECOND:
        middle = before + (within - before) // _SECOND // 2 * _SECOND
        if local_date(middle, zone) < day:
            before = middle
        else:
            within = middle
    return within


def day_edges(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the edges of each day from `first` to `last` inclusive: one more than there are days, ascending."""
    return tuple(_EPOCH + seconds * _SECOND for seconds in edge_seconds(days_between(first, last), zone))


def week_edges(first: date, last: date, zone: ZoneInfo, first_weekday: int = 0) -> tuple[datetime, ...]:
    """Return the edges of each week from that of `first` to that of `last`; `first_weekday` 0 is Monday."""
    return tuple(_EPOCH + seconds * _SECOND for seconds in edge_seconds(weeks_between(first, last, first_weekday), zone))


def month_edges(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, ...]:
    """Return the edges of each month from that of `first` to that of `last`."""
    return tuple(_EPOCH + seconds * _SECOND for seconds in edge_seconds(months_between(first, last), zone))


def week_of(day: date, first_weekday: int = 0) -> date:
    """Return the first day of the week that holds `day`, at the calendar's start the calendar's first day."""
    return date.fromordinal(max(1, day.toordinal() - (day.weekday() - first_weekday) % 7))


def month_of(day: date, later: int = 0) -> date:
    """Return the first day of the month that lies `later` months after that of `day` (before it if negative)."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    if year < date.min.year:
        return date.min
    return date.max if year > date.max.year else date(year, month + 1, 1)


def days_between(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` inclusive and the one after, which closes the last."""
    return _every(1, first.toordinal(), last)


def weeks_between(first: date, last: date, first_weekday: int = 0) -> list[date]:
    """Return the first days of the weeks from that of `first` to that of `last`, and of the one after."""
    return _every(7, week_of(first, first_weekday).toordinal(), last)


def months_between(first: date, last: date) -> list[date]:
    """Return the first days of the months from that of `first` to that of `last`, and of the one after."""
    months = (last.year - first.year) * 12 + last.month - first.month + 2
    return [month_of(first, later) for later in range(months)]


def _every(step: int, first: int, last: date) -> list[date]:
    days = [*map(date.fromordinal, range(first, last.toordinal() + 1, step))]
    return [*days, date.fromordinal(min(days[-1].toordinal() + step, date.max.toordinal()))]


def edge_seconds(days: Sequence[date], zone: ZoneInfo) -> list[int]:
    """Return `day_start` of each of the ascending, evenly spaced `days` in seconds since the epoch.

    Costs one look-up of the offset per day. That finds the first instant of every day but one whose midnight is skipped
    by a jump that began before midnight; such a day stands where the offset grows, and there `day_start` is asked.
    """
    midnight = time(tzinfo=zone)
    offsets = [datetime.combine(day, midnight).utcoffset() or _NONE for day in days]
    # As many entries as the zone had offsets: a division for each day would cost more than the look-ups.
    later = {offset: _EPOCH.toordinal() * 86_400 + offset // _SECOND for offset in set(offsets)}
    seconds = [ordinal * 86_400 - later[offset] for ordinal, offset in zip(map(date.toordinal, days), offsets, strict=True)]
    jumps = (index for index, grows in enumerate(map(operator.lt, offsets, offsets[1:])) if grows)
    for index in {0, len(days) - 1, *jumps}:
        seconds[index] = (day_start(days[index], zone) - _EPOCH) // _SECOND
    return seconds
