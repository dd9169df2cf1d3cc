"""Ctrl+C in the terminal and the system's request to end close the window as a click does: with everything saved."""

import signal
import socket

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot


class QuitSignals(QObject):
    """Turns SIGINT and SIGTERM into a Qt signal; Python's own handlers would wait until Qt calls Python for some other reason."""

    received = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)
        self._before = signal.set_wakeup_fd(self._writer.fileno())
        self._handlers = {number: signal.signal(number, _nothing) for number in (signal.SIGINT, signal.SIGTERM)}

    def stop(self) -> None:
        """Leave the signals to whoever had them before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        self._reader.close()
        self._writer.close()

    @Slot()
    def _on_readable(self) -> None:
        self._reader.recv(64)
        self.received.emit()


def _nothing(_number: int, _frame: object) -> None:
    """Stand in for the default: what is to be done is done where Qt can do it."""
