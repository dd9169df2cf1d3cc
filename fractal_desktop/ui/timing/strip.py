"""The session in progress at the left of the status bar: one click opens it; the timer that runs counts up beside it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fractal_desktop.domain.duration import clock
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.timing.watch import TimerWatch
from fractal_desktop.ui.widgets import PlainButton, ToolIconButton, text_label

_LONGEST_NAME = 28


class RunningStrip(QWidget):
    """Shows nothing while no session is in progress."""

    def __init__(self, context: AppContext, watch: TimerWatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._watch = watch
        self._name = PlainButton("", icon("clock", "muted"), kind="status")
        self._time = text_label(weight="strong", scale="secondary")
        self._pause = ToolIconButton(icon("pause", "accent"), self.tr("Pause timer"), size=24)
        self._stop = ToolIconButton(icon("stop", "muted"), self.tr("Stop timer"), size=24)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._name, self._time, self._pause, self._stop):
            row.addWidget(widget)
        self._name.clicked.connect(self._on_opened)
        self._pause.clicked.connect(watch.pause)
        self._stop.clicked.connect(watch.stop)
        watch.renewed.connect(self._show)
        watch.ticked.connect(self._show_time)
        self._show()

    @Slot()
    def _show(self) -> None:
        progress, running = self._watch.progress, self._watch.running
        self.setVisible(progress is not None)
        if progress is None:
            return
        session = shortened(progress.name)
        shown = f"{shortened(running.item_name)} · {session}" if running is not None and running.item_name != progress.name else session
        self._name.setText(shown)
        self._name.setIcon(icon("clock", "accent" if running is not None else "muted"))
        self._name.setToolTip(self.tr("Open “{name}”, which is in progress").format(name=progress.name))
        self._name.setAccessibleName(self.tr("Session in progress: {name}").format(name=progress.name))
        set_look(self._time, tone="accent" if running is not None else "muted")
        for button in (self._pause, self._stop):
            button.setVisible(running is not None and self._context.can_write)
        self._show_time()

    @Slot()
    def _show_time(self) -> None:
        progress, running = self._watch.progress, self._watch.running
        if progress is None:
            return
        now = self._context.now()
        seconds = running.elapsed_seconds(now) if running is not None else progress.elapsed_seconds(now)
        self._time.setText(clock(seconds) if seconds else "")

    @Slot()
    def _on_opened(self) -> None:
        progress = self._watch.progress
        if progress is not None:
            self._context.session_requested.emit(progress.id)


def shortened(name: str) -> str:
    """Return a name cut to what a status bar has room for: names may have thousands of characters."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
