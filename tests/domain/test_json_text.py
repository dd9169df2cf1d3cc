"""Numbers that no float holds survive every read and write; nothing else is written in another way than `json.dumps` does."""

import json
import math
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from fractal_desktop.domain.backfill import backfill_v1
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.json_text import json_text, read_json
from fractal_desktop.domain.library import TemplateDraft
from fractal_desktop.domain.target import TargetDraft, TargetKind
from fractal_desktop.domain.target_list import parse_targets, with_target
from fractal_desktop.domain.template import edited_template, section_drafts, template_sections

HUGE = st.from_regex(r"-?[1-9](\.[0-9]{1,9})?[eE]\+?[1-9][0-9]{3}", fullmatch=True)
"""Numbers beyond the largest float; JSON allows them."""
LEAVES = (
    HUGE
    | st.integers().map(json.dumps)
    | st.floats(allow_nan=False, allow_infinity=False).map(json.dumps)
    | st.text(max_size=5).map(json.dumps)
    | st.sampled_from(["null", "true", "NaN", "-Infinity", '"1e400"', '"Infinity"'])
)
TEXTS = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda each: f"[{', '.join(each)}]")
        | st.dictionaries(st.text(max_size=4).map(json.dumps), inner, max_size=4).map(
            lambda each: "{" + ", ".join(f"{key}: {value}" for key, value in each.items()) + "}"
        )
    ),
    max_leaves=12,
)
"""JSON texts as `json.dumps` writes them, with numbers that it could not."""


@given(TEXTS)
@example("-2E+309")
def test_what_is_read_is_written_byte_for_byte(text: str) -> None:
    assert json_text(read_json(text)) == text
    assert json_text(read_json(text.encode())) == text


@given(TEXTS, st.text(max_size=5))
@example("1e400", "x")
def test_keys_that_nobody_here_knows_survive_an_edit_byte_for_byte(unknown: str, note: str) -> None:
    item = f'{{"type": "activity", "activity_id": "a", "instance_id": "i", "notes": "", "pulse": {unknown}}}'
    text = f'{{"mood": {unknown}, "sections": [{{"name": "Warm-up", "colour": {unknown}, "exercises": [{item}]}}], "notes": ""}}'
    edited = Document.parse(text).with_value(("sections", 0, "exercises", 0, "notes"), note)
    assert edited.to_text() == text.replace('"notes": "", "pulse"', f'"notes": {json.dumps(note)}, "pulse"')
    assert Document.parse(edited.to_text()) == edited


@given(HUGE)
def test_no_word_that_json_does_not_have_is_written(number: str) -> None:
    document = Document.parse(f'{{"a": {number}, "b": [{number}]}}').with_value(("c",), math.inf).with_value(("d",), [math.nan])
    assert not re.search("NaN|Infinity", document.to_text())
    assert json.loads(document.to_text(), parse_float=str) == {"a": number, "b": [number], "c": None, "d": [None]}


def test_such_a_number_counts_as_none_and_is_shown_as_it_is_written() -> None:
    text = (
        '{"sections": [{"exercises": [{"instance_id": "i", "duration_seconds": 1e400, "metrics": [{"metric_id": "m", "value": 1e400}]}]}]}'
    )
    (item,) = Document.parse(text).items
    assert (item.duration_seconds, item.metrics[0].value, item.metrics[0].number) == (None, "1e400", None)
    assert backfill_v1(text, None, ZoneInfo("UTC"), (), ()).duration_seconds is None


def test_templates_and_targets_keep_such_numbers_too() -> None:
    template = '{"weight": 1e400, "sections": [{"name": "A", "load": -1e999, "activities": []}]}'
    draft = TemplateDraft("T", sections=section_drafts(template_sections(template)))
    renamed = TemplateDraft("T", sections=(*draft.sections, *draft.sections))
    assert re.findall(r"-?1e[0-9]+", edited_template(template, renamed)) == ["1e400", "-1e999", "-1e999"]
    targets = '[{"id": "t", "activity_id": "a", "name": "N", "description": "", "metrics": [], "rank": 1e400}]'
    (target,) = parse_targets(targets)
    wanted = TargetDraft(TargetKind.COUNT_PER_WEEK, "N", count=2, weeks=3, activity_id=ActivityId("a"))
    assert '"rank": 1e400' in with_target(targets, target.id, wanted, "new")


@pytest.mark.parametrize("text", ["[" * 100_000, "1e", "{", "", "infinity", "+1"])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        read_json(text)
