"""The twin of a chart, as somebody walks through it: its rows lead to the sessions, its head sorts, nothing in it is cut unseen."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.compare_card import CompareCard
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.figures_model import ROLE_OF_DOOR
from fractal_desktop.ui.analytics.figures_table import FiguresTable
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.table_dialog import TableDialog
from fractal_desktop.ui.analytics.weekday_card import WeekdayCard
from fractal_desktop.ui.context import AppContext, Notice
from fractal_desktop.ui.theme import LIGHT, Theme
from tests.ui.acting import put_up

Practise = Callable[..., str]
Show = Callable[[ChartTable], TableDialog]


@pytest.fixture
def page(
    show_page: Callable[[], AnalyticsPage], practise: Practise, add_goal: Callable[[str, str | None], None], qtbot: QtBot
) -> AnalyticsPage:
    """The page with sessions of three months, some of them below goals, one without a duration."""
    add_goal("Cello", None)
    add_goal("Suite I", "Cello")
    for start, minutes, goal in (
        ("2025-12-02 18:00", 40, "Suite I"),
        ("2025-12-30 07:59", 62, "Cello"),
        ("2026-01-05 18:00", 20, None),
        ("2026-02-10 12:00", None, "Suite I"),
        ("2026-03-02 18:30", 45, "Suite I"),
        ("2026-03-03 23:30", 90, "Cello"),
    ):
        practise(start, minutes, parent=goal)
    page = show_page()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def show(qtbot: QtBot, light: Theme) -> Show:
    window = put_up(qtbot, QWidget(), 1200, 800)

    def show(table: ChartTable) -> TableDialog:
        dialog = TableDialog(table, window)
        dialog.open()
        qtbot.waitExposed(dialog)
        dialog.activateWindow()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return show


def goals_table(*more: str) -> ChartTable:
    heads = ("Goal", "Own time", "With everything below", "Sessions", "Share")
    names = ("Play all six cello suites", "    Schubert quintet, second movement", *more)
    rows = tuple(
        (
            Cell(name, str(place), door=Door(name, SessionQuery(text=name))),
            Cell("0:00", 0),
            Cell("9:10", 550),
            Cell("3", 3),
            Cell("7 %", 0.07),
        )
        for place, name in enumerate(names)
    )
    return ChartTable("Time by goal", heads, rows)


def view(dialog: TableDialog) -> FiguresTable:
    found = dialog.findChild(FiguresTable)
    assert found is not None
    return found


def walk_to(table: FiguresTable, row: int, column: int = 0) -> None:
    table.setCurrentIndex(table.model().index(row, column))


def test_every_row_leads_to_as_many_sessions_as_it_says(page: AnalyticsPage, workspace: Workspace) -> None:
    seen = 0
    for card in page.findChildren(ChartCard):
        table = card.table()
        if "Sessions" not in table.heads:
            continue
        column = table.heads.index("Sessions")
        for row in table.rows:
            door = row[0].door
            assert (door is not None) == (row[column].value != 0), (table.title, row[0].text)
            if door is not None:
                query = door.query if isinstance(door.query, SessionQuery) else door.query(workspace)
                assert workspace.practice.totals(query).sessions == row[column].value, (table.title, row[0].text)
                seen += 1
    assert seen > 20


def test_enter_on_a_row_opens_the_sessions_behind_it(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    card = page.findChild(MonthsCard)
    assert card is not None
    card.show_table()
    dialog = card.findChild(TableDialog)
    assert dialog is not None
    qtbot.waitExposed(dialog)
    table = view(dialog)
    QTest.keyClick(table, Qt.Key.Key_S)
    QTest.keyClick(table, Qt.Key.Key_S)
    QTest.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    assert table.currentIndex().data() == "1 – 5 Mar 2026"
    titles: list[str] = []
    context.sessions_titled.connect(titles.append)
    with qtbot.waitSignal(context.sessions_requested):
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert titles == ["1 – 5 Mar 2026"]
    assert not dialog.isVisible()


def test_a_double_click_opens_them_too_and_a_row_without_sessions_is_no_door(show: Show, qtbot: QtBot) -> None:
    empty = (date_cell("January 2026", date(2026, 1, 1).toordinal()), Cell("0", 0))
    door = Door("February 2026", SessionQuery())
    full = (date_cell("February 2026", date(2026, 2, 1).toordinal(), door), Cell("7", 7))
    dialog = show(ChartTable("Months", ("Month", "Sessions"), (empty, full)))
    opened: list[object] = []
    dialog.opened.connect(opened.append)
    table = view(dialog)
    for row in (0, 1):
        place = table.visualRect(table.model().index(row, 1)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [door]


def test_enter_closes_a_table_whose_row_opens_nothing(show: Show) -> None:
    dialog = show(ChartTable("Numbers", ("Number",), ((Cell("7", 7),),)))
    QTest.keyClick(view(dialog), Qt.Key.Key_Return)
    assert not dialog.isVisible()


def test_of_two_periods_side_by_side_each_half_opens_its_own(page: AnalyticsPage) -> None:
    card = page.findChild(CompareCard)
    assert card is not None
    table = card.table()
    row = next(row for row in table.rows if row[4].value)
    assert [cell.door is not None for cell in row] == [row[1].value > 0] * 3 + [True] * 3
    assert row[3].door == row[5].door


def test_names_have_what_the_figures_leave_and_stand_on_one_line(show: Show) -> None:
    table = view(show(goals_table()))
    assert not table.wordWrap()
    widths = [table.columnWidth(column) for column in range(5)]
    assert sum(widths) == table.viewport().width()
    longest = table.fontMetrics().horizontalAdvance("    Schubert quintet, second movement")
    assert widths[0] >= longest + 20
    assert table.horizontalScrollBar().maximum() == 0


def test_a_very_long_name_is_cut_and_its_tooltip_says_all_of_it(show: Show) -> None:
    long = "A goal whose name goes on and on, because whoever wrote it wanted to say everything about it at once, and then some more"
    table = view(show(goals_table(long)))
    assert table.horizontalScrollBar().maximum() == 0
    cell = table.visualRect(table.model().index(2, 0))
    assert cell.width() < table.fontMetrics().horizontalAdvance(long)


def test_a_table_is_no_wider_than_the_window_behind_it(show: Show) -> None:
    heads = tuple(f"A column with a long head {number}" for number in range(9))
    dialog = show(ChartTable("Wide", heads, (tuple(Cell("1", 1) for _ in heads),)))
    assert dialog.width() <= 1200
    assert view(dialog).horizontalScrollBar().maximum() > 0, "and every head can be come to"


def test_a_head_stands_above_its_cells_sorted_or_not(show: Show) -> None:
    dialog = show(goals_table())
    table = view(dialog)
    edges = []
    for is_sorted in (False, True):
        if is_sorted:
            QTest.mouseClick(
                table.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(table.columnViewportPosition(3) + 20, 12)
            )
            assert table.horizontalHeader().sortIndicatorSection() == 3
        picture = table.grab().toImage()
        left, width = table.columnViewportPosition(3), table.columnWidth(3)
        head = QRect(left, 0, width, table.horizontalHeader().height() - 1)
        cell = QRect(left, head.bottom() + 4, width, 20)
        edges.append([rightmost_ink(picture, area) for area in (head, cell)])
    for head, cell in edges:
        assert abs(head - cell) <= 2


def rightmost_ink(picture: QImage, area: QRect) -> int:
    ground = picture.pixelColor(area.left() + 3, area.center().y())
    columns = (
        x
        for x in range(area.right() - 3, area.left(), -1)
        for y in range(area.top() + 2, area.bottom() - 2)
        if abs(picture.pixelColor(x, y).lightness() - ground.lightness()) > 60
    )
    return next(columns)


def point(widget: QWidget, place: QPoint) -> None:
    """Move the pointer there; off the screen Qt would look for the window below it, which is the one behind the dialog."""
    none = Qt.MouseButton.NoButton
    where = QPointF(place)
    QApplication.sendEvent(
        widget, QMouseEvent(QEvent.Type.MouseMove, where, QPointF(widget.mapToGlobal(place)), none, none, Qt.KeyboardModifier.NoModifier)
    )


def test_the_pointer_tints_a_whole_row(show: Show) -> None:
    table = view(show(goals_table("Popper")))
    row = table.visualRect(table.model().index(2, 0))
    point(table.viewport(), row.center())
    picture = table.viewport().grab().toImage()
    tints = {picture.pixelColor(table.columnViewportPosition(column) + 4, row.center().y()).name() for column in range(5)}
    assert tints == {LIGHT.color("hover").name()}


def test_copying_is_said_on_the_button_and_in_the_window(show: Show, page: AnalyticsPage, context: AppContext) -> None:
    dialog = show(goals_table())
    copy = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Copy table")
    QTest.keyClick(copy, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text().startswith("Goal\tOwn time")
    assert copy.text() == "Copied"
    said: list[Notice] = []
    context.noticed.connect(said.append)
    card = page.findChild(MonthsCard)
    assert card is not None
    card.copy_table()
    card.copy_picture()
    assert [notice.text for notice in said] == ["Table copied", "Picture copied"]


def test_less_than_a_minute_is_not_nothing(page: AnalyticsPage) -> None:
    card = page.findChild(WeekdayCard)
    assert card is not None
    times = {row[1].text: row[2].text for row in card.table().rows if row[0].text == "Tuesday"}
    assert "0:00" not in times.values()


def test_a_door_lies_in_every_cell_of_its_row(show: Show) -> None:
    table = view(show(goals_table()))
    doors = [table.model().index(1, column, QModelIndex()).data(ROLE_OF_DOOR) for column in range(5)]
    assert len(set(map(id, doors))) == 1
    walk_to(table, 1, 4)
    assert table.currentIndex().data(ROLE_OF_DOOR).title == "    Schubert quintet, second movement"


def test_whoever_sorts_stays_in_their_row_and_equal_rows_in_the_charts_order(show: Show) -> None:
    rows = tuple((Cell(name, name), Cell(str(count), count)) for name, count in (("c", 2), ("a", 1), ("d", 2), ("b", 3)))
    dialog = show(ChartTable("Letters", ("Name", "Count"), rows))
    table = view(dialog)
    model = table.model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, dialog)
    assert tester is not None

    def names() -> list[str]:
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    assert names() == ["c", "a", "d", "b"], "until asked, the chart's order"
    walk_to(table, 3, 1)
    QTest.keyClick(table, Qt.Key.Key_S)
    assert names() == ["a", "c", "d", "b"]
    QTest.keyClick(table, Qt.Key.Key_S)
    assert names() == ["b", "c", "d", "a"]
    assert (table.currentIndex().row(), table.currentIndex().sibling(table.currentIndex().row(), 0).data()) == (0, "b")
    QTest.keyClick(table, Qt.Key.Key_Left)
    QTest.keyClick(table, Qt.Key.Key_S)
    assert names() == ["a", "b", "c", "d"]


def test_a_table_without_rows_has_its_heads(show: Show) -> None:
    table = view(show(ChartTable("Nothing", ("Name", "Count"), ())))
    assert table.model().rowCount() == 0
    assert [table.model().headerData(column, Qt.Orientation.Horizontal) for column in (0, 1)] == ["Name", "Count"]
    QTest.keyClick(table, Qt.Key.Key_S)
