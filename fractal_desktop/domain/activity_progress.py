"""How the values of an activity change from session to session: which number stands for a session, which are records, what the trend is.

All is columns (numpy), for an activity may have a million values. Instants are whole microseconds since the epoch, UTC. Sessions and
items or sets are named by the number of their row.
"""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName, Better, SplitName
from fractal_desktop.domain.robust_fit import Floats, RobustFit

Whole = NDArray[np.int64]

PRODUCT = MetricId("product")
"""In place of a metric: the product of the values of all metrics that are part of it."""

DAY_MICROSECONDS = 86_400_000_000
_LEFT, _RIGHT = ("left", "lh"), ("right", "rh")


LARGEST_VALUE = 1e300
"""No quantity of anything is larger. Between two such numbers may lie more than a float holds, and no line could be drawn."""


class Reading(StrEnum):
    """Which numbers of a session are shown: that of its top set, the average of all, or each."""

    TOP = "top"
    AVERAGE = "average"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class ProgressQuestion:
    """What is to be shown of an activity. `metric_id` None leaves the choice to `default_metric`; PRODUCT is the product.

    With `split_id` only values of that split; with `each_split` a line for each that is not retired; else all values together.
    """

    activity_id: ActivityId
    metric_id: MetricId | None = None
    reading: Reading = Reading.TOP
    split_id: SplitId | None = None
    each_split: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What the values are of: a metric, or the product.

    `factors` are the metrics to multiply, of the metric itself only that. The top set is the one with the best value of `top_metric`.
    """

    id: MetricId
    name: str
    unit: str = ""
    better: Better = Better.HIGHER
    retired: bool = False
    factors: tuple[MetricId, ...] = ()
    top_metric: MetricId | None = None
    top_better: Better = Better.HIGHER


@dataclass(frozen=True, slots=True, eq=False)
class NotedValues:
    """Every number that is noted for an activity: columns of one length, by the rows of items and sets, then of values.

    `sessions` are 0 where the session is gone; `metrics` and `splits` are places in `metric_ids` and `split_ids`. These begin with None,
    for values without a split, and end with one that stands for all splits that are gone. `not_numbers` are the sessions of
    values that are none, not finite or beyond LARGEST_VALUE, `of_gone_metrics` those of values whose metric is gone.
    """

    sessions: Whole
    units: Whole
    metrics: Whole
    splits: Whole
    values: Floats
    metric_ids: tuple[str, ...] = ()
    split_ids: tuple[object, ...] = (None,)
    not_numbers: Whole = field(default_factory=lambda: np.empty(0, np.int64))
    of_gone_metrics: Whole = field(default_factory=lambda: np.empty(0, np.int64))

    @property
    def with_values(self) -> frozenset[str]:
        """Return the metrics that have values."""
        return frozenset(self.metric_ids[place] for place in np.flatnonzero(np.bincount(self.metrics)).tolist())


def are_values(numbers: Floats) -> NDArray[np.bool_]:
    """Return which numbers count as values: those that are finite, and not absurd."""
    return np.abs(numbers) <= LARGEST_VALUE


def places(ascending: Whole, wanted: Whole) -> Whole:
    """Return where each of `wanted` stands in `ascending`, -1 for those that do not."""
    if not len(ascending):
        return np.full(len(wanted), -1)
    found = np.minimum(np.searchsorted(ascending, wanted), len(ascending) - 1)
    return np.where(ascending[found] == wanted, found, -1)


def distinct(numbers: Whole) -> Whole:
    """Return them ascending, each once. `numpy.unique` would put them into a table, while every other thread waits."""
    ascending = np.sort(numbers)
    return ascending[np.concatenate(([True], ascending[1:] != ascending[:-1]))] if len(ascending) else ascending


@dataclass(frozen=True, slots=True, eq=False)
class SessionStarts:
    """When sessions started, by their rows, ascending."""

    rows: Whole
    starts: Whole

    def places(self, rows: Whole) -> Whole:
        """Return where each of `rows` stands in here, -1 for those that do not."""
        return places(self.rows, rows)

    def count(self, rows: Whole) -> int:
        """Return how many of `rows`, each as often as it is there, are in here."""
        return int(np.count_nonzero(self.places(rows) >= 0))


@dataclass(frozen=True, slots=True, eq=False)
class ProgressLine:
    """Points by their starts. `records` are the places of those that are better than all before, the first left out.

    `trend` (over days since the epoch) is that of the points, of the sessions' averages where each set is shown; None if there are too
    few. `sessions` counts those with a point, `most` is how many numbers the session with the most has, whatever is shown of them.
    """

    split: SplitName | None
    starts: Whole
    rows: Whole
    values: Floats
    records: Whole
    trend: RobustFit | None
    sessions: int
    most: int = 1

    @property
    def days(self) -> float:
        """Return how many days lie between the first point and the last."""
        return float(self.starts[-1] - self.starts[0]) / DAY_MICROSECONDS if len(self.starts) else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """Two splits beside each other, session by session: `leads` is by how much the first is better, negative where the second is.

    `lead` is the median of the last ten, None if no session has both. `trend` is that of the leads.
    """

    first: SplitName
    second: SplitName
    starts: Whole
    rows: Whole
    leads: Floats
    lead: float | None
    trend: RobustFit | None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What is not shown: sessions without a start; values that are no number, or whose session or metric is gone; sets for whose product
    a value is missing; where each split has a line, values without a split.
    """

    without_start: int = 0
    not_numbers: int = 0
    of_gone_sessions: int = 0
    of_gone_metrics: int = 0
    incomplete: int = 0
    without_split: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class ActivityProgress:
    """The answer: what was asked for once all choices were made, with its lines, and the two sides if the activity has such.

    `activity` has no name if it is gone. `measured` is None, and there are no lines, if it has no metrics. `choices` are those that can be
    shown.
    """

    question: ProgressQuestion
    activity: ActivityName
    measured: Measured | None
    choices: tuple[Measured, ...]
    lines: tuple[ProgressLine, ...]
    sides: Sides | None
    left_out: LeftOut

    @property
    def has_readings(self) -> bool:
        """Return whether it matters which numbers of a session are shown: sessions may have several."""
        return self.activity.has_sets or any(line.most > 1 for line in self.lines)


