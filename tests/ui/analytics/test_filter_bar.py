"""Filters of the page as a person sets them: every card obeys, they turn green, and they are there again on the next start."""

import sqlite3
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import GoalLink, SessionQuery
from fractal_desktop.ui.analytics.charts.ranking import Ranking
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.widgets import FilterChip
from fractal_desktop.ui.widgets.choice_picker import ChoicePicker

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


@pytest.fixture
def file(context: AppContext) -> Iterator[sqlite3.Connection]:
    """The open file, for what no page here makes."""
    assert context.workspace is not None
    connection = sqlite3.connect(context.workspace.path, isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture
def add_template(file: sqlite3.Connection, add_goal: Callable[..., None]) -> Callable[[str], None]:
    """Put a template into the open file; its id is its name."""
    add_goal("Cello")

    def add(name: str) -> None:
        file.execute(
            "INSERT INTO session_templates (id, name, root_id, template_data) VALUES (?, ?, 'Cello', '{}')",
            (name, name),
        )

    return add


@pytest.fixture
def add_activity(file: sqlite3.Connection, add_goal: Callable[..., None]) -> Callable[..., None]:
    """Put an activity into the open file, and an item of it into each of these sessions; its id is its name."""
    add_goal("Music")

    def add(name: str, *sessions: str) -> None:
        file.execute("INSERT INTO activity_definitions (id, name, root_id) VALUES (?, ?, 'Music')", (name, name))
        for index, session in enumerate(sessions):
            file.execute(
                "INSERT INTO activity_instances (id, practice_session_id, activity_definition_id) VALUES (?, ?, ?)",
                (f"{name}-{index}", session, name),
            )

    return add


def words(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget) and label.text().strip()]


def chip(page: AnalyticsPage, name: str) -> FilterChip:
    return next(each for each in page.findChildren(FilterChip) if each.accessibleName().startswith(name))


def sessions(page: AnalyticsPage) -> str:
    shown = words(page)
    return shown[shown.index("Sessions") + 1]


