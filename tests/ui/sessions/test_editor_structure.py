"""Sections, items and lines come, go and move, by pointer and by keys; each is a step of its own."""

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QScrollArea

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.adders import AddButton
from fractal_desktop.ui.sessions.document_view import DocumentView
from fractal_desktop.ui.sessions.drop_places import MIME, DropLine
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.row_parts import MoreButton
from fractal_desktop.ui.sessions.section_header import SectionHeader
from fractal_desktop.ui.widgets.choice_picker import ChoicePicker
from tests.ui.sessions.acting import click_cell, focused, grid, head, heads, labels, named, press, row, rows, saved

ENTER, ESCAPE, UP, DOWN, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
ALL = ["Tune, rosin, stand", "Long bows", "Spiccato", "Scales"]


def stored_items(repertoire, session_id):
    sections = repertoire.life.stored(session_id).document.sections
    return {section.name: [item.name for item in section.items] for section in sections}


def undo_label(context):
    return context.workspace.history.undo_label


@pytest.fixture
def session_id(repertoire):
    return repertoire.session()


@pytest.fixture
def editor_of(opened, session_id, editor):
    editor.resize(720, 1100)
    return opened(session_id)


def test_a_pop_up_that_was_asked_for_does_not_open_once_its_section_is_gone(qtbot, context, editor_of, until):
    editor = editor_of
    qtbot.mouseClick(named(editor, AddButton, "Add an activity to Strength"), LEFT)
    section = editor._page.document.document.sections[-1]
    editor._page.document.edit_asked.emit(structure.removing_section(section))
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    until(lambda: context.worker.is_idle)
    assert editor.findChild(ChoicePicker) is None


