"""The goals that a session serves."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FlowLayout, GoalChip, PlainButton, text_label


class GoalRow(QWidget):
    """The goals a session serves as chips, and a dashed one to add another."""

    goal_opened = Signal(str)
    goal_removed = Signal(str)
    add_asked = Signal()
    chips_made = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: tuple[tuple[GoalLink, ...], bool] | None = None
        self._chips: list[GoalChip] = []
        self._flow = FlowLayout(self, spacing=8, row_spacing=6)
        # As high above the chips as the template's box is higher than they are.
        self._flow.setContentsMargins(0, 4, 0, 0)
        self._title = text_label(self.tr("Goals"), scale="secondary", tone="muted")
        self._add = PlainButton(self.tr("Add goal"), icon("plus", "muted"), "add")
        self._add.setAccessibleName(self.tr("Add goal"))
        self._add.setToolTip(self.tr("Add a goal that this session serves"))
        self._flow.addWidget(self._title)
        self._flow.addWidget(self._add)
        self._add.clicked.connect(self.add_asked)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def add_button(self) -> QWidget:
        """Return what a pop-up opens below."""
        return self._add

    def show_goals(self, goals: tuple[GoalLink, ...], *, editable: bool) -> None:
        """Show these chips."""
        if (goals, editable) == self._shown:
            return
        self._shown = (goals, editable)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._flow.removeWidget(self._add)
        self._chips = [self._chip(goal, editable) for goal in goals]
        self.chips_made.emit()
        self._flow.addWidget(self._add)
        self._add.setVisible(editable)
        self._add.setText(self.tr("Add") if goals else self.tr("Add goal"))
        self.updateGeometry()

    def _chip(self, goal: GoalLink, editable: bool) -> GoalChip:
        chip = GoalChip(goal.id, goal.name, GoalType(goal.type), removable=editable, parent=self)
        chip.opened.connect(self.goal_opened)
        chip.removed.connect(self.goal_removed)
        self._flow.addWidget(chip)
        chip.show()
        return chip
