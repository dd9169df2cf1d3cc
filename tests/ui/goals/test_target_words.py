from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from fractal_desktop.domain.ids import ActivityId, MetricId, SessionId
from fractal_desktop.domain.library import ActivityName, Better, LibraryNames, MetricName
from fractal_desktop.domain.target import Measure, Target, TargetDraft, TargetKind, TargetMetric
from fractal_desktop.domain.target_progress import TargetBest, TargetProgress
from fractal_desktop.ui.goals.numbers import number_text, plain_number, typed_number
from fractal_desktop.ui.goals.target_form import (
    ACTIVITY,
    COUNT,
    HOURS,
    WEEKS,
    FieldProblem,
    TargetForm,
    draft_from,
    fields_of,
    form_of,
)
from fractal_desktop.ui.goals.target_words import standing_text, title_of, wanted_text

ENGLISH, GERMAN = QLocale("en_GB"), QLocale("de_DE")
TODAY = date(2026, 3, 5)
SCALES, RUN = ActivityId("scales"), ActivityId("run")
TEMPO = MetricName(MetricId("tempo"), SCALES, "Tempo", "bpm", retired=False)
PACE = MetricName(MetricId("pace"), RUN, "Pace", "min/km", retired=False, better=Better.LOWER)
OLD = MetricName(MetricId("old"), SCALES, "Old", "", retired=True)
ACTIVITIES = (
    ActivityName(SCALES, "Scales", True, True, False, (TEMPO, OLD), ()),
    ActivityName(RUN, "Run", False, True, False, (PACE,), ()),
)
NAMES = LibraryNames(activities={a.id: a for a in ACTIVITIES}, metrics={m.id: m for m in (TEMPO, PACE, OLD)})


def target(kind: TargetKind = TargetKind.THRESHOLD, activity: str | None = "scales", **more: object) -> Target:
    metrics = more.pop("metrics", (("tempo", "90"),))
    assert isinstance(metrics, tuple)
    found = tuple(TargetMetric(MetricId(metric), value) for metric, value in metrics)
    fields = {"name": "", "description": "", **more}
    return Target(activity_id=ActivityId(activity) if activity else None, metrics=found, kind=kind, **fields)  # type: ignore[arg-type]


HOURS_IN_ALL = target(TargetKind.SUM, None, metrics=(), measure=Measure.SECONDS, seconds=144_000)
WEEKLY = target(TargetKind.COUNT_PER_WEEK, None, metrics=(), count=3, weeks=8)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (target(), "Scales: Tempo at least 90 bpm"),
        (target(metrics=(("tempo", "90.50"), ("old", "1250"))), "Scales: Tempo at least 90.5 bpm, Old at least 1,250"),
        (target(activity="run", metrics=(("pace", "5"),)), "Run: Pace at most 5 min/km"),
        (target(metrics=(("tempo", "fast"),)), "Scales: Tempo at least fast bpm"),
        (target(activity="gone", metrics=(("gone", "120"),)), "deleted activity: deleted metric at least 120"),
        (target(activity=None, metrics=()), ""),
        (target(TargetKind.BY_DEADLINE, deadline=date(2026, 3, 20)), "Scales: Tempo at least 90 bpm by 20 Mar 2026"),
        (target(TargetKind.SUM, metrics=(("tempo", "10000"),)), "Scales: Tempo 10,000 bpm in all"),
        (HOURS_IN_ALL, "40 hours in all"),
        (replace(HOURS_IN_ALL, activity_id=SCALES, seconds=5400), "Scales: 1.5 hours in all"),
        (replace(HOURS_IN_ALL, seconds=3600), "1 hour in all"),
        (replace(HOURS_IN_ALL, seconds=2700), "45 minutes in all"),
        (WEEKLY, "3 sessions a week, 8 weeks in a row"),
        (replace(WEEKLY, count=1, activity_id=RUN), "Run: 1 session a week, 8 weeks in a row"),
        (replace(WEEKLY, weeks=1), "3 sessions in a week"),
        (target(TargetKind.UNKNOWN), "Made by a newer version of the program"),
    ],
)
def test_what_is_asked_for_is_said_in_words(asked: Target, words: str) -> None:
    assert wanted_text(asked, NAMES, ENGLISH) == words


