import json
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.document_edits import MetricPlace, noted, relocated, with_noted
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName, MetricName, SplitName
from tests.domain.test_document import odd_documents

SCALES, STRINGS, BOWS = ("sections", 0, "exercises", 0), ("sections", 0, "exercises", 1), ("sections", 2, "exercises", 0)


def whole() -> dict[str, object]:
    return {
        "mood": {"before": 3},
        "sections": [
            {
                "name": "Warm-up",
                "duration_minutes": 10,
                "odd": [1],
                "exercises": [
                    {
                        "type": "activity",
                        "name": "Scales",
                        "activity_id": "a1",
                        "instance_id": "i1",
                        "odd": {"kept": True},
                        "sets": [
                            {"instance_id": "s1", "completed": True, "metrics": [{"metric_id": "m1", "value": "60", "odd": 1}]},
                            {"instance_id": "s2", "completed": True, "note": "fast", "metrics": [{"metric_id": "m1", "value": "66"}]},
                        ],
                    },
                    {"name": "Tune the strings"},
                ],
            },
            "not a section",
            {
                "name": "Repertoire",
                "duration_minutes": 20,
                "exercises": [None, {"type": "activity", "name": "Bows", "activity_id": "a2", "instance_id": "i2", "metrics": []}],
            },
        ],
        "total_duration_minutes": 30,
        "notes": "went well",
    }


def read(data: object) -> Document:
    return Document.parse(json.dumps(data))


def data(document: Document) -> dict[str, object]:
    return dict(json.loads(document.to_text()))


def new_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"new-{next(numbers)}"


def activity(*, sets: bool = False, splits: tuple[str, ...] = (), retired: str = "") -> ActivityName:
    id_ = ActivityId("a9")
    return ActivityName(
        id_,
        "Vibrato",
        sets,
        True,
        bool(splits),
        tuple(MetricName(MetricId(name), id_, name, "", name == retired) for name in ("tempo", "ease")),
        tuple(SplitName(SplitId(name), id_, name, name == retired) for name in splits),
    )


def test_a_section_is_added_at_its_place() -> None:
    document = edits.add_section(read(whole()), "  Cool-down ")
    assert [section.name for section in document.sections] == ["Warm-up", "Repertoire", "Cool-down"]
    document = edits.add_section(document, "First", 0)
    assert [section.name for section in document.sections][:2] == ["First", "Warm-up"]
    assert edits.add_section(Document.empty(), "Only").sections[0].items == ()
    assert edits.add_section(read({"sections": None}), "Only").sections[0].name == "Only"


def test_what_is_no_list_is_never_overwritten() -> None:
    with pytest.raises(UserError, match="kept as it is"):
        edits.add_section(read({"sections": {"0": {}}}), "New")
    with pytest.raises(UserError, match="kept as it is"):
        edits.add_line(read({"sections": [{"exercises": "none"}]}), 0, "New")


@pytest.mark.parametrize("name", ["", "  ", "x" * 10_001])
def test_names_are_names(name: str) -> None:
    document = read(whole())
    for edit in (
        lambda: edits.add_section(document, name),
        lambda: edits.rename_section(document, 0, name),
        lambda: edits.add_line(document, 0, name),
        lambda: edits.rename_item(document, STRINGS, name),
    ):
        with pytest.raises(UserError, match="name"):
            edit()


def test_planned_minutes_of_the_session_follow_while_they_are_the_sum() -> None:
    document = edits.set_planned_minutes(read(whole()), 0, 12.5)
    assert (document.sections[0].planned_minutes, document.planned_minutes) == (12.5, 32.5)
    document = edits.set_planned_minutes(document, 0, 15)
    assert data(document)["total_duration_minutes"] == 35
    document = edits.remove_section(document, 0)
    assert document.planned_minutes == 20
    document = edits.set_planned_minutes(document, 1, None)
    assert data(document)["total_duration_minutes"] is None
    assert edits.set_planned_minutes(document, 1, 5).planned_minutes == 5


def test_planned_minutes_that_somebody_set_for_the_whole_stay() -> None:
    document = read(whole() | {"total_duration_minutes": 45})
    assert edits.set_planned_minutes(document, 0, 1).planned_minutes == 45


@pytest.mark.parametrize("minutes", [-1, 44_641, float("inf"), float("nan")])
def test_minutes_that_make_no_sense_are_refused(minutes: float) -> None:
    with pytest.raises(UserError, match="minutes"):
        edits.set_planned_minutes(read(whole()), 0, minutes)


