"""What a heat map is, ready to be drawn, without what draws it."""

from dataclasses import dataclass

NO_CELL = -1


@dataclass(frozen=True, slots=True)
class ColumnName:
    """A name at a column."""

    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Cells:
    """Cells in `rows` lines, column after column from above: how strong each is, 0 (nothing behind it) to 4, or NO_CELL.

    `names_below` puts the columns' names below, each in the middle of its column, else they stand above and begin with it. `outlined`
    is a cell of its own kind, -1 for none. With `runs_on` the cell after the lowest of a column is the highest of the next.
    """

    rows: int = 7
    steps: tuple[int, ...] = ()
    row_names: tuple[str, ...] = ()
    column_names: tuple[ColumnName, ...] = ()
    names_below: bool = False
    outlined: int = -1
    runs_on: bool = False

    @property
    def columns(self) -> int:
        """Return how many columns there are; the last may be incomplete."""
        return -(-len(self.steps) // self.rows)

    def is_cell(self, index: int) -> bool:
        """Return whether there is a cell at a place."""
        return 0 <= index < len(self.steps) and self.steps[index] != NO_CELL

    def opens(self, index: int) -> bool:
        """Return whether there is something behind a cell."""
        return self.is_cell(index) and self.steps[index] > 0

    def beside(self, index: int, columns: int) -> int:
        """Return the next cell so many columns on (or back), or `index` itself where there is none."""
        return self._next(index, columns * self.rows, range(len(self.steps)))

    def below(self, index: int, rows: int) -> int:
        """Return the next cell so many rows further down (or up), or `index` itself where there is none."""
        top = index - index % self.rows
        return self._next(index, rows, range(len(self.steps)) if self.runs_on else range(top, min(top + self.rows, len(self.steps))))

    def first(self) -> int:
        """Return the first cell, or -1."""
        return next((index for index in range(len(self.steps)) if self.is_cell(index)), -1)

    def last(self) -> int:
        """Return the last cell, or -1."""
        return next((index for index in reversed(range(len(self.steps))) if self.is_cell(index)), -1)

    def _next(self, index: int, by: int, within: range) -> int:
        at = index + by
        while at in within and not self.is_cell(at):
            at += by
        return at if at in within else index
