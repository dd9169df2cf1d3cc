"""How the choices of the filter bar are kept as JSON."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.ui.analytics.choice import DayRange, Preset
from fractal_desktop.ui.analytics.page_filter import PageFilter, from_text, to_text

IDS = st.none() | st.text(min_size=1)


@st.composite
def filters(draw: st.DrawFn) -> PageFilter:
    preset = draw(st.sampled_from(Preset))
    first, last = sorted((draw(st.dates()), draw(st.dates())))
    without = draw(st.booleans())
    goal, template, activity = draw(IDS), draw(IDS), draw(IDS)
    return PageFilter(
        preset,
        DayRange(first, last) if preset is Preset.CUSTOM else DayRange(),
        GoalId(goal) if goal else None,
        TemplateId(template) if template and not without else None,
        without,
        ActivityId(activity) if activity else None,
        draw(st.none() | st.booleans()),
    )


@given(filters())
def test_what_is_kept_comes_back(chosen: PageFilter) -> None:
    assert from_text(to_text(chosen)) == chosen


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(str))
def test_any_text_at_all_gives_choices_that_can_be_kept(text: str) -> None:
    chosen = from_text(text)
    assert from_text(to_text(chosen)) == chosen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", PageFilter()),
        ("[1, 2]", PageFilter()),
        ('{"period": "fortnight", "goal": "g"}', PageFilter(goal_id=GoalId("g"))),
        ('{"period": "custom"}', PageFilter()),
        ('{"period": ["2026-02-30", "2026-03-01"]}', PageFilter()),
        ('{"period": ["2026-03-02", "2026-03-01"]}', PageFilter()),
        ('{"period": ["2026-03-01"]}', PageFilter()),
        ('{"period": "all", "completed": 1, "goal": 7, "activity": ""}', PageFilter(Preset.ALL)),
        ('{"template": "t", "without_template": true}', PageFilter(without_template=True)),
        ("[" * 100_000, PageFilter()),
        ('{"goal": "\\ud800", "activity": "\\udfff", "template": "t"}', PageFilter(template_id=TemplateId("t"))),
    ],
    ids=lambda each: str(each)[:40],
)
def test_what_makes_no_sense_limits_nothing(text: str, expected: PageFilter) -> None:
    assert from_text(text) == expected


def test_only_what_leaves_sessions_out_is_a_limit() -> None:
    assert not PageFilter(Preset.CUSTOM, DayRange(date(2026, 1, 1), date(2026, 1, 2))).is_limited
    assert PageFilter(completed=False).is_limited
    assert PageFilter(without_template=True).is_limited
