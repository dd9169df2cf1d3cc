import sqlite3
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from fractal_desktop.domain.errors import StorageError, StorageProblem
from fractal_desktop.domain.library import TemplateDraft
from fractal_desktop.ui.saving import SaveStatus
from fractal_desktop.ui.sessions.parts import DurationField, TickButton
from fractal_desktop.ui.sessions.section_header import SectionHeader
from fractal_desktop.ui.widgets import GoalChip
from fractal_desktop.ui.widgets.goal_picker import GoalPicker
from tests.ui.sessions.acting import button, labels, named, retype, saved
from tests.ui.sessions.conftest import HOUR, START


def test_opening_a_session_writes_nothing(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    before = life.stored(session_id)
    editor = opened(session_id)
    for widget in editor.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus()
    editor.show_session(None)
    context.flush()
    assert life.stored(session_id) == before
    assert writes == []


def test_a_name_is_saved_a_second_after_the_last_key_in_one_step(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    retype(qtbot, named(editor, QLineEdit, "Name"), "Slow practice")
    assert writes == []
    saved(context, until, writes)
    assert life.stored(session_id).name == "Slow practice"
    assert len(writes) == 1
    context.undo()
    until(lambda: named(editor, QLineEdit, "Name").text() == "Evening routine")
    assert life.stored(session_id).name == "Evening routine"


def test_the_caret_stays_where_it_is_when_a_save_comes_back(qtbot, context, life, opened, until, writes):
    editor = opened(life.with_document())
    name = named(editor, QLineEdit, "Name")
    name.setFocus()
    name.setCursorPosition(7)
    qtbot.keyClicks(name, " long")
    saved(context, until, writes)
    qtbot.keyClicks(name, "er")
    assert name.text() == "Evening longer routine"


def test_an_archived_template_is_offered_only_while_it_is_the_session_s_own(qtbot, context, life, opened, until):
    library = context.workspace.library
    used, old, kept = (library.create_template(life.root, TemplateDraft(name, "", ())).created for name in ("Used", "Old", "Kept"))
    library.archive_templates((used, old))
    editor = opened(life.session("Evening routine", template_id=used))
    box = named(editor, QComboBox, "Template")

    def offered():
        return [box.itemText(index) for index in range(box.count())]

    assert (box.currentText(), offered()) == ("Used", ["No template", "Kept", "Used"])
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Up)
    context.flush()
    assert life.stored(editor.session_id).template_id == kept
    until(lambda: offered() == ["No template", "Kept"])
    context.undo()
    until(lambda: box.currentText() == "Used")


def test_an_emptied_name_comes_back(qtbot, context, life, opened, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    retype(qtbot, named(editor, QLineEdit, "Name"), "x")
    name = named(editor, QLineEdit, "Name")
    qtbot.keyClick(name, Qt.Key.Key_Backspace)
    named(editor, QLineEdit, "Start").setFocus()
    assert name.text() == "Evening routine"
    context.flush()
    assert writes == []


def test_moving_the_start_moves_the_end_along(qtbot, context, life, opened, until, writes):
    session_id = life.session("Slow run-through", end=START + HOUR)
    editor = opened(session_id)
    start = named(editor, QLineEdit, "Start")
    start.setFocus()
    start.setSelection(11, 2)
    qtbot.keyClicks(start, "16")
    assert named(editor, QLineEdit, "End").text() == "2026-03-05 17:04:10"
    editor.flush()
    saved(context, until, writes)
    stored = life.stored(session_id)
    assert (stored.start, stored.end) == (START - 2 * HOUR, START - HOUR)


def test_moving_the_end_moves_only_the_end(qtbot, context, life, opened, until, writes):
    session_id = life.session("Slow run-through", end=START + HOUR)
    editor = opened(session_id)
    end = named(editor, QLineEdit, "End")
    end.setFocus()
    end.setSelection(14, 2)
    qtbot.keyClick(end, Qt.Key.Key_Up)
    assert "1:01:00 after start" in labels(editor)
    editor.flush()
    saved(context, until, writes)
    stored = life.stored(session_id)
    assert (stored.start, stored.end) == (START, START + HOUR + timedelta(minutes=1))


def test_an_end_before_the_start_is_refused_beside_the_field_and_the_next_day_offered(qtbot, context, life, opened, until, writes):
    session_id = life.session("Night practice", end=START + HOUR)
    editor = opened(session_id)
    end = named(editor, QLineEdit, "End")
    end.setFocus()
    end.setSelection(11, 2)
    qtbot.keyClicks(end, "01")
    assert "The end lies before the start." in labels(editor)
    editor.flush()
    context.flush()
    assert writes == []
    assert end.text() == "2026-03-05 01:04:10"
    qtbot.mouseClick(button(editor, "Next day"), Qt.MouseButton.LeftButton)
    assert end.text() == "2026-03-06 01:04:10"
    editor.flush()
    saved(context, until, writes)
    assert life.stored(session_id).end == START + 7 * HOUR


def test_a_missing_end_is_offered_and_stored_by_use(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    assert named(editor, QLineEdit, "End").text() == "2026-03-05 18:20:50"
    assert "Start + duration, not stored yet" in labels(editor)
    assert life.stored(session_id).end is None
    qtbot.mouseClick(button(editor, "Use"), Qt.MouseButton.LeftButton)
    editor.flush()
    saved(context, until, writes)
    assert life.stored(session_id).end == START + timedelta(seconds=1000)


def test_complete_sets_the_end_of_a_session_from_today(qtbot, context, life, opened, until, writes):
    session_id = life.session("Evening routine")
    editor = opened(session_id)
    qtbot.mouseClick(button(editor, "Complete"), Qt.MouseButton.LeftButton)
    until(lambda: any(b.text() == "Reopen" for b in editor.findChildren(QPushButton)))
    stored = life.stored(session_id)
    assert stored.completed
    assert stored.end == context.now()


def test_complete_leaves_a_back_dated_session_without_an_end(qtbot, context, life, opened, until, writes):
    session_id = life.session("Long ago", START - 48 * HOUR)
    editor = opened(session_id)
    qtbot.mouseClick(button(editor, "Complete"), Qt.MouseButton.LeftButton)
    until(lambda: any(b.text() == "Reopen" for b in editor.findChildren(QPushButton)))
    assert life.stored(session_id).end is None


def test_a_tick_a_length_and_notes_go_into_the_document_and_nothing_else_changes(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    before = life.stored(session_id).document
    editor = opened(session_id)
    until(lambda: named(editor, DurationField, "Length of Scales") is not None)
    qtbot.mouseClick(named(editor, TickButton, "Tune, rosin, stand done"), Qt.MouseButton.LeftButton)
    retype(qtbot, named(editor, DurationField, "Length of Long bows"), "13:20")
    qtbot.keyClick(named(editor, DurationField, "Length of Long bows"), Qt.Key.Key_Return)
    qtbot.mouseClick(named(editor, QAbstractButton, "Notes of Scales"), Qt.MouseButton.LeftButton)
    qtbot.keyClicks(named(editor, QPlainTextEdit, "Notes of Scales"), "even")
    assert "17:30" in labels(editor)
    editor.flush()
    saved(context, until, writes)
    stored = life.stored(session_id)
    expected = before.with_value(("sections", 0, "exercises", 0, "completed"), True)
    expected = expected.with_value(("sections", 0, "exercises", 1, "duration_seconds"), 800)
    expected = expected.with_value(("sections", 1, "exercises", 0, "notes"), "even")
    assert stored.document.value(("sections",)) == expected.value(("sections",))
    assert stored.duration_seconds == 1050


def test_a_length_in_minutes_is_written_out(qtbot, context, life, opened, until, writes):
    editor = opened(life.with_document())
    field = named(editor, DurationField, "Length of Long bows")
    retype(qtbot, field, "45")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "45:00"


def test_a_senseless_length_is_marked_and_not_stored(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    field = named(editor, DurationField, "Length of Long bows")
    retype(qtbot, field, "x:y")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.property("state") == "error"
    assert "Write a length" in field.toolTip()
    context.flush()
    assert life.stored(session_id).duration_seconds == 1000


def test_sections_fold_and_stay_folded(qtbot, context, life, opened, until, writes):
    session_id, other = life.with_document(), life.session("Other")
    editor = opened(session_id)
    header = next(h for h in editor.findChildren(SectionHeader) if h.text() == "Warm-up")
    qtbot.mouseClick(header, Qt.MouseButton.LeftButton)
    assert not named(editor, DurationField, "Length of Long bows").isVisible()
    editor.show_session(other)
    until(lambda: named(editor, QLineEdit, "Name").text() == "Other")
    editor.show_session(session_id)
    until(lambda: named(editor, QLineEdit, "Name").text() == "Evening routine")
    until(lambda: any(h.text() == "Warm-up" and h.isVisible() for h in editor.findChildren(SectionHeader)))
    header = next(h for h in editor.findChildren(SectionHeader) if h.text() == "Warm-up" and h.isVisible())
    assert not header.isChecked()
    assert writes == []


def test_a_section_says_what_was_planned_and_done(life, opened):
    editor = opened(life.with_document())
    said = {h.text(): h.accessibleDescription() for h in editor.findChildren(SectionHeader)}
    assert said == {"Warm-up": "10 min planned, 12:30", "Technique": "15 min planned, 04:10", "Cool-down": "5 min (planned)"}


def test_names_that_are_gone_are_said_to_be(life, opened, until):
    editor = opened(life.with_document())
    until(lambda: named(editor, DurationField, "Length of Scales") is not None)
    assert "deleted activity" in labels(editor)
    assert "deleted metric 60" in named(editor, QWidget, "Values of Scales").accessibleDescription()


def test_an_unreadable_document_is_shown_and_survives_every_edit(qtbot, context, life, opened, until, writes):
    session_id = life.session("Broken")
    _overwrite(context, session_id, "{oops")
    editor = opened(session_id)
    raw = named(editor, QPlainTextEdit, "Unreadable contents")
    assert raw.isVisible()
    assert raw.isReadOnly()
    assert raw.toPlainText() == "{oops"
    assert any("could not be read" in text for text in labels(editor))
    retype(qtbot, named(editor, QLineEdit, "Name"), "Mended")
    editor.flush()
    saved(context, until, writes)
    stored = life.stored(session_id)
    assert (stored.name, stored.unreadable_text) == ("Mended", "{oops")


def test_what_needs_a_look_is_said_until_it_holds_no_more(qtbot, context, life, opened):
    session_id = life.session("Night practice", end=START + HOUR)
    _run(
        context,
        "INSERT INTO session_issues (session_id, code, status) VALUES (?, 'end_before_start', 'open'), (?, 'negative_duration', 'open')",
        (session_id, session_id),
    )
    _run(context, "UPDATE goals SET session_end = '2026-03-05 16:00:00.000000' WHERE id = ?", (session_id,))
    editor = opened(session_id)
    said = "It ends before it starts. Both times are kept.\nA length in the old file is below zero. It is not counted."
    assert said in labels(editor)
    end = named(editor, QLineEdit, "End")
    end.setFocus()
    end.setSelection(11, 2)
    qtbot.keyClicks(end, "19")
    assert "A length in the old file is below zero. It is not counted." in labels(editor)


def test_leaving_for_another_session_saves_at_once(qtbot, context, life, opened, until, writes):
    session_id, other = life.with_document(), life.session("Other")
    editor = opened(session_id)
    retype(qtbot, named(editor, QLineEdit, "Name"), "Left in a hurry")
    editor.show_session(other)
    until(lambda: len(writes) == 1)
    assert life.stored(session_id).name == "Left in a hurry"


def test_closing_the_file_saves_what_is_being_typed(qtbot, context, life, opened, until):
    session_id = life.session("Slow run-through", end=START + HOUR)
    editor = opened(session_id)
    end = named(editor, QLineEdit, "End")
    end.setFocus()
    end.selectAll()
    qtbot.keyClicks(end, "19:30")
    assert context.flush()
    assert life.stored(session_id).end == datetime(2026, 3, 5, 18, 30, tzinfo=UTC)


def test_a_change_from_elsewhere_shows_without_touching_what_is_typed(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    notes = named(editor, QPlainTextEdit, "Session notes")
    notes.setFocus()
    qtbot.keyClicks(notes, "More: ")
    context.write(editor, lambda workspace: workspace.goals.rename(session_id, "Renamed in the tree"))
    until(lambda: named(editor, QLineEdit, "Name").text() == "Renamed in the tree")
    assert notes.toPlainText() == "More: Thumb loose."
    assert notes.hasFocus()
    editor.flush()
    until(lambda: len(writes) == 2)
    stored = life.stored(session_id)
    assert (stored.name, stored.document.notes) == ("Renamed in the tree", "More: Thumb loose.")


def test_a_write_that_the_file_refuses_leaves_the_edit_and_retry_saves_it(qtbot, context, life, opened, until, writes, monkeypatch):
    session_id = life.with_document()
    editor = opened(session_id)
    practice = context.workspace.practice
    kept = practice.save

    def busy(*_):
        raise StorageError(StorageProblem.BUSY, "Another program is writing to the file.")

    monkeypatch.setattr(practice, "save", busy)
    retype(qtbot, named(editor, QLineEdit, "Name"), "Stubborn")
    editor.flush()
    until(lambda: context.save_state.status is SaveStatus.FAILED)
    assert any("Another program" in text for text in labels(editor))
    assert named(editor, QLineEdit, "Name").text() == "Stubborn"
    monkeypatch.setattr(practice, "save", kept)
    context.retry()
    saved(context, until, writes)
    assert life.stored(session_id).name == "Stubborn"
    until(lambda: not any("Another program" in text for text in labels(editor)))
    editor.flush()
    context.flush()
    assert len(writes) == 1


def test_a_goal_is_added_and_taken_away(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    qtbot.mouseClick(button(editor, "Add"), Qt.MouseButton.LeftButton)
    picker = editor.findChild(GoalPicker)
    search = picker.findChild(QLineEdit)
    qtbot.keyClicks(search, "six")
    until(lambda: picker._model.rowCount() == 1)
    qtbot.keyClick(search, Qt.Key.Key_Return)
    until(lambda: [chip.goal_id for chip in editor.findChildren(GoalChip) if chip.isVisible()] == [life.suite, life.root])
    editor.flush()
    saved(context, until, writes)
    assert [goal.id for goal in life.stored(session_id).goals] == [life.suite, life.root]
    chip = next(chip for chip in editor.findChildren(GoalChip) if chip.isVisible() and chip.goal_id == life.root)
    chip.setFocus()
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    editor.flush()
    saved(context, until, writes, 2)
    assert [goal.id for goal in life.stored(session_id).goals] == [life.suite]


def test_deleting_leaves_a_way_back(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    notices = []
    context.noticed.connect(notices.append)
    editor._page.head.delete_asked.emit()
    until(lambda: any("no longer exists" in text for text in labels(editor)))
    assert notices[-1].undoable
    context.undo()
    until(lambda: named(editor, QLineEdit, "Name").isVisible())
    assert life.stored(session_id).name == "Evening routine"


def test_a_session_is_copied_as_text(qtbot, context, life, opened):
    editor = opened(life.with_document())
    editor._page.head.copy_asked.emit()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Evening routine\nPlay all six cello suites › Suite I from memory\nThursday, 5 Mar 2026, 18:04")
    assert "– Long bows 12:30" in text


def test_a_read_only_file_can_be_looked_at(qtbot, life, context, opened, monkeypatch):
    session_id = life.with_document()
    monkeypatch.setattr(type(context), "can_write", property(lambda _: False))
    editor = opened(session_id)
    assert named(editor, QLineEdit, "Name").isReadOnly()
    assert named(editor, QPlainTextEdit, "Session notes").isReadOnly()
    assert not named(editor, QComboBox, "Template").isEnabled()
    assert not any(b.text() in {"Complete", "Add"} and b.isVisible() for b in editor.findChildren(QPushButton))


def test_another_zone_shows_at_once(context, life, opened):
    editor = opened(life.session("Evening routine"))
    context.settings.zone_name = "America/New_York"
    assert named(editor, QLineEdit, "Start").text() == "2026-03-05 12:04:10"


def test_undo_in_a_field_that_has_nothing_to_undo_is_left_to_the_window(qtbot, context, life, opened):
    editor = opened(life.with_document())
    name = named(editor, QLineEdit, "Name")
    name.setFocus()
    seen = []
    from PySide6.QtGui import QKeySequence, QShortcut

    shortcut = QShortcut(QKeySequence.StandardKey.Undo, editor)
    shortcut.activated.connect(lambda: seen.append("window"))
    qtbot.keyClick(name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["window"]
    qtbot.keyClicks(name, "x")
    qtbot.keyClick(name, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert seen == ["window"]
    assert name.text() == "Evening routine"


def _overwrite(context, session_id, text):
    _run(context, "UPDATE goals SET attributes = ? WHERE id = ?", (text, session_id))


def _run(context, statement, values):
    connection = sqlite3.connect(context.workspace.path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def test_a_new_sessions_name_waits_to_be_typed_even_if_the_session_is_asked_for_twice(qtbot, editor, life, until):
    session_id = life.with_document()
    editor.show_session(session_id, edit_name=True)
    editor.show_session(session_id)
    until(lambda: named(editor, QLineEdit, "Name") is not None and named(editor, QLineEdit, "Name").selectedText() == "Evening routine")


def test_a_long_name_is_read_whole_before_the_button_beside_it_says_what_it_does(editor, life, until):
    def reopen_says():
        return next(b.text() for b in editor.findChildren(QPushButton) if b.accessibleName() == "Complete" and b.isVisible())

    editor.resize(500, 900)
    short = life.session("Scales")
    editor.show_session(short)
    until(lambda: editor.shown_id == short)
    assert reopen_says() == "Complete"
    name = named(editor, QLineEdit, "Name")
    name.setText("Scales in three octaves")
    assert reopen_says() == ""
    assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()
