"""Scrolls on while something is held near the upper or lower edge of what is seen."""

from PySide6.QtCore import QObject, QPoint, QTimer, Slot
from PySide6.QtWidgets import QScrollArea

from fractal_desktop.ui.sessions.document_view import DocumentView

_EDGE = 48
_INTERVAL_MS = 25
_MOST = 18
"""Pixels that it scrolls at once right at the edge."""


class DragScroll(QObject):
    """Hears where something is dragged in a view, and scrolls the area that the view is in."""

    def __init__(self, area: QScrollArea, view: DocumentView) -> None:
        super().__init__(area)
        self._area = area
        self._view = view
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._on_timeout)
        view.drag.over.connect(self._on_dragged_over)
        view.drag.ended.connect(self._timer.stop)

    @Slot(QPoint)
    def _on_dragged_over(self, place: QPoint) -> None:
        viewport = self._area.viewport()
        y = self._view.mapTo(viewport, place).y()
        above, below = _EDGE - y, y - (viewport.height() - _EDGE)
        depth = max(above, below)
        self._step = 0 if depth <= 0 else min(_MOST, 2 + depth * _MOST // _EDGE) * (-1 if above > 0 else 1)
        if not self._step:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_timeout(self) -> None:
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + self._step)
