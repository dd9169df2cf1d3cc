"""How a person finds and presses what is on the screen, in whatever window it is."""

from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QWidget)


def put_up(qtbot: QtBot, widget: W, width: int, height: int) -> W:
    """Show a widget as a window of this size until the test is over, and return it."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    return widget


def shown(kind: type[W], inside: QWidget) -> W | None:
    """Return the first widget of a kind that can be seen."""
    return next((widget for widget in inside.findChildren(kind) if widget.isVisible()), None)


def wait_for(qtbot: QtBot, kind: type[W], inside: QWidget) -> W:
    """Return the first widget of a kind as soon as one can be seen."""
    qtbot.waitUntil(lambda: shown(kind, inside) is not None)
    found = shown(kind, inside)
    assert found is not None
    return found


def texts(inside: QWidget) -> list[str]:
    """Return what the labels say that can be seen."""
    return [label.text() for label in inside.findChildren(QLabel) if label.isVisible()]


def says(inside: QWidget, words: str) -> bool:
    """Return whether a label that can be seen holds these words."""
    return any(words in text for text in texts(inside))


def button(inside: QWidget, text: str) -> QAbstractButton:
    """Return the button with this text that a person could press."""
    visible = [found for found in inside.findChildren(QAbstractButton) if found.isVisible()]
    found = next((found for found in visible if found.text() == text), None)
    assert found is not None, f"no button {text!r} among {[found.text() for found in visible]}"
    assert found.isEnabled(), f"{text!r} is disabled"
    return found


def press(qtbot: QtBot, inside: QWidget, text: str) -> None:
    """Click the button with this text as soon as there is one."""
    qtbot.waitUntil(lambda: any(found.isVisible() and found.text() == text for found in inside.findChildren(QAbstractButton)))
    qtbot.mouseClick(button(inside, text), Qt.MouseButton.LeftButton)
