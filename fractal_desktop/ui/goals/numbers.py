"""Numbers as a person types and reads them, in the order and with the signs of a locale."""

from PySide6.QtCore import QLocale

from fractal_desktop.domain.noted import noted_number

_WHOLE_BELOW = 10**15
"""Above it a float has no ones any more."""


def number_text(number: float, locale: QLocale) -> str:
    """Return "1,250" or "4.25": as many digits as the number has, at most six after the point."""
    if abs(number) >= _WHOLE_BELOW:
        return locale.toString(number, "g", 6)
    whole = round(number)
    if number == whole:
        return locale.toString(whole)
    digits = f"{number:.6f}".rstrip("0")
    return locale.toString(number, "f", len(digits) - digits.index(".") - 1)


def value_text(text: str, locale: QLocale) -> str:
    """Return a stored value as the locale writes it; what is no number stays as it is."""
    number = noted_number(text)
    return text if number is None else number_text(number, locale)


def typed_number(text: str, locale: QLocale) -> float | None:
    """Return the number that was typed, as the locale writes it or with a point; None if it is none."""
    plain = text.strip()
    number, is_number = locale.toDouble(plain)
    return noted_number(number) if is_number else noted_number(plain)


def plain_number(number: float) -> str:
    """Return a number as files hold it as a text: "90" or "4.25"."""
    return str(int(number)) if number.is_integer() and abs(number) < _WHOLE_BELOW else repr(number)
