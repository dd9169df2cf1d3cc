"""Chips of what was chosen: an icon, a name, a cross."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.widgets.buttons import ToolIconButton, is_delete_override
from fractal_desktop.ui.widgets.labels import ElidedLabel, IconLabel


class NameChip(QFrame):
    """Something with a name as a chip, 24 high; a click asks for it, the cross (or Delete) asks to take it away."""

    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, id_: str, name: str, glyph: QIcon, *, removable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._id = id_
        self._removable = removable
        self.setProperty("kind", "goal-chip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        self._build(name, glyph)

    def _build(self, name: str, glyph: QIcon) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(7, 0, 3 if self._removable else 9, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel(glyph, 14))
        label = ElidedLabel(name)
        label.setProperty("scale", "secondary")
        label.setMaximumWidth(240)
        row.addWidget(label)
        if self._removable:
            cross = ToolIconButton(icon("close", "muted"), self.tr("Remove {name}").format(name=name), size=20)
            cross.setProperty("kind", "chip")
            cross.setIconSize(QSize(12, 12))
            cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            cross.clicked.connect(self._remove)
            row.addWidget(cross)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._id)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete for the chip, where the window would delete what is selected."""
        if self._removable and is_delete_override(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._id)
        elif self._removable and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        else:
            super().keyPressEvent(event)

    def _remove(self) -> None:
        self.removed.emit(self._id)


class GoalChip(NameChip):
    """A goal as a chip."""

    def __init__(self, goal_id: str, name: str, goal_type: GoalType, *, removable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(goal_id, name, goal_icon(goal_type), removable=removable, parent=parent)

    @property
    def goal_id(self) -> str:
        """Return the id of the goal."""
        return self._id
