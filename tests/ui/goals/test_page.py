from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext, Notice
from fractal_desktop.ui.goals.cells import Column
from fractal_desktop.ui.goals.what_if import WhatIfFields
from fractal_desktop.ui.theme import ThemeMode
from fractal_desktop.ui.widgets.rename_edit import RenameEdit
from tests.ui.conftest import NOW, new_file
from tests.ui.goals.conftest import FRACTALS, Person, fill, shown_page

CONTROL = Qt.KeyboardModifier.ControlModifier


def rename_edit(person: Person) -> RenameEdit:
    person.until(lambda: person.view.viewport().findChild(RenameEdit) is not None)
    edit = person.view.viewport().findChild(RenameEdit)
    assert edit is not None
    return edit


def test_a_file_shown_for_the_first_time_has_its_fractals_open_and_the_first_selected(person: Person) -> None:
    assert person.rows() == FRACTALS
    node = person.view.current_node()
    assert node is not None
    assert node.name == "Cello"


def test_right_opens_and_left_closes_a_goal(person: Person) -> None:
    person.click("Suites")
    person.key(Qt.Key.Key_Right)
    person.until_row("Suite II")
    assert person.rows()[1:4] == ["  Suites", "    Suite I", "    Suite II"]
    person.key(Qt.Key.Key_Left)
    assert person.rows() == FRACTALS


