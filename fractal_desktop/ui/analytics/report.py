"""The page on one sheet of paper, as a PDF."""

from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QObject, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.card_grid import CardGrid
from fractal_desktop.ui.analytics.cards import PageCard, make_cards
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.feed import AnswerFeed, Ask
from fractal_desktop.ui.analytics.pictures import paint_card
from fractal_desktop.ui.analytics.report_words import ReportWords
from fractal_desktop.ui.analytics.tiles import Tiles
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.theme import LIGHT, TypeScale, font_of
from fractal_desktop.ui.tokens import painted_with

_WIDTHS = (1052, 1216)
"""Widths of the sheet in points of the screen; the one whose contents come out larger on the paper is taken."""
_HEAD, _FOOT = 68, 26
_MARGIN_MM = 6.0


class Report(QObject):
    """Asks for everything the page shows and paints it, each card in a turn of the event loop; the page itself is left alone."""

    finished = Signal(object)
    """The PDF is there, as bytes."""

    def __init__(self, context: AppContext, choice: Choice, words: ReportWords, parent: QObject) -> None:
        super().__init__(parent)
        self._choice = choice
        self._words = words
        self._tiles = Tiles()
        self._unmade = iter(make_cards(context))
        self._cards: list[PageCard] = []
        self._grid = CardGrid(self._tiles.tiles)
        self._grid.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._grid.setFont(_paper_font())
        self._feed = AnswerFeed(context, self)
        self._feed.idle.connect(self._on_answered)
        self._steps: deque[Callable[[], None]] = deque()
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._take_step)
        self._overview: Ask | None = None
        self._paper: _Paper | None = None

    def begin(self, overview: Ask) -> None:
        """Ask for everything; `overview` is the page's question for the tiles."""
        self._overview = overview
        self._steps.append(self._make_card)
        self._turn.start(0)

    def _make_card(self) -> None:
        each = next(self._unmade, None)
        if each is None:
            self._grid.finish()
            self._ask()
            return
        self._cards.append(each)
        self._grid.add(each)
        if not each.card.has_chart:
            self._steps.append(each.card.make_chart)
        self._steps.append(self._make_card)

    def _ask(self) -> None:
        assert self._overview is not None
        cards = [Ask(f"card {index}", each.query(self._choice), each.card.show_answer) for index, each in enumerate(self._cards)]
        self._feed.ask_all((Ask(self._overview.topic, self._overview.query, self._show_overview), *cards))

    def _show_overview(self, answer: OverviewAnswer) -> None:
        self._tiles.show_answer(answer)
        for each in self._cards:
            each.card.set_without_start(answer.numbers.without_start)

    @Slot()
    def _on_answered(self) -> None:
        self._steps.append(self._lay_out)
        self._turn.start(0)

    @Slot()
    def _take_step(self) -> None:
        """Do the next thing, and what follows in a turn of its own: each may take most of a frame."""
        if self._steps:
            self._steps.popleft()()
            return
        self._turn.stop()
        if self._paper is not None:
            self.finished.emit(self._paper.end())
            self._grid.deleteLater()
            self.deleteLater()

    def _lay_out(self) -> None:
        """Leave out what has nothing to show, and take the width at which all of it comes out largest."""
        shown = [each.card for each in self._cards if not each.card.is_empty]
        self._grid.show_cards(shown)
        self._grid.show()
        page = page_layout()
        area = page.paintRect(QPageLayout.Unit.Point)
        heights = {width: self._height(width, 0) for width in _WIDTHS}
        width = max(_WIDTHS, key=lambda each: min(area.width() / each, area.height() / heights[each]))
        self._paper = _Paper(page, QSize(width, self._height(width, int(width * area.height() / area.width()))), self._words)
        self._steps.extend(partial(self._paint, widget) for widget in (*self._tiles.tiles, *shown))

    def _height(self, width: int, wished: int) -> int:
        """Give the cards a width and, if they can do with it, the height that is left of what is wished; return the whole sheet's."""
        size = QSize(width, max(0, wished - _HEAD - _FOOT))
        for _ in range(2):  # the first width may ask for other rows, which have another least height
            self._grid.resize(size)
            layout = self._grid.layout()
            assert layout is not None
            layout.activate()
        return self._grid.height() + _HEAD + _FOOT

    def _paint(self, widget: QWidget) -> None:
        assert self._paper is not None
        self._paper.paint(widget, widget.mapTo(self._grid, QPoint(0, _HEAD)))


class _Writer(QPdfWriter):
    """A PDF in whose resolution the sheet fills the page, so that lines are as thin as they should be.

    It tells the screen's resolution to whoever asks, which is what fonts are measured by, so that they fit what is around them.
    """

    @override
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        if metric in (QPaintDevice.PaintDeviceMetric.PdmDpiX, QPaintDevice.PaintDeviceMetric.PdmDpiY):
            return round(QGuiApplication.primaryScreen().logicalDotsPerInch())
        return super().metric(metric)


class _Paper:
    """A page that is painted on in points of the screen."""

    def __init__(self, page: QPageLayout, size: QSize, words: ReportWords) -> None:
        self._content = QByteArray()
        self._buffer = QBuffer(self._content)
        self._buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        area = page.paintRect(QPageLayout.Unit.Inch)
        self._writer = _Writer(self._buffer)
        self._writer.setResolution(round(max(size.width() / area.width(), size.height() / area.height())))
        self._writer.setPageLayout(page)
        self._writer.setTitle(words.title)
        self._writer.setCreator("Fractal Desktop")
        self._painter = QPainter(self._writer)
        self._painter.translate((self._painter.viewport().width() - size.width()) / 2, 0)
        self._paint_words(size, words)

    def paint(self, card: QWidget, place: QPoint) -> None:
        """Paint a card or tile."""
        self._painter.save()
        self._painter.translate(place)
        with painted_with(LIGHT):
            paint_card(card, self._painter)
        self._painter.restore()

    def end(self) -> bytes:
        """Return the file."""
        self._painter.end()
        return bytes(self._content.data())

    def _paint_words(self, size: QSize, words: ReportWords) -> None:
        line = QRect(24, 0, size.width() - 48, 30)
        self._write(line.translated(0, 6), words.title, TypeScale.PAGE, 600, "text")
        self._write(line.translated(0, 36), words.counted, TypeScale.BASE, 400, "muted")
        self._write(QRect(24, size.height() - _FOOT, size.width() - 48, _FOOT), words.made, TypeScale.SECONDARY, 400, "muted")

    def _write(self, area: QRect, text: str, scale: TypeScale, weight: int, role: str) -> None:
        self._painter.setFont(font_of(_paper_font(), scale, weight))
        self._painter.setPen(LIGHT.color(role))
        shown = self._painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self._painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _paper_font() -> QFont:
    """Return the program's font without hints for pixels: paper has none, and letters would stand unevenly."""
    font = QFont(QGuiApplication.font())
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def page_layout() -> QPageLayout:
    """Return the sheet of the locale, upright: Letter where inches are usual, else A4."""
    imperial = QLocale().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize(QPageSize.PageSizeId.Letter if imperial else QPageSize.PageSizeId.A4)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
