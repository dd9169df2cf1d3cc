"""What upright bars are, ready to be drawn, without what draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from fractal_desktop.ui.analytics.charts.date_axis import MonthStart, Period, month_starts

MOST_VALUES = 12
MOST_DAYS = 8
"""Of so many weeks each is named by its first day."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Periods side by side: how high each is (None: no bar), which are unfinished and so lighter, where months begin.

    `empty` are those that hold no session: there is nothing to open. A period without a bar may hold some, without a duration.
    `values` stand above the bars, one each, or are empty where there are too many; `line` has one value (or None: a gap)
    for each bar, or is empty. Each bar stands for a `period`; of few weeks `days` are the first ones. `below_first` and
    `below_last` stand under the names of the first and the last bar.
    """

    heights: tuple[float | None, ...] = ()
    unfinished: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()
    values: tuple[str, ...] = ()
    starts: tuple[MonthStart, ...] = ()
    line: tuple[float | None, ...] = ()
    below_last: str = ""
    below_first: str = ""
    period: Period = Period.WEEK
    days: tuple[date, ...] = ()

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
        below_first: str = "",
    ) -> Self:
        """Return bars that begin on `days`, ascending; call it off the window's thread where there may be thousands."""
        return cls(
            tuple(heights),
            _indexes(unfinished),
            _indexes(empty),
            tuple(values),
            month_starts(days, period),
            tuple(line),
            below_last,
            below_first,
            period,
            tuple(days) if period is Period.WEEK and len(days) <= MOST_DAYS else (),
        )


def _indexes(flags: Sequence[bool]) -> frozenset[int]:
    return frozenset(index for index, each in enumerate(flags) if each)
