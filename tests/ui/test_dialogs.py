"""Settings that hold at once, reports that are shown once, the sheet of keys, questions that dim the window."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from fractal_desktop.ui.actions import commands
from fractal_desktop.ui.error_report import ErrorReport, ErrorReporter
from fractal_desktop.ui.help_dialogs import AboutDialog, ShortcutSheet
from fractal_desktop.ui.question import Question
from fractal_desktop.ui.settings import Settings, WeekStart
from fractal_desktop.ui.settings_dialog import SettingsDialog
from fractal_desktop.ui.theme import Theme, ThemeMode
from fractal_desktop.ui.widgets.dialog import Dimming
from fractal_desktop.ui.widgets.field_frame import FieldFrame
from tests.ui.acting import press, put_up, texts


@pytest.fixture
def over(qtbot: QtBot, light: Theme) -> QWidget:
    """A window to show dialogs over."""
    return put_up(qtbot, QWidget(), 780, 700)


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings, over: QWidget) -> SettingsDialog:
    settings.zone_name = ""
    dialog = SettingsDialog(settings, over)
    dialog.open()
    qtbot.waitExposed(dialog)
    return dialog


def test_colours_and_week_hold_at_once(qtbot: QtBot, dialog: SettingsDialog, settings: Settings) -> None:
    press(qtbot, dialog, "Dark")
    press(qtbot, dialog, "Sunday")
    assert settings.theme is ThemeMode.DARK
    assert settings.week_start is WeekStart.SUNDAY


def test_a_zone_is_typed_searched_and_given_back_to_the_system(qtbot: QtBot, dialog: SettingsDialog, settings: Settings) -> None:
    system, own = dialog.findChildren(QRadioButton)
    assert system.isChecked()
    own.click()
    field = next(field for field in dialog.findChildren(QLineEdit) if field.accessibleName() == "Time zone")
    assert field.isEnabled()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Asia/Tokyo")
    assert settings.zone_name == "Asia/Tokyo"
    field.selectAll()
    qtbot.keyClicks(field, "Asia/Toky")
    assert settings.zone_name == "Asia/Tokyo", "what is no zone changes nothing"
    system.click()
    assert settings.zone_name == ""


def test_the_backup_folder_goes_back_to_its_usual_place(qtbot: QtBot, settings: Settings, over: QWidget, tmp_path: Path) -> None:
    settings.backup_folder = tmp_path / "mine"
    dialog = SettingsDialog(settings, over)
    dialog.open()
    assert any(text.endswith("mine") for text in texts(dialog))
    press(qtbot, dialog, "Usual place")
    assert settings.backup_folder != tmp_path / "mine"


def test_a_dialog_dims_its_window_until_it_closes(qtbot: QtBot, over: QWidget) -> None:
    question = Question("Begin?", "Really.", "Begin", over)
    question.open()
    dimming = over.findChildren(Dimming)[0]
    assert dimming.geometry() == over.rect()
    over.resize(700, 600)
    assert dimming.geometry() == over.rect()
    question.reject()
    qtbot.waitUntil(lambda: not isValid(dimming))


def test_enter_says_yes_and_escape_says_no(qtbot: QtBot, over: QWidget) -> None:
    answers: list[str] = []
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        question = Question("Begin?", "Really.", "Begin", over)
        question.accepted.connect(lambda: answers.append("yes"))
        question.rejected.connect(lambda: answers.append("no"))
        question.open()
        qtbot.keyClick(question, key)
    assert answers == ["yes", "no"]


def test_a_report_from_another_thread_is_shown_once_and_can_be_copied(qtbot: QtBot, over: QWidget) -> None:
    reporter = ErrorReporter(over)
    thread = threading.Thread(target=lambda: [reporter.report("Fractal Desktop 0\n  somewhere"), reporter.report("another")])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(over.findChildren(ErrorReport)) == 1)
    report = over.findChildren(ErrorReport)[0]
    assert report.findChildren(QPlainTextEdit)[0].toPlainText() == "Fractal Desktop 0\n  somewhere"
    press(qtbot, report, "Copy report")
    assert QApplication.clipboard().text() == "Fractal Desktop 0\n  somewhere"
    press(qtbot, report, "Go on")
    assert not report.isVisible()
    reporter.report("later")
    qtbot.waitUntil(lambda: any(report.isVisible() for report in over.findChildren(ErrorReport)))


def test_the_sheet_names_every_command_that_has_a_key(qtbot: QtBot, over: QWidget) -> None:
    sheet = ShortcutSheet(over)
    sheet.open()
    shown = texts(sheet)
    for command in commands():
        if command.keys:
            assert command.text.replace("&", "").rstrip("…") in shown


def zone_edit(qtbot: QtBot, dialog: SettingsDialog) -> QLineEdit:
    """Choose to name a zone, and go into its field."""
    dialog.activateWindow()
    own = next(button for button in dialog.findChildren(QRadioButton) if button.text() == "Always this one:")
    qtbot.keyClick(own, Qt.Key.Key_Space)
    edit = next(edit for edit in dialog.findChildren(QLineEdit) if edit.accessibleName() == "Time zone")
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    edit.selectAll()
    return edit


def test_a_refused_zone_makes_room_for_its_sentence(qtbot: QtBot, dialog: SettingsDialog) -> None:
    edit = zone_edit(qtbot, dialog)
    before = edit.height(), dialog.height()
    qtbot.keyClicks(edit, "Atlantis")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.height() > before[1])
    assert edit.height() == before[0]


@pytest.mark.parametrize("by_click", [False, True])
def test_the_settings_stay_open_until_the_zone_is_one(qtbot: QtBot, dialog: SettingsDialog, settings: Settings, by_click: bool) -> None:
    def go() -> None:
        if by_click:
            press(qtbot, dialog, "Done")
        else:
            qtbot.keyClick(edit, Qt.Key.Key_Return)

    edit = zone_edit(qtbot, dialog)
    qtbot.keyClicks(edit, "Atlantis")
    go()
    assert dialog.isVisible()
    assert any("There is no time zone “Atlantis”" in text for text in texts(dialog))
    assert edit.hasFocus()
    assert settings.zone_name in ("", "UTC")
    edit.selectAll()
    qtbot.keyClicks(edit, "lisbon")
    edit.completer().popup().hide()
    go()
    assert settings.zone_name == "Europe/Lisbon"
    assert not dialog.isVisible()


def test_a_zone_picked_from_the_list_leaves_the_field_framed(qtbot: QtBot, dialog: SettingsDialog, settings: Settings) -> None:
    edit = zone_edit(qtbot, dialog)
    qtbot.keyClicks(edit, "lisb")
    popup = edit.completer().popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not popup.isVisible())
    assert settings.zone_name == "Europe/Lisbon"
    assert edit.hasFocus()
    assert dialog.findChild(FieldFrame).look().focus


def test_about_names_the_version(qtbot: QtBot, over: QWidget) -> None:
    from fractal_desktop import __version__

    about = AboutDialog(over)
    about.open()
    assert any(__version__ in text for text in texts(about))


def test_a_dialog_that_goes_with_what_it_belongs_to_leaves_the_window_bright(qtbot: QtBot, over: QWidget) -> None:
    part = QWidget(over)
    question = Question("Delete it?", "For good.", "Delete", part)
    question.open()
    qtbot.waitExposed(question)
    dimming = over.findChildren(Dimming)[0]
    part.deleteLater()
    qtbot.waitUntil(lambda: not isValid(question))
    qtbot.waitUntil(lambda: not isValid(dimming))
