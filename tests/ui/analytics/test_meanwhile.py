"""What a person does while the page is still loading its cards or waiting for answers."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.qt_classes import QtClasses
from tests.ui.conftest import new_file

Practise = Callable[..., str]


def test_the_cards_come_though_another_file_is_opened_while_they_are_loaded(
    context: AppContext, practise: Practise, qtbot: QtBot, tmp_path: Path
) -> None:
    practise("2026-03-02 18:00", 30)
    other = Workspace.open(new_file(tmp_path / "other.db"))
    page = AnalyticsPage(context)
    qtbot.addWidget(page)
    opened: list[Workspace] = []

    def open_once() -> None:
        if not opened:
            opened.append(other)
            context.set_workspace(other)

    classes = page.findChild(QtClasses)
    assert classes is not None
    classes.made.connect(open_once)
    page.show()
    qtbot.waitUntil(lambda: bool(opened) and page.is_complete)
    assert len(page.findChildren(ChartCard)) > 10


def test_closing_the_file_while_answers_are_under_way_is_no_error(
    context: AppContext, show_page: Callable[[], AnalyticsPage], practise: Practise, qtbot: QtBot
) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    errors: list[object] = []
    context.worker.unexpected_error.connect(errors.append)
    page.refresh()
    context.close_workspace()
    qtbot.waitUntil(lambda: context.worker.is_idle)
    page.refresh()
    qtbot.waitUntil(lambda: context.worker.is_idle)
    assert errors == []


def test_of_periods_that_are_chosen_one_upon_the_other_the_last_one_is_shown(
    show_page: Callable[[], AnalyticsPage], practise: Practise, qtbot: QtBot
) -> None:
    practise("2026-03-02 18:00", 30)
    practise("2020-03-02 18:00", 30)
    page = show_page()
    buttons = {button.text(): button for button in page.findChildren(QPushButton)}
    for _ in range(5):
        for name in ("All", "4 weeks", "This year", "3 months", "All"):
            QTest.mouseClick(buttons[name], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_complete)
    assert page.choice.days.first is None
    assert any(card.accessibleName() and "2020" in str(card.table().rows) for card in page.findChildren(ChartCard))
