"""The values of an item as a grid: a line for each set, each split, or each split of each set, a column for each metric."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from PySide6.QtCore import QLocale

from fractal_desktop.domain.document import Item, ItemSet, MetricEntry
from fractal_desktop.domain.document_edits import MetricPlace
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName, Better, LibraryNames
from fractal_desktop.domain.noted import noted_number
from fractal_desktop.domain.product import product_value
from fractal_desktop.ui.sessions.texts import tr


class Earlier(Protocol):
    """The values of the sessions before this one."""

    def last(self, activity_id: ActivityId, set_index: int | None, metric_id: MetricId, split_id: SplitId | None) -> str | None:
        """Return what was noted last time, None if nothing was."""

    def best(self, activity_id: ActivityId, metric_id: MetricId, split_id: SplitId | None) -> float | None:
        """Return the best number ever noted outside this session, None if none was."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. `place` is None where it cannot be typed in; `last` is last time's, `best` the best ever before, "" if there is none.

    `new_best` is the way in which it is better than any before, None if it is not.
    """

    place: MetricPlace | None
    text: str
    last: str = ""
    best: str = ""
    new_best: Better | None = None
    problem: str = ""

    @property
    def is_new_best(self) -> bool:
        """Return whether it is better than any before."""
        return self.new_best is not None

    @property
    def spoken(self) -> str:
        """Return the value in words, with what it is to be compared with."""
        parts = [self.text or tr("nothing")]
        if self.problem:
            parts.append(self.problem)
        if self.is_new_best:
            parts.append(tr("new best"))
        if self.last:
            parts.append(tr("last time {0}").format(self.last))
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class GridRow:
    """One line: its set's number, its split, a cell for each column, the set it is of, and whether that is done (None = not told here)."""

    number: str
    split: str
    cells: tuple[Cell, ...]
    set_index: int | None
    done: bool | None

    @property
    def title(self) -> str:
        """Return what the line is called: "Set 2", "Left", "Set 2, left"."""
        parts = [tr("Set {0}").format(self.number) if self.number else "", self.split]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Grid:
    """The values of an item ready to be painted; `names` are the titles without units, for where there is little room.

    `total` is the sum of the products, "" if there is none. It `awaits_last` while last time's values are being read: there is room
    for them already, so that nothing moves when they come.
    """

    head: str
    titles: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[GridRow, ...]
    takes_sets: bool
    total: str = ""
    awaits_last: bool = False

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to see and nothing to add."""
        return not self.rows and not self.takes_sets

    @property
    def has_heads(self) -> bool:
        """Return whether there is a line of heads."""
        return bool(self.rows and self.titles)

    @property
    def spoken(self) -> str:
        """Return the grid in words, a line for each row."""
        return "\n".join(self._spoken_row(row) for row in self.rows)

    def _spoken_row(self, row: GridRow) -> str:
        values = ", ".join(f"{title} {cell.text or '-'}" for title, cell in zip(self.titles, row.cells, strict=True))
        return f"{row.title or tr('Values')}: {values}"


class Line(NamedTuple):
    """What a line of a grid is of: a set (None = the item itself) and a split of it (None = it has none)."""

    item_set: ItemSet | None
    split_id: SplitId | None

    def entries(self, item: Item) -> tuple[MetricEntry, ...]:
        """Return what is noted in this line."""
        noted = item.metrics if self.item_set is None else self.item_set.metrics
        return tuple(entry for entry in noted if entry.split_id == self.split_id)


def lines_of(item: Item, activity: ActivityName | None) -> tuple[Line, ...]:
    """Return the lines of an item's grid in order."""
    return tuple(_lines(item, activity))


def takes_sets(item: Item, activity: ActivityName | None) -> bool:
    """Return whether sets may be added to an item."""
    return item.is_activity and bool(item.sets or (activity is not None and activity.has_sets))


