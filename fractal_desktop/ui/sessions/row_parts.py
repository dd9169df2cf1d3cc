"""The buttons of an item: its timer, and what else may be done with it."""

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import current_tokens


class HoverButton(QAbstractButton):
    """A painted button that shows when the pointer is on it."""

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be pressed."""
        self.update()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer is gone."""
        self.update()
        super().leaveEvent(event)


class TimerButton(HoverButton):
    """Starts and pauses a timer: a triangle in a ring, two bars on a disc while it runs."""

    SIDE = 28

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs = False
        self.setFixedSize(self.SIDE, self.SIDE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_state(self, runs: bool, name: str) -> None:
        """Show whether it runs; `name` is what is timed."""
        self._runs = runs
        text = self.tr("Pause the timer of {0}") if runs else self.tr("Start the timer of {0}")
        self.setAccessibleName(text.format(name))
        self.setToolTip(self.tr("Pause (Space)") if runs else self.tr("Start (Space)"))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ring or disc, sign and focus."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.isEnabled() and self.underMouse()
        ring = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self._runs:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color("accent_pressed" if self.isDown() else "accent_hover" if hovered else "accent"))
            painter.drawEllipse(self.rect())
        else:
            painter.setPen(QPen(tokens.color("button_border"), 1))
            painter.setBrush(tokens.color("pressed" if self.isDown() else "hover" if hovered else "base"))
            painter.drawEllipse(ring)
        sign, role = ("pause", "on_accent") if self._runs else ("play", "text" if self.isEnabled() else "disabled")
        paint_icon(painter, QRect(self.width() // 2 - 7 + (0 if self._runs else 1), self.height() // 2 - 7, 14, 14), sign, role)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(tokens.color("text" if self._runs else "accent"), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))


class QuietButton(HoverButton):
    """A sign that is only seen where the pointer or the focus is, so that a long list stays calm."""

    def __init__(self, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_hot = False
        self.setFixedSize(side, side)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_hot(self, hot: bool) -> None:
        """Be seen, or not."""
        if hot != self._is_hot:
            self._is_hot = hot
            self.update()

    def is_seen(self) -> bool:
        """Return whether there is anything to draw now."""
        return self._is_hot or self.underMouse()

    def sign(self) -> tuple[str, str]:
        """Return the icon and the role of its colour."""
        raise NotImplementedError

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and sign."""
        if not self.is_seen():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(current_tokens().color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(self.rect(), 6, 6)
        paint_icon(painter, QRect(self.width() // 2 - 8, self.height() // 2 - 8, 16, 16), *self.sign())


class MoreButton(QuietButton):
    """Three dots that open a menu."""

    SIDE = 24

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(self.SIDE, parent)
        self.setToolTip(self.tr("More actions"))

    @override
    def sign(self) -> tuple[str, str]:
        return "dots", "text" if self.underMouse() else "muted"
