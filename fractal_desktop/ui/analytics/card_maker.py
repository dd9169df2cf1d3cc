"""Makes the cards off the first paint: their library loaded beside the window's thread, each card in turns of its own."""

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fractal_desktop.ui.analytics.feed import PAINTED_AFTER_MS
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.qt_classes import QtClasses, read_libraries

if TYPE_CHECKING:
    from fractal_desktop.ui.analytics.cards import CardPlan, PageCard


class CardMaker(QObject):
    """Takes a step a turn of the event loop; one takes a good part of a frame. A card that fails is told of and left out."""

    loaded = Signal(object)
    """What is to be made, in the order of places: a sequence of CardPlan."""
    finished = Signal(object)
    """All that could be made is whole: a tuple of PageCard."""

    def __init__(self, context: AppContext, put: "Callable[[PageCard, int], None]", parent: QObject) -> None:
        """`put` gives a card its place, which is counted from 0; the chart comes into it after that."""
        super().__init__(parent)
        self._context = context
        self._put = put
        self._steps: Iterator[None] = iter(())
        self._classes = QtClasses(self)
        self._classes.made.connect(self._load)
        self._turn = QTimer(self)  # as a child it ends with its owner, whatever was to come
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self._take_step)

    def begin(self) -> None:
        """Load the cards, which nothing has loaded yet, once what is being shown is painted, and make all of them."""
        self._context.worker.run(self, read_libraries, self._on_libraries_read)

    def make(self, plans: "Sequence[CardPlan]") -> None:
        """Make these."""
        self._steps = self._make(plans)
        self._turn.start(PAINTED_AFTER_MS)

    def _on_libraries_read(self, _: None) -> None:
        self._classes.make()

    @Slot()
    def _load(self) -> None:
        """Load them off the window's thread; no read, which another file that is opened meanwhile would drop."""
        if not self._context.worker.is_closed:
            self._context.worker.run(self, _load_cards, self._on_loaded)

    def _on_loaded(self, plans: "Sequence[CardPlan]") -> None:
        self.loaded.emit(plans)
        self.make(plans)

    @Slot()
    def _take_step(self) -> None:
        """Take the next step, and the one after it once this one is painted."""
        for _ in self._steps:
            self._turn.start(PAINTED_AFTER_MS)
            return

    def _make(self, plans: "Sequence[CardPlan]") -> Iterator[None]:
        made = []
        for place, plan in enumerate(plans):
            try:
                made.append((yield from self._make_one(plan, place)))
            except Exception as error:  # whatever is wrong with one card, the others may still come
                self._context.show_error(error)
        self.finished.emit(tuple(made))

    def _make_one(self, plan: "CardPlan", place: int) -> "Generator[None, None, PageCard]":
        each = plan.made(self._context)
        yield
        self._put(each, place)
        yield
        if not each.card.has_chart:
            each.card.make_chart()
            yield
        return each


def _load_cards() -> "Sequence[CardPlan]":
    """Load the cards and the library that draws, which takes a third of a second and more, on the worker's thread.

    All classes of Qt must have been made before (see QtClasses).
    """
    from fractal_desktop.ui.analytics import cards
    from fractal_desktop.ui.analytics.charts import bar_plot, line_plot

    assert bar_plot
    assert line_plot
    return cards.CARDS
