"""What to do next with a goal that nothing lies below yet."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.goal import GoalType, allowed_child_types
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import Hairline, PlainButton, text_label


class NextStep(QWidget):
    """Offers a smaller goal and a session, those of the two that this type of goal can hold; with neither it is not there."""

    child_asked = Signal()
    session_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = text_label("", tone="muted", wrap=True)
        self._child = PlainButton(tr("New child goal"), icon("plus"))
        self._session = PlainButton(tr("Start session"), icon("clock"))
        self._build()
        self._child.clicked.connect(self.child_asked)
        self._session.clicked.connect(self.session_asked)
        self.hide()

    def offer(self, goal_type: GoalType | None) -> None:
        """Offer what may lie below a goal of this type; None offers nothing."""
        child = goal_type is not None and bool(allowed_child_types(goal_type))
        session = goal_type is not None and goal_type.rank < GoalType.PRACTICE_SESSION.rank
        self._child.setVisible(child)
        self._session.setVisible(session)
        if child and session:
            self._sentence.setText(tr("Nothing lies below this goal yet. Add a smaller goal that leads there, or practise for it now."))
        else:
            self._sentence.setText(tr("Nothing lies below this goal yet. Add a smaller goal that leads there."))
        self.setVisible(child or session)

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._child)
        buttons.addWidget(self._session)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(Hairline())
        column.addWidget(self._sentence)
        column.addLayout(buttons)
