"""Every command is named once, has keys of its own, and does what the page or the window says it does now."""

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.actions import MENUS, SUBMENUS, Actions, Handler, commands


@pytest.fixture
def actions(qapp: QApplication) -> Actions:
    return Actions()


def test_no_shortcut_is_used_twice() -> None:
    keys = Counter(QKeySequence(key).toString() for command in commands() for key in command.keys)
    assert keys
    assert [key for key, count in keys.items() if count > 1] == []
    assert "" not in keys, "a shortcut that Qt does not understand"


def test_no_letter_opens_two_menus_or_two_lines_of_one_menu() -> None:
    titles = [title for title, _ in MENUS]
    assert doubles(titles) == []
    for _, entries in MENUS:
        assert doubles([command.text for command in entries if command.text]) == []


def doubles(texts: list[str]) -> list[str]:
    letters = Counter(text[text.index("&") + 1].lower() for text in texts if "&" in text)
    return [letter for letter, count in letters.items() if count > 1]


def test_every_name_is_unique() -> None:
    names = [command.name for command in commands()]
    assert len(names) == len(set(names))


def test_a_command_that_nobody_answers_for_is_disabled(actions: Actions) -> None:
    assert not actions["edit.delete"].isEnabled()
    actions.answer({"edit.delete": Handler(lambda: None)})
    assert actions["edit.delete"].isEnabled()


def test_the_page_answers_before_the_window_and_only_while_it_is_shown(actions: Actions) -> None:
    done: list[str] = []
    actions.answer({"edit.find": Handler(lambda: done.append("window"))})
    actions.show_page({"edit.find": Handler(lambda: done.append("page"))})
    actions["edit.find"].trigger()
    actions.show_page({})
    actions["edit.find"].trigger()
    assert done == ["page", "window"]


def test_words_and_ticks_are_asked_for_again(actions: Actions) -> None:
    state = {"label": "Move Suite I", "full": False}
    actions.answer(
        {
            "edit.undo": Handler(lambda: None, lambda: bool(state["label"]), lambda: f"&Undo {state['label']}"),
            "view.full_screen": Handler(lambda: state.update(full=True), checked=lambda: bool(state["full"])),
        }
    )
    assert actions["edit.undo"].text() == "&Undo Move Suite I"
    actions["view.full_screen"].trigger()
    assert actions["view.full_screen"].isChecked()
    state["label"] = ""
    actions.refresh()
    assert not actions["edit.undo"].isEnabled()


def test_a_command_disabled_since_it_was_shown_does_nothing(actions: Actions) -> None:
    done: list[str] = []
    may = [True]
    actions.answer({"edit.delete": Handler(lambda: done.append("deleted"), lambda: may[0])})
    may[0] = False
    actions["edit.delete"].trigger()
    assert done == []


def test_an_unknown_command_is_a_mistake_at_once(actions: Actions) -> None:
    with pytest.raises(KeyError, match=r"edit\.delet"):
        actions.answer({"edit.delet": Handler(lambda: None)})


def test_keys_work_in_a_window_and_alt_and_a_letter_opens_a_menu(qtbot: QtBot, actions: Actions) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions.fill(window.menuBar())
    done: list[str] = []
    actions.answer({"goal.new_child": Handler(lambda: done.append("child"))})
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert done == ["child"]
    qtbot.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    opened = window.menuBar().activeAction()
    assert opened is not None
    assert opened.text() == "Goal"
    opened.menu().close()


def test_the_menus_hold_every_command(qtbot: QtBot, actions: Actions) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions.fill(window.menuBar())
    shown = [action.objectName() for top in window.menuBar().actions() for action in top.menu().actions() if action.objectName()]
    assert shown == [command.name for command in commands() if command.name not in SUBMENUS]
