"""What was noted last time, looked up value by value; and the product of values."""

from typing import Any

import pytest

from fractal_desktop.domain.document import Document, MetricEntry
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName, MetricName
from fractal_desktop.domain.previous import BestKey, PreviousValues, noted_values
from fractal_desktop.domain.product import product_value

SCALES, HANGS = ActivityId("scales"), ActivityId("hangs")
TEMPO, LEFT, TWELVE = MetricId("tempo"), SplitId("left"), SplitId("12")


def entry(value: object, split: str | None = None, metric: str = "tempo") -> dict[str, object]:
    return {"metric_id": metric, "value": value} | ({"split_id": split} if split is not None else {})


def values(*items: dict[str, Any]) -> PreviousValues:
    document = Document({"sections": [{"exercises": list(items)}]})
    return PreviousValues(values=dict(noted_values(document, [SCALES, HANGS])))


def test_values_of_items_and_of_sets_and_of_splits() -> None:
    sets = [{"metrics": [entry("60"), entry(70, "left")]}, "odd", {"metrics": [entry("")]}, {"metrics": [entry("fast"), entry(5, "12")]}]
    previous = values({"activity_id": "scales", "metrics": [entry(" 1,5 ")], "sets": sets}, {"activity_id": "other", "metrics": [entry(9)]})
    assert previous.last(SCALES, None, TEMPO, None) == " 1,5 "
    assert previous.last(SCALES, 0, TEMPO, None) == "60"
    assert previous.last(SCALES, 0, TEMPO, LEFT) == "70"
    assert previous.last(SCALES, 1, TEMPO, None) is None, "not entered"
    assert previous.last(SCALES, 2, TEMPO, None) == "fast", "what has the wrong shape is not counted"
    assert previous.last(SCALES, 2, TEMPO, TWELVE) == "5"
    assert previous.last(SCALES, 3, TEMPO, None) is None
    assert previous.last(HANGS, None, TEMPO, None) is None
    assert previous.last(ActivityId("other"), None, TEMPO, None) is None


def test_of_several_items_the_first_with_values_counts() -> None:
    previous = values(
        {"activity_id": "scales", "metrics": [entry("")]},
        {"activity_id": "scales", "metrics": [entry("60")]},
        {"activity_id": "scales", "metrics": [entry("70"), entry("1", metric="errors")]},
    )
    assert previous.last(SCALES, None, TEMPO, None) == "60"
    assert previous.last(SCALES, None, MetricId("errors"), None) is None


def test_the_best_is_that_of_the_split() -> None:
    previous = PreviousValues(bests={BestKey("tempo", None): 120.0, BestKey("tempo", 12.0): 90.0})
    assert previous.best(SCALES, TEMPO, None) == 120
    assert previous.best(SCALES, TEMPO, TWELVE) == 90, "old files hold the ids of splits as numbers"
    assert previous.best(SCALES, TEMPO, LEFT) is None


def activity(*metrics: tuple[str, bool, bool], is_product: bool = True) -> ActivityName:
    names = tuple(MetricName(MetricId(id_), HANGS, id_, "", retired, in_product=part) for id_, part, retired in metrics)
    return ActivityName(HANGS, "Hangs", True, True, False, names, (), is_product=is_product)


def entries(**noted: str) -> list[MetricEntry]:
    return [MetricEntry(MetricId(id_), value, None, index) for index, (id_, value) in enumerate(noted.items())]


@pytest.mark.parametrize(
    ("noted", "product"),
    [
        ({"weight": "20", "times": "5"}, 100.0),
        ({"weight": "20", "times": "5", "pulse": "150", "old": "3"}, 100.0),
        ({"weight": "2.5", "times": "-2"}, -5.0),
        ({"weight": "0", "times": "5"}, 0.0),
        ({"weight": "20"}, None),
        ({"weight": "20", "times": ""}, None),
        ({"weight": "20", "times": "many"}, None),
        ({"weight": "1e200", "times": "1e200"}, None),
        ({}, None),
    ],
)
def test_the_product_of_all_metrics_that_are_part_of_it(noted: dict[str, str], product: float | None) -> None:
    metrics = (("weight", True, False), ("times", True, False), ("pulse", False, False), ("old", True, True))
    assert product_value(entries(**noted), activity(*metrics)) == product
    assert product_value(entries(**noted), activity(*metrics, is_product=False)) is None


def test_there_is_no_product_of_nothing() -> None:
    assert product_value(entries(pulse="150"), activity(("pulse", False, False))) is None
