"""What is logged, split or shifted, in words: lengths, and times with the day they lie on."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QLocale

from fractal_desktop.ui.sessions.texts import day_text, time_text, tr
from fractal_desktop.ui.widgets.wall_clock import wall_of

__all__ = ["day_words", "days_text", "joined", "length_text", "logged_text", "moment_text", "span_text", "tr"]


def length_text(seconds: float, locale: QLocale) -> str:
    """Return "45 min", "1 h 30 min", or "40 s" under a minute; parts of a minute are left out of longer ones."""
    minutes = int(seconds) // 60
    if not minutes:
        return tr("{n} s").format(n=locale.toString(int(seconds)))
    hours, rest = divmod(minutes, 60)
    parts = [tr("{n} h").format(n=locale.toString(hours))] if hours else []
    parts += [tr("{n} min").format(n=locale.toString(rest))] if rest else []
    return " ".join(parts)


def days_text(days: int, seconds: int, locale: QLocale) -> str:
    """Return "1 day", "2 days 3 h", or a length without days."""
    parts = [tr("{n} day").format(n=locale.toString(days)) if days == 1 else tr("{n} days").format(n=locale.toString(days))] if days else []
    return " ".join(parts + ([length_text(seconds, locale)] if seconds or not days else []))


def day_words(day: date, today: date, locale: QLocale) -> str:
    """Return "today", "yesterday", or the day as lists show it."""
    near = {today: tr("today"), today - timedelta(1): tr("yesterday")}
    return near.get(day) or day_text(day, locale, today)


def moment_text(instant: datetime, zone: ZoneInfo, today: date, locale: QLocale) -> str:
    """Return "yesterday 18:00"."""
    wall = wall_of(instant, zone)
    return f"{day_words(wall.date(), today, locale)} {time_text(wall, locale)}"


def span_text(start: datetime, end: datetime, zone: ZoneInfo, today: date, locale: QLocale) -> str:
    """Return "yesterday 18:00–18:45", with the day of the end where that is another."""
    begun, ended = wall_of(start, zone), wall_of(end, zone)
    if begun.date() == ended.date():
        return f"{moment_text(start, zone, today, locale)}–{time_text(ended, locale)}"
    return f"{moment_text(start, zone, today, locale)} – {moment_text(end, zone, today, locale)}"


def logged_text(what: str, span: tuple[datetime, datetime], seconds: int, goals: Sequence[str], zone: ZoneInfo, today: date) -> str:
    """Return "45 min Scales, yesterday 18:00–18:45, Suite I"."""
    locale = QLocale()
    parts = [f"{length_text(seconds, locale)} {what}", span_text(*span, zone, today, locale), joined(goals)]
    return ", ".join(part for part in parts if part)


def joined(names: Sequence[str]) -> str:
    """Return "Scales, Bowing and Suite I"; "" of none."""
    if len(names) < 2:
        return "".join(names)
    return tr("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])
