import json
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.backfill import Source, backfill_v1
from fractal_desktop.domain.document import Document, UnreadableDocument
from fractal_desktop.domain.duration import total_duration_seconds
from fractal_desktop.domain.noted import plausible_seconds

WHOLE = {
    "template_id": "t1",
    "template_name": "Routine 2",
    "mood": {"before": 3},
    "sections": [
        {
            "name": "Warm-up",
            "duration_minutes": 10,
            "notes": "slow",
            "exercises": [
                {
                    "type": "activity",
                    "name": "Scales",
                    "description": "two octaves",
                    "activity_id": "a1",
                    "instance_id": "i1",
                    "completed": True,
                    "notes": "even",
                    "time_start": "2026-03-02T18:00:00.000Z",
                    "time_stop": "2026-03-02T18:04:10.000Z",
                    "duration_seconds": 250,
                    "sets": [
                        {"instance_id": "s1", "completed": True, "metrics": [{"metric_id": "m1", "value": "60"}]},
                        {"instance_id": "s2", "metrics": [{"metric_id": "m1", "value": "", "split_id": "left"}]},
                    ],
                },
                {"name": "Tune the strings", "completed": False},
            ],
        }
    ],
    "total_duration_minutes": 30,
    "session_start": "2026-03-02T18:00:00.000Z",
    "session_end": None,
    "notes": "went well",
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    ["sections", "exercises", "sets", "metrics", "instance_id", "metric_id", "duration_seconds", "value", "notes", "name", "template_id"]
)
odd_documents = st.dictionaries(
    keys,
    st.recursive(
        json_values,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=20,
    ),
    max_size=6,
)


def read(data: object) -> Document:
    return Document.parse(json.dumps(data))


def test_a_whole_document_is_shown_as_it_is() -> None:
    document = read(WHOLE)
    (section,) = document.sections
    scales, strings = section.items
    assert (document.template_id, document.template_name, document.planned_minutes) == ("t1", "Routine 2", 30)
    assert (document.value(("session_start",)), document.notes) == ("2026-03-02T18:00:00.000Z", "went well")
    assert (section.name, section.planned_minutes, section.actual_seconds, section.notes) == ("Warm-up", 10, 250, "slow")
    assert (scales.is_activity, scales.completed, scales.duration_seconds, scales.notes) == (True, True, 250, "even")
    assert [(s.instance_id, s.completed, [m.value for m in s.metrics]) for s in scales.sets] == [("s1", True, ["60"]), ("s2", False, [""])]
    assert scales.sets[1].metrics[0].split_id == "left"
    assert (strings.is_activity, strings.instance_id, strings.duration_seconds) == (False, None, None)
    assert document.item_seconds() == (250,)


def test_an_edit_keeps_everything_else_in_its_place() -> None:
    document = read(WHOLE)
    path = (*document.sections[0].items[0].path, "sets", 1, "metrics", 0, "value")
    edited = document.with_value(path, "72")
    expected = json.loads(json.dumps(WHOLE))
    expected["sections"][0]["exercises"][0]["sets"][1]["metrics"][0]["value"] = "72"
    assert edited.to_text() == json.dumps(expected)
    assert document.to_text() == json.dumps(WHOLE), "the document that was edited stays as it was"


def test_what_is_put_in_does_not_change_with_its_source() -> None:
    sets = [{"metrics": []}]
    document = read(WHOLE).with_value(("sections", 0, "exercises", 1, "sets"), sets)
    sets.clear()
    assert document.value(("sections", 0, "exercises", 1, "sets")) == [{"metrics": []}]
    document.value(("sections",)).clear()  # type: ignore[union-attr]
    assert document.sections


def test_only_the_last_key_of_a_path_may_be_new() -> None:
    document = read(WHOLE)
    assert document.with_value(("weather",), "rain").value(("weather",)) == "rain"
    assert list(json.loads(document.with_value(("weather",), "rain").to_text()))[-1] == "weather"
    for path in [
        (),
        ("weather", "wind"),
        ("sections", 1),
        ("sections", -1, "name"),
        ("sections", 0, "exercises", 2, "name"),
        ("notes", "x"),
    ]:
        with pytest.raises(LookupError):
            document.with_value(path, 1)


def test_a_key_and_a_list_element_can_be_taken_out() -> None:
    document = read(WHOLE).without(("mood",)).without(("sections", 0, "exercises", 0))
    assert document.value(("mood",), "none") == "none"
    assert [item.name for item in document.items] == ["Tune the strings"]
    for path in [("mood",), ("sections", 0, "exercises", 1)]:
        with pytest.raises(LookupError):
            document.without(path)


def test_paths_lead_to_sections_and_items() -> None:
    document = read(WHOLE)
    assert document.value((*document.path(0), "name")) == "Warm-up"
    assert document.value((*document.path(0, 1), "name")) == "Tune the strings"


def test_positions_count_what_is_malformed_too() -> None:
    document = read({"sections": [None, {"exercises": [7, {"name": "here"}]}]})
    (item,) = document.items
    assert document.value((*item.path, "name")) == "here"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "12", '"twice"', '"[1]"', None, 5, b"\xff", "[" * 100_000])
