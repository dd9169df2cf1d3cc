"""When typing is saved: a second after the last key, and every three seconds where there is no such pause."""

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

_PAUSE_MS = 1000
_AT_THE_LATEST_MS = 3000
"""A crash must not take a whole paragraph along that somebody wrote without a pause."""


class AutosaveTimer(QTimer):
    """Times out once when it is time to save."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.setSingleShot(True)
        self._waiting = QElapsedTimer()

    def note_edit(self) -> None:
        """Wait a pause more, but not beyond the latest moment for the first edit that is waiting."""
        if not self.isActive():
            self._waiting.start()
        self.start(max(0, min(_PAUSE_MS, _AT_THE_LATEST_MS - self._waiting.elapsed())))
