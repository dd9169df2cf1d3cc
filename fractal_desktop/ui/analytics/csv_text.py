"""A chart's table for other programs: dates as ISO 8601, plain numbers, durations in seconds."""

import csv
import io

from fractal_desktop.ui.analytics.table_dialog import Cell, ChartTable
from fractal_desktop.ui.analytics.words import tr


def csv_text(table: ChartTable) -> str:
    """Return the heads and rows as RFC 4180 has it, in the chart's order; what has no value is empty."""
    columns = [[row[index] for row in table.rows] for index in range(len(table.heads))]
    target = io.StringIO()
    lines = csv.writer(target)
    lines.writerow([_head(head, cells) for head, cells in zip(table.heads, columns, strict=True)])
    lines.writerows([[_plain(cell) for cell in row] for row in table.rows])
    return target.getvalue()


def _head(head: str, cells: list[Cell]) -> str:
    is_duration = any(cell.is_number and ":" in cell.text for cell in cells)
    return tr("{name} (seconds)").format(name=head) if is_duration else head


def _plain(cell: Cell) -> str:
    if cell.iso:
        return cell.iso
    if not isinstance(cell.value, int | float):
        return cell.text
    return "" if cell.text == "-" else f"{round(cell.value, 3):.10g}" if isinstance(cell.value, float) else str(cell.value)
