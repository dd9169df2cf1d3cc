"""The goals above a session, the fractal first."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.theme import current_tokens, font_of

_CHEVRON_ROOM = 22
_LEAST_CRUMB = 48


class Crumb(QAbstractButton):
    """One goal of the way down to the session; a click opens it."""

    def __init__(self, goal: GoalLink, *, is_last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal_id = goal.id
        self._is_last = is_last
        self.setText(goal.name)
        self.setToolTip(goal.name)
        self.setAccessibleName(self.tr("Open {0}").format(goal.name))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        """Return the room for the whole name."""
        metrics = QFontMetrics(font_of(self.font(), "secondary"))
        return QSize(metrics.horizontalAdvance(self.text()) + 6 + (0 if self._is_last else _CHEVRON_ROOM), metrics.height() + 6)

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the room for a few letters."""
        return QSize(min(self.sizeHint().width(), 36 + (0 if self._is_last else _CHEVRON_ROOM)), self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the name, and a chevron before the next."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = font_of(self.font(), "secondary")
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(tokens.color("text" if self.underMouse() or self.hasFocus() else "muted"))
        room = self.rect().adjusted(2, 0, -2 - (0 if self._is_last else _CHEVRON_ROOM), 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if not self._is_last:
            paint_icon(painter, QRect(self.width() - 16, self.height() // 2 - 5, 10, 10), "chevron-right", "muted")
        if self.hasFocus():
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(QRectF(room).adjusted(-1, 1, 1, -1), 4, 4)


class Breadcrumbs(QWidget):
    """The goals above the session, the fractal first."""

    goal_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._goals: tuple[GoalLink, ...] = ()
        self._shown: list[Crumb] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self._row.addStretch(1)

    def show_goals(self, goals: tuple[GoalLink, ...]) -> None:
        """Show this way; nothing for a session without a goal."""
        if goals == self._goals:
            return
        self._goals = goals
        for crumb in self._shown:
            self._row.removeWidget(crumb)
            crumb.hide()
            crumb.deleteLater()
        self._shown = [Crumb(goal, is_last=goal is goals[-1], parent=self) for goal in goals]
        for index, crumb in enumerate(self._shown):
            crumb.clicked.connect(self._on_clicked)
            self._row.insertWidget(index, crumb)
        self._share_room()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each name its room."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Cut the longest names first: a short one says nothing any more once it is cut."""
        wanted = [crumb.sizeHint().width() for crumb in self._shown]
        room = self.contentsRect().width() - 2 * len(wanted)
        cap = max(wanted, default=0)
        while cap > _LEAST_CRUMB and sum(min(width, cap) for width in wanted) > room:
            cap -= 4
        for crumb, width in zip(self._shown, wanted, strict=True):
            crumb.setFixedWidth(min(width, cap))

    @override
    def minimumSizeHint(self) -> QSize:
        """Let the editor be as narrow as it likes."""
        return QSize(0, super().minimumSizeHint().height())

    @Slot()
    def _on_clicked(self) -> None:
        crumb = self.sender()
        if isinstance(crumb, Crumb):
            self.goal_chosen.emit(crumb.goal_id)
