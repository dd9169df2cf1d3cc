"""Days, weeks and months of a time zone, exact across daylight saving and skipped days; `zone_clock.py` has their edges by the thousand.

A period is half-open, [edge, next edge). A day begins at its first instant: at 1:00 where the clock skips midnight, and
together with the next day where the zone leaves out a whole day (Apia, 30 December 2011). Where the clock is turned back
over midnight, the day begins at the first of the two.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_INSTANT = datetime.min.replace(tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC, microsecond=0)


def local_date(instant: datetime, zone: ZoneInfo) -> date:
    """Return the day of `zone` that holds `instant` (aware); the calendar's first or last day beyond its ends.

    That is the date its clock shows, except where it was turned back over midnight: the new day has begun then, and goes on.
    """
    try:
        shown = instant.astimezone(zone)
        following = shown.date() + timedelta(1) if shown.fold else None
    except OverflowError:
        return date.min if instant.year < _EPOCH.year else date.max
    return following if following is not None and day_start(following, zone) <= instant else shown.date()


def clock_time(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return `instant` (aware) as the clock of `zone` shows it; as it is, if that lies outside the calendar."""
    try:
        return instant.astimezone(zone)
    except OverflowError:
        return instant


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
        if middle.astimezone(zone).date() < day:
            before = middle
        else:
            within = middle
    return within


def days_later(instant: datetime, days: int, zone: ZoneInfo) -> datetime:
    """Return when the clock of `zone` shows the time it shows at `instant` (aware), so many days later (earlier if negative); aware UTC.

    Of an hour that occurs twice on that day it is the first, one that is skipped is told with the offset before the change
    (BEHAVIOUR.md section 3); a day that is left out is passed over. Raises OverflowError outside the calendar.
    """
    if not days:
        return instant.astimezone(UTC)
    wall = instant.astimezone(zone) + timedelta(days)
    found = wall.replace(fold=0).astimezone(UTC)
    return found if (found > instant) == (days > 0) and found != instant else wall.replace(fold=1).astimezone(UTC)


def week_of(day: date, first_weekday: int = 0) -> date:
    """Return the first day of the week that holds `day`, at the calendar's start the calendar's first day."""
    return date.fromordinal(max(1, day.toordinal() - (day.weekday() - first_weekday) % 7))


def week_end(week: date) -> date:
    """Return the last day of the week that begins with `week`, at the calendar's end the calendar's last day."""
    return date.fromordinal(min(week.toordinal() + 6, date.max.toordinal()))


def month_end(month: date) -> date:
    """Return the last day of the month of a day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def month_of(day: date, later: int = 0) -> date:
    """Return the first day of the month that lies `later` months after that of `day` (before it if negative)."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    if year < date.min.year:
        return date.min
    return date.max if year > date.max.year else date(year, month + 1, 1)
