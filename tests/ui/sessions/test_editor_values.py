"""Values typed where they stand, with Enter and Tab only."""

import threading

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QToolTip

from fractal_desktop.ui.sessions.adders import AddButton
from fractal_desktop.ui.sessions.cell_field import CellField
from fractal_desktop.ui.sessions.set_tick import SetTick
from tests.ui.sessions.acting import click_cell, focused, grid, named, press, row, saved

ENTER, TAB, ESCAPE, UP, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
SCALES, SPICCATO = (1, 1), (1, 0)


class Earlier:
    """What was noted before: the same for every activity."""

    def __init__(self, last=None, best=None):
        self._last, self._best = last, best

    def last(self, activity_id, set_index, metric_id, split_id):
        return self._last

    def best(self, activity_id, metric_id, split_id):
        return self._best


def test_values_are_typed_line_by_line_with_tab(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, "72", TAB, "1")
    assert focused(editor).accessibleName() == "Errors, set 1"
    press(qtbot, editor, TAB)
    assert isinstance(focused(editor), SetTick)
    press(qtbot, editor, Qt.Key.Key_Space, TAB, "80", TAB, "0")
    saved(context, until, writes)
    editor.flush()
    context.flush()
    assert repertoire.noted(session_id, *SCALES) == [
        (0, "Tempo", None, "72"),
        (0, "Errors", None, "1"),
        (1, "Tempo", None, "80"),
        (1, "Errors", None, "0"),
    ]
    assert [each.completed for each in repertoire.life.stored(session_id).document.sections[1].items[1].sets] == [True, False]


def test_enter_goes_down_a_column_and_then_to_the_next(qtbot, context, repertoire, opened):
    editor = opened(repertoire.session())
    click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    names = []
    for _ in range(4):
        names.append(focused(editor).accessibleName())
        press(qtbot, editor, ENTER)
    assert names == ["Tempo, bpm, set 1", "Tempo, bpm, set 2", "Errors, set 1", "Errors, set 2"]
    assert isinstance(focused(editor), AddButton)
    press(qtbot, editor, ENTER)
    assert focused(editor).accessibleName() == "Tempo, bpm, set 3"
    assert focused(editor).text() == "60"
    press(qtbot, editor, (ENTER, SHIFT), (ENTER, SHIFT))
    assert focused(editor).accessibleName() == "Tempo, bpm, set 1"


def test_arrows_stay_in_a_column_and_go_on_to_the_items_around(qtbot, repertoire, opened):
    editor = opened(repertoire.session())
    click_cell(qtbot, grid(editor, "Scales"), 0, 1)
    press(qtbot, editor, DOWN)
    assert focused(editor).accessibleName() == "Errors, set 2"
    press(qtbot, editor, UP, UP)
    assert focused(editor) is row(editor, "Scales")
    press(qtbot, editor, UP)
    assert focused(editor) is row(editor, "Spiccato")
    press(qtbot, editor, ENTER)
    assert focused(editor).accessibleName() == "Tempo, bpm, up-bow"
    press(qtbot, editor, ENTER, ENTER)
    assert focused(editor) is row(editor, "Scales")


def test_tab_comes_in_at_the_first_value_and_leaves_after_the_last(qtbot, repertoire, opened, until):
    editor = opened(repertoire.session())
    until(lambda: grid(editor, "Scales") is not None)
    click_cell(qtbot, grid(editor, "Spiccato"), 1, 0)
    press(qtbot, editor, TAB)
    assert focused(editor) is row(editor, "Scales")
    press(qtbot, editor, (Qt.Key.Key_Backtab, SHIFT))
    assert focused(editor).accessibleName() == "Tempo, bpm, down-bow"
    press(qtbot, editor, (Qt.Key.Key_Backtab, SHIFT))
    assert focused(editor).accessibleName() == "Tempo, bpm, up-bow"


def test_a_value_for_each_split_is_noted_where_there_was_none(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    click_cell(qtbot, grid(editor, "Spiccato"), 0, 0)
    press(qtbot, editor, "84", ENTER, "88")
    editor.flush()
    saved(context, until, writes)
    assert repertoire.noted(session_id, *SPICCATO) == [(None, "Tempo", "Up-bow", "84"), (None, "Tempo", "Down-bow", "88")]


def test_escape_brings_the_value_back(qtbot, context, repertoire, opened, writes):
    editor = opened(repertoire.session())
    field = click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, "999", ESCAPE)
    assert field.text() == "60"
    press(qtbot, editor, ESCAPE)
    assert focused(editor) is row(editor, "Scales")
    editor.flush()
    context.flush()
    assert writes == []


