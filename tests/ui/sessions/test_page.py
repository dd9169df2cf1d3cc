from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QPushButton, QSplitter, QTableView

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.library import TemplateDraft
from fractal_desktop.domain.practice_session import GoalLink, SessionEdit, SessionQuery, SessionSort, SessionState
from fractal_desktop.ui.sessions.days_popup import DaysPopup
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.filters import Days, ListFilter, Preset, Today, from_text, preset_days, to_text
from fractal_desktop.ui.sessions.footer import SelectionBar
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.page import SessionsPage
from fractal_desktop.ui.sessions.table_model import ROW_ROLE, Column
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.widgets import EmptyState, FilterChip
from fractal_desktop.ui.widgets.goal_picker import GoalPicker
from tests.ui.acting import put_up
from tests.ui.sessions.conftest import HOUR, START

TODAY = Today(date(2026, 3, 5), 0, ZoneInfo("Europe/Berlin"))


@pytest.fixture(autouse=True)
def plain_locale():
    QLocale.setDefault(QLocale.c())


@pytest.fixture
def shown(qtbot, context, life, until):
    """Make the page, once the sessions it is to show are in the file."""
    pages = []

    def show(rows=None):
        page = SessionsPage(context)
        tester = QAbstractItemModelTester(table(page).model(), QAbstractItemModelTester.FailureReportingMode.Fatal, page)
        assert tester is not None
        put_up(qtbot, page, 1200, 700)
        qtbot.waitExposed(page)
        page.activateWindow()
        if rows is not None:
            until(lambda: table(page).model().rowCount() == rows)
        pages.append(page)
        return page

    return show


def table(page):
    return page.findChild(QTableView)


def names(page):
    model = table(page).model()
    return [model.index(row, Column.NAME).data() for row in range(model.rowCount())]


def labels(page):
    return [label.text() for label in page.findChildren(QLabel) if label.isVisible() and label.text()]


def chip(page, name):
    return next(c for c in page.findChildren(FilterChip) if c.accessibleName().startswith(name))


def button(page, text):
    return next(b for b in page.findChildren(QPushButton) if b.text() == text and b.isVisible())


def empty_button(page):
    buttons = (b for empty in page.findChildren(EmptyState) for b in empty.findChildren(QPushButton))
    return next(b for b in buttons if b.isVisible())


def search(page):
    return next(edit for edit in page.findChildren(QLineEdit) if edit.placeholderText() == "Search names and notes")


def click(qtbot, page, row, *, modifier=Qt.KeyboardModifier.NoModifier):
    view = table(page)
    center = view.visualRect(view.model().index(row, Column.NAME)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, center)


def pick(qtbot, text):
    menu = next(m for m in QApplication.topLevelWidgets() if isinstance(m, QMenu) and m.isVisible())
    action = next(a for a in menu.actions() if a.text() == text)
    menu.setActiveAction(action)
    qtbot.keyClick(menu, Qt.Key.Key_Return)


def four(life):
    return [
        life.session("Evening routine", end=START + HOUR),
        life.session("Morning routine", START - 10 * HOUR, end=START - 9 * HOUR),
        life.session("Long ago", START - timedelta(days=400), end=START - timedelta(days=400) + 2 * HOUR, done=True),
        life.session("Quartet rehearsal", START - timedelta(days=40)),
    ]


def test_the_newest_session_comes_first_and_is_opened(life, shown, until):
    four(life)
    page = shown(4)
    assert names(page) == ["Evening routine", "Morning routine", "Quartet rehearsal", "Long ago"]
    until(lambda: any(edit.text() == "Evening routine" for edit in page.findChildren(QLineEdit)))
    until(lambda: "4" in labels(page))
    assert "4:00" in labels(page)
    assert "1:20" in labels(page)


def test_enter_goes_from_the_list_into_what_is_to_be_practised(qtbot, life, shown, until):
    session_id = life.with_document()
    page = shown(1)
    table(page).setFocus()
    qtbot.keyClick(table(page), Qt.Key.Key_Down)
    qtbot.keyClick(table(page), Qt.Key.Key_Return)
    until(lambda: isinstance(page.focusWidget(), ItemRow))
    open_ones = [item for section in life.stored(session_id).document.sections for item in section.items if not item.completed]
    assert page.focusWidget().item.path == open_ones[0].path


def test_a_session_that_is_asked_for_has_the_focus_in_its_practice(context, life, shown, until):
    session_id = life.with_document()
    page = shown(1)
    context.session_requested.emit(session_id)
    until(lambda: isinstance(page.focusWidget(), ItemRow))