def test_numbers_and_dates_are_those_of_the_locale() -> None:
    asked = target(TargetKind.BY_DEADLINE, metrics=(("tempo", "1090.5"),), deadline=date(2026, 3, 20))
    assert wanted_text(asked, NAMES, GERMAN).startswith("Scales: Tempo at least 1.090,5 bpm by 20")


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        (target(name=" Fast scales "), "Fast scales"),
        (target(), "Scales"),
        (target(activity="gone"), "deleted activity"),
        (HOURS_IN_ALL, "Time practised"),
        (WEEKLY, "Every week"),
        (target(activity=None), "Target"),
    ],
)
def test_a_target_without_a_name_is_called_by_what_it_is_about(asked: Target, title: str) -> None:
    assert title_of(asked, NAMES) == title


def progress(asked: Target, best: float | None = None, **more: object) -> TargetProgress:
    metric_id = asked.metrics[0].metric_id if asked.metrics else None
    fields = {"reached": False, "fraction": 0.5, **more}
    return TargetProgress(target=asked, best=(TargetBest(metric_id, best, 90.0),), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (progress(target(), 84.25), "Best so far: Tempo 84.25 bpm"),
        (progress(target()), "Nothing noted yet"),
        (progress(target(), 92, reached=True, session_id=SessionId("s")), "Reached: Tempo 92 bpm"),
        (progress(HOURS_IN_ALL, 45_000), "12.5 hours so far"),
        (progress(HOURS_IN_ALL, 0), "Nothing noted yet"),
        (progress(target(TargetKind.SUM), 1500), "Tempo 1,500 bpm so far"),
        (progress(target(TargetKind.BY_DEADLINE, deadline=date(2026, 3, 20)), 84), "Best so far: Tempo 84 bpm"),
        (progress(target(TargetKind.BY_DEADLINE, deadline=date(2026, 3, 4)), 84), "Not reached in time; best: Tempo 84 bpm"),
        (progress(target(TargetKind.BY_DEADLINE, deadline=date(2026, 3, 4))), "Not reached in time"),
        (progress(target(TargetKind.BY_DEADLINE)), "Its date cannot be read, so nothing reaches it."),
        (progress(WEEKLY, current_weeks=2, sessions_this_week=1), "2 of 8 weeks in a row, 1 of 3 sessions this week"),
        (progress(WEEKLY, current_weeks=2, longest_weeks=5), "2 of 8 weeks in a row (5 at best), 0 of 3 sessions this week"),
        (progress(replace(WEEKLY, weeks=1), sessions_this_week=1), "1 of 3 sessions this week"),
        (progress(WEEKLY, reached=True), "Reached"),
        (progress(target(activity="gone")), "Its activity was deleted, so nothing reaches it."),
        (progress(target(metrics=(("gone", "9"),))), "A metric of it was deleted, so nothing reaches it."),
        (progress(target(metrics=(("tempo", "fast"),))), "“fast” is no number, so nothing reaches it."),
        (progress(target(TargetKind.UNKNOWN)), "This version of the program cannot tell how far it is."),
    ],
)
def test_how_far_it_is_is_said_in_words(standing: TargetProgress, words: str) -> None:
    assert standing_text(standing, NAMES, ENGLISH, TODAY) == words


# -- the fields ---------------------------------------------------------------------------------


def form(kind: TargetKind, activity: str | None = "scales", **texts: str) -> TargetForm:
    return TargetForm(kind, activity_id=ActivityId(activity) if activity else None, texts=texts)


@pytest.mark.parametrize(
    ("typed", "draft"),
    [
        (form(TargetKind.THRESHOLD, tempo="90,5"), TargetDraft(TargetKind.THRESHOLD, activity_id=SCALES, metrics=((TEMPO.id, "90.5"),))),  # type: ignore[arg-type]
        (form(TargetKind.SUM, None, hours="1:30"), TargetDraft(TargetKind.SUM, measure=Measure.SECONDS, seconds=5400)),
        (form(TargetKind.SUM, None, hours="0,5"), TargetDraft(TargetKind.SUM, measure=Measure.SECONDS, seconds=1800)),
        (form(TargetKind.COUNT_PER_WEEK, None, count="3", weeks="8"), TargetDraft(TargetKind.COUNT_PER_WEEK, count=3, weeks=8)),
    ],
)
def test_what_is_typed_becomes_a_draft(typed: TargetForm, draft: TargetDraft) -> None:
    metrics = tuple(metric if isinstance(metric, TargetMetric) else TargetMetric(*metric) for metric in draft.metrics)
    assert draft_from(typed, NAMES, GERMAN) == replace(draft, metrics=metrics)


