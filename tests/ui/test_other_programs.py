"""The window while another program writes to the file: who comes back to it sees what was written there, and loses nothing."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import Goal, GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft, TemplateDraft
from fractal_desktop.domain.practice_session import PracticeSession
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.page import GoalsPage
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.page import LibraryPage
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.page import SessionsPage
from fractal_desktop.ui.sessions.table_model import Column
from fractal_desktop.ui.sessions.table_view import SessionTable
from fractal_desktop.ui.unsaved_text import UnsavedText
from fractal_desktop.ui.week_glance import WeekGlance
from fractal_desktop.ui.widgets import UndoBar
from fractal_desktop.ui.widgets.rename_edit import RenameEdit
from tests.ui.conftest import NOW
from tests.ui.goals.conftest import Person, fill
from tests.ui.sessions.acting import heads

AT = "%Y-%m-%d %H:%M:%S.%f"


class OtherProgram:
    """The old web application, say: it has a connection of its own, and knows nothing of the window."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)

    def write(self, statement: str, *values: object) -> None:
        """Commit one statement; links are followed, as the web application did."""
        self._connection.execute("PRAGMA foreign_keys=ON")
        assert self._connection.execute(statement, values).rowcount == 1

    def practise(self, name: str, goal_id: str, minutes: int) -> None:
        self.write(
            "INSERT INTO goals (id, type, name, parent_id, root_id, session_start, session_end, total_duration_seconds, created_at)"
            " SELECT ?1, 'PracticeSession', ?1, id, root_id, ?3, ?4, ?5, ?3 FROM goals WHERE id = ?2",
            name,
            goal_id,
            f"{NOW - timedelta(hours=2):{AT}}",
            f"{NOW - timedelta(hours=2) + timedelta(minutes=minutes):{AT}}",
            minutes * 60,
        )

    def close(self) -> None:
        self._connection.close()


