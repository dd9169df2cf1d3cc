"""The three doors by mouse and by key, and where the data will lie."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.start_page import StartPage
from fractal_desktop.ui.theme import Theme


@pytest.fixture
def opened(qtbot: QtBot, light: Theme) -> tuple[StartPage, list[str]]:
    """The page, and a list of the doors that were opened."""
    page = StartPage(light)
    qtbot.addWidget(page)
    doors: list[str] = []
    page.fractal_wanted.connect(lambda: doors.append("fractal"))
    page.file_wanted.connect(lambda: doors.append("file"))
    page.sample_wanted.connect(lambda: doors.append("sample"))
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.focus_first()
    return page, doors


def test_digits_open_the_doors(qtbot: QtBot, opened: tuple[StartPage, list[str]]) -> None:
    page, doors = opened
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4):
        qtbot.keyClick(page.focusWidget(), key)
    assert doors == ["fractal", "file", "sample"]


def test_enter_and_space_open_the_focused_door_and_arrows_and_tab_move(qtbot: QtBot, opened: tuple[StartPage, list[str]]) -> None:
    page, doors = opened
    assert page.doors[0].hasFocus()
    qtbot.keyClick(page.doors[0], Qt.Key.Key_Right)
    assert page.doors[1].hasFocus()
    qtbot.keyClick(page.doors[1], Qt.Key.Key_Enter)
    qtbot.keyClick(page.doors[1], Qt.Key.Key_Tab)
    qtbot.keyClick(page.doors[2], Qt.Key.Key_Space)
    qtbot.keyClick(page.doors[2], Qt.Key.Key_Left)
    assert page.doors[1].hasFocus()
    assert doors == ["file", "sample"]


def test_a_click_opens_a_door(qtbot: QtBot, opened: tuple[StartPage, list[str]]) -> None:
    page, doors = opened
    qtbot.mouseClick(page.doors[2], Qt.MouseButton.LeftButton)
    assert doors == ["sample"]


def test_the_doors_are_equal_and_speak(opened: tuple[StartPage, list[str]]) -> None:
    page, _ = opened
    assert len({door.size().toTuple() for door in page.doors}) == 1
    assert [door.accessibleName() for door in page.doors] == ["Start a fractal", "Open an old file", "Look around"]
    assert all(door.accessibleDescription() for door in page.doors)


@pytest.mark.parametrize(
    ("place", "words"),
    [("~/Documents/Fractal/fractal.db", "Documents / Fractal / fractal.db"), ("/srv/music/own.db", "srv / music / own.db")],
)
def test_it_says_where_the_data_will_lie(opened: tuple[StartPage, list[str]], place: str, words: str) -> None:
    page, _ = opened
    page.set_place(Path(place).expanduser())
    assert words in [label.text() for label in page.findChildren(QLabel)]
