"""What every chart of ours can do with its marks: point at them, walk over them by keys, open one."""

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.analytics.charts.focus_ring import FocusRing
from fractal_desktop.ui.analytics.charts.tip import ChartTip, TipText

_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)
_GIVEN_BACK = (Qt.FocusReason.OtherFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Somebody comes back from where a mark, or another window, led them."""


class MarkedChart(QWidget):
    """A chart of marks in a row, one of which may be current: by the pointer, or by the keyboard, which begins at the last.

    The accessible name is the chart's title, the description what the current mark says. A subclass tells where marks are.
    """

    mark_opened = Signal(int)
    """A mark that opens was clicked, or chosen by Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._current = -1
        self._walked_to = -1
        self._ring: FocusRing | None = None
        self._compact = False
        self._tip: ChartTip | None = None

    @property
    def current(self) -> int:
        """Return the index of the mark that is pointed at, or -1."""
        return self._current

    @property
    def is_compact(self) -> bool:
        """Return whether marks stand close: on paper nobody has to hit one."""
        return self._compact

    def set_compact(self, compact: bool) -> None:
        """Let marks stand close, or not."""
        self._compact = compact
        self.arrange()

    def mark_count(self) -> int:
        """Return how many marks there are."""
        raise NotImplementedError

    def mark_at(self, position: QPoint) -> int:
        """Return the index of the mark at a point, or -1."""
        raise NotImplementedError

    def mark_rect(self, index: int) -> QRect:
        """Return where a mark is, for its tip to keep out of."""
        raise NotImplementedError

    def mark_text(self, index: int) -> TipText:
        """Return what is said about a mark."""
        raise NotImplementedError

    def mark_opens(self, index: int) -> bool:
        """Return whether there is something behind a mark: always, unless overridden. No mark, -1, never opens."""
        return index >= 0

    def arrange(self) -> None:
        """Fit everything into the room there is: the size, the font or the scheme is another one now."""
        raise NotImplementedError

    def set_current(self, index: int) -> None:
        """Point at a mark, or at none with -1."""
        if index == self._current:
            return
        self._current = index
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.mark_opens(index) else Qt.CursorShape.ArrowCursor)
        self._show_tip()
        self.current_changed()
        self.update()

    def current_changed(self) -> None:
        """Do what another current mark asks for beside repainting: nothing, unless overridden."""

    def forget_current(self) -> None:
        """Point at nothing: the marks are other ones now."""
        self._current = -1
        self._walked_to = -1
        self._hide_tip()
        self.setCursor(Qt.CursorShape.ArrowCursor)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self._place_ring()

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_ring()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.arrange()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.set_current(self.mark_at(event.position().toPoint()))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.set_current(-1)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.mark_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self.mark_opens(index):
            self.mark_opened.emit(index)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        last = self.mark_count() - 1
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # with an arrow it goes back, in the window
        elif event.key() in _OPEN and self._current >= 0:
            if self.mark_opens(self._current):
                self.mark_opened.emit(self._current)
        elif event.key() in _BACK and last >= 0:
            self._step_to(max(0, self._current - 1) if self._current >= 0 else last)
        elif event.key() in _ON and last >= 0:
            self._step_to(min(last, self._current + 1) if self._current >= 0 else last)
        elif event.key() == Qt.Key.Key_Home and last >= 0:
            self._step_to(0)
        elif event.key() == Qt.Key.Key_End and last >= 0:
            self._step_to(last)
        elif event.key() == Qt.Key.Key_Escape and self._current >= 0:
            self._walked_to = -1
            self.set_current(-1)
        else:
            super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in _GIVEN_BACK and self._walked_to >= 0:
            self._step_to(self._walked_to)
            return
        self._walked_to = -1
        self._show_ring(event.reason() in _KEYBOARD)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_ring(False)
        self.set_current(-1)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._show_ring(False)

    def _step_to(self, index: int) -> None:
        if not self.isVisible():
            return  # a sentence stands in its place; Qt gives it the focus all the same when its page comes back
        self._walked_to = index
        self._show_ring(True)
        self.set_current(index)

    def _show_ring(self, shown: bool) -> None:
        """Draw the ring around the chart, which is there only if it has the focus by the keyboard, or take it away."""
        if self._ring is None and shown:
            around = self._card()  # not the whole window: in a list that is scrolled the ring would stay where it was
            self._ring = FocusRing(around if around.property("kind") == "card" else self.parentWidget() or self)
        if self._ring is not None:
            self._ring.setVisible(shown)
            self._place_ring()

    def _place_ring(self) -> None:
        if self._ring is not None and self._ring.isVisible():
            self._ring.surround(self)

    def _show_tip(self) -> None:
        if self._current < 0:
            self._hide_tip()
            self.setAccessibleDescription("")
            return
        text = self.mark_text(self._current)
        card = self._card()
        if self._tip is None:
            self._tip = ChartTip(card)
        self._tip.show_beside(QRect(self.mapTo(card, self.mark_rect(self._current).topLeft()), self.mark_rect(self._current).size()), text)
        self.setAccessibleDescription(text.sentence)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def _hide_tip(self) -> None:
        if self._tip is not None:
            self._tip.hide()

    def _card(self) -> QWidget:
        """Return the card the chart lies in, over which tip and ring may reach."""
        widget: QWidget = self
        while (parent := widget.parentWidget()) is not None and widget.property("kind") != "card":
            widget = parent
        return widget
