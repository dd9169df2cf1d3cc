"""Groups of activities in the library's list: made, renamed and deleted by keys and clicks, in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.ids import ActivityGroupId, GoalId
from fractal_desktop.domain.library import ActivityDraft, TemplateDraft
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext, Notice
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.widgets.rename_edit import RenameEdit
from tests.ui.conftest import NOW
from tests.workspaces import new_file

Key = Qt.Key
ROOT = GoalId("root")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A file with Scales and Shifts in Technique, and Bow in no group."""
    rows = new_file(tmp_path / "fractal.db")
    rows.goal("root", "UltimateGoal", name="Cello")
    workspace = Workspace.open(rows.path, clock=lambda: NOW)
    group = ActivityGroupId(str(workspace.library.create_group(ROOT, "Technique").created))
    workspace.library.create_group(ROOT, "Empty one")
    for name, where in (("Scales", group), ("Shifts", group), ("Bow", None)):
        workspace.library.create_activity(ROOT, ActivityDraft(name, group_id=where))
    return workspace


class Librarian:
    """Somebody at the list of activities."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext) -> None:
        self.qtbot = qtbot
        self.window = window
        self.context = context
        self.notices: list[Notice] = []
        context.noticed.connect(self.notices.append)
        window.show_page("library")
        window.activateWindow()
        self.click("Activities")
        self.view = window.findChildren(LibraryList)[0]
        qtbot.waitUntil(lambda: window.isActiveWindow() and self.listed() != [])

    def click(self, name: str) -> None:
        buttons = self.window.findChildren(QAbstractButton)
        found = next(each for each in buttons if each.isVisible() and name in (each.text(), each.accessibleName()))
        self.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)

    def listed(self) -> list[str]:
        model = self.view.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def row(self, name: str) -> QModelIndex:
        return self.view.model().index(self.listed().index(name), 0)

    def place(self, name: str) -> QPoint:
        return self.view.visualRect(self.row(name)).center()

    def choose(self, name: str) -> None:
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self.place(name))
        assert self.view.currentIndex() == self.row(name)

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    def edit(self) -> RenameEdit:
        def found() -> list[RenameEdit]:
            return [each for each in self.view.viewport().findChildren(RenameEdit) if each.isVisible() and each.hasFocus()]

        self.qtbot.waitUntil(lambda: len(found()) == 1)
        return found()[0]

    def type_name(self, name: str) -> RenameEdit:
        edit = self.edit()
        edit.selectAll()
        self.qtbot.keyClicks(edit, name)
        self.qtbot.keyClick(edit, Key.Key_Return)
        return edit

    def wait_for(self, rows: list[str]) -> None:
        self.qtbot.waitUntil(lambda: self.listed() == rows)

    def menu_at(self, name: str) -> list[str]:
        """Return what the menu of a row offers, and close it."""
        self.qtbot.mouseClick(self.view.viewport(), Qt.MouseButton.RightButton, pos=self.place(name))
        at = self.place(name)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, self.view.viewport().mapToGlobal(at))
        QApplication.sendEvent(self.view.viewport(), event)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        offered = [action.text().replace("&", "") for action in menu.actions() if action.isEnabled() and action.text()]
        menu.close()
        return offered


@pytest.fixture
def person(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Librarian:
    bare_context.set_workspace(workspace)
    return Librarian(qtbot, window, bare_context)


ALL = ["Bow", "Technique", "Scales", "Shifts", "Empty one"]


def test_a_group_is_renamed_where_it_stands(person: Librarian, workspace: Workspace) -> None:
    person.wait_for(ALL)
    person.choose("Technique")
    person.press(Key.Key_F2)
    assert person.edit().text() == "Technique"
    person.type_name("Left hand")
    person.wait_for(["Bow", "Left hand", "Scales", "Shifts", "Empty one"])
    assert workspace.history.undo_label == "renaming of group Left hand"
    person.press(Key.Key_F2)
    person.qtbot.keyClicks(person.edit(), "Right hand")
    person.press(Key.Key_Escape)
    assert person.listed()[1] == "Left hand"
    person.choose("Left hand")
    person.qtbot.mouseDClick(person.view.viewport(), Qt.MouseButton.LeftButton, pos=person.place("Left hand"))
    person.type_name("Technique")
    person.wait_for(ALL)


@pytest.mark.parametrize(
    ("name", "sentence"), [("technique ", "Another group is called that."), (" ", "A name must have at least one letter.")]
)
def test_a_name_that_cannot_be_is_refused_right_there(person: Librarian, workspace: Workspace, name: str, sentence: str) -> None:
    person.choose("Empty one")
    person.press(Key.Key_F2)
    edit = person.type_name(name)
    assert edit.isVisible()
    assert [label.text() for label in person.view.findChildren(QLabel) if label.isVisible()] == [sentence]
    person.qtbot.mouseClick(person.view.viewport(), Qt.MouseButton.LeftButton, pos=person.place("Bow"))
    person.qtbot.waitUntil(lambda: person.context.worker.is_idle)
    assert [group.name for group in workspace.library.groups()] == ["Technique", "Empty one"]


def test_a_deleted_group_leaves_its_activities_and_comes_back_with_them(person: Librarian, workspace: Workspace) -> None:
    person.choose("Technique")
    person.press(Key.Key_Delete)
    person.wait_for(["Bow", "Scales", "Shifts", "Empty one"])
    assert person.notices == [Notice("Deleted group Technique and kept its 2 activities", undoable=True)]
    person.click("Undo")
    person.wait_for(ALL)


def test_what_is_typed_into_an_activity_is_saved_before_its_group_goes(person: Librarian, workspace: Workspace) -> None:
    person.choose("Scales")
    fields = [field for field in person.window.findChildren(QLineEdit) if field.isVisible() and field.accessibleName() == "Name"]
    fields[0].setFocus()
    person.press(Key.Key_End)
    person.qtbot.keyClicks(fields[0], " in thirds")
    person.choose("Technique")
    person.press(Key.Key_Delete)
    person.wait_for(["Bow", "Scales in thirds", "Shifts", "Empty one"])
    person.context.flush()
    person.qtbot.waitUntil(lambda: person.context.worker.is_idle)
    assert {activity.group_id for activity in workspace.library.activities()} == {None}


def test_an_empty_group_is_seen_found_and_deleted(person: Librarian) -> None:
    person.choose("Empty one")
    assert any(label.text() == "No activity is in this group" for label in person.window.findChildren(QLabel) if label.isVisible())
    search = next(field for field in person.window.findChildren(QLineEdit) if field.isVisible() and field.accessibleName() == "Filter")
    person.qtbot.keyClicks(search, "empty")
    assert person.listed() == ["Empty one"]
    search.clear()
    person.choose("Empty one")
    person.press(Key.Key_Delete)
    person.wait_for(ALL[:-1])
    assert person.notices[-1].text == "Deleted group Empty one"


def test_the_keys_go_through_groups_and_each_kind_of_row_has_its_menu(person: Librarian) -> None:
    person.choose("Bow")
    person.press(Key.Key_Down)
    assert person.view.currentIndex().data() == "Technique"
    for key, name in ((Key.Key_End, "Empty one"), (Key.Key_Home, "Bow")):
        person.press(key)
        assert person.view.currentIndex().data() == name
    assert person.menu_at("Technique") == ["New Activity in This Group", "Rename Group", "Delete Group"]
    assert person.menu_at("Scales") == ["Rename", "Duplicate", "Retire", "Delete"]
    person.choose("Technique")
    commands = person.window.commands
    assert not commands["library.duplicate"].isEnabled()
    assert commands["edit.delete"].text() == "&Delete Group"


def test_a_template_is_started_from_its_menu(person: Librarian, workspace: Workspace) -> None:
    made = workspace.library.create_template(ROOT, TemplateDraft("Routine"))
    person.context.changed.emit(made)
    person.click("Templates")
    person.wait_for(["Routine"])
    assert person.menu_at("Routine") == ["Start Session", "Rename", "Duplicate", "Archive", "Delete"]
    with person.qtbot.waitSignal(person.context.start_requested) as asked:
        person.window.commands["library.start"].trigger()
    assert asked.args == [made.created]
    person.click("Activities")
    assert not person.window.commands["library.start"].isEnabled()


def test_enter_goes_from_the_list_to_the_name(person: Librarian) -> None:
    person.choose("Technique")
    person.press(Key.Key_Return)
    assert person.edit().text() == "Technique"
    person.press(Key.Key_Escape)
    person.choose("Scales")
    person.press(Key.Key_Return)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    assert (field.text(), field.selectedText()) == ("Scales", "Scales")


def test_groups_are_made_with_names_of_their_own_and_filled(person: Librarian, workspace: Workspace) -> None:
    for name in ("New group", "New group 2"):
        person.window.commands["library.new_group"].trigger()
        person.qtbot.waitUntil(lambda name=name: name in person.listed())  # type: ignore[misc]
        assert person.edit().text() == name
        person.press(Key.Key_Escape)
    person.click("New activity in it")
    person.qtbot.waitUntil(lambda: person.listed()[-2:] == ["New group 2", "New activity"])
    made = next(activity for activity in workspace.library.activities() if activity.name == "New activity")
    assert made.group_id == workspace.library.groups()[-1].id
    person.click("Templates")
    assert not person.window.commands["library.new_group"].isEnabled()


def test_a_file_that_can_only_be_read_keeps_its_groups(
    qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace
) -> None:
    path = workspace.path
    workspace.close()
    bare_context.set_workspace(Workspace.open(path, read_only=True))
    person = Librarian(qtbot, window, bare_context)
    person.wait_for(ALL)
    person.choose("Technique")
    person.press(Key.Key_F2)
    person.press(Key.Key_Delete)
    person.qtbot.mouseDClick(person.view.viewport(), Qt.MouseButton.LeftButton, pos=person.place("Technique"))
    qtbot.waitUntil(lambda: bare_context.worker.is_idle)
    assert person.listed() == ALL
    assert not person.view.viewport().findChildren(RenameEdit)