def test_a_section_moves_with_all_that_is_in_it() -> None:
    document = edits.move_section(read(whole()), 2, 0)
    expected = whole()
    sections = expected["sections"]
    assert isinstance(sections, list)
    expected["sections"] = [sections[2], sections[0], sections[1]]
    assert data(document) == expected
    assert data(edits.move_section(document, 0, 2)) == whole()


def test_an_activity_is_added_with_a_place_for_each_value() -> None:
    document = edits.add_activity(read(whole()), 0, activity(splits=("left", "right", "gone"), retired="gone"), new_ids(), 1)
    item = document.sections[0].items[1]
    assert (item.name, item.activity_id, item.instance_id, item.is_activity, item.completed) == ("Vibrato", "a9", "new-1", True, False)
    assert [(entry.metric_id, entry.split_id, entry.value) for entry in item.metrics] == [
        ("tempo", "left", ""),
        ("ease", "left", ""),
        ("tempo", "right", ""),
        ("ease", "right", ""),
    ]
    document = edits.add_activity(document, 2, activity(sets=True, retired="ease"), new_ids())
    item = document.sections[1].items[-1]
    assert [(each.instance_id, [entry.metric_id for entry in each.metrics]) for each in item.sets] == [("new-2", ["tempo"])]


def test_a_line_is_added_and_renamed() -> None:
    document = edits.add_line(read(whole()), 0, " Breathe ")
    assert [item.name for item in document.sections[0].items] == ["Scales", "Tune the strings", "Breathe"]
    document = edits.rename_item(document, ("sections", 0, "exercises", 2), "Breathe out")
    item = document.sections[0].items[2]
    assert (item.name, item.is_activity, item.instance_id) == ("Breathe out", False, None)
    assert edits.add_line(read({"sections": [{"name": "x"}]}), 0, "y").sections[0].items[0].name == "y"


def test_an_item_moves_within_and_between_sections_with_all_that_is_in_it() -> None:
    document = edits.move_item(read(whole()), SCALES, 0, 1)
    assert [item.name for item in document.sections[0].items] == ["Tune the strings", "Scales"]
    document = edits.move_item(document, STRINGS, 2)
    assert [item.name for item in document.items] == ["Tune the strings", "Bows", "Scales"]
    document = edits.move_item(document, ("sections", 2, "exercises", 2), 0, 0)
    assert data(document) == whole()


def test_what_is_removed_is_gone_and_nothing_else() -> None:
    document = edits.remove_item(read(whole()), SCALES)
    expected = json.loads(json.dumps(whole()))
    del expected["sections"][0]["exercises"][0]
    assert data(document) == expected


def test_a_set_is_added_with_the_values_of_the_last_but_not_its_tick() -> None:
    document = edits.add_set(read(whole()), SCALES, new_ids())
    sets = document.sections[0].items[0].sets
    assert [(each.instance_id, each.completed, each.metrics[0].value) for each in sets] == [
        ("s1", True, "60"),
        ("s2", True, "66"),
        ("new-1", False, "66"),
    ]
    assert document.value((*SCALES, "sets", 2, "note")) is None
    document = edits.remove_set(document, SCALES, 0)
    assert [each.instance_id for each in document.sections[0].items[0].sets] == ["s2", "new-1"]
    first = edits.add_set(read(whole()), ("sections", 2, "exercises", 1), new_ids())
    assert first.sections[1].items[0].sets[0].metrics == ()


def test_a_value_is_noted_where_it_stands_or_where_it_is_missing() -> None:
    document = read(whole())
    place = MetricPlace(SCALES, 0, MetricId("m1"), None)
    assert noted(document, place) == "60"
    document = with_noted(document, place, "61")
    assert document.value((*SCALES, "sets", 0, "metrics")) == [{"metric_id": "m1", "value": "61", "odd": 1}]
    missing = MetricPlace(SCALES, 1, MetricId("m2"), SplitId("left"))
    assert noted(document, missing) == ""
    assert with_noted(document, missing, "") == document
    document = with_noted(document, missing, "7")
    assert noted(document, missing) == "7"
    assert noted(document, MetricPlace(SCALES, 1, MetricId("m2"), None)) == ""
    item = MetricPlace(("sections", 2, "exercises", 1), None, MetricId("m1"), None)
    assert noted(with_noted(document, item, "no number"), item) == "no number"


