"""Counts, durations and shares in words."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QLocale

from fractal_desktop.domain.duration import whole_minutes
from fractal_desktop.domain.period import month_end
from fractal_desktop.ui.analytics.choice import DayRange
from fractal_desktop.ui.sessions.texts import day_text, range_text, sum_text

LEAST_HALF, _MOST_HALF = 0.48, 0.545
"""What may be called half: who reads "46 %" beside it will not believe it."""


def tr(text: str) -> str:
    """Translate a text of the analytics page."""
    return QCoreApplication.translate("analytics", text)


def whole(number: int) -> str:
    """Return a count as the locale writes it."""
    return QLocale().toString(number)


def decimal(number: float) -> str:
    """Return a number with one decimal as the locale writes it."""
    return QLocale().toString(float(number), "f", 1)


def percent(share: float) -> str:
    """Return a share as whole percents."""
    return f"{whole(round(share * 100))} %"


def minutes(seconds: float) -> str:
    """Return whole minutes, cut as all times are."""
    return whole(whole_minutes(seconds))


def hours(seconds: float) -> str:
    """Return the time of many sessions, its hours grouped as the locale has it."""
    return sum_text(seconds, QLocale())


def sessions(number: int) -> str:
    """Return "1 session", "7 sessions"."""
    return tr("1 session") if number == 1 else tr("{count} sessions").format(count=whole(number))


def spelled(number: int) -> str:
    """Return a small count as a word that begins a sentence, a larger one in figures."""
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")
    return tr(words[number]) if number < len(words) else whole(number)


def time_and_sessions(count: int, seconds: int) -> str:
    """Return "7 sessions, 5:08"."""
    return f"{sessions(count)}, {hours(seconds)}" if seconds else sessions(count)


def template_name(template_id: str | None, name: str | None) -> str:
    """Return what to call a template: one that is gone has no name (None), and sessions may follow none at all."""
    if template_id is None:
        return tr("No template")
    return tr("deleted template") if name is None else one_line(name) or tr("Template without a name")


def one_line(name: str) -> str:
    """Return a name without line feeds and tabs: where it stands is one line."""
    return " ".join(name.split())


def share_in_words(share: float) -> str:
    """Return "half" where that is true, or is more by a few percent, else "58 %"."""
    return tr("half") if LEAST_HALF <= share <= _MOST_HALF else percent(share)


def range_words(days: DayRange, first_day: date | None) -> str:
    """Return "1 Sep 2025 – 5 Mar 2026"; without a beginning "since" the first session."""
    if days.first is not None and days.last is not None:
        return range_text(days.first, days.last, QLocale())
    if days.first is None and days.last is not None:
        return tr("until {day}").format(day=day_text(days.last, QLocale()))
    since = days.first or first_day
    return "" if since is None else tr("since {day}").format(day=day_text(since, QLocale()))


def month_words(days: DayRange, month: date) -> str:
    """Return "February 2026", or the days if they are not the whole month."""
    if days.first is not None and days.last is not None and (days.first > month or days.last < month_end(month)):
        return days_words(days)
    return f"{QLocale().standaloneMonthName(month.month)} {month.year}"


def days_words(days: DayRange) -> str:
    """Return "9 – 15 Feb 2026", "28 Sep – 4 Oct 2026"; "" for an open range."""
    first, last = days.first, days.last
    if first is None or last is None:
        return ""
    end = day_text(last, QLocale())
    if first != last and (first.year, first.month) == (last.year, last.month) and end.startswith(f"{last.day} "):
        return f"{first.day} – {end}"
    return range_text(first, last, QLocale())


def months_words(first: date, last: date) -> str:
    """Return the months of these days, for little room: "Feb 2016", "Feb – Mar 2016", "Dec 2015 – Feb 2016"."""
    names = [QLocale().standaloneMonthName(day.month, QLocale.FormatType.ShortFormat) for day in (first, last)]
    end = f"{names[1]} {last.year}"
    if first.year != last.year:
        return f"{names[0]} {first.year} – {end}"
    return end if first.month == last.month else f"{names[0]} – {end}"


def without_start_words(number: int) -> str:
    """Return what to say of sessions that no period can hold, "" if there is none."""
    if number == 0:
        return ""
    return (
        tr("1 session without a start is not shown")
        if number == 1
        else tr("{sessions} without a start are not shown").format(sessions=sessions(number))
    )


def duration_rules() -> str:
    """Return by which rules sessions with bad times count: the last paragraph behind "?"."""
    return tr(
        "A duration is that of a session’s items, else from its start to its end. A session has none without an end, where the end "
        "comes before the start, or more than 31 days after it. Sessions in the future count like others."
    )


def far_words(number: int, days: Sequence[date]) -> str:
    """Return what to say of sessions that lie years apart from the others, "" if there is none."""
    if number == 0:
        return ""
    years = sorted({day.year for day in days})
    named = ", ".join(map(str, years)) if len(years) <= 3 else f"{years[0]} – {years[-1]}"
    return tr("Not drawn: {sessions} far from the others ({years})").format(sessions=sessions(number), years=named)
