"""Tab goes where the eye goes: through the widgets of a page in the order of its layouts."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


class TabOrder(QObject):
    """Keeps the tab order of everything below one widget in line with its layouts.

    Qt's own order is that in which widgets were made, which is wrong as soon as some are made later than others.
    """

    def __init__(self, top: QWidget) -> None:
        super().__init__(top)
        self._top = top
        self._known: list[QWidget] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.renew)

    @Slot()
    def renew_later(self) -> None:
        """Renew it once everything that is going on has been laid out."""
        self._timer.start()

    @Slot()
    def renew(self) -> None:
        """Chain the widgets anew, if they or their order are others than last time."""
        stops = list(_stops(self._top))
        if stops == self._known:
            return
        self._known = stops
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from _stops(inside)
    layout = widget.layout()
    if layout is not None:
        yield from _stops_in(layout)


def _stops_in(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        if item is None:
            continue
        inner, below = item.widget(), item.layout()
        if inner is not None:
            yield from _stops(inner)
        elif below is not None:
            yield from _stops_in(below)
