"""Time by activity, and planned beside actual time: what they say, what is left out, and the sessions behind each bar."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics import planned_card
from fractal_desktop.ui.analytics.activities_card import ActivitiesCard, read_activities
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.ranking import Ranking
from fractal_desktop.ui.analytics.charts.share_bars import ShareBars
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.planned_card import PlannedCard, read_planned
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import Theme, current_tokens
from tests.ui.acting import put_up
from tests.workspaces import Rows

CHOICE = Choice(DayRange(date(2026, 3, 1), date(2026, 3, 31)), ZoneInfo("UTC"), 0, date(2026, 3, 31))
NEVER = Choice(DayRange(date(2020, 1, 1), date(2020, 1, 31)), ZoneInfo("UTC"), 0, date(2026, 3, 31))


@pytest.fixture
def rows(context: AppContext) -> Rows:
    assert context.workspace is not None
    rows = Rows(context.workspace.path)
    rows.goal("cello", "UltimateGoal", name="Cello")
    rows.insert("session_templates", id="long", name="Long routine", root_id="cello", template_data="{}")
    return rows


@pytest.fixture
def workspace(context: AppContext, rows: Rows) -> Workspace:
    assert context.workspace is not None
    return context.workspace


def add_session(rows: Rows, number: int, minutes: int, template: str | None, planned: int | None) -> None:
    document = json.dumps({"sections": [{"name": "Part", "duration_minutes": planned, "exercises": []}]})
    start = f"2026-03-{number:02} 18:00:00.000000"
    rows.session(
        f"s{number}", "cello", document, session_start=start, total_duration_seconds=minutes * 60, template_id=template, root_id="cello"
    )


def add_items(rows: Rows, session: str, *items: tuple[str, int | None]) -> None:
    for number, (activity, minutes) in enumerate(items):
        seconds = None if minutes is None else minutes * 60
        rows.insert(
            "activity_instances",
            id=f"{session}-{number}",
            practice_session_id=session,
            activity_definition_id=activity,
            created_at="2026-03-01 18:00:00.000000",
            duration_seconds=seconds,
        )


def said(chart: MarkedChart) -> list[str]:
    return [chart.mark_text(mark).sentence for mark in range(chart.mark_count())]


def texts(card: ChartCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible() and label.text().strip()]


def sessions_behind(card: ChartCard, chart: MarkedChart, mark: int, workspace: Workspace, qtbot: QtBot) -> list[str]:
    with qtbot.waitSignal(card.opened) as opened:
        QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.mark_rect(mark).center() + QPoint(1, 0))
    (door,) = opened.args
    assert isinstance(door, Door)
    query = door.query(workspace) if callable(door.query) else door.query
    return sorted(str(row.id) for row in workspace.practice.page(query).rows)


@pytest.fixture
def activities(qtbot: QtBot, light: Theme) -> ActivitiesCard:
    return put_up(qtbot, ActivitiesCard(), 300, 420)


@pytest.fixture
def planned(qtbot: QtBot, light: Theme) -> PlannedCard:
    return put_up(qtbot, PlannedCard(), 400, 420)


def test_activities_by_their_time_with_the_sessions_behind_them(
    activities: ActivitiesCard, workspace: Workspace, rows: Rows, qtbot: QtBot
) -> None:
    rows.insert("activity_definitions", id="scales", name="Scales", root_id="cello", created_at="2026-01-01 10:00:00.000000")
    rows.insert("activity_definitions", id="ear", name="Ear", root_id="cello", created_at="2026-01-01 10:00:00.000000")
    for number in (1, 2, 3):
        add_session(rows, number, 60, None, None)
    add_items(rows, "s1", ("scales", 30), ("scales", 10), ("gone", 20))
    add_items(rows, "s2", ("scales", 20), ("ear", None))
    add_items(rows, "s3", ("gone", 10))
    activities.show_answer(read_activities(workspace, CHOICE))
    ranking = activities.findChild(Ranking)
    assert isinstance(ranking, Ranking)
    assert said(ranking) == [
        "Scales: 1:00, 67 %, 2 sessions, 0:20 each time",
        "deleted activity: 0:30, 33 %, 2 sessions, 0:15 each time",
    ]
    assert activities.accessibleName() == "Scales takes 67 %"
    assert "1 activity has no time of its own" in texts(activities)
    assert "Ear\t0:00\t0\t1" in activities.table().as_text()
    assert sessions_behind(activities, ranking, 0, workspace, qtbot) == ["s1", "s2"]
    assert sessions_behind(activities, ranking, 1, workspace, qtbot) == ["s1", "s3"]


def test_without_activities_and_without_times_the_card_says_which(activities: ActivitiesCard, workspace: Workspace, rows: Rows) -> None:
    activities.show_answer(read_activities(workspace, NEVER))
    assert "No activities were practised in this period." in texts(activities)
    add_session(rows, 1, 60, None, None)
    add_items(rows, "s1", ("gone", None))
    activities.show_answer(read_activities(workspace, CHOICE))
    assert "Activities were practised in this period, but none of them was timed." in texts(activities)


def test_sessions_with_a_plan_are_compared_with_it(planned: PlannedCard, workspace: Workspace, rows: Rows, qtbot: QtBot) -> None:
    for number in range(1, 5):
        add_session(rows, number, 66, "long", 60)
    add_session(rows, 5, 90, "long", None)
    add_session(rows, 6, 20, None, 40)
    planned.show_answer(read_planned(workspace, CHOICE))
    bars = planned.findChild(ShareBars)
    assert isinstance(bars, ShareBars)
    assert said(bars) == [
        "Long routine: Usually 1:06, 110 % of the plan, Planned 1:00, 4 sessions",
        "No template: Usually 0:20, 50 % of the plan, Planned 0:40, 1 session",
    ]
    assert planned.accessibleName() == "Sessions run 10 % over"
    assert planned.table().as_text().splitlines()[1] == "Long routine\t4\t1:06\t1:00\t110 %"
    assert sessions_behind(planned, bars, 0, workspace, qtbot) == ["s1", "s2", "s3", "s4"]
    assert sessions_behind(planned, bars, 1, workspace, qtbot) == ["s6"]


def test_a_timer_that_was_forgotten_changes_neither_title_nor_bar_nor_colour(
    planned: PlannedCard, workspace: Workspace, rows: Rows
) -> None:
    for number, minutes in enumerate((30, 31, 30, 29, 900), 1):
        add_session(rows, number, minutes, "long", 25)
    planned.show_answer(read_planned(workspace, CHOICE))
    bars = planned.findChild(ShareBars)
    assert isinstance(bars, ShareBars)
    assert said(bars) == ["Long routine: Usually 0:30, 120 % of the plan, Planned 0:25, 5 sessions"]
    assert planned.accessibleName() == "Sessions run 20 % over"
    assert bars.grab().toImage().pixelColor(bars.mark_rect(0).topLeft() + QPoint(3, 3)) == QColor(current_tokens().ramp[4])
    assert planned.table().as_text().splitlines()[1] == "Long routine\t5\t0:30\t0:25\t120 %"


def test_a_long_history_is_looked_at_in_parts(
    planned: PlannedCard, workspace: Workspace, rows: Rows, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planned_card, "READ_AT_ONCE", 3)
    for number in range(1, 9):
        add_session(rows, number, 90, "long", 60)
    with qtbot.waitSignal(planned.own_choice_changed):
        planned.show_answer(read_planned(workspace, CHOICE))
    assert "Looked at 3 of 8 sessions so far" in texts(planned)
    planned.show_answer(read_planned(workspace, CHOICE))
    planned.show_answer(read_planned(workspace, CHOICE))
    assert planned.accessibleName() == "Sessions run 50 % over"
    assert not any("so far" in text for text in texts(planned))


def test_without_plans_the_card_says_where_they_are_made(planned: PlannedCard, workspace: Workspace, rows: Rows) -> None:
    add_session(rows, 1, 60, "long", None)
    planned.show_answer(read_planned(workspace, CHOICE))
    assert "No session in this period has both a plan and a duration. Minutes are planned in the sections of a template." in texts(planned)