def measures(activity: ActivityName, noted: NotedValues) -> tuple[Measured, ...]:
    """Return what can be shown of an activity: the metric of the top set, the product, the others, then retired ones with values."""
    tops = [metric for metric in activity.metrics if metric.is_top_set and not metric.retired]
    top_id, top_better = (tops[0].id, tops[0].better) if tops else (None, Better.HIGHER)
    known = [Measured(m.id, m.name, m.unit, m.better, m.retired, (m.id,), top_id, top_better) for m in activity.metrics]
    offered = sorted((each for each in known if not each.retired), key=lambda each: each.id != top_id)
    product = _product(activity, top_id, top_better) if activity.is_product else []
    retired = [each for each in known if each.retired and each.id in noted.with_values]
    return (*offered[: len(tops[:1])], *product, *offered[len(tops[:1]) :], *retired)


def chosen_measure(question: ProgressQuestion, choices: tuple[Measured, ...], noted: NotedValues) -> Measured | None:
    """Return the measure that is asked for; without one, or if that is gone, the first with values, else the first."""
    by_id = {each.id: each for each in choices}
    if question.metric_id in by_id:
        return by_id[question.metric_id]
    with_values = (each for each in choices if noted.with_values.issuperset(each.factors))
    return next(with_values, choices[0] if choices else None)


def sides_of(activity: ActivityName) -> tuple[SplitName, SplitName] | None:
    """Return the splits to compare: those named left and right, else the only two; None if there are no such."""
    splits = [split for split in activity.splits if not split.retired]
    for first in splits:
        for second in splits:
            if first.name.casefold().strip().startswith(_LEFT) and second.name.casefold().strip().startswith(_RIGHT):
                return first, second
    return (splits[0], splits[1]) if len(splits) == 2 else None


def _product(activity: ActivityName, top_id: MetricId | None, top_better: Better) -> list[Measured]:
    factors = [metric for metric in activity.metrics if metric.in_product and not metric.retired]
    if not factors:
        return []
    lower = all(metric.better is Better.LOWER for metric in factors)
    name, unit = (" × ".join(filter(None, texts)) for texts in ([m.name for m in factors], [m.unit for m in factors]))
    better = Better.LOWER if lower else Better.HIGHER
    return [Measured(PRODUCT, name, unit, better, factors=tuple(m.id for m in factors), top_metric=top_id, top_better=top_better)]
