"""A chart's table for other programs: dates as ISO 8601, plain numbers with their unit in the column's head, durations in seconds."""

import csv
import io
from itertools import zip_longest

from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable


def csv_text(table: ChartTable) -> str:
    """Return the heads and rows as RFC 4180 has it, in the chart's order, ids first; what has no value is empty."""
    target = io.StringIO()
    lines = csv.writer(target)
    keys = [key.head for key in table.keys]
    lines.writerow([*keys, *(_head(head, unit) for head, unit in zip_longest(table.heads, table.units, fillvalue=""))])
    for place, row in enumerate(table.rows):
        lines.writerow([*(key.texts[place] for key in table.keys), *map(_plain, row)])
    return target.getvalue()


def _head(head: str, unit: str) -> str:
    return f"{head} ({unit})" if unit else head


def _plain(cell: Cell) -> str:
    if cell.exact:
        return cell.exact
    if not isinstance(cell.value, int | float):
        return "" if cell.text == "-" else cell.text
    return "" if cell.text == "-" else f"{round(cell.value, 3):.10g}" if isinstance(cell.value, float) else str(cell.value)
