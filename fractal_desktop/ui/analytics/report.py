"""The page on one sheet of paper, as a PDF."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.card_maker import CardMaker
from fractal_desktop.ui.analytics.cards import CARDS, PageCard
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.document_card import DocumentCard
from fractal_desktop.ui.analytics.feed import AnswerFeed, Ask
from fractal_desktop.ui.analytics.paper import Paper, PdfPaper
from fractal_desktop.ui.analytics.report_words import ReportWords
from fractal_desktop.ui.analytics.sheet import Sheet
from fractal_desktop.ui.analytics.tiles import Tiles
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.tokens import LIGHT, painted_with


class Report(QObject):
    """Asks for everything the page shows and paints it, each card in a turn of the event loop; the page itself is left alone."""

    finished = Signal(object)
    """The file is there, as bytes."""

    def __init__(self, context: AppContext, choice: Choice, words: ReportWords, parent: QObject, paper: Paper | None = None) -> None:
        """`paper` is what is painted on, a PDF file unless something else is wanted."""
        super().__init__(parent)
        self._choice = choice
        self._words = words
        self._paper: Paper = PdfPaper() if paper is None else paper
        self._tiles = Tiles()
        self._context = context
        self._cards: Sequence[PageCard] = ()
        self._maker = CardMaker(context, self._put_card, self)
        self._maker.finished.connect(self._ask)
        self._sheet = Sheet(self._tiles.tiles)
        self._feed = AnswerFeed(context, self)
        self._feed.idle.connect(self._on_answered)
        self._steps: deque[Callable[[], None]] = deque()
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._take_step)
        self._overview: Ask | None = None
        self._painter: QPainter | None = None
        context.file_closed.connect(self._give_up)

    def begin(self, overview: Ask) -> None:
        """Ask for everything; `overview` is the page's question for the tiles."""
        self._overview = overview
        self._maker.make(CARDS)

    def _put_card(self, each: PageCard, _place: int) -> None:
        self._sheet.add(each.card)

    @Slot(object)
    def _ask(self, cards: Sequence[PageCard]) -> None:
        self._cards = cards
        assert self._overview is not None
        overview = Ask(self._overview.topic, self._overview.query, self._show_overview, self._tiles.give_up)
        self._feed.ask_all((overview, *(self._ask_for(each) for each in self._cards)))

    def _ask_for(self, each: PageCard) -> Ask:
        return Ask(f"card {self._cards.index(each)}", each.query(self._choice), each.card.take, each.card.give_up)

    def _show_overview(self, answer: OverviewAnswer) -> None:
        self._tiles.show_answer(answer)
        for each in self._cards:
            each.card.set_without_start(answer.numbers.without_start)

    @Slot()
    def _on_answered(self) -> None:
        """Ask on while documents are still to be read: paper shows no figures that grow."""
        unread = [each for each in self._cards if isinstance(each.card, DocumentCard) and not each.card.is_read]
        if unread:
            self._feed.ask_all(self._ask_for(each) for each in unread)
            return
        self._steps.append(self._lay_out)
        self._turn.start(0)

    @Slot()
    def _take_step(self) -> None:
        """Do the next thing, and what follows in a turn of its own: each may take most of a frame."""
        if self._steps:
            self._steps.popleft()()
            return
        self._turn.stop()
        if self._painter is not None:
            content = self._end()
            self.finished.emit(content)

    @Slot()
    def _give_up(self) -> None:
        """Say that there will be no report: what it tells of is closed, and the page that it belongs to may go."""
        if self._painter is not None:
            self._end()
        else:
            self._leave()
        self._context.notify(tr("The report was not made, because its file was closed meanwhile."))

    def _end(self) -> bytes:
        """Return what is painted. A painter that were still at work when its paper goes would end the program."""
        self._painter = None
        content = self._paper.end()
        self._leave()
        return content

    def _leave(self) -> None:
        """Go, and ask nobody anything any more."""
        self._turn.stop()
        self._steps.clear()
        self._feed.forget()
        self._context.file_closed.disconnect(self._give_up)
        self._sheet.deleteLater()
        self.deleteLater()

    def _lay_out(self) -> None:
        self._sheet.arrange(self._paper.size, self._cards, self._words)
        self._painter = self._paper.begin(self._words.title)
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._sheet.paint_words(self._painter)
        self._steps.extend(partial(self._paint, part) for part in self._sheet.parts)

    def _paint(self, part: QWidget) -> None:
        assert self._painter is not None
        with painted_with(LIGHT):
            self._sheet.paint_part(part, self._painter)
