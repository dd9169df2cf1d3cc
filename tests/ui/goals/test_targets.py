import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import partial
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QProgressBar, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain import document_edits
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.ids import GoalId, SessionId, TargetId
from fractal_desktop.domain.library import ActivityDraft, ActivityName, MetricDraft
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.domain.target import Target, TargetDraft, TargetKind
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext, Notice
from fractal_desktop.ui.goals.editor import GoalEditor
from fractal_desktop.ui.goals.row_list import ListRow
from fractal_desktop.ui.goals.target_dialog import TargetDialog
from fractal_desktop.ui.goals.target_row import TargetRow
from fractal_desktop.ui.goals.targets_section import TargetsSection
from fractal_desktop.ui.widgets import SegmentedControl
from fractal_desktop.ui.widgets.choice_picker import ChoicePicker
from tests.ui.acting import put_up

LEFT = Qt.MouseButton.LeftButton


class Coach:
    """A person who sets targets in the editor of the goal Suite I."""

    def __init__(self, qtbot: QtBot, editor: GoalEditor, context: AppContext, workspace: Workspace, ids: dict[str, str]) -> None:
        self.qtbot = qtbot
        self.editor = editor
        self.context = context
        self.workspace = workspace
        self.ids = ids
        self.goal_id = GoalId(ids["Suite I"])
        self.notices: list[Notice] = []
        context.noticed.connect(self.notices.append)

    def until(self, true: object) -> None:
        self.qtbot.waitUntil(lambda: bool(true()), timeout=15_000)  # type: ignore[operator]

    def show(self, name: str = "Suite I") -> None:
        self.editor.show_goal(GoalId(self.ids[name]))
        self.until(self.section.isVisible)

    @property
    def section(self) -> TargetsSection:
        return self.editor.findChild(TargetsSection)

    @property
    def rows(self) -> list[TargetRow]:
        return [row for row in self.section.findChildren(TargetRow) if row.isVisible()]

    def labels(self, of: QWidget | None = None) -> list[str]:
        return [label.text() for label in (of or self.section).findChildren(QLabel) if label.isVisible() and label.text().strip()]

    def click(self, text: str, within: QWidget | None = None) -> None:
        buttons = (within or self.section).findChildren(QPushButton) + (within or self.section).findChildren(QToolButton)
        self.qtbot.mouseClick(next(b for b in buttons if text in (b.text(), b.accessibleName()) and b.isVisible()), LEFT)

    def dialog(self) -> TargetDialog:
        self.until(self.dialogs)
        return self.dialogs()[0]

    def dialogs(self) -> list[TargetDialog]:
        return [dialog for dialog in self.section.findChildren(TargetDialog) if dialog.isVisible()]

    def ask(self, text: str = "Add target") -> TargetDialog:
        self.click(text)
        return self.dialog()

    def choose_kind(self, dialog: TargetDialog, text: str) -> None:
        self.click(text, dialog.findChild(SegmentedControl))

    def choose_activity(self, dialog: TargetDialog, name: str) -> None:
        button = next(b for b in dialog.findChildren(QPushButton) if b.accessibleName().startswith("Activity: "))
        self.qtbot.mouseClick(button, LEFT)
        self.until(lambda: dialog.findChildren(ChoicePicker))
        field = dialog.findChild(ChoicePicker).findChild(QLineEdit)
        self.qtbot.keyClicks(field, name)
        self.qtbot.keyClick(field, Qt.Key.Key_Return)

    def field(self, dialog: TargetDialog, name: str) -> QLineEdit:
        return next(edit for edit in dialog.findChildren(QLineEdit) if edit.accessibleName() == name and edit.isVisible())

    def type(self, dialog: TargetDialog, name: str, text: str) -> None:
        field = self.field(dialog, name)
        field.setFocus()
        field.selectAll()
        self.qtbot.keyClick(field, Qt.Key.Key_Backspace)
        self.qtbot.keyClicks(field, text)

    def save(self, dialog: TargetDialog) -> None:
        self.qtbot.keyClick(QApplication.focusWidget() or dialog, Qt.Key.Key_Return)
        self.until(lambda: not self.dialogs())

    def stored(self) -> tuple[Target, ...]:
        return self.workspace.goals.targets(self.goal_id)

    def is_complete(self) -> bool:
        return self.workspace.goals.goal(self.goal_id).completed

    def put(self, text: str | None) -> None:
        with closing(sqlite3.connect(self.workspace.path)) as connection, connection:
            connection.execute("UPDATE goals SET targets = ? WHERE id = ?", (text, self.goal_id))

    def content(self) -> object:
        with closing(sqlite3.connect(self.workspace.path)) as connection:
            return connection.execute("SELECT targets FROM goals WHERE id = ?", (self.goal_id,)).fetchone()[0]