def test_what_is_no_number_is_kept_and_told(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    values = grid(editor, "Scales")
    click_cell(qtbot, values, 0, 0)
    press(qtbot, editor, "fast", ENTER)
    assert "no number" in grid(editor, "Scales").grid.rows[0].cells[0].spoken
    editor.flush()
    saved(context, until, writes)
    assert (0, "Tempo", None, "fast") in repertoire.noted(session_id, *SCALES)
    place = values.box(0, 0).center()
    QApplication.sendEvent(values, QHelpEvent(QHelpEvent.Type.ToolTip, place, values.mapToGlobal(place)))
    assert "It is kept, but does not count" in QToolTip.text()
    click_cell(qtbot, values, 0, 0)
    assert focused(editor).text() == "fast"


def test_a_decimal_comma_is_stored_as_a_point(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    context.settings.changed.emit("zone")
    field = click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, "62,5")
    assert field.text() == "62,5"
    editor.flush()
    saved(context, until, writes)
    assert (0, "Tempo", None, "62.5") in repertoire.noted(session_id, *SCALES)
    assert grid(editor, "Scales").grid.rows[0].cells[0].text == "62,5"


def test_a_value_that_is_emptied_is_gone(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    click_cell(qtbot, grid(editor, "Scales"), 0, 1)
    press(qtbot, editor, Qt.Key.Key_Delete)
    editor.flush()
    saved(context, until, writes)
    assert repertoire.noted(session_id, *SCALES) == [(0, "Tempo", None, "60"), (1, "Tempo", None, "60"), (1, "Errors", None, "3")]


def test_typing_is_one_step_and_undo_brings_back_what_was_there(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, "72", ENTER, "80")
    editor.flush()
    saved(context, until, writes)
    assert len(writes) == 1
    context.undo()
    until(lambda: focused(editor).text() == "60")
    assert focused(editor).accessibleName() == "Tempo, bpm, set 2"
    context.redo()
    until(lambda: focused(editor).text() == "80")


def test_undo_in_a_value_that_has_nothing_to_undo_is_left_to_the_window(qtbot, repertoire, opened):
    from PySide6.QtGui import QKeySequence, QShortcut

    editor = opened(repertoire.session())
    seen = []
    shortcut = QShortcut(QKeySequence.StandardKey.Undo, editor)
    shortcut.activated.connect(lambda: seen.append("window"))
    field = click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, (Qt.Key.Key_Z, CTRL))
    assert seen == ["window"]
    press(qtbot, editor, "7", (Qt.Key.Key_Z, CTRL))
    assert (seen, field.text()) == (["window"], "60")


def test_the_caret_stays_when_a_save_comes_back(qtbot, context, repertoire, opened, until, writes):
    editor = opened(repertoire.session())
    field = click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, "7")
    saved(context, until, writes)
    press(qtbot, editor, "2")
    assert (field.text(), field.hasFocus()) == ("72", True)


