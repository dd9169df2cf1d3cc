"""How a point in time is written in a field, and read back from what a person types or pastes."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from PySide6.QtCore import QLocale

_QUOTED = re.compile(r"'[^']*'")
_ISO_LIKE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_LOOSE_DATE = re.compile(r"(\d{1,4})[./-] ?(\d{1,2})[./-] ?(\d{1,4})\.?")
_LOOSE_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.](\d{2}))?\s*(\D*)")
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
_CENTURY_PIVOT = 70


class Unit(StrEnum):
    """One field of a written point in time."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class Section:
    """Where one field stands in a text: [start, end)."""

    unit: Unit
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    unit: Unit
    width: int
    after: str


class InstantFormat:
    """Date and time with seconds in the order, signs, digits and hours of a locale, each field in a fixed width.

    Naive datetimes are wall clock. The C locale writes ISO dates.
    """

    def __init__(self, locale: QLocale) -> None:
        self._locale = locale
        self._zero = ord(locale.zeroDigit() or "0") if locale.language() != QLocale.Language.C else ord("0")
        self._halves = (locale.amText(), locale.pmText()) if _has_halves(locale) else None
        self._pieces = (*_date_pieces(locale), *_time_pieces(locale, self._halves is not None))
        self._exact = re.compile(self._pattern(exact=True))
        self._open = re.compile(self._pattern(exact=False))

    def text(self, wall: datetime) -> str:
        """Return the wall clock as this format writes it; fractions of a second are not shown."""
        return "".join(self._value(piece, wall) + piece.after for piece in self._pieces)

    def shape(self) -> str:
        """Return what a text of this format looks like, such as "2026-03-05 18:04:10", with today's letters left to the reader."""
        return self.text(datetime(2026, 3, 25, 18, 4, 10))  # noqa: DTZ001 - an example of a wall clock

    def complete(self, text: str) -> datetime | None:
        """Return the wall clock if every field of `text` is there in full and makes a real date, else None."""
        match = self._exact.fullmatch(_plain(text))
        return self._wall(match.groupdict()) if match else None

    def sections(self, text: str) -> tuple[Section, ...]:
        """Return where each field stands in `text`, fields being filled in included; empty if it is not of this format."""
        match = self._open.fullmatch(_plain(text))
        return tuple(Section(piece.unit, *match.span(piece.unit)) for piece in self._pieces) if match else ()

    def width(self, unit: Unit) -> int:
        """Return how many characters the field has when it is full."""
        return next(piece.width for piece in self._pieces if piece.unit is unit)

    def is_separator(self, character: str) -> bool:
        """Return whether the character stands between two fields."""
        return bool(character) and any(character in piece.after for piece in self._pieces)

    def read(self, text: str, base: datetime | None) -> datetime | None:
        """Return what a person means by `text`: aware if it names a zone ("…Z"), else wall clock; None if it makes no sense.

        Understands this format with or without leading zeros and seconds, ISO, a date alone and a time alone; what is
        missing comes from `base` (wall clock), so that "19:30" means that day.
        """
        plain = " ".join(_plain(text).split())
        if _ISO_LIKE.match(plain):
            found = _read_iso(plain, base)
            if found is not None:
                return found
        date = _LOOSE_DATE.match(plain)
        time_text = plain[date.end() :].lstrip(" ,") if date else plain
        day = self._day(date) if date else base
        if day is None:
            return None
        if not time_text:
            return day.replace(hour=base.hour, minute=base.minute, second=base.second) if base and date else None
        return self._at(day, time_text, alone=date is None)

    def _value(self, piece: _Piece, wall: datetime) -> str:
        if piece.unit is Unit.HALF:
            return self._halves[wall.hour >= 12] if self._halves else ""
        number = getattr(wall, piece.unit)
        if piece.unit is Unit.HOUR and self._halves:
            number = (number - 1) % 12 + 1
        return f"{number:0{piece.width}d}".translate({ord("0") + digit: self._zero + digit for digit in range(10)})

    def _pattern(self, *, exact: bool) -> str:
        parts = []
        for piece in self._pieces:
            if piece.unit is Unit.HALF:
                inner = "|".join(re.escape(_plain(half)) for half in self._halves or ()) if exact else r"\D*"
            else:
                inner = rf"\d{{{piece.width if exact else 0},{piece.width}}}"
            parts.append(f"(?P<{piece.unit}>{inner}){re.escape(piece.after)}")
        return "".join(parts)

    def _wall(self, fields: dict[str, str | None]) -> datetime | None:
        half = fields.pop(Unit.HALF, None)
        hour = self._hour(int(fields.pop(Unit.HOUR) or 0), half)
        year, month, day, minute, second = (int(fields[unit] or 0) for unit in ("year", "month", "day", "minute", "second"))
        return None if hour is None else _wall(year, month, day, hour, minute, second)

    def _hour(self, hour: int, half: str | None) -> int | None:
        if not half:
            return hour
        letters = half.strip().casefold()
        names = [_plain(name).casefold() for name in self._halves] if self._halves else ["am", "pm"]
        for later, name in enumerate(names):
            if letters in {name, name[:1], ("am", "pm")[later]}:
                return hour % 12 + 12 * later if 1 <= hour <= 12 else None
        return None

    def _day(self, match: re.Match[str]) -> datetime | None:
        first, second, third = match.groups()
        order = [piece.unit for piece in self._pieces[:3]]
        if len(first) > 2:
            order = [Unit.YEAR, Unit.MONTH, Unit.DAY]
        elif order[0] is Unit.YEAR and len(third) > 2:
            order = [Unit.DAY, Unit.MONTH, Unit.YEAR]
        fields = dict(zip(order, (first, second, third), strict=True))
        year = int(fields[Unit.YEAR])
        if len(fields[Unit.YEAR]) <= 2:
            year += 1900 if year >= _CENTURY_PIVOT else 2000
        return _wall(year, int(fields[Unit.MONTH]), int(fields[Unit.DAY]), 0, 0, 0)

    def _at(self, day: datetime, text: str, *, alone: bool) -> datetime | None:
        match = _LOOSE_TIME.fullmatch(text)
        if match is None or (alone and match[2] is None and not match[4]):
            return None
        hour = self._hour(int(match[1]), match[4])
        if hour is None:
            return None
        return _wall(day.year, day.month, day.day, hour, int(match[2] or 0), int(match[3] or 0))


