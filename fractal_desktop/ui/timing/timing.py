"""Puts the parts together: the watch, the strip in the status bar, the tray, and the question."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from fractal_desktop.domain.running import RunningTimer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.timing.question import StillPractising
from fractal_desktop.ui.timing.strip import RunningStrip
from fractal_desktop.ui.timing.tray import TimerTray
from fractal_desktop.ui.timing.watch import TimerWatch


class Timing(QObject):
    """What the window shows of running timers wherever one is in it."""

    def __init__(self, context: AppContext, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._question: StillPractising | None = None
        self._doubts: tuple[tuple[RunningTimer, ...], datetime] | None = None
        self.watch = TimerWatch(context, self)
        self.strip = RunningStrip(context, self.watch)
        self.tray = TimerTray(context, self.watch, window)
        self.watch.doubted.connect(self._on_doubted)
        context.file_closed.connect(self._close_question)

    @Slot(object, object)
    def _on_doubted(self, timers: tuple[RunningTimer, ...], seen: datetime) -> None:
        """Ask once; a second gap while the question is open, or waits for another dialog, is the same question."""
        if self._doubts is None and self._question is None and timers:
            self._doubts = timers, seen
            self._ask()

    @Slot()
    def _ask(self) -> None:
        """Ask about what is still in doubt, but not over another dialog: that one is answered first."""
        if self._doubts is None:
            return
        other = QApplication.activeModalWidget()
        if isinstance(other, QDialog):
            # What comes after it may be a dialog as well, and is opened while this one still finishes.
            other.finished.connect(self._ask_later)
            return
        timers, seen = self._doubts
        self._doubts = None
        runs = {(timer.session_id, timer.running_since) for timer in self.watch.timers}
        still = tuple(timer for timer in timers if (timer.session_id, timer.running_since) in runs)
        if still and self._context.can_write:
            self._open(still, seen)

    @Slot()
    def _ask_later(self) -> None:
        QTimer.singleShot(0, self._ask)

    def _open(self, timers: tuple[RunningTimer, ...], seen: datetime) -> None:
        self._question = StillPractising(self._context, timers, seen, self._window)
        self._question.stopped_at.connect(partial(self.watch.stop_all_at, timers))
        self._question.finished.connect(self._on_answered)
        self._question.open()

    @Slot()
    def _on_answered(self) -> None:
        self._question = None

    @Slot()
    def _close_question(self) -> None:
        self._doubts = None
        if self._question is not None:
            self._question.reject()
