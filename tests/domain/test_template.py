import json
from dataclasses import replace
from itertools import count
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId, TemplateId
from fractal_desktop.domain.library import (
    ActivityName,
    LibraryNames,
    MetricName,
    SplitName,
    TemplateDraft,
    TemplateItemDraft,
    TemplateName,
    TemplateSectionDraft,
)
from fractal_desktop.domain.template import document_from_template, edited_template, planned_minutes, section_drafts, template_sections

TEMPO = MetricName(MetricId("m1"), ActivityId("a1"), "Tempo", "bpm", retired=False)
OLD = MetricName(MetricId("m2"), ActivityId("a1"), "Feeling", "points", retired=True)
LEFT, RIGHT = (SplitName(SplitId(side), ActivityId("a2"), side) for side in ("left", "right"))
SCALES = ActivityName(ActivityId("a1"), "Scales", True, True, False, (TEMPO, OLD), ())
HANGS = ActivityName(ActivityId("a2"), "Hangs", False, True, True, (TEMPO,), (LEFT, RIGHT))
LIBRARY = LibraryNames(
    (TemplateName(TemplateId("t1"), "Routine"),), {"a1": SCALES, "a2": HANGS}, {"m1": TEMPO, "m2": OLD}, {"left": LEFT, "right": RIGHT}
)


def started(data: object) -> Document:
    numbers = count(1)
    text = data if isinstance(data, str) else json.dumps(data)
    return document_from_template(LIBRARY.templates[0], text, LIBRARY, lambda: f"new-{next(numbers)}")


def test_activities_get_ids_and_an_empty_entry_for_each_metric_in_use() -> None:
    sections = [{"name": "Block", "duration_minutes": 10, "activities": [{"activity_id": "a1"}, {"activity_id": "a2"}]}]
    document = started({"sections": sections, "total_duration_minutes": 25})
    scales, hangs = document.items
    assert (document.template_id, document.template_name, document.planned_minutes) == ("t1", "Routine", 25)
    assert (document.sections[0].name, document.sections[0].planned_minutes) == ("Block", 10)
    assert (scales.name, scales.is_activity, scales.instance_id, scales.sets[0].instance_id) == ("Scales", True, "new-1", "new-2")
    assert [(m.metric_id, m.value) for m in scales.sets[0].metrics] == [("m1", "")]
    assert [(m.metric_id, m.split_id) for m in hangs.metrics] == [("m1", "left"), ("m1", "right")]


def test_an_old_template_says_exercises() -> None:
    assert [item.name for item in started({"sections": [{"exercises": [{"activity_id": "a1"}]}]}).items] == ["Scales"]


def test_an_activity_that_is_gone_and_a_plain_line_are_kept() -> None:
    document = started({"sections": [{"activities": [{"activity_id": "gone", "name": "Etude"}, {"name": "Tune", "type": "line"}]}]})
    etude, tune = document.items
    assert (etude.name, etude.instance_id, etude.metrics) == ("Etude", "new-1", ())
    assert (tune.name, tune.is_activity, tune.instance_id) == ("Tune", False, None)


@given(st.text(max_size=20) | st.sampled_from(["null", "[]", '{"sections": 3}', '{"sections": [{"activities": {}}, 7]}']))
def test_a_broken_template_starts_an_empty_session(text: str) -> None:
    assert list(started(text).items) == []


def test_names_are_looked_up_by_id_and_none_is_nothing() -> None:
    assert LIBRARY.activity("a1") is SCALES
    assert LIBRARY.metric("m2") is OLD
    assert LIBRARY.split("left") is LEFT
    assert LIBRARY.template("t1") == LIBRARY.templates[0]
    assert [LIBRARY.activity(None), LIBRARY.metric(None), LIBRARY.split(None), LIBRARY.template(None), LIBRARY.activity("x")] == [None] * 5