def scales(workspace: Workspace) -> ActivityName:
    return next(a for a in workspace.practice.library().activities.values() if a.name == "Scales")


def note_tempo(workspace: Workspace, session_id: str, value: str) -> object:
    """Note a tempo of Scales in a session."""
    activity = scales(workspace)

    def edit(document: Document) -> Document:
        document = document_edits.add_activity(document_edits.add_section(document, "Main"), 0, activity, lambda: str(uuid4()))
        return document_edits.set_metric_value(document, ("sections", 0, "exercises", 0), None, activity.metrics[0].id, None, value)

    return workspace.practice.save(SessionId(session_id), SessionEdit(document_edit=edit))


@pytest.fixture
def coach(qtbot: QtBot, context: AppContext, workspace: Workspace, ids: dict[str, str]) -> Iterator[Coach]:
    metrics = (MetricDraft(None, "Tempo", "bpm"), MetricDraft(None, "Accuracy", "%"))
    workspace.library.create_activity(GoalId(ids["Cello"]), ActivityDraft("Scales", metrics=metrics))
    workspace.library.create_activity(GoalId(ids["Climbing"]), ActivityDraft("Campus board", metrics=(MetricDraft(None, "Height"),)))
    editor = put_up(qtbot, GoalEditor(context), 700, 900)
    qtbot.waitExposed(editor)
    editor.activateWindow()
    coach = Coach(qtbot, editor, context, workspace, ids)
    coach.show()
    yield coach
    context.flush()


def test_a_value_to_reach_is_added_with_keys_and_undone(coach: Coach, context: AppContext) -> None:
    dialog = coach.ask()
    coach.choose_activity(dialog, "scal")
    coach.qtbot.keyClicks(QApplication.focusWidget(), "90")
    assert "Scales: Tempo at least 90 bpm" in coach.labels(dialog)
    coach.save(dialog)
    coach.until(lambda: coach.rows)
    assert coach.labels()[1:3] == ["Scales", "Scales: Tempo at least 90 bpm"]
    coach.until(lambda: "Nothing noted yet" in coach.labels())
    context.undo()
    coach.until(lambda: not coach.rows)
    context.redo()
    coach.until(lambda: coach.rows)


def test_only_activities_of_the_fractal_are_offered(coach: Coach) -> None:
    dialog = coach.ask()
    coach.choose_activity(dialog, "campus")
    assert "Activity: Choose…" in [b.accessibleName() for b in dialog.findChildren(QPushButton)]
    coach.click("Cancel", dialog)


def test_tab_goes_through_the_dialog_from_top_to_bottom_whatever_fields_it_has(coach: Coach) -> None:
    dialog = coach.ask()
    coach.choose_activity(dialog, "Scales")
    passed = []
    for _ in range(5):
        passed.append(QApplication.focusWidget().accessibleName() or QApplication.focusWidget().text())
        coach.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert passed == ["Tempo", "Accuracy", "Deadline", "Open calendar", "Name of the target"]
    coach.click("Cancel", dialog)


def test_tab_comes_to_the_targets_before_the_sessions(coach: Coach) -> None:
    coach.workspace.goals.set_target(coach.goal_id, None, TargetDraft(TargetKind.COUNT_PER_WEEK, "Habit", count=3, weeks=8))
    coach.show("Suite II")
    coach.show()
    coach.until(lambda: coach.rows)
    coach.until(lambda: coach.editor.findChildren(ListRow))
    coach.qtbot.wait(1)
    next(b for b in coach.section.findChildren(QPushButton) if b.text() == "Add target").setFocus()
    passed = []
    for _ in range(3):
        coach.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget().accessibleName() or QApplication.focusWidget().text())
    assert passed == ["Edit target Habit", "Remove target Habit", "All sessions"]


