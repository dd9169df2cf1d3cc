"""The figures behind a chart, as rows of cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from fractal_desktop.ui.analytics.door import Door

_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and what it is sorted by; numbers stand right.

    `exact` is what files for other programs hold in its place where that is no plain number: a day or an instant with its offset in
    ISO 8601, or a number for words that are the locale's; "" where the text itself will do.
    `door` leads to the sessions behind it; if a row's first cell alone has one, it is the whole row's.
    """

    text: str
    value: float | str
    exact: str = ""
    door: Door | None = field(default=None, compare=False)

    @property
    def is_number(self) -> bool:
        """Return whether it is a figure."""
        return not isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Key:
    """A column of ids, "" for none, that only files have: other programs tell rows of the same name apart by it."""

    head: str
    texts: tuple[str, ...]

    @classmethod
    def of(cls, head: str, ids: Iterable[str | None]) -> Self:
        """Return the column of these ids."""
        return cls(head, tuple(each or "" for each in ids))


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The figures behind a chart, row by row in the chart's order.

    `units` say for each column what its plain numbers are, for files without the units that texts have; () where none has any.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    units: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()

    def as_text(self) -> str:
        """Return heads and rows as lines, cells apart by tabs: what a spreadsheet takes from the clipboard."""
        return "\n".join("\t".join(texts) for texts in (self.heads, *(tuple(one_cell(cell.text) for cell in row) for row in self.rows)))


def one_cell(text: str) -> str:
    """Return a text on one line and in one column; blanks at its beginning, which tell how deep it lies, stay."""
    return _BREAKS.sub(" ", text)


def date_cell(text: str, ordinal: int, door: Door | None = None) -> Cell:
    """Return a cell for a period, sorted by its first day."""
    return Cell(text, f"{ordinal:09d}", date.fromordinal(ordinal).isoformat(), door)
