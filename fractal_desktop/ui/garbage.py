"""Cycles of Python objects are collected on the window's thread only."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL_MS = 5_000


class GarbageCollection(QObject):
    """Replaces Python's own timing: a collection on the worker's thread would destroy widgets there, which Qt does not survive."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        gc.freeze()  # what was imported stays; looking through it each time costs 30 ms
        self._thresholds = gc.get_threshold()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Collect the oldest generation that is due, as Python would have."""
        due = [generation for generation, (count, limit) in enumerate(zip(gc.get_count(), self._thresholds, strict=True)) if count > limit]
        if due:
            gc.collect(due[-1])