def _plain(text: str) -> str:
    """Return `text` in ASCII digits and plain blanks, without marks of direction that would shift nothing but positions."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    return " " if character.isspace() else character


def _wall(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    if not 1000 <= year <= 9998:
        return None
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - wall clock
    except ValueError:
        return None


def _read_iso(text: str, base: datetime | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    if found.tzinfo is not None:
        return found.astimezone(UTC)
    if len(text) <= 10:
        return found.replace(hour=base.hour, minute=base.minute, second=base.second) if base else None
    return found


def _has_halves(locale: QLocale) -> bool:
    return "a" in _bare(locale.timeFormat(QLocale.FormatType.ShortFormat)).lower()


def _bare(pattern: str) -> str:
    return _QUOTED.sub("", pattern).translate(_MARKS)


def _date_pieces(locale: QLocale) -> tuple[_Piece, ...]:
    pattern = _bare(locale.dateFormat(QLocale.FormatType.ShortFormat))
    letters = {"y": Unit.YEAR, "M": Unit.MONTH, "d": Unit.DAY}
    order = [letters[letter] for letter in dict.fromkeys(pattern) if letter in letters]
    sign = next((character for character in pattern if character in "./-"), "-")
    if locale.language() == QLocale.Language.C or len(order) != len(letters):
        order, sign = [Unit.YEAR, Unit.MONTH, Unit.DAY], "-"
    return tuple(_Piece(unit, 4 if unit is Unit.YEAR else 2, after) for unit, after in zip(order, (sign, sign, " "), strict=True))


def _time_pieces(locale: QLocale, halves: bool) -> tuple[_Piece, ...]:
    pattern = _bare(locale.timeFormat(QLocale.FormatType.ShortFormat))
    sign = next((character for character in pattern if character in ":."), ":")
    pieces = (_Piece(Unit.HOUR, 2, sign), _Piece(Unit.MINUTE, 2, sign), _Piece(Unit.SECOND, 2, " " if halves else ""))
    half = max(len(locale.amText()), len(locale.pmText()))
    return (*pieces, _Piece(Unit.HALF, half, "")) if halves else pieces