def grid_of(item: Item, names: LibraryNames, locale: QLocale, earlier: Earlier | None = None) -> Grid:
    """Return the item's values with places for those that are not noted yet."""
    activity = names.activity(item.activity_id) if item.is_activity else None
    lines = lines_of(item, activity)
    metric_ids = _metric_ids(item, activity)
    multiplied = activity if activity is not None and activity.is_product and metric_ids else None
    maker = _CellMaker(item, names, locale, earlier)
    rows = [_row(maker, line, metric_ids) for line in lines]
    rows = [_with_marks(row, best) for row, best in zip(rows, _new_bests(maker, lines, metric_ids), strict=True)]
    titles = [metric_title(names, metric_id) for metric_id in metric_ids]
    short = [metric.name if (metric := names.metric(metric_id)) is not None else tr("deleted metric") for metric_id in metric_ids]
    products: list[float] = []
    if multiplied is not None:
        found = [product_value(line.entries(item), multiplied) for line in lines]
        products = [product for product in found if product is not None]
        rows = [_with_product(row, product, locale) for row, product in zip(rows, found, strict=True)]
        titles.append(tr("Product"))
        short.append(tr("Product"))
    total = number_text(sum(products), locale) if len(products) > 1 else ""
    awaits = earlier is None and activity is not None
    return Grid(_head(lines), tuple(titles), tuple(short), tuple(rows), takes_sets(item, activity), total, awaits)


def metric_title(names: LibraryNames, metric_id: MetricId) -> str:
    """Return "Tempo, bpm", or words for a metric that is gone."""
    metric = names.metrics.get(metric_id)
    if metric is None:
        return tr("deleted metric")
    return f"{metric.name}, {metric.unit}" if metric.unit else metric.name


def shown_value(text: str, locale: QLocale) -> str:
    """Return a noted value as the locale writes it; what is no number is shown as it is."""
    return text.replace(".", locale.decimalPoint()) if noted_number(text) is not None else text


def stored_value(text: str, locale: QLocale) -> str:
    """Return what somebody typed as documents hold it: numbers with a point, all else as it was typed."""
    plain = text.strip()
    number = plain.replace(locale.decimalPoint(), ".")
    return number if noted_number(number) is not None else plain


def number_text(value: float, locale: QLocale) -> str:
    """Return a number with two decimals at most."""
    text = locale.toString(round(value, 2), "f", 2)
    return text.rstrip("0").removesuffix(locale.decimalPoint()) if locale.decimalPoint() in text else text


def _lines(item: Item, activity: ActivityName | None) -> Iterator[Line]:
    for item_set in item.sets:
        yield from (Line(item_set, split_id) for split_id in _splits(item_set.metrics, activity))
    of_sets = takes_sets(item, activity)
    if item.metrics or (not of_sets and activity is not None and _metric_ids(item, activity)):
        yield from (Line(None, split_id) for split_id in _splits(item.metrics, None if of_sets else activity))


def _splits(entries: Sequence[MetricEntry], activity: ActivityName | None) -> list[SplitId | None]:
    """Return the splits in use, then others that something is noted for."""
    wanted: list[SplitId | None] = []
    if activity is not None and activity.has_splits:
        wanted = [split.id for split in activity.splits if not split.retired]
    wanted += [entry.split_id for entry in entries if entry.split_id not in wanted and (entry.value or not wanted)]
    return list(dict.fromkeys(wanted)) or [None]


def _metric_ids(item: Item, activity: ActivityName | None) -> list[MetricId]:
    """Return the metrics in use, then others that there are entries for."""
    wanted = [metric.id for metric in activity.metrics if not metric.retired] if activity is not None and activity.has_metrics else []
    noted = [entry for entries in (item.metrics, *(each.metrics for each in item.sets)) for entry in entries]
    wanted += [entry.metric_id for entry in noted if entry.value or not wanted or activity is None]
    return list(dict.fromkeys(wanted))


def _head(lines: Sequence[Line]) -> str:
    if any(line.item_set is not None for line in lines):
        return tr("Set")
    return tr("Split") if any(line.split_id is not None for line in lines) else ""


