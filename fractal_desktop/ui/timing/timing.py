"""Puts the parts together: the watch, the strip in the status bar, the tray, and the question."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

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
        self.watch = TimerWatch(context, self)
        self.strip = RunningStrip(context, self.watch)
        self.tray = TimerTray(context, self.watch, window)
        self.watch.doubted.connect(self._on_doubted)
        context.file_closed.connect(self._close_question)

    @Slot(object, object)
    def _on_doubted(self, timers: tuple[RunningTimer, ...], seen: datetime) -> None:
        """Ask once; a second gap while the question is open is the same question."""
        if self._question is not None or not timers or not self._context.can_write:
            return
        self._question = StillPractising(self._context, timers, seen, self._window)
        self._question.stopped_at.connect(partial(self.watch.stop_all_at, timers))
        self._question.finished.connect(self._on_answered)
        self._question.open()

    @Slot()
    def _on_answered(self) -> None:
        self._question = None

    @Slot()
    def _close_question(self) -> None:
        if self._question is not None:
            self._question.reject()
