"""What stands beside the list while a group of activities is current."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.library import Activity, ActivityGroup
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.texts import group_line, tr
from fractal_desktop.ui.widgets import ElidedLabel, PlainButton, ToolIconButton, text_label


class GroupPage(QWidget):
    """Says what a group holds, and offers what can be done with it; its name is changed in the list."""

    new_asked = Signal()
    menu_asked = Signal(QPoint)
    """The menu is wanted at this place of the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ElidedLabel()
        self._name.setProperty("scale", "page")
        self._facts = text_label(tone="muted", scale="secondary")
        self._about = text_label(tone="muted", wrap=True)
        self._new = PlainButton(tr("New activity in it"), icon("plus"))
        self._more = ToolIconButton(icon("dots"), tr("More actions"), bordered=True)
        self._new.clicked.connect(self.new_asked)
        self._more.clicked.connect(self._on_more)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._name, 1)
        head.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 14, 24, 24)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._facts)
        column.addSpacing(12)
        column.addWidget(self._about)
        column.addSpacing(8)
        column.addWidget(self._new, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def show_group(self, group: ActivityGroup, activities: Sequence[Activity], *, writing: bool) -> None:
        """Show a group with all that is in it; `writing` tells whether it can be changed."""
        self._name.setText(group.name)
        self._facts.setText(group_line(activities))
        self._about.setText(tr("An activity is put into a group in its editor. Deleting the group keeps its activities."))
        for widget in (self._about, self._new, self._more):
            widget.setVisible(writing)

    @Slot()
    def _on_more(self) -> None:
        self.menu_asked.emit(self._more.mapToGlobal(QPoint(0, self._more.height() + 4)))
