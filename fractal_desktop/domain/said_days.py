"""Days and times as a person says them in a field: "yesterday 18:00" for what has been, "in 3 weeks" for what is to come."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from fractal_desktop.domain.entry_times import DAY_SECONDS, MONTHS, WEEKDAYS, Clock, Day, readings
from fractal_desktop.domain.entry_words import folded_words

_NEAR = {"today": 0, "tomorrow": 1, "the day after tomorrow": 2}
_WEEKDAY = re.compile(r"(?:on |next )?([a-z]{3,9})")
_AHEAD = re.compile(r"(?:in )?(\d{1,4}|an?|one) (day|week|month|year)s?(?: from now)?")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)? ([a-z]{3,9})\.?(?: (\d{4}))?")
_MONTH_DAY = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_NUMBERS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})?")
_LATEST_YEAR = 9998


def moment_said(text: str, base: datetime, today: date) -> datetime | None:
    """Return the wall clock of "yesterday 18:00", "Sat 9am" or "22.11. 18:00"; a day or a time that is not said is that of `base`.

    Of several days that may be meant it is the last one that is not after `today`.
    """
    words = list(folded_words(text))
    said: list[Day | Clock] = []
    while words:
        found = next(((reading, count) for reading, count in readings(words, today) if isinstance(reading, Day | Clock)), None)
        if found is None or any(isinstance(found[0], type(before)) for before in said):
            return None
        said.append(found[0])
        del words[: found[1]]
    days = [reading for reading in said if isinstance(reading, Day)]
    clocks = [reading for reading in said if isinstance(reading, Clock)]
    at = _time_of(clocks[0]) if clocks else base.time()
    if not said or at is None:
        return None
    day = next((day for day in days[0].candidates if day <= today), None) if days else base.date()
    return datetime.combine(day, at) if day is not None else None


def day_ahead(text: str, today: date) -> date | None:
    """Return the next day that is called so: "tomorrow", "Friday", "in 3 weeks", "30 Jun", "1.3."; with a year any; else None."""
    plain = " ".join(folded_words(text))
    if plain in _NEAR:
        return today + timedelta(_NEAR[plain])
    return next((day for day in (_weekday(plain, today), _ahead(plain, today), _calendar_day(plain, today)) if day is not None), None)


def _time_of(clock: Clock) -> time | None:
    """Return the one time of day that was said."""
    if clock.start is None or clock.end is not None or clock.until_now or clock.start >= DAY_SECONDS:
        return None
    return (datetime.min + timedelta(seconds=clock.start)).time()  # noqa: DTZ901 - a time of day


def _weekday(plain: str, today: date) -> date | None:
    found = _WEEKDAY.fullmatch(plain)
    number = _named(found[1], WEEKDAYS) if found else None
    return today + timedelta((number - today.weekday() - 1) % 7 + 1) if number is not None else None


def _ahead(plain: str, today: date) -> date | None:
    found = _AHEAD.fullmatch(plain)
    if found is None:
        return None
    count = int(found[1]) if found[1].isdecimal() else 1
    if found[2] in ("day", "week"):
        return today + timedelta(count * (7 if found[2] == "week" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 + count * (12 if found[2] == "year" else 1), 12)
    days = (_date(year, month + 1, day) for day in (today.day, 30, 29, 28) if day <= today.day)
    return next((day for day in days if day is not None), None)


def _calendar_day(plain: str, today: date) -> date | None:
    """Return a day of a month, of the next year it occurs in where none is said; the 29th of February waits for its year."""
    for day, month, year in _parts(plain):
        years = (int(year),) if year else range(today.year, today.year + 9)
        found = next((found for each in years if (found := _date(each, month, int(day))) is not None and (year or found >= today)), None)
        if found is not None:
            return found
    return None


def _parts(plain: str) -> Iterator[tuple[str, int, str | None]]:
    if found := _NUMBERS.fullmatch(plain):
        yield found[1], int(found[2]), found[3]
    if found := _DAY_MONTH.fullmatch(plain):
        yield from _with_month(found[1], found[2], found[3])
    if found := _MONTH_DAY.fullmatch(plain):
        yield from _with_month(found[2], found[1], found[3])


def _with_month(day: str, name: str, year: str | None) -> Iterator[tuple[str, int, str | None]]:
    month = _named(name, MONTHS)
    if month is not None:
        yield day, month + 1, year


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """Return which of the names begins with the word; three letters tell them all apart."""
    return next((number for number, name in enumerate(names) if name.lower().startswith(word)), None)


def _date(year: int, month: int, day: int) -> date | None:
    if not 1 <= year <= _LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
