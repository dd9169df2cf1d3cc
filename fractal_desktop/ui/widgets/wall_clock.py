"""Between instants (aware UTC) and the wall clock of a zone, where the clock skips and repeats hours."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.ui.widgets.instant_text import Unit

_SPANS = {Unit.HOUR: timedelta(hours=1), Unit.MINUTE: timedelta(minutes=1), Unit.SECOND: timedelta(seconds=1)}


def wall_of(instant: datetime, zone: ZoneInfo) -> datetime:
    """Return the naive wall clock of an instant; `fold` is 1 in the second run of a repeated hour."""
    try:
        return instant.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return instant.replace(tzinfo=None)


def instant_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of a naive wall clock, its `fold` choosing in a repeated hour.

    A time that the clock skips uses the offset before the change (BEHAVIOUR.md section 3).
    """
    first = wall.replace(tzinfo=zone, fold=0)
    chosen = wall.replace(tzinfo=zone)
    return (first if is_skipped(wall, zone) else chosen).astimezone(UTC)


def is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """Return whether the clock of the zone never shows this time."""
    aware = wall.replace(tzinfo=zone, fold=0)
    return aware.astimezone(UTC).astimezone(zone).replace(tzinfo=None, fold=0) != wall.replace(fold=0)


def is_repeated(wall: datetime, zone: ZoneInfo) -> bool:
    """Return whether the clock of the zone shows this time twice."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    return first != second and not is_skipped(wall, zone)


def reread(wall: datetime, zone: ZoneInfo, known: Iterable[datetime]) -> datetime:
    """Return the instant that an edited text means. `wall` has whole seconds; `known` holds what the field showed, newest last.

    What reads like a known instant is that instant, exactly. Else the newest lends its side of a repeated hour, and its
    fraction of a second where the seconds still read the same.
    """
    instants = tuple(known)
    for instant in instants:
        if wall_of(instant, zone).replace(microsecond=0, fold=0) == wall.replace(fold=0):
            return instant
    if not instants:
        return instant_of(wall, zone)
    before = wall_of(instants[-1], zone)
    fraction = before.microsecond if before.second == wall.second else 0
    return instant_of(wall.replace(fold=before.fold, microsecond=fraction), zone)


def stepped(instant: datetime, zone: ZoneInfo, unit: Unit, steps: int) -> datetime:
    """Return the instant that many units later; clock units pass in real time, calendar units keep the wall clock.

    So an hour up from 02:30 reaches the second 02:30 of a night that has two. A short month takes its last day.
    """
    try:
        if unit in _SPANS:
            return (instant.replace(microsecond=0) if unit is Unit.SECOND else instant) + _SPANS[unit] * steps
        if unit is Unit.HALF:
            return instant + timedelta(hours=12 if wall_of(instant, zone).hour < 12 else -12)
        wall = wall_of(instant, zone)
        return instant_of(wall + timedelta(days=steps) if unit is Unit.DAY else _month_stepped(wall, unit, steps), zone)
    except (OverflowError, ValueError):
        return instant


def _month_stepped(wall: datetime, unit: Unit, steps: int) -> datetime:
    months = wall.year * 12 + wall.month - 1 + (steps * 12 if unit is Unit.YEAR else steps)
    first = wall.replace(year=months // 12, month=months % 12 + 1, day=1)
    last_day = ((first + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
    return first.replace(day=min(wall.day, last_day))
