"""When the clocks of a time zone are turned: all at once, where `zoneinfo` answers for one instant at a time.

Taken from the files that `zoneinfo` reads (TZif, RFC 9636): a table of the turns there were and, as the last line, the
rule for the years after it ("CET-1CEST,M3.5.0,M10.5.0/3", the form of TZ in POSIX).
"""

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from functools import partial
from itertools import chain
from typing import NamedTuple, Self

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_HEADER = struct.Struct(">4sc15x6l")
_KIND = struct.Struct(">lbB")
_NAME = r"(?:<[^>]+>|[^<\d,+-]+)"
_RULE = re.compile(rf"{_NAME}(?P<standard>[\d:+-]+)(?:{_NAME}(?P<summer>[\d:+-]*),(?P<begins>[^,]+),(?P<ends>.+))?")
_AN_HOUR = 3600


class Turns(NamedTuple):
    """The offsets of a zone in seconds east of Greenwich: `offsets[i]` holds before `instants[i]`, the last one after them all.

    `instants` are ascending seconds since the epoch. Not at each of them the offset changes: the name of the time may.
    """

    instants: tuple[int, ...]
    offsets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Every year summer time begins and ends at these seconds of the clock before (counted from the epoch as if it were UTC)."""

    standard: int
    summer: int
    begins: Callable[[int], int]
    ends: Callable[[int], int]

    def turns(self, year: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the two instants of `year` with the offsets from then on."""
        return (self.begins(year) - self.standard, self.summer), (self.ends(year) - self.summer, self.standard)


@dataclass(frozen=True, slots=True, eq=False)
class ZoneRules:
    """All that is known of a zone's offsets."""

    listed: Turns
    rule: _Rule | None
    """What holds from the second after the last listed turn; None if nothing changes any more."""

    @classmethod
    def from_tzif(cls, data: bytes) -> Self:
        """Return what a zone's file says; struct.error or IndexError if it is cut off."""
        start, size = 0, 4
        if data[4:5] != b"\0":  # from version 2 on the same follows with 64 bits
            start, size = _end_of_block(data, 0, 4), 8
        footer = data[_end_of_block(data, start, 8) :].decode().strip("\n") if size == 8 else ""
        return cls(*_with_rule(_listed(data, start, size), footer))

    def turns(self, first_year: int, last_year: int) -> Turns:
        """Return the turns that tell the offsets from `first_year` to `last_year` inclusive.

        Of the years that only the rule knows, those before and after are left out.
        """
        since = self.listed.instants[-1] + 1 if self.listed.instants else None
        year = first_year - 1 if since is None else max(first_year - 1, _year(since))
        if self.rule is None or year > last_year + 1:
            return self.listed
        years = range(max(year, MINYEAR), min(last_year + 1, MAXYEAR) + 1)
        yearly = sorted(chain.from_iterable(map(self.rule.turns, years)), key=lambda turn: turn[0])
        before = self.rule.standard + self.rule.summer - yearly[0][1]
        if since is None:
            return Turns(tuple(instant for instant, _ in yearly), (before, *(offset for _, offset in yearly)))
        at_first = [before, *(offset for instant, offset in yearly if instant <= since)][-1]
        instants, offsets = zip((since, at_first), *(turn for turn in yearly if turn[0] > since), strict=True)
        return Turns(self.listed.instants + instants, self.listed.offsets + offsets)


def _year(instant: int) -> int:
    return date.fromordinal(max(1, instant // 86_400 + _EPOCH_DAY)).year


def _listed(data: bytes, start: int, size: int) -> Turns:
    """Return the turns of the block at `start`, with times of `size` bytes."""
    *_, timed, kinds, _ = _HEADER.unpack_from(data, start)
    at = start + _HEADER.size
    instants = struct.unpack_from(f">{timed}{'q' if size == 8 else 'l'}", data, at)
    which = data[at + timed * size :][:timed]
    known = [_KIND.unpack_from(data, at + timed * (size + 1) + _KIND.size * index) for index in range(kinds)]
    first = next((offset for offset, is_summer, _ in known if not is_summer), known[which[0] if timed else 0][0])
    return Turns(instants, (first, *(known[index][0] for index in which)))


def _end_of_block(data: bytes, start: int, size: int) -> int:
    """Return where the block at `start`, with times of `size` bytes, ends: the counts of its parts stand in its header."""
    _, _, universal, standard, leaps, timed, kinds, letters = _HEADER.unpack_from(data, start)
    length: int = timed * (size + 1) + kinds * _KIND.size + letters + leaps * (size + 4) + standard + universal
    return start + _HEADER.size + length


def _with_rule(listed: Turns, footer: str) -> tuple[Turns, _Rule | None]:
    match = _RULE.fullmatch(footer)
    if match is None:
        return listed, None
    standard = -_seconds(match["standard"])
    if match["begins"] is None:
        return (listed if listed.instants else Turns((), (standard,))), None
    summer = -_seconds(match["summer"]) if match["summer"] else standard + _AN_HOUR
    return listed, _Rule(standard, summer, _yearly(match["begins"]), _yearly(match["ends"]))


def _yearly(text: str) -> Callable[[int], int]:
    """Return what gives the seconds, from the epoch in the zone's own clock, of "M3.5.0/2" (POSIX) in a year."""
    day, _, clock = text.partition("/")
    day_in, seconds = _day_in(day), _seconds(clock or "2") - _EPOCH_DAY * 86_400
    return lambda year: day_in(year) * 86_400 + seconds


def _day_in(text: str) -> Callable[[int], int]:
    if text.startswith("M"):
        month, week, weekday = map(int, text[1:].split("."))
        return partial(_weekday_in, month, week, weekday)
    if text.startswith("J"):
        return partial(_day_without_leap_day, int(text[1:]))
    return lambda year: date(year, 1, 1).toordinal() + int(text)


def _weekday_in(month: int, week: int, weekday: int, year: int) -> int:
    """Return the ordinal of the `week`-th `weekday` (0 is Sunday, as ordinals of Sundays are multiples of 7); 5 is the last one."""
    if week == 5:
        last = date(year, month, 31).toordinal() if month == 12 else date(year, month + 1, 1).toordinal() - 1
        return last - (last - weekday) % 7
    first = date(year, month, 1).toordinal()
    return first + (weekday - first) % 7 + 7 * (week - 1)


def _day_without_leap_day(day: int, year: int) -> int:
    """Return the ordinal of the `day`-th day of a year, from 1; 29 February has no number."""
    return date(year, 3, 1).toordinal() + day - 60 if day > 59 else date(year, 1, 1).toordinal() + day - 1


def _seconds(text: str) -> int:
    """Return the seconds of "-3:30", "2" or "26:00:00"."""
    parts = zip(map(int, text.lstrip("+-").split(":")), (_AN_HOUR, 60, 1), strict=False)
    return sum(part * unit for part, unit in parts) * (-1 if text.startswith("-") else 1)
