"""Weekdays, hours, findings and notes of the cards that show days, hours and lengths, in words."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale, QTime

from fractal_desktop.domain.analytics import DayRow
from fractal_desktop.ui.analytics.words import percent, sessions, spelled, tr, whole
from fractal_desktop.ui.sessions.texts import day_text, weekday_text

_FEWEST_DAYS, _FEWEST_PRACTISED = 14, 3
_SHARES = ((9, 10), (4, 5), (3, 4), (2, 3), (3, 5), (1, 2), (2, 5), (1, 3), (1, 4), (1, 5), (1, 7))
_NEAR_SHARE = 0.025
_NEARLY_EVERY_DAY = 0.95
_RARELY = 0.12


def weekday_names(first_weekday: int) -> tuple[str, ...]:
    """Return the short names of the days of a week that begins on `first_weekday` (0 is Monday)."""
    return tuple(weekday_name((first_weekday + day) % 7) for day in range(7))


def weekday_name(weekday: int, *, long: bool = False) -> str:
    """Return the name of a weekday, 0 is Monday."""
    return QLocale().standaloneDayName(weekday + 1, QLocale.FormatType.LongFormat if long else QLocale.FormatType.ShortFormat)


def hour_name(hour: int) -> str:
    """Return "06", or "6 AM" where clocks go to twelve."""
    if "a" in QLocale().timeFormat(QLocale.FormatType.ShortFormat).lower():
        return QLocale().toString(QTime(hour, 0), "h AP")
    return f"{hour:02d}"


def long_day(day: date) -> str:
    """Return "Thursday, 5 Mar 2026"."""
    return f"{weekday_text(day, QLocale())}, {day_text(day, QLocale())}"


def days_finding(rows: Sequence[DayRow], first: date, last: date) -> str:
    """Say on which share of the days from `first` to `last` there was practice; nothing of less than two weeks or three such days."""
    days, practised = (last - first).days + 1, sum(first <= row.day <= last for row in rows)
    if days < _FEWEST_DAYS or practised < _FEWEST_PRACTISED:
        return ""
    share = practised / days
    if share >= _NEARLY_EVERY_DAY:
        return tr("Practised every day") if practised == days else tr("Practised nearly every day")
    if share < _RARELY:
        return tr("Practised on {count} of {days} days").format(count=whole(practised), days=whole(days))
    part, of = min(_SHARES, key=lambda each: abs(each[0] / each[1] - share))
    if abs(part / of - share) > _NEAR_SHARE:
        return tr("Practised on {share} of the days").format(share=percent(share))
    if (part, of) == (1, 2):
        return tr("Practised on every second day")
    text = tr("Practised on {count} day out of {days}") if part == 1 else tr("Practised on {count} days out of {days}")
    return text.format(count=spelled(part).lower(), days=spelled(of).lower())


def few_days_words(practised: int, days: int) -> str:
    """Return why nothing is said about so few days with practice, or so few days, "" if there are enough."""
    if practised >= _FEWEST_PRACTISED and days < _FEWEST_DAYS:
        return tr("{count} days so far: too few to say how often").format(count=whole(days))
    if practised >= _FEWEST_PRACTISED or not practised:
        return ""
    one, more = tr("1 day with practice: too few to say how often"), tr("{count} days with practice: too few to say how often")
    return one if practised == 1 else more.format(count=whole(practised))


def runs_words(longest: int, current: int) -> str:
    """Return "Longest run 12 days, now 6"; "" if no two days of practice follow each other."""
    if longest < 2:
        return ""
    if current == longest:
        return tr("This run of {count} days is the longest").format(count=whole(longest))
    if not current:
        return tr("Longest run {count} days").format(count=whole(longest))
    return tr("Longest run {count} days, now {current}").format(count=whole(longest), current=whole(current))


def untimed_words(number: int) -> str:
    """Return what to say of sessions that add no time, "" if there is none."""
    if number == 0:
        return ""
    one, more = tr("1 session without a duration adds no time"), tr("{sessions} without a duration add no time")
    return one if number == 1 else more.format(sessions=sessions(number))


def week_finding(days: Sequence[str], first_hour: int, end_hour: int) -> str:
    """Say that most practice is at some hours [first_hour, end_hour) of some days in a row; no `days` are all of them."""
    is_one = end_hour == first_hour + 1
    named = hour_name(first_hour) if is_one else f"{hour_name(first_hour)}–{hour_name(end_hour % 24)}"
    if not days:
        return (tr("Most practice is at {hour}") if is_one else tr("Most practice is at {hours}")).format(hour=named, hours=named)
    span = days[0] if len(days) == 1 else f"{days[0]}–{days[-1]}"
    text = tr("Most practice is {days} at {hour}") if is_one else tr("Most practice is {days}, {hours}")
    return text.format(days=span, hour=named, hours=named)


def hour_words(weekday: int, hour: int) -> str:
    """Return "Tuesday, 18:00–19:00"."""
    begin, end = (QLocale().toString(QTime(each % 24, 0), QLocale.FormatType.ShortFormat) for each in (hour, hour + 1))
    return f"{weekday_name(weekday, long=True)}, {begin}–{end}"


def few_sessions_words(number: int, fewest: int) -> str:
    """Return why nothing is said about so few sessions, "" if there are enough."""
    return tr("{sessions}: too few to say more").format(sessions=sessions(number)) if 0 < number < fewest else ""
