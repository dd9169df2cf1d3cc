"""The top of the goal editor: where the goal lies, what it is called, whether it is reached."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.breadcrumbs import Breadcrumbs
from fractal_desktop.ui.widgets import PlainButton, ToolIconButton
from fractal_desktop.ui.widgets.title_field import NAME_INDENT, TitleField


class GoalHead(QWidget):
    """Breadcrumbs, name, Complete or Reopen, and a menu of what else may be done."""

    goal_chosen = Signal(str)
    completion_toggled = Signal()
    child_asked = Signal()
    session_asked = Signal()
    move_asked = Signal()
    delete_asked = Signal()

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crumbs = Breadcrumbs(self)
        self._name = TitleField(passage, self)
        self._complete = PlainButton(tr("Complete"), icon("check-circle"), parent=self)
        self._more = ToolIconButton(icon("dots"), tr("More actions"), bordered=True, parent=self)
        self._menu = QMenu(self._more)
        self._build()
        self._crumbs.goal_chosen.connect(self.goal_chosen)
        self._complete.clicked.connect(self.completion_toggled)

    @property
    def name(self) -> TitleField:
        """Return the field with the name."""
        return self._name

    def show_crumbs(self, goals: tuple[GoalLink, ...]) -> None:
        """Show where the goal lies; a fractal lies nowhere."""
        self._crumbs.show_goals(goals)
        self._crumbs.setVisible(bool(goals))

    def show_completed(self, completed: bool) -> None:
        """Offer what is not so yet."""
        self._complete.setText(tr("Reopen") if completed else tr("Complete"))
        self._complete.setIcon(icon("undo" if completed else "check-circle"))

    def allow(self, *, writing: bool, child: bool, session: bool) -> None:
        """Say what may be done: change anything at all, put a goal below, put a session below."""
        self._name.setReadOnly(not writing)
        self._complete.setVisible(writing)
        self._more.setVisible(writing)
        self._child.setVisible(child)
        self._session.setVisible(session)

    def _build(self) -> None:
        self._child = self._menu.addAction(icon("plus"), tr("New child goal"))
        self._session = self._menu.addAction(icon("clock"), tr("New session"))
        self._menu.addSeparator()
        self._move = self._menu.addAction(icon("folder-move"), tr("Move to goal…"))
        self._delete = self._menu.addAction(icon("trash", "danger"), tr("Delete"))
        for action, asked in (
            (self._child, self.child_asked),
            (self._session, self.session_asked),
            (self._move, self.move_asked),
            (self._delete, self.delete_asked),
        ):
            action.triggered.connect(asked)
        self._more.setMenu(self._menu)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name, 1)
        line.addWidget(self._complete)
        line.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._crumbs.setContentsMargins(NAME_INDENT - 2, 0, 0, 0)
        column.addWidget(self._crumbs)
        column.addLayout(line)
        column.addWidget(self._name.problem)