def test_what_is_no_object_is_no_document(text: object) -> None:
    with pytest.raises(UnreadableDocument):
        Document.parse(text)


def test_a_document_encoded_twice_is_read_and_then_written_once() -> None:
    document = Document.parse(json.dumps(json.dumps(WHOLE)))
    assert document == read(WHOLE)
    assert document.to_text() == json.dumps(WHOLE)


def test_nan_is_tolerated_and_kept() -> None:
    document = Document.parse('{"sections": [{"exercises": [{"instance_id": "i", "duration_seconds": NaN}]}]}')
    assert document.item_seconds() == ()
    assert "NaN" in document.to_text()


def test_documents_are_equal_if_their_text_is() -> None:
    assert read({"a": 1}) == read({"a": 1})
    assert hash(read({"a": 1})) == hash(read({"a": 1}))
    assert read({"a": 1}) != read({"a": True})
    assert read({"a": 1}) != {"a": 1}
    assert "a" in repr(read({"a": 1}))


def test_umlauts_and_halves_of_surrogate_pairs_come_back() -> None:
    text = json.dumps({"notes": "müde 🎵 \ud800"})
    assert Document.parse(text).to_text() == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("12", 12.0),
        (12, 12.0),
        ("", None),
        ("12,5", None),
        ("1_000", None),
        (" 7 ", 7.0),
        ("nan", None),
        ("1e999", None),
        (True, None),
        (None, None),
    ],
)
def test_a_value_is_a_number_or_none(value: object, number: float | None) -> None:
    document = read({"sections": [{"exercises": [{"metrics": [{"metric_id": "m", "value": value}]}]}]})
    assert next(document.items).metrics[0].number == number


def test_numbers_are_shown_as_text() -> None:
    document = read({"notes": 12, "sections": [{"name": 1.5, "duration_minutes": "20"}]})
    assert (document.notes, document.sections[0].name, document.sections[0].planned_minutes) == ("12", "1.5", 20)


def test_a_template_id_is_text() -> None:
    assert read({"template_id": {"id": "t"}}).template_id is None
    assert read({"template_id": ""}).template_id is None


@pytest.mark.parametrize(("value", "seconds"), [(0, 0), ("300", 300), (0.5, 0.5), (-1, None), (1e18, None), ("long", None), (True, None)])
def test_only_plausible_durations_count(value: object, seconds: float | None) -> None:
    assert plausible_seconds(value) == seconds


@given(odd_documents)
def test_no_document_is_too_odd_to_be_shown_and_written_back(data: dict[str, object]) -> None:
    text = json.dumps(data)
    document = Document.parse(text)
    assert document.to_text() == text
    for item in document.items:
        assert isinstance(document.value(item.path), dict)
        for entry in item.metrics:
            assert entry.number is None or entry.value


@given(odd_documents)
def test_the_view_counts_what_the_migration_counts(data: dict[str, object]) -> None:
    told = backfill_v1(json.dumps(data), None, ZoneInfo("UTC"), (), ())
    total = total_duration_seconds(read(data).item_seconds(), None, None)
    assert total == (told.duration_seconds if told.duration_source is Source.ACTIVITIES else None)


@given(odd_documents, st.text(max_size=5))
def test_an_edit_changes_one_value_and_no_key_gets_lost(data: dict[str, object], value: str) -> None:
    edited = read(data).with_value(("notes",), value)
    assert {k: repr(v) for k, v in json.loads(edited.to_text()).items() if k != "notes"} == {
        k: repr(v) for k, v in json.loads(json.dumps(data)).items() if k != "notes"
    }
    assert edited.notes == value


def test_an_element_is_put_into_a_list_before_another_or_behind_all() -> None:
    document = read(WHOLE)
    lines = ("sections", 0, "exercises")
    for position, names in [(0, ["new", "Scales", "Tune the strings"]), (2, ["Scales", "Tune the strings", "new"]), (9, None)]:
        edited = document.with_inserted((*lines, position), {"name": "new"})
        assert [item.name for item in edited.items] == (names or ["Scales", "Tune the strings", "new"])
    assert document.to_text() == json.dumps(WHOLE)
    for path in [("notes", 0), ("sections", 1, "exercises", 0), ("sections", "x"), ("nothing", 0), (*lines, -1)]:
        with pytest.raises(LookupError):
            document.with_inserted(path, {})


places = st.lists(st.sampled_from(["sections", "exercises", "sets", "metrics", "name", "value", 0, 1, 2]), min_size=1, max_size=7)


@given(odd_documents, st.lists(st.tuples(places, st.none() | st.booleans() | st.text(max_size=3)), max_size=4))
def test_what_is_shown_after_edits_is_what_is_written(data: dict[str, object], edits: list[tuple[list[str | int], object]]) -> None:
    document = read(data)
    for path, value in edits:
        assert document.sections == Document.parse(document.to_text()).sections
        try:
            document = document.with_value(tuple(path), value)
        except LookupError:
            continue
    assert document.sections == Document.parse(document.to_text()).sections
