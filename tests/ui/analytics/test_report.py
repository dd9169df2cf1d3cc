"""The page on one sheet of paper."""

import re
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFontInfo, QImage, QPainter
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from fractal_desktop.domain.errors import UserError
from fractal_desktop.ui.analytics.cards import CARDS
from fractal_desktop.ui.analytics.document_card import DocumentCard, Reading
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.page import AnalyticsPage
from fractal_desktop.ui.analytics.paper import PdfPaper, PicturePaper, dots_an_inch, page_layout, paper_font, paper_size
from fractal_desktop.ui.analytics.planned_card import read_planned
from fractal_desktop.ui.analytics.report import Report
from fractal_desktop.ui.analytics.report_words import footnotes
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.main_window import MainWindow
from fractal_desktop.ui.theme import LIGHT, ThemeMode, TypeScale, font_of
from fractal_desktop.ui.tokens import DARK, current_tokens, painted_with
from fractal_desktop.ui.widgets.labels import ElidedLabel

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


def arranged(page: AnalyticsPage, context: AppContext, qtbot: QtBot, paper: PicturePaper) -> tuple[Report, bytes]:
    """Return a report that is made by now, and its file."""
    report = Report(context, page.choice, page._report_words(), page, paper)
    with qtbot.waitSignal(report.finished, timeout=15_000) as made:
        report.begin(page._overview(page.choice))
    assert made.args is not None
    return report, made.args[0]


def test_the_smallest_letters_on_paper_can_be_read(page: AnalyticsPage) -> None:
    caption = QFontInfo(font_of(paper_font(), TypeScale.CAPTION)).pixelSize()
    assert caption / dots_an_inch() * 72 >= 7


def test_nothing_on_the_sheet_lies_over_anything_else_nor_beyond_its_edges(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    report, _ = arranged(page, context, qtbot, PicturePaper())
    areas = [part.geometry() for part in report._sheet.parts] + [words.area for words in report._sheet._words]
    assert all(report._sheet.rect().contains(area) for area in areas)
    assert report._sheet.size() == paper_size()
    assert not [(a, b) for place, a in enumerate(areas) for b in areas[:place] if a.intersects(b)]


def test_what_a_card_measures_is_never_cut_on_paper(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    report, _ = arranged(page, context, qtbot, PicturePaper())
    labels = [label for part in report._sheet.parts for label in part.findChildren(ElidedLabel) if label.isVisibleTo(part)]
    assert "Sessions by length, minutes; mean 50" in [label.text() for label in labels]
    assert [label.text() for label in labels if label.toolTip()] == []


def test_cards_with_nothing_to_show_are_left_out_and_named_at_the_foot(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    report, _ = arranged(page, context, qtbot, PicturePaper())
    shown = [each.card for each in report._cards if each.card in report._sheet.parts]
    assert len(shown) < len(report._cards)
    assert not any(card.is_empty for card in shown)
    nothing = next(text for text in report._sheet.texts if text.startswith("Nothing to show"))
    left_out = [each.card.topic for each in report._cards if each.card.is_empty]
    assert left_out[:2] == ["Activity progress", "Attention"]
    assert nothing == f"Nothing to show in this period: {'; '.join(left_out)}."


def test_the_picture_of_the_sheet_has_its_shape_and_the_bars(page: AnalyticsPage, context: AppContext, qtbot: QtBot) -> None:
    _, png = arranged(page, context, qtbot, PicturePaper())
    image = QImage.fromData(png)
    assert abs(image.height() / image.width() - 297 / 210) < 0.01
    assert image.pixelColor(3, 3) == QColor("white")
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 5) for y in range(0, image.height(), 5)}
    assert QColor(LIGHT.ramp[4]).name() in colours


def test_a_report_waits_until_all_documents_are_read(
    page: AnalyticsPage, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for card in ("planned", "activities"):
        monkeypatch.setattr(f"fractal_desktop.ui.analytics.{card}_card.READ_AT_ONCE", 2)
    assert context.workspace is not None
    report, _ = arranged(page, context, qtbot, PicturePaper())
    assert all(each.card.is_read for each in report._cards if isinstance(each.card, DocumentCard))
    assert not any("so far" in text for text in report._sheet.texts)


def broken(*_: object) -> None:
    raise IndexError("no such cell")


@pytest.mark.parametrize("part", ["__init__", "make_chart"])
def test_a_report_is_made_without_a_card_that_cannot_be_made(
    part: str, page: AnalyticsPage, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(MonthsCard, part, broken)
    with qtbot.waitSignal(context.failed_unexpectedly):
        report, _ = arranged(page, context, qtbot, PicturePaper())
    assert len(report._cards) == len(CARDS) - 1
    assert "Most used templates" in [each.card.topic for each in report._cards if each.card in report._sheet.parts]


def test_a_report_does_not_wait_for_documents_that_cannot_be_read(
    page: AnalyticsPage, context: AppContext, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []

    def read_some(*args: Any) -> object:
        if read:
            raise UserError("The file cannot be read.")
        read.append(replace(read_planned(*args), reading=Reading(1, 9)))
        return read[0]

    planned = next(plan for plan in CARDS if plan.read is read_planned)
    plans = tuple(replace(plan, read=read_some) if plan is planned else plan for plan in CARDS)
    monkeypatch.setattr("fractal_desktop.ui.analytics.report.CARDS", plans)
    with qtbot.waitSignal(context.noticed):
        report, _ = arranged(page, context, qtbot, PicturePaper())
    assert "Could not be shown: Planned and actual time of a session." in report._sheet.texts
    assert not any("Planned" in text for text in report._sheet.texts if text.startswith("Nothing to show"))


def test_a_note_of_several_cards_stands_once_and_each_card_names_it() -> None:
    cards = [("A", ("x", "y"), False), ("B", ("y",), False), ("C", ("z",), True), ("D", (), True)]
    assert footnotes(cards) == (["*\xa0x.   †\xa0y.", "Nothing to show in this period: C; D."], ["*,†", "†", "", ""])
    many, marks = footnotes([("A", tuple("abcdefgh"), False)])
    assert many[0].endswith("**\xa0g.   ††\xa0h.")
    assert marks == ["*,†,‡,§,‖,¶,**,††"]
    assert footnotes([("A", (), False)]) == ([], [""])


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


class WatchedPaper(PdfPaper):
    """Tells whether somebody paints on it."""

    is_painted_on = False

    def begin(self, title: str) -> QPainter:
        self.is_painted_on = True
        return super().begin(title)

    def end(self) -> bytes:
        self.is_painted_on = False
        return super().end()


@pytest.mark.parametrize("is_painting", [False, True])
def test_a_file_that_is_closed_meanwhile_ends_the_report_in_words(
    page: AnalyticsPage, context: AppContext, qtbot: QtBot, is_painting: bool
) -> None:
    """Pages go with their file. A painter still at work on a paper that goes before it would end the program."""
    notices: list[str] = []
    context.noticed.connect(lambda notice: notices.append(notice.text))
    made: list[bytes] = []
    paper = WatchedPaper()
    page.make_report(made.append, paper)
    qtbot.waitUntil(lambda: paper.is_painted_on or not is_painting, timeout=15_000)
    context.close_workspace()
    assert notices == ["The report was not made, because its file was closed meanwhile."]
    assert not paper.is_painted_on
    qtbot.waitUntil(lambda: page.findChild(Report) is None)
    assert made == []
