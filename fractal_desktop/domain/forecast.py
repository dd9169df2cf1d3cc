"""When a goal that wants so many hours will have them, judged by the user's own weeks.

No model of a user is assumed: possible futures are put together from stretches of the weeks that were, drawn at random (the moving
block bootstrap: H. R. Künsch, "The jackknife and the bootstrap for general stationary observations", Annals of Statistics 17, 1989).
Stretches of several weeks keep what single weeks would lose: that after a week off another one often follows. The draws begin at the
same seed each time, so that the same history always says the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

Weeks = NDArray[np.float64]

SAMPLED_WEEKS = 52
"""Practice of years ago says little of the next months."""
FEWEST_WEEKS, FEWEST_PRACTISED = 8, 4
"""Whole weeks since the first session, and those of them with practice, below which nothing is foretold."""
FUTURES = 2_000
STRETCH_WEEKS = 4
HORIZON_WEEKS = 520
_SEED = 20_260_305
_EARLY, _LIKELY, _LATE = 0.05, 0.5, 0.95
"""Nine of ten futures lie between; looking back, four of five outcomes did, for no year shows all that may happen."""


@dataclass(frozen=True, slots=True)
class Aim:
    """What a goal wants in seconds of practice, what it has, and until when (None: whenever)."""

    wanted_seconds: int
    done_seconds: int
    deadline: date | None = None

    @property
    def remaining_seconds(self) -> int:
        """Return what is missing, 0 if nothing is."""
        return max(0, self.wanted_seconds - self.done_seconds)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What somebody would like to try: another mean of seconds a week (None: as it was), and weeks off before going on."""

    weekly_seconds: int | None = None
    weeks_off: int = 0


@dataclass(frozen=True, slots=True)
class Forecast:
    """Days on which an aim may be reached: as likely before `likely` as after it, about four times of five from `early` to `late`.

    None stands for later than ten years from now. `chance` is the share of futures that are in time, None without a deadline.
    """

    early: date | None
    likely: date | None
    late: date | None
    chance: float | None


def needed_per_week(aim: Aim, today: date, weeks_off: int = 0) -> float | None:
    """Return the seconds that each week until the deadline's end takes on average, the first ones off left out.

    None without a deadline, or if it leaves no time. Part of a week counts as part.
    """
    if aim.deadline is None:
        return None
    weeks = ((aim.deadline - today).days + 1) / 7 - weeks_off
    if weeks <= 0:
        return 0.0 if aim.remaining_seconds == 0 else None
    return aim.remaining_seconds / weeks


def has_history(weeks: Sequence[int]) -> bool:
    """Return whether whole weeks, in seconds, are enough to foretell from."""
    recent = weeks[-SAMPLED_WEEKS:]
    return len(recent) >= FEWEST_WEEKS and sum(seconds > 0 for seconds in recent) >= FEWEST_PRACTISED


def forecast(weeks: Sequence[int], aim: Aim, today: date, what_if: WhatIf | None = None) -> Forecast | None:
    """Return when the aim is reached, or None if there is not enough history.

    `weeks` are the seconds of each whole week from the first with a session to the last one before that of `today`, without
    gaps. Only the last 52 are drawn from. What a week brings is spread evenly over its days, from today on.
    """
    wish = what_if or WhatIf()
    if not has_history(weeks):
        return None
    if aim.remaining_seconds == 0:
        return Forecast(today, today, today, 1.0 if aim.deadline is not None else None)
    days = np.sort(_days_until(_histories(weeks, wish), aim.remaining_seconds, wish.weeks_off))
    early, likely, late = (_day(today, days[_rank(share)]) for share in (_EARLY, _LIKELY, _LATE))
    return Forecast(early, likely, late, _chance(days, aim, today))


def with_deadline(aim: Aim, deadline: date | None) -> Aim:
    """Return the aim with another deadline."""
    return replace(aim, deadline=deadline)


def _histories(weeks: Sequence[int], wish: WhatIf) -> Weeks:
    """Return a history for each future to draw from, futures × weeks: what might have been as well, made of stretches of what was.

    Were all to draw from the one that was, the days would lie too close together: a mean of a year's weeks is itself uncertain.
    """
    recent = np.asarray(weeks[-SAMPLED_WEEKS:], np.float64)
    random = np.random.default_rng(_SEED)
    begins = random.integers(0, len(recent), (FUTURES, -(-len(recent) // STRETCH_WEEKS)))
    # Round the end of the history to its beginning, else its first and last weeks would be drawn less often than others.
    places = (begins[:, :, None] + np.arange(STRETCH_WEEKS)) % len(recent)
    drawn: Weeks = recent[places.reshape(FUTURES, -1)[:, : len(recent)]]
    return drawn if wish.weekly_seconds is None else drawn * (wish.weekly_seconds / recent.mean())


def _days_until(histories: Weeks, remaining: int, weeks_off: int) -> NDArray[np.float64]:
    """Return for each future after how many days it has what remains, infinity if not within the horizon."""
    random = np.random.default_rng(_SEED + 1)
    futures, length = np.arange(len(histories)), histories.shape[1]
    days = np.full(len(histories), np.inf)
    sums = np.zeros(len(histories))
    for week in range(HORIZON_WEEKS):
        if week % STRETCH_WEEKS == 0:
            begins = random.integers(0, length, len(histories))
        brought = histories[futures, (begins + week % STRETCH_WEEKS) % length]
        arriving = np.isinf(days) & (sums + brought >= remaining)
        shares = (remaining - sums[arriving]) / brought[arriving]
        days[arriving] = np.maximum(np.ceil(7 * (weeks_off + week + shares)) - 1, 0)
        sums += brought
        if not np.isinf(days).any():
            break
    return days


def _rank(share: float) -> int:
    return min(FUTURES - 1, int(np.ceil(share * FUTURES)) - 1)


def _day(today: date, days: float) -> date | None:
    return None if not np.isfinite(days) or today.toordinal() + days > date.max.toordinal() else today + timedelta(days=int(days))


def _chance(days: NDArray[np.float64], aim: Aim, today: date) -> float | None:
    if aim.deadline is None:
        return None
    return float((days <= (aim.deadline - today).days).mean())
