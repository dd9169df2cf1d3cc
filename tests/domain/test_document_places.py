"""Places in a document that others have changed in the meantime, and in documents that nobody would write."""

import json

import pytest

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.document_edits import MetricPlace, noted, relocated, with_noted
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import MetricId
from tests.domain.test_quick_entry import parse

TEMPO = MetricId("tempo")


def read(*items: object) -> Document:
    return Document.parse(json.dumps({"sections": [{"name": "Warm-up", "exercises": items}]}))


def item(id_: str, *tempi: str) -> dict[str, object]:
    """Return an item whose sets have no ids, as old documents hold them."""
    sets = [{"metrics": [{"metric_id": TEMPO, "value": tempo}]} for tempo in tempi]
    return {"type": "activity", "name": id_, "instance_id": id_, "sets": sets}


def test_a_note_is_written_where_it_stands() -> None:
    place = ("sections", 0, "exercises", 0, "notes")
    document = with_noted(read(item("scales")), place, "felt good")
    assert noted(document, place) == "felt good"


def test_sets_without_ids_are_told_by_their_places() -> None:
    before, after = read(item("scales", "60", "66")), read(item("bows"), item("scales", "60", "70"))
    place = MetricPlace(("sections", 0, "exercises", 0), 1, TEMPO, None)
    there = relocated(place, before, after)
    assert isinstance(there, MetricPlace)
    assert (there.item, noted(after, there)) == (("sections", 0, "exercises", 1), "70")
    assert relocated(place, before, read(item("scales", "60"))) is None
    assert relocated(MetricPlace(place.item, 7, TEMPO, None), before, after) is None


def test_what_is_no_item_is_edited_word_for_word_and_never_read() -> None:
    document = read(["a", "b"], item("scales"))
    assert [each.name for each in document.items] == ["scales"]
    edited = document.with_value(("sections", 0, "exercises", 0, 1), "c")
    assert edited.value(("sections", 0, "exercises", 0)) == ["a", "c"]
    assert list(edited.items) == list(document.items)


def test_a_line_that_tells_no_time_is_no_session() -> None:
    entry = parse("45m Scales 18:00")
    assert entry.past_session().start == entry.start
    with pytest.raises(UserError, match="Say how long it was"):
        parse("Scales").past_session()
