"""Where cards stand, and what is seen of them: right to left, with large letters, by Tab, when one of them cannot be made."""

from collections.abc import Callable, Iterator
from typing import NoReturn

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.ui.analytics.card_grid import CardGrid, GridScroll
from fractal_desktop.ui.analytics.cards import CARDS
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.compare_card import CompareCard
from fractal_desktop.ui.analytics.lengths_card import LengthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.page_filter import PageFilter
from fractal_desktop.ui.analytics.tiles import Tile
from fractal_desktop.ui.analytics.weeks_card import WeeksCard
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import LIGHT, Theme, ThemeMode
from fractal_desktop.ui.widgets.labels import ElidedLabel
from tests.ui.conftest import NOW

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


@pytest.fixture
def letters(qapp: QApplication, light: Theme) -> Iterator[Callable[[int], None]]:
    """Let all letters be so many pixels large."""
    font, sheet = qapp.font(), qapp.styleSheet()

    def enlarge(pixels: int) -> None:
        larger = QFont(font)
        larger.setPixelSize(pixels)
        Theme(qapp, ThemeMode.LIGHT, larger).deleteLater()

    yield enlarge
    qapp.setFont(font)
    qapp.setStyleSheet(sheet)


def narrow(page: AnalyticsPage, width: int) -> None:
    """Make the page as narrow as the smallest window makes it, whatever its filters ask for."""
    page.setMinimumSize(320, 320)
    page.resize(width, 700)


def card_of(widget: QWidget | None) -> QWidget | None:
    while widget is not None and not isinstance(widget, ChartCard):
        widget = widget.parentWidget()
    return widget


def broken(*_: object, **__: object) -> NoReturn:
    raise IndexError("no such cell")


def test_from_right_to_left_the_first_card_stands_on_the_right(qtbot: QtBot) -> None:
    grid = CardGrid([QWidget()])
    qtbot.addWidget(grid)
    grid.resize(1228, 1400)
    grid.show()
    grid.reserve(CARDS)
    usual = [frame.geometry() for frame in grid.frames]
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    turned = [frame.geometry() for frame in grid.frames]
    assert turned == [QRect(1228 - each.x() - each.width(), each.y(), each.width(), each.height()) for each in usual]
    assert turned[0].x() > turned[1].x() > turned[2].x()


