"""What an upright bar is, without what draws it."""

from dataclasses import dataclass
from datetime import date

from fractal_desktop.ui.analytics.charts.tip import TipText


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: its first day, how high, what stands above it if values are shown, and what is said about it.

    `height` None is a period without a value: no bar. `unfinished` periods are lighter; `below` stands under the month's name.
    """

    day: date
    height: float | None
    value: str
    tip: TipText
    unfinished: bool = False
    below: str = ""
