"""The page on a file of the web application, some of whose items never got rows: documents complete what rows say."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.activity_progress import Reading
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.persistence.migrations import upgrade
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics import page as analytics_page
from fractal_desktop.ui.analytics import progress_answer
from fractal_desktop.ui.analytics.activities_card import ActivitiesCard
from fractal_desktop.ui.analytics.charts.ranking import Ranking
from fractal_desktop.ui.analytics.choice import Choice, DayRange, Preset
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.page_filter import PageFilter, to_text
from fractal_desktop.ui.analytics.progress_answer import ProgressChoice, read_progress
from fractal_desktop.ui.analytics.progress_card import ProgressCard
from fractal_desktop.ui.analytics.tiles import Tile
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.settings import file_key
from tests.legacy import make
from tests.workspaces import NEW_YORK

SESSIONS = 120


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    path = make(tmp_path / "old.db", "D", sessions=SESSIONS)
    upgrade(path, zone=NEW_YORK)
    return Workspace.open(path)


@pytest.fixture
def activity(workspace: Workspace) -> ActivityId:
    """The activity that most sessions hold that have no row for it."""
    rows, documents = holding(workspace.path)
    activity = max(documents, key=lambda each: (len(documents[each] - rows.get(each, set())), each))
    assert documents[activity] - rows[activity]
    return ActivityId(activity)


def holding(path: Path) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Return the sessions of each activity, by rows and by documents."""
    rows: dict[str, set[str]] = {}
    documents: dict[str, set[str]] = {}
    with closing(sqlite3.connect(path)) as sql:
        for activity, session in sql.execute("SELECT activity_definition_id, practice_session_id FROM activity_instances"):
            rows.setdefault(activity, set()).add(session)
        statement = "SELECT id, attributes FROM goals WHERE type = 'PracticeSession' AND json_valid(attributes)"
        for session, text in sql.execute(statement):
            document = json.loads(text)
            sections = document.get("sections") or () if isinstance(document, dict) else ()
            for item in (item for section in sections for item in section.get("exercises") or ()):
                if item.get("activity_id"):
                    documents.setdefault(item["activity_id"], set()).add(session)
    return rows, documents


def test_progress_shows_rows_at_once_and_is_completed(
    context: AppContext, workspace: Workspace, activity: ActivityId, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_answer, "READ_AT_ONCE", 50)
    card = ProgressCard(context)
    qtbot.addWidget(card)
    card.resize(640, 360)
    card.make_chart()
    card.show()
    choice = Choice(DayRange(), workspace.legacy_zone, 0, date(2026, 3, 5), activity_id=activity)
    own = ProgressChoice(activity, activity, reading=Reading.EACH)
    shown: list[tuple[tuple[str, ...], int]] = []

    def ask() -> None:
        answer = read_progress(workspace, choice, own)
        card.show_answer(answer)
        shown.append((card.notes, len(answer.chart.x)))

    card.own_choice_changed.connect(ask)
    ask()
    assert "Documents of 70 sessions are still being looked through" in shown[0][0]
    assert not card.is_read
    qtbot.waitUntil(lambda: card.is_read)
    assert "Documents of 20 sessions are still being looked through" in shown[1][0]
    assert not any("looked through" in note for note in shown[-1][0])
    assert shown[0][1] == shown[1][1] < shown[-1][1]
    assert len(card.table().rows) == shown[-1][1]


@pytest.mark.parametrize("at_once", [40, 10_000], ids=["in parts", "in one go"])
def test_the_filter_counts_sessions_whose_documents_alone_hold_the_activity(
    context: AppContext,
    workspace: Workspace,
    activity: ActivityId,
    at_once: int,
    show_page: Callable[[], AnalyticsPage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(analytics_page, "READ_AT_ONCE", at_once)
    context.settings.set_text(f"analytics/filter/{file_key(workspace.path)}", to_text(PageFilter(Preset.ALL, activity_id=activity)))
    page = show_page()
    rows, documents = holding(workspace.path)
    number = len(rows[activity] | documents[activity])
    (tile,) = (tile for tile in page.findChildren(Tile) if tile.words[0] == "Sessions")
    assert tile.words[1] == str(number)
    assert workspace.practice.totals(page.choice.sessions_of(DayRange())).sessions == number


def test_the_bar_of_an_activity_opens_the_sessions_that_it_counts(
    context: AppContext,
    workspace: Workspace,
    activity: ActivityId,
    show_page: Callable[[], AnalyticsPage],
    qtbot: QtBot,
) -> None:
    context.settings.set_text(f"analytics/filter/{file_key(workspace.path)}", to_text(PageFilter(Preset.ALL)))
    page = show_page()
    card = page.findChild(ActivitiesCard)
    qtbot.waitUntil(lambda: card.is_read and page.is_complete)
    ranking = card.findChild(Ranking)
    name = workspace.practice.library().activities[activity].name
    mark = next(mark for mark in range(ranking.mark_count()) if ranking.mark_text(mark).sentence.startswith(f"{name}:"))
    asked: list[SessionQuery] = []
    context.sessions_requested.connect(asked.append)
    QTest.mouseClick(ranking, Qt.MouseButton.LeftButton, pos=ranking.mark_rect(mark).center() + QPoint(1, 0))
    qtbot.waitUntil(lambda: bool(asked))
    behind = {str(row.id) for row in workspace.practice.page(asked[0], limit=500).rows}
    rows, documents = holding(workspace.path)
    assert documents[activity] <= behind
    assert behind - documents[activity] <= rows[activity]
    assert f"{len(behind)} sessions" in ranking.mark_text(mark).sentence
