"""How steadily somebody practises, beside how often they mean to; and the longest time without."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
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


def longest_gap(practised: Sequence[date], missing: Collection[date] = ()) -> Gap | None:
    """Return the longest time without practice between two of these ascending days, the latest of equal ones, or None if there is none.

    Days that the zone left out of its calendar are `missing`: nobody could practise on them.
    """
    absent = [(after - before).days - 1 - sum(before < day < after for day in missing) for before, after in pairwise(practised)]
    longest = max(absent, default=0)
    if not longest:
        return None
    before = len(absent) - 1 - absent[::-1].index(longest)
    return Gap(longest, _next(practised[before], 1, missing), _next(practised[before + 1], -1, missing))


def _next(day: date, step: int, missing: Collection[date]) -> date:
    day += timedelta(days=step)
    while day in missing:
        day += timedelta(days=step)
    return day
