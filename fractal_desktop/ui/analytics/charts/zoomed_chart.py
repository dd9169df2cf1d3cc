"""What a chart over days does to show some of them alone."""

from math import inf

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.marks import MarkedChart
from fractal_desktop.ui.analytics.charts.span import Span

STEP = 1.5
"""How many times as many or as few days a key shows, or a notch of the wheel."""
_NOTCH, _NOTCHES_ACROSS, _MOST_NOTCHES = 120, 8, 60
_KEYS = {Qt.Key.Key_Plus: 1 / STEP, Qt.Key.Key_Equal: 1 / STEP, Qt.Key.Key_Minus: STEP, Qt.Key.Key_0: inf}
_TYPED = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class ZoomedChart(MarkedChart):
    """A chart whose marks stand on days, of which it may show some alone.

    The keys + and -, or Ctrl and the wheel, show fewer or more days, 0 shows all. Fewer days can be dragged, and follow the arrow keys.
    """

    span_changed = Signal(bool)
    """Other days are shown: whether they are not all there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = self._span = Span(0.0, 1.0)
        self._grip: tuple[float, Span] | None = None
        self._is_dragged = False

    @property
    def span(self) -> Span:
        """Return which days are shown."""
        return self._span

    @property
    def is_zoomed(self) -> bool:
        """Return whether only some of the days are shown."""
        return self._span != self._whole

    def day_at(self, x: float) -> float:
        """Return which day, since the epoch, stands at a pixel."""
        raise NotImplementedError

    def day_of(self, index: int) -> float:
        """Return on which day, since the epoch, a mark stands."""
        raise NotImplementedError

    def show_whole(self, whole: Span, *, same_days: bool = False) -> None:
        """Let these be all days there are, and show them, or those that were shown before with `same_days`."""
        span = self._span.inside(whole) if same_days and self.is_zoomed else whole
        self._whole = whole
        self.show_span(span)

    def show_span(self, span: Span) -> None:
        """Show only these days; the current mark stays that if it stands on one of them."""
        self._span = span
        if self.current >= 0 and not span.first <= self.day_of(self.current) <= span.last:
            self.set_current(-1)
        self.arrange()
        self._show_tip()
        self.span_changed.emit(self.is_zoomed)

    def zoom(self, factor: float, at: float | None = None) -> None:
        """Show so many times as many days, all with `inf`, around a day, else around the current mark, or the middle."""
        if at is None:
            at = self.day_of(self.current) if self.current >= 0 else (self._span.first + self._span.last) / 2
        self.show_span(self._span.zoomed(factor, at, self._whole))

    def bring_into_sight(self, index: int) -> None:
        """Show other days if a mark, to which a key has led, stands on none of these."""
        span = self._span.reaching(self.day_of(index), self._whole)
        if span != self._span:
            self._span = span
            self.arrange()
            self._show_tip()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        across, notches = event.angleDelta().x() / _NOTCH, event.angleDelta().y() / _NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier and notches:
            self.zoom(STEP ** -max(-_MOST_NOTCHES, min(notches, _MOST_NOTCHES)), self.day_at(event.position().x()))
        elif self.is_zoomed and across:
            self.show_span(self._span.moved(-across * self._span.days / _NOTCHES_ACROSS, self._whole))
        else:
            event.ignore()  # the page scrolls

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        factor = _KEYS.get(Qt.Key(event.key()))
        if factor is None or event.modifiers() & ~_TYPED:
            super().keyPressEvent(event)
        else:
            self.zoom(factor)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.is_zoomed:
            self._grip = event.position().x(), self._span
        super().mousePressEvent(event)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is None:
            super().mouseMoveEvent(event)
            return
        begin, span = self._grip
        x = event.position().x()
        self._is_dragged = self._is_dragged or abs(x - begin) >= QApplication.startDragDistance()
        if self._is_dragged:
            self.show_span(span.moved(self.day_at(begin) - self.day_at(x), self._whole))
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_dragged, self._grip, self._is_dragged = self._is_dragged, None, False
        if was_dragged:
            self.setCursor(Qt.CursorShape.ArrowCursor)
        else:
            super().mouseReleaseEvent(event)
