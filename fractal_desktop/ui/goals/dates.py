"""Dates as a person types and reads them."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from fractal_desktop.domain.said_days import day_ahead
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.sessions.texts import day_text

_FORMATS = ("d MMM yyyy", "d MMMM yyyy", "MMM d, yyyy", "MMMM d, yyyy", "d. MMM yyyy", "d. MMMM yyyy")


def date_text(day: date, locale: QLocale) -> str:
    """Return "20 Mar 2026" in the order of the locale."""
    return day_text(day, locale)


def parse_date(text: str, locale: QLocale, today: date) -> date | None:
    """Return the date that was typed: as it is shown, as the locale writes it, as "2026-03-20", or in words from `today` on; else None."""
    plain = " ".join(text.split())
    short = _four_digits(locale)
    without_zeros = short.replace("dd", "d").replace("MM", "M")
    for pattern in (*_FORMATS, short, without_zeros):
        if (day := locale.toDate(plain, pattern)).isValid():
            return _date(day)
    for kind in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat):
        if (day := locale.toDate(plain, kind, 2000)).isValid():
            return _date(day)
    try:
        return date.fromisoformat(plain)
    except ValueError:
        return day_ahead(plain, today)


def distance_text(day: date, today: date) -> str:
    """Return how far away a deadline is: "Today", "in 15 days", "5 days overdue"."""
    days = (day - today).days
    if days == 0:
        return tr("Today")
    if days < 0:
        return counted(-days, "1 day overdue", "{n} days overdue")
    if days <= 60:
        return counted(days, "Tomorrow", "in {n} days")
    months = (day.year - today.year) * 12 + day.month - today.month - (day.day < today.day)
    if months < 24:
        return counted(months, "in 1 month", "in {n} months")
    years, over = divmod(months, 12)
    if over >= 9:
        return counted(years + 1, "in almost 1 year", "in almost {n} years")
    return counted(years, "in 1 year", "in {n} years") if over < 3 else counted(years, "in over 1 year", "in over {n} years")


def _four_digits(locale: QLocale) -> str:
    """Return the locale's short form with the whole year: two digits would leave the century open."""
    pattern = locale.dateFormat(QLocale.FormatType.ShortFormat)
    return pattern if "yyyy" in pattern else pattern.replace("yy", "yyyy")


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
