"""A dialog whose work runs on the worker, with progress and a way to stop it."""

from collections.abc import Callable
from threading import Event
from typing import TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.errors import Cancelled
from fractal_desktop.services.schema import Progress
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.database.parts import sentence
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, ProgressRow

T = TypeVar("T")
Tell = Callable[[Progress], None]
Ask = Callable[[], bool]
Task = Callable[[Tell, Ask], T]
"""Is given what to tell about its progress and whether it shall stop; stopping means raising Cancelled."""


class TaskDialog(FramedDialog):
    """Runs one task at a time. While it runs, Escape and Cancel ask it to stop; the dialog closes only after that."""

    failed = Signal(object)
    """The task raised something else than Cancelled; the dialog has closed. The exception."""

    def __init__(self, worker: Worker, title: str, fact: str = "", parent: QWidget | None = None, *, width: int = 620) -> None:
        super().__init__(title, fact, parent, width=width)
        self._worker = worker
        self._stop: Event | None = None
        self._then: Callable[[object], None] | None = None
        self.progress = ProgressRow()
        self.progress.hide()
        self._promise = sentence()
        self._promise.hide()
        self.cancel_button = PlainButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(self.reject)
        self.add_left(self._promise)

    @property
    def is_running(self) -> bool:
        """Return whether a task runs."""
        return self._stop is not None

    def say(self, text: str) -> None:
        """Say something in the footer's left, such as what Cancel does; "" takes it away."""
        self._promise.setText(text)
        self._promise.setVisible(bool(text))

    def run_task(self, task: Task[T], then: Callable[[T], None]) -> None:
        """Run `task` off the window's thread and give its result to `then`, a bound method."""
        stop = Event()
        self._stop = stop
        self._then = then  # type: ignore[assignment]
        self.cancel_button.setEnabled(True)
        self.progress.show()
        tell = self._worker.on_ui_thread(self, self._on_progress)
        self._worker.run(self, lambda: task(tell, stop.is_set), self._on_done, self._on_failed)

    @override
    def reject(self) -> None:
        """Close; while a task runs, ask it to stop first."""
        if self._stop is None:
            super().reject()
            return
        self._stop.set()
        self.cancel_button.setEnabled(False)
        self.say(self.tr("Stopping…"))

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        if self._stop is not None:
            self.show_progress(progress)

    def show_progress(self, progress: Progress) -> None:
        """Show how far the task is."""
        self.progress.set_progress(progress.step, progress.detail, progress.fraction)

    def _on_done(self, result: object) -> None:
        self._stop = None
        self.progress.hide()
        then, self._then = self._then, None
        if then is not None:
            then(result)

    def _on_failed(self, error: Exception) -> None:
        self._stop = None
        self.progress.hide()
        if isinstance(error, Cancelled):
            self.on_cancelled()
            return
        # Closed first: no dialog over a dialog.
        super().reject()
        self.failed.emit(error)

    def on_cancelled(self) -> None:
        """The task has stopped and everything is as before; closes unless overridden."""
        super().reject()