class _CellMaker:
    """Makes the cells of one item."""

    def __init__(self, item: Item, names: LibraryNames, locale: QLocale, earlier: Earlier | None) -> None:
        self.item = item
        self.names = names
        self._locale = locale
        self._earlier = earlier if item.activity_id is not None else None

    def cell(self, line: Line, metric_id: MetricId) -> Cell:
        """Return the value of a line for a metric. One that is noted twice, as old files may have it, is only shown."""
        values = [entry.value for entry in line.entries(self.item) if entry.metric_id == metric_id]
        text = " / ".join(shown_value(value, self._locale) for value in values)
        index = line.item_set.index if line.item_set is not None else None
        place = MetricPlace(self.item.path, index, metric_id, line.split_id) if len(values) < 2 else None
        problem = tr("no number") if any(value and noted_number(value) is None for value in values) else ""
        last, best = self._last(line, metric_id), self.best(line, metric_id)
        return Cell(place, text, last, number_text(best, self._locale) if best is not None else "", problem=problem)

    def best(self, line: Line, metric_id: MetricId) -> float | None:
        """Return the best number before this session."""
        if self._earlier is None or self.item.activity_id is None:
            return None
        return self._earlier.best(self.item.activity_id, metric_id, line.split_id)

    def _last(self, line: Line, metric_id: MetricId) -> str:
        if self._earlier is None or self.item.activity_id is None:
            return ""
        position = self.item.sets.index(line.item_set) if line.item_set is not None else None
        value = self._earlier.last(self.item.activity_id, position, metric_id, line.split_id)
        return shown_value(value, self._locale) if value else ""


def _row(maker: _CellMaker, line: Line, metric_ids: Sequence[MetricId]) -> GridRow:
    item_set, sets = line.item_set, maker.item.sets
    split = maker.names.split(line.split_id)
    split_name = (split.name if split is not None else tr("deleted split")) if line.split_id is not None else ""
    number = str(sets.index(item_set) + 1) if item_set is not None else ""
    first = item_set is not None and line.split_id == _first_split(maker, item_set)
    return GridRow(
        number,
        split_name,
        tuple(maker.cell(line, metric_id) for metric_id in metric_ids),
        item_set.index if item_set is not None else None,
        item_set.completed if item_set is not None and first else None,
    )


def _first_split(maker: _CellMaker, item_set: ItemSet) -> SplitId | None:
    return _splits(item_set.metrics, maker.names.activity(maker.item.activity_id) if maker.item.is_activity else None)[0]


def _new_bests(maker: _CellMaker, lines: Sequence[Line], metric_ids: Sequence[MetricId]) -> list[dict[int, Better]]:
    """Return for each line the columns whose value is better than any before, in this item too, and which way that is.

    Where a metric tells the best set, only that counts: more errors are nothing to be proud of.
    """
    metrics = [maker.names.metric(metric_id) for metric_id in metric_ids]
    told = any(metric is not None and metric.is_top_set for metric in metrics)
    found: list[dict[int, Better]] = [{} for _ in lines]
    for column, metric in enumerate(metrics):
        if metric is None or (told and not metric.is_top_set):
            continue
        sign = -1 if metric.better is Better.LOWER else 1
        leaders: dict[SplitId | None, tuple[float, int]] = {}
        for position, line in enumerate(lines):
            best = maker.best(line, metric.id)
            numbers = [entry.number for entry in line.entries(maker.item) if entry.metric_id == metric.id]
            for number in numbers:
                if number is None or best is None or sign * number <= sign * best:
                    continue
                if line.split_id not in leaders or sign * number > leaders[line.split_id][0]:
                    leaders[line.split_id] = (sign * number, position)
        for _, position in leaders.values():
            found[position][column] = metric.better
    return found


def _with_marks(row: GridRow, new_bests: Mapping[int, Better]) -> GridRow:
    if not new_bests:
        return row
    return replace(row, cells=tuple(replace(cell, new_best=new_bests.get(index)) for index, cell in enumerate(row.cells)))


def _with_product(row: GridRow, product: float | None, locale: QLocale) -> GridRow:
    return replace(row, cells=(*row.cells, Cell(None, number_text(product, locale) if product is not None else "")))
