"""Tells when a window has been painted for the first time: what is slow waits for that."""

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

_LONGEST_WAIT_MS = 500


class FirstPaint(QObject):
    """Emits `done` once: after the first paint, or half a second later where the window is never painted (minimised).

    A window that is exposed has been painted by the time the event loop has nothing left to do. Neither an event filter nor
    `paintEvent` tells so as cheaply: the class QEvent alone takes 5 ms to load.
    """

    done = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._is_done = False
        self._dispatcher = QAbstractEventDispatcher.instance()
        self._dispatcher.aboutToBlock.connect(self._on_idle)
        QTimer.singleShot(_LONGEST_WAIT_MS, self._end)

    @Slot()
    def _on_idle(self) -> None:
        if self._window.windowHandle().isExposed():
            QTimer.singleShot(0, self._end)

    @Slot()
    def _end(self) -> None:
        if not self._is_done:
            self._is_done = True
            self._dispatcher.aboutToBlock.disconnect(self._on_idle)
            self.done.emit()
