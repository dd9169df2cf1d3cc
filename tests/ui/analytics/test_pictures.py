"""A picture of a card that cannot be painted is an error to be told, not the program's end."""

from datetime import date

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.analytics.charts.bar import Bars
from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.charts.tip import TipText
from fractal_desktop.ui.analytics.pictures import card_image, card_png, card_svg
from fractal_desktop.ui.icons import paint_goal_icon
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets import Card


class _Unpaintable(QLabel):
    @override
    def text(self) -> str:
        raise ValueError("no text")


def test_a_card_that_cannot_be_painted_says_so(qtbot: QtBot) -> None:
    card = QWidget()
    qtbot.addWidget(card)
    card.resize(200, 100)
    _Unpaintable(card)
    for _ in range(3):
        with pytest.raises(ValueError, match="no text"):
            card_png(card)
        with pytest.raises(ValueError, match="no text"):
            card_svg(card, "x")


class _Goal(QWidget):
    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        paint_goal_icon(QPainter(self), self.rect(), GoalType.LONG_TERM)


def test_shapes_of_goals_are_as_fine_as_what_they_are_painted_on(qtbot: QtBot, light: Theme) -> None:
    card = QWidget()
    qtbot.addWidget(card)
    card.resize(40, 40)
    _Goal(card).setGeometry(10, 10, 14, 14)
    assert "<image" not in card_svg(card, "x").decode(), "a drawing stays one"
    picture = card_image(card)
    squares = [
        {picture.pixel(x + right, y + down) for right in (0, 1) for down in (0, 1)} for x in range(20, 48, 2) for y in range(20, 48, 2)
    ]
    assert len(set.union(*squares)) > 3, "the shape is there"
    assert any(len(square) > 1 for square in squares), "no point of the screen is blown up to four pixels"


def test_letters_of_an_svg_are_as_large_as_their_room(qtbot: QtBot) -> None:
    card = QWidget()
    qtbot.addWidget(card)
    label = QLabel("Sessions", card)
    font = label.font()
    font.setPointSizeF(9)
    label.setFont(font)
    size = 9 * card.logicalDpiX() / 72
    assert size != 9, "a screen on which points are pixels shows nothing"
    assert f'font-size="{size:g}"' in card_svg(card, "x").decode()


def test_an_svg_has_no_ground_that_is_only_transparent(qtbot: QtBot, light: Theme) -> None:
    card = Card("Sessions")
    qtbot.addWidget(card)
    plot = BarPlot()
    card.body.addWidget(plot)
    card.resize(300, 240)
    card.show()
    days = (date(2026, 1, 1), date(2026, 2, 1))
    plot.show_bars(Bars.of(Period.MONTH, days, (1.0, 3.0), (False, False)), lambda _index: TipText())
    drawing = card_svg(card, "x").decode()
    assert light.tokens.ramp[4].lower() in drawing.lower(), "the bars are there"
    assert 'fill-opacity="0"' not in drawing
