"""What a target says, and the list of targets as text."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId, MetricId, TargetId
from fractal_desktop.domain.target import Measure, Target, TargetDraft, TargetKind, TargetMetric, draft_of
from fractal_desktop.domain.target_list import parse_targets, with_target, without_target

ENTRY = {"id": "t1", "activity_id": "a1", "name": "Fast", "description": "clean", "metrics": [{"metric_id": "m1", "value": 120.0}]}
A1 = ActivityId("a1")
FAST = (TargetMetric(MetricId("m1"), "120"),)
TARGET = Target("Fast", "clean", A1, FAST, TargetId("t1"))
T1 = TargetId("t1")


# -- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [json.dumps([ENTRY]), json.dumps(json.dumps([ENTRY])), json.dumps([ENTRY]).encode()])
def test_a_list_of_targets_is_read_also_when_it_was_encoded_twice(text: str) -> None:
    assert parse_targets(text) == (TARGET,)


@pytest.mark.parametrize("text", [None, "", "null", "{}", "no json", 7, '"x"', "[1, null]", b"\xff", "[" * 100_000, '""'])
def test_what_is_no_list_of_targets_is_none(text: object) -> None:
    assert parse_targets(text) == ()


def test_malformed_parts_are_left_out_and_the_rest_is_kept() -> None:
    entry = {
        "name": 3,
        "activity_id": 4,
        "metrics": [None, {"value": 1}, {"metric_id": "m", "value": "1.50"}, {"metric_id": "n", "value": True}],
    }
    metrics = (TargetMetric(MetricId("m"), "1.50"), TargetMetric(MetricId("n"), ""))
    assert parse_targets(json.dumps([entry])) == (Target("3", "", None, metrics, TargetId("#0")),)


def test_targets_without_an_id_of_their_own_are_told_apart_by_their_place() -> None:
    found = parse_targets(json.dumps([None, {"id": "x"}, {"id": "x"}, {"id": 5}, {"id": None}, {}]))
    assert [target.id for target in found] == ["x", "#2", "5", "#4", "#5"]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"kind": "sum", "measure": "seconds", "seconds": 36000}, {"kind": "sum", "measure": "seconds", "seconds": 36000}),
        ({"kind": "count_per_week", "count": 3, "weeks": "4"}, {"kind": "count_per_week", "count": 3, "weeks": 4}),
        ({"kind": "by_deadline", "deadline": "2026-05-01T10:00"}, {"kind": "by_deadline", "deadline": date(2026, 5, 1)}),
        ({"kind": "by_deadline", "deadline": "soon"}, {"kind": "by_deadline", "deadline": None}),
        ({"kind": "sum", "seconds": -5, "count": "x", "weeks": [], "deadline": 7}, {"kind": "sum", "seconds": 0, "count": 0, "weeks": 0}),
        ({"kind": "threshold"}, {"kind": "threshold"}),
        ({"kind": ""}, {"kind": "threshold"}),
        ({"kind": "streak"}, {"kind": "unknown"}),
        ({"kind": 7}, {"kind": "unknown"}),
    ],
)
def test_the_other_kinds_are_read(entry: dict[str, object], said: dict[str, object]) -> None:
    (target,) = parse_targets(json.dumps([entry]))
    assert {name: getattr(target, name) for name in said} == said


# -- changing -----------------------------------------------------------------------------------

DRAFTS = [
    (TargetDraft(TargetKind.THRESHOLD, "Fast", "", A1, FAST), {"metrics": [{"metric_id": "m1", "value": 120}]}),
    (TargetDraft(TargetKind.SUM, "Pages", "", A1, (TargetMetric(MetricId("m1"), "2.50"),)), {"kind": "sum", "measure": "metric"}),
    (TargetDraft(TargetKind.SUM, " Hours ", measure=Measure.SECONDS, seconds=3600), {"measure": "seconds", "seconds": 3600, "metrics": []}),
    (TargetDraft(TargetKind.COUNT_PER_WEEK, count=3, weeks=4), {"kind": "count_per_week", "count": 3, "weeks": 4}),
    (TargetDraft(TargetKind.BY_DEADLINE, "", "", A1, FAST, deadline=date(2026, 5, 1)), {"kind": "by_deadline", "deadline": "2026-05-01"}),
]


@pytest.mark.parametrize(("draft", "written"), DRAFTS)
def test_a_target_is_added_and_read_back_as_it_was_wanted(draft: TargetDraft, written: dict[str, object]) -> None:
    text = with_target(None, None, draft, "new")
    (entry,) = json.loads(text)
    assert {**entry, **written} == entry
    assert ("kind" in entry) is (draft.kind is not TargetKind.THRESHOLD), "a threshold is written as old programs wrote it"
    (target,) = parse_targets(text)
    assert (target.id, target.kind, target.name, target.activity_id) == ("new", draft.kind, draft.name.strip(), draft.activity_id)
    assert with_target(text, TargetId("new"), draft_of(target), "unused") == text


@pytest.mark.parametrize("second", [draft for draft, _ in DRAFTS])
@pytest.mark.parametrize("first", [draft for draft, _ in DRAFTS])
def test_a_target_can_become_one_of_another_kind(first: TargetDraft, second: TargetDraft) -> None:
    text = with_target(with_target("[]", None, first, "t1"), T1, second, "unused")
    fresh = with_target("[]", None, second, "t1")
    assert parse_targets(text) == parse_targets(fresh)
    assert set(json.loads(text)[0]) == set(json.loads(fresh)[0]), "no key of the other kind is left"


def test_only_what_is_changed_is_written() -> None:
    metric = '{"value": "120", "metric_id": "m1", "odd": 1}'
    text = f'[ {{"note":\t1e2, "metrics": [{metric}], "id" : "t1", "name": "Fast", "activity_id": "a1"}} , 7 ]'
    draft = draft_of(parse_targets(text)[0])
    assert with_target(text, T1, draft, "unused") == text
    changed = with_target(text, T1, TargetDraft(TargetKind.THRESHOLD, "Faster", "", A1, draft.metrics), "unused")
    before, after = json.loads(text)[0], json.loads(changed)[0]
    assert after == {**before, "name": "Faster", "description": ""}
    assert list(after)[:5] == list(before), "keys stay in their places"
    slower = (TargetMetric(MetricId("m1"), "110"), TargetMetric(MetricId("m2"), "0.5"))
    metrics = json.loads(with_target(text, T1, TargetDraft(TargetKind.THRESHOLD, "Fast", "", A1, slower), "unused"))[0]["metrics"]
    assert metrics == [{"value": 110, "metric_id": "m1", "odd": 1}, {"metric_id": "m2", "value": 0.5}]


def test_a_value_that_is_no_number_stays_until_it_is_changed() -> None:
    text = json.dumps([{**ENTRY, "metrics": [{"metric_id": "m1", "value": "fast"}]}])
    words = (TargetMetric(MetricId("m1"), "fast"),)
    renamed = with_target(text, T1, TargetDraft(TargetKind.THRESHOLD, "Faster", "", A1, words), "unused")
    assert json.loads(renamed)[0]["metrics"] == [{"metric_id": "m1", "value": "fast"}]
    with pytest.raises(UserError, match="“faster” is no number"):
        with_target(text, T1, TargetDraft(TargetKind.THRESHOLD, "Fast", "", A1, (TargetMetric(MetricId("m1"), "faster"),)), "unused")


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (TargetDraft(TargetKind.THRESHOLD, "", "", None, FAST), "activity is needed"),
        (TargetDraft(TargetKind.THRESHOLD, "", "", A1, ()), "metric with a value"),
        (TargetDraft(TargetKind.THRESHOLD, "", "", A1, (TargetMetric(MetricId("m1"), " "),)), "value is needed"),
        (TargetDraft(TargetKind.THRESHOLD, "", "", A1, (TargetMetric(MetricId("m1"), "1e999"),)), "no number"),
        (TargetDraft(TargetKind.THRESHOLD, "x" * 10_001, "", A1, FAST), "too long"),
        (TargetDraft(TargetKind.THRESHOLD, "", "", None, FAST, Measure.SECONDS), "activity is needed"),
        (TargetDraft(TargetKind.BY_DEADLINE, "", "", A1, FAST), "date is needed"),
        (TargetDraft(TargetKind.SUM, "", "", A1, (*FAST, *FAST)), "one metric"),
        (TargetDraft(TargetKind.SUM, measure=Measure.SECONDS), "above zero"),
        (TargetDraft(TargetKind.COUNT_PER_WEEK, count=0, weeks=4), "number of sessions"),
        (TargetDraft(TargetKind.COUNT_PER_WEEK, count=1, weeks=1001), "number of weeks"),
        (TargetDraft(TargetKind.UNKNOWN), "needs a kind"),
    ],
)
def test_what_could_never_be_reached_is_refused_in_words(draft: TargetDraft, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        with_target("[]", None, draft, "new")


def test_what_is_gone_unknown_or_unreadable_is_kept() -> None:
    draft = DRAFTS[0][0]
    with pytest.raises(UserError, match="no longer exists"):
        with_target(json.dumps([ENTRY]), TargetId("gone"), draft, "new")
    with pytest.raises(UserError, match="no longer exists"):
        without_target(json.dumps([ENTRY]), TargetId("gone"))
    with pytest.raises(UserError, match="newer version"):
        with_target(json.dumps([{**ENTRY, "kind": "streak"}]), T1, draft, "new")
    for text in ("{}", "no json", b"\xff", 7, '"x"', "[" * 100_000):
        with pytest.raises(UserError, match="kept as they are"):
            with_target(text, None, draft, "new")
        with pytest.raises(UserError, match="kept as they are"):
            without_target(text, T1)


def test_a_list_that_was_encoded_twice_stays_so() -> None:
    twice = json.dumps(json.dumps([ENTRY]))
    added = with_target(twice, None, DRAFTS[0][0], "new")
    assert [target.id for target in parse_targets(added)] == ["t1", "new"]
    assert isinstance(json.loads(added), str)
    assert without_target(added, TargetId("new")) == twice
    assert with_target(json.dumps([ENTRY]).encode(), T1, draft_of(TARGET), "unused") == json.dumps([ENTRY])


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
entries = st.one_of(
    json_values, st.fixed_dictionaries({}, optional={**dict.fromkeys(ENTRY, json_values), "kind": json_values, "odd": json_values})
)
blanks = st.text(" \t\r\n", max_size=2)


@st.composite
def written_lists(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Return the text of a list with blanks anywhere, and the text of each of its values."""
    values = [json.dumps(value, ensure_ascii=draw(st.booleans())) for value in draw(st.lists(entries, max_size=5))]
    spaced = [draw(blanks) + value + draw(blanks) for value in values]
    return f"{draw(blanks)}[{','.join(spaced) or draw(blanks)}]{draw(blanks)}", values


@given(written_lists(), st.integers(0, 4), st.sampled_from([draft for draft, _ in DRAFTS]))
def test_what_is_not_edited_stays_byte_for_byte(written: tuple[str, list[str]], place: int, draft: TargetDraft) -> None:
    text, values = written
    found = parse_targets(text)
    assert len(found) == sum(isinstance(json.loads(value), dict) for value in values)
    added = with_target(text, None, draft, "brand-new")
    for value in values:
        assert value in added
    assert len(json.loads(added)) == len(values) + 1
    if not found:
        return
    target = found[place % len(found)]
    assert with_target(text, target.id, draft_of(target), "unused") == text
    left = without_target(text, target.id)
    assert len(json.loads(left)) == len(values) - 1
    others = [value for value in values if value in left]
    assert len(others) >= len(values) - 1
    if target.kind is not TargetKind.UNKNOWN:
        changed = with_target(text, target.id, draft, "unused")
        assert sum(value in changed for value in values) >= len(values) - 1
        assert [t for t in parse_targets(changed) if t.id != target.id] == [t for t in found if t.id != target.id]