def test_a_value_with_a_date_is_a_target_by_a_deadline() -> None:
    typed = replace(form(TargetKind.THRESHOLD, tempo="90"), deadline=date(2026, 3, 20))
    draft = draft_from(typed, NAMES, ENGLISH)
    assert (draft.kind, draft.deadline) == (TargetKind.BY_DEADLINE, date(2026, 3, 20))
    total = draft_from(replace(typed, kind=TargetKind.SUM), NAMES, ENGLISH)
    assert (total.kind, total.deadline) == (TargetKind.SUM, None)


@pytest.mark.parametrize(
    ("typed", "key", "sentence"),
    [
        (form(TargetKind.THRESHOLD, tempo="fast"), "tempo", "“fast” is no number."),
        (form(TargetKind.THRESHOLD), "tempo", "At least one value is needed."),
        (form(TargetKind.THRESHOLD, None), ACTIVITY, "Choose the activity that it is about."),
        (form(TargetKind.THRESHOLD, "gone"), ACTIVITY, "This activity has no metrics to reach a value of."),
        (form(TargetKind.SUM), HOURS, "A value is needed in one of these."),
        (form(TargetKind.SUM, hours="long"), HOURS, "“long” is no number."),
        (form(TargetKind.SUM, hours="0"), HOURS, "At least a minute is needed."),
        (form(TargetKind.SUM, hours="1e9"), HOURS, "That is more than a life."),
        (form(TargetKind.COUNT_PER_WEEK, count="3"), WEEKS, "A number is needed."),
        (form(TargetKind.COUNT_PER_WEEK, count="2.5", weeks="8"), COUNT, "A whole number from 1 to 1,000 is needed."),
    ],
)
def test_what_makes_no_sense_is_said_of_its_field(typed: TargetForm, key: str, sentence: str) -> None:
    with pytest.raises(FieldProblem) as refused:
        draft_from(typed, NAMES, ENGLISH)
    assert (refused.value.key, str(refused.value)) == (key, sentence)


def test_retired_and_deleted_metrics_stay_in_a_target_that_names_them_and_are_not_offered_else() -> None:
    assert [field.key for field in fields_of(form(TargetKind.THRESHOLD), NAMES)] == ["tempo"]
    old = form_of(target(metrics=(("old", "7"), ("gone", "fast"))), ENGLISH)
    assert [field.title for field in fields_of(old, NAMES)] == ["Tempo", "Old", "deleted metric"]
    assert [field.key for field in fields_of(replace(old, activity_id=RUN), NAMES)] == ["pace", "gone"]
    assert draft_from(old, NAMES, ENGLISH).metrics == (TargetMetric(MetricId("old"), "7"), TargetMetric(MetricId("gone"), "fast"))


@pytest.mark.parametrize("locale", [ENGLISH, GERMAN])
@given(st.data())
def test_a_stored_target_that_nobody_changes_comes_back_as_it_is(locale: QLocale, data: st.DataObject) -> None:
    value = data.draw(st.one_of(st.floats(-1e12, 1e12).map(repr), st.integers(0, 10**9).map(str), st.sampled_from(["", "fast", "90.0"])))
    if value:
        asked = target(metrics=(("tempo", value),), name="x", description="y")
        assert draft_from(form_of(asked, locale), NAMES, locale).metrics == asked.metrics
    seconds = data.draw(st.integers(60, 10**8))
    assert draft_from(form_of(replace(HOURS_IN_ALL, seconds=seconds), locale), NAMES, locale).seconds == seconds


@pytest.mark.parametrize("locale", [ENGLISH, GERMAN, QLocale("fr_FR"), QLocale("ar_EG")])
@given(st.integers(-(10**12), 10**12))
def test_a_number_that_is_shown_can_be_typed(locale: QLocale, thousandths: int) -> None:
    number = thousandths / 1000
    assert typed_number(number_text(number, locale), locale) == number
    assert float(plain_number(number)) == number
