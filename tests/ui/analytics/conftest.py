"""A page on a file that tests fill with sessions."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.context import AppContext
from tests.ui.acting import put_up

Practise = Callable[..., str]


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def practise(context: AppContext) -> Iterator[Practise]:
    """Put a session into the open file; the start is wall clock in Berlin."""
    assert context.workspace is not None
    connection = sqlite3.connect(context.workspace.path, isolation_level=None)
    numbers = count()

    def add(start: str | None, minutes: int | None = None, template: str | None = None, parent: str | None = None) -> str:
        session_id = f"session-{next(numbers)}"
        instant = None
        if start is not None:
            instant = datetime.fromisoformat(start).replace(tzinfo=ZoneInfo("Europe/Berlin")).astimezone(UTC)
        connection.execute(
            "INSERT INTO goals (id, type, name, parent_id, session_start, total_duration_seconds, template_id)"
            " VALUES (?, 'PracticeSession', 'x', ?, ?, ?, ?)",
            (
                session_id,
                parent,
                instant and instant.strftime("%Y-%m-%d %H:%M:%S.%f"),
                None if minutes is None else minutes * 60,
                template,
            ),
        )
        return session_id

    yield add
    connection.close()


@pytest.fixture
def add_goal(context: AppContext) -> Iterator[Callable[[str, str | None], None]]:
    """Put a goal into the open file; its id is its name."""
    assert context.workspace is not None
    connection = sqlite3.connect(context.workspace.path, isolation_level=None)

    def add(name: str, parent: str | None = None) -> None:
        kind = "UltimateGoal" if parent is None else "LongTermGoal"
        connection.execute("INSERT INTO goals (id, type, name, parent_id) VALUES (?, ?, ?, ?)", (name, kind, name, parent))

    yield add
    connection.close()


@pytest.fixture
def show_page(context: AppContext, qtbot: QtBot) -> Callable[[], AnalyticsPage]:
    """Open the page and wait until everything on it has been drawn."""

    shown: list[AnalyticsPage] = []

    def show() -> AnalyticsPage:
        page = AnalyticsPage(context)
        shown.append(page)
        put_up(qtbot, page, 1228, 828)
        qtbot.waitUntil(lambda: page.is_complete)
        return page

    return show
