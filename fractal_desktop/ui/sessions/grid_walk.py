"""The way through the values of an item, and what each of them is called."""

from typing import NamedTuple

from fractal_desktop.ui.sessions.grid import Grid
from fractal_desktop.ui.sessions.texts import tr


class Stop(NamedTuple):
    """A place that Tab comes to: the value in a column, the tick of a row (column -1), or "Add set" (row -1)."""

    row: int
    column: int


ADD_SET = Stop(-1, -1)


def stops(grid: Grid) -> list[Stop]:
    """Return where Tab goes, line by line."""
    found: list[Stop] = []
    for index, row in enumerate(grid.rows):
        found += [Stop(index, column) for column, cell in enumerate(row.cells) if cell.place is not None]
        if row.done is not None:
            found.append(Stop(index, -1))
    return [*found, ADD_SET] if grid.takes_sets else found


def step_in_column(grid: Grid, here: Stop, step: int, *, into_next: bool) -> Stop | None:
    """Return the value below (1) or above (-1) in the column, at its end that in the next one if wanted; None if there is none."""
    way = sorted((stop for stop in stops(grid) if stop.column >= 0), key=lambda stop: (stop.column, stop.row))
    if not into_next:
        way = [stop for stop in way if stop.column == here.column]
    position = way.index(here) + step if here in way else -1
    return way[position] if 0 <= position < len(way) else None


def value_title(grid: Grid, stop: Stop) -> str:
    """Return what a value is called: "Tempo, bpm, set 2"."""
    title, line = grid.titles[stop.column], grid.rows[stop.row].title
    return f"{title}, {line[:1].lower()}{line[1:]}" if line else title


def value_tip(grid: Grid, stop: Stop) -> str:
    """Return what is to be known of a value: its name, what is wrong with it, and what it is compared with."""
    cell = grid.rows[stop.row].cells[stop.column]
    lines = [value_title(grid, stop)]
    if cell.problem:
        lines.append(tr("This is no number. It is kept, but does not count."))
    if cell.is_new_best:
        lines.append(tr("New best: it was {0}").format(cell.best))
    elif cell.best:
        lines.append(tr("Best so far: {0}").format(cell.best))
    if cell.last:
        lines.append(tr("Last time: {0}").format(cell.last))
    return "\n".join(lines)