def test_enter_goes_from_the_list_to_what_adds_an_activity_where_nothing_is_to_be_practised_yet(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    table(page).setFocus()
    qtbot.keyClick(table(page), Qt.Key.Key_Down)
    qtbot.keyClick(table(page), Qt.Key.Key_Return)
    until(lambda: page.focusWidget() is not None and page.focusWidget().accessibleName().startswith("Add an activity"))


def test_no_day_of_any_year_is_cut_in_the_list(life, shown):
    four(life)
    view = table(shown(4))
    locale, metrics = QLocale(), view.fontMetrics()
    room = view.columnWidth(Column.START) - metrics.horizontalAdvance("22:48") - 10 - 12
    days = [date(2025, month, day) for month in range(1, 13) for day in range(22, 29)]
    assert max(metrics.horizontalAdvance(day_text(day, locale, today)) for day in days for today in (day, date(2026, 1, 1))) <= room


def figures(page):
    found = (label for label in page.findChildren(QLabel) if label.accessibleName().startswith("Duration "))
    return next(found, None)


def test_a_narrow_page_keeps_list_and_editor_whole(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    until(lambda: "on average" in labels(page))
    page.resize(700, 500)
    splitter = page.findChild(QSplitter)
    until(lambda: sum(splitter.sizes()) < 700)
    assert page.minimumSizeHint().width() <= 700
    until(lambda: figures(page) is not None and figures(page).width() >= figures(page).sizeHint().width())
    table(page).selectAll()
    until(lambda: page.findChild(SelectionBar).isVisible())
    assert page.minimumSizeHint().width() <= 700
    bar = page.findChild(SelectionBar)
    until(lambda: all(bar.rect().contains(b.mapTo(bar, b.rect().bottomRight())) for b in bar.findChildren(QPushButton)))
    page.resize(1200, 700)
    until(lambda: "on average" in labels(page))


def test_typing_searches_names_and_notes(qtbot, context, life, shown, until):
    four(life)
    slow = life.session("Slow practice", START - 3 * HOUR)
    noted = life.stored(slow).document.with_value(("notes",), "This routine was hard.")
    context.workspace.practice.save(slow, SessionEdit(document=noted))
    page = shown(5)
    qtbot.keyClicks(search(page), "ROUTINE")
    until(lambda: names(page) == ["Evening routine", "Slow practice", "Morning routine"])
    qtbot.keyClick(search(page), Qt.Key.Key_Escape)
    until(lambda: len(names(page)) == 5)


def test_a_period_is_chosen_from_its_chip_and_taken_back_by_its_cross(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    qtbot.mouseClick(chip(page, "Period"), Qt.MouseButton.LeftButton)
    pick(qtbot, "Last 30 days")
    until(lambda: names(page) == ["Evening routine", "Morning routine"])
    assert chip(page, "Period").value == "Last 30 days"
    until(lambda: "4 Feb – 5 Mar 2026" in labels(page))
    assert "of 4 sessions" in labels(page)
    period = chip(page, "Period")
    qtbot.mouseClick(period, Qt.MouseButton.LeftButton, pos=QPoint(period.width() - 10, period.height() // 2))
    until(lambda: len(names(page)) == 4)


def test_days_of_ones_own_are_chosen_by_keyboard(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    period = chip(page, "Period")
    period.setFocus()
    qtbot.keyClick(period, Qt.Key.Key_Space)
    pick(qtbot, "Custom…")
    popup = page.findChild(DaysPopup)
    assert popup.isVisible()
    qtbot.mouseClick(button(popup, "Apply"), Qt.MouseButton.LeftButton)
    until(lambda: names(page) == ["Evening routine", "Morning routine"])
    assert chip(page, "Period").value == "1 Mar – 5 Mar 2026"


@pytest.mark.parametrize(
    ("choice", "expected"), [("Done", ["Long ago"]), ("Open", ["Evening routine", "Morning routine", "Quartet rehearsal"])]
)
def test_a_state_is_filtered_for(qtbot, life, shown, until, choice, expected):
    four(life)
    page = shown(4)
    qtbot.mouseClick(chip(page, "State"), Qt.MouseButton.LeftButton)
    pick(qtbot, choice)
    until(lambda: names(page) == expected)


def test_a_goal_is_filtered_for_with_everything_below(qtbot, context, life, shown, until):
    four(life)
    other = context.workspace.goals.create(None, context.workspace.goals.goal(life.root).type, "Climb 7A").created
    context.workspace.practice.create(GoalId(other), "Bouldering", START - HOUR)
    page = shown(5)
    qtbot.mouseClick(chip(page, "Goal"), Qt.MouseButton.LeftButton)
    picker = page.findChild(GoalPicker)
    until(lambda: picker._model.rowCount() == 3)
    qtbot.keyClick(picker.findChild(QLineEdit), Qt.Key.Key_Down)
    qtbot.keyClick(picker._list, Qt.Key.Key_Return)
    until(lambda: len(names(page)) == 4)
    assert chip(page, "Goal").value == "Play all six cello suites"


def selected(page):
    return [row.name for row in table(page).selected_rows()]


def test_after_a_deletion_the_next_session_is_selected_and_not_only_framed(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    click(qtbot, page, 1)
    click(qtbot, page, 2, modifier=Qt.KeyboardModifier.ShiftModifier)
    until(lambda: len(selected(page)) == 2)
    page.handlers()["edit.delete"].run()
    until(lambda: len(names(page)) == 2)
    until(lambda: len(selected(page)) == 1)
    assert table(page).current_id() == table(page).selected_rows()[0].id


def test_a_click_below_the_last_session_leaves_the_selection(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    click(qtbot, page, 1)
    until(lambda: len(selected(page)) == 1)
    before = selected(page)
    view = table(page).viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.rect().bottomRight() - QPoint(40, 10))
    assert selected(page) == before


def test_columns_give_way_to_the_names_in_a_narrow_list_and_come_back(life, shown, until):
    four(life)
    page = shown(4)
    view, header = table(page), table(page).horizontalHeader()

    def columns():
        return [column for column in Column if not header.isSectionHidden(column)]

    page.resize(1400, 700)
    assert columns() == list(Column)
    widths = [header.sectionSize(column) for column in Column if column is not Column.NAME]
    page.resize(730, 500)
    assert columns()[:2] == [Column.NAME, Column.START]
    assert Column.GOALS not in columns()
    assert header.sectionSize(Column.NAME) >= 120
    until(lambda: view.horizontalScrollBar().maximum() == 0)
    page.resize(1400, 700)
    assert columns() == list(Column)
    assert [header.sectionSize(column) for column in Column if column is not Column.NAME] == widths


def test_a_length_is_filtered_for(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    qtbot.mouseClick(chip(page, "Duration"), Qt.MouseButton.LeftButton)
    pick(qtbot, "over 1:30")
    until(lambda: names(page) == ["Long ago"])


def test_nothing_matches_is_said_with_a_way_out(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    qtbot.keyClicks(search(page), "xyz")
    until(lambda: "No session matches." in labels(page))
    qtbot.mouseClick(empty_button(page), Qt.MouseButton.LeftButton)
    until(lambda: len(names(page)) == 4)
    assert search(page).text() == ""


def test_an_empty_file_says_what_will_be_here_and_starts_the_first(qtbot, life, shown, until):
    page = shown(0)
    until(lambda: "Every practice session will be listed here." in labels(page))
    qtbot.mouseClick(empty_button(page), Qt.MouseButton.LeftButton)
    until(lambda: names(page) == ["New session"])


def test_a_click_on_a_title_sorts_and_a_second_one_turns_it_round(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    header = table(page).horizontalHeader()
    spot = QPoint(header.sectionPosition(Column.DURATION) + 20, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    until(lambda: names(page)[0] == "Long ago")
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    until(lambda: names(page)[-2:] == ["Long ago", "Quartet rehearsal"])
    assert context.settings.text("sessions/sort") == "duration up"


def click_title(qtbot, page, column):
    header = table(page).horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(column) + header.sectionSize(column) // 2, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def template(context, life, name):
    return context.workspace.library.create_template(life.root, TemplateDraft(name, "", ())).created


def test_templates_goals_and_states_are_sorted_by_too(qtbot, context, life, shown, until):
    evening, morning, _, quartet = four(life)
    context.workspace.practice.set_template([quartet], template(context, life, "Bowing"))
    context.workspace.practice.set_template([morning], template(context, life, "Arpeggios"))
    context.workspace.goals.move([evening], life.root)
    page = shown(4)
    click_title(qtbot, page, Column.TEMPLATE)
    until(lambda: names(page) == ["Morning routine", "Quartet rehearsal", "Evening routine", "Long ago"])
    click_title(qtbot, page, Column.TEMPLATE)
    until(lambda: names(page) == ["Quartet rehearsal", "Morning routine", "Evening routine", "Long ago"])
    click_title(qtbot, page, Column.GOALS)
    until(lambda: names(page) == ["Evening routine", "Morning routine", "Quartet rehearsal", "Long ago"])
    click_title(qtbot, page, Column.STATE)
    until(lambda: context.settings.text("sessions/sort") == "state up")
    click_title(qtbot, page, Column.STATE)
    until(lambda: names(page)[0] == "Long ago")


def test_further_pages_come_while_scrolling(qtbot, life, shown, until):
    for number in range(130):
        life.session(f"Session {number}", START - number * HOUR)
    page = shown(100)
    table(page).scrollToBottom()
    until(lambda: len(names(page)) == 130)


def test_arrow_keys_open_the_next_session(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    table(page).setFocus()
    qtbot.keyClick(table(page), Qt.Key.Key_Down)
    until(lambda: any(edit.text() == "Morning routine" for edit in page.findChildren(QLineEdit)))


def test_several_are_completed_together_and_keep_their_selection(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    click(qtbot, page, 0)
    click(qtbot, page, 1, modifier=Qt.KeyboardModifier.ControlModifier)
    bar = page.findChild(SelectionBar)
    assert bar.isVisible()
    assert {"2 selected", "2:00"} <= set(labels(bar))
    with qtbot.waitSignal(context.noticed) as notice:
        qtbot.mouseClick(button(bar, "Complete"), Qt.MouseButton.LeftButton)
    assert (notice.args[0].text, notice.args[0].undoable) == ("Completed 2 sessions", True)
    until(lambda: [table(page).model().index(row, Column.STATE).data() for row in (0, 1)] == ["Done", "Done"])
    assert len(table(page).selectionModel().selectedRows()) == 2
    until(lambda: button(bar, "Reopen") is not None)


def test_several_get_a_template_and_the_notice_takes_it_back(qtbot, context, life, shown, until):
    four(life)
    template = context.workspace.library.create_template(life.root, TemplateDraft("Evening routine", "", ())).created
    page = shown(4)
    click(qtbot, page, 0)
    click(qtbot, page, 1, modifier=Qt.KeyboardModifier.ControlModifier)
    qtbot.mouseClick(button(page.findChild(SelectionBar), "Set template"), Qt.MouseButton.LeftButton)
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == "Evening routine"))
    with qtbot.waitSignal(context.noticed) as notice:
        qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert (notice.args[0].text, notice.args[0].undoable) == ("Changed template of 2 sessions", True)

    qtbot.mouseClick(button(page.findChild(SelectionBar), "Set template"), Qt.MouseButton.LeftButton)
    until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == "Evening routine"))
    with qtbot.assertNotEmitted(context.noticed), qtbot.waitSignal(context.changed):
        qtbot.keyClick(menu, Qt.Key.Key_Return)  # they have it already: there is nothing to take back

    def templates():
        return [row.template_id for row in context.workspace.practice.page(SessionQuery()).rows]

    assert templates() == [template, template, None, None]
    with qtbot.waitSignal(context.changed):
        context.undo()
    assert templates() == [None] * 4


def test_several_are_deleted_and_come_back(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    notices = []
    context.noticed.connect(notices.append)
    click(qtbot, page, 0)
    click(qtbot, page, 2, modifier=Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(button(page.findChild(SelectionBar), "Delete"), Qt.MouseButton.LeftButton)
    until(lambda: names(page) == ["Long ago"])
    assert notices[-1].undoable
    context.undo()
    until(lambda: len(names(page)) == 4)


def test_several_are_moved_to_another_goal(qtbot, context, life, shown, until):
    ids = four(life)
    page = shown(4)
    table(page).setFocus()
    table(page).selectAll()
    qtbot.mouseClick(button(page.findChild(SelectionBar), "Move to goal…"), Qt.MouseButton.LeftButton)
    picker = page.findChild(GoalPicker)
    qtbot.keyClicks(picker.findChild(QLineEdit), "six")
    until(lambda: picker._model.rowCount() == 1)
    qtbot.keyClick(picker.findChild(QLineEdit), Qt.Key.Key_Return)
    until(lambda: all(life.stored(session_id).parent_id == life.root for session_id in ids))


def test_the_selection_is_cleared_by_its_cross_and_by_escape(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    table(page).setFocus()
    table(page).selectAll()
    bar = page.findChild(SelectionBar)
    assert bar.isVisible()
    qtbot.keyClick(table(page), Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert len(table(page).selectionModel().selectedRows()) == 1


def test_an_edit_in_the_editor_shows_in_its_row_and_moves_nothing(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    click(qtbot, page, 1)
    until(lambda: any(edit.text() == "Morning routine" for edit in page.findChildren(QLineEdit)))
    name = next(edit for edit in page.findChildren(QLineEdit) if edit.text() == "Morning routine")
    name.setFocus()
    name.selectAll()
    qtbot.keyClicks(name, "Early bird")
    until(lambda: names(page)[1] == "Early bird")
    assert table(page).currentIndex().row() == 1
    assert name.hasFocus()


def test_a_new_session_starts_now_below_the_goal_of_the_one_beside_it(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    until(lambda: table(page).currentIndex().isValid())
    qtbot.mouseClick(button(page, "New session"), Qt.MouseButton.LeftButton)
    until(lambda: names(page)[0] == "New session")
    until(lambda: isinstance(QApplication.focusWidget(), QLineEdit) and QApplication.focusWidget().selectedText() == "New session")
    until(lambda: table(page).currentIndex().row() == 0)
    (created,) = (row for row in table(page).model().rows() if row.name == "New session")
    assert created.start == context.now()
    assert life.stored(created.id).parent_id == life.suite


def test_the_sessions_of_a_charts_bar_are_a_chip(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    query = SessionQuery(since=START - timedelta(days=50), until=START - timedelta(days=30))
    context.sessions_titled.emit("January 2026")
    context.sessions_requested.emit(query)
    until(lambda: names(page) == ["Quartet rehearsal"])
    assert chip(page, "From chart").value == "January 2026"
    qtbot.keyClick(chip(page, "From chart"), Qt.Key.Key_Delete)
    until(lambda: len(names(page)) == 4)
    assert not chip(page, "From chart").isVisible()


def test_the_first_session_of_a_chart_is_current_and_in_the_editor(context, life, shown, until):
    sessions = four(life)
    page = shown(4)
    until(lambda: page.findChild(SessionEditor).session_id == sessions[0])
    context.sessions_requested.emit(SessionQuery(until=START - timedelta(days=1)))
    until(lambda: page.findChild(SessionEditor).session_id not in (None, sessions[0]))
    assert page.chosen_sessions() == (table(page).model().index(0, 0).data(ROW_ROLE).id,)
    assert page.chosen_sessions() == (page.findChild(SessionEditor).session_id,)
    assert table(page).hasFocus()


def test_a_session_that_is_open_stays_open_where_a_chart_leads_to_it(context, life, shown, until):
    sessions = four(life)
    page = shown(4)
    page.show_session(sessions[1])
    context.sessions_requested.emit(SessionQuery(until=START + timedelta(days=400)))
    until(lambda: chip(page, "From chart").isVisible() and page.chosen_sessions() == (sessions[1],))
    assert page.findChild(SessionEditor).session_id == sessions[1]
    assert table(page).hasFocus()


def test_a_query_for_a_state_alone_is_the_states_chip(life, shown, until):
    four(life)
    page = shown(4)
    page.show_query(SessionQuery(state=SessionState.ATTENTION), "Needs a look")
    until(lambda: names(page) == [])
    assert chip(page, "State").value == "Needs a look"


def test_a_query_for_a_goal_alone_is_the_goals_chip(context, life, shown, until):
    four(life)
    page = shown(4)
    context.sessions_titled.emit("Suite I from memory")
    context.sessions_requested.emit(SessionQuery(goal_id=life.suite))
    assert chip(page, "Goal").value == "Suite I from memory"


def test_a_session_asked_for_elsewhere_is_opened_and_found_in_the_list(context, life, shown, until):
    wanted = four(life)[3]
    page = shown(4)
    context.session_requested.emit(wanted)
    until(lambda: any(edit.text() == "Quartet rehearsal" for edit in page.findChildren(QLineEdit)))
    assert table(page).current_id() == wanted


def test_tab_goes_through_the_editor_in_the_order_of_the_eye(qtbot, life, shown, until):
    life.with_document()
    page = shown(1)
    until(lambda: any(edit.accessibleName() == "Length of Scales" for edit in page.findChildren(QLineEdit)))
    wanted = ["Name", "Start", "End", "Warm-up", "Length of Long bows", "Technique", "Length of Scales", "Session notes"]

    def passed():
        table(page).setFocus()
        stops = []
        while len(stops) < 40 and (not stops or QApplication.focusWidget() is not table(page)):
            qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
            stops.append(QApplication.focusWidget().accessibleName())
        return [stop for stop in stops if stop in wanted]

    until(lambda: passed() == wanted)


def test_filters_sort_and_widths_are_there_again_next_time(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    qtbot.mouseClick(chip(page, "State"), Qt.MouseButton.LeftButton)
    pick(qtbot, "Done")
    table(page).horizontalHeader().resizeSection(Column.TEMPLATE, 121)
    again = shown(1)
    assert chip(again, "State").value == "Done"
    assert table(again).horizontalHeader().sectionSize(Column.TEMPLATE) == 121


def opened_name(page):
    return next(edit.text() for edit in page.findChildren(QLineEdit) if edit.accessibleName() == "Name")


def test_the_session_that_was_open_is_open_again_next_time(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    click(qtbot, page, 2)
    until(lambda: opened_name(page) == "Quartet rehearsal")
    again = shown(4)
    until(lambda: opened_name(again) == "Quartet rehearsal")
    assert table(again).currentIndex().row() == 2
    assert len(table(again).selectionModel().selectedRows()) == 1


def test_a_session_far_down_is_open_again_next_time(qtbot, context, life, shown, until):
    for number in range(130):
        life.session(f"Session {number}", START - number * HOUR)
    page = shown(100)
    table(page).setFocus()
    qtbot.keyClick(table(page), Qt.Key.Key_End)
    until(lambda: len(names(page)) == 130)
    qtbot.keyClick(table(page), Qt.Key.Key_End)
    until(lambda: opened_name(page) == "Session 129")
    again = shown()
    until(lambda: opened_name(again) == "Session 129")


def test_where_the_session_that_was_open_is_gone_the_newest_is_opened(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    click(qtbot, page, 2)
    until(lambda: opened_name(page) == "Quartet rehearsal")
    context.workspace.practice.delete([table(page).current_id()])
    again = shown(3)
    until(lambda: opened_name(again) == "Evening routine")


def test_another_zone_writes_other_times(qtbot, context, life, shown, until):
    four(life)
    page = shown(4)
    assert table(page).model().index(0, Column.START).data() == "Thu 5 Mar 18:04"
    context.settings.zone_name = "America/New_York"
    until(lambda: table(page).model().index(0, Column.START).data() == "Thu 5 Mar 12:04")


def test_a_closed_file_leaves_an_empty_page(life, context, shown, until):
    four(life)
    page = shown(4)
    context.close_workspace()
    assert names(page) == []


def test_its_commands_follow_the_selection(qtbot, life, shown, until):
    four(life)
    page = shown(4)
    handlers = page.handlers()
    until(handlers["edit.delete"].enabled)
    handlers["edit.find"].run()
    assert search(page).hasFocus()
    assert not handlers["edit.clear_filters"].enabled()


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.TODAY, date(2026, 3, 5), date(2026, 3, 5)),
        (Preset.THIS_WEEK, date(2026, 3, 2), date(2026, 3, 8)),
        (Preset.LAST_7_DAYS, date(2026, 2, 27), date(2026, 3, 5)),
        (Preset.LAST_30_DAYS, date(2026, 2, 4), date(2026, 3, 5)),
        (Preset.THIS_MONTH, date(2026, 3, 1), date(2026, 3, 31)),
        (Preset.LAST_MONTH, date(2026, 2, 1), date(2026, 2, 28)),
        (Preset.THIS_YEAR, date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_preset_moves_along_with_today(preset, first, last):
    assert preset_days(preset, TODAY) == Days(first, last)


def test_days_become_instants_of_the_zone():
    chosen = ListFilter(period=Days(date(2026, 3, 29), date(2026, 3, 29)))
    query = chosen.query(TODAY, SessionSort.START, descending=True)
    assert query.until - query.since == timedelta(hours=23)
    assert query.since == datetime(2026, 3, 28, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    "chosen",
    [
        ListFilter(),
        ListFilter(period=Preset.THIS_YEAR, state=SessionState.DONE, longer_than_seconds=1200),
        ListFilter(period=Days(date(2026, 1, 1), date(2026, 2, 1)), goal=GoalLink(GoalId("g"), "Suite", "ShortTermGoal")),
        ListFilter(without_start=True, without_template=True),
    ],
)
def test_choices_are_kept_as_text(chosen):
    assert from_text(to_text(chosen)) == chosen


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"period": "never"}', "null"])
def test_choices_that_make_no_sense_limit_nothing(text):
    assert from_text(text) == ListFilter()