WORDS = st.text(max_size=5)
UNKNOWN = st.dictionaries(st.sampled_from(["tint", "mood", "x"]), st.none() | WORDS | st.integers() | st.lists(WORDS, max_size=2))
IDS = st.sampled_from([{}, {"activity_id": "a1"}, {"activity_id": ""}, {"activity_id": None}, {"type": "activity", "activity_id": "a2"}])
LINES = st.builds(lambda known, name, more: known | name | more, IDS, st.sampled_from([{}, {"name": "Tune"}, {"name": 3}]), UNKNOWN)
LISTS = st.dictionaries(st.sampled_from(["activities", "exercises"]), st.lists(LINES | st.sampled_from([None, 7, "odd"]), max_size=3))
MINUTES = st.sampled_from([{}, {"duration_minutes": 10}, {"duration_minutes": "7.5"}, {"duration_minutes": None}])
STORED_SECTIONS = st.builds(lambda name, lists, minutes, more: {"name": name} | lists | minutes | more, WORDS, LISTS, MINUTES, UNKNOWN)
STORED = st.builds(
    lambda sections, more: {"sections": sections} | more,
    st.lists(STORED_SECTIONS | st.sampled_from([None, "odd"]), max_size=3),
    UNKNOWN | st.just({"total_duration_minutes": 90}),
)


@given(STORED)
def test_sections_that_are_left_as_they_are_leave_the_text_as_it_is(data: dict[str, object]) -> None:
    text = json.dumps(data, indent=2)
    sections = template_sections(text)
    edited = edited_template(text, TemplateDraft("Routine", "", section_drafts(sections)))
    assert json.loads(edited) == data
    assert edited == text or not sections


@given(STORED, st.randoms(use_true_random=False))
def test_what_the_program_does_not_know_moves_along(data: dict[str, object], chance: Random) -> None:
    text = json.dumps(data)
    drafts = [
        replace(draft, name=f"{draft.name}!", items=tuple(chance.sample(draft.items, len(draft.items))))
        for draft in section_drafts(template_sections(text))
    ]
    chance.shuffle(drafts)
    edited = edited_template(text, TemplateDraft("Routine", "", tuple(drafts)))
    assert [section.name for section in template_sections(edited)] == [draft.name for draft in drafts]
    assert [[(item.activity_id, item.name) for item in section.items] for section in template_sections(edited)] == [
        [(item.activity_id, item.name) for item in draft.items] for draft in drafts
    ]
    assert sorted(not_ours(json.loads(edited))) == sorted(not_ours(data))


def not_ours(value: object) -> list[str]:
    """Return what the program does not know in a template: keys with what they hold, and entries of lists that are no objects."""
    if not isinstance(value, dict):
        return [json.dumps(value)]
    lists = [entry for key in ("sections", "activities", "exercises") for entry in value.get(key, ())]
    there = [f"{key}: {json.dumps(inner)}" for key, inner in value.items() if key in ("tint", "mood", "x")]
    return [*there, *(found for entry in lists for found in not_ours(entry))]


def test_a_new_template_plans_the_sum_of_its_sections_and_none_where_none_is_planned() -> None:
    lines = (TemplateItemDraft(ActivityId("a1"), "Scales"), TemplateItemDraft(None, "Tune"))
    text = edited_template(None, TemplateDraft("New", "", (TemplateSectionDraft("A", 10, lines), TemplateSectionDraft("B", 2.5))))
    assert planned_minutes(text) == 12.5
    assert [item.name for item in started(text).items] == ["Scales", "Tune"]
    assert planned_minutes(edited_template(None, TemplateDraft("New", "", (TemplateSectionDraft("A"),)))) is None
    assert planned_minutes(edited_template(text, TemplateDraft("New"))) is None


def test_a_plan_that_is_more_than_its_sections_stays_until_they_change() -> None:
    text = json.dumps({"sections": [{"name": "A", "duration_minutes": 10}], "total_duration_minutes": 90})
    (section,) = section_drafts(template_sections(text))
    assert planned_minutes(edited_template(text, TemplateDraft("", "", (replace(section, name="B"),)))) == 90
    assert planned_minutes(edited_template(text, TemplateDraft("", "", (replace(section, planned_minutes=20.0),)))) == 20


def test_a_line_becomes_an_activity_and_an_activity_a_line() -> None:
    text = json.dumps(
        {"sections": [{"name": "A", "activities": [{"activity_id": "a1", "type": "activity"}, {"name": "x", "type": "check"}]}]}
    )
    drafts = (TemplateItemDraft(None, "Scales", (0, 0)), TemplateItemDraft(ActivityId("a2"), "Hangs", (0, 1)))
    edited = edited_template(text, TemplateDraft("", "", (TemplateSectionDraft("A", None, drafts, 0),)))
    assert json.loads(edited)["sections"][0]["activities"] == [
        {"name": "Scales"},
        {"name": "Hangs", "type": "activity", "activity_id": "a2"},
    ]