def test_a_set_is_added_with_the_values_of_the_last_and_removed_again(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    qtbot.mouseClick(named(editor, AddButton, "Add a set to Scales"), Qt.MouseButton.LeftButton)
    assert focused(editor).accessibleName() == "Tempo, bpm, set 3"
    until(lambda: len(writes) == 1)
    assert context.workspace.history.undo_label == "addition of a set to Scales"
    press(qtbot, editor, (Qt.Key.Key_Delete, CTRL))
    until(lambda: len(writes) == 2)
    assert context.workspace.history.undo_label == "removal of set 3 of Scales"
    assert len(repertoire.life.stored(session_id).document.sections[1].items[1].sets) == 2
    context.undo()
    until(lambda: len(grid(editor, "Scales").grid.rows) == 3)


def test_the_cross_beside_a_set_removes_it(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    values = grid(editor, "Scales")
    qtbot.mouseMove(values, values.box(0, 0).center())
    cross = values.box(0, 0).center()
    cross.setX(values.width() - 20)
    qtbot.mouseMove(values, cross)
    qtbot.mouseClick(values, Qt.MouseButton.LeftButton, pos=cross)
    until(lambda: len(writes) == 1)
    assert len(values.grid.rows) == 1


def test_a_tick_that_has_the_focus_is_ticked_left_and_removed_by_keys(qtbot, context, repertoire, opened, until, writes):
    session_id = repertoire.session()
    editor = opened(session_id)
    click_cell(qtbot, grid(editor, "Scales"), 0, 1)
    press(qtbot, editor, TAB, ENTER, DOWN, Qt.Key.Key_Space)
    assert focused(editor).accessibleName() == "Set 2 of Scales done"
    editor.flush()
    saved(context, until, writes)
    assert [each.completed for each in repertoire.life.stored(session_id).document.sections[1].items[1].sets] == [True, True]
    press(qtbot, editor, Qt.Key.Key_Delete)
    until(lambda: len(writes) == 2)
    assert [each.completed for each in repertoire.life.stored(session_id).document.sections[1].items[1].sets] == [True]


def test_products_are_told_for_each_set_and_for_the_item(qtbot, repertoire, opened, until):
    editor = opened(repertoire.session(document=_hangs(repertoire)))
    values = grid(editor, "Max hangs")
    assert [[cell.text for cell in line.cells] for line in values.grid.rows] == [["20", "8", "160"], ["20", "8", "160"]]
    assert values.grid.total == "320"
    click_cell(qtbot, values, 0, 0)
    press(qtbot, editor, "12.5", TAB, "x")
    assert [line.cells[2].text for line in values.grid.rows] == ["", "160"]
    assert values.grid.total == ""


def test_a_session_is_shown_before_the_values_of_earlier_ones_which_move_nothing(qtbot, context, repertoire, opened, until, monkeypatch):
    come = threading.Event()
    monkeypatch.setattr(context.workspace.practice, "previous", lambda _: come.wait(20) and Earlier("57.5", 80.0))
    editor = opened(repertoire.session())
    values = grid(editor, "Scales")
    click_cell(qtbot, values, 0, 0)
    press(qtbot, editor, "6")
    places = [values.box(line, column) for line in (0, 1) for column in (0, 1)]
    until(lambda: values.height() == values.sizeHint().height())
    height = values.height()
    assert not any(cell.last or cell.best for line in values.grid.rows for cell in line.cells)
    come.set()
    until(lambda: all(cell.last == "57.5" for line in values.grid.rows for cell in line.cells))
    assert [values.box(line, column) for line in (0, 1) for column in (0, 1)] == places
    assert values.height() == height
    assert focused(values).text() == "6", "what is being typed stays"


@pytest.mark.parametrize(("best", "flagged"), [(59.0, True), (60.0, False), (None, False)])
def test_a_new_best_is_flagged_and_last_times_values_stand_beside(qtbot, context, repertoire, opened, until, monkeypatch, best, flagged):
    monkeypatch.setattr(context.workspace.practice, "previous", lambda _: Earlier("57.5", best), raising=False)
    editor = opened(repertoire.session())
    until(lambda: grid(editor, "Scales").grid.rows[0].cells[0].last != "")
    lines = grid(editor, "Scales").grid.rows
    assert [cell.last for cell in lines[0].cells] == ["57.5", "57.5"]
    assert [[cell.is_new_best for cell in line.cells] for line in lines] == [[flagged, False], [False, False]]
    click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    assert "last time 57.5" in focused(editor).accessibleDescription()
    if flagged:
        press(qtbot, editor, TAB, TAB, TAB, "61")
        lines = grid(editor, "Scales").grid.rows
        assert [line.cells[0].is_new_best for line in lines] == [False, True]
        press(qtbot, editor, Qt.Key.Key_Backspace, Qt.Key.Key_Backspace, "5")
        assert [line.cells[0].is_new_best for line in grid(editor, "Scales").grid.rows] == [True, False]


def test_values_of_an_activity_that_is_gone_are_kept_and_typed_over(qtbot, context, life, opened, until, writes):
    session_id = life.with_document()
    editor = opened(session_id)
    assert "deleted activity" in row(editor, "Scales").accessibleDescription()
    click_cell(qtbot, grid(editor, "Scales"), 1, 0)
    press(qtbot, editor, "70")
    editor.flush()
    saved(context, until, writes)
    item = life.stored(session_id).document.sections[1].items[0]
    assert [each.metrics[0].value for each in item.sets] == ["60", "70"]
    assert item.activity_id == "gone"


def test_a_value_that_is_noted_twice_is_only_shown(qtbot, repertoire, opened):
    document = repertoire.document()
    path = (*document.path(1, 1), "sets", 0, "metrics")
    document = document.with_value(path, [*document.value(path), {"metric_id": repertoire.metric("Scales", "Tempo"), "value": "61"}])
    editor = opened(repertoire.session(document=document))
    values = grid(editor, "Scales")
    assert values.grid.rows[0].cells[0].text == "60 / 61"
    qtbot.mouseClick(values, Qt.MouseButton.LeftButton, pos=values.box(0, 0).center())
    assert not isinstance(focused(editor), CellField)


def test_nothing_can_be_typed_into_a_file_that_is_only_read(qtbot, context, repertoire, opened, monkeypatch):
    session_id = repertoire.session()
    monkeypatch.setattr(type(context), "can_write", property(lambda _: False))
    editor = opened(session_id)
    values = grid(editor, "Scales")
    qtbot.mouseClick(values, Qt.MouseButton.LeftButton, pos=values.box(0, 0).center())
    assert not isinstance(focused(editor), QLineEdit)
    assert values.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not named(editor, SetTick, "Set 1 of Scales done").isEnabled()
    assert named(editor, AddButton, "Add a set to Scales").isHidden()


def _hangs(repertoire):
    from fractal_desktop.domain import document_edits as edits
    from fractal_desktop.domain.document import Document
    from tests.ui.sessions.acting import _new_id

    names = repertoire.life.context.workspace.practice.library().activities
    document = edits.add_section(Document.empty(), "Strength")
    document = edits.add_activity(document, 0, names[repertoire.ids["Max hangs"]], _new_id)
    for metric, value in (("Load", "20"), ("Hold", "8")):
        document = edits.set_metric_value(document, document.path(0, 0), 0, repertoire.metric("Max hangs", metric), None, value)
    return edits.add_set(document, document.path(0, 0), _new_id)


def test_a_digit_on_an_item_is_the_first_of_its_first_value(qtbot, repertoire, opened):
    editor = opened(repertoire.session())
    row(editor, "Scales").setFocus()
    press(qtbot, editor, "7", "2", TAB)
    assert grid(editor, "Scales").grid.rows[0].cells[0].text == "72"
    assert focused(editor).accessibleName() == "Errors, set 1"
