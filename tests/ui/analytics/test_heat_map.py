"""Heat maps: what is drawn, what a person points at, walks over and opens."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.cells import NO_CELL, Cells, ColumnName
from fractal_desktop.ui.analytics.charts.heat_map import STEP_COLOURS, HeatMap
from fractal_desktop.ui.analytics.charts.steps import Steps, Unit, session_steps, time_steps
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.theme import DARK, LIGHT, Theme, ThemeMode
from fractal_desktop.ui.widgets.containers import Card

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAYS = Cells(
    7, (NO_CELL, NO_CELL, 0, 1, 2, 3, 4, 1, 0, 2), WEEKDAYS, (ColumnName(0, "Feb"), ColumnName(1, "Mar")), outlined=9, runs_on=True
)


def tip_of(index: int) -> TipText:
    return TipText(f"Cell {index}", ("of the test",))


@pytest.fixture
def heat_map(qtbot: QtBot, light: Theme) -> Iterator[HeatMap]:
    card = Card()
    qtbot.addWidget(card)
    chart = HeatMap()
    card.body.addWidget(chart, 1)
    card.resize(432, 232)
    chart.set_title("Practised on every day")
    chart.show_cells(DAYS, tip_of)
    card.show()
    yield chart
    card.hide()


def picture(chart: HeatMap) -> QImage:
    """Return the chart as it is seen, on its card."""
    card = chart.window()
    return card.grab(QRect(chart.mapTo(card, QPoint(0, 0)), chart.size())).toImage()


def colour_at(image: QImage, chart: HeatMap, index: int) -> QColor:
    return image.pixelColor(chart.mark_rect(index).center())


def walk(chart: HeatMap, *keys: Qt.Key) -> int:
    for key in keys:
        QTest.keyClick(chart, key)
    return chart.current


@pytest.mark.parametrize(("mode", "ramp"), [(ThemeMode.LIGHT, LIGHT.ramp), (ThemeMode.DARK, DARK.ramp)])
def test_each_cell_has_the_colour_of_its_step_in_both_schemes(
    heat_map: HeatMap, light: Theme, mode: ThemeMode, ramp: tuple[str, ...]
) -> None:
    light.set_mode(mode)
    image = picture(heat_map)
    for index in range(2, 10):
        assert colour_at(image, heat_map, index) == QColor(ramp[STEP_COLOURS[DAYS.steps[index]]]), index


def test_cells_are_rounded_with_paper_between(heat_map: HeatMap) -> None:
    image = picture(heat_map)
    rect = heat_map.mark_rect(5)
    paper = QColor(LIGHT.base)
    assert image.pixelColor(rect.left() + rect.width(), rect.center().y()) == paper
    assert image.pixelColor(rect.topLeft()) not in (paper, QColor(LIGHT.ramp[4]))
    assert image.pixelColor(rect.center().x(), rect.top()) == QColor(LIGHT.ramp[4])
    assert image.pixelColor(heat_map.mark_rect(2).center() - QPoint(0, heat_map.mark_rect(2).height())) == paper


def test_today_is_outlined(heat_map: HeatMap) -> None:
    image = picture(heat_map)
    edge = heat_map.mark_rect(9)
    assert image.pixelColor(edge.left(), edge.center().y()).lightness() < 80
    assert image.pixelColor(heat_map.mark_rect(4).left(), edge.center().y()).lightness() > 80


def test_a_drawing_in_a_file_has_shapes_and_no_pixels(heat_map: HeatMap, tmp_path: Path) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(tmp_path / "map.svg"))
    generator.setSize(heat_map.size())
    painter = QPainter(generator)
    heat_map.render(painter, QPoint())
    painter.end()
    text = (tmp_path / "map.svg").read_text(encoding="utf-8")
    assert "<image" not in text
    assert text.count("<path") >= 8


def test_a_picture_at_another_scale_is_sharp(heat_map: HeatMap) -> None:
    image = QImage(heat_map.size() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    image.fill(QColor(LIGHT.base))
    heat_map.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    rect, y = heat_map.mark_rect(5), 2 * heat_map.mark_rect(5).center().y()
    edge = [image.pixelColor(x, y).name() for x in range(2 * rect.left() - 2, 2 * rect.left() + 2)]
    assert edge == [LIGHT.base.lower()] * 2 + [LIGHT.ramp[4].lower()] * 2


def test_what_was_drawn_is_drawn_anew_for_other_cells_and_sizes(heat_map: HeatMap) -> None:
    before = picture(heat_map)
    assert picture(heat_map) == before
    heat_map.show_cells(Cells(7, (4,) * 70, WEEKDAYS), tip_of)
    assert colour_at(picture(heat_map), heat_map, 69) == QColor(LIGHT.ramp[5])
    heat_map.window().resize(332, 182)
    assert colour_at(picture(heat_map), heat_map, 69) == QColor(LIGHT.ramp[5])


def test_pointing_names_a_cell_and_only_those_with_something_behind_open(heat_map: HeatMap) -> None:
    opened: list[int] = []
    heat_map.mark_opened.connect(opened.append)
    for index in (5, 2):
        QTest.mouseMove(heat_map, heat_map.mark_rect(index).center())
        assert heat_map.current == index
        assert heat_map.accessibleName() == f"Cell {index}: of the test. Practised on every day"
        QTest.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=heat_map.mark_rect(index).center())
    assert opened == [5]
    assert heat_map.cursor().shape() is Qt.CursorShape.ArrowCursor
    QTest.mouseMove(heat_map, heat_map.mark_rect(2).center() - QPoint(0, heat_map.mark_rect(2).height()))
    assert heat_map.current == -1
    assert heat_map.accessibleName() == "Practised on every day"
    assert heat_map.mark_at(QPoint(2, 60)) == heat_map.mark_at(QPoint(399, 199)) == -1


def test_keys_begin_at_today_and_walk_as_the_eye_does(heat_map: HeatMap) -> None:
    heat_map.setFocus()
    assert walk(heat_map, Qt.Key.Key_Up) == 9
    assert walk(heat_map, Qt.Key.Key_Left) == 2
    assert walk(heat_map, Qt.Key.Key_Up) == 2
    assert walk(heat_map, Qt.Key.Key_Down, Qt.Key.Key_Down) == 4
    assert walk(heat_map, Qt.Key.Key_Right) == 4
    assert walk(heat_map, Qt.Key.Key_End) == 9
    assert walk(heat_map, Qt.Key.Key_Home) == 2
    assert walk(heat_map, Qt.Key.Key_Escape) == -1


def test_days_run_on_from_sunday_to_monday_and_hours_do_not(heat_map: HeatMap) -> None:
    heat_map.setFocus()
    assert walk(heat_map, Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Up) == 6
    assert walk(heat_map, Qt.Key.Key_Down) == 7
    heat_map.show_cells(Cells(7, (0, 1, 2, 3, 4, 1, 2) * 2, WEEKDAYS, names_below=True), tip_of)
    assert walk(heat_map, Qt.Key.Key_Home, *[Qt.Key.Key_Down] * 9) == 6
    assert walk(heat_map, Qt.Key.Key_Right, Qt.Key.Key_Right) == 13
    assert walk(heat_map, *[Qt.Key.Key_Up] * 9) == 7


def test_enter_opens_what_the_keys_reached_and_pages_are_asked_for(heat_map: HeatMap) -> None:
    opened: list[int] = []
    pages: list[int] = []
    heat_map.mark_opened.connect(opened.append)
    heat_map.page_asked.connect(pages.append)
    heat_map.setFocus()
    walk(heat_map, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
    assert opened == [9]
    assert pages == [-1, 1]


def test_nothing_to_show_is_drawn_as_nothing(heat_map: HeatMap) -> None:
    heat_map.show_cells(Cells(), tip_of)
    assert walk(heat_map, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Return) == -1
    image = picture(heat_map)
    assert {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)} == {LIGHT.base.lower()}


@pytest.mark.parametrize(("columns", "width", "height"), [(54, 180, 90), (54, 480, 220), (5, 480, 220), (27, 1400, 800), (24, 220, 200)])
def test_cells_stay_inside_however_little_room_there_is(heat_map: HeatMap, columns: int, width: int, height: int) -> None:
    heat_map.window().resize(width + 32, height + 32)
    names = tuple(ColumnName(column, "Sept") for column in range(0, columns, 4))
    heat_map.show_cells(Cells(7, (4,) * (7 * columns), WEEKDAYS, names), tip_of)
    last = heat_map.mark_rect(7 * columns - 1)
    assert heat_map.rect().contains(last) or width < 200
    assert all(heat_map.mark_at(heat_map.mark_rect(index).center()) == index for index in range(7 * columns))


YEAR = Cells(
    7, tuple(index % 5 for index in range(371)), WEEKDAYS, tuple(ColumnName(column, "Mon") for column in range(0, 53, 4)), runs_on=True
)


def test_a_year_with_room_below_stands_on_several_bands_so_that_its_cells_are_large(heat_map: HeatMap) -> None:
    heat_map.show_cells(YEAR, tip_of)
    heat_map.window().resize(1132, 832)
    first, below = heat_map.mark_rect(0), heat_map.mark_rect(7 * 27)
    assert below.left() == first.left()
    assert below.top() > heat_map.mark_rect(6).bottom()
    assert min(first.width(), first.height()) > 30
    assert all(heat_map.mark_at(heat_map.mark_rect(index).center()) == index for index in range(371))
    assert heat_map.mark_at(QPoint(first.left() + 3, (heat_map.mark_rect(6).bottom() + below.top()) // 2)) == -1
    heat_map.setFocus()
    assert walk(heat_map, Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 27) == 7 * 27


def test_hours_stand_on_one_band_however_high_it_is(heat_map: HeatMap) -> None:
    heat_map.show_cells(replace(YEAR, names_below=True, runs_on=False), tip_of)
    heat_map.window().resize(1132, 832)
    assert heat_map.mark_rect(370).left() > heat_map.mark_rect(7 * 27).left() > heat_map.mark_rect(0).left()


def test_a_few_weeks_take_more_of_the_width_than_squares_would(heat_map: HeatMap) -> None:
    heat_map.show_cells(Cells(7, (4,) * 35, WEEKDAYS, runs_on=True), tip_of)
    assert heat_map.mark_rect(0).width() > 2 * heat_map.mark_rect(0).height()


def test_another_font_is_fitted_in(heat_map: HeatMap) -> None:
    before = heat_map.mark_rect(5)
    font = heat_map.font()
    font.setPixelSize(24)
    heat_map.setFont(font)
    assert heat_map.mark_rect(5).left() > before.left()
    assert heat_map.event(QEvent(QEvent.Type.PaletteChange))


def test_steps_of_minutes_hours_and_sessions_are_told_in_round_words() -> None:
    assert Steps((30, 60, 90), Unit.MINUTES).names == ("0", "under 30", "30–59", "60–89", "90 +")
    assert Steps((2, 5, 10), Unit.HOURS).names == ("0", "under 2", "2–5", "5–10", "10 +")
    assert Steps((2, 3, 4), Unit.SESSIONS).names == ("0", "1", "2", "3", "4 +")
    assert Steps((5, 10, 20), Unit.SESSIONS).names == ("0", "under 5", "5–9", "10–19", "20 +")
    minutes = Steps((30, 60, 90), Unit.MINUTES)
    assert [minutes.step_of(seconds) for seconds in (0, 1, 1799, 1800, 3600, 5399, 5400)] == [0, 1, 1, 2, 3, 3, 4]


def test_limits_follow_what_is_shown() -> None:
    assert time_steps(()) == Steps((30, 60, 90), Unit.MINUTES)
    assert time_steps([0, 20 * 60, 45 * 60, 70 * 60, 95 * 60]) == Steps((30, 60, 90), Unit.MINUTES)
    assert time_steps([3600, 3 * 3600, 7 * 3600, 30 * 3600]) == Steps((2, 5, 10), Unit.HOURS)
    assert time_steps([45 * 60]).step_of(45 * 60) in (2, 3)
    hours = [each * 360 for each in (19, 28, 35, 42, 49, 55, 60, 65, 67, 69, 72, 75, 78, 84, 95, 133)]
    assert time_steps(hours) == Steps((4, 6, 8), Unit.HOURS), "with 2, 4 and 6 most would be of the highest step"
    assert session_steps([]) == session_steps([1, 1, 2, 3, 5]) == Steps((2, 3, 4), Unit.SESSIONS)
    assert session_steps([3, 4, 7, 12, 16, 17, 25, 30]) == Steps((5, 10, 20), Unit.SESSIONS)


@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_any_amounts_have_ascending_limits_and_a_step(amounts: list[int]) -> None:
    for steps in (time_steps(amounts), session_steps(amounts)):
        assert all(before < after for before, after in pairwise(steps.limits))
        found = [steps.step_of(amount) for amount in sorted(amounts)]
        assert found == sorted(found)
        assert all((step == 0) == (amount == 0) for step, amount in zip(found, sorted(amounts), strict=True))
        assert len(set(steps.names)) == 5
