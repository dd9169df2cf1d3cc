import json

import pytest

from fractal_desktop.domain.target import Target, TargetMetric, parse_targets

ENTRY = {"id": "t1", "activity_id": "a1", "name": "Fast", "description": "clean", "metrics": [{"metric_id": "m1", "value": 120.0}]}
TARGET = Target("Fast", "clean", "a1", (TargetMetric("m1", "120"),))


@pytest.mark.parametrize("text", [json.dumps([ENTRY]), json.dumps(json.dumps([ENTRY]))])
def test_a_list_of_targets_is_read_also_when_it_was_encoded_twice(text: str) -> None:
    assert parse_targets(text) == (TARGET,)


@pytest.mark.parametrize("text", [None, "", "null", "{}", "no json", 7, '"x"', "[1, null]"])
def test_what_is_no_list_of_targets_is_none(text: object) -> None:
    assert parse_targets(text) == ()


def test_malformed_parts_are_left_out_and_the_rest_is_kept() -> None:
    entry = {
        "name": 3,
        "activity_id": 4,
        "metrics": [None, {"value": 1}, {"metric_id": "m", "value": "1.50"}, {"metric_id": "n", "value": True}],
    }
    assert parse_targets(json.dumps([entry])) == (Target("3", "", None, (TargetMetric("m", "1.50"), TargetMetric("n", ""))),)
