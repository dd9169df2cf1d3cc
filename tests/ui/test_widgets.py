"""The small widgets that every page uses, as somebody presses and reads them."""

import pytest
from PySide6.QtCore import QLocale, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets import (
    Badge,
    Card,
    ElidedLabel,
    EmptyState,
    FilterChip,
    FlowLayout,
    FramedDialog,
    GoalChip,
    PlainButton,
    PrimaryButton,
    ProgressRow,
    SearchBox,
    SegmentedControl,
    ToolIconButton,
    UndoBar,
    text_label,
)
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu
from fractal_desktop.ui.widgets.popup import Popup


@pytest.fixture
def page(qtbot: QtBot, light: Theme) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.setLayout(QVBoxLayout())
    page.resize(600, 400)
    page.show()
    return page


def put(page: QWidget, widget: QWidget) -> None:
    layout = page.layout()
    assert layout is not None
    layout.addWidget(widget)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
        widget.show()
    layout.activate()


def test_a_long_text_ends_in_dots_and_is_whole_in_its_tooltip(page: QWidget) -> None:
    label = ElidedLabel("Understand radio without subtitles,\n all of it")
    put(page, label)
    assert label.toolTip() == ""
    label.setFixedWidth(80)
    assert label.toolTip() == label.text() == "Understand radio without subtitles, all of it"
    assert label.minimumSizeHint().width() < 80


