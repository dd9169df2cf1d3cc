"""Lists that say what has no room, legends that wrap, and the ring around what has the focus."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.charts.focus_ring import FocusRing
from fractal_desktop.ui.analytics.charts.legend import Legend, LegendEntry, Sign
from fractal_desktop.ui.analytics.charts.ranking import Rank, Ranking
from fractal_desktop.ui.analytics.charts.share_bars import ShareBar, ShareBars
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.pictures import card_image
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets.containers import Card

TIP = TipText("tip")
RANKS = [Rank(f"Thing {number}", 20 - number, ("1", "2"), TIP) for number in range(12)]
SHARES = [ShareBar(f"Thing {number}", 0.1, 0.2, ("10 %", "20 %"), TIP, group=f"Group {number // 3}") for number in range(12)]


def ranking(height: int) -> Ranking:
    chart = Ranking(("count", "avg"))
    chart.resize(400, height)
    chart.show_ranks(RANKS)
    return chart


def share_bars(height: int) -> ShareBars:
    chart = ShareBars(("is", "meant"))
    chart.resize(400, height)
    chart.show_bars(SHARES)
    return chart


@pytest.mark.parametrize("height", [60, 150, 200, 240, 313, 400, 700, 900])
def test_rows_use_the_room_and_never_lie_over_the_words_below(qtbot: QtBot, light: Theme, height: int) -> None:
    for chart in (ranking(height), share_bars(height)):
        qtbot.addWidget(chart)
        numbers: list[int] = []
        chart.left_out_changed.connect(numbers.append)
        chart.arrange()
        assert numbers == [12 - chart.mark_count()]
        last = chart.mark_rect(chart.mark_count() - 1)
        if chart.mark_count() == 12:
            assert last.bottom() < height
        elif chart.mark_count() > 1:
            assert last.bottom() < height - chart.fontMetrics().height() * 0.8
            assert height - last.bottom() < 80, "another row would have had room"


def test_shares_of_a_whole_are_measured_against_it(qtbot: QtBot, light: Theme) -> None:
    def colours(chart: ShareBars) -> tuple[str, str]:
        qtbot.addWidget(chart)
        chart.resize(400, 200)
        chart.show_bars([ShareBar("Suites", 0.74, None, ("74 %", ""), TIP)])
        picture, row = chart.grab().toImage(), chart.mark_rect(0).center().y()
        return picture.pixelColor(290, row).name(), picture.pixelColor(302, row).name()

    fill, track = colours(ShareBars(("is", "meant"), whole=1.0))
    assert fill != track
    assert colours(ShareBars(("usual", "planned"))) == (fill, fill)


def test_names_stand_above_bars_that_would_be_stubs_beside_them(qtbot: QtBot, light: Theme) -> None:
    chart = Ranking(("time", "sessions"))
    qtbot.addWidget(chart)
    chart.show()
    chart.resize(400, 300)
    chart.show_ranks([Rank("Gesture drawing", 2.0, ("133:03", "517"), TIP), Rank("Scales", 1.0, ("94:09", "341"), TIP)])
    for width in range(400, 249, -10):
        chart.resize(width, 300)
        assert chart.mark_rect(0).width() >= 48
    assert chart.mark_rect(0).width() == 250
    chart.set_compact(True)  # on paper rows are dearer
    assert chart.mark_rect(0).width() < 48


def test_bars_below_names_do_not_touch_them(qtbot: QtBot, light: Theme) -> None:
    chart = Ranking(("time", "sessions"))
    qtbot.addWidget(chart)
    for height in (120, 160, 300):
        chart.resize(200, height)
        chart.show_ranks([Rank(f"Gesture drawing {number}", 2.0, ("133:03", "517"), TIP) for number in range(4)])
        for mark in range(chart.mark_count()):
            assert chart.mark_rect(mark).top() >= chart._text_rect(mark).bottom() + 3
            assert chart.mark_rect(mark).bottom() + 4 < (mark + 1) * chart._sizes.row + chart._sizes.head


def test_a_list_says_what_it_is_told_of_the_rows_without_room(qtbot: QtBot, light: Theme) -> None:
    chart = ranking(150)
    qtbot.addWidget(chart)
    before = chart.grab().toImage()
    chart.say_left_out("8 more in the table")
    after = chart.grab().toImage()
    changed = [y for y in range(after.height()) if any(before.pixel(x, y) != after.pixel(x, y) for x in range(120))]
    assert changed
    assert min(changed) > chart.mark_rect(chart.mark_count() - 1).bottom()


def test_a_legend_wraps_where_it_is_narrow_and_takes_the_height(qtbot: QtBot, light: Theme) -> None:
    legend = Legend()
    qtbot.addWidget(legend)
    entries = (
        LegendEntry(Sign.BAR, "sessions"),
        LegendEntry(Sign.LINE, "average of 4 weeks"),
        LegendEntry(Sign.LIGHT_BAR, "this week so far"),
    )
    legend.show_entries(*entries)
    legend.show()
    legend.resize(legend.whole_width, 20)
    assert legend.lines == (entries,)
    one_line = legend.minimumHeight()
    legend.resize(legend.whole_width - 1, 20)
    assert [len(line) for line in legend.lines] == [2, 1]
    assert legend.minimumHeight() == 2 * one_line
    legend.resize(60, 20)
    assert [len(line) for line in legend.lines] == [1, 1, 1]
    assert not legend.grab().isNull()
    assert legend.accessibleName() == "sessions, average of 4 weeks, this week so far"


@pytest.fixture
def card(qtbot: QtBot, light: Theme) -> Iterator[Card]:
    card = Card()
    qtbot.addWidget(card)
    card.body.addWidget(QLineEdit())
    chart = Ranking(("count", "avg"))
    chart.show_ranks(RANKS)
    card.body.addWidget(chart, 1)
    card.resize(400, 300)
    card.show()
    yield card
    card.hide()


def test_the_ring_lies_outside_of_a_chart_that_has_the_focus_by_the_keyboard(card: Card, qtbot: QtBot) -> None:
    field, chart = card.findChild(QLineEdit), card.findChild(Ranking)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Tab)
    ring = card.findChild(FocusRing)
    assert ring.isVisible()
    assert card.rect().contains(ring.geometry())
    inner = chart.rect().translated(chart.mapTo(card, QPoint(0, 0)))
    assert ring.geometry().contains(inner.adjusted(-4, -4, 4, 4))
    card.resize(500, 360)
    assert ring.geometry().contains(chart.rect().translated(chart.mapTo(card, QPoint(0, 0))).adjusted(-4, -4, 4, 4))
    shown = card_image(card)
    field.setFocus()
    assert not ring.isVisible()
    assert card_image(card) == shown, "no picture holds the ring"


def test_a_click_shows_no_ring_and_an_arrow_key_does(card: Card, qtbot: QtBot) -> None:
    chart = card.findChild(Ranking)
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    chart.setFocus(Qt.FocusReason.MouseFocusReason)
    assert card.findChild(FocusRing) is None
    QTest.keyClick(chart, Qt.Key.Key_Down)
    assert card.findChild(FocusRing).isVisible()
