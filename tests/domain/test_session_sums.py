"""The quick reading of documents says what the careful one says, whatever they hold."""

import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document, UnreadableDocument
from fractal_desktop.domain.planned import planned_seconds
from fractal_desktop.domain.session_sums import Held, SessionSums, session_sums

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 5000), st.floats(), st.sampled_from(["300", "7.5", "x", "", "\ud800", 10**30, [], {}])
)
IDS = st.one_of(st.sampled_from(["scales", "hangs"]), ODD)
VALUES = st.one_of(st.fixed_dictionaries({}, optional={"metric_id": IDS, "value": ODD}), ODD)
NOTED = {"instance_id": IDS, "metrics": st.one_of(st.lists(VALUES, max_size=2), ODD)}
SETS = st.one_of(st.lists(st.one_of(st.fixed_dictionaries({}, optional=NOTED), ODD), max_size=2), ODD)
ITEM = {"activity_id": IDS, "duration_seconds": ODD, "type": st.just("activity"), "sets": SETS, **NOTED}
ITEMS = st.one_of(st.fixed_dictionaries({}, optional=ITEM), ODD)
SECTIONS = st.one_of(
    st.fixed_dictionaries({}, optional={"exercises": st.one_of(st.lists(ITEMS, max_size=3), ODD), "duration_minutes": ODD}), ODD
)
DOCUMENTS = st.fixed_dictionaries({}, optional={"sections": st.one_of(st.lists(SECTIONS, max_size=3), ODD), "total_duration_minutes": ODD})
TEXTS = st.one_of(
    DOCUMENTS.map(json.dumps),
    DOCUMENTS.map(lambda data: json.dumps(json.dumps(data))),
    DOCUMENTS.map(lambda data: json.dumps(data).encode()),
    st.sampled_from([None, "", b"", "{", "[]", "7", '"x"', b"\xff", 7]),
    st.text(max_size=5),
)


def carefully(text: object) -> SessionSums | None:
    """Return the sums of what `Document` makes of the text."""
    try:
        document = Document.parse(text)
    except UnreadableDocument:
        return None
    activities: dict[str, Held] = {}
    in_all = 0.0
    for item in document.items:
        seconds = (item.duration_seconds or 0) if item.instance_id else 0
        in_all += seconds
        if item.activity_id is not None:
            before = activities.get(item.activity_id, Held(0, 0, []))
            noted = [each.instance_id for each in (*item.sets, item) if each.instance_id and any(value.value for value in each.metrics)]
            activities[item.activity_id] = Held(before.timed + (seconds >= 1), before.seconds + int(seconds), [*before.noted, *noted])
    return SessionSums(planned_seconds(document.planned_minutes, [each.planned_minutes for each in document.sections]), activities, in_all)


@given(TEXTS)
@example('{"sections": [{"exercises": [{"activity_id": "a", "instance_id": "i", "duration_seconds": 1e400}]}]}')
@example('{"sections": [{"exercises": [{"activity_id": "a", "instance_id": "i", "duration_seconds": 0.5}]}]}')
def test_what_a_document_comes_to(text: object) -> None:
    found, expected = session_sums(text), carefully(text)
    assert without_notes(found) == without_notes(expected)
    if found is not None and expected is not None:
        for activity, held in expected.activities.items():
            assert set(held.noted) <= set(found.activities[activity].noted), "it may take for a value what is none, and never misses one"


def without_notes(sums: SessionSums | None) -> SessionSums | None:
    if sums is None:
        return None
    return replace(sums, activities={activity: held._replace(noted=()) for activity, held in sums.activities.items()})


def test_items_and_sets_with_values_are_noted() -> None:
    entered, nothing = [{"metric_id": "m", "value": "12"}], [{"metric_id": "m", "value": ""}, {"metric_id": "n", "value": None}]
    item = {"activity_id": "a", "instance_id": "i", "metrics": entered}
    item["sets"] = [{"instance_id": "s", "metrics": [*nothing, *entered]}, {"instance_id": "t", "metrics": nothing}, {"metrics": entered}]
    sums = session_sums(
        json.dumps({"sections": [{"exercises": [item, {"activity_id": "a", "instance_id": "j", "metrics": [{"value": 0}]}]}]})
    )
    assert sums is not None
    assert sums.activities == {"a": Held(0, 0, ["s", "i", "j"])}


@pytest.mark.parametrize(
    ("total", "sections", "seconds"),
    [
        (45, [10, 20], 2700),
        (None, [10, "20", None, -1], 1800),
        (0, [10], 600),
        ("7.5", [], 450),
        (True, [], 0),
        (None, [], 0),
        (50_000, [5], 300),
    ],
)
def test_the_plan_of_the_session_counts_else_that_of_its_sections(total: object, sections: list[object], seconds: int) -> None:
    assert planned_seconds(total, sections) == seconds
