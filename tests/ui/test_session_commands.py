"""What is done with whole sessions from the menus of the window: shift, split, merge, duplicate, save as a template."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QPushButton, QTableView
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import TemplateDraft, TemplateItemDraft, TemplateSectionDraft
from fractal_desktop.domain.practice_session import SessionEdit, SessionQuery, SessionRow
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.drop_tree_view import DropTreeView
from fractal_desktop.ui.goals.page import GoalsPage
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.name_dialog import TemplateNameDialog
from fractal_desktop.ui.sessions.page import SessionsPage
from fractal_desktop.ui.sessions.shift_dialog import ShiftDialog
from fractal_desktop.ui.sessions.split_dialog import SplitDialog
from fractal_desktop.ui.widgets import ToolIconButton
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu
from tests.ui.acting import says
from tests.ui.conftest import NOW

START = (NOW - timedelta(days=1)).replace(microsecond=0)
"""Yesterday at 18:51:04 in Berlin."""
HOUR = timedelta(hours=1)


class Keeper:
    """Somebody at the Sessions page of a file with three sessions of an hour each, an hour between."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext, workspace: Workspace) -> None:
        self.qtbot, self.window, self.context, self.workspace = qtbot, window, context, workspace
        root = GoalId(str(workspace.goals.create(None, GoalType.ULTIMATE, "Cello").created))
        for number, name in enumerate(("Scales", "Bowing", "Suite I")):
            start = START + number * 2 * HOUR
            made = SessionId(str(workspace.practice.create(root, name, start).created))
            workspace.practice.save(made, SessionEdit(end=start + HOUR))
        context.set_workspace(workspace)
        window.show_page("sessions")
        window.activateWindow()
        page = window.furniture.shown_page()
        assert isinstance(page, SessionsPage)
        self.page = page
        self.table = page.findChild(QTableView)
        self.until(lambda: self.table.model().rowCount() == 3)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def select(self, *rows: int) -> None:
        for number, row in enumerate(rows):
            place = self.table.visualRect(self.table.model().index(row, 0)).center()
            modifier = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
            self.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
        self.until(lambda: len(self.page.chosen_sessions()) == len(rows))

    def choose(self, text: str) -> None:
        """Choose a line of the menu that is open."""
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        action = next(action for action in menu.actions() if action.text().replace("&", "") == text)
        assert action.isEnabled(), f"{text} cannot be chosen"
        menu.setActiveAction(action)
        self.qtbot.keyClick(menu, Qt.Key.Key_Return)

    def open_row_menu(self, reason: QContextMenuEvent.Reason = QContextMenuEvent.Reason.Mouse) -> None:
        self.table.setFocus()
        place = self.table.visualRect(self.table.currentIndex()).center()
        QApplication.sendEvent(self.table.viewport(), QContextMenuEvent(reason, place, self.table.viewport().mapToGlobal(place)))

    def open_more(self) -> None:
        button = next(button for button in self.page.findChildren(ToolIconButton) if button.toolTip() == "More")
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        self.until(lambda: any(dialog.isVisible() for dialog in self.window.findChildren(kind)))
        return next(dialog for dialog in self.window.findChildren(kind) if dialog.isVisible())

    def ask_to_shift(self, row: int) -> QDialog:
        self.select(row)
        self.open_row_menu()
        self.choose("Shift Time…")
        return self.dialog(ShiftDialog)

    def press(self, dialog: QDialog, text: str) -> None:
        self.qtbot.mouseClick(
            next(button for button in dialog.findChildren(QPushButton) if button.text() == text), Qt.MouseButton.LeftButton
        )

    def rows(self) -> tuple[SessionRow, ...]:
        return self.workspace.practice.page(SessionQuery(descending=False)).rows

    def times(self) -> list[tuple[str, datetime | None, datetime | None]]:
        return [(row.name, row.start, row.end) for row in self.rows()]

    def undo(self) -> None:
        with self.qtbot.waitSignal(self.context.changed):
            self.context.undo()


