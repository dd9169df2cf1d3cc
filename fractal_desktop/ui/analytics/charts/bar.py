"""What upright bars are, ready to be drawn, without what draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from fractal_desktop.ui.analytics.charts.date_axis import MonthStart, Period, month_starts

MOST_VALUES = 12


@dataclass(frozen=True, slots=True)
class Bars:
    """Periods side by side: how high each is (None: no bar), which are unfinished and so lighter, where months begin.

    `empty` are those that hold no session: there is nothing to open. A period without a bar may hold some, without a duration.
    `values` stand above the bars, one each, or are empty where there are too many; `line` has one value (or None: a gap)
    for each bar, or is empty; `below_last` stands under the name of the last.
    """

    heights: tuple[float | None, ...] = ()
    unfinished: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()
    values: tuple[str, ...] = ()
    starts: tuple[MonthStart, ...] = ()
    line: tuple[float | None, ...] = ()
    below_last: str = ""

    @classmethod
    def of(
        cls,
        period: Period,
        days: Sequence[date],
        heights: Sequence[float | None],
        unfinished: Sequence[bool],
        *,
        empty: Sequence[bool] = (),
        values: Sequence[str] = (),
        line: Sequence[float | None] = (),
        below_last: str = "",
    ) -> Self:
        """Return bars that begin on `days`, ascending; call it off the window's thread where there may be thousands."""
        starts = month_starts(days, period)
        return cls(tuple(heights), _indexes(unfinished), _indexes(empty), tuple(values), starts, tuple(line), below_last)


def _indexes(flags: Sequence[bool]) -> frozenset[int]:
    return frozenset(index for index, each in enumerate(flags) if each)
