"""Time by goal: branches, what is a goal's own, shares, and exactly the sessions behind a bar."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.charts.ranking import Ranking
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.csv_text import csv_text
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.goals_answer import GoalsAnswer, read_goals
from fractal_desktop.ui.analytics.goals_card import GoalsCard
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import DARK, Theme, ThemeMode
from tests.ui.acting import put_up
from tests.workspaces import new_file, open_file

MARCH = DayRange(date(2026, 3, 1), date(2026, 3, 31))
UTC = ZoneInfo("UTC")
HOUR = 3600


def choice(goal: str | None = None, days: DayRange = MARCH) -> Choice:
    return Choice(days, UTC, 0, date(2026, 3, 31), goal_id=None if goal is None else GoalId(goal))


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    rows = new_file(tmp_path / "fractal.db")
    for name in ("cello", "climbing"):
        rows.goal(name, "UltimateGoal", name=name.title())
    for name, kind, parent in (
        ("strings", "LongTermGoal", "cello"),
        ("bow", "LongTermGoal", "cello"),
        ("suite", "ShortTermGoal", "strings"),
    ):
        rows.goal(name, kind, parent, name=name.title())
    sessions = [
        ("suite", (), 4),
        ("strings", (), 1),
        ("suite", ("bow",), 2),
        ("cello", (), 1),
        ("climbing", (), 2),
        (None, (), 1),
        ("gone", (), 1),
    ]
    for number, (parent, links, hours) in enumerate(sessions, 1):
        start = f"2026-03-{number:02} 18:00:00.000000"
        rows.session(f"s{number}", parent, links=links, session_start=start, total_duration_seconds=hours * HOUR)
    workspace = open_file(rows.path)
    yield workspace
    workspace.close()


@pytest.fixture
def show_card(qtbot: QtBot, light: Theme, settings: Settings) -> Callable[[GoalsAnswer], GoalsCard]:
    kept: list[GoalsCard] = []

    def show(answer: GoalsAnswer) -> GoalsCard:
        card = GoalsCard(settings)
        kept.append(card)
        put_up(qtbot, card, 300, 460)
        card.show_answer(answer)
        return card

    return show


def ranking_of(card: GoalsCard) -> Ranking:
    found = card.findChild(Ranking)
    assert isinstance(found, Ranking)
    return found


def said(card: GoalsCard) -> list[str]:
    ranking = ranking_of(card)
    return [ranking.mark_text(mark).sentence for mark in range(ranking.mark_count())]


def opened_by(card: GoalsCard, mark: int, qtbot: QtBot) -> SessionQuery:
    ranking = ranking_of(card)
    with qtbot.waitSignal(card.opened) as opened:
        QTest.mouseClick(ranking, Qt.MouseButton.LeftButton, pos=ranking.mark_rect(mark).center() + QPoint(1, 0))
    (door,) = opened.args
    assert isinstance(door, Door)
    assert isinstance(door.query, SessionQuery)
    return door.query


def test_branches_of_all_fractals_with_what_is_a_fractals_own(workspace: Workspace, show_card: Callable[..., GoalsCard]) -> None:
    card = show_card(read_goals(workspace, choice(), False))
    assert said(card) == [
        "Strings: 7:00, 58 %, 3 sessions, Own 1:00",
        "Bow: 2:00, 17 %, 1 session",
        "Climbing: 2:00, 17 %, 1 session",
        "Cello itself: 1:00, 8 %, 1 session",
        "Without a goal: 2:00, 17 %, 2 sessions",
    ]
    assert card.accessibleName() == "58 % of the time is Strings"


def test_each_bar_opens_exactly_its_sessions(workspace: Workspace, show_card: Callable[..., GoalsCard], qtbot: QtBot) -> None:
    card = show_card(read_goals(workspace, choice(), False))
    found = []
    for mark in range(ranking_of(card).mark_count()):
        rows = workspace.practice.page(opened_by(card, mark, qtbot)).rows
        found.append(sorted(str(row.id) for row in rows))
    assert found == [["s1", "s2", "s3"], ["s3"], ["s5"], ["s4"], ["s6", "s7"]]


def test_divided_sessions_add_up_to_the_whole(workspace: Workspace, show_card: Callable[..., GoalsCard], settings: Settings) -> None:
    answer = read_goals(workspace, choice(), True)
    assert sum(row.total_seconds for row in answer.branches) == answer.seconds == 12 * HOUR
    assert "Bow: 1:00, 8 %, 1 session" in said(show_card(answer))


def test_the_menu_divides_sessions_and_remembers_it(
    workspace: Workspace, show_card: Callable[..., GoalsCard], settings: Settings, qtbot: QtBot
) -> None:
    card = show_card(read_goals(workspace, choice(), False))
    assert card.own_choice() is False
    action = next(action for action in card.findChildren(QAction) if action.text() == "Divide sessions among their goals")
    with qtbot.waitSignal(card.own_choice_changed):
        action.trigger()
    assert card.own_choice() is True
    assert GoalsCard(settings).own_choice() is True


def test_below_a_goal_its_branches_stand_and_what_is_its_own(workspace: Workspace, show_card: Callable[..., GoalsCard]) -> None:
    card = show_card(read_goals(workspace, choice("strings"), False))
    assert said(card) == ["Suite: 6:00, 86 %, 2 sessions", "Strings itself: 1:00, 14 %, 1 session"]


def test_the_table_is_the_whole_tree(workspace: Workspace, show_card: Callable[..., GoalsCard]) -> None:
    lines = show_card(read_goals(workspace, choice(), False)).table().as_text().splitlines()
    assert lines[:5] == [
        "Goal\tOwn time\tWith everything below\tSessions\tShare",
        "Cello\t1:00\t8:00\t4\t67 %",
        "    Strings\t1:00\t7:00\t3\t58 %",
        "        Suite\t6:00\t6:00\t2\t50 %",
        "    Bow\t2:00\t2:00\t1\t17 %",
    ]


def test_other_programs_get_the_names_of_the_goals(workspace: Workspace, show_card: Callable[..., GoalsCard]) -> None:
    lines = csv_text(show_card(read_goals(workspace, choice(), False)).table()).splitlines()
    assert lines[0].startswith("Goal id,Parent id,Goal,Own time (seconds),")
    assert lines[1].startswith("cello,,Cello,3600,28800,")
    assert lines[2].startswith("strings,cello,Strings,3600,25200,"), "no indentation"
    assert lines[-1].startswith(",,Without a goal,")


def test_nothing_says_so(workspace: Workspace, show_card: Callable[..., GoalsCard]) -> None:
    card = show_card(read_goals(workspace, choice(days=DayRange(date(2020, 1, 1), date(2020, 2, 1))), False))
    texts = [label.text() for label in card.findChildren(QLabel) if label.isVisible()]
    assert "No practice with a duration in this period." in texts


def test_bars_take_the_scheme_at_once(workspace: Workspace, show_card: Callable[..., GoalsCard], light: Theme, qtbot: QtBot) -> None:
    ranking = ranking_of(show_card(read_goals(workspace, choice(), False)))
    light.set_mode(ThemeMode.DARK)
    spot = ranking.mark_rect(1).center()
    qtbot.waitUntil(lambda: ranking.grab().toImage().pixelColor(spot) == QColor(DARK.ramp[4]))