class Climber(Keeper):
    """Somebody who has opened the fractal in the tree, its sessions below."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext, workspace: Workspace) -> None:
        super().__init__(qtbot, window, context, workspace)
        window.show_page("goals")
        page = window.furniture.shown_page()
        assert isinstance(page, GoalsPage)
        self.page = page  # type: ignore[assignment]
        self.table = tree = page.findChild(DropTreeView)  # type: ignore[assignment]
        self.until(lambda: tree.current_node() is not None)
        self.until(lambda: self.lines() == ["Cello", "Suite I", "Bowing", "Scales"])

    def lines(self) -> list[str]:
        tree, index, found = self.table, self.table.model().index(0, 0), []
        while index.isValid():
            found.append(index.data())
            index = tree.indexBelow(index)  # type: ignore[attr-defined]
        return found

    def select(self, *rows: int) -> None:
        """Select the lines of these sessions, the newest is 0."""
        cello = self.table.model().index(0, 0)
        for number, row in enumerate(rows):
            place = self.table.visualRect(self.table.model().index(row, 0, cello)).center()
            modifier = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier.NoModifier
            self.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
        self.until(lambda: len(self.page.chosen_sessions()) == len(rows))
        self.until(lambda: self.is_shown(len(rows)))

    def is_shown(self, number: int) -> bool:
        """Return whether what is selected is seen beside the tree."""
        if number == 1:
            return self.page.findChild(SessionEditor).shown_id in self.page.chosen_sessions()
        return any(label.text() == f"{number} sessions selected" and label.isVisible() for label in self.page.findChildren(QLabel))


@pytest.fixture
def climber(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Iterator[Climber]:
    QLocale.setDefault(QLocale.c())
    yield Climber(qtbot, window, bare_context, workspace)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


@pytest.fixture
def keeper(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Iterator[Keeper]:
    QLocale.setDefault(QLocale.c())
    yield Keeper(qtbot, window, bare_context, workspace)
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def test_several_are_shifted_from_the_selection_bar_as_one_step(keeper: Keeper, qtbot: QtBot) -> None:
    before = keeper.times()
    keeper.select(1, 2)
    keeper.open_more()
    keeper.choose("Shift Time…")
    dialog = keeper.dialog(ShiftDialog)
    assert dialog.windowTitle() == "Shift 2 sessions"
    qtbot.keyClicks(QApplication.focusWidget(), "1:30")
    assert says(dialog, "“Scales”: yesterday 18:51–19:51 becomes yesterday 17:21–18:21. The other 1 move likewise.")
    with qtbot.waitSignal(keeper.context.noticed) as notice:
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert (notice.args[0].text, notice.args[0].undoable) == ("Shifted 2 sessions 1 h 30 min earlier", True)
    assert [row.start for row in keeper.rows()] == [START - 1.5 * HOUR, START + 0.5 * HOUR, START + 4 * HOUR]
    keeper.undo()
    assert keeper.times() == before


def test_one_is_shifted_later(keeper: Keeper, qtbot: QtBot) -> None:
    dialog = keeper.ask_to_shift(0)
    keeper.press(dialog, "Later")
    with qtbot.waitSignal(keeper.context.changed):
        keeper.press(dialog, "Shift")
    assert keeper.times()[2] == ("Suite I", START + 5 * HOUR, START + 6 * HOUR)


def test_a_day_is_one_of_the_calendar(keeper: Keeper, qtbot: QtBot) -> None:
    """27 days later clocks are turned: what began at 22:51 in winter time does so in summer time."""
    dialog = keeper.ask_to_shift(0)
    keeper.press(dialog, "Later")
    field = dialog.findChildren(QLineEdit)[0]
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "27 d")
    assert says(dialog, "“Suite I”: yesterday 22:51–23:51 becomes Tue 31 Mar 22:51–23:51.")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "27 days"
    with qtbot.waitSignal(keeper.context.noticed) as notice:
        keeper.press(dialog, "Shift")
    assert notice.args[0].text == "Shifted Suite I 27 days later"
    assert keeper.times()[2] == ("Suite I", START + timedelta(days=27) + 3 * HOUR, START + timedelta(days=27) + 4 * HOUR)


def test_no_length_shifts_nothing(keeper: Keeper, qtbot: QtBot) -> None:
    dialog = keeper.ask_to_shift(0)
    qtbot.keyClicks(QApplication.focusWidget(), "soon")
    assert says(dialog, "Write a length")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert dialog.isVisible()


def test_a_session_is_split_at_a_time_between(keeper: Keeper, qtbot: QtBot) -> None:
    keeper.select(2)
    keeper.open_row_menu()
    keeper.choose("Split…")
    dialog = keeper.dialog(SplitDialog)
    assert says(dialog, "Two sessions: yesterday 18:51–19:21 and yesterday 19:21–19:51.")
    field = dialog.findChildren(QLineEdit)[0]
    field.selectAll()
    qtbot.keyClicks(field, "2026-03-04 20:30:00")
    assert says(dialog, "It must lie between start and end: yesterday 18:51–19:51.")
    field.selectAll()
    qtbot.keyClicks(field, "2026-03-04 19:31:04")
    with qtbot.waitSignal(keeper.context.changed):
        keeper.press(dialog, "Split")
    at = START + timedelta(minutes=40)
    assert [(row.start, row.end) for row in keeper.rows()][:2] == [(START, at), (at, START + HOUR)]
    keeper.undo()
    assert len(keeper.rows()) == 3


def test_what_has_no_end_cannot_be_split_and_that_is_said(keeper: Keeper, qtbot: QtBot) -> None:
    with qtbot.waitSignal(keeper.context.changed) as changed:
        keeper.context.write(keeper.window, lambda workspace: workspace.practice.create(None, "Just begun", NOW))
    keeper.context.session_requested.emit(changed.args[0].created)
    keeper.until(lambda: keeper.page.chosen_sessions() == (changed.args[0].created,))
    with qtbot.waitSignal(keeper.context.noticed) as notice:
        keeper.window.commands["session.split"].trigger()
    assert notice.args[0].text == "“Just begun” has no start and end that it could be split between."


def test_several_are_merged_into_the_earliest_which_is_shown(keeper: Keeper, qtbot: QtBot) -> None:
    keeper.select(0, 1, 2)
    keeper.open_more()
    with qtbot.waitSignal(keeper.context.changed):
        keeper.choose("Merge")
    assert keeper.times() == [("Scales", START, START + 5 * HOUR)]
    keeper.until(lambda: keeper.page.chosen_sessions() == (keeper.rows()[0].id,))
    keeper.undo()
    assert len(keeper.rows()) == 3


def test_one_alone_cannot_be_merged(keeper: Keeper) -> None:
    keeper.select(0)
    keeper.window.commands.refresh()
    assert not keeper.window.commands["session.merge"].isEnabled()
    assert keeper.window.commands["session.duplicate"].isEnabled()


def test_several_are_duplicated_as_one_step(keeper: Keeper, qtbot: QtBot) -> None:
    keeper.select(0, 1)
    keeper.open_more()
    with qtbot.waitSignal(keeper.context.changed):
        keeper.choose("Duplicate")
    assert len(keeper.rows()) == 5
    keeper.undo()
    assert len(keeper.rows()) == 3


def test_a_session_becomes_a_template_that_the_library_shows(keeper: Keeper, qtbot: QtBot) -> None:
    keeper.select(1)
    keeper.open_row_menu()
    keeper.choose("Save as Template…")
    dialog = keeper.dialog(TemplateNameDialog)
    assert QApplication.focusWidget().selectedText() == "Bowing"  # type: ignore[union-attr]
    qtbot.keyClicks(QApplication.focusWidget(), "Bow arm")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    keeper.until(lambda: not dialog.isVisible())
    keeper.until(lambda: keeper.window.page == "library")
    assert [template.name for template in keeper.workspace.library.templates()] == ["Bow arm"]
    keeper.until(lambda: any(edit.text() == "Bow arm" and edit.isVisible() for edit in keeper.window.findChildren(QLineEdit)))


def save_as(keeper: Keeper, row: int, name: str) -> QDialog:
    """Open the dialog for a session and type a name."""
    keeper.select(row)
    keeper.open_row_menu()
    keeper.choose("Save as Template…")
    dialog = keeper.dialog(TemplateNameDialog)
    keeper.qtbot.keyClicks(QApplication.focusWidget(), name)
    return dialog


@pytest.fixture
def routine(keeper: Keeper) -> str:
    root = keeper.workspace.goals.roots()[0].id
    sections = (TemplateSectionDraft("Warm-up", 10, (TemplateItemDraft(None, "Breathe"),)),)
    return str(keeper.workspace.library.create_template(GoalId(root), TemplateDraft("Routine", "Each day", sections)).created)


def names_of_templates(keeper: Keeper) -> list[str]:
    return [template.name for template in keeper.workspace.library.templates()]


@pytest.mark.usefixtures("routine")
def test_of_a_name_that_there_is_enter_keeps_both(keeper: Keeper, qtbot: QtBot) -> None:
    dialog = save_as(keeper, 1, "routine")
    assert says(dialog, "There is a template of this name; this one would be “routine 2”.")
    qtbot.keyClicks(QApplication.focusWidget(), " B")
    assert not says(dialog, "There is a template of this name")
    assert [button.text() for button in dialog.findChildren(QPushButton) if button.isVisible()] == ["Cancel", "Save"]
    for _ in " B":
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backspace)
    assert [button.text() for button in dialog.findChildren(QPushButton) if button.isVisible()] == ["Cancel", "Replace", "Keep both"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    keeper.until(lambda: names_of_templates(keeper) == ["Routine", "routine 2"])


def test_or_the_template_is_replaced_which_can_be_undone(keeper: Keeper, qtbot: QtBot, routine: str) -> None:
    before = keeper.workspace.library.templates()
    dialog = save_as(keeper, 1, "Routine")
    with qtbot.waitSignal(keeper.context.noticed) as notice:
        keeper.press(dialog, "Replace")
    assert (notice.args[0].text, notice.args[0].undoable) == ("Replaced Routine", True)
    (template,) = keeper.workspace.library.templates()
    assert (template.id, template.description, template.sections == before[0].sections) == (routine, "Each day", False)
    keeper.until(lambda: keeper.window.page == "library")
    keeper.until(lambda: any(edit.text() == "Routine" and edit.isVisible() for edit in keeper.window.findChildren(QLineEdit)))
    keeper.undo()
    assert keeper.workspace.library.templates() == before


def test_the_row_menu_offers_everything_that_can_be_done_with_a_session(keeper: Keeper) -> None:
    keeper.select(0)
    keeper.open_row_menu()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().replace("&", "") for action in menu.actions() if action.isEnabled() and action.text()]
    assert texts == [
        *("Rename", "Complete", "Start Again", "Set Template…", "Move to Goal…", "Shift Time…"),
        *("Split…", "Duplicate", "Save as Template…", "Delete"),
    ]


def test_a_session_in_the_tree_has_the_same_menu_and_what_can_hang_below_it(climber: Climber) -> None:
    climber.select(0)
    climber.open_row_menu()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    texts = [action.text().replace("&", "") for action in menu.actions() if action.isEnabled() and action.text()]
    assert texts == [
        *("New Child Goal", "Start Blank"),
        *("Rename", "Complete", "Start Again", "Set Template…", "Move to Goal…", "Shift Time…"),
        *("Split…", "Duplicate", "Save as Template…", "Delete"),
    ]


def test_a_copy_made_in_the_tree_is_shown_there(climber: Climber, qtbot: QtBot) -> None:
    climber.select(1)
    climber.open_row_menu()
    climber.choose("Duplicate")
    climber.until(lambda: climber.lines() == ["Cello", "Suite I", "Bowing (copy)", "Bowing", "Scales"])
    copy = next(row.id for row in climber.rows() if row.name == "Bowing (copy)")
    climber.until(lambda: climber.page.chosen_sessions() == (copy,))
    assert climber.window.page == "goals"
    climber.undo()
    climber.until(lambda: climber.lines() == ["Cello", "Suite I", "Bowing", "Scales"])


def test_several_are_merged_and_get_a_template_in_the_tree(climber: Climber, qtbot: QtBot) -> None:
    root = climber.workspace.goals.roots()[0].id
    template = climber.workspace.library.create_template(GoalId(root), TemplateDraft("Routine", "", ())).created
    climber.select(0, 2)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    climber.until(lambda: isinstance(QApplication.activePopupWidget(), ChoiceMenu))
    with qtbot.waitSignal(climber.context.noticed) as notice:
        climber.choose("Routine")
    assert (notice.args[0].text, notice.args[0].undoable) == ("Changed template of 2 sessions", True)
    assert [row.template_id for row in climber.rows()] == [template, None, template]
    climber.select(1, 2)
    climber.open_row_menu()
    with qtbot.waitSignal(climber.context.changed):
        climber.choose("Merge")
    assert [row.name for row in climber.rows()] == ["Scales", "Suite I"]
    climber.undo()
    climber.undo()
    assert [row.template_id for row in climber.rows()] == [None] * 3


def test_a_key_opens_the_menu_at_the_current_row(keeper: Keeper, qtbot: QtBot) -> None:
    keeper.select(0)
    keeper.open_row_menu(QContextMenuEvent.Reason.Keyboard)
    keeper.choose("Duplicate")
    keeper.until(lambda: len(keeper.rows()) == 4)
