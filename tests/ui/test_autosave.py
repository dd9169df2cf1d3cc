"""When typing is saved: after a pause, and without one at the latest after some seconds."""

from PySide6.QtCore import QElapsedTimer, QObject
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.autosave import AutosaveTimer


def test_an_edit_is_saved_after_a_second(qtbot: QtBot) -> None:
    parent = QObject()
    timer = AutosaveTimer(parent)
    with qtbot.waitSignal(timer.timeout, timeout=1500):
        timer.note_edit()
    assert not timer.isActive()


def test_typing_without_a_pause_is_saved_all_the_same(qtbot: QtBot) -> None:
    parent = QObject()
    timer = AutosaveTimer(parent)
    saved: list[int] = []
    clock = QElapsedTimer()
    timer.timeout.connect(lambda: saved.append(clock.elapsed()))
    clock.start()

    def goes_on_typing() -> bool:
        timer.note_edit()
        return len(saved) == 2

    qtbot.waitUntil(goes_on_typing, timeout=8000)
    assert 2000 < saved[0] < 4000
    assert 2000 < saved[1] - saved[0] < 4000
