"""What a card can be taken out as: table, picture, PNG, SVG, CSV; and how it fills the page."""

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QLocale, QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.card_grid import GridScroll
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.chart_table import Cell, ChartTable, date_cell
from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot
from fractal_desktop.ui.analytics.csv_text import csv_text
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.lengths_card import LengthsCard
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.pictures import card_image, card_svg
from fractal_desktop.ui.analytics.table_dialog import TableDialog
from fractal_desktop.ui.analytics.templates_card import TemplatesCard
from fractal_desktop.ui.analytics.weekday_card import WeekdayCard
from fractal_desktop.ui.analytics.weeks_card import WeeksCard
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import LIGHT

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


@pytest.fixture
def page(show_page: ShowPage, practise: Practise, tmp_path: Path, context: AppContext) -> AnalyticsPage:
    """Two months of practice; files are offered in a folder of the test's."""
    context.settings.set_text("analytics/folder", str(tmp_path))
    practise("2026-01-10 18:00", 90)
    practise("2026-02-10 18:00", 40, "gone")
    practise("2026-02-11 18:00", 51)
    return show_page()


def menu_of(card: ChartCard) -> QMenu:
    button = next(each for each in card.findChildren(QToolButton) if each.accessibleName() == "More about this chart")
    return button.menu()


def choose(card: ChartCard, text: str) -> None:
    next(action for action in menu_of(card).actions() if action.text() == text).trigger()


def save(card: ChartCard, text: str, path: Path, context: AppContext, qtbot: QtBot) -> list[str]:
    """Choose a line of the menu, name the file, and return what is said about it."""
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    choose(card, text)
    dialog = card.window().findChild(QFileDialog)
    assert dialog.isVisible()
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: bool(notices))
    return notices


def test_a_table_is_saved_with_plain_numbers_and_iso_days(page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot) -> None:
    path = tmp_path / "Monate ä.csv"
    assert save(page.findChild(MonthsCard), "Save as CSV…", path, context, qtbot) == ["Saved “Monate ä.csv”"]
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"), newline="")))
    assert rows[0] == ["Month", "Sessions", "With a duration", "Time (seconds)", "Average (seconds)"]
    assert rows[1] == ["2026-01-01", "1", "1", "5400", "5400"]
    assert rows[2] == ["2026-02-01", "2", "2", "5460", "2730"]
    assert rows[3] == ["2026-03-01", "0", "0", "0", ""]


def test_names_with_commas_quotes_and_lines_come_back_from_the_file() -> None:
    names = ('Suite, "I"', "two\nlines", "=1+1", "日本")
    table = ChartTable(
        "x", ("Name", "Day", "Share"), tuple((Cell(name, name), date_cell("5 Mar", 739680), Cell("33 %", 1 / 3)) for name in names)
    )
    rows = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert rows == [["Name", "Day", "Share"], *([name, "2026-03-05", "0.333"] for name in names)]


def test_heads_tell_the_unit_of_their_numbers_whatever_the_rows_hold() -> None:
    table = ChartTable(
        "x", ("Month", "Time", "Average"), ((Cell("Jan", "1"), Cell("0:00", 0), Cell("-", -1.0)),), ("", "seconds", "seconds")
    )
    assert csv_text(table).splitlines() == ["Month,Time (seconds),Average (seconds)", "Jan,0,"]
    assert csv_text(replace(table, rows=())).splitlines() == ["Month,Time (seconds),Average (seconds)"]


def test_weekdays_and_hours_are_numbers_in_whatever_language_the_page_is(page: AnalyticsPage) -> None:
    card = page.findChild(WeekdayCard)
    in_english = csv_text(card.table())
    QLocale.setDefault(QLocale(QLocale.Language.German, QLocale.Country.Germany))
    assert card.table().rows[0][0].text == "Dienstag"
    assert csv_text(card.table()) == in_english
    assert in_english.splitlines() == ["Weekday (0 is Monday),Hour,Time (seconds)", "1,18,2400", "2,18,3060", "5,18,3600", "5,19,1800"]


def test_lengths_are_told_by_where_they_begin(page: AnalyticsPage) -> None:
    lines = csv_text(page.findChild(LengthsCard).table()).splitlines()
    assert lines[0] == "Length (seconds or more),Sessions,Share"
    begins = [int(line.partition(",")[0]) for line in lines[1:]]
    assert begins == sorted(begins)
    assert begins[0] == 0


def test_names_with_tabs_and_lines_stay_in_their_cell_on_the_clipboard_and_in_the_table() -> None:
    table = ChartTable("x", ("Name", "Sessions"), ((Cell("    two\nlines\tand a tab", "1"), Cell("3", 3)),))
    assert table.as_text() == "Name\tSessions\n    two lines and a tab\t3"


def test_a_picture_is_twice_as_fine_as_the_screen_and_shows_the_bars(
    page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot
) -> None:
    card = page.findChild(MonthsCard)
    path = tmp_path / "months.png"
    save(card, "Save as PNG…", path, context, qtbot)
    image = QImage(str(path))
    assert image.size() == card.size() * 2
    plot = card.findChild(BarPlot)
    middle = plot.mapTo(card, QPoint(plot.mark_rect(0).center().x(), plot._plot.bottom() - 4))
    assert image.pixelColor(middle * 2) == QColor(LIGHT.ramp[4])


