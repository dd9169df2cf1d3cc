"""What stands beside the tree: the editor of the goal or session that is selected, or a sentence."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QWidget

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.editor import GoalEditor
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.widgets import EmptyState


class EditorSide(QStackedWidget):
    """Shows what is selected in the tree; the editor that is not shown holds nothing, and has written what it held."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.goal = GoalEditor(context)
        self.session = SessionEditor(context)
        self._sentence = EmptyState(tr("Choose a goal or a session to see it here."))
        for widget in (self._sentence, self.goal, self.session):
            self.addWidget(widget)

    def show_nodes(self, nodes: Sequence[TreeNode]) -> None:
        """Show the one that is selected, or how many are."""
        if len(nodes) == 1:
            self._show_node(nodes[0])
        elif nodes:
            self._say(tr("{what} selected").format(what=_told(nodes)))
        else:
            self._say(tr("Choose a goal or a session to see it here."))

    def enter(self, node: TreeNode) -> None:
        """Go into the editor of what is shown: to what is to be practised next, or into the goal's name."""
        if node.type is GoalType.PRACTICE_SESSION:
            self.session.show_session(SessionId(node.id), practise=True)
        else:
            self.goal.edit_name()

    def _show_node(self, node: TreeNode) -> None:
        if node.type is GoalType.PRACTICE_SESSION:
            self.goal.show_goal(None)
            self.session.show_session(SessionId(node.id))
            self.setCurrentWidget(self.session)
        else:
            self.session.show_session(None)
            self.goal.show_goal(GoalId(node.id))
            self.setCurrentWidget(self.goal)

    def _say(self, sentence: str) -> None:
        self.goal.show_goal(None)
        self.session.show_session(None)
        self._sentence.set_sentence(sentence)
        self.setCurrentWidget(self._sentence)


def _told(nodes: Sequence[TreeNode]) -> str:
    """Return how many goals and sessions these are."""
    sessions = sum(node.type is GoalType.PRACTICE_SESSION for node in nodes)
    goals = len(nodes) - sessions
    parts = [counted(goals, "1 goal", "{n} goals")] if goals else []
    parts += [counted(sessions, "1 session", "{n} sessions")] if sessions else []
    return tr(" and ").join(parts)
