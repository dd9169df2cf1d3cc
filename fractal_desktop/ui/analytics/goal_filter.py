"""The choice of the goal that is counted with everything below."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.widgets.buttons import FilterChip
from fractal_desktop.ui.widgets.goal_picker import GoalPicker


class GoalFilter(FilterChip):
    """Shows the chosen goal; a click opens the tree below, ✕ takes the choice away."""

    goal_chosen = Signal()
    """Another goal, or none, was chosen; see `goal_id`."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Goal"), parent)
        self._context = context
        self._goal_id: GoalId | None = None
        self.clicked.connect(self._open)
        self.cleared.connect(self.clear_goal)

    @property
    def goal_id(self) -> GoalId | None:
        """Return the chosen goal, or None for all."""
        return self._goal_id

    def set_goal(self, goal_id: GoalId, name: str) -> None:
        """Choose a goal with everything below."""
        self.set_value(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 220))
        self.setToolTip(name)
        if goal_id != self._goal_id:
            self._goal_id = goal_id
            self.goal_chosen.emit()

    @Slot()
    def clear_goal(self) -> None:
        """Choose all goals."""
        self.set_value("")
        self.setToolTip("")
        if self._goal_id is not None:
            self._goal_id = None
            self.goal_chosen.emit()

    @Slot()
    def _open(self) -> None:
        picker = GoalPicker(self._context, tr("Goal"), self)
        picker.goal_picked.connect(self._on_picked)
        picker.open_below(self, right=True)

    @Slot(object)
    def _on_picked(self, goal: GoalLink) -> None:
        self.set_goal(goal.id, goal.name)
