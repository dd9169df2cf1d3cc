"""What the cards have in common whose figures stand in the documents of sessions: those are read a part at a time."""

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.words import sessions, tr, whole

READ_AT_ONCE = 4_000
"""Documents that one answer reads, a fifth of a second at most: whoever saves meanwhile waits no longer than that."""
COUNTED_MEANWHILE = 100_000
"""Of more sessions figures are counted only once all documents are read: in between that would take longer than the reading."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How many of the sessions' documents were read by now."""

    known: int
    sessions: int

    @property
    def is_whole(self) -> bool:
        """Return whether all were."""
        return self.known >= self.sessions


class DocumentCard(ChartCard):
    """Asks on, as long as it is seen, until all documents are read; what is counted so far is shown, and how far it is."""

    def __init__(self, measure: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__(measure, explanation, parent)
        self._more = QTimer(self)
        self._more.setSingleShot(True)
        self._more.setInterval(0)
        self._more.timeout.connect(self.own_choice_changed)
        self._is_read = True

    @property
    def is_read(self) -> bool:
        """Return whether all documents are in what is shown, or no more of them will be."""
        return self._is_read

    def note_reading(self, reading: Reading, *notes: str) -> None:
        """Say how far the reading is, before other notes, and go on with it."""
        so_far = tr("Looked at {known} of {sessions} so far").format(known=whole(reading.known), sessions=sessions(reading.sessions))
        self._say_how_far("" if reading.is_whole else so_far, notes)

    def note_unread(self, number: int, *notes: str) -> None:
        """Say of how many sessions documents may add to what is shown, before other notes, and go on with reading them."""
        looking = tr("Documents of {sessions} are still being looked through").format(sessions=sessions(number))
        self._say_how_far(looking if number else "", notes)

    def _say_how_far(self, so_far: str, notes: tuple[str, ...]) -> None:
        self.set_notes((so_far, *notes))
        self._is_read = not so_far
        self._go_on()

    @override
    def give_up(self) -> None:
        super().give_up()
        self._is_read = True

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._go_on()

    def _go_on(self) -> None:
        if not self._is_read and self.isVisible():
            self._more.start()