def test_an_activity_is_chosen_in_a_pop_up_and_its_line_gets_the_focus(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    qtbot.mouseClick(named(editor, AddButton, "Add an activity to Strength"), LEFT)
    until(lambda: editor.findChild(ChoicePicker) is not None)
    picker = editor.findChild(ChoicePicker)
    assert "Given up" not in [entry.text for entry in picker.entries_for("")]
    search = picker.findChild(QLineEdit)
    qtbot.keyClicks(search, "hang")
    qtbot.keyClick(search, ENTER)
    until(lambda: len(writes) == 1)
    assert undo_label(context) == "addition of Max hangs"
    assert focused(editor) is row(editor, "Max hangs")
    assert stored_items(repertoire, session_id)["Strength"] == ["Max hangs"]
    context.undo()
    until(lambda: "Max hangs" not in rows(editor))
    context.redo()
    until(lambda: rows(editor)[-1] == "Max hangs")


def test_activities_practised_last_are_offered_first(qtbot, context, repertoire, opened, editor, until):
    document = edits.add_section(Document.empty(), "All")
    session_id = repertoire.session("Yesterday")
    opened(repertoire.session("Today", document))
    assert session_id
    qtbot.mouseClick(named(editor, AddButton, "Add an activity to All"), LEFT)
    until(lambda: editor.findChild(ChoicePicker) is not None)
    offered = [(entry.text, entry.detail) for entry in editor.findChild(ChoicePicker).entries_for("")]
    assert offered == [("Long bows", "recent"), ("Spiccato", "recent"), ("Scales", "recent"), ("Max hangs", "")]


def test_an_activity_of_a_new_name_is_made(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    qtbot.mouseClick(named(editor, AddButton, "Add an activity to Strength"), LEFT)
    until(lambda: editor.findChild(ChoicePicker) is not None)
    search = editor.findChild(ChoicePicker).findChild(QLineEdit)
    qtbot.keyClicks(search, "Pull-ups")
    qtbot.keyClick(search, ENTER)
    until(lambda: "Pull-ups" in rows(editor) and len(writes) == 2)
    assert "Pull-ups" in [activity.name for activity in context.workspace.library.activities()]
    until(lambda: "deleted activity" not in row(editor, "Pull-ups").accessibleDescription())


def test_lines_are_typed_one_after_the_other(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    qtbot.mouseClick(named(editor, AddButton, "Add a line to Warm-up"), LEFT)
    press(qtbot, editor, "Breathe", ENTER, "Stretch", ENTER, ENTER)
    until(lambda: len(writes) == 2)
    assert stored_items(repertoire, session_id)["Warm-up"] == ["Tune, rosin, stand", "Long bows", "Breathe", "Stretch"]
    assert focused(editor) is named(editor, AddButton, "Add a line to Warm-up")
    assert undo_label(context) == "addition of Stretch"


def test_a_line_that_is_being_typed_is_not_lost_when_the_session_is_left(qtbot, context, repertoire, editor_of, session_id, until, writes):
    qtbot.mouseClick(named(editor_of, AddButton, "Add a line to Warm-up"), LEFT)
    press(qtbot, editor_of, "Breathe")
    editor_of.show_session(None)
    until(lambda: len(writes) == 1)
    assert "Breathe" in stored_items(repertoire, session_id)["Warm-up"]


def test_a_section_is_added_by_name(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    qtbot.mouseClick(named(editor, AddButton, "Add a section"), LEFT)
    press(qtbot, editor, "Cool-down", ENTER)
    until(lambda: len(writes) == 1)
    assert heads(editor) == ["Warm-up", "Technique", "Strength", "Cool-down"]
    assert focused(editor) is named(editor, AddButton, "Add an activity to Cool-down")
    assert undo_label(context) == "addition of Cool-down"


def test_a_session_without_sections_takes_a_line_at_once(qtbot, context, life, opened, until, writes):
    session_id = life.session("Blank")
    editor = opened(session_id)
    qtbot.mouseClick(named(editor, AddButton, "Add a line to the session"), LEFT)
    press(qtbot, editor, "Breathe", ENTER, "Stretch", ENTER)
    until(lambda: len(writes) == 2)
    (section,) = life.stored(session_id).document.sections
    assert (section.name, [item.name for item in section.items]) == ("Practice", ["Breathe", "Stretch"])


def test_an_item_is_removed_with_delete_and_the_focus_goes_on(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    row(editor, "Spiccato").setFocus()
    press(qtbot, editor, DELETE)
    until(lambda: len(writes) == 1)
    assert stored_items(repertoire, session_id)["Technique"] == ["Scales"]
    assert focused(editor) is row(editor, "Scales")
    press(qtbot, editor, DELETE)
    until(lambda: len(writes) == 2)
    assert focused(editor) is head(editor, "Technique")
    assert undo_label(context) == "removal of Scales"
    context.undo()
    context.undo()
    until(lambda: rows(editor) == ALL)


def test_delete_on_a_line_does_not_reach_the_window(qtbot, editor_of):
    from PySide6.QtGui import QKeySequence, QShortcut

    seen = []
    shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), editor_of)
    shortcut.activated.connect(lambda: seen.append("window"))
    row(editor_of, "Long bows").setFocus()
    press(qtbot, editor_of, DELETE)
    assert (seen, rows(editor_of)) == ([], ["Tune, rosin, stand", "Spiccato", "Scales"])


def test_items_move_with_alt_and_the_arrows_and_on_into_the_next_section(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    row(editor, "Long bows").setFocus()
    press(qtbot, editor, (UP, ALT))
    assert rows(editor) == ["Long bows", "Tune, rosin, stand", "Spiccato", "Scales"]
    press(qtbot, editor, (DOWN, ALT), (DOWN, ALT))
    assert focused(editor) is row(editor, "Long bows")
    until(lambda: len(writes) == 3)
    assert stored_items(repertoire, session_id) == {
        "Warm-up": ["Tune, rosin, stand"],
        "Technique": ["Long bows", "Spiccato", "Scales"],
        "Strength": [],
    }
    press(qtbot, editor, *[(DOWN, ALT)] * 4)
    until(lambda: len(writes) == 6)
    assert stored_items(repertoire, session_id)["Strength"] == ["Long bows"]
    assert undo_label(context) == "move of Long bows"
    for _ in range(6):
        context.undo()
    until(lambda: rows(editor) == ALL)


def test_values_can_be_typed_while_an_item_moves_and_nothing_gets_lost(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    click_cell(qtbot, grid(editor, "Scales"), 0, 0)
    press(qtbot, editor, "72", (UP, ALT))
    assert rows(editor) == ["Tune, rosin, stand", "Long bows", "Scales", "Spiccato"]
    click_cell(qtbot, grid(editor, "Scales"), 1, 0)
    press(qtbot, editor, "80")
    editor.flush()
    context.flush()
    assert [entry[3] for entry in repertoire.noted(session_id, 1, 0) if entry[1] == "Tempo"] == ["72", "80"]
    assert [change.label for change in writes] == ["Edit Evening routine", "Move Scales", "Edit Evening routine"]
    for labels_shown in (["72", "60"], ["72", "60"], ["60", "60"]):
        context.undo()
        until(lambda shown=labels_shown: [line.cells[0].text for line in grid(editor, "Scales").grid.rows] == shown)
    assert rows(editor) == ALL


def test_sections_move_with_their_items_by_keys(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    row(editor, "Scales").setFocus()
    press(qtbot, editor, (UP, CTRL | SHIFT))
    assert heads(editor) == ["Technique", "Warm-up", "Strength"]
    assert focused(editor) is row(editor, "Scales")
    head(editor, "Technique").setFocus()
    press(qtbot, editor, (DOWN, ALT), (DOWN, ALT), (DOWN, ALT))
    assert heads(editor) == ["Warm-up", "Strength", "Technique"]
    assert focused(editor) is head(editor, "Technique")
    until(lambda: len(writes) == 3)
    assert undo_label(context) == "move of Technique"
    assert list(stored_items(repertoire, session_id)) == ["Warm-up", "Strength", "Technique"]


def test_a_section_is_renamed_and_planned_where_it_stands(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    qtbot.mouseClick(head(editor, "Warm-up"), LEFT, pos=QPoint(40, 18))
    assert isinstance(focused(editor), QLineEdit)
    press(qtbot, editor, "Easy start", ENTER)
    assert focused(editor) is head(editor, "Easy start")
    until(lambda: undo_label(context) == "renaming of Warm-up")
    menu = _menu(qtbot, head(editor, "Easy start"))
    _trigger(menu, "Planned minutes…")
    press(qtbot, editor, "x", ENTER)
    assert "number of minutes" in focused(editor).accessibleDescription()
    focused(editor).selectAll()
    press(qtbot, editor, "12.5", ENTER)
    until(lambda: len(writes) == 2)
    assert "12.5 min (planned)" in head(editor, "Easy start").accessibleDescription()
    assert repertoire.life.stored(session_id).document.sections[0].planned_minutes == 12.5
    assert undo_label(context) == "change of plan of Easy start"


def test_f2_and_escape_leave_a_name_as_it_was(qtbot, context, editor_of, writes):
    editor = editor_of
    head(editor, "Warm-up").setFocus()
    press(qtbot, editor, Qt.Key.Key_F2, "Nonsense", ESCAPE)
    assert focused(editor) is head(editor, "Warm-up")
    row(editor, "Tune, rosin, stand").setFocus()
    press(qtbot, editor, Qt.Key.Key_F2, "   ", ENTER)
    context.flush()
    assert (writes, rows(editor)) == ([], ALL)


def test_a_line_is_renamed_with_f2_and_an_activity_keeps_its_name(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    row(editor, "Tune, rosin, stand").setFocus()
    press(qtbot, editor, Qt.Key.Key_F2, "Tune", ENTER)
    until(lambda: len(writes) == 1)
    assert undo_label(context) == "renaming of Tune, rosin, stand"
    assert focused(editor) is row(editor, "Tune")
    row(editor, "Scales").setFocus()
    press(qtbot, editor, Qt.Key.Key_F2)
    assert focused(editor) is row(editor, "Scales")


def test_a_name_that_is_too_long_is_refused_in_words(qtbot, context, editor_of, until, writes):
    editor = editor_of
    row(editor, "Tune, rosin, stand").setFocus()
    press(qtbot, editor, Qt.Key.Key_F2)
    focused(editor).setText("x" * 10_001)
    press(qtbot, editor, ENTER)
    until(lambda: any("too long" in text for text in labels(editor)))
    assert rows(editor) == ALL


def test_a_section_is_removed_with_its_items_and_comes_back(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    head(editor, "Technique").setFocus()
    press(qtbot, editor, DELETE)
    until(lambda: len(writes) == 1)
    assert (heads(editor), rows(editor)) == (["Warm-up", "Strength"], ALL[:2])
    assert isinstance(focused(editor), SectionHeader)
    assert undo_label(context) == "removal of Technique"
    context.undo()
    until(lambda: rows(editor) == ALL)
    assert repertoire.noted(session_id, 1, 1)[0] == (0, "Tempo", None, "60")


def test_what_is_folded_stays_folded_when_sections_move(qtbot, editor_of):
    editor = editor_of
    head(editor, "Technique").setFocus()
    press(qtbot, editor, Qt.Key.Key_Left, (UP, ALT))
    assert (heads(editor), rows(editor)) == (["Technique", "Warm-up", "Strength"], ALL[:2])
    assert not head(editor, "Technique").isChecked()
    press(qtbot, editor, Qt.Key.Key_Right)
    assert rows(editor) == ["Spiccato", "Scales", *ALL[:2]]


def test_arrows_go_through_heads_and_items(qtbot, editor_of):
    editor = editor_of
    head(editor, "Warm-up").setFocus()
    seen = []
    for _ in range(7):
        seen.append(focused(editor).accessibleName())
        press(qtbot, editor, DOWN)
    assert seen == ["Warm-up", *ALL[:2], "Technique", *ALL[2:], "Strength"]
    press(qtbot, editor, UP)
    assert focused(editor) is row(editor, "Scales")


def test_notes_of_an_item_and_of_a_section(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    _trigger(_menu(qtbot, row(editor, "Spiccato")), "Notes")
    press(qtbot, editor, "light")
    _trigger(_menu(qtbot, head(editor, "Strength")), "Notes")
    press(qtbot, editor, "fresh skin")
    assert focused(editor) is named(editor, QPlainTextEdit, "Notes of the section")
    editor.flush()
    saved(context, until, writes)
    document = repertoire.life.stored(session_id).document
    assert (document.sections[1].items[0].notes, document.sections[2].notes) == ("light", "fresh skin")


def test_the_menu_of_an_item_does_what_its_keys_do(qtbot, context, repertoire, editor_of, until, writes):
    editor = editor_of
    more = next(b for b in row(editor, "Spiccato").findChildren(MoreButton))
    qtbot.mouseClick(more, LEFT)
    menu = row(editor, "Spiccato").findChild(QMenu)
    _trigger(menu, "Move down")
    until(lambda: rows(editor) == [*ALL[:2], "Scales", "Spiccato"])
    _trigger(_menu(qtbot, row(editor, "Scales")), "Add set")
    until(lambda: len(grid(editor, "Scales").grid.rows) == 3)
    _trigger(_menu(qtbot, row(editor, "Scales")), "Remove")
    until(lambda: rows(editor) == [*ALL[:2], "Spiccato"])


def test_an_item_is_dropped_into_another_section(qtbot, context, repertoire, editor_of, session_id, until, writes):
    editor = editor_of
    view = editor.findChild(DocumentView)
    view.drag.begin(row(editor, "Scales").item)
    place = row(editor, "Long bows").mapTo(view, QPoint(50, 3))
    _drag(view, place, drop=False)
    line = view.findChild(DropLine)
    assert line.isVisible()
    assert abs(line.geometry().center().y() - row(editor, "Long bows").y()) <= 4
    _drag(view, place, drop=True)
    view.drag.end()
    assert not line.isVisible()
    assert rows(editor) == ["Tune, rosin, stand", "Scales", "Long bows", "Spiccato"]
    assert focused(editor) is row(editor, "Scales")
    until(lambda: undo_label(context) == "move of Scales")
    assert stored_items(repertoire, session_id)["Warm-up"] == ["Tune, rosin, stand", "Scales", "Long bows"]


def test_a_drop_that_changes_nothing_is_not_offered(editor_of):
    view = editor_of.findChild(DocumentView)
    view.drag.begin(row(editor_of, "Scales").item)
    for name, y in (("Scales", 3), ("Scales", 100)):
        _drag(view, row(editor_of, name).mapTo(view, QPoint(50, y)), drop=False)
        assert not view.findChild(DropLine).isVisible()
    _drag(view, row(editor_of, "Spiccato").mapTo(view, QPoint(50, 3)), drop=False)
    assert view.findChild(DropLine).isVisible()
    QApplication.sendEvent(view, QDragLeaveEvent())
    assert not view.findChild(DropLine).isVisible()


def test_a_section_is_dropped_before_another_and_behind_all(qtbot, context, editor_of, until):
    editor = editor_of
    view = editor.findChild(DocumentView)
    view.drag.begin(head(editor, "Strength").section)
    _drag(view, head(editor, "Warm-up").geometry().topLeft(), drop=True)
    assert heads(editor) == ["Strength", "Warm-up", "Technique"]
    view.drag.begin(head(editor, "Strength").section)
    _drag(view, QPoint(20, view.height()), drop=True)
    assert heads(editor) == ["Warm-up", "Technique", "Strength"]
    until(lambda: undo_label(context) == "move of Strength")


def test_holding_something_at_the_edge_scrolls_on(qtbot, repertoire, opened, editor, until):
    document = edits.add_section(Document.empty(), "All")
    for line in range(40):
        document = edits.add_line(document, 0, f"Line {line}")
    editor.resize(720, 700)
    opened(repertoire.session(document=document))
    view, bar = editor.findChild(DocumentView), editor.findChild(QScrollArea).verticalScrollBar()
    view.drag.begin(row(editor, "Line 0").item)
    _drag(view, view.mapFrom(editor, QPoint(100, 690)), drop=False)
    until(lambda: bar.value() > 100)
    view.drag.end()
    value = bar.value()
    qtbot.wait(80)
    assert bar.value() == value
    view.drag.begin(row(editor, "Line 5").item)
    _drag(view, view.mapFrom(editor, QPoint(100, 5)), drop=False)
    until(lambda: bar.value() < value)
    _drag(view, view.mapFrom(editor, QPoint(100, 350)), drop=False)
    view.drag.end()


def test_what_comes_from_elsewhere_is_not_taken(editor_of):
    view = editor_of.findChild(DocumentView)
    mime = QMimeData()
    mime.setText("a file")
    event = QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, event)
    assert not event.isAccepted()


def test_a_long_session_makes_its_lines_when_they_are_seen(qtbot, context, repertoire, opened, editor, until):
    document = Document.empty()
    for section in range(10):
        document = edits.add_section(document, f"Part {section}")
        for line in range(20):
            document = edits.add_line(document, section, f"Line {section}.{line}")
    editor = opened(repertoire.session(document=document))
    qtbot.waitUntil(lambda: editor.findChild(DocumentView)._later.isActive() is False)
    made = len(editor.findChildren(ItemRow))
    assert 10 < made < 80
    head(editor, "Part 0").setFocus()
    for _ in range(60):
        press(qtbot, editor, DOWN)
    assert focused(editor).accessibleName() == "Line 2.17"
    assert focused(editor).visibleRegion().boundingRect().height() > 20
    bar = editor.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    until(lambda: "Line 9.19" in rows(editor))
    assert len(editor.findChildren(ItemRow)) < 200


def test_tab_reaches_every_line_of_a_long_session(qtbot, repertoire, opened, editor):
    document = edits.add_section(Document.empty(), "All")
    for line in range(40):
        document = edits.add_line(document, 0, f"Line {line}")
    opened(repertoire.session(document=document))
    row(editor, "Line 0").setFocus()
    seen = ["Line 0"]
    for _ in range(200):
        press(qtbot, editor, Qt.Key.Key_Tab)
        QApplication.processEvents()
        if isinstance(focused(editor), ItemRow):
            seen.append(focused(editor).accessibleName())
        if seen[-1] == "Line 39":
            break
    assert seen == [f"Line {line}" for line in range(40)]


def _menu(qtbot, widget):
    """Open the menu of a line or head by the key for it."""
    from PySide6.QtGui import QContextMenuEvent

    widget.setFocus()
    place = widget.rect().center()
    QApplication.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, widget.mapToGlobal(place)))
    return next(menu for menu in widget.findChildren(QMenu) if menu.isVisible())


def _trigger(menu, text):
    action = next(action for action in menu.actions() if action.text().split("\t")[0] == text)
    action.trigger()
    menu.close()


def _drag(view, place, *, drop):
    mime = QMimeData()
    mime.setData(MIME, b"1")
    point = QPoint(place)
    enter = QDragEnterEvent(point, Qt.DropAction.MoveAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, enter)
    move = QDragMoveEvent(point, Qt.DropAction.MoveAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(view, move)
    if drop:
        event = QDropEvent(QPointF(point), Qt.DropAction.MoveAction, mime, LEFT, Qt.KeyboardModifier.NoModifier, QEvent.Type.Drop)
        QApplication.sendEvent(view, event)