def test_a_picture_leaves_out_what_can_only_be_pressed(page: AnalyticsPage) -> None:
    card = page.findChild(MonthsCard)
    image = card_image(card)
    button = next(each for each in card.findChildren(QToolButton) if each.accessibleName() == "More about this chart")
    area = image.copy(button.geometry().x() * 2, button.geometry().y() * 2, 56, 56)
    colours = {area.pixelColor(x, y).name() for x in range(4, 52) for y in range(4, 52)}
    assert colours == {QColor(LIGHT.base).name()}


def test_a_drawing_is_made_of_shapes_and_texts_not_of_pixels(
    page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot
) -> None:
    path = tmp_path / "weeks.svg"
    card = page.findChild(WeeksCard)
    save(card, "Save as SVG…", path, context, qtbot)
    root = ET.fromstring(path.read_text(encoding="utf-8"))
    tags = [element.tag.rpartition("}")[2] for element in root.iter()]
    assert "image" not in tags
    assert tags.count("text") >= 5
    assert LIGHT.ramp[4].lower() in path.read_text(encoding="utf-8").lower()
    texts = "".join(root.itertext())
    assert card.measure in texts


def test_each_card_can_be_drawn(page: AnalyticsPage) -> None:
    for card in page.findChildren(ChartCard):
        assert ET.fromstring(card_svg(card, "x").decode()).get("viewBox") == f"0 0 {card.width()} {card.height()}"


def test_where_a_file_cannot_be_written_it_is_said_and_the_page_goes_on(
    page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot
) -> None:
    (tmp_path / "taken.csv").mkdir()
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    choose(page.findChild(TemplatesCard), "Save as CSV…")
    page.window().findChild(QFileDialog).fileSelected.emit(str(tmp_path / "taken.csv"))
    qtbot.waitUntil(lambda: notices == ["“taken.csv” was not saved: there is a folder of this name."])
    page.window().findChild(QFileDialog).reject()


def test_the_picture_is_copied(page: AnalyticsPage) -> None:
    card = page.findChild(TemplatesCard)
    choose(card, "Copy picture")
    content = QByteArray()
    image = QGuiApplication.clipboard().image()
    assert image.size() == card.size() * 2
    assert image.save(QBuffer(content), "PNG")  # type: ignore[call-overload]


def test_a_card_fills_the_page_and_escape_goes_back_with_the_focus_in_it(page: AnalyticsPage, qtbot: QtBot) -> None:
    card, other = page.findChild(WeeksCard), page.findChild(MonthsCard)
    before = card.size()
    choose(card, "Fill the page")
    qtbot.waitUntil(lambda: card.width() > 1100 and not other.isVisible())
    plot = card.findChild(BarPlot)
    assert page.focusWidget() is plot
    QTest.keyClick(plot, Qt.Key.Key_Home)
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert plot.current == -1
    assert not other.isVisible()
    QTest.keyClick(plot, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: other.isVisible() and card.size() == before)
    assert page.focusWidget() is plot


def test_a_card_that_fills_the_page_has_a_button_that_leads_back_and_obeys_the_filters(page: AnalyticsPage, qtbot: QtBot) -> None:
    card, other = page.findChild(MonthsCard), page.findChild(WeeksCard)
    choose(card, "Fill the page")
    page.findChild(FilterBar).choose_all_days()
    qtbot.waitUntil(lambda: page.is_complete)
    assert card.findChild(BarPlot).mark_count() == 3
    back = next(each for each in card.findChildren(QToolButton) if each.accessibleName() == "Back to all charts")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(other.isVisible)
    assert not back.isVisible()


def test_going_back_scrolls_to_where_the_card_stood(page: AnalyticsPage, qtbot: QtBot) -> None:
    scroll = page.findChild(GridScroll)
    bar = scroll.verticalScrollBar()
    assert bar.maximum() > 0
    bar.setValue(bar.maximum())
    before = bar.value()
    card = page.findChildren(ChartCard)[-1]
    choose(card, "Fill the page")
    qtbot.waitUntil(lambda: bar.maximum() == 0)
    back = next(each for each in card.findChildren(QToolButton) if each.accessibleName() == "Back to all charts")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.value() == before)


def test_the_table_is_sorted_by_keys_alone(page: AnalyticsPage, qtbot: QtBot) -> None:
    choose(page.findChild(MonthsCard), "Show as table")
    dialog = page.window().findChild(TableDialog)
    table = dialog.findChild(QTableView)
    qtbot.waitUntil(table.hasFocus)
    model = table.model()

    def column(number: int) -> list[str]:
        return [model.index(row, number).data() for row in range(model.rowCount())]

    assert column(1) == ["1", "2", "0"]
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_S)
    assert column(1) == ["0", "1", "2"]
    QTest.keyClick(table, Qt.Key.Key_S)
    assert column(1) == ["2", "1", "0"]
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
