from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.goal import Goal
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.editor import GoalEditor
from fractal_desktop.ui.goals.editor_head import GoalHead
from fractal_desktop.ui.goals.row_list import ListRow
from fractal_desktop.ui.saving import SaveStatus
from fractal_desktop.ui.widgets.calendar_popup import CalendarPopup, MonthView
from tests.ui.acting import put_up


class Reader:
    """A person with the editor alone in front of them."""

    def __init__(self, qtbot: QtBot, editor: GoalEditor, context: AppContext, ids: dict[str, str]) -> None:
        self.qtbot = qtbot
        self.editor = editor
        self.context = context
        self.ids = ids

    def show(self, name: str) -> None:
        self.editor.show_goal(GoalId(self.ids[name]))
        self.until(lambda: self.name.text() == name)

    @property
    def name(self) -> QLineEdit:
        return self.field("Name")

    @property
    def deadline(self) -> QLineEdit:
        return self.field("Deadline")

    @property
    def notes(self) -> QPlainTextEdit:
        return self.editor.findChild(QPlainTextEdit)

    def field(self, name: str) -> QLineEdit:
        return next(edit for edit in self.editor.findChildren(QLineEdit) if edit.accessibleName() == name)

    def button(self, text: str) -> QPushButton:
        return next(button for button in self.editor.findChildren(QPushButton) if button.text() == text)

    def buttons(self) -> list[str]:
        return [button.text() for button in self.editor.findChildren(QPushButton) if button.isVisible()]

    def rows(self) -> list[ListRow]:
        return [row for row in self.editor.findChildren(ListRow) if row.isVisible()]

    def labels(self) -> list[str]:
        return [label.text() for label in self.editor.findChildren(QLabel) if label.isVisible()]

    def stored(self, name: str) -> Goal:
        assert self.context.workspace is not None
        return self.context.workspace.goals.goal(GoalId(self.ids[name]))

    def until(self, true: object) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=15_000)  # type: ignore[operator]


@pytest.fixture
def reader(qtbot: QtBot, context: AppContext, ids: dict[str, str]) -> Iterator[Reader]:
    editor = put_up(qtbot, GoalEditor(context), 700, 800)
    qtbot.waitExposed(editor)
    editor.activateWindow()
    yield Reader(qtbot, editor, context, ids)
    context.flush()


def test_showing_a_goal_writes_nothing(reader: Reader) -> None:
    reader.show("Suites")
    reader.show("Left hand")
    reader.editor.flush()
    reader.context.worker.drain()
    assert reader.context.save_state.status is SaveStatus.NOTHING


def test_the_name_is_saved_on_enter_and_undo_and_redo_show_in_the_field(reader: Reader) -> None:
    reader.show("Suites")
    reader.name.selectAll()
    reader.qtbot.keyClicks(reader.name, "Six suites")
    reader.qtbot.keyClick(reader.name, Qt.Key.Key_Return)
    reader.until(lambda: reader.stored("Suites").name == "Six suites")
    reader.context.undo()
    reader.until(lambda: reader.name.text() == "Suites")
    reader.context.redo()
    reader.until(lambda: reader.name.text() == "Six suites")


def test_what_is_typed_is_saved_by_itself(reader: Reader) -> None:
    reader.show("Suites")
    reader.qtbot.keyClicks(reader.notes, "By heart")
    assert reader.stored("Suites").description == ""
    reader.until(lambda: reader.stored("Suites").description == "By heart")


def test_a_description_of_several_lines_is_one_step(reader: Reader) -> None:
    reader.show("Suites")
    reader.qtbot.keyClicks(reader.notes, "one")
    reader.qtbot.keyClick(reader.notes, Qt.Key.Key_Return)
    reader.qtbot.keyClicks(reader.notes, "two")
    reader.context.flush()
    assert reader.stored("Suites").description == "one\ntwo"
    reader.context.undo()
    reader.until(lambda: reader.notes.toPlainText() == "")


