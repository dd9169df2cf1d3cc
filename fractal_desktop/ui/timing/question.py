"""Asks, after time has passed unseen, whether a timer that runs is right to run."""

from datetime import datetime

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.running import RunningTimer
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.texts import day_text, time_text
from fractal_desktop.ui.timing.strip import shortened
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label
from fractal_desktop.ui.widgets.date_time_editor import DateTimeEditor

_MOST_NAMED = 6


class StillPractising(FramedDialog):
    """`accepted` without a word lets everything run on; `stopped_at` tells when it is to have stopped."""

    stopped_at = Signal(object)
    """An instant (aware UTC)."""

    def __init__(self, context: AppContext, timers: tuple[RunningTimer, ...], seen: datetime, parent: QWidget) -> None:
        """`seen` (aware UTC) is when somebody was there last."""
        super().__init__("", parent=parent, width=520)
        self._context = context
        self._timers = timers
        self._first = max(timer.running_since for timer in timers)
        self.set_heading(self.tr("Still practising?"), self._since(), icon("clock", "accent"))
        for timer in timers[:_MOST_NAMED]:
            self.body.addWidget(text_label(self._line(timer), wrap=True))
        if len(timers) > _MOST_NAMED:
            more = self.tr("and {n} more").format(n=QLocale().toString(len(timers) - _MOST_NAMED))
            self.body.addWidget(text_label(more, tone="muted"))
        self._editor = DateTimeEditor(self.tr("If not: stopped at"), context.zone, context.now, self)
        self._editor.set_instant(seen)
        self.body.addWidget(self._editor)
        words = self.tr("A run that stopped before it began counts nothing. Either way this can be undone.")
        self.body.addWidget(text_label(words, wrap=True, tone="muted", scale="secondary"))
        stop = PlainButton(self.tr("Stopped then"), icon("stop"))
        stop.clicked.connect(self._on_stopped)
        go_on = PrimaryButton(self.tr("Still practising"))
        go_on.clicked.connect(self.accept)
        self.add_right(stop)
        self.add_right(go_on, default=True)
        go_on.setFocus()

    def _since(self) -> str:
        wall = self._first.astimezone(self._context.zone)
        day = day_text(wall.date(), QLocale(), self._context.today())
        return self.tr("A timer has been running since {day}, {time}.").format(day=day, time=time_text(wall, QLocale()))

    def _line(self, timer: RunningTimer) -> str:
        name, session = shortened(timer.item_name or timer.session_name), shortened(timer.session_name)
        seconds = timer.elapsed_seconds(self._context.now())
        return self.tr("{name} in “{session}”: {length} by now").format(name=name, session=session, length=clock(seconds))

    @Slot()
    def _on_stopped(self) -> None:
        self._editor.commit()
        instant = self._editor.instant()
        if instant is None or self._editor.is_unsettled():
            return
        if instant > self._context.now():
            self._editor.refuse(self.tr("This lies in the future."))
            return
        self.stopped_at.emit(instant)
        self.accept()
