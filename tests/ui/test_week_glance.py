"""The running week at the foot of the rail."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.practice_session import PastSession
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.week_glance import WeekGlance, read_week
from tests.workspaces import Rows, new_file

WEDNESDAY = datetime(2026, 3, 4, 18, tzinfo=UTC)


@pytest.fixture
def context(settings: Settings, worker: Worker, light: Theme) -> AppContext:
    settings.zone_name = "UTC"
    return AppContext(settings, worker, light, clock=lambda: WEDNESDAY)


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    for days_ago, minutes in ((0, 30), (2, 45), (2, 15), (3, 50), (9, 70)):
        begun = f"{WEDNESDAY - timedelta(days=days_ago):%Y-%m-%d} {10 + minutes % 10}:00:00.000000"
        rows.session(f"s{days_ago}-{minutes}", "root", root_id="root", session_start=begun, total_duration_seconds=minutes * 60)
    return rows


@pytest.fixture
def glance(qtbot: QtBot, context: AppContext, rows: Rows) -> WeekGlance:
    glance = WeekGlance(context)
    qtbot.addWidget(glance)
    assert not glance.isVisible()
    context.set_workspace(Workspace.open(rows.path, clock=lambda: WEDNESDAY))
    qtbot.waitUntil(lambda: glance.accessibleName() != "")
    return glance


def test_each_day_has_its_time_and_sunday_is_last_weeks(rows: Rows) -> None:
    workspace = Workspace.open(rows.path, clock=lambda: WEDNESDAY)
    monday_first = read_week(workspace, ZoneInfo("UTC"), WEDNESDAY, first=0)
    sunday_first = read_week(workspace, ZoneInfo("UTC"), WEDNESDAY, first=6)
    workspace.close()
    assert (monday_first.seconds, monday_first.today) == ((3600, 0, 1800, 0, 0, 0, 0), 2)
    assert (sunday_first.seconds, sunday_first.today) == ((3000, 3600, 0, 1800, 0, 0, 0), 3)


def test_it_says_the_week_in_words_and_is_drawn(glance: WeekGlance, context: AppContext) -> None:
    # In the only week before, 70 and 50 minutes.
    assert glance.accessibleName() == "This week: 1:30 of usual 2:00"
    accent = context.theme.tokens.color("accent")
    picture = glance.grab().toImage()
    assert any(picture.pixelColor(x, y) == accent for x in range(picture.width()) for y in range(0, picture.height(), 2))
    context.close_workspace()
    assert not glance.isVisible()


def test_a_click_asks_for_the_sessions_of_the_week(glance: WeekGlance, context: AppContext, qtbot: QtBot) -> None:
    with qtbot.waitSignals([context.sessions_titled, context.sessions_requested]):
        qtbot.mouseClick(glance, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(context.sessions_requested) as asked:
        glance.setFocus()
        qtbot.keyClick(glance, Qt.Key.Key_Space)
    (query,) = asked.args
    assert (query.since, query.until) == (datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 9, tzinfo=UTC))


def test_a_new_session_is_seen_at_once(glance: WeekGlance, context: AppContext, qtbot: QtBot) -> None:
    past = PastSession("Now", WEDNESDAY - timedelta(minutes=20), WEDNESDAY)
    context.write(glance, lambda workspace: workspace.practice.log(past))
    qtbot.waitUntil(lambda: glance.accessibleName() == "This week: 1:50 of usual 2:00")


def test_without_any_practice_it_invites_and_the_first_week_is_held_against_nothing(
    qtbot: QtBot, context: AppContext, tmp_path: Path
) -> None:
    rows = new_file(tmp_path / "empty.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    glance = WeekGlance(context)
    qtbot.addWidget(glance)
    context.set_workspace(Workspace.open(rows.path, clock=lambda: WEDNESDAY))
    qtbot.waitUntil(lambda: glance.accessibleName() == "This week: no time yet. Ready when you are")
    past = PastSession("First", WEDNESDAY - timedelta(minutes=20), WEDNESDAY)
    context.write(glance, lambda workspace: workspace.practice.log(past))
    qtbot.waitUntil(lambda: glance.accessibleName() == "This week: 0:20 so far")


def test_a_usual_week_of_nothing_is_not_spoken_of(qtbot: QtBot, context: AppContext, tmp_path: Path) -> None:
    rows = new_file(tmp_path / "rare.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    rows.session("old", "root", root_id="root", session_start="2026-01-05 18:00:00.000000", total_duration_seconds=3600)
    glance = WeekGlance(context)
    qtbot.addWidget(glance)
    context.set_workspace(Workspace.open(rows.path, clock=lambda: WEDNESDAY))
    qtbot.waitUntil(lambda: glance.accessibleName() == "This week: no time yet. Ready when you are")
