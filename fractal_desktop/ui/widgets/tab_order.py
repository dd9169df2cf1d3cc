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
        stops, known = list(_stops(self._top)), self._known
        if stops == known:
            return
        # Only around what is new or stands elsewhere: a long page has hundreds, and chaining one costs as much as a line to paint.
        before = _alike(stops, known)
        behind = min(_alike(stops[::-1], known[::-1]), len(stops) - before, len(known) - before)
        self._known = stops
        for first, second in pairwise(stops[max(0, before - 1) : len(stops) - behind + 1]):
            QWidget.setTabOrder(first, second)


def next_outside(widget: QWidget, *, forward: bool) -> QWidget | None:
    """Return where Tab, or Shift+Tab, goes on from a widget without a look at those inside it; None if there is nowhere to go."""
    other: QWidget | None = widget
    while True:
        assert other is not None
        other = other.nextInFocusChain() if forward else other.previousInFocusChain()
        if other is None or other is widget:
            return None
        wanted = bool(other.focusPolicy() & Qt.FocusPolicy.TabFocus) and other.focusProxy() is None
        if wanted and other.isVisible() and other.isEnabled() and not widget.isAncestorOf(other):
            return other


def _alike(first: list[QWidget], second: list[QWidget]) -> int:
    """Return how many widgets are the same from the beginning."""
    pairs = enumerate(zip(first, second, strict=False))
    return next((index for index, (one, other) in pairs if one is not other), min(len(first), len(second)))


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
