"""Lengths, days and times of day as a person types them, read one by one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
DAY_SECONDS = 86_400
MOST_WORDS = 8
"""That a length, day or time is said in."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long it was."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Ago:
    """How long before now it began."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Day:
    """The day that was meant: the first of these on which it is not still to come."""

    candidates: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """Times of day in seconds after midnight, up to 24:00; `until_now` where the end is now."""

    start: int | None = None
    end: int | None = None
    until_now: bool = False


@dataclass(frozen=True, slots=True)
class Nonsense:
    """What looks like a day or a time and is none; a sentence."""

    problem: str


Reading = Length | Ago | Day | Clock | Nonsense


_NUMBER = r"[0-9]{1,7}(?:[.,][0-9]{1,6})?"
_HOURS, _MINUTES, _SECONDS = r"h(?:rs?|ours?)?", r"m(?:ins?|inutes?)?", r"s(?:ecs?|econds?)?"
_LENGTH = re.compile(
    rf"(?:for )?(?:(?P<hours>{_NUMBER}) ?{_HOURS}(?:(?: and)? ?(?P<more>[0-9]{{1,2}})(?: ?{_MINUTES})?)?"
    rf"|(?P<clock_hours>[0-9]{{1,3}}):(?P<clock_minutes>[0-5][0-9]) ?{_HOURS}"
    rf"|(?P<minutes>{_NUMBER}) ?{_MINUTES}(?: ?(?P<rest>[0-9]{{1,2}}) ?{_SECONDS})?"
    rf"|(?P<seconds>{_NUMBER}) ?{_SECONDS}"
    r"|(?P<words>an hour and a half|an hour|half an hour))(?P<ago> ago)?"
)
_WORDS = {"an hour": 3600, "half an hour": 1800, "an hour and a half": 5400}

_WEEKDAY = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_MONTH = "|".join(
    [
        *("jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?"),
        *("july?", "aug(?:ust)?", "sep(?:t(?:ember)?)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?"),
    ]
)
_DATE = re.compile(
    r"(?:on )?(?:(?P<name>today|yesterday|the day before yesterday)"
    rf"|(?P<last>last )?(?P<weekday>{_WEEKDAY})"
    r"|(?P<y1>[0-9]{4})[-/](?P<m1>[0-9]{1,2})[-/](?P<d1>[0-9]{1,2})"
    r"|(?P<d2>[0-9]{1,2})\.(?P<m2>[0-9]{1,2})\.(?P<y2>[0-9]{4}|[0-9]{2}| [0-9]{4})?"
    rf"|(?:the )?(?P<d3>[0-9]{{1,2}})(?:st|nd|rd|th|\.)? (?:of )?(?P<m3>{_MONTH})(?P<y3> [0-9]{{4}})?"
    rf"|(?P<m4>{_MONTH}) (?P<d4>[0-9]{{1,2}})(?:st|nd|rd|th)?(?P<y4> [0-9]{{4}})?"
    r"|(?P<number>[0-9]{1,5}|an?|one) (?P<unit>day|week)s? ago)"
)
_DAYS_BACK = {"today": 0, "yesterday": 1, "the day before yesterday": 2}


def _clock_pattern(name: str) -> str:
    return (
        rf"(?P<{name}>(?P<{name}_hour>[0-9]{{1,2}})(?:[:.](?P<{name}_minute>[0-9]{{2}})(?::(?P<{name}_second>[0-9]{{2}}))?)?)"
        rf"(?: ?(?P<{name}_half>[ap])\.?m\.?)?"
    )


_RANGE = re.compile(
    rf"(?P<before>from |between )?{_clock_pattern('a')}(?P<between> ?- ?| to | until | till | and ){_clock_pattern('b')}",
)
_START = "at |from |starting (?:at )?|started (?:at )?"
_END = "until |till |to |ended (?:at )?|ending (?:at )?"
_CLOCK = re.compile(rf"(?:(?P<since>since )|(?P<start>{_START})|(?P<end>{_END}))?{_clock_pattern('a')}")


def readings(words: Sequence[str], today: date) -> Iterator[tuple[Reading, int]]:
    """Yield what folded words begin with, the longest first, with the number of words that say it."""
    if not words or not _OPENING.match(words[0]):
        return
    for count in range(min(MOST_WORDS, len(words)), 0, -1):
        text = " ".join(word.strip(",;").translate(_DASHES) for word in words[:count])
        reading = _range(text) or _clock(text) or _length(text) or _day(text, today)
        if reading is not None:
            yield reading, count


_OPENING = re.compile(
    rf"[0-9]|(?:for|an?|half|on|last|the|one|today|yesterday|from|between|at|start|since|until|till|to|end|{_WEEKDAY}|{_MONTH})"
)
"""What the first word begins with, so that most words are not tried at all."""

_DASHES = str.maketrans("‐‑‒–—−", "------")


def _length(text: str) -> Length | Ago | None:
    found = _LENGTH.fullmatch(text)
    if found is None:
        return None
    if found["words"]:
        seconds: float = _WORDS[found["words"]]
    else:
        hours, minutes = _number(found["hours"] or found["clock_hours"]), _number(found["more"] or found["clock_minutes"])
        seconds = hours * 3600 + (minutes + _number(found["minutes"])) * 60 + _number(found["rest"] or found["seconds"])
    return Ago(round(seconds)) if found["ago"] else Length(round(seconds))


def _number(text: str | None) -> float:
    return float(text.replace(",", ".")) if text else 0


def _day(text: str, today: date) -> Day | Nonsense | None:
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        days = tuple(_days(found, today))
    except OverflowError:
        days = ()
    return Day(days) if days else Nonsense(f"There is no day “{text.removeprefix('on ')}”.")


def _days(found: re.Match[str], today: date) -> Iterator[date]:
    """Yield the days that may be meant, the likeliest first; none if there is no such day."""
    if found["name"]:
        yield today - timedelta(_DAYS_BACK[found["name"]])
    elif found["unit"]:
        number = int(found["number"]) if found["number"].isdigit() else 1
        yield today - timedelta(number * (7 if found["unit"] == "week" else 1))
    elif found["weekday"]:
        weekday = next(i for i, name in enumerate(WEEKDAYS) if name.lower().startswith(found["weekday"][:3]))
        latest = today - timedelta((today.weekday() - weekday) % 7)
        yield from (latest, latest - timedelta(7)) if latest < today or not found["last"] else (latest - timedelta(7),)
    else:
        day, month, year = (next((found[f"{part}{i}"] for i in "1234" if found[f"{part}{i}"]), "") for part in "dmy")
        yield from _dates(int(day), _month(month), year.strip(), today)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else next(i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(text[:3]))


def _dates(day: int, month: int, year: str, today: date) -> Iterator[date]:
    """Yield the date; without a year the latest such ones, as many as it takes for the 29th of February."""
    years = [int(year) if len(year) == 4 else 2000 + int(year)] if year else range(today.year, today.year - 9, -1)
    for candidate in years:
        try:
            yield date(candidate, month, day)
        except ValueError:
            continue


def _range(text: str) -> Clock | Nonsense | None:
    found = _RANGE.fullmatch(text)
    if found is None or (found["before"] == "between ") != (found["between"] == " and "):
        return None
    is_sure = bool(found["before"]) or _is_full(found, "a") or _is_full(found, "b")
    if not is_sure and "-" not in found["between"]:
        return None
    end, shared = _seconds(found, "b", found["b_half"]), found["a_half"] or (found["b_half"] if 1 <= int(found["a_hour"]) <= 12 else None)
    start = _seconds(found, "a", shared)
    if start is not None and end is not None and shared and not found["a_half"] and start >= end:
        start = _seconds(found, "a", "p" if shared == "a" else "a")  # 11-1pm
    if start is None or end is None or start == end:
        return Nonsense(f"“{text}” is no time of day.") if is_sure else None
    return Clock(start, end)


def _clock(text: str) -> Clock | Nonsense | None:
    found = _CLOCK.fullmatch(text)
    is_said = found is not None and bool(found["since"] or found["start"] or found["end"])
    if found is None or not (is_said or _is_full(found, "a")):
        return None
    time = _seconds(found, "a", found["a_half"])
    if time is None:
        return None if "." in found["a"] and not is_said else Nonsense(f"“{text}” is no time of day.")
    return Clock(end=time) if found["end"] else Clock(time, until_now=bool(found["since"]))


def _is_full(found: re.Match[str], name: str) -> bool:
    return bool(found[f"{name}_minute"] or found[f"{name}_half"])


def _seconds(found: re.Match[str], name: str, half: str | None) -> int | None:
    """Return a time of day in seconds after midnight, None if there is no such one; `half` is "a" or "p" of a.m. and p.m."""
    hour, minute, second = (int(found[f"{name}_{part}"] or 0) for part in ("hour", "minute", "second"))
    if minute > 59 or second > 59 or (half and not 1 <= hour <= 12):
        return None
    seconds = (hour % 12 + 12 * (half == "p") if half else hour) * 3600 + minute * 60 + second
    return seconds if seconds <= DAY_SECONDS else None
