"""The page on one sheet of paper."""

import re
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.report import page_layout
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.theme import LIGHT, ThemeMode
from fractal_desktop.ui.tokens import DARK, current_tokens, painted_with

Practise = Callable[..., str]
ShowPage = Callable[[], AnalyticsPage]
A4_POINTS, LETTER_POINTS = (595, 842), (612, 792)


def streams(pdf: bytes) -> str:
    """Return what is drawn, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    texts = []
    for packed in found:
        try:
            texts.append(zlib.decompress(packed).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(texts)


def fills(pdf: bytes) -> set[tuple[int, int, int]]:
    """Return the colours that something is filled with."""
    colours = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) scn", streams(pdf))
    return {(round(float(red) * 255), round(float(green) * 255), round(float(blue) * 255)) for red, green, blue in colours}


def rgb(name: str) -> tuple[int, int, int]:
    colour = QColor(name)
    return colour.red(), colour.green(), colour.blue()


def media_box(pdf: bytes) -> tuple[int, int]:
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    return round(float(box[1])), round(float(box[2]))


def make(page: AnalyticsPage, path: Path, context: AppContext, qtbot: QtBot) -> list[str]:
    """Ask for the report, name the file, and return what is said about it."""
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    page.handlers()["file.report"].run()
    page.window().findChild(QFileDialog).fileSelected.emit(str(path))
    qtbot.waitUntil(lambda: bool(notices), timeout=15_000)
    return notices


@pytest.fixture
def page(show_page: ShowPage, practise: Practise, context: AppContext, tmp_path: Path) -> AnalyticsPage:
    context.settings.set_text("analytics/folder", str(tmp_path))
    for month in range(1, 4):
        for day in (2, 3, 4):
            practise(f"2026-0{month}-0{day} 18:00", 30 + 10 * month, "gone")
    return show_page()


def test_the_report_is_one_page_of_the_usual_paper(page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot) -> None:
    path = tmp_path / "report.pdf"
    assert make(page, path, context, qtbot) == ["Saved “report.pdf”"]
    pdf = path.read_bytes()
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1
    assert media_box(pdf) == A4_POINTS
    assert rgb(LIGHT.ramp[4]) in fills(pdf)


def test_letter_is_taken_where_inches_are_usual() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    size = page_layout().fullRectPoints()
    assert (size.width(), size.height()) == LETTER_POINTS


def test_paper_is_white_where_the_screen_is_dark_and_the_screen_stays_dark(
    page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot
) -> None:
    context.theme.set_mode(ThemeMode.DARK)
    path = tmp_path / "report.pdf"
    make(page, path, context, qtbot)
    drawn = fills(path.read_bytes())
    assert {rgb(LIGHT.ramp[4]), rgb(LIGHT.text), rgb(LIGHT.muted)} <= drawn
    assert not {rgb(DARK.ramp[4]), rgb(DARK.text), rgb(DARK.base)} & drawn
    assert current_tokens() is DARK
    card = page.findChild(MonthsCard)
    assert card.grab().toImage().pixelColor(20, card.height() // 2) == QColor(DARK.base)


def test_a_report_that_cannot_be_written_says_why(page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot) -> None:
    assert make(page, tmp_path / "gone" / "report.pdf", context, qtbot) == ["“report.pdf” was not saved: the folder no longer exists."]


def test_what_is_counted_is_said_in_words(page: AnalyticsPage) -> None:
    words = page._report_words()
    assert words.counted == "1 Apr 2025 – 5 Mar 2026"
    assert words.made == "Made on 5 Mar 2026 · Europe/Berlin · fractal.db"
    page._filter._on_state_chosen(completed=False)
    assert page._report_words().counted == "1 Apr 2025 – 5 Mar 2026 · State: Not completed"


def test_the_page_stays_as_it_is_while_its_report_is_made(page: AnalyticsPage, tmp_path: Path, context: AppContext, qtbot: QtBot) -> None:
    card = page.findChild(MonthsCard)
    before = card.grab().toImage()
    make(page, tmp_path / "report.pdf", context, qtbot)
    assert card.grab().toImage() == before
    qtbot.waitUntil(lambda: len(page.window().findChildren(MonthsCard)) == 1)


def test_the_command_waits_for_sessions(window: MainWindow, bare_context: AppContext, workspace: object, qtbot: QtBot) -> None:
    from fractal_desktop.services.workspace import Workspace

    assert isinstance(workspace, Workspace)
    bare_context.set_workspace(workspace)
    window.show_page("analytics")
    qtbot.waitUntil(lambda: window.findChild(AnalyticsPage).is_complete)
    assert not window.commands["file.report"].isEnabled()


def test_paper_colours_hold_only_inside() -> None:
    outside = current_tokens()
    with painted_with(DARK):
        assert current_tokens() is DARK
        with painted_with(LIGHT):
            assert current_tokens() is LIGHT
    assert current_tokens() is outside