def test_a_title_takes_a_second_line_where_it_needs_one_and_no_more(page: QWidget) -> None:
    label = ElidedLabel("Three templates make up 61 %", two_lines=True)
    put(page, label)
    metrics, one = label.fontMetrics(), label.sizeHint().height()
    wide = metrics.horizontalAdvance(label.text())
    assert label.heightForWidth(wide) == one
    assert label.heightForWidth(wide - 1) == label.heightForWidth(40) == one + metrics.lineSpacing()
    label.setFixedWidth(wide - 1)
    assert label.toolTip() == ""
    label.setFixedWidth(wide // 3)
    assert label.toolTip() == label.text() == "Three templates make up 61 %"


def test_no_word_stands_alone_on_the_second_line(page: QWidget) -> None:
    label = ElidedLabel("All 28 sessions follow Routine 2", two_lines=True)
    put(page, label)
    wide = label.fontMetrics().horizontalAdvance(label.text())
    assert label.shown_text(wide + 8) == label.text()
    assert label.shown_text(wide - 1) == "All 28 sessions follow\nRoutine 2"
    assert label.shown_text(wide * 2 // 3) == "All 28 sessions\nfollow Routine 2", "many words there are no stub"


def test_a_card_is_as_high_as_the_lines_of_its_title(qtbot: QtBot, page: QWidget) -> None:
    card = Card("Half the time is for Repertoire", "Time by goal")
    card.body.addWidget(QLabel("129:52"))
    put(page, card)
    title = card.findChildren(ElidedLabel)[0]
    one = title.sizeHint().height()
    card.setFixedWidth(180)
    qtbot.waitUntil(lambda: title.width() < 180 and title.height() == title.heightForWidth(title.width()) > one)
    card.setFixedWidth(600)
    qtbot.waitUntil(lambda: title.height() == one)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_button_of_an_icon_and_a_chip_are_pressed_by_enter_too(qtbot: QtBot, page: QWidget, key: Qt.Key) -> None:
    for button in (ToolIconButton(icon("help"), "What is counted"), FilterChip("Goal")):
        put(page, button)
        with qtbot.waitSignal(button.clicked):
            QTest.keyClick(button, key)


def test_enter_opens_the_menu_of_a_button(qtbot: QtBot, page: QWidget) -> None:
    button = ToolIconButton(icon("dots"), "More")
    menu = QMenu(button)
    menu.addAction("Show as table")
    button.setMenu(menu)
    put(page, button)
    seen = []
    menu.aboutToShow.connect(lambda: (seen.append(menu), QTimer.singleShot(0, menu.close)))
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert seen == [menu]


def test_a_button_that_its_menu_took_from_under_the_pointer_does_not_look_hovered(qtbot: QtBot, page: QWidget) -> None:
    button = ToolIconButton(icon("dots"), "More")
    menu = QMenu(button)
    menu.addAction("Fill the page").triggered.connect(lambda: button.move(button.pos() + QPoint(300, 200)))
    button.setMenu(menu)
    put(page, button)
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    QTest.mouseMove(button)
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QTimer.singleShot(0, lambda: QTest.keyClick(menu, Qt.Key.Key_Down) or QTest.keyClick(menu, Qt.Key.Key_Return))
    QTest.keyClick(button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not button.underMouse())


@pytest.mark.parametrize("kind", [ChoiceMenu, Popup])
def test_a_chip_does_not_look_hovered_once_a_click_elsewhere_closed_what_it_opened(
    qtbot: QtBot, page: QWidget, kind: type[ChoiceMenu] | type[Popup]
) -> None:
    chip = FilterChip("State")
    put(page, chip)
    QCursor.setPos(chip.mapToGlobal(chip.rect().center()))
    chip.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    opened = kind(chip)
    if isinstance(opened, ChoiceMenu):
        opened.offer("Completed", True)
        opened.open()
    else:
        opened.show_below(chip)
    QCursor.setPos(page.mapToGlobal(QPoint(590, 390)))
    assert chip.underMouse(), "no event tells"
    opened.close()
    qtbot.waitUntil(lambda: not chip.underMouse())


def test_a_button_that_comes_back_without_the_pointer_does_not_look_hovered(qtbot: QtBot, page: QWidget) -> None:
    button = ToolIconButton(icon("dots"), "More")
    put(page, button)
    QCursor.setPos(button.mapToGlobal(button.rect().center()))
    button.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    page.hide()
    page.show()
    assert button.underMouse(), "the pointer is still there"
    page.hide()
    QCursor.setPos(page.mapToGlobal(QPoint(590, 390)))
    page.show()
    assert not button.underMouse()


def test_a_text_label_takes_no_markup(page: QWidget) -> None:
    assert text_label("<b>Scales</b> & more").textFormat() == Qt.TextFormat.PlainText


def test_a_badge_is_hidden_at_zero(page: QWidget) -> None:
    badge = Badge()
    put(page, badge)
    assert not badge.isVisible()
    badge.set_count(3)
    assert badge.isVisible()
    assert badge.text() == QLocale().toString(3)


def test_a_filter_chip_opens_its_choices_and_its_cross_clears_it(qtbot: QtBot, page: QWidget) -> None:
    chip = FilterChip("Period")
    put(page, chip)
    heard: list[str] = []
    chip.clicked.connect(lambda: heard.append("choices"))
    chip.cleared.connect(lambda: heard.append("cleared"))
    narrow = chip.sizeHint().width()
    chip.set_value("Last 30 days")
    page.layout().activate()  # type: ignore[union-attr]
    assert chip.sizeHint().width() > narrow
    assert chip.accessibleName() == "Period: Last 30 days"
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(20, chip.height() // 2))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 14, chip.height() // 2))
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert heard == ["choices", "cleared", "cleared", "choices"]


def test_a_chip_without_a_value_has_nothing_to_clear(qtbot: QtBot, page: QWidget) -> None:
    chip = FilterChip("Period")
    put(page, chip)
    heard: list[str] = []
    chip.clicked.connect(lambda: heard.append("choices"))
    chip.cleared.connect(lambda: heard.append("cleared"))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(chip.width() - 14, chip.height() // 2))
    qtbot.keyClick(chip, Qt.Key.Key_Delete)
    assert heard == ["choices"]


def test_one_segment_holds_and_choosing_moves_nothing(qtbot: QtBot, page: QWidget) -> None:
    control = SegmentedControl(["30 days", "3 months", "All of it"], 1)
    put(page, control)
    segments = control.findChildren(QPushButton)
    widths = [segment.sizeHint().width() for segment in segments]
    with qtbot.waitSignal(control.chosen) as told:
        qtbot.mouseClick(segments[2], Qt.MouseButton.LeftButton)
    assert told.args == [2]
    assert control.current == 2
    assert [segment.sizeHint().width() for segment in segments] == widths
    with qtbot.assertNotEmitted(control.chosen, wait=1):
        control.set_current(0)
    assert control.current == 0
    control.set_current(-1)
    assert control.current == -1


def test_a_click_takes_the_focus_along_where_it_was_in_the_group(qtbot: QtBot, page: QWidget) -> None:
    control, field = SegmentedControl(["12 months", "All"]), QLineEdit()
    put(page, control)
    put(page, field)
    first, second = control.findChildren(QPushButton)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    first.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert second.hasFocus()
    field.setFocus()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert field.hasFocus(), "a click alone takes no focus"


def test_alt_with_an_arrow_chooses_nothing(qtbot: QtBot, page: QWidget) -> None:
    control = SegmentedControl(["12 months", "All"])
    put(page, control)
    first, _ = control.findChildren(QPushButton)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert control.current == 0


def test_arrows_move_between_segments(qtbot: QtBot, page: QWidget) -> None:
    control = SegmentedControl(["Light", "Dark"])
    put(page, control)
    first, second = control.findChildren(QPushButton)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert second.hasFocus()
    assert control.current == 1


def test_a_click_takes_no_focus_from_the_field(qtbot: QtBot, page: QWidget) -> None:
    field, button, tool = SearchBox("Filter"), PlainButton("Sessions"), ToolIconButton(icon("plus"), "New")
    for widget in (field, button, tool):
        put(page, widget)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    field.setFocus()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(tool, Qt.MouseButton.LeftButton)
    assert field.hasFocus()
    assert tool.accessibleName() == tool.toolTip() == "New"


def test_escape_empties_a_search_and_down_goes_on(qtbot: QtBot, page: QWidget) -> None:
    box = SearchBox("Filter")
    put(page, box)
    cross = box.actions()[-1]
    assert not cross.isVisible()
    qtbot.keyClicks(box, "suite")
    assert cross.isVisible()
    with qtbot.waitSignal(box.down_pressed):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    box.setText("again")
    cross.trigger()
    assert box.text() == ""


def test_a_goal_chip_opens_and_goes_by_mouse_and_key(qtbot: QtBot, page: QWidget) -> None:
    chip = GoalChip("g1", "Suite I", GoalType.SHORT_TERM)
    put(page, chip)
    heard: list[str] = []
    chip.opened.connect(lambda goal: heard.append(f"open {goal}"))
    chip.removed.connect(lambda goal: heard.append(f"remove {goal}"))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    qtbot.keyClick(chip, Qt.Key.Key_Return)
    qtbot.mouseClick(chip.findChildren(QToolButton)[0], Qt.MouseButton.LeftButton)
    qtbot.keyClick(chip, Qt.Key.Key_Backspace)
    assert heard == ["open g1", "open g1", "remove g1", "remove g1"]


def test_a_flow_breaks_where_there_is_no_room_and_skips_what_is_hidden(qtbot: QtBot, light: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=10, row_spacing=5)
    items = [QWidget(holder) for _ in range(3)]
    for item in items:
        item.setFixedSize(QSize(100, 20))
        flow.addWidget(item)
    assert flow.heightForWidth(400) == 20
    assert flow.heightForWidth(250) == 45
    assert flow.heightForWidth(100) == 70
    items[1].hide()
    assert flow.heightForWidth(250) == 20
    holder.resize(210, 100)
    holder.show()
    assert items[2].pos() == QPoint(110, 0)


def test_tab_comes_to_the_segment_that_holds_from_both_sides(qtbot: QtBot, page: QWidget) -> None:
    before, segments, after = PlainButton("before"), SegmentedControl(["Day", "Week", "Month"], 1), PlainButton("after")
    for widget in (before, segments, after):
        put(page, widget)
    page.activateWindow()
    for first, key in ((before, Qt.Key.Key_Tab), (after, Qt.Key.Key_Backtab)):
        first.setFocus()
        qtbot.keyClick(first, key)
        assert page.focusWidget().text() == "Week"
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    assert segments.current == 2
    before.setFocus()
    qtbot.keyClick(before, Qt.Key.Key_Tab)
    assert page.focusWidget().text() == "Month"


def test_what_comes_into_a_flow_after_it_was_laid_out_gets_its_place(qtbot: QtBot, light: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=10)
    first, last = QWidget(holder), QWidget(holder)
    for item, width in ((first, 50), (last, 20)):
        item.setFixedSize(QSize(width, 20))
        flow.addWidget(item)
    holder.resize(400, 100)
    holder.show()
    assert last.pos() == QPoint(60, 0)
    for item in (first, last):
        flow.removeWidget(item)
    first.setFixedSize(QSize(120, 20))
    flow.addWidget(first)
    flow.activate()  # as Qt does when a widget is shown
    flow.addWidget(last)
    qtbot.waitUntil(lambda: last.pos() == QPoint(130, 0))


def test_the_rows_of_a_flow_may_end_at_the_right(qtbot: QtBot, light: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=10, row_spacing=5, to_right=True)
    items = [QWidget(holder) for _ in range(2)]
    for item in items:
        item.setFixedSize(QSize(100, 20))
        flow.addWidget(item)
    holder.resize(300, 50)
    holder.show()
    assert [item.pos() for item in items] == [QPoint(90, 0), QPoint(200, 0)]
    holder.resize(150, 50)
    qtbot.waitUntil(lambda: [item.pos() for item in items] == [QPoint(50, 0), QPoint(50, 25)])


def test_a_card_without_a_title_has_no_header(page: QWidget) -> None:
    card = Card()
    put(page, card)
    labels = card.findChildren(QLabel)
    assert not any(label.isVisible() for label in labels)
    card.set_title("Seven sessions in a usual week", "Sessions per week")
    assert [label.text() for label in labels if label.isVisible()] == ["Seven sessions in a usual week", "Sessions per week"]
    assert card.accessibleName() == "Seven sessions in a usual week"


def test_an_empty_state_has_at_most_one_button(qtbot: QtBot, page: QWidget) -> None:
    state = EmptyState("Sessions will be here.", "New session")
    put(page, state)
    with qtbot.waitSignal(state.activated):
        qtbot.mouseClick(state.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    state.set_sentence("Nothing fits the filter.")
    assert not state.findChildren(QPushButton)[0].isVisible()


def test_the_undo_bar_goes_after_its_time_but_a_problem_stays(qtbot: QtBot, page: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.ui.widgets.bars._SHOWN_MS", 20)
    bar = UndoBar()
    put(page, bar)
    assert not bar.isVisible()
    bar.show_text("Deleted 3 sessions", undoable=True)
    undo = next(button for button in bar.findChildren(QPushButton) if button.text() == "Undo")
    assert bar.isVisible()
    assert undo.isVisible()
    qtbot.waitUntil(lambda: not bar.isVisible())
    bar.show_text("It cannot lie there.", problem=True)
    assert not undo.isVisible()
    bar.show_text("Moved", undoable=True)
    bar.show_text("It cannot lie there.", problem=True)
    with pytest.raises(Exception, match="timed out"):
        qtbot.waitUntil(lambda: not bar.isVisible(), timeout=100)


def test_a_focused_undo_is_not_taken_away(qtbot: QtBot, page: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fractal_desktop.ui.widgets.bars._SHOWN_MS", 20)
    bar = UndoBar()
    put(page, bar)
    bar.show_text("Deleted 3 sessions", undoable=True)
    undo = next(button for button in bar.findChildren(QPushButton) if button.text() == "Undo")
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    undo.setFocus()
    with pytest.raises(Exception, match="timed out"):
        qtbot.waitUntil(lambda: not bar.isVisible(), timeout=100)
    with qtbot.waitSignal(bar.undo_pressed):
        qtbot.keyClick(undo, Qt.Key.Key_Space)
    assert not bar.isVisible()


def test_progress_names_the_step_and_its_share_or_neither(page: QWidget) -> None:
    row = ProgressRow()
    put(page, row)
    row.set_progress("0002 Session analytics", "filling in session 14 of 20", 0.627)
    assert [label.text() for label in row.findChildren(QLabel)] == ["0002 Session analytics", "filling in session 14 of 20", "62 %"]
    row.set_progress("Backup")
    assert [label.text() for label in row.findChildren(QLabel)] == ["Backup", "", ""]


def test_a_dialog_s_default_is_pressed_by_enter_and_it_goes_when_closed(qtbot: QtBot, page: QWidget) -> None:
    dialog = FramedDialog("Migrate", "No revision yet", page)
    go = PrimaryButton("Migrate")
    go.clicked.connect(dialog.accept)
    dialog.add_left(text_label("Cancel leaves the file as it was."))
    dialog.add_right(PlainButton("Cancel"))
    dialog.add_right(go, default=True)
    dialog.open()
    answers: list[str] = []
    dialog.accepted.connect(lambda: answers.append("yes"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert answers == ["yes"]


def test_a_dialog_stands_in_the_middle_of_its_window(qtbot: QtBot, page: QWidget) -> None:
    dialog = FramedDialog("Settings", parent=page, width=300)
    dialog.open()
    aside = dialog.geometry().center() - page.geometry().center()
    assert abs(aside.x()) <= 4  # the frame around it is the desktop's
    assert abs(aside.y()) <= 4
    assert dialog.isModal()


def test_a_dialog_over_a_window_at_the_screen_s_edge_stays_on_the_screen(qtbot: QtBot, page: QWidget) -> None:
    screen = page.screen().availableGeometry()
    page.move(screen.right() - 40, screen.bottom() - 40)
    dialog = FramedDialog("Settings", parent=page, width=300)
    dialog.open()
    assert screen.contains(dialog.geometry())