def test_what_is_gone_is_said_to_be() -> None:
    document = read(whole())
    for edit in (
        lambda: edits.rename_section(document, 1, "x"),
        lambda: edits.remove_section(document, 9),
        lambda: edits.move_section(document, 9, 0),
        lambda: edits.remove_item(document, ("sections", 2, "exercises", 0)),
        lambda: edits.remove_item(document, ("sections", 2)),
        lambda: edits.move_item(document, SCALES, 1, 0),
        lambda: edits.remove_set(document, SCALES, 2),
        lambda: edits.add_set(document, ("sections", 9, "exercises", 0), new_ids()),
        lambda: noted(document, MetricPlace(SCALES, 4, MetricId("m1"), None)),
    ):
        with pytest.raises(UserError, match="no longer in the session"):
            edit()


def test_a_place_is_found_again_after_edits_around_it() -> None:
    before = read(whole())
    tick = (*SCALES, "completed")
    value = MetricPlace(SCALES, 1, MetricId("m1"), None)
    after = edits.add_section(edits.move_item(edits.remove_set(before, SCALES, 0), SCALES, 2, 0), "New", 0)
    assert relocated(tick, before, after) == ("sections", 3, "exercises", 0, "completed")
    assert relocated(value, before, after) == MetricPlace(("sections", 3, "exercises", 0), 0, MetricId("m1"), None)
    assert relocated(MetricPlace(SCALES, 0, MetricId("m1"), None), before, after) is None
    assert relocated((*STRINGS, "completed"), before, after) == ("sections", 1, "exercises", 0, "completed")
    assert relocated(("sections", 2, "name"), before, after) == ("sections", 3, "name")
    assert relocated(("notes",), before, after) == ("notes",)
    gone = edits.remove_section(before, 0)
    for place in (tick, value, (*STRINGS, "notes"), ("sections", 0, "notes")):
        assert relocated(place, before, gone) is None


def test_a_renamed_section_or_line_is_still_the_one_at_its_place() -> None:
    before = read(whole())
    after = edits.rename_item(edits.rename_section(before, 0, "Easy start"), STRINGS, "Tune")
    assert relocated(("sections", 0, "notes"), before, after) == ("sections", 0, "notes")
    assert relocated((*STRINGS, "notes"), before, after) == (*STRINGS, "notes")


STEPS = ["add_section", "remove_section", "move_section", "add_line", "remove_item", "move_item", "add_set", "note", "plan"]


@given(odd_documents, st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 5), st.integers(0, 5), st.integers(0, 3)), max_size=8))
def test_no_edit_loses_what_it_does_not_concern(start: dict[str, object], steps: list[tuple[str, int, int, int]]) -> None:
    ids = new_ids()
    document = read(start)
    top = {key: repr(value) for key, value in data(document).items() if key not in ("sections", "total_duration_minutes")}
    for step, first, second, third in steps:
        try:
            document = _stepped(document, step, first, second, third, ids)
        except UserError:
            continue
        assert document.sections == Document.parse(document.to_text()).sections
        assert {key: repr(value) for key, value in data(document).items() if key in top} == top


def _stepped(document: Document, step: str, first: int, second: int, third: int, ids: object) -> Document:
    path = document.path(first, second)
    if step == "add_section":
        return edits.add_section(document, "New", first)
    if step == "remove_section":
        return edits.remove_section(document, first)
    if step == "move_section":
        return edits.move_section(document, first, second)
    if step == "add_line":
        return edits.add_line(document, first, "New", second)
    if step == "remove_item":
        return edits.remove_item(document, path)
    if step == "move_item":
        return edits.move_item(document, path, third, first)
    if step == "add_set":
        return edits.add_set(document, path, ids)  # type: ignore[arg-type]
    if step == "plan":
        return edits.set_planned_minutes(document, first, second)
    return with_noted(document, MetricPlace(path, third or None, MetricId("m"), None), "7")


@given(odd_documents, odd_documents, st.integers(0, 2), st.integers(0, 2))
def test_a_place_leads_somewhere_or_nowhere(first: dict[str, object], second: dict[str, object], section: int, item: int) -> None:
    before, after = read(first), read(second)
    place = relocated(before.path(section, item), before, after)
    assert place is None or edits.item_at(after, place).path == place  # type: ignore[arg-type]
    if edits.noted(before, before.path(section, item)) is not None and any(i.path == before.path(section, item) for i in before.items):
        assert relocated(before.path(section, item), before, read(first)) is not None