class Desk:
    """A person at the window, who goes to another program and comes back."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext, ids: dict[str, str], other: OtherProgram) -> None:
        self.qtbot = qtbot
        self.window = window
        self.context = context
        self.ids = ids
        self.other = other

    @property
    def goals(self) -> Person:
        self.show_page("goals")
        return Person(self.qtbot, self.window.findChild(GoalsPage), self.ids)

    @property
    def sessions(self) -> SessionsPage:
        return self.window.findChild(SessionsPage)

    @property
    def workspace(self) -> Workspace:
        assert self.context.workspace is not None
        return self.context.workspace

    def show_page(self, name: str) -> None:
        rail = next(view for view in self.window.findChildren(QListView) if view.accessibleName() == "Pages")
        names = ["goals", "sessions", "analytics", "library", "trash"]
        place = rail.visualRect(rail.model().index(names.index(name), 0)).center()
        self.qtbot.mouseClick(rail.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(place.x(), place.y()))
        self.settle()

    def come_back(self) -> None:
        """Give the window the focus again, which Qt tells by this signal; without a screen it never loses it."""
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        self.settle()

    def settle(self) -> None:
        for _ in range(4):
            self.qtbot.waitUntil(lambda: self.context.worker.is_idle, timeout=15_000)
            self.qtbot.wait(1)

    def until(self, true: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=15_000)

    @property
    def table(self) -> SessionTable:
        return self.sessions.findChild(SessionTable)

    def click_row(self, name: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        index = self.table.model().index(self.listed().index(name), Column.NAME)
        self.qtbot.mouseClick(self.table.viewport(), Qt.MouseButton.LeftButton, modifier, self.table.visualRect(index).center())

    def open_session(self, name: str) -> QPlainTextEdit:
        """Show a session in the list and return the field of its notes."""
        self.show_page("sessions")
        self.until(lambda: name in self.listed())
        self.click_row(name)
        self.until(lambda: self.sessions.findChild(SessionEditor).shown_id == self.ids[name])
        return self.text_field(self.sessions)

    def retype(self, field: QLineEdit, text: str) -> None:
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)

    def text_field(self, page: QWidget) -> QPlainTextEdit:
        field = next(field for field in page.findChildren(QPlainTextEdit) if field.isVisible())
        field.setFocus()
        return field

    def stored(self, session_id: str) -> PracticeSession:
        return self.workspace.practice.session(SessionId(session_id))

    def stored_notes(self, session_id: str) -> object:
        document = self.stored(session_id).document
        return document.notes if document is not None else None

    def stored_goal(self, name: str) -> Goal:
        return self.workspace.goals.goal(GoalId(self.ids[name]))

    def notice(self) -> str:
        """Return what the bar of notices says."""
        return " ".join(label.text() for label in self.window.findChild(UndoBar).findChildren(QLabel) if label.isVisible())

    def listed(self) -> list[str]:
        model = self.table.model()
        return [str(model.index(row, Column.NAME).data()) for row in range(model.rowCount())]

    def name_field(self, page: QWidget, name: str) -> QLineEdit:
        """Return the field of the name in the editor, once it holds this one."""
        found: list[QLineEdit] = []

        def is_there() -> bool:
            found[:] = [each for each in page.findChildren(QLineEdit) if each.accessibleName() == "Name" and each.isVisible()]
            return any(each.text() == name for each in found)

        self.until(is_there)
        return found[0]


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Iterator[Desk]:
    ids = fill(workspace)
    bare_context.set_workspace(workspace)
    other = OtherProgram(workspace.path)
    desk = Desk(qtbot, window, bare_context, ids, other)
    desk.goals.until_row("Bouldering")
    desk.settle()
    yield desk
    other.close()


def test_the_tree_shows_it_and_stays_as_it_was_left(desk: Desk) -> None:
    tree = desk.goals
    tree.click("Suites")
    tree.key(Qt.Key.Key_Right)
    tree.until_row("Suite II")
    tree.click("Suite II")
    before = tree.rows()
    desk.other.write("UPDATE goals SET name = 'Boulders' WHERE id = ?", desk.ids["Bouldering"])
    desk.other.write("DELETE FROM goals WHERE id = ?", desk.ids["Left hand"])
    desk.other.write(
        "INSERT INTO goals (id, type, name, parent_id, root_id) VALUES ('new', 'MidTermGoal', 'Suite III', ?, ?)",
        desk.ids["Suites"],
        desk.ids["Cello"],
    )
    assert tree.rows() == before
    desk.come_back()
    assert tree.rows() == ["Cello", "  Suites", "    Suite I", "    Suite II", "    Suite III", "Climbing", "  Boulders"]
    assert [node.name for node in tree.view.selected_nodes()] == ["Suite II"]


def test_the_list_shows_it_and_keeps_selection_and_place(desk: Desk) -> None:
    workspace = desk.workspace
    for number in range(60):
        workspace.practice.create(GoalId(desk.ids["Suites"]), f"Long ago {number}", NOW - timedelta(days=100 + number))
    desk.show_page("sessions")
    desk.until(lambda: len(desk.listed()) == 72)
    desk.click_row("Routine 3")
    desk.click_row("Routine 5", Qt.KeyboardModifier.ControlModifier)
    bar = desk.table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at_the_top = desk.table.indexAt(QPoint(5, 5)).data(Qt.ItemDataRole.DisplayRole)
    desk.other.practise("Rehearsal", desk.ids["Suite II"], 30)
    desk.other.write("DELETE FROM goals WHERE id = ?", desk.ids["Routine 9"])
    desk.other.write("UPDATE goals SET name = 'Renamed' WHERE id = ?", desk.ids["Routine 5"])
    desk.come_back()
    assert desk.listed()[:3] == ["Routine 0", "Rehearsal", "Routine 1"]
    assert "Routine 9" not in desk.listed()
    assert [row.name for row in desk.table.selected_rows()] == ["Routine 3", "Renamed"]
    assert desk.table.indexAt(QPoint(5, 5)).data(Qt.ItemDataRole.DisplayRole) == at_the_top


def test_the_charts_and_the_week_show_it(desk: Desk) -> None:
    desk.show_page("analytics")
    page = desk.window.findChild(AnalyticsPage)
    desk.until(lambda: page.is_complete)
    glance = desk.window.findChild(WeekGlance)
    assert "0:45" not in glance.accessibleName()
    desk.other.practise("Rehearsal", desk.ids["Suite II"], 45)
    desk.come_back()
    desk.until(lambda: page.is_complete)
    assert "0:45" in glance.accessibleName()
    tiles = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert tiles[tiles.index("Sessions") + 1] == "13"
    assert "All of the time is Suites" in tiles


def test_another_page_shows_it_without_the_focus_coming_back(desk: Desk) -> None:
    """The window may stand beside a terminal, and be looked at without being left."""
    desk.other.practise("Rehearsal", desk.ids["Suite II"], 45)
    tree = desk.goals
    desk.other.write("UPDATE goals SET name = 'Boulders' WHERE id = ?", desk.ids["Bouldering"])
    tree.click("Suites")
    tree.until_row("Boulders")


def test_what_the_window_does_itself_is_told_as_what_it_is(desk: Desk) -> None:
    heard: list[Change] = []
    desk.context.changed.connect(heard.append)
    tree = desk.goals
    tree.click("Suites")
    name = desk.name_field(tree.page, "Suites")
    desk.retype(name, "Six suites")
    desk.qtbot.keyClick(name, Qt.Key.Key_Return)
    tree.until_row("Six suites")
    for page in ("sessions", "analytics", "library", "trash"):
        desk.show_page(page)
        desk.come_back()
    assert [change.label for change in heard] == ["Rename Six suites"]


def test_what_is_being_typed_in_a_session_stays_beside_what_another_program_changed_of_it(desk: Desk) -> None:
    session_id = desk.ids["Routine 0"]
    notes = desk.open_session("Routine 0")
    desk.qtbot.keyClicks(notes, "Thumb lose")
    for _ in range(2):
        desk.qtbot.keyClick(notes, Qt.Key.Key_Left)
    desk.other.write("UPDATE goals SET name = 'Renamed', total_duration_seconds = 1234 WHERE id = ?", session_id)
    desk.come_back()
    desk.name_field(desk.sessions, "Renamed")
    assert (notes.toPlainText(), notes.textCursor().position()) == ("Thumb lose", 8)
    assert notes.hasFocus()
    desk.qtbot.keyClicks(notes, "o")
    desk.until(lambda: desk.stored_notes(session_id) == "Thumb loose")
    assert desk.stored(session_id).name == "Renamed"


def test_a_name_that_is_being_typed_stays_and_undo_gives_back_the_other_programs(desk: Desk) -> None:
    session_id = desk.ids["Routine 0"]
    desk.open_session("Routine 0")
    name = desk.name_field(desk.sessions, "Routine 0")
    desk.retype(name, "My own")
    desk.other.write("UPDATE goals SET name = 'Theirs' WHERE id = ?", session_id)
    desk.come_back()
    assert name.text() == "My own"
    desk.qtbot.keyClick(name, Qt.Key.Key_Return)
    desk.until(lambda: desk.stored(session_id).name == "My own")
    desk.context.undo()
    desk.until(lambda: name.text() == "Theirs")
    assert desk.stored(session_id).name == "Theirs"


def test_values_that_another_program_noted_stand_in_the_open_session(desk: Desk) -> None:
    session_id = desk.ids["Routine 0"]
    notes = desk.open_session("Routine 0")
    document = {"sections": [{"name": "Warm-up", "exercises": [{"name": "Long bows", "type": "note"}]}], "notes": "By hand"}
    desk.other.write("UPDATE goals SET attributes = ? WHERE id = ?", json.dumps(document), session_id)
    desk.come_back()
    assert notes.toPlainText() == "By hand"
    assert "Warm-up" in heads(desk.sessions)


def test_what_is_being_typed_of_a_goal_stays(desk: Desk) -> None:
    tree = desk.goals
    tree.click("Suites")
    name = desk.name_field(tree.page, "Suites")
    text = desk.text_field(tree.page)
    desk.qtbot.keyClicks(text, "By heart")
    desk.other.write("UPDATE goals SET name = 'Six suites', description = 'Theirs' WHERE id = ?", desk.ids["Suites"])
    desk.come_back()
    assert (name.text(), text.toPlainText()) == ("Six suites", "By heart")
    desk.until(lambda: desk.stored_goal("Suites").description == "By heart")
    assert desk.stored_goal("Suites").name == "Six suites"


def test_what_cannot_be_undone_any_more_is_said_and_the_step_before_can(desk: Desk) -> None:
    tree = desk.goals
    workspace = desk.workspace
    workspace.goals.rename(GoalId(desk.ids["Climbing"]), "Rocks")
    desk.context.write(desk.window, lambda file: file.goals.create(GoalId(desk.ids["Suites"]), GoalType.MID_TERM, "Suite III"))
    desk.settle()
    made = next(goal.id for goal in workspace.goals.children(GoalId(desk.ids["Suites"])) if goal.name == "Suite III")
    desk.other.practise("Rehearsal", made, 30)
    desk.come_back()
    desk.context.undo()
    desk.until(lambda: "This cannot be undone any more: what it concerns was changed elsewhere in the meantime." in desk.notice())
    assert [goal.name for goal in workspace.goals.children(GoalId(desk.ids["Suites"]))] == ["Suite I", "Suite II", "Suite III"]
    desk.context.undo()
    tree.until_row("Climbing")


def test_notes_that_are_being_typed_are_saved_into_the_document_that_another_program_has_written(desk: Desk) -> None:
    session_id = desk.ids["Routine 0"]
    notes = desk.open_session("Routine 0")
    desk.qtbot.keyClicks(notes, "Thumb loose")
    document = {"sections": [{"name": "Warm-up", "exercises": [{"name": "Long bows"}]}], "notes": "Theirs", "mood": 3}
    desk.other.write("UPDATE goals SET attributes = ? WHERE id = ?", json.dumps(document), session_id)
    desk.come_back()
    assert (notes.toPlainText(), heads(desk.sessions)) == ("Thumb loose", ["Warm-up"])
    desk.until(lambda: desk.stored_notes(session_id) == "Thumb loose")
    stored = desk.stored(session_id).document
    assert stored is not None
    assert [section.name for section in stored.sections] == ["Warm-up"]
    assert stored.value(("mood",)) == 3
    desk.context.undo()
    desk.until(lambda: notes.toPlainText() == "Theirs")


def test_a_time_that_is_half_typed_stays(desk: Desk) -> None:
    desk.open_session("Routine 0")
    start = next(field for field in desk.sessions.findChildren(QLineEdit) if field.accessibleName() == "Start" and field.isVisible())
    desk.retype(start, "2026-03-05 0")
    desk.other.write("UPDATE goals SET session_start = '2026-03-05 10:00:00.000000' WHERE id = ?", desk.ids["Routine 0"])
    desk.come_back()
    assert (start.text(), start.cursorPosition(), start.hasFocus()) == ("2026-03-05 0", 12, True)


def test_a_name_that_is_being_typed_in_the_tree_stays_while_lines_around_it_change(desk: Desk) -> None:
    tree = desk.goals
    tree.click("Bouldering")
    desk.qtbot.keyClick(tree.view, Qt.Key.Key_F2)
    field = QApplication.focusWidget()
    assert isinstance(field, RenameEdit)
    desk.retype(field, "Boul")
    desk.other.write("UPDATE goals SET name = 'Theirs' WHERE id = ?", desk.ids["Bouldering"])
    desk.other.write("DELETE FROM goals WHERE id = ?", desk.ids["Left hand"])
    desk.come_back()
    assert tree.rows() == ["Cello", "  Suites", "Climbing", "  Theirs"]
    assert QApplication.focusWidget() is field
    desk.qtbot.keyClicks(field, "ders")
    desk.qtbot.keyClick(field, Qt.Key.Key_Return)
    tree.until_row("Boulders")


def test_a_name_that_is_being_typed_in_the_library_stays(desk: Desk) -> None:
    library = desk.workspace.library
    made = [library.create_activity(GoalId(desk.ids["Cello"]), ActivityDraft(name)).created for name in ("Scales", "Etude")]
    desk.show_page("library")
    desk.context.activity_requested.emit(made[0])
    page = desk.window.findChild(LibraryPage)
    name = desk.name_field(page, "Scales")
    desk.retype(name, "Scal")
    desk.other.write("UPDATE activity_definitions SET name = 'Etudes' WHERE id = ?", made[1])
    desk.come_back()
    listed = page.findChild(LibraryList).model()
    assert "Etudes" in [listed.index(row, 0).data() for row in range(listed.rowCount())]
    assert (name.text(), name.hasFocus()) == ("Scal", True)


@pytest.fixture
def clipboard() -> Iterator[QClipboard]:
    clipboard = QGuiApplication.clipboard()
    yield clipboard
    clipboard.clear()


def test_what_was_typed_in_a_session_that_another_program_deleted_is_not_lost(desk: Desk, clipboard: QClipboard) -> None:
    notes = desk.open_session("Routine 0")
    desk.qtbot.keyClicks(notes, "Thumb loose")
    desk.other.write("DELETE FROM goals WHERE id = ?", desk.ids["Routine 0"])
    desk.come_back()
    desk.until(lambda: desk.window.findChild(UnsavedText) is not None)
    dialog = desk.window.findChild(UnsavedText)
    assert dialog.isVisible()
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert clipboard.text() == "Thumb loose"
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert "Routine 0" not in desk.listed()
    desk.name_field(desk.sessions, "Routine 1")


def test_what_was_typed_of_a_goal_that_another_program_deleted_is_not_lost(desk: Desk) -> None:
    tree = desk.goals
    tree.click("Bouldering")
    desk.name_field(tree.page, "Bouldering")
    desk.qtbot.keyClicks(desk.text_field(tree.page), "Six times a week")
    desk.other.write("DELETE FROM goals WHERE id = ?", desk.ids["Bouldering"])
    desk.come_back()
    desk.until(lambda: desk.window.findChild(UnsavedText) is not None)
    assert desk.window.findChild(UnsavedText).findChild(QPlainTextEdit).toPlainText() == "Six times a week"
    assert "  Bouldering" not in tree.rows()


@pytest.mark.parametrize("is_template", [False, True])
def test_what_was_typed_in_the_library_into_what_another_program_deleted_is_not_lost(desk: Desk, is_template: bool) -> None:
    library, root = desk.workspace.library, GoalId(desk.ids["Cello"])
    if is_template:
        made = [library.create_template(root, TemplateDraft(name)).created for name in ("Morning", "Noon")]
    else:
        made = [library.create_activity(root, ActivityDraft(name)).created for name in ("Morning", "Noon")]
    desk.show_page("library")
    (desk.context.template_requested if is_template else desk.context.activity_requested).emit(made[0])
    page = desk.window.findChild(LibraryPage)
    name = desk.name_field(page, "Morning")
    desk.qtbot.keyClicks(desk.text_field(page), "Slowly, with a drone")
    desk.retype(name, "Dawn")
    desk.other.write(f"DELETE FROM {'session_templates' if is_template else 'activity_definitions'} WHERE id = ?", made[0])
    desk.come_back()
    desk.until(lambda: desk.window.findChild(UnsavedText) is not None)
    desk.settle()
    assert desk.window.findChild(UnsavedText).findChild(QPlainTextEdit).toPlainText() == "Dawn\nSlowly, with a drone"
    desk.qtbot.keyClick(desk.window.findChild(UnsavedText), Qt.Key.Key_Escape)
    listed = page.findChild(LibraryList).model()
    assert not {"Morning", "Dawn"} & {listed.index(row, 0).data() for row in range(listed.rowCount())}
    assert not [label.text() for label in page.findChildren(QLabel) if label.isVisible() and "no longer exists" in label.text()]


def test_what_was_typed_of_a_goal_goes_and_comes_back_with_it_if_the_window_deletes_it(desk: Desk) -> None:
    tree = desk.goals
    tree.click("Bouldering")
    desk.name_field(tree.page, "Bouldering")
    desk.qtbot.keyClicks(desk.text_field(tree.page), "Six times a week")
    tree.run("edit.delete")
    desk.until(lambda: "Deleted “Bouldering”" in desk.notice())
    desk.context.undo()
    desk.settle()  # until then the row that goes may still be there
    tree.until_row("Bouldering")
    assert desk.stored_goal("Bouldering").description == "Six times a week"
    assert desk.window.findChild(UnsavedText) is None
