"""The top of the goal editor: where the goal lies, what it is called, whether it is reached."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.breadcrumbs import Breadcrumbs
from fractal_desktop.ui.widgets import ToolIconButton
from fractal_desktop.ui.widgets.complete_button import CompleteButton
from fractal_desktop.ui.widgets.title_field import NAME_INDENT, TitleField

_SPACING = 8


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
        self._complete = CompleteButton(self)
        self._more = ToolIconButton(icon("dots"), tr("More actions"), bordered=True, parent=self)
        self._menu = QMenu(self._more)
        self._build()
        self._name.textChanged.connect(self._say_complete)
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
        self._complete.show_completed(completed)
        self._say_complete()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the name where there is little."""
        super().resizeEvent(event)
        self._say_complete()

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
        line.setSpacing(_SPACING)
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

    @Slot()
    def _say_complete(self) -> None:
        """Name the button where there is room for that and the whole name of the goal."""
        self._complete.fit(self.width() - self._name.whole_width - self._more.sizeHint().width() - 2 * _SPACING)
