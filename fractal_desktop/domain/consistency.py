"""How steadily somebody practises, beside how often they mean to; and the longest time without."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate, pairwise
from math import ceil, log, sqrt
from statistics import median

from fractal_desktop.domain.analytics import Gap

_WEEK = 7
_FEWEST_DAYS, _FEWEST_WEEKS = 14, 2
"""Less than that tells nothing about a habit."""
_HALVED_AFTER = 13
"""The days in which the weight of a daily habit's day is halved."""
_NEGLIGIBLE = 1e-9
_GIVEN_UP_AFTER = 366
"""A year of days without practice, and the year may be a leap year."""


def usual_days_per_week(practised: Collection[date], first: date, last: date) -> float | None:
    """Return on how many days somebody practises in a usual week, or None if [first, last] has less than two weeks with practice.

    That is the median over the sevens of days, counted back from `last`, in which they practised at all: so a holiday does not lower what
    counts as planned, but the score. Days before the first whole seven are left out.
    """
    whole_weeks = ((last - first).days + 1) // _WEEK
    weeks = Counter((last - day).days // _WEEK for day in practised if day <= last)
    with_practice = [days for weeks_ago, days in weeks.items() if weeks_ago < whole_weeks]
    return float(median(with_practice)) if len(with_practice) >= _FEWEST_WEEKS else None


def consistency(practised: Collection[date], first: date, last: date, days_per_week: float | None = None) -> float | None:
    """Return which share of the planned days of practice was kept, from 0 to 1, in [first, last]; recent days weigh most.

    A day scores min(1, days practised / days planned) of the two weeks that end with it, so a day of rest costs nothing while the weeks
    have what is planned; who plans every day is asked for each. The result is the mean of these scores with weights that fall by
    0.5 ** (sqrt(f) / 13) from each day to the one before, f being the days planned per day (days_per_week / 7): what is done every
    day counts half after 13 days, what is done once a week after 34.

    That is the score of Loop Habit Tracker (iSoron/uhabits, core/models/Score.kt and ScoreList.kt): s = s * m + score * (1 - m) with
    that m, and the doubled interval for habits that are not daily. It differs in the beginning. There s starts at 0 and takes months to
    come near 1; here the weights of the days there are sum up to 1, and the first two weeks are measured by the days they have.

    Without `days_per_week` the usual ones are the plan; None if these are unknown, or if there are less than 14 days.
    """
    if (last - first).days + 1 < _FEWEST_DAYS:
        return None
    planned = usual_days_per_week(practised, first, last) if days_per_week is None else min(days_per_week, _WEEK)
    if not planned:
        return None
    kept = 0.5 ** (sqrt(planned / _WEEK) / _HALVED_AFTER)
    seen = min((last - first).days + 1, ceil(log(_NEGLIGIBLE) / log(kept)))
    weighted = total = 0.0
    for score in _scores(practised, first, last - timedelta(days=seen - 1), last, planned):
        weighted, total = weighted * kept + score, total * kept + 1
    return weighted / total


def _scores(practised: Collection[date], first: date, since: date, last: date, planned: float) -> Iterator[float]:
    """Yield the score of each day from `since` to `last`; practice is known from `first` on."""
    window = 1 if planned >= _WEEK else 2 * _WEEK
    before = min((since - first).days, window - 1)
    days = [since + timedelta(days=day - before) in practised for day in range((last - since).days + 1 + before)]
    done = [0, *accumulate(days)]
    for end in range(before + 1, len(days) + 1):
        length = min(window, end)
        yield min(1.0, (done[end] - done[end - length]) / (planned * length / _WEEK))


def longest_gap(practised: Iterable[date], first: date, last: date, missing: Collection[date] = ()) -> Gap | None:
    """Return the longest time without practice in [first, last], the latest of equal ones, or None if there is none.

    `practised` are days of it, ascending. Days that the zone left out of its calendar are `missing`: nobody could practise on them.
    """
    edges = [first.toordinal() - 1, *(day.toordinal() for day in practised), last.toordinal() + 1]
    left_out = [day.toordinal() for day in missing]
    absent = [after - before - 1 - sum(before < day < after for day in left_out) for before, after in pairwise(edges)]
    longest = max(absent)
    if longest <= 0:
        return None
    before = len(absent) - 1 - absent[::-1].index(longest)
    return Gap(longest, _next(edges[before], 1, left_out), _next(edges[before + 1], -1, left_out))


def is_given_up(last_practised: date, today: date) -> bool:
    """Return whether practice ended so long ago that over all time it is looked at until then, and not until today."""
    return (today - last_practised).days > _GIVEN_UP_AFTER


def _next(day: int, step: int, missing: Collection[int]) -> date:
    day += step
    while day in missing:
        day += step
    return date.fromordinal(day)