def test_a_value_by_a_date_a_total_and_so_many_a_week_are_added(coach: Coach) -> None:
    dialog = coach.ask()
    coach.choose_activity(dialog, "Scales")
    coach.type(dialog, "Accuracy", "95.5")
    coach.type(dialog, "Deadline", "2026-03-20")
    coach.type(dialog, "Name of the target", "Clean scales")
    coach.save(dialog)
    dialog = coach.ask()
    coach.choose_kind(dialog, "Come to a total")
    coach.type(dialog, "Time", "40")
    coach.save(dialog)
    dialog = coach.ask()
    coach.choose_kind(dialog, "Every week")
    coach.type(dialog, "Sessions a week", "3")
    coach.type(dialog, "Weeks in a row", "8")
    coach.save(dialog)
    coach.until(lambda: len(coach.rows) == 3)
    assert [coach.labels(row)[:2] for row in coach.rows] == [
        ["Clean scales", "Scales: Accuracy at least 95.5 % by 20 Mar 2026"],
        ["Time practised", "40 hours in all"],
        ["Every week", "3 sessions a week, 8 weeks in a row"],
    ]
    kinds = [target.kind for target in coach.stored()]
    assert kinds == [TargetKind.BY_DEADLINE, TargetKind.SUM, TargetKind.COUNT_PER_WEEK]
    assert coach.stored()[0].deadline == date(2026, 3, 20)
    coach.until(lambda: "0 of 8 weeks in a row, 0 of 3 sessions this week" in coach.labels())