def pick(name: str, qtbot: QtBot) -> None:
    """Choose by name in the pop-up that is open."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), ChoicePicker))
    field = QApplication.activePopupWidget().findChild(QLineEdit)
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def choose(menu_text: str) -> None:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.text() == menu_text)
    assert isinstance(action, QAction)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def test_a_template_is_found_by_name_and_taken_away_by_the_cross(
    show_page: ShowPage, practise: Practise, add_template: Callable[[str], None], qtbot: QtBot
) -> None:
    add_template("Routine 1")
    add_template("Routine 2")
    practise("2026-03-02 18:00", 30, "Routine 1")
    practise("2026-03-02 20:00", 30, "Routine 2")
    practise("2026-03-03 20:00", 30)
    page = show_page()
    assert sessions(page) == "3"
    QTest.mouseClick(chip(page, "Template"), Qt.MouseButton.LeftButton)
    pick("routine 2", qtbot)
    qtbot.waitUntil(lambda: sessions(page) == "1" and page.is_complete)
    template = chip(page, "Template")
    assert (template.value, template.property("active")) == ("Routine 2", "true")
    assert page.findChild(Ranking).mark_text(0).heading == "Routine 2"
    cross = template.rect().center()
    cross.setX(template.width() - 16)
    QTest.mouseClick(template, Qt.MouseButton.LeftButton, pos=cross)
    qtbot.waitUntil(lambda: sessions(page) == "3")
    assert template.property("active") == "false"


def test_sessions_without_a_template_can_be_looked_at_alone(
    show_page: ShowPage, practise: Practise, add_template: Callable[[str], None], qtbot: QtBot
) -> None:
    add_template("Routine 1")
    practise("2026-03-02 18:00", 30, "Routine 1")
    practise("2026-03-03 20:00", 30)
    page = show_page()
    QTest.mouseClick(chip(page, "Template"), Qt.MouseButton.LeftButton)
    pick("no templ", qtbot)
    qtbot.waitUntil(lambda: sessions(page) == "1" and page.is_complete)
    assert chip(page, "Template").value == "No template"
    assert page.choice.without_template


def test_an_activity_limits_everything_and_its_doors(
    show_page: ShowPage, practise: Practise, add_activity: Callable[..., None], context: AppContext, qtbot: QtBot
) -> None:
    with_scales = practise("2026-03-02 18:00", 30)
    practise("2026-03-03 20:00", 30)
    add_activity("Scales", with_scales)
    page = show_page()
    QTest.mouseClick(chip(page, "Activity"), Qt.MouseButton.LeftButton)
    pick("scal", qtbot)
    qtbot.waitUntil(lambda: sessions(page) == "1" and page.is_complete)
    ranking = page.findChild(Ranking)
    with qtbot.waitSignal(context.sessions_requested) as asked:
        QTest.mouseClick(ranking, Qt.MouseButton.LeftButton, pos=ranking.mark_rect(0).center())
    query = asked.args[0]
    assert isinstance(query, SessionQuery)
    assert context.workspace is not None
    assert [row.id for row in context.workspace.practice.page(query).rows] == [with_scales]


def test_completed_or_not_is_a_menu(show_page: ShowPage, practise: Practise, file: sqlite3.Connection, qtbot: QtBot) -> None:
    done = practise("2026-03-02 18:00", 30)
    practise("2026-03-03 20:00", 30)
    practise("2026-03-04 20:00", 30)
    file.execute("UPDATE goals SET completed = 1 WHERE id = ?", (done,))
    page = show_page()
    QTest.mouseClick(chip(page, "State"), Qt.MouseButton.LeftButton)
    choose("Completed")
    qtbot.waitUntil(lambda: sessions(page) == "1")
    QTest.mouseClick(chip(page, "State"), Qt.MouseButton.LeftButton)
    choose("Not completed")
    qtbot.waitUntil(lambda: sessions(page) == "2")
    assert chip(page, "State").value == "Not completed"
    QTest.keyClick(chip(page, "State"), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: sessions(page) == "3")


def test_everything_is_there_again_on_the_next_start(
    show_page: ShowPage, practise: Practise, add_template: Callable[[str], None], qtbot: QtBot
) -> None:
    add_template("Routine 1")
    practise("2026-03-02 18:00", 30, "Routine 1", parent="Cello")
    practise("2026-03-03 18:00", 30)
    page = show_page()
    QTest.mouseClick(chip(page, "Template"), Qt.MouseButton.LeftButton)
    pick("routine", qtbot)
    QTest.mouseClick(chip(page, "State"), Qt.MouseButton.LeftButton)
    choose("Not completed")
    page._filter._goal.goal_chosen.emit(GoalLink(GoalId("Cello"), "Cello", "UltimateGoal"))
    qtbot.waitUntil(lambda: page.is_complete)
    page.close()
    page = show_page()
    assert sessions(page) == "1"
    assert [chip(page, name).value for name in ("Goal", "Template", "State")] == ["Cello", "Routine 1", "Not completed"]


def test_a_template_that_is_gone_is_forgotten(
    show_page: ShowPage,
    practise: Practise,
    add_template: Callable[[str], None],
    file: sqlite3.Connection,
    context: AppContext,
    qtbot: QtBot,
) -> None:
    add_template("Routine 1")
    practise("2026-03-02 18:00", 30, "Routine 1")
    practise("2026-03-03 18:00", 30)
    page = show_page()
    QTest.mouseClick(chip(page, "Template"), Qt.MouseButton.LeftButton)
    pick("routine", qtbot)
    qtbot.waitUntil(lambda: sessions(page) == "1" and page.is_complete)
    file.execute("DELETE FROM session_templates")
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    context.changed.emit(Change("Delete", library=True))
    qtbot.waitUntil(lambda: sessions(page) == "2" and page.is_complete)
    assert chip(page, "Template").value == ""
    assert notices == ["The template chosen here is gone: the charts show all templates now"]
    assert not show_page().choice.is_limited


def test_a_goal_that_was_renamed_elsewhere_is_called_so_here(
    show_page: ShowPage, practise: Practise, add_goal: Callable[..., None], file: sqlite3.Connection, context: AppContext, qtbot: QtBot
) -> None:
    add_goal("Cello")
    practise("2026-03-02 18:00", 30, parent="Cello")
    page = show_page()
    page._filter._goal.goal_chosen.emit(GoalLink(GoalId("Cello"), "Cello", "UltimateGoal"))
    qtbot.waitUntil(lambda: page.is_complete and chip(page, "Goal").value == "Cello")
    file.execute("UPDATE goals SET name = 'Violoncello' WHERE id = 'Cello'")
    context.changed.emit(Change("Rename", tree=True))
    qtbot.waitUntil(lambda: chip(page, "Goal").value == "Violoncello")


def test_where_nothing_is_left_one_click_takes_all_filters_away(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    QTest.mouseClick(chip(page, "State"), Qt.MouseButton.LeftButton)
    choose("Completed")
    qtbot.waitUntil(lambda: "No sessions like this in this period." in words(page))
    buttons = [button for button in page.findChildren(QPushButton) if button.text() == "Clear filters" and button.isVisible()]
    QTest.mouseClick(buttons[-1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.is_complete and sessions(page) == "1")
    assert not page.choice.is_limited


@pytest.mark.parametrize(("width", "rows"), [(1228, 1), (620, 2)])
def test_the_filters_go_below_the_period_where_there_is_no_room_beside_it(
    show_page: ShowPage, practise: Practise, qtbot: QtBot, width: int, rows: int
) -> None:
    practise("2026-03-02 18:00", 30)
    page = show_page()
    page.resize(width, 700)
    bar = page.findChild(FilterBar)
    goal, period = chip(page, "Goal"), bar._period

    def tops() -> bool:
        below = goal.mapTo(bar, goal.rect().topLeft()).y() >= period.geometry().bottom()
        return below == (rows == 2)

    qtbot.waitUntil(tops)
    assert goal.mapTo(bar, goal.rect().bottomRight()).x() <= bar.width()
