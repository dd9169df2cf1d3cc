"""The tiles by themselves: long numbers, and the grouping of the locale."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.tiles import Tile
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