def test_words_where_a_number_is_wanted_are_refused_beside_the_field(coach: Coach) -> None:
    dialog = coach.ask()
    coach.choose_activity(dialog, "Scales")
    coach.type(dialog, "Tempo", "fast")
    coach.qtbot.keyClick(coach.field(dialog, "Tempo"), Qt.Key.Key_Return)
    assert "“fast” is no number." in coach.labels(dialog)
    assert QApplication.focusWidget() is coach.field(dialog, "Tempo")
    coach.type(dialog, "Tempo", "9")
    assert "“fast” is no number." not in coach.labels(dialog)
    coach.type(dialog, "Deadline", "soon")
    coach.qtbot.keyClick(coach.field(dialog, "Deadline"), Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert any(label.startswith("Write a date like") for label in coach.labels(dialog))
    coach.qtbot.keyClick(coach.field(dialog, "Deadline"), Qt.Key.Key_Escape)
    coach.save(dialog)
    assert [metric.value for target in coach.stored() for metric in target.metrics] == ["9"]


def test_nothing_typed_is_refused_beside_the_activity(coach: Coach) -> None:
    dialog = coach.ask()
    coach.click("Save", dialog)
    assert "Choose the activity that it is about." in coach.labels(dialog)
    coach.click("Cancel", dialog)
    assert coach.stored() == ()


def test_a_total_is_of_one_thing(coach: Coach) -> None:
    dialog = coach.ask()
    coach.choose_kind(dialog, "Come to a total")
    coach.type(dialog, "Time", "40")
    coach.choose_activity(dialog, "Scales")
    coach.type(dialog, "Accuracy", "500")
    assert coach.field(dialog, "Time").text() == ""
    coach.save(dialog)
    coach.until(lambda: "Scales: Accuracy 500 % in all" in coach.labels())


def test_a_target_is_edited_and_removed_and_both_are_undone(coach: Coach, context: AppContext) -> None:
    coach.workspace.goals.set_target(coach.goal_id, None, TargetDraft(TargetKind.COUNT_PER_WEEK, "Habit", count=3, weeks=8))
    coach.show("Suite II")
    coach.show()
    coach.until(lambda: coach.rows)
    dialog = coach.ask("Edit target Habit")
    assert coach.field(dialog, "Sessions a week").text() == "3"
    coach.type(dialog, "Sessions a week", "4")
    coach.save(dialog)
    coach.until(lambda: "4 sessions a week, 8 weeks in a row" in coach.labels())
    context.undo()
    coach.until(lambda: "3 sessions a week, 8 weeks in a row" in coach.labels())
    coach.click("Remove target Habit")
    coach.until(lambda: not coach.rows)
    assert coach.notices[-1] == Notice("Removed target “Habit”", undoable=True)
    context.undo()
    coach.until(lambda: coach.rows)


def test_the_best_so_far_is_shown_and_the_goal_completes_with_a_notice(coach: Coach, context: AppContext) -> None:
    dialog = coach.ask()
    coach.choose_activity(dialog, "Scales")
    coach.type(dialog, "Tempo", "90")
    coach.save(dialog)
    coach.until(lambda: coach.rows)
    context.write(coach.editor, partial(note_tempo, session_id=coach.ids["Routine 3"], value="84"))  # type: ignore[arg-type]
    coach.until(lambda: "Best so far: Tempo 84 bpm" in coach.labels())
    assert 900 < coach.rows[0].findChild(QProgressBar).value() < 1000
    assert not coach.is_complete()
    context.write(coach.editor, partial(note_tempo, session_id=coach.ids["Routine 2"], value="92"))  # type: ignore[arg-type]
    coach.until(lambda: "Reached: Tempo 92 bpm" in coach.labels())
    assert coach.is_complete()
    assert coach.notices[-1] == Notice("“Suite I” is complete: its target is reached.", undoable=True)
    coach.until(lambda: any(b.text() == "Reopen" and b.isVisible() for b in coach.editor.findChildren(QPushButton)))
    with coach.qtbot.waitSignal(coach.editor.node_chosen) as shown:
        coach.click("Show the session")
    assert shown.args == [coach.ids["Routine 2"]]
    context.undo()
    coach.until(lambda: "Best so far: Tempo 84 bpm" in coach.labels())
    assert not coach.is_complete()


def test_targets_of_old_files_are_shown_as_they_are_and_kept_word_for_word(coach: Coach) -> None:
    old = (
        '[{"id": "t", "activity_id": "a", "name": "Fast scales", "extra": 1, "metrics": [{"metric_id": "gone", "value": "120"}]},'
        f' {{"name": "By feel", "activity_id": "{scales(coach.workspace).id}", "metrics": [{{"metric_id": "{scales(coach.workspace).metrics[0].id}", "value": "fast"}}]}}]'
    )
    coach.put(old)
    coach.show("Suite II")
    coach.show()
    coach.until(lambda: len(coach.rows) == 2)
    coach.until(lambda: "Its activity was deleted, so nothing reaches it." in coach.labels())
    assert "deleted activity: deleted metric at least 120" in coach.labels()
    assert "Scales: Tempo at least fast bpm" in coach.labels()
    assert "“fast” is no number, so nothing reaches it." in coach.labels()
    dialog = coach.ask()
    coach.choose_kind(dialog, "Every week")
    coach.type(dialog, "Sessions a week", "3")
    coach.type(dialog, "Weeks in a row", "2")
    coach.save(dialog)
    coach.until(lambda: len(coach.rows) == 3)
    assert str(coach.content()).startswith(old[:-1])
    dialog = coach.ask("Edit target Fast scales")
    coach.save(dialog)
    assert str(coach.content()).startswith(old[:-1]), "an edit that changes nothing leaves it as it is"


@pytest.mark.parametrize("text", ['{"a": 1}', "not json", "3"])
def test_what_is_no_list_is_shown_as_nothing_and_kept(coach: Coach, text: str) -> None:
    coach.put(text)
    coach.show("Suite II")
    coach.show()
    assert coach.rows == []
    dialog = coach.ask()
    coach.choose_kind(dialog, "Every week")
    coach.type(dialog, "Sessions a week", "3")
    coach.type(dialog, "Weeks in a row", "2")
    coach.qtbot.keyClick(coach.field(dialog, "Weeks in a row"), Qt.Key.Key_Return)
    coach.until(lambda: any("cannot be read" in label for label in coach.labels(dialog)))
    assert coach.content() == text
    coach.click("Cancel", dialog)


def test_a_kind_of_a_newer_program_is_shown_and_can_only_be_removed(coach: Coach) -> None:
    coach.put(json.dumps([{"id": "n", "kind": "moon_phase", "name": "Full moon", "metrics": []}]))
    coach.show("Suite II")
    coach.show()
    coach.until(lambda: coach.rows)
    assert "Made by a newer version of the program" in coach.labels()
    assert "Edit target Full moon" not in [b.accessibleName() for b in coach.rows[0].findChildren(QToolButton) if b.isVisible()]
    coach.click("Remove target Full moon")
    coach.until(lambda: not coach.rows)


def test_rows_stay_where_targets_stay_so_that_the_focus_does(coach: Coach) -> None:
    for name in ("one", "two"):
        coach.workspace.goals.set_target(coach.goal_id, None, TargetDraft(TargetKind.COUNT_PER_WEEK, name, count=3, weeks=8))
    coach.show("Suite II")
    coach.show()
    coach.until(lambda: len(coach.rows) == 2)
    edit = next(b for b in coach.rows[1].findChildren(QToolButton) if b.accessibleName() == "Edit target two")
    edit.setFocus()
    first = TargetId(coach.stored()[0].id)
    coach.context.write(coach.editor, lambda w: w.goals.remove_target(coach.goal_id, first))
    coach.until(lambda: len(coach.rows) == 1)
    assert QApplication.focusWidget() is edit
