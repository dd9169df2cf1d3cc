"""The analytics by the slowest way that is plainly right: a loop over sessions, one question to the zone for each.

For comparisons with what the program counts. Nothing of the program is used here, so that no mistake can be on both sides.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Stint:
    """A session: when it started (aware; None if nobody knows) and how long it was, if anybody knows."""

    start: datetime | None
    seconds: int | None = None


class Figures(NamedTuple):
    """Sessions that start in a period, those of them with a duration, and their seconds, wherever these were spent."""

    sessions: int
    timed: int
    seconds: int


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """Return the day of `zone` that `instant` lies in: the latest that its clock has shown until then.

    That is the date it shows, unless it has just been turned back over midnight: for as long as it shows times for the second time.
    """
    clock = instant.astimezone(zone)
    shown = clock.date()
    moment = instant
    while clock.fold and moment > instant - timedelta(days=2):
        moment -= timedelta(seconds=30)
        shown = max(shown, moment.astimezone(zone).date())
    return shown


def daily(stints: Iterable[Stint], zone: ZoneInfo) -> dict[date, Figures]:
    """Return the days on which sessions start, in any order."""
    return _counted(stints, zone, lambda day: day)


def weekly(stints: Iterable[Stint], zone: ZoneInfo, first_weekday: int = 0) -> dict[date, Figures]:
    """Return the weeks, by their first days, in which sessions start; `first_weekday` 0 is Monday."""
    return _counted(stints, zone, lambda day: _back_to(day, lambda earlier: earlier.weekday() == first_weekday))


def monthly(stints: Iterable[Stint], zone: ZoneInfo) -> dict[date, Figures]:
    """Return the months, by their first days, in which sessions start."""
    return _counted(stints, zone, lambda day: _back_to(day, lambda earlier: earlier.day == 1))


def weekday_hours(stints: Iterable[Stint], zone: ZoneInfo) -> dict[tuple[int, int], timedelta]:
    """Return the time practised in each hour of the week, by weekday (0 is Monday) and hour as the clock showed them.

    A session goes on from its start for as many seconds as it has; without either it counts nowhere. An hour that comes twice is one.
    """
    spent: dict[tuple[int, int], timedelta] = {}
    for stint in stints:
        if stint.start is not None and stint.seconds is not None:
            moment, end = stint.start.astimezone(UTC), stint.start.astimezone(UTC) + stint.seconds * _SECOND
            while moment < end:
                after = min(end, _within_the_hour(moment, zone))
                clock = moment.astimezone(zone)
                hour = clock.weekday(), clock.hour
                spent[hour] = spent.get(hour, timedelta()) + (after - moment)
                moment = after
    return spent


def _within_the_hour(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the end of the hour that the clock shows, or of the second if it is turned before that."""
    clock = moment.astimezone(zone)
    end = moment + timedelta(hours=1) - timedelta(minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
    is_turned = (end - _SECOND).astimezone(zone).utcoffset() != clock.utcoffset()
    return moment.replace(microsecond=0) + _SECOND if is_turned else end


def _counted(stints: Iterable[Stint], zone: ZoneInfo, period_of: Callable[[date], date]) -> dict[date, Figures]:
    found: dict[date, Figures] = {}
    for stint in stints:
        if stint.start is not None:
            period = period_of(day_of(stint.start, zone))
            before = found.get(period, Figures(0, 0, 0))
            timed = stint.seconds is not None
            found[period] = Figures(before.sessions + 1, before.timed + timed, before.seconds + (stint.seconds or 0))
    return found


def _back_to(day: date, is_first: Callable[[date], bool]) -> date:
    while not is_first(day):
        day -= timedelta(days=1)
    return day
