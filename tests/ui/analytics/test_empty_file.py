"""The page of a file without sessions: what it says, and the door to the first one."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.sessions.log_dialog import LogDialog


def doors(page: QWidget) -> list[QPushButton]:
    return [button for button in page.findChildren(QPushButton) if button.isVisible() and button.text().endswith(("…", "sessions"))]


def test_of_a_new_file_the_page_opens_the_dialog_for_a_past_session(
    qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    bare_context.set_workspace(workspace)
    window.show_page("analytics")
    page = window.furniture.shown_page()
    assert isinstance(page, AnalyticsPage)
    sentence = "Once there are practice sessions, their charts will be here."
    qtbot.waitUntil(lambda: any(label.text() == sentence and label.isVisible() for label in page.findChildren(QLabel)))
    door = next(button for button in doors(page) if button.text() == "Log past session…")
    door.setFocus()
    QTest.keyClick(door, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: any(dialog.isVisible() for dialog in window.findChildren(LogDialog)))
    window.findChild(LogDialog).reject()


def test_sessions_without_a_start_are_in_no_period_but_the_file_is_not_empty(
    show_page: Callable[[], AnalyticsPage], practise: Callable[..., str], qtbot: QtBot
) -> None:
    practise(None, 30)
    page = show_page()
    qtbot.waitUntil(lambda: page.is_complete and any(label.text() == "0:30" for label in page.findChildren(QLabel)))