def test_going_to_another_goal_saves_at_once(reader: Reader) -> None:
    reader.show("Suites")
    reader.qtbot.keyClicks(reader.notes, "By heart")
    reader.show("Left hand")
    reader.context.worker.drain()
    assert reader.stored("Suites").description == "By heart"
    assert reader.stored("Left hand").description == ""
    assert reader.notes.toPlainText() == ""


def test_text_that_is_typed_while_another_edit_arrives_stays(reader: Reader) -> None:
    reader.show("Suites")
    reader.qtbot.keyClicks(reader.notes, "mine")
    reader.context.write(reader.editor, lambda w: w.goals.rename(GoalId(reader.ids["Suites"]), "Renamed"))
    reader.until(lambda: reader.name.text() == "Renamed")
    assert reader.notes.toPlainText() == "mine"
    reader.until(lambda: reader.stored("Suites").description == "mine")


def test_an_empty_name_is_refused_beside_the_field_and_comes_back(reader: Reader) -> None:
    reader.show("Suites")
    reader.name.setFocus()
    reader.name.selectAll()
    reader.qtbot.keyClick(reader.name, Qt.Key.Key_Delete)
    assert "A name must have at least one letter." in reader.labels()
    reader.qtbot.keyClick(reader.name, Qt.Key.Key_Return)
    assert reader.name.text() == "Suites"
    reader.context.worker.drain()
    assert reader.context.save_state.status is SaveStatus.NOTHING


def test_a_deadline_is_typed_and_says_how_far_away_it_is(reader: Reader) -> None:
    reader.show("Suites")
    reader.qtbot.keyClicks(reader.deadline, "2026-03-20")
    reader.qtbot.keyClick(reader.deadline, Qt.Key.Key_Return)
    reader.until(lambda: reader.stored("Suites").deadline == date(2026, 3, 20))
    assert "in 15 days" in reader.labels()


def test_what_is_no_date_is_refused_beside_the_field_and_escape_takes_it_back(reader: Reader) -> None:
    reader.show("Left hand")
    shown = reader.deadline.text()
    reader.deadline.selectAll()
    reader.qtbot.keyClicks(reader.deadline, "soon")
    reader.qtbot.keyClick(reader.deadline, Qt.Key.Key_Return)
    assert any(label.startswith("Write a date like") for label in reader.labels())
    reader.qtbot.keyClick(reader.deadline, Qt.Key.Key_Escape)
    assert reader.deadline.text() == shown
    assert reader.stored("Left hand").deadline == date(2026, 2, 28)


def test_an_overdue_goal_says_so_until_it_is_complete(reader: Reader) -> None:
    reader.show("Left hand")
    assert "5 days overdue" in reader.labels()
    reader.qtbot.mouseClick(reader.button("Complete"), Qt.MouseButton.LeftButton)
    reader.until(lambda: "Reopen" in reader.buttons())
    assert "5 days overdue" not in reader.labels()
    assert any("Completed" in label for label in reader.labels())
    reader.context.undo()
    reader.until(lambda: "Complete" in reader.buttons())


def test_a_deadline_is_picked_from_the_calendar_and_taken_away(reader: Reader) -> None:
    reader.show("Left hand")
    reader.qtbot.keyClick(reader.deadline, Qt.Key.Key_Down)
    popup = reader.editor.findChild(CalendarPopup)
    assert popup.isVisible()
    month = popup.findChild(MonthView)
    month.setSelectedDate(month.selectedDate().addDays(1))
    month.activated.emit(month.selectedDate())
    reader.until(lambda: reader.stored("Left hand").deadline == date(2026, 3, 1))
    clear = next(button for button in reader.editor.findChildren(QToolButton) if button.accessibleName() == "Remove deadline")
    reader.qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)
    reader.until(lambda: reader.stored("Left hand").deadline is None)
    reader.until(lambda: not clear.isVisible())


