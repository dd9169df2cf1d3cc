"""The lengths of sessions: bars, median, findings, and the sessions of a bar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.analytics import LengthRow
from fractal_desktop.ui.analytics.charts.histogram import HistogramPlot
from fractal_desktop.ui.analytics.charts.legend import Legend
from fractal_desktop.ui.analytics.choice import Choice, DayRange
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.lengths_card import LengthsAnswer, LengthsCard, histogram, lengths_finding
from fractal_desktop.ui.theme import DARK, LIGHT, Theme, ThemeMode
from tests.ui.acting import put_up

CHOICE = Choice(DayRange(date(2026, 1, 1), date(2026, 3, 5)), ZoneInfo("Europe/Berlin"), 0, date(2026, 3, 5))
ROWS = (LengthRow(0, 900, 2), LengthRow(900, 1800, 6), LengthRow(1800, 2700, 0), LengthRow(2700, None, 4))
ANSWER = LengthsAnswer(CHOICE, ROWS, 1500.0, 1800.0, (1200.0, 3000.0), 0)
EMPTY = LengthsAnswer(CHOICE, (), None, None, None, 0)
ShowCard = Callable[[LengthsAnswer], LengthsCard]


@pytest.fixture
def show_card(qtbot: QtBot, light: Theme) -> ShowCard:
    shown: list[LengthsCard] = []

    def show(answer: LengthsAnswer) -> LengthsCard:
        card = LengthsCard()
        shown.append(card)
        put_up(qtbot, card, 348, 300)
        card.show_answer(answer)
        return card

    return show


def plot_of(card: LengthsCard) -> HistogramPlot:
    found = card.findChild(HistogramPlot)
    assert isinstance(found, HistogramPlot)
    return found


def texts(card: LengthsCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible() and label.text().strip()]


def test_the_card_says_how_long_the_middle_half_lasts_and_the_mean(show_card: ShowCard) -> None:
    card = show_card(ANSWER)
    assert texts(card) == ["Half last 20 to 50 minutes", "Sessions by length, minutes; mean 30"]
    legend = card.findChild(Legend)
    assert isinstance(legend, Legend)
    assert legend.accessibleName() == "sessions, median 25 min"


def test_bars_stand_between_their_edges_and_the_median_among_them() -> None:
    bars = histogram(ANSWER)
    assert bars.counts == (2, 6, 0, 4)
    assert bars.edges == ("0", "15", "30", "45 +")
    assert bars.line == pytest.approx(1 + 600 / 900)
    closed = replace(ANSWER, rows=(LengthRow(0, 1800, 5), LengthRow(1800, 3600, 1)))
    assert histogram(closed).edges == ("0", "30", "60")
    assert histogram(replace(ANSWER, median_seconds=90000.0)).line == 3.5
    assert histogram(EMPTY).line is None


def test_the_median_is_drawn_where_it_lies_in_both_schemes(show_card: ShowCard, light: Theme) -> None:
    card = show_card(ANSWER)
    plot = plot_of(card)
    step = (plot.mark_rect(1).center().x() - plot.mark_rect(0).center().x()) or 1
    x = round(plot.mark_rect(0).center().x() + step * (1 + 600 / 900 - 0.5))
    for mode, tokens in ((ThemeMode.LIGHT, LIGHT), (ThemeMode.DARK, DARK)):
        light.set_mode(mode)
        image = card.grab(QRect(plot.mapTo(card, QPoint(0, 0)), plot.size())).toImage()
        assert QColor(tokens.text).name() in {image.pixelColor(each, 60).name() for each in range(x - 3, x + 4)}
        assert image.pixelColor(plot.mark_rect(3).center() + QPoint(0, 8)).name() == tokens.ramp[4].lower()


def test_a_bar_opens_its_sessions_by_click_and_enter(show_card: ShowCard) -> None:
    card = show_card(ANSWER)
    doors: list[Door] = []
    card.opened.connect(doors.append)
    plot = plot_of(card)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(1).center() + QPoint(0, 10))
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.mark_rect(2).center())
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert plot.accessibleDescription() == "0:45 or longer: 4 sessions, 33 %"
    QTest.keyClick(plot, Qt.Key.Key_Return)
    period = CHOICE.sessions_of(CHOICE.days)
    assert doors == [
        Door("15 to 30 minutes", replace(period, shortest_seconds=900, below_seconds=1800)),
        Door("0:45 or longer", replace(period, shortest_seconds=2700)),
    ]


def test_pointing_beside_the_bars_points_at_none(show_card: ShowCard) -> None:
    plot = plot_of(show_card(ANSWER))
    assert plot.mark_at(QPoint(2, 100)) == -1
    assert plot.mark_at(plot.mark_rect(0).center()) == 0


def test_sessions_that_are_alike_are_told_so() -> None:
    assert lengths_finding(replace(ANSWER, quartiles=(1810.0, 1850.0))) == "Most last 30 minutes"
    assert lengths_finding(replace(ANSWER, rows=ROWS[:1])) == ""


def test_where_bars_are_hours_the_finding_is_in_hours_too(show_card: ShowCard) -> None:
    rows = tuple(LengthRow(first * 3600, (first + 8) * 3600, 5) for first in range(0, 24, 8))
    long = LengthsAnswer(CHOICE, rows, 43200.0, 43500.0, (21600.0, 60000.0), 0)
    assert texts(show_card(long))[:2] == ["Half last 6:00 to 16:40 hours", "Sessions by length, hours; mean 12:05"]
    assert lengths_finding(replace(long, quartiles=(43200.0, 43259.0))) == "Most last 12:00 hours"


def test_thin_and_empty_histories_are_said_in_words(show_card: ShowCard) -> None:
    thin = texts(show_card(replace(ANSWER, rows=ROWS[:1], untimed=1)))
    assert thin[:2] == ["Sessions by length", "Minutes"]
    assert thin[-1] == "2 sessions: too few to say more · 1 session without a duration is not shown"
    assert "No sessions in this period." in texts(show_card(EMPTY))
    assert "None of the 3 sessions in this period has a duration." in texts(show_card(replace(EMPTY, untimed=3)))


def test_absurdly_long_sessions_are_told_in_hours(show_card: ShowCard) -> None:
    rows = (LengthRow(0, 360_000, 10**6), LengthRow(360_000, 720_000, 3))
    card = show_card(replace(ANSWER, rows=rows, mean_seconds=7200.0))
    assert "Sessions by length, hours; mean 2:00" in texts(card)
    assert histogram(replace(ANSWER, rows=rows)).edges == ("0", "100", "200")
    assert plot_of(card).mark_text(0).sentence == "0:00 to 100:00: 1,000,000 sessions, 100 %"


def test_the_table_has_all_bars(show_card: ShowCard) -> None:
    assert show_card(ANSWER).table().as_text().splitlines() == [
        "Length\tSessions\tShare",
        "0 to 15 minutes\t2\t17 %",
        "15 to 30 minutes\t6\t50 %",
        "30 to 45 minutes\t0\t0 %",
        "0:45 or longer\t4\t33 %",
    ]


def test_many_bars_in_a_narrow_card_are_drawn(show_card: ShowCard) -> None:
    rows = tuple(LengthRow(300 * index, 300 * (index + 1), index % 7) for index in range(40))
    card = show_card(replace(ANSWER, rows=rows))
    card.resize(220, 220)
    plot = plot_of(card)
    assert all(plot.mark_at(plot.mark_rect(index).center()) == index for index in range(40))
    assert not card.grab().isNull()
