"""Saved views: saved by a name, chosen again, changed, renamed, deleted, and found in the palette."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.choice import Preset
from fractal_desktop.ui.analytics.filter_bar import FilterBar
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.page_filter import PageFilter, to_text
from fractal_desktop.ui.analytics.view_name_dialog import ViewNameDialog
from fractal_desktop.ui.analytics.views_chip import ViewsChip
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.palette import Palette

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]


@pytest.fixture
def page(show_page: ShowPage, practise: Practise) -> AnalyticsPage:
    practise("2026-03-02 18:00", 30)
    return show_page()


def chip(page: AnalyticsPage) -> ViewsChip:
    return page.findChild(ViewsChip)


def lines(page: AnalyticsPage) -> list[str]:
    """Open the menu, say what is in it, and close it."""
    QTest.mouseClick(chip(page), Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    texts = [action.text() for action in menu.actions() if action.text() and action.isEnabled()]
    QTest.keyClick(menu, Qt.Key.Key_Escape)
    return texts


def choose(page: AnalyticsPage, text: str) -> None:
    QTest.mouseClick(chip(page), Qt.MouseButton.LeftButton)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.setActiveAction(next(action for action in menu.actions() if action.text() == text))
    QTest.keyClick(menu, Qt.Key.Key_Return)


def name_it(page: AnalyticsPage, name: str) -> None:
    dialog = page.window().findChild(ViewNameDialog)
    field = dialog.findChild(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)


def press(page: AnalyticsPage, text: str) -> None:
    QTest.mouseClick(next(button for button in page.findChildren(QPushButton) if button.text() == text), Qt.MouseButton.LeftButton)


def saved(page: AnalyticsPage, name: str, qtbot: QtBot) -> None:
    choose(page, "Save as view…")
    name_it(page, name)
    qtbot.waitUntil(lambda: chip(page).value == name)


def test_what_is_shown_is_saved_under_a_name_and_shown_again(page: AnalyticsPage, qtbot: QtBot) -> None:
    press(page, "4 weeks")
    saved(page, "R&D lately", qtbot)
    press(page, "All")
    assert chip(page).value == ""
    assert lines(page) == ["R&&D lately", "Save as view…", "Let “R&&D lately” show this", "Rename “R&&D lately”…", "Delete “R&&D lately”"]
    choose(page, "R&&D lately")
    assert page.findChild(FilterBar).chosen.preset is Preset.WEEKS_4
    assert chip(page).value == "R&D lately"
    qtbot.waitUntil(lambda: page.is_complete)


def test_a_view_can_be_given_what_is_shown_now_and_undo_takes_it_back(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    press(page, "4 weeks")
    saved(page, "Lately", qtbot)
    press(page, "3 months")
    with qtbot.waitSignal(context.noticed) as notice:
        choose(page, "Let “Lately” show this")
    assert notice.args is not None
    assert notice.args[0].undoable
    qtbot.waitUntil(lambda: chip(page).value == "Lately")
    context.undo()
    qtbot.waitUntil(lambda: chip(page).value == "")
    choose(page, "Lately")
    assert page.findChild(FilterBar).chosen.preset is Preset.WEEKS_4


def test_a_view_is_renamed_and_deleted(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    saved(page, "Lately", qtbot)
    choose(page, "Rename “Lately”…")
    name_it(page, "The year")
    qtbot.waitUntil(lambda: chip(page).value == "The year")
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    choose(page, "Delete “The year”")
    qtbot.waitUntil(lambda: lines(page) == ["Save as view…"])
    assert notices == ["Deleted view The year"]
    context.undo()
    qtbot.waitUntil(lambda: chip(page).value == "The year")


def test_a_name_that_another_view_has_cannot_be_saved(page: AnalyticsPage, qtbot: QtBot) -> None:
    saved(page, "Lately", qtbot)
    press(page, "All")
    choose(page, "Save as view…")
    name_it(page, "LATELY ")
    dialog = page.window().findChild(ViewNameDialog)
    assert dialog.isVisible()
    assert dialog.findChild(QPushButton, options=Qt.FindChildOption.FindChildrenRecursively) is not None
    save = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Save")
    assert not save.isEnabled()
    QTest.keyClicks(dialog.findChild(QLineEdit), "!")
    assert save.isEnabled()
    dialog.reject()


def test_the_cross_leaves_a_view_for_the_whole_page_as_it_is_at_first(page: AnalyticsPage, qtbot: QtBot) -> None:
    press(page, "4 weeks")
    saved(page, "Lately", qtbot)
    QTest.keyClick(chip(page), Qt.Key.Key_Delete)
    assert page.findChild(FilterBar).chosen == PageFilter()


def test_a_view_that_is_no_filter_at_all_shows_everything_of_a_year(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    assert context.workspace is not None
    workspace = context.workspace
    press(page, "All")
    context.write(page, lambda _: workspace.views.save("Strange", '["what", 7]'))
    qtbot.waitUntil(lambda: "Strange" in lines(page))
    choose(page, "Strange")
    assert page.findChild(FilterBar).chosen == PageFilter()


def test_a_name_of_any_length_and_form_is_one_line_that_fits_a_menu(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    assert context.workspace is not None
    workspace = context.workspace
    for name in ("Scales & arpeggios " * 15, "before\tand\nafter"):
        document = to_text(PageFilter(Preset.ALL, completed=len(name) > 20))
        context.write(page, lambda _, name=name, document=document: workspace.views.save(name, document))
    qtbot.waitUntil(lambda: "before and after" in lines(page))
    long = lines(page)[0]
    assert long.startswith("Scales && arpeggios Scales && ")
    assert len(long.replace("&&", "&")) <= 60
    assert long.endswith("…")
    choose(page, long)
    assert chip(page).value.startswith("Scales & arpeggios")


def test_the_palette_finds_a_view_and_brings_the_page_up(
    window: MainWindow, bare_context: AppContext, workspace: object, qtbot: QtBot
) -> None:
    from fractal_desktop.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    workspace.views.save("Only the last weeks", to_text(PageFilter(Preset.WEEKS_4)))
    bare_context.set_workspace(workspace)
    assert window.findChild(AnalyticsPage) is None
    window.open_palette()
    palette = window.findChild(Palette)
    field = palette.findChild(QLineEdit)
    QTest.keyClicks(field, "only the last")
    qtbot.waitUntil(lambda: palette.lines == 1)
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(AnalyticsPage) is not None and window.findChild(AnalyticsPage).isVisible())
    bar = window.findChild(AnalyticsPage).findChild(FilterBar)
    qtbot.waitUntil(lambda: bar.chosen == PageFilter(Preset.WEEKS_4))
    # Cards are still being made by turns; a window that is taken apart meanwhile would have them make more.
    qtbot.waitUntil(lambda: window.findChild(AnalyticsPage).is_complete)
