"""From when to when it was: a length, a day and times of day put together, in the zone they were said in."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.entry_times import DAY_SECONDS, MONTHS, WEEKDAYS, Clock, Day, Nonsense

_EARLIEST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Span:
    """From `start` to `end` (aware UTC, whole seconds), of which `seconds` were practised."""

    start: datetime
    end: datetime
    seconds: int


def put_together(
    length: int | None, day: Day | None, clock: Clock | None, ago: int | None, now: datetime, zone: ZoneInfo
) -> Span | Nonsense:
    """Return when it was, never after `now`; times of day are those of `zone`. Without a time it ended now, or at this time of `day`.

    Of an hour that occurs twice the first one is meant, unless the end would lie before the start; a time that the clock
    skips is what it would have been without the change.
    """
    now = now.replace(microsecond=0)
    if length is not None and not 0 < length <= DAY_SECONDS:
        return Nonsense("A session is longer than nothing and not longer than a day.")
    if length is None and not (clock and (clock.until_now or None not in (clock.start, clock.end))):
        return Nonsense("Say how long it was, such as “45m”, “1h30” or “18:00-18:45”.")
    try:
        now.astimezone(zone)  # what the clock of the zone cannot show, nobody can be told
        if ago is not None:
            start = now - timedelta(seconds=ago)
            return _checked(start, start + timedelta(seconds=length or 0), length, now, zone)
        return _latest(length, day, clock or Clock(), now, zone)
    except OverflowError:
        return Nonsense("There is no such day in the calendar.")


def shown_day(instant: datetime, zone: ZoneInfo) -> str:
    """Return the day of `zone` in words: "Sunday, 1 March 2026"."""
    day = instant.astimezone(zone)
    return f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def shown_time(instant: datetime, zone: ZoneInfo) -> str:
    """Return the time of day in `zone`: "18:45"."""
    time = instant.astimezone(zone)
    return f"{time.hour}:{time.minute:02d}"


def _latest(length: int | None, day: Day | None, clock: Clock, now: datetime, zone: ZoneInfo) -> Span | Nonsense:
    """Return the time on the first of the days that may be meant on which it is over."""
    today = now.astimezone(zone).date()
    over_midnight = clock.until_now or (clock.start is not None and clock.end is not None and clock.end < clock.start)
    yesterday = today - timedelta(1)
    days = day.candidates if day is not None else (today, yesterday) if over_midnight else (today,)
    first: Nonsense | None = None
    for candidate in days:
        if candidate.year < _EARLIEST_YEAR:
            return first or Nonsense(f"The year {candidate.year} is too long ago.")
        found = _on(candidate, length, clock, now, zone)
        if isinstance(found, Span):
            return found
        first = first or found
    assert isinstance(first, Nonsense), "some day is always meant"
    is_yesterdays = day is None and isinstance(_on(yesterday, length, clock, now, zone), Span)
    return Nonsense(f"{first.problem} Was it yesterday? Then say so.") if is_yesterdays else first


def _on(day: date, length: int | None, clock: Clock, now: datetime, zone: ZoneInfo) -> Span | Nonsense:
    practised = timedelta(seconds=length or 0)
    if clock.start is not None:
        start = _instant(day, clock.start, zone)
        end = now if clock.until_now else start + practised if clock.end is None else _end_after(start, day, clock, zone)
    elif clock.end is not None:
        end = _instant(day, clock.end, zone)
        start = end - practised
    else:
        local = now.astimezone(zone)
        is_today = day == local.date()
        end = now if is_today else _instant(day, local.hour * 3600 + local.minute * 60 + local.second, zone)
        # The day that was said is the one it began on, where that can be.
        start = end - practised if is_today else max(end - practised, _instant(day, 0, zone))
        end = start + practised
    return _checked(start, end, length, now, zone)


def _end_after(start: datetime, day: date, clock: Clock, zone: ZoneInfo) -> datetime:
    """Return the end of a range: the same day, the second of an hour that occurs twice if need be, or the next day."""
    assert clock.start is not None
    assert clock.end is not None
    first, second = (_instant(day, clock.end, zone, fold=fold) for fold in (0, 1))
    if first > start or clock.end > clock.start:
        return first
    return second if second > start else _instant(day + timedelta(1), clock.end, zone)


def _checked(start: datetime, end: datetime, length: int | None, now: datetime, zone: ZoneInfo) -> Span | Nonsense:
    seconds = (end - start) // timedelta(seconds=1)
    if end > now:
        return Nonsense(f"It would end at {shown_time(end, zone)} on {shown_day(end, zone)}, which is still to come.")
    if not 0 < seconds <= DAY_SECONDS:
        return Nonsense(
            f"From {shown_time(start, zone)} on {shown_day(start, zone)} to {shown_time(end, zone)} on {shown_day(end, zone)}"
            " it cannot have been."
        )
    if length is not None and length > seconds:
        return Nonsense(f"The time from {shown_time(start, zone)} to {shown_time(end, zone)} is too short for that.")
    return Span(start, end, length or seconds)


def _instant(day: date, seconds: int, zone: ZoneInfo, fold: int = 0) -> datetime:
    days, seconds = divmod(seconds, DAY_SECONDS)
    at = (datetime.min + timedelta(seconds=seconds)).time()  # noqa: DTZ901 - a time of day
    return datetime.combine(day + timedelta(days), at.replace(fold=fold), zone).astimezone(UTC)
