"""The distribution of the lengths of sessions, a million at once."""

from collections.abc import Iterable
from math import ceil

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.analytics import LengthRow, Lengths

WIDTHS = tuple(60 * minutes for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440))
"""The widths that bins may have, in seconds."""
_MOST_BINS, _MOST_OF_FEW = 24, 10
_FEW = 20
"""So few sessions do not fill many bins: each would stand alone, as thin as a minute."""
_USUAL = 0.95
"""The narrowest bins are taken with which so large a part of the sessions lies below the last, open one."""


def lengths(seconds: NDArray[np.int64]) -> Lengths:
    """Return the distribution of durations in any order; those below 0 count as none."""
    known = seconds[seconds >= 0]
    if not len(known):
        return Lengths((), 0, None, None, None, len(seconds))
    last, quarter = len(known) - 1, (len(known) - 1) // 4
    low, high, usual = last // 2, len(known) // 2, ceil(len(known) * _USUAL) - 1
    ordered = np.partition(known, (quarter, low, high, last - quarter, usual))
    return Lengths(
        rows=tuple(_bins(known, int(ordered[usual]))),
        timed=len(known),
        median_seconds=(int(ordered[low]) + int(ordered[high])) / 2,
        mean_seconds=int(known.sum()) / len(known),
        quartiles_seconds=(int(ordered[quarter]), int(ordered[last - quarter])),
        untimed=len(seconds) - len(known),
    )


def _bins(known: NDArray[np.int64], usual: int) -> Iterable[LengthRow]:
    most = _MOST_BINS if len(known) >= _FEW else _MOST_OF_FEW
    width = next((each for each in WIDTHS if usual < each * most), WIDTHS[-1])
    last = min(usual // width + 1, most)
    counted = np.bincount(np.minimum(known // width, last), minlength=last + 1).tolist()
    for index, sessions in enumerate(counted):
        yield LengthRow(index * width, None if index == last else (index + 1) * width, sessions)
