"""The quick reading of a document's values says what the careful one says, whatever it holds."""

import json
from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document, UnreadableDocument
from fractal_desktop.domain.document_values import DocumentValue, document_values

ODD = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 5000), st.floats(), st.sampled_from(["300", " 7.5", "x", "", " ", "\ud800", 10**30, [], {}])
)
IDS = st.one_of(st.sampled_from(["scales", "a"]), ODD)
VALUES = st.one_of(st.fixed_dictionaries({}, optional={"metric_id": IDS, "split_id": IDS, "value": ODD}), ODD)
NOTED = {"instance_id": IDS, "metrics": st.one_of(st.lists(VALUES, max_size=2), ODD)}
SETS = st.one_of(st.lists(st.one_of(st.fixed_dictionaries({}, optional=NOTED), ODD), max_size=2), ODD)
ITEMS = st.one_of(st.fixed_dictionaries({}, optional={"activity_id": IDS, "sets": SETS, **NOTED}), ODD)
SECTIONS = st.one_of(st.fixed_dictionaries({}, optional={"exercises": st.one_of(st.lists(ITEMS, max_size=3), ODD)}), ODD)
DOCUMENTS = st.fixed_dictionaries({}, optional={"sections": st.one_of(st.lists(SECTIONS, max_size=2), ODD)})
TEXTS = st.one_of(
    DOCUMENTS.map(json.dumps),
    DOCUMENTS.map(lambda data: json.dumps(json.dumps(data))),
    DOCUMENTS.map(lambda data: json.dumps(data).encode()),
    st.sampled_from([None, "", b"", "{", "[]", "7", '"x"', b"\xff", 7]),
)


def carefully(text: object) -> Iterator[DocumentValue]:
    try:
        items = list(Document.parse(text).items)
    except UnreadableDocument:
        return
    for item in items:
        for holder in (item, *item.sets):
            for entry in holder.metrics:
                if item.activity_id == "scales" and holder.instance_id and entry.value.strip():
                    yield DocumentValue(holder.instance_id, entry.metric_id, entry.split_id, entry.number)


@given(TEXTS)
@example('{"sections": [{"exercises": [{"activity_id": "scales", "instance_id": "i", "metrics": [{"metric_id": "m", "value": 1e400}]}]}]}')
@example('{"sections": [{"exercises": [{"activity_id": "scales", "instance_id": "i", "metrics": [{"metric_id": "m", "value": 0.1}]}]}]}')
def test_the_values_of_an_activity(text: object) -> None:
    assert document_values(text, "scales") == tuple(carefully(text))
