"""The quick reading of documents says what the careful one says, whatever they hold."""

import json

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
ITEMS = st.one_of(
    st.fixed_dictionaries({}, optional={"activity_id": IDS, "instance_id": IDS, "duration_seconds": ODD, "type": st.just("activity")}), ODD
)
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
            before = activities.get(item.activity_id, Held(0, 0))
            activities[item.activity_id] = Held(before.timed + bool(seconds), before.seconds + int(seconds))
    return SessionSums(planned_seconds(document.planned_minutes, [each.planned_minutes for each in document.sections]), activities, in_all)


@given(TEXTS)
@example('{"sections": [{"exercises": [{"activity_id": "a", "instance_id": "i", "duration_seconds": 1e400}]}]}')
@example('{"sections": [{"exercises": [{"activity_id": "a", "instance_id": "i", "duration_seconds": 0.5}]}]}')
def test_what_a_document_comes_to(text: object) -> None:
    assert session_sums(text) == carefully(text)


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
