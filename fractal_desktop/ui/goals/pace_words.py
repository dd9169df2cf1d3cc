"""A goal's pace and its forecast in words."""

from datetime import date

from PySide6.QtCore import QLocale

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.forecast import FEWEST_PRACTISED, FEWEST_WEEKS, Aim, Forecast
from fractal_desktop.services.forecast import GoalPace
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.dates import date_text
from fractal_desktop.ui.goals.target_words import hours_text


def week_text(pace: GoalPace) -> str:
    """Return "2:05 this week · 3:10 in a usual one · 2:40 on average in 52 weeks".

    The forecast is made of all these weeks, of which the usual one tells little where there were holidays.
    """
    this_week = tr("{time} this week").format(time=hours_minutes(pace.week.this_week_seconds))
    if pace.week.usual_seconds is None:
        return this_week
    usual = tr("{time} in a usual one").format(time=hours_minutes(pace.week.usual_seconds))
    if pace.aim is None or len(pace.weeks) < FEWEST_WEEKS:
        return f"{this_week}  ·  {usual}"
    mean = tr("{time} on average in {n} weeks").format(time=hours_minutes(sum(pace.weeks) / len(pace.weeks)), n=len(pace.weeks))
    return f"{this_week}  ·  {usual}  ·  {mean}"


def finding(aim: Aim | None, forecast: Forecast | None, locale: QLocale) -> str:
    """Return when the hours that are wanted may be there, or why nothing can be said."""
    if aim is None:
        return ""
    wanted = hours_text(aim.wanted_seconds, locale)
    if aim.remaining_seconds == 0:
        return tr("{wanted} are there").format(wanted=wanted)
    if forecast is None:
        return tr("Not enough history to say when {wanted} are there").format(wanted=wanted)
    if forecast.likely is None:
        return tr("{wanted} take more than ten years at this pace").format(wanted=wanted)
    return tr("{wanted} about {day}").format(wanted=wanted, day=date_text(forecast.likely, locale))


def likely_text(aim: Aim | None, forecast: Forecast | None, weeks: int, locale: QLocale) -> str:
    """Return the days between which that is likely, or what is missing to say so."""
    if aim is None:
        return tr("A target in hours, such as 100 hours in all, gets a forecast here.")
    if aim.remaining_seconds == 0:
        return ""
    if forecast is None:
        words = tr("It takes {weeks} whole weeks, {practised} of the last year's with practice; so far there are {n}.")
        return words.format(weeks=FEWEST_WEEKS, practised=FEWEST_PRACTISED, n=locale.toString(weeks))
    if forecast.early is None:
        return ""
    early = date_text(forecast.early, locale)
    if forecast.late is None:
        return tr("Not before {early}, and perhaps more than ten years from now.").format(early=early)
    if forecast.early == forecast.late:
        return ""
    return tr("Four times out of five between {early} and {late}.").format(early=early, late=date_text(forecast.late, locale))


def needed_text(aim: Aim | None, needed: float | None, forecast: Forecast | None, today: date, locale: QLocale) -> str:
    """Return what a deadline takes each week, and how likely it is met."""
    if aim is None or aim.deadline is None or aim.remaining_seconds == 0:
        return ""
    day = date_text(aim.deadline, locale)
    if aim.deadline < today:
        return tr("The deadline, {day}, is over; {time} are missing.").format(day=day, time=hours_minutes(aim.remaining_seconds))
    if needed is None:
        return tr("The weeks off leave no time until {day}.").format(day=day)
    text = tr("Until {day} it takes {time} a week").format(day=day, time=hours_minutes(needed))
    if forecast is None or forecast.chance is None:
        return f"{text}."
    return f"{text}: {_chance(forecast.chance)}."


def _chance(share: float) -> str:
    tenths = round(share * 10)
    if tenths == 0:
        return tr("not likely")
    if tenths == 10:
        return tr("almost certain")
    return counted(tenths, "1 chance in 10", "{n} chances in 10")