def test_what_hangs_on_the_goal_is_listed_and_leads_there(reader: Reader) -> None:
    chosen: list[str] = []
    reader.editor.node_chosen.connect(chosen.append)
    reader.show("Suites")
    expected = ["Suite I", "Suite II", *(f"Routine {number}" for number in range(8))]
    reader.until(lambda: [row.text() for row in reader.rows()] == expected)
    rows = reader.rows()
    reader.qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    rows[1].setFocus()
    reader.qtbot.keyClick(rows[1], Qt.Key.Key_Up)
    assert rows[0].hasFocus()
    reader.qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    reader.qtbot.keyClick(rows[2], Qt.Key.Key_Return)
    assert chosen == [reader.ids["Suite I"], reader.ids["Routine 0"]]


def test_all_sessions_are_asked_for_under_the_goals_name(reader: Reader) -> None:
    reader.show("Suites")
    titles: list[str] = []
    reader.context.sessions_titled.connect(titles.append)
    reader.until(lambda: "All sessions" in reader.buttons())
    with reader.qtbot.waitSignal(reader.context.sessions_requested) as asked:
        reader.qtbot.mouseClick(reader.button("All sessions"), Qt.MouseButton.LeftButton)
    assert asked.args[0].goal_id == reader.ids["Suites"]
    assert titles == ["Suites"]


def test_a_row_under_the_pointer_and_one_with_the_focus_are_seen(reader: Reader) -> None:
    reader.show("Suites")
    reader.until(lambda: len(reader.rows()) == 10)
    row = reader.rows()[1]
    plain = row.grab().toImage()
    row.setFocus()
    focused = row.grab().toImage()
    assert focused.pixelColor(row.width() // 2, 1) == reader.context.theme.tokens.color("accent")
    assert plain.pixelColor(row.width() // 2, 1) != reader.context.theme.tokens.color("accent")


def test_a_goal_that_is_deleted_meanwhile_says_so(reader: Reader) -> None:
    reader.show("Suites")
    reader.context.write(reader.editor, lambda w: w.goals.delete((GoalId(reader.ids["Suites"]),)))
    reader.until(lambda: "This goal no longer exists." in reader.labels())


def test_a_name_that_the_disk_refused_is_kept_for_retry(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    reader.show("Suites")
    assert reader.context.workspace is not None
    goals = reader.context.workspace.goals
    rename = goals.rename

    def full(*_: object) -> None:
        raise StorageError(StorageProblem.FULL, "The disk is full.")

    monkeypatch.setattr(goals, "rename", full)
    reader.name.selectAll()
    reader.qtbot.keyClicks(reader.name, "Kept")
    reader.qtbot.keyClick(reader.name, Qt.Key.Key_Return)
    reader.until(lambda: reader.context.save_state.status is SaveStatus.FAILED)
    reader.context.changed.emit(Change("", everything=True))
    reader.until(lambda: reader.context.worker.is_idle)
    assert reader.name.text() == "Kept"
    reader.qtbot.keyClicks(reader.notes, "and a text that goes through")
    reader.editor.flush()
    reader.context.worker.drain()
    monkeypatch.setattr(goals, "rename", rename)
    reader.context.retry()
    reader.until(lambda: reader.stored("Suites").name == "Kept")


def test_what_changed_while_it_was_hidden_is_read_when_it_is_shown_again(reader: Reader) -> None:
    reader.show("Suites")
    reader.editor.hide()
    reader.context.write(reader.editor, lambda w: w.goals.rename(GoalId(reader.ids["Suites"]), "Six suites"))
    reader.until(lambda: reader.stored("Suites").name == "Six suites")
    reader.qtbot.waitUntil(lambda: reader.context.worker.is_idle)
    assert reader.name.text() == "Suites", "nobody looks"
    reader.editor.show()
    reader.until(lambda: reader.name.text() == "Six suites")


def test_a_long_name_is_read_whole_before_the_button_beside_it_says_what_it_does(qtbot: QtBot) -> None:
    head = GoalHead(QObject())
    qtbot.addWidget(head)
    head.name.show_name("Suite II")
    head.show_completed(False)
    head.resize(330, 90)
    head.show()
    button = next(each for each in head.findChildren(QPushButton) if each.accessibleName() == "Complete")
    assert button.text() == "Complete"
    head.name.show_name("Suite II in D minor, all of it")
    assert button.text() == ""
    head.resize(900, 90)
    assert button.text() == "Complete"
