"""What is seen and done in the tree beside its commands."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QHoverEvent, QImage
from PySide6.QtWidgets import QApplication, QMenu, QToolTip

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.add_menu import AddMenu, LineMenu
from fractal_desktop.ui.goals.cells import Column
from tests.ui.goals.conftest import FRACTALS, Person


def row_image(person: Person, name: str) -> QImage:
    cell = person.view.visualRect(person.line(name))
    image = person.view.viewport().grab().toImage()
    return image.copy(0, cell.top(), image.width(), cell.height())


def color(context: AppContext, role: str) -> QColor:
    return context.theme.tokens.color(role)


def hover(person: Person, name: str) -> None:
    place = QPointF(person.view.visualRect(person.line(name)).center())
    QApplication.sendEvent(person.view.viewport(), QHoverEvent(QEvent.Type.HoverMove, place, place, place))


def texts(menu: QMenu) -> list[str]:
    menu.aboutToShow.emit()
    return [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator() and action.isEnabled()]


def tool_tip(person: Person, name: str, column: Column) -> str:
    place = person.view.visualRect(person.line(name).siblingAtColumn(column)).center()
    QToolTip.hideText()
    QApplication.sendEvent(person.view.viewport(), QHelpEvent(QEvent.Type.ToolTip, place, person.view.viewport().mapToGlobal(place)))
    return QToolTip.text()


def test_the_selected_row_is_filled_from_edge_to_edge_with_an_accent_at_its_left(person: Person, context: AppContext) -> None:
    person.click("Climbing")
    person.box.setFocus()
    image = row_image(person, "Climbing")
    assert image.pixelColor(0, 14) == color(context, "accent")
    assert image.pixelColor(5, 14) == color(context, "selection")
    assert image.pixelColor(image.width() - 3, 3) == color(context, "selection")


def test_the_current_row_is_framed_while_the_tree_has_the_focus(person: Person, context: AppContext) -> None:
    person.click("Climbing")
    assert row_image(person, "Climbing").pixelColor(200, 0) == color(context, "accent")
    person.box.setFocus()
    assert row_image(person, "Climbing").pixelColor(200, 0) == color(context, "selection")


def test_the_row_under_the_pointer_is_filled(person: Person, context: AppContext) -> None:
    hover(person, "Bouldering")
    assert row_image(person, "Bouldering").pixelColor(4, 4) == color(context, "hover")
    QApplication.sendEvent(person.view.viewport(), QEvent(QEvent.Type.Leave))
    assert row_image(person, "Bouldering").pixelColor(4, 4) == color(context, "base")


def test_a_double_click_goes_into_the_editor(person: Person) -> None:
    place = person.view.visualRect(person.line("Suites")).center()
    person.qtbot.mouseClick(person.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    person.qtbot.mouseDClick(person.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    person.until(lambda: QApplication.focusWidget() is not person.view)
    assert person.rows() == FRACTALS


def test_enter_on_the_unfiled_branch_opens_it(person: Person, context: AppContext) -> None:
    def lose(workspace: Workspace) -> object:
        return workspace.practice.create(None, "Lost", context.now())

    context.write(person.page, lose)  # type: ignore[arg-type]
    person.until_row("Unfiled")
    assert person.cell("Unfiled", Column.PROGRESS) == "1 session"
    person.click("Unfiled")
    person.key(Qt.Key.Key_Return)
    person.until_row("Lost")


def test_the_keyboard_loads_earlier_sessions(person: Person) -> None:
    for name, below in (("Suites", "Suite I"), ("Suite I", "Routine 0")):
        person.click(name)
        person.key(Qt.Key.Key_Right)
        person.until_row(below)
    person.click("Routine 3")
    person.key(Qt.Key.Key_Down)
    assert person.view.currentIndex().data() == "8 earlier sessions"
    person.key(Qt.Key.Key_Return)
    person.until_row("Routine 11")


def test_the_star_key_does_not_read_the_whole_file(person: Person) -> None:
    person.click("Cello")
    person.key(Qt.Key.Key_Asterisk)
    person.settle()
    assert person.rows() == FRACTALS


def test_tool_tips_tell_what_cells_only_hint_at(person: Person) -> None:
    assert tool_tip(person, "Left hand", Column.NAME) == ""
    assert tool_tip(person, "Left hand", Column.DUE).startswith("overdue since ")
    person.page.splitter.setSizes([330, 870])
    person.page.resize(700, 500)
    context_name = "A name that is much too long for the narrow room that is left beside the other columns"
    person.page.context.write(person.page, lambda w: w.goals.rename(GoalId(person.ids["Bouldering"]), context_name))
    person.until_row(context_name)
    assert tool_tip(person, context_name, Column.NAME) == context_name


def test_progress_and_then_due_dates_give_way_to_names(person: Person) -> None:
    def shown() -> list[bool]:
        return [not person.view.isColumnHidden(column) for column in Column]

    person.view.setFixedWidth(500)
    assert shown() == [True, True, True, True]
    person.view.setFixedWidth(440)
    person.until(lambda: shown() == [True, True, True, False])
    person.view.setFixedWidth(340)
    person.until(lambda: shown() == [True, True, False, False])
    assert person.view.column_widths()[2] > 0


def test_the_plus_menu_offers_what_can_be_made_here(person: Person) -> None:
    menu = person.page.findChild(AddMenu)
    person.click("Suites")
    assert texts(menu) == ["New mid-term goal", "New session", "New long-term goal beside it", "New goal of another type", "New fractal"]
    other = next(action.menu() for action in menu.actions() if action.menu() is not None)
    assert [action.text() for action in other.actions()] == ["Short-term goal", "Immediate goal", "Micro goal", "Nano goal"]
    other.actions()[1].trigger()
    person.until(lambda: person.view.current_node() is not None and person.view.current_node().type is GoalType.IMMEDIATE)


def test_the_menu_of_a_line_offers_what_can_be_done_with_it(person: Person) -> None:
    person.click("Suites")
    menu = person.page.findChild(LineMenu)
    assert texts(menu)[-4:] == ["Rename", "&Complete", "Move to goal…", "Delete"]
    person.click("Climbing", Qt.KeyboardModifier.ControlModifier)
    assert texts(menu) == ["&Complete", "Move to goal…", "Delete"]
    place = person.view.visualRect(person.line("Suites")).center()
    person.view.customContextMenuRequested.emit(place)
    assert menu.isVisible()
    menu.close()


@pytest.mark.parametrize("role", ["text", "spoken"])
def test_a_session_tells_its_day_and_length(person: Person, role: str) -> None:
    for name, below in (("Suites", "Suite I"), ("Suite I", "Routine 0")):
        person.click(name)
        person.key(Qt.Key.Key_Right)
        person.until_row(below)
    read: Callable[[str, Column], str] = person.cell
    assert read("Routine 0", Column.DUE) == "Today"
    assert read("Routine 1", Column.DUE) != "Today"
    assert read("Routine 0", Column.TIME) == "-"
    spoken = person.line("Routine 0").data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Routine 0, Practice session, -, ")


def test_what_is_dragged_hangs_on_the_pointer_by_name_or_number(person: Person) -> None:
    person.click("Suites")
    one = person.view.drag_picture(person.view.selected_nodes())
    person.click("Climbing", Qt.KeyboardModifier.ControlModifier)
    two = person.view.drag_picture(person.view.selected_nodes())
    assert one.width() > 40
    assert one.toImage() != two.toImage()


def test_nothing_is_taken_from_another_program(person: Person) -> None:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent

    mime = QMimeData()
    mime.setText("Suites")
    action, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), action, mime, left, none)
    QApplication.sendEvent(person.view.viewport(), enter)
    assert not enter.isAccepted()
    move = QDragMoveEvent(QPoint(50, 50), action, mime, left, none)
    QApplication.sendEvent(person.view.viewport(), move)
    assert not move.isAccepted()
