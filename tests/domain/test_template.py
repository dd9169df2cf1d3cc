import json
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId, TemplateId
from fractal_desktop.domain.library import ActivityName, LibraryNames, MetricName, SplitName, TemplateName
from fractal_desktop.domain.template import document_from_template

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