def test_shift_tab_from_below_the_cards_scrolls_to_the_last_one(qtbot: QtBot) -> None:
    window, field, doors = QWidget(), QLineEdit(), [QPushButton(str(number)) for number in range(len(CARDS))]
    grid = CardGrid([QWidget()])
    scroll = GridScroll(grid)
    column = QVBoxLayout(window)
    for each in (scroll, field):
        column.addWidget(each)
    qtbot.addWidget(window)
    window.resize(900, 600)
    grid.reserve(CARDS)
    for place, door in enumerate(doors):
        grid.add(door, place)
    QWidget.setTabOrder(doors[-1], field)
    window.show()
    window.activateWindow()
    qtbot.waitExposed(window)
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    QTest.keyClick(field, Qt.Key.Key_Backtab)
    assert doors[-1].hasFocus()
    assert doors[-1].visibleRegion().boundingRect().height() > 200
    below = scroll.verticalScrollBar().value()
    field.setFocus()
    scroll.verticalScrollBar().setValue(below - 200)
    QTest.mouseClick(doors[-1], Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    assert scroll.verticalScrollBar().value() == below - 200, "what is clicked stays where it is"


def test_tab_goes_from_card_to_card_and_reaches_charts_last(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    for day in range(1, 5):
        practise(f"2026-03-0{day} 18:00", 30)
    page = show_page()
    page.activateWindow()
    page.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    order: list[QWidget] = []
    while (widget := QApplication.focusWidget()) is not None and widget not in order:
        order.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    cards = [card for widget, card in ((each, card_of(each)) for each in order) if isinstance(widget, MarkedChart) and card is not None]
    assert [(card.y(), card.x()) for card in cards] == sorted((card.y(), card.x()) for card in cards)
    for card in cards:
        within = [widget for widget in order if card_of(widget) is card]
        chart = next(widget for widget in within if isinstance(widget, MarkedChart))
        above = [widget for widget in within if widget.mapTo(card, QPoint()).y() < chart.mapTo(card, QPoint()).y()]
        assert above == within[: len(above)]
    assert len(cards) > 6


@pytest.mark.parametrize("pixels", [13, 16, 20])
def test_large_letters_keep_their_lines_apart_in_one_column(
    letters: Callable[[int], None], show_page: ShowPage, practise: Practise, qtbot: QtBot, pixels: int
) -> None:
    letters(pixels)
    for day in range(1, 20):
        practise(f"2026-02-{day:02d} 18:00", 30)
        practise(f"2025-02-{day:02d} 18:00", 45)
    page = show_page()
    narrow(page, 540)
    qtbot.waitUntil(lambda: page.findChild(CardGrid).columns == 1)
    card = page.findChild(CompareCard)
    labels = [label for label in card._figures.children() if isinstance(label, QWidget)]
    assert len(labels) > 10
    for _ in range(3):  # a layout that changes its direction asks its parent's to follow
        QCoreApplication.processEvents()
    assert all(label.height() >= label.fontMetrics().ascent() for label in labels)


def test_the_numbers_of_tiles_are_whole_with_letters_of_twice_the_size(
    letters: Callable[[int], None], show_page: ShowPage, practise: Practise, qtbot: QtBot
) -> None:
    letters(26)
    for month in range(1, 13):
        for day in range(1, 29):
            practise(f"2025-{month:02d}-{day:02d} 18:00", 50)
    page = show_page()
    narrow(page, 480)
    numbers = [label for tile in page.findChildren(Tile) for label in tile.findChildren(ElidedLabel) if label.property("scale")]
    qtbot.waitUntil(lambda: all("…" not in label.shown_text(label.width()) for label in numbers if label.text() in tile_numbers(page)))
    assert any(len(number) > 5 for number in tile_numbers(page))


def tile_numbers(page: AnalyticsPage) -> list[str]:
    return [tile.words[1] for tile in page.findChildren(Tile)]


def test_the_ground_is_the_same_beside_the_bar_for_scrolling(show_page: ShowPage, practise: Practise, qtbot: QtBot) -> None:
    practise("2026-03-02 18:00", 30)
    page, stack = show_page(), QWidget()
    qtbot.addWidget(stack)
    stack.setProperty("surface", "base")
    stack.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    page.setParent(stack)
    page.show()
    stack.show()
    bar = page.findChild(GridScroll).verticalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    below = bar.mapTo(stack, bar.rect().bottomLeft()) - QPoint(0, 8)
    assert stack.grab().toImage().pixelColor(below) == QColor(LIGHT.window)
    page.setParent(None)


@pytest.mark.parametrize("part", ["__init__", "make_chart"])
def test_of_cards_one_of_which_cannot_be_made_the_others_come(
    part: str, context: AppContext, practise: Practise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    practise("2026-03-02 18:00", 30)
    monkeypatch.setattr(WeeksCard, part, broken)
    page = AnalyticsPage(context)
    qtbot.addWidget(page)
    page.resize(1228, 828)
    with qtbot.waitSignal(context.failed_unexpectedly) as told:
        page.show()
    assert isinstance(told.args[0], IndexError)
    qtbot.waitUntil(lambda: page.is_complete)
    whole = [card for card in page.findChildren(ChartCard) if not isinstance(card, WeeksCard)]
    assert len(whole) == len(CARDS) - 1
    assert all(card.isVisible() for card in whole)
    tops = sorted({frame.y() for frame in page.findChild(CardGrid).frames})
    assert len(tops) == 5, "the place of the one that is missing is kept"


def test_a_card_that_cannot_show_its_answer_says_so_until_it_can(
    context: AppContext, show_page: ShowPage, practise: Practise, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    practise(NOW.date().isoformat() + " 08:00", 30)
    page = show_page()
    card = page.findChild(LengthsCard)
    assert not card.is_empty
    with monkeypatch.context() as patched:
        patched.setattr(LengthsCard, "show_answer", broken)
        with qtbot.waitSignal(context.failed_unexpectedly):
            page.refresh()
    assert card._empty.text() == "This chart cannot be shown."
    assert card._empty.isVisible()
    qtbot.waitUntil(lambda: page.is_complete)
    page.refresh()
    qtbot.waitUntil(lambda: page.is_complete)
    assert not card.is_empty
    chart = card.findChild(MarkedChart)
    qtbot.waitUntil(lambda: chart.isVisible() and chart.height() > 80)


@pytest.mark.parametrize(("asked", "failing_cards"), [("read_documented", len(CARDS)), ("read_overview", 0)])
def test_nothing_is_left_of_another_choice_when_the_file_cannot_be_read(
    asked: str,
    failing_cards: int,
    context: AppContext,
    show_page: ShowPage,
    practise: Practise,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise UserError("The file cannot be read.")

    practise(NOW.date().isoformat() + " 08:00", 30)
    page = show_page()
    tiles = page.findChildren(Tile)
    assert tiles[0].words == ("Sessions", "1", tiles[0].words[2])
    with monkeypatch.context() as patched:
        patched.setattr(f"fractal_desktop.ui.analytics.page.{asked}", refuse)
        page._filter.show_filter(PageFilter(activity_id=ActivityId("etudes") if failing_cards else None))
        with qtbot.waitSignal(context.noticed):
            page.refresh()
        qtbot.waitUntil(lambda: page.is_complete)
    assert {tile.words[1:] for tile in tiles} == {("–", "cannot be shown")}
    assert sum(card.has_failed for card in page.findChildren(ChartCard)) == failing_cards
    page._filter.clear()
    page.refresh()
    qtbot.waitUntil(lambda: page.is_complete)
    assert tiles[0].words[1] == "1"
    assert not any(card.has_failed for card in page.findChildren(ChartCard))
