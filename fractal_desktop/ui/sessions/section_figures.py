"""What the head of a section says, and where: its name, how much was planned, how long it took."""

from functools import cached_property

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from fractal_desktop.domain.duration import clock
from fractal_desktop.ui.sessions.grid import number_text
from fractal_desktop.ui.sessions.grid_geometry import TICK, TICK_RIGHT
from fractal_desktop.ui.sessions.texts import tr
from fractal_desktop.ui.theme import current_tokens, font_of

NAME_LEFT = 20
_RIGHT_ROOM = TICK_RIGHT + TICK + 22
"""So far from the right the lengths end, those of items too."""
_BAR = 62
_WIDE = 520
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft


class SectionFigures:
    """Texts and places for one size; each place is worked out when it is first asked for."""

    def __init__(self, name: str, planned_minutes: float | None, seconds: int | None, size: QSize, font: QFont) -> None:
        self._name = name
        self._planned = planned_minutes
        self._seconds = seconds
        self._size = size
        self._font = font

    @property
    def spoken(self) -> str:
        """Return plan and length in words."""
        return ", ".join(part for part in (self._plan_text, self._actual_text) if part)

    @cached_property
    def actual(self) -> QRect:
        """Return where the length stands."""
        metrics = QFontMetrics(font_of(self._font, "card", 600))
        width = max(metrics.horizontalAdvance("00:00"), metrics.horizontalAdvance(self._actual_text)) + 2 if self._actual_text else 0
        return QRect(self._size.width() - _RIGHT_ROOM - width, 0, width, self._size.height())

    @cached_property
    def plan(self) -> QRect:
        """Return where the plan stands."""
        right = self.actual.left() - (18 if self.actual.width() else 0)
        width = QFontMetrics(font_of(self._font, "secondary")).horizontalAdvance(self._plan_text) + (2 if self._plan_text else 0)
        return QRect(right - width, 0, width, self._size.height())

    @cached_property
    def name(self) -> QRect:
        """Return the room for the name."""
        right = self.plan.left() - 12 - (_BAR + 16 if self._size.width() > _WIDE else 0)
        return QRect(NAME_LEFT, 0, max(0, right - NAME_LEFT), self._size.height())

    @cached_property
    def name_text(self) -> QRect:
        """Return where the letters of the name stand."""
        width = QFontMetrics(font_of(self._font, "section", 600)).horizontalAdvance(self._name) + 2
        return QRect(NAME_LEFT, 0, min(width, self.name.width()), self._size.height())

    def draw(self, painter: QPainter) -> None:
        """Draw everything."""
        self._draw_text(painter, self.actual, self._actual_text, ("card", 600), "text", _RIGHT)
        self._draw_text(painter, self.plan, self._plan_text, ("secondary", 400), "muted", _RIGHT)
        self._draw_text(painter, self.name, self._name, ("section", 600), "text", _LEFT)
        self._draw_bar(painter)

    def draw_frame(self, painter: QPainter, room: QRect) -> None:
        """Draw the frame of something that can be typed over."""
        painter.setPen(QPen(current_tokens().color("button_border"), 1))
        painter.setBrush(current_tokens().color("base"))
        painter.drawRoundedRect(QRectF(room.adjusted(-6, 4, 6, -4)).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _draw_text(self, painter: QPainter, room: QRect, text: str, look: tuple[str, int], tone: str, flags: Qt.AlignmentFlag) -> None:
        painter.setFont(font_of(self._font, *look))
        painter.setPen(current_tokens().color(tone))
        painter.drawText(room, flags, painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width()))

    def _draw_bar(self, painter: QPainter) -> None:
        """Draw how much of the plan is done, where there is room for it."""
        if not self._planned or not self._seconds or self._size.width() <= _WIDE:
            return
        tokens = current_tokens()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color("pressed"))
        track = QRectF(self.plan.left() - 16 - _BAR, self._size.height() / 2 - 2, _BAR, 4)
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(tokens.color("accent"))
        painter.drawRoundedRect(track.adjusted(0, 0, -_BAR * (1 - min(1.0, self._seconds / (self._planned * 60))), 0), 2, 2)

    @property
    def _plan_text(self) -> str:
        if not self._planned:
            return ""
        text = tr("{0} min planned") if self._seconds else tr("{0} min (planned)")
        return text.format(number_text(round(self._planned, 1), QLocale()))

    @property
    def _actual_text(self) -> str:
        return clock(self._seconds) if self._seconds else "" if self._planned else "-"
