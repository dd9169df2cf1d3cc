"""The noted values of an item, in fixed columns; painted as one widget because a session may have hundreds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QLocale, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Item, MetricEntry
from fractal_desktop.domain.ids import MetricId, SplitId
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions.texts import tr
from fractal_desktop.ui.theme import current_tokens, font_of

_LABEL_WIDTH = 76
_LEAST_COLUMN = 64
_GAP = 24
_TICK_ROOM = 40
_ROW_HEIGHT = 24


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line: what it is called, a value for each column ("" = not entered), and whether it is done (None = not told)."""

    label: str
    values: tuple[str, ...]
    done: bool | None


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of an item ready to be painted; `heads` has one entry more than a row has values: that of the labels."""

    heads: tuple[str, ...]
    rows: tuple[GridRow, ...]

    @property
    def spoken(self) -> str:
        """Return the grid in words, a line for each row."""
        return "\n".join(
            f"{row.label}: " + ", ".join(f"{head} {value or '-'}" for head, value in zip(self.heads[1:], row.values, strict=True))
            for row in self.rows
        )


def grid_of(item: Item, names: LibraryNames, locale: QLocale) -> Grid:
    """Return the item's values: a line for each set, for each split, or for each split of each set."""
    lines = list(_lines(item, names))
    metric_ids = list(dict.fromkeys(entry.metric_id for _, entries, _ in lines for entry in entries))
    rows = tuple(GridRow(label, _values(entries, metric_ids, locale), done) for label, entries, done in lines)
    first = tr("Set") if item.sets else tr("Split") if any(entry.split_id for entry in item.metrics) else ""
    return Grid((first, *(metric_title(names, metric_id) for metric_id in metric_ids)), rows)


def metric_title(names: LibraryNames, metric_id: MetricId) -> str:
    """Return "Tempo, bpm", or words for a metric that is gone."""
    metric = names.metrics.get(metric_id)
    if metric is None:
        return tr("deleted metric")
    return f"{metric.name}, {metric.unit}" if metric.unit else metric.name


def _lines(item: Item, names: LibraryNames) -> Iterator[tuple[str, Sequence[MetricEntry], bool | None]]:
    for item_set in item.sets:
        number = str(item_set.index + 1)
        by_split = _by_split(item_set.metrics)
        for position, (split_id, entries) in enumerate(by_split or [(None, ())]):
            label = f"{number}  {_split_name(names, split_id)}" if split_id else number
            yield label, entries, item_set.completed if position == 0 else None
    for split_id, entries in _by_split(item.metrics):
        yield _split_name(names, split_id) if split_id else "", entries, None


def _by_split(metrics: Iterable[MetricEntry]) -> list[tuple[SplitId | None, list[MetricEntry]]]:
    found: dict[SplitId | None, list[MetricEntry]] = {}
    for entry in metrics:
        found.setdefault(entry.split_id, []).append(entry)
    return list(found.items())


def _split_name(names: LibraryNames, split_id: SplitId) -> str:
    split = names.splits.get(split_id)
    return split.name if split is not None else tr("deleted split")


def _values(entries: Sequence[MetricEntry], metric_ids: Sequence[MetricId], locale: QLocale) -> tuple[str, ...]:
    noted: dict[MetricId, list[str]] = {}
    for entry in entries:
        noted.setdefault(entry.metric_id, []).append(_localised(entry, locale))
    return tuple(" / ".join(noted.get(metric_id, ())) for metric_id in metric_ids)


def _localised(entry: MetricEntry, locale: QLocale) -> str:
    return entry.value.replace(".", locale.decimalPoint()) if entry.number is not None else entry.value


class SetGrid(QWidget):
    """Shows a Grid; reads nothing in but tooltips for what is too long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = Grid(("",), ())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_grid(self, grid: Grid) -> None:
        """Show these values."""
        if grid != self._grid:
            self._grid = grid
            self.setAccessibleName(self.tr("Values"))
            self.setAccessibleDescription(grid.spoken)
            self.updateGeometry()
            self.update()

    @override
    def sizeHint(self) -> QSize:
        """Return the height of a head and the rows."""
        return QSize(200, self._row_height() * (len(self._grid.rows) + 1) + 6)

    @override
    def event(self, event: QEvent) -> bool:
        """Show a head or value in full where it is cut."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._text_at(event.pos()), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw heads, values and ticks."""
        tokens = current_tokens()
        painter = QPainter(self)
        head_font, font = self._fonts()
        columns = self._columns()
        painter.setFont(head_font)
        painter.setPen(tokens.color("muted"))
        for column, head in zip(columns, self._grid.heads, strict=True):
            self._draw(painter, self._cell(column, -1), head, left=column is columns[0])
        painter.setFont(font)
        for index, row in enumerate(self._grid.rows):
            painter.setPen(tokens.color("text"))
            for column, text in zip(columns, (row.label, *row.values), strict=True):
                painter.setPen(tokens.color("text" if text else "muted"))
                self._draw(painter, self._cell(column, index), text or "-", left=column is columns[0])
            if row.done is not None:
                top = self._cell(columns[0], index).center().y() - 8
                tick = QRect(self.width() - 32, top, 18, 18)
                paint_icon(painter, tick, "check-circle" if row.done else "circle", "accent" if row.done else "input_border")

    def _draw(self, painter: QPainter, cell: QRect, text: str, *, left: bool) -> None:
        if left and text == "-":
            return
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, cell.width())
        painter.drawText(cell, side | Qt.AlignmentFlag.AlignVCenter, elided)

    def _columns(self) -> list[QRect]:
        """Return left and width of each column; they shrink together where there is no room."""
        head_font, font = self._fonts()
        heads, texts = QFontMetrics(head_font), QFontMetrics(font)
        labels = max((texts.horizontalAdvance(row.label) for row in self._grid.rows), default=0)
        widths = [max(_LABEL_WIDTH, labels + 12)]
        for index, head in enumerate(self._grid.heads[1:]):
            values = max((texts.horizontalAdvance(row.values[index]) for row in self._grid.rows), default=0)
            widths.append(max(_LEAST_COLUMN, heads.horizontalAdvance(head), values) + _GAP)
        room = max(0, self.width() - 16 - _TICK_ROOM)
        if sum(widths) > room:
            share = max(36, (room - widths[0]) // max(1, len(widths) - 1))
            widths[1:] = [min(width, share) for width in widths[1:]]
        lefts = [16 + sum(widths[:index]) for index in range(len(widths))]
        return [QRect(left, 0, width - (0 if index == 0 else 8), 0) for index, (left, width) in enumerate(zip(lefts, widths, strict=True))]

    def _cell(self, column: QRect, row: int) -> QRect:
        height = self._row_height()
        return QRect(column.left(), height * (row + 1), column.width(), height)

    def _text_at(self, position: QPoint) -> str:
        row = position.y() // self._row_height() - 1
        for index, column in enumerate(self._columns()):
            if column.left() <= position.x() < column.left() + column.width():
                if row < 0:
                    return self._grid.heads[index]
                if row < len(self._grid.rows):
                    return (self._grid.rows[row].label, *self._grid.rows[row].values)[index]
        return ""

    def _row_height(self) -> int:
        return max(_ROW_HEIGHT, QFontMetrics(self.font()).height() + 6)

    def _fonts(self) -> tuple[QFont, QFont]:
        return font_of(self.font(), "secondary"), self.font()
