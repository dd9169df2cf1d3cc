"""What stands in place of tiles and cards where there is nothing to chart."""

from PySide6.QtCore import Signal, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.answers import OverviewAnswer
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.widgets.containers import EmptyState


class NothingToChart(EmptyState):
    """Says in one sentence why, and offers what lets sessions be seen, whatever hides them."""

    clearing_asked = Signal()
    """Nothing chosen beside the period is to hold any more."""
    all_days_asked = Signal()
    past_session_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "", primary=False, parent=parent)
        self._way: SignalInstance = self.all_days_asked
        self.activated.connect(self._on_activated)

    def say_why(self, answer: OverviewAnswer, *, is_limited: bool, can_write: bool) -> None:
        """Say why there is no session in an answer; `is_limited` if more than a period was chosen."""
        if is_limited:
            self._way = self.clearing_asked
            self.set_sentence(tr("No sessions like this in this period."), tr("Clear filters"))
        elif not answer.is_unused:
            self._way = self.all_days_asked
            self.set_sentence(tr("No sessions in this period."), tr("Show all sessions"))
        else:
            self._way = self.past_session_asked
            door = tr("Log past session…") if can_write else ""
            self.set_sentence(tr("Once there are practice sessions, their charts will be here."), door)

    @Slot()
    def _on_activated(self) -> None:
        self._way.emit()