def test_a_click_on_the_arrow_opens_without_selecting(person: Person) -> None:
    cell = person.view.visualRect(person.line("Suites"))
    person.qtbot.mouseClick(person.view.viewport(), Qt.MouseButton.LeftButton, pos=cell.topLeft() + QPoint(-4, cell.height() // 2))
    person.until_row("Suite I")
    assert person.view.current_node().name == "Cello"


def test_times_due_dates_and_progress_stand_in_their_columns(person: Person) -> None:
    person.until(lambda: person.cell("Climbing", Column.TIME) == "-")
    assert person.cell("Left hand", Column.DUE) in ("28 Feb", "Feb 28")
    person.until(lambda: person.cell("Cello", Column.PROGRESS) == "0 %")
    assert person.cell("Suites", Column.PROGRESS) == "0 of 2"


def test_the_line_below_the_newest_sessions_loads_the_rest_by_click_and_by_enter(person: Person) -> None:
    person.click("Suites")
    person.key(Qt.Key.Key_Right)
    person.until_row("Suite I")
    person.click("Suite I")
    person.key(Qt.Key.Key_Right)
    person.until_row("8 earlier sessions")
    person.click("8 earlier sessions")
    person.until_row("Routine 11")
    assert "8 earlier sessions" not in [row.strip() for row in person.rows()]


def test_f2_renames_in_place_and_undo_brings_the_old_name_back(person: Person, context: AppContext) -> None:
    person.click("Climbing")
    person.run("edit.rename")
    rename_edit(person)
    person.type("Rock")
    person.key(Qt.Key.Key_Return)
    person.until_row("Rock")
    assert person.view.isExpanded(person.line("Rock"))
    context.undo()
    person.until_row("Climbing")
    context.redo()
    person.until_row("Rock")


def test_a_blank_name_is_refused_beside_the_field_and_escape_keeps_the_old_one(person: Person) -> None:
    person.click("Climbing")
    person.run("edit.rename")
    edit = rename_edit(person)
    edit.selectAll()
    person.key(Qt.Key.Key_Delete)
    person.key(Qt.Key.Key_Return)
    assert edit.isVisible()
    assert edit.accessibleDescription() == "A name must have at least one letter."
    person.key(Qt.Key.Key_Escape)
    assert person.rows() == FRACTALS


def test_a_new_child_is_of_the_next_type_and_ready_to_be_named(person: Person, workspace: Workspace) -> None:
    person.click("Suites")
    person.run("goal.new_child")
    rename_edit(person)
    person.type("Suite III")
    person.key(Qt.Key.Key_Return)
    person.until_row("Suite III")
    node = person.view.current_node()
    assert node.name == "Suite III"
    assert node.type is GoalType.MID_TERM
    assert person.rows()[1:5] == ["  Suites", "    Suite I", "    Suite II", "    Suite III"]


def test_goal_after_goal_is_made_by_keys_that_are_still_held_down(person: Person) -> None:
    person.click("Climbing")
    for name, types in (("Slabs", GoalType.LONG_TERM), ("Feet", GoalType.MID_TERM)):
        person.key(Qt.Key.Key_Control, CONTROL)
        person.run("goal.new_child")
        rename_edit(person)
        assert person.view.current_node().type is types
        assert [row.data() for row in person.view.selectionModel().selectedRows()] == [person.view.current_node().name]
        person.type(name)
        person.key(Qt.Key.Key_Return)
        person.until_row(name)
    assert person.rows()[-3:] == ["  Bouldering", "  Slabs", "    Feet"]


def test_levels_can_be_skipped(person: Person) -> None:
    person.click("Climbing")
    person.page.commands.add_child_of(GoalType.NANO)
    rename_edit(person)
    person.key(Qt.Key.Key_Escape)
    person.until(lambda: person.view.current_node().type is GoalType.NANO)


def test_a_goal_beside_and_a_new_fractal(person: Person) -> None:
    person.click("Left hand")
    person.run("goal.new_sibling")
    rename_edit(person)
    person.type("Bow")
    person.key(Qt.Key.Key_Return)
    person.until_row("Bow")
    assert person.rows()[:4] == ["Cello", "  Suites", "  Left hand", "  Bow"]
    person.run("goal.new_fractal")
    rename_edit(person)
    person.type("Spanish")
    person.key(Qt.Key.Key_Return)
    person.until_row("Spanish")
    assert person.rows()[-1] == "Spanish"


def test_a_new_session_hangs_on_the_goal_and_opens_in_the_editor(person: Person) -> None:
    person.click("Bouldering")
    person.run("session.blank")
    rename_edit(person)
    person.type("Evening")
    person.key(Qt.Key.Key_Return)
    person.until_row("Evening")
    assert person.rows()[-2:] == ["  Bouldering", "    Evening"]
    person.until(lambda: person.session_editor.session_id == person.view.current_node().id)
    assert person.cell("Evening", Column.DUE) == "Today"


def test_deleting_asks_nothing_offers_undo_and_undo_brings_everything_back_as_it_was(person: Person, context: AppContext) -> None:
    notices: list[Notice] = []
    context.noticed.connect(notices.append)
    person.click("Suites")
    person.key(Qt.Key.Key_Right)
    person.until_row("Suite II")
    before = person.rows()
    person.click("Suites")
    person.run("edit.delete")
    person.until(lambda: "  Suites" not in person.rows())
    person.until(lambda: notices)
    assert notices[0] == Notice("Deleted “Suites”", undoable=True)
    context.undo()
    person.until(lambda: person.rows() == before)


def test_a_whole_fractal_goes_to_the_trash_without_a_question_and_comes_back(
    person: Person, context: AppContext, workspace: Workspace
) -> None:
    notices: list[Notice] = []
    context.noticed.connect(notices.append)
    person.click("Cello")
    person.run("edit.delete")
    person.until(lambda: person.rows() == ["Climbing", "  Bouldering"])
    person.until(lambda: notices == [Notice("Deleted “Cello”", undoable=True)])
    entry = workspace.goals.trash()[0]
    assert (entry.name, entry.goals, entry.sessions) == ("Cello", 5, 12)
    context.write(person.page, lambda w: w.goals.restore(entry.id))
    person.until(lambda: person.rows()[:3] == FRACTALS[:3])
    context.undo()
    person.until(lambda: person.rows() == ["Climbing", "  Bouldering"])
    context.undo()
    person.until(lambda: person.rows()[:3] == FRACTALS[:3])


def test_after_deleting_the_next_line_is_selected(person: Person) -> None:
    person.click("Suites")
    person.run("edit.delete")
    person.until(lambda: "  Suites" not in person.rows())
    assert person.view.current_node().name == "Left hand"
    person.run("edit.delete")
    person.until(lambda: person.rows() == ["Cello", "Climbing", "  Bouldering"])
    assert person.view.current_node().name == "Cello"


def test_several_are_deleted_as_one_step(person: Person, context: AppContext) -> None:
    person.click("Suites")
    person.click("Bouldering", CONTROL)
    person.run("edit.delete")
    person.until(lambda: person.rows() == ["Cello", "  Left hand", "Climbing"])
    context.undo()
    person.until(lambda: person.rows() == FRACTALS)


def test_space_completes_and_reopens(person: Person) -> None:
    person.click("Bouldering")
    person.key(Qt.Key.Key_Space)
    person.until(lambda: person.view.current_node().completed)
    assert person.cell("Climbing", Column.PROGRESS) == "1 of 1"
    person.key(Qt.Key.Key_Space)
    person.until(lambda: not person.view.current_node().completed)


def test_a_goal_and_a_session_are_completed_as_one_step_and_its_timer_stops(
    person: Person, context: AppContext, workspace: Workspace
) -> None:
    routine = SessionId(person.ids["Routine 0"])
    workspace.timers.start(routine, None, NOW)
    person.page.show_node(routine)
    person.until(lambda: person.view.current_node() is not None and person.view.current_node().id == routine)
    person.click("Bouldering", CONTROL)
    with person.qtbot.waitSignal(context.noticed) as notice:
        person.key(Qt.Key.Key_Space)
    assert (notice.args[0].text, notice.args[0].undoable) == ("Completed 2 items", True)
    assert workspace.timers.running(NOW) == ()
    assert workspace.practice.session(routine).completed
    with person.qtbot.waitSignal(context.changed):
        context.undo()
    assert not workspace.practice.session(routine).completed
    assert not workspace.goals.goal(GoalId(person.ids["Bouldering"])).completed
    assert len(workspace.timers.running(NOW)) == 1


def test_the_command_says_what_it_would_do(person: Person) -> None:
    person.click("Bouldering")
    assert person.page.handlers()["edit.complete"].text() == "&Complete"
    person.key(Qt.Key.Key_Space)
    person.until(lambda: person.page.handlers()["edit.complete"].text() == "Re&open")


def test_an_edit_elsewhere_keeps_expansion_selection_and_scroll_position(person: Person, context: AppContext, workspace: Workspace) -> None:
    for name in ("Suites", "Suite I"):
        person.click(name)
        person.key(Qt.Key.Key_Right)
        person.until_row("Suite I" if name == "Suites" else "Routine 0")
    person.page.resize(1200, 220)
    person.settle()
    person.click("Routine 0")
    bar = person.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before, scroll = person.rows(), bar.value()
    assert scroll > 0
    context.write(person.page, lambda w: w.goals.rename(GoalId(person.ids["Left hand"]), "Left"))
    person.until_row("Left")
    assert person.rows() == [row.replace("Left hand", "Left") for row in before]
    assert person.view.current_node().name == "Routine 0"
    assert bar.value() == scroll
    context.undo()
    person.until_row("Left hand")
    assert bar.value() == scroll


def test_the_filter_keeps_what_is_above_a_hit_and_clearing_it_brings_the_tree_back(person: Person) -> None:
    person.click("Climbing")
    person.run("edit.find")
    assert QApplication.focusWidget() is person.box
    person.type("suite ii")
    person.until(lambda: person.rows() == ["Cello", "  Suites", "    Suite II"])
    person.key(Qt.Key.Key_Escape)
    assert person.rows() == FRACTALS
    assert person.view.current_node().name == "Climbing"


def test_a_hit_that_was_chosen_is_chosen_in_the_whole_tree_afterwards(person: Person) -> None:
    person.run("edit.find")
    person.type("Routine 9")
    person.until_row("Routine 9")
    person.key(Qt.Key.Key_Down)
    person.until(lambda: person.view.current_node() is not None and person.view.current_node().name == "Routine 9")
    person.run("edit.clear_filters")
    person.until_row("Routine 11")
    person.until(lambda: person.view.current_node() is not None and person.view.current_node().name == "Routine 9")


def test_what_is_not_there_is_said(person: Person) -> None:
    person.run("edit.find")
    person.type("nothing like it")
    person.until(lambda: person.rows() == [])
    person.key(Qt.Key.Key_Escape)
    assert person.rows() == FRACTALS


def test_hits_follow_a_rename(person: Person, context: AppContext) -> None:
    person.run("edit.find")
    person.type("suite")
    person.until_row("Suite II")
    context.write(person.page, lambda w: w.goals.rename(GoalId(person.ids["Suite II"]), "Second suite"))
    person.until_row("Second suite")
    context.write(person.page, lambda w: w.goals.rename(GoalId(person.ids["Suite II"]), "Partita"))
    person.until(lambda: person.rows() == ["Cello", "  Suites", "    Suite I"])


def test_sessions_can_be_hidden(person: Person) -> None:
    person.click("Suites")
    person.key(Qt.Key.Key_Right)
    person.until_row("Suite I")
    person.click("Suite I")
    person.key(Qt.Key.Key_Right)
    person.until_row("Routine 0")
    person.run("view.tree_sessions")
    person.until(lambda: not any("Routine" in row for row in person.rows()))
    person.run("view.tree_sessions")
    person.until_row("Routine 0")


def test_the_next_start_finds_everything_as_it_was_left(person: Person, qtbot: QtBot, context: AppContext) -> None:
    person.click("Suites")
    person.key(Qt.Key.Key_Right)
    person.until_row("Suite I")
    person.click("Climbing")
    person.key(Qt.Key.Key_Left)
    person.click("Suite II")
    person.view.set_column_widths((80, 90, 120))
    rows = person.rows()
    context.flush()
    person.page.hide()
    again = Person(qtbot, shown_page(qtbot, context), person.ids)
    again.until(lambda: again.view.current_node() is not None)
    again.until(lambda: again.rows() == rows)
    assert again.view.current_node().name == "Suite II"
    assert again.view.column_widths() == (80, 90, 120)


def test_a_request_for_a_session_opens_the_way_down_to_it_however_old_it_is(person: Person, context: AppContext) -> None:
    context.goal_requested.emit(person.ids["Routine 11"])
    person.until(lambda: person.view.current_node() is not None and person.view.current_node().name == "Routine 11")
    person.until(lambda: person.session_editor.session_id == person.ids["Routine 11"])


def test_a_request_for_a_session_shows_sessions_if_they_are_hidden(person: Person, context: AppContext) -> None:
    person.run("view.tree_sessions")
    context.goal_requested.emit(person.ids["Routine 2"])
    person.until(lambda: person.view.current_node() is not None and person.view.current_node().name == "Routine 2")
    assert person.page.handlers()["view.tree_sessions"].checked()


def test_a_new_session_shows_sessions_if_they_are_hidden(person: Person) -> None:
    person.run("view.tree_sessions")
    person.click("Bouldering")
    person.run("session.blank")
    rename_edit(person)
    assert person.rows()[-1] == "    New session"
    assert person.page.handlers()["view.tree_sessions"].checked()


def test_everything_is_opened_and_closed_at_once(person: Person) -> None:
    person.run("view.expand_all")
    person.until_row("Suite II")
    assert not any("Routine" in row for row in person.rows())
    person.run("view.collapse_all")
    assert person.rows() == ["Cello", "Climbing"]
    assert person.view.expansion.ids == frozenset()


def test_the_editor_acts_on_its_own_goal_while_hits_are_shown(person: Person) -> None:
    person.click("Left hand")
    person.until(lambda: person.goal_editor.goal_id == person.ids["Left hand"])
    person.run("edit.find")
    person.type("suite")
    person.until(lambda: "  Left hand" not in person.rows())
    person.goal_editor.delete_asked.emit()
    person.until(lambda: person.rows() == ["Cello", "  Suites", "Climbing", "  Bouldering"])


def test_a_blank_in_a_name_that_is_sought_completes_nothing(person: Person, workspace: Workspace) -> None:
    person.until_row("Bouldering")
    person.click("Suites")
    for letter in (Qt.Key.Key_C, Qt.Key.Key_L, Qt.Key.Key_Space):
        person.key(letter)
    person.settle()
    assert person.view.currentIndex().data() == "Climbing"
    assert not any(workspace.goals.goal(GoalId(person.ids[name])).completed for name in ("Climbing", "Suites"))


def test_nothing_can_be_changed_in_a_file_that_is_only_read(qtbot: QtBot, bare_context: AppContext, tmp_path: Path) -> None:
    path = new_file(tmp_path / "read.db")
    workspace = Workspace.open(path)
    ids = fill(workspace)
    workspace.close()
    bare_context.set_workspace(Workspace.open(path, read_only=True))
    person = Person(qtbot, shown_page(qtbot, bare_context), ids)
    person.until_row("Bouldering")
    person.click("Suites")
    changing = {
        name for name in person.page.handlers() if name.startswith(("edit.", "goal.new", "session.")) and not name.startswith("edit.find")
    }
    assert not [name for name in changing if person.page.handlers()[name].enabled()]
    person.until(lambda: person.goal_editor.goal_id == ids["Suites"])
    person.settle()
    tried = person.goal_editor.findChildren(WhatIfFields)  # of which nothing is ever stored
    stored = [edit for edit in person.goal_editor.findChildren(QLineEdit) if not any(each.isAncestorOf(edit) for each in tried)]
    assert stored
    assert all(edit.isReadOnly() for edit in stored)


def test_the_scheme_changes_while_the_page_is_shown(person: Person, context: AppContext) -> None:
    def ground() -> int:
        return person.view.viewport().grab().toImage().pixelColor(5, person.view.viewport().height() - 5).lightness()

    assert ground() > 200
    context.theme.set_mode(ThemeMode.DARK)
    assert ground() < 60


def test_several_selected_are_counted_beside_the_tree(person: Person) -> None:
    person.click("Suites")
    person.click("Climbing", CONTROL)
    person.until(lambda: "2 goals selected" in [label.text() for label in person.page.findChildren(QLabel) if label.isVisible()])


def test_an_empty_file_says_what_will_be_here_and_begins_with_one_button(qtbot: QtBot, context: AppContext) -> None:
    page = shown_page(qtbot, context)
    person = Person(qtbot, page, {})
    person.until(lambda: page.is_empty)
    button = next(button for button in page.findChildren(QPushButton) if button.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    person.until_row("New fractal")
    rename_edit(person)
    assert not page.is_empty


def test_enter_goes_into_the_editor(person: Person) -> None:
    person.click("Suites")
    person.key(Qt.Key.Key_Return)
    person.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and QApplication.focusWidget().text() == "Suites")
    assert not isinstance(QApplication.focusWidget(), RenameEdit)
    assert person.goal_editor.findChildren(QPlainTextEdit)
