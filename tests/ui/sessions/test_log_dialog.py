"""Logging by hand what was practised without the program: keys and clicks in the dialog."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.library import ActivityDraft, TemplateDraft, TemplateSectionDraft
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit, SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.sessions.log_dialog import LogDialog
from fractal_desktop.ui.sessions.template_box import TemplateBox
from fractal_desktop.ui.widgets.chips import NameChip
from fractal_desktop.ui.widgets.choice_picker import ChoicePicker
from fractal_desktop.ui.widgets.goal_picker import GoalPicker

NOW = datetime(2026, 3, 5, 17, 51, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CONTROL = Qt.KeyboardModifier.ControlModifier


class Diarist:
    """Somebody who opens the dialog with Ctrl+L on the Library page, and fills it in."""

    def __init__(self, qtbot: QtBot, window: MainWindow, context: AppContext, workspace: Workspace) -> None:
        self.qtbot, self.window, self.context, self.workspace = qtbot, window, context, workspace
        root = GoalId(str(workspace.goals.create(None, GoalType.ULTIMATE, "Cello").created))
        self.suite = GoalId(str(workspace.goals.create(root, GoalType.SHORT_TERM, "Suite I").created))
        for name in ("Scales", "Long bows"):
            workspace.library.create_activity(root, ActivityDraft(name))
        workspace.library.create_template(root, TemplateDraft("Evening routine", "", (TemplateSectionDraft("Warm-up", 30),)))
        context.set_workspace(workspace)
        window.show_page("library")
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)

    def until(self, condition: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()))

    def open(self) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_L, CONTROL)
        self.until(lambda: any(dialog.isVisible() for dialog in self.window.findChildren(LogDialog)))
        self.dialog = self.window.findChildren(LogDialog)[0]
        self.until(lambda: self.context.worker.is_idle)
        self.until(lambda: self.dialog.findChild(TemplateBox).count() == 2)

    def field(self, name: str) -> QLineEdit:
        return next(edit for edit in self.dialog.findChildren(QLineEdit) if edit.accessibleName() == name)

    def write(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClicks(field, text)
        self.qtbot.keyClick(field, Qt.Key.Key_Tab)

    def press(self, text: str) -> None:
        button = next(button for button in self.dialog.findChildren(QPushButton) if button.text() == text and button.isVisible())
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def choose_in_popup(self, kind: type[QWidget], text: str) -> None:
        self.until(lambda: any(popup.isVisible() for popup in self.dialog.findChildren(kind)))
        popup = next(popup for popup in self.dialog.findChildren(kind) if popup.isVisible())
        self.qtbot.keyClicks(QApplication.focusWidget(), text)
        model = popup.findChild(QListView).model()
        self.until(lambda: model.rowCount() and str(model.index(0, 0).data()).lower().startswith(text.lower()))
        self.qtbot.waitUntil(lambda: self.context.worker.is_idle)
        self.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        self.until(lambda: not isValid(popup))  # Qt closes the next one with it otherwise
        self.dialog.activateWindow()
        self.until(self.dialog.isActiveWindow)

    def sentences(self) -> list[str]:
        return [label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible() and label.text()]

    def says(self, words: str) -> bool:
        return any(words in sentence for sentence in self.sentences())

    def log_by_key(self) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CONTROL)

    def logged(self) -> PracticeSession:
        self.until(lambda: self.workspace.practice.page(SessionQuery(text="", state=None)).rows)
        self.until(lambda: not any(dialog.isVisible() for dialog in self.window.findChildren(LogDialog)))
        rows = self.workspace.practice.page(SessionQuery()).rows
        return self.workspace.practice.session(rows[0].id)


@pytest.fixture
def diarist(qtbot: QtBot, window: MainWindow, bare_context: AppContext, workspace: Workspace) -> Diarist:
    QLocale.setDefault(QLocale.c())
    return Diarist(qtbot, window, bare_context, workspace)


def test_it_begins_with_a_session_that_ended_now(diarist: Diarist) -> None:
    diarist.open()
    assert diarist.says("Will be logged: 45 min Practice, today 18:06–18:51.")


def test_everything_that_is_filled_in_is_logged_by_ctrl_enter_and_can_be_undone(diarist: Diarist, qtbot: QtBot) -> None:
    diarist.open()
    qtbot.keyClicks(QApplication.focusWidget(), "Before breakfast")
    diarist.press("Add activity")
    diarist.choose_in_popup(ChoicePicker, "scal")
    diarist.press("Add goal")
    diarist.choose_in_popup(GoalPicker, "Suite")
    diarist.write("Start", "2026-03-04 07:10:00")
    diarist.write("Length", "1h30")
    notes = diarist.dialog.findChild(QPlainTextEdit)
    notes.setFocus()
    qtbot.keyClicks(notes, "Thumb loose.")
    assert diarist.says("Will be logged: 1 h 30 min Before breakfast, yesterday 07:10–08:40, Suite I.")
    with qtbot.waitSignal(diarist.context.noticed) as notice:
        diarist.log_by_key()
    assert notice.args[0].text == "Logged 1 h 30 min Before breakfast, yesterday 07:10–08:40, Suite I"
    assert notice.args[0].undoable
    session = diarist.logged()
    start = datetime(2026, 3, 4, 6, 10, tzinfo=UTC)
    assert (session.name, session.start, session.end, session.completed) == ("Before breakfast", start, start + 90 * MINUTE, True)
    assert [goal.id for goal in session.goals] == [diarist.suite]
    assert session.document is not None
    assert [item.name for item in session.document.items] == ["Scales"]
    assert session.document.notes == "Thumb loose."
    diarist.context.undo()
    diarist.until(lambda: not diarist.workspace.practice.page(SessionQuery()).rows)


def test_without_a_name_it_is_called_as_what_was_practised(diarist: Diarist) -> None:
    diarist.open()
    diarist.press("Add activity")
    diarist.choose_in_popup(ChoicePicker, "long")
    diarist.press("Add activity")
    diarist.choose_in_popup(ChoicePicker, "scal")
    assert diarist.field("Name").placeholderText() == "Long bows and Scales"
    chip = next(chip for chip in diarist.dialog.findChildren(NameChip) if chip.accessibleName() == "Long bows" and chip.isVisible())
    chip.setFocus()
    diarist.qtbot.keyClick(chip, Qt.Key.Key_Delete)
    diarist.press("Log")
    assert diarist.logged().name == "Scales"


def test_a_goal_is_taken_out_by_a_key_and_another_can_be_added_at_once(diarist: Diarist, qtbot: QtBot) -> None:
    diarist.open()
    diarist.press("Add goal")
    diarist.choose_in_popup(GoalPicker, "Suite")
    chip = next(chip for chip in diarist.dialog.findChildren(NameChip) if chip.accessibleName() == "Suite I" and chip.isVisible())
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    diarist.until(lambda: not diarist.says("Suite I"))
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.text() == "Add goal"


def test_a_template_gives_its_sections_its_name_and_its_planned_length(diarist: Diarist, qtbot: QtBot) -> None:
    diarist.open()
    box = diarist.dialog.findChild(TemplateBox)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert diarist.says("Will be logged: 30 min Evening routine, today 18:06–18:36.")
    diarist.press("Log")
    session = diarist.logged()
    assert session.template_name == "Evening routine"
    assert session.document is not None
    assert [section.name for section in session.document.sections] == ["Warm-up"]


def test_nothing_in_the_future_is_logged(diarist: Diarist, qtbot: QtBot) -> None:
    diarist.open()
    diarist.write("End", "2026-03-05 23:00:00")
    assert diarist.says("It would end in the future")
    diarist.log_by_key()
    assert diarist.dialog.isVisible()
    diarist.write("End", "2026-03-05 18:30:00")
    assert diarist.says("Will be logged: 24 min Practice, today 18:06–18:30.")
    diarist.log_by_key()
    assert diarist.logged().end == NOW - 21 * MINUTE


def test_a_length_that_is_none_is_said_and_not_logged(diarist: Diarist) -> None:
    diarist.open()
    diarist.write("Length", "soon")
    diarist.log_by_key()
    assert diarist.dialog.isVisible()
    assert diarist.field("Length").toolTip() == "Write a length like 45 min or 1 h 30 min."


def test_a_start_that_cannot_be_read_is_not_promised_either(diarist: Diarist) -> None:
    diarist.open()
    diarist.write("Start", "once upon a time")
    assert diarist.says("When it was, or how long, cannot be read.")
    assert not diarist.says("Will be logged")
    diarist.write("Start", "yesterday 7:10")
    assert diarist.says("Will be logged: 45 min Practice, yesterday 07:10–07:55.")
    diarist.write("Start", "once upon a time")
    field = diarist.field("Start")
    field.setFocus()
    diarist.qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert diarist.says("Will be logged: 45 min Practice, yesterday 07:10–07:55.")


def overlapped(diarist: Diarist) -> None:
    there = SessionId(str(diarist.workspace.practice.create(None, "Evening routine", NOW - 60 * MINUTE).created))
    diarist.workspace.practice.save(there, SessionEdit(end=NOW - 30 * MINUTE))


def test_another_session_of_that_time_is_named_and_the_time_can_be_trimmed(diarist: Diarist) -> None:
    overlapped(diarist)
    diarist.open()
    diarist.until(lambda: diarist.says("“Evening routine” took place at the same time: today 17:51–18:21."))
    diarist.press("Trim")
    assert diarist.says("Will be logged: 30 min Practice, today 18:21–18:51.")
    diarist.press("Log")
    session = diarist.logged()
    assert (session.start, session.end) == (NOW - 30 * MINUTE, NOW)


def test_or_it_can_be_kept(diarist: Diarist) -> None:
    overlapped(diarist)
    diarist.open()
    diarist.until(lambda: diarist.says("took place at the same time"))
    diarist.press("Log")
    assert diarist.logged().start == NOW - 45 * MINUTE


def test_the_overlap_goes_with_the_time(diarist: Diarist) -> None:
    overlapped(diarist)
    diarist.open()
    diarist.until(lambda: diarist.says("took place at the same time"))
    diarist.press("Trim")
    diarist.write("Start", "2026-03-04 12:00:00")
    diarist.until(lambda: not diarist.says("took place at the same time"))
    assert diarist.says("yesterday 12:00–12:45")


def test_on_the_goals_page_the_selected_goal_stands_there(diarist: Diarist) -> None:
    diarist.window.show_page("goals")
    diarist.context.goal_requested.emit(diarist.suite)
    diarist.until(lambda: diarist.window.furniture.shown_page().session_goal() == diarist.suite)  # type: ignore[union-attr]
    diarist.open()
    diarist.until(lambda: diarist.says("Suite I."))
