"""Round limits between the five steps of a heat map, chosen so that what is shown spreads over them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from math import log

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QLocale

Amounts = NDArray[np.int64]

_MINUTE, _HOUR = 60, 3600
_TRIPLES = ((1, 2, 3), (1, 2, 4), (2, 3, 4), (2, 4, 6), (2, 5, 10), (3, 6, 9), (4, 6, 8), (4, 8, 12), (5, 10, 15), (5, 10, 20))
_MINUTE_TRIPLES = ((5, 10, 15), (5, 10, 20), (10, 20, 30), (15, 30, 45), (15, 30, 60), (20, 40, 60), (30, 60, 90))


class Unit(Enum):
    """What the limits are told in, and how much of what is counted one of it is (seconds, or sessions)."""

    MINUTES = _MINUTE
    HOURS = _HOUR
    SESSIONS = 1


@dataclass(frozen=True, slots=True)
class Steps:
    """Where the second to fourth step of something end, in `unit`; nothing at all is step 0, the highest step is open."""

    limits: tuple[int, int, int]
    unit: Unit

    def step_of(self, amount: int) -> int:
        """Return the step, 0 to 4, of an amount of seconds or sessions."""
        return 0 if amount <= 0 else 1 + bisect_right(self.limits, amount / self.unit.value)

    @property
    def names(self) -> tuple[str, str, str, str, str]:
        """Return what a legend says of each: "0", "under 30", "30–59", "60–89", "90 +"; hours touch, "2–5", "5–10"."""
        first, second, third = self.limits
        lowest = _number(1) if self.unit is Unit.SESSIONS and first == 2 else _tr("under {number}").format(number=_number(first))
        highest = _tr("{number} +").format(number=_number(third))
        return _number(0), lowest, self._between(first, second), self._between(second, third), highest

    def _between(self, first: int, end: int) -> str:
        last = end if self.unit is Unit.HOURS else end - 1
        return _number(first) if first == last else f"{_number(first)}–{_number(last)}"


_MINUTE_STEPS = tuple(Steps(triple, Unit.MINUTES) for triple in _MINUTE_TRIPLES)


def time_steps(seconds: Iterable[int]) -> Steps:
    """Return steps for some amounts of time: in minutes, or in hours where these are many."""
    amounts = _positive(seconds)
    highest = max(amounts.max() / _HOUR, 1) if len(amounts) else 0
    hours = (Steps((a * power, b * power, c * power), Unit.HOURS) for power in _powers(highest) for a, b, c in _TRIPLES)
    return _most_even((*_MINUTE_STEPS, *hours), amounts, Steps((30, 60, 90), Unit.MINUTES))


def session_steps(sessions: Iterable[int]) -> Steps:
    """Return steps for some counts of sessions: 1, 2, 3, 4 and more, or wider where there are more."""
    few = Steps((2, 3, 4), Unit.SESSIONS)
    amounts = _positive(sessions)
    powers = _powers(amounts.max() if len(amounts) else 0)
    wider = (Steps((a * power, b * power, c * power), Unit.SESSIONS) for power in powers for a, b, c in _TRIPLES if a * power > 1)
    return _most_even((few, *wider), amounts, few)


def _positive(amounts: Iterable[int]) -> Amounts:
    array = np.fromiter(amounts, np.int64)
    return array[array > 0]


def _powers(highest: float) -> Sequence[int]:
    return [10**power for power in range(len(str(int(highest))))] if highest else []


def _most_even(candidates: Sequence[Steps], amounts: Amounts, usual: Steps) -> Steps:
    """Return the steps that part the amounts most evenly; of those that are equally good, whose middle is nearest to theirs."""
    if not len(amounts):
        return usual
    middle = float(np.median(amounts))

    def unevenness(steps: Steps) -> tuple[int, float]:
        limits = np.array(steps.limits) * steps.unit.value
        shares = np.bincount(np.searchsorted(limits, amounts, side="right"), minlength=4)
        return int((shares**2).sum()), abs(log(middle / limits[1]))

    return min(candidates, key=unevenness)


def _number(number: int) -> str:
    return QLocale().toString(number)


def _tr(text: str) -> str:
    return QCoreApplication.translate("analytics", text)
