"""The product of an item's values, such as weight times repetitions."""

from collections.abc import Iterable
from math import isfinite, prod

from fractal_desktop.domain.document import MetricEntry
from fractal_desktop.domain.library import ActivityName


def product_value(entries: Iterable[MetricEntry], activity: ActivityName) -> float | None:
    """Return the product of the numbers of all metrics that are part of it, None unless the activity is one and all are entered.

    `entries` are those of an item or set, and of one split where there are such. Retired metrics have no part in it.
    """
    wanted = {metric.id for metric in activity.metrics if metric.in_product and not metric.retired}
    numbers = {entry.metric_id: entry.number for entry in entries if entry.metric_id in wanted and entry.number is not None}
    if not activity.is_product or not wanted or numbers.keys() != wanted:
        return None
    product = prod(numbers.values())
    return product if isfinite(product) else None
