"""An activity's progress read from a file: what the rows hold, under every filter, by both ways of reading."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

from fractal_desktop.domain.activity_progress import PRODUCT, ActivityProgress, LeftOut, ProgressQuestion, Reading
from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import ActivityId, GoalId, MetricId, SessionId, SplitId, TemplateId
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.persistence import activity_progress
from fractal_desktop.services import progress as service
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, document, item, new_file, open_file, value

FIRST = datetime(2026, 1, 1, 18, 0, tzinfo=UTC)
SCALES, TEMPO = ActivityId("scales"), MetricId("tempo")


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", root_id="root")
    rows.library()
    return rows


def session(rows: Rows, id_: str, day: float | None, *values: object, activity: str = "scales", **more: Any) -> None:
    """Insert a session so many days after the first, with an item that has these values of "tempo", one each set."""
    start = None if day is None else (FIRST + timedelta(days=day)).strftime("%Y-%m-%d %H:%M:%S.%f")
    rows.session(id_, "root", session_start=start, **more)
    for place, each in enumerate(values):
        instance(rows, id_, f"{id_}-{place}", activity, (each, "tempo", None))


def instance(rows: Rows, session_id: str, id_: str, activity: str, *values: tuple[object, str, str | None]) -> None:
    """Insert an item or set with values: number, metric, split."""
    rows.insert("activity_instances", id=id_, practice_session_id=session_id, activity_definition_id=activity)
    for place, (number, metric, split) in enumerate(values):
        rows.insert(
            "metric_values",
            id=f"{id_}-{place}",
            activity_instance_id=id_,
            metric_definition_id=metric,
            value=number,
            split_definition_id=split,
        )


def shown(answer: ActivityProgress) -> list[float]:
    (only,) = answer.lines
    return list(map(float, only.values))


def asked(workspace: Workspace, question: ProgressQuestion | None = None, **limits: object) -> ActivityProgress:
    return workspace.progress.progress(question or ProgressQuestion(SCALES), AnalyticsFilter(**limits))  # type: ignore[arg-type]


def test_a_session_stands_for_its_top_set_its_average_or_each_of_its_sets(rows: Rows, workspace: Workspace) -> None:
    session(rows, "b", 1, 70, 80, 66)
    session(rows, "a", 0, 60.5)
    assert shown(asked(workspace)) == [60.5, 80]
    assert shown(asked(workspace, ProgressQuestion(SCALES, reading=Reading.AVERAGE))) == [60.5, 72]
    assert shown(asked(workspace, ProgressQuestion(SCALES, reading=Reading.EACH))) == [60.5, 70, 80, 66]
    answer = asked(workspace)
    assert answer.measured is not None
    assert (answer.measured.name, answer.measured.unit) == ("Tempo", "bpm")
    assert answer.question.metric_id == TEMPO
    assert answer.activity.name == "Scales"
    assert answer.lines[0].records.tolist() == [1]


def test_the_filter_decides_which_sessions_are_shown(rows: Rows, workspace: Workspace) -> None:
    rows.goal("suite", parent="root", root_id="root")
    session(rows, "a", 0, 60, completed=1, template_id="routine")
    session(rows, "b", 10, 70, completed=0)
    session(rows, "c", 20, 80, completed=1, template_id="routine")
    rows.insert("practice_session_goals", practice_session_id="b", short_term_goal_id="suite")
    assert shown(asked(workspace, since=FIRST + timedelta(days=10), until=FIRST + timedelta(days=20))) == [70]
    assert shown(asked(workspace, goal_id=GoalId("suite"))) == [70]
    assert shown(asked(workspace, template_id=TemplateId("routine"))) == [60, 80]
    assert shown(asked(workspace, without_template=True)) == [70]
    assert shown(asked(workspace, completed=True)) == [60, 80]
    assert shown(asked(workspace, completed=False, activity_id=SCALES)) == [70]
    assert shown(asked(workspace, activity_id=ActivityId("other"))) == []


def test_what_cannot_be_shown_is_counted(rows: Rows, workspace: Workspace) -> None:
    session(rows, "a", 0, 60, "fast", float("inf"))
    session(rows, "without", None, 70, 75)
    session(rows, "odd", None, 90)
    rows.sql("UPDATE goals SET session_start = '2026-77-01 10:00' WHERE id = 'odd'")
    instance(rows, "no-such-session", "lost", "scales", (50, "tempo", None))
    instance(rows, "a", "strange", "scales", (1, "gone", None))
    answer = asked(workspace)
    assert shown(answer) == [60]
    assert answer.left_out == LeftOut(without_start=2, not_numbers=2, of_gone_sessions=1, of_gone_metrics=1)
    assert asked(workspace, completed=True).left_out == LeftOut()
    assert asked(workspace, completed=False).left_out == replace(answer.left_out, of_gone_sessions=0)
    assert asked(workspace, until=FIRST).left_out == LeftOut(without_start=1), "a text that is no time stands where it is sorted"


def test_values_between_which_no_line_can_be_drawn_are_told_as_no_numbers(rows: Rows, workspace: Workspace) -> None:
    session(rows, "a", 0, 60, 1.7e308)
    session(rows, "b", 1, -1.7e308, 62)
    found = workspace.progress.progress(ProgressQuestion(SCALES, TEMPO, Reading.EACH), AnalyticsFilter())
    assert shown(found) == [60, 62]
    assert found.left_out.not_numbers == 2


def test_a_start_that_another_program_wrote_counts_to_the_microsecond(rows: Rows, workspace: Workspace) -> None:
    session(rows, "b", 5, 2)
    session(rows, "a", 1, 1)
    rows.sql("UPDATE goals SET session_start = '2026-01-02 18:00:00' WHERE id = 'a'")
    (line,) = asked(workspace).lines
    assert line.values.tolist() == [1, 2]
    assert np.diff(line.starts).tolist() == [4 * 86_400_000_000]
    assert workspace.progress.session_ids(line.rows.tolist(), line.starts.tolist()) == ("a", "b")
    assert workspace.progress.session_ids(line.rows.tolist(), (line.starts + 1).tolist()) == (None, None)


def test_a_line_for_each_split_and_the_sides_beside_each_other(rows: Rows, workspace: Workspace) -> None:
    for day in range(6):
        session(rows, f"s{day}", day * 7)
        instance(rows, f"s{day}", f"i{day}", "scales", (60 + day, "tempo", "left"), (70 + 2 * day, "tempo", "right"), (99, "tempo", "torn"))
    each = asked(workspace, ProgressQuestion(SCALES, each_split=True))
    assert [line.split.name for line in each.lines if line.split] == ["Left", "Right"]
    assert each.lines[0].values.tolist() == [60, 61, 62, 63, 64, 65]
    assert each.sides is not None
    assert each.sides.leads.tolist() == [-10, -11, -12, -13, -14, -15]
    assert each.sides.lead == -12.5
    assert shown(asked(workspace, ProgressQuestion(SCALES, split_id=SplitId("right")))) == [70, 72, 74, 76, 78, 80]
    assert shown(asked(workspace)) == [99] * 6, "values of a split that is gone count with all together"
    every = asked(workspace, ProgressQuestion(SCALES, reading=Reading.EACH))
    assert len(every.lines[0].values) == 18
    assert every.sides is not None
    assert asked(workspace, ProgressQuestion(SCALES, split_id=SplitId("torn"))).question.split_id is None


def test_the_product_and_the_top_set_by_another_metric(rows: Rows, workspace: Workspace) -> None:
    rows.insert("activity_definitions", id="lifts", root_id="root", name="Lifts", metrics_multiplicative=1)
    rows.insert("metric_definitions", id="kilos", activity_id="lifts", name="Load", unit="kg", is_top_set_metric=1, sort_order=0)
    rows.insert("metric_definitions", id="times", activity_id="lifts", name="Repetitions", unit="", sort_order=1)
    session(rows, "a", 0)
    instance(rows, "a", "a1", "lifts", (50, "kilos", None), (3, "times", None))
    instance(rows, "a", "a2", "lifts", (40, "kilos", None), (8, "times", None))
    instance(rows, "a", "a3", "lifts", (60, "kilos", None))
    lifts = ActivityId("lifts")
    assert shown(asked(workspace, ProgressQuestion(lifts))) == [60]
    assert shown(asked(workspace, ProgressQuestion(lifts, MetricId("times")))) == [3], "repetitions of the set with the most load"
    product = asked(workspace, ProgressQuestion(lifts, PRODUCT, Reading.EACH))
    assert shown(product) == [150, 320]
    assert product.left_out.incomplete == 1
    assert shown(asked(workspace, ProgressQuestion(lifts, PRODUCT))) == [150], "the product of the set with the most load"


def test_a_retired_metric_keeps_its_values_and_an_activity_that_is_gone_its_points(rows: Rows, workspace: Workspace) -> None:
    session(rows, "a", 0, 60)
    rows.sql("UPDATE metric_definitions SET is_active = 0, deleted_at = '2026-01-01 10:00:00'")
    answer = asked(workspace)
    assert answer.measured is not None
    assert answer.measured.retired
    assert shown(answer) == [60]
    rows.sql("DELETE FROM activity_definitions")
    other = open_file(rows.path)
    gone = asked(other)
    unknown = asked(other, ProgressQuestion(ActivityId("none")))
    other.close()
    assert gone.activity.name == ""
    assert shown(gone) == [60]
    assert (unknown.lines, unknown.measured, unknown.choices) == ((), None, ())


def test_of_several_values_of_one_metric_in_a_set_the_first_counts(rows: Rows, workspace: Workspace) -> None:
    session(rows, "a", 0)
    instance(rows, "a", "i", "scales", (60, "tempo", None), (99, "tempo", None))
    assert shown(asked(workspace)) == [60]


def test_what_was_read_is_kept_until_something_changes(rows: Rows, workspace: Workspace) -> None:
    session(rows, "a", 0, 60)
    assert shown(asked(workspace)) == [60]
    rows.sql("UPDATE metric_values SET value = 61")
    assert shown(asked(workspace)) == [60], "past the program nothing is noticed"
    edit = SessionEdit(document=Document(document(item("i9", metrics=[value(77)]))))
    workspace.practice.save(SessionId("a"), edit)
    assert shown(asked(workspace)) == [77]
    workspace.history.undo()
    assert shown(asked(workspace)) == [61]


def test_the_most_practised_activity_is_that_of_the_latest_sessions(
    rows: Rows, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert workspace.progress.practised_activity(AnalyticsFilter()) is None
    rows.insert("activity_definitions", id="studies", root_id="root", name="Studies")
    rows.insert("activity_definitions", id="talk", root_id="root", name="Talk")
    for day in range(6):
        session(rows, f"s{day}", day, 60, activity="scales" if day < 4 else "studies")
        instance(rows, f"s{day}", f"t{day}", "talk")
    assert workspace.progress.practised_activity(AnalyticsFilter()) == "scales"
    assert workspace.progress.practised_activity(AnalyticsFilter(since=FIRST + timedelta(days=4))) == "studies"
    assert workspace.progress.practised_activity(AnalyticsFilter(since=FIRST + timedelta(days=90))) == "scales", "else of any time"
    assert workspace.progress.practised_activity(AnalyticsFilter(activity_id=ActivityId("talk"))) == "talk"
    monkeypatch.setattr(service, "LATEST", 3)
    assert workspace.progress.practised_activity(AnalyticsFilter()) == "studies"


@pytest.mark.parametrize("long_ids", [False, True])
@pytest.mark.parametrize("few_sessions", [0, 5_000])
def test_both_ways_of_reading_find_the_same(
    rows: Rows, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, long_ids: bool, few_sessions: int
) -> None:
    chance = Random(3)
    rows.insert("activity_definitions", id="scales-and-more", root_id="root", name="Begins alike")
    rows.insert("metric_definitions", id="other", activity_id="scales-and-more", name="Other", unit="")
    for number in range(30):
        session(rows, f"s{number}", None if number % 7 == 0 else chance.randrange(40))
    for number in range(120):
        values = [
            (
                chance.choice([chance.gauss(60, 9), 0.1 + 0.2, -3, 1e300, "none", float("inf")]),
                chance.choice(["tempo", "tempo", "other", "gone"]),
                chance.choice([None, "left", "right", "torn"]),
            )
            for _ in range(chance.randrange(4))
        ]
        id_ = f"{number}-{'é' * 30 if long_ids else 'item'}"
        instance(rows, f"s{number % 32}", id_, chance.choice(["scales", "scales", "scales-and-more"]), *values)
    monkeypatch.setattr(service, "_FEW_SESSIONS", few_sessions)
    question = ProgressQuestion(SCALES, reading=Reading.EACH)
    looked_up = asked(workspace, question)
    monkeypatch.setattr(activity_progress, "FEW_ITEMS", 5)
    monkeypatch.setattr(activity_progress, "BLOCK", 17)
    other = open_file(rows.path)
    searched = asked(other, question)
    other.close()
    (here,), (there,) = looked_up.lines, searched.lines
    assert len(here.values) > 20
    for column in ("starts", "rows", "values", "records"):
        assert getattr(here, column).tolist() == getattr(there, column).tolist()
    assert looked_up.left_out == searched.left_out
    assert looked_up.left_out.of_gone_metrics > 0
    assert looked_up.left_out.not_numbers > 0
    assert here.trend == there.trend


def test_few_sessions_are_looked_through_where_the_activity_is_in_many(
    rows: Rows, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = Random(4)
    for number in range(40):
        session(rows, f"s{number}", None if number % 9 == 0 else number, chance.randrange(60, 90), chance.choice(["none", 70]))
    limits: list[dict[str, Any]] = [
        {"since": FIRST + timedelta(days=20)},
        {"since": FIRST + timedelta(days=5), "until": FIRST + timedelta(days=31), "completed": False},
        {"until": FIRST - timedelta(days=1)},
    ]
    looked_up = [asked(workspace, **each) for each in limits]
    monkeypatch.setattr(activity_progress, "FEW_ITEMS", 5)
    monkeypatch.setattr(activity_progress, "SESSIONS_AT_ONCE", 7)
    other = open_file(rows.path)
    for each, expected in zip(limits, looked_up, strict=True):
        for _ in range(2):  # the second time from what is kept
            found = asked(other, **each)
            assert shown(found) == shown(expected)
            assert found.left_out == expected.left_out
    assert len(shown(asked(other))) == 35
    other.close()


def test_a_history_of_many_years_is_read_year_by_year(rows: Rows, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        session(rows, f"s{number}", (number - 30) * 100, number)
    session(rows, "no-time", 0, 99)
    rows.sql("UPDATE goals SET session_start = '(unknown)' WHERE id = 'no-time'")
    monkeypatch.setattr(service, "_FEW_SESSIONS", 0)
    monkeypatch.setattr(activity_progress, "FEW_ITEMS", 0)
    assert shown(asked(workspace)) == [*range(40)]
    assert asked(workspace).left_out == LeftOut(without_start=1)
    other = open_file(rows.path)
    assert shown(asked(other, since=FIRST - timedelta(days=950), until=FIRST + timedelta(days=401))) == [*range(21, 35)]
    assert shown(asked(other, since=FIRST - timedelta(days=100), until=FIRST)) == [29]
    assert shown(asked(other, since=FIRST + timedelta(days=1), until=FIRST + timedelta(days=99))) == []
    other.close()
