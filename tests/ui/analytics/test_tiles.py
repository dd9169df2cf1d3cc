"""The tiles by themselves: long numbers, and the grouping of the locale."""

from datetime import date

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.tiles import Tile
from fractal_desktop.ui.analytics.words import months_words
from fractal_desktop.ui.theme import Theme
from fractal_desktop.ui.widgets.labels import ElidedLabel


def foot(tile: Tile, number: str) -> int:
    """Return the lowest line of pixels of a tile on which its number is drawn."""
    label = next(label for label in tile.findChildren(ElidedLabel) if label.text() == number)
    image, place = tile.grab().toImage(), QRect(label.mapTo(tile, label.rect().topLeft()), label.size())
    dark = [y for y in range(place.top(), place.bottom()) for x in range(place.left(), place.right()) if _is_dark(image.pixelColor(x, y))]
    return max(dark)


def _is_dark(color: QColor) -> bool:
    return color.lightness() < 90


def test_a_long_number_is_smaller_and_stands_on_the_line_of_the_others(qtbot: QtBot, light: Theme) -> None:
    row = QWidget()
    qtbot.addWidget(row)
    layout = QHBoxLayout(row)
    short, long = Tile("Average session"), Tile("Time")
    for tile, number in ((short, "0:44"), (long, "91574:44")):
        tile.show_number(number, "a week")
        layout.addWidget(tile)
    row.resize(360, 110)
    row.show()
    qtbot.waitExposed(row)
    assert long.sizeHint().height() == short.sizeHint().height()
    assert abs(foot(short, "0:44") - foot(long, "91574:44")) <= 1


def test_days_that_have_no_room_are_told_by_their_months_before_anything_is_cut(qtbot: QtBot, light: Theme) -> None:
    tile = Tile("Longest gap")
    qtbot.addWidget(tile)
    tile.show_number("26 days", "10 Feb 2016 – 8 Mar 2016", shorter="Feb – Mar 2016")
    line = next(label for label in tile.findChildren(ElidedLabel) if label.text() == "10 Feb 2016 – 8 Mar 2016")
    tile.resize(400, 110)
    tile.show()
    qtbot.waitExposed(tile)
    assert (line.shown_text(line.width()), line.toolTip()) == ("10 Feb 2016 – 8 Mar 2016", "")
    tile.resize(line.fontMetrics().horizontalAdvance("Feb – Mar 2016") + 40, 110)
    qtbot.waitUntil(lambda: line.shown_text(line.width()) == "Feb – Mar 2016")
    assert line.toolTip() == line.accessibleName() == "10 Feb 2016 – 8 Mar 2016"
    assert tile.words == ("Longest gap", "26 days", "10 Feb 2016 – 8 Mar 2016")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2016, 2, 1), date(2016, 2, 29), "Feb 2016"),
        (date(2016, 2, 10), date(2016, 3, 8), "Feb – Mar 2016"),
        (date(2015, 12, 30), date(2016, 1, 2), "Dec 2015 – Jan 2016"),
    ],
)
def test_the_months_of_some_days(first: date, last: date, words: str) -> None:
    assert months_words(first, last) == words
