"""The top of the goal editor: where the goal lies, what it is called, whether it is reached."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.breadcrumbs import Breadcrumbs
from fractal_desktop.ui.sessions.head import NAME_INDENT
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import PlainButton, ToolIconButton, text_label


class GoalHead(QWidget):
    """Breadcrumbs, name, Complete or Reopen, and a menu of what else may be done."""

    name_edited = Signal(str)
    """Each change of the name that leaves one."""
    name_finished = Signal()
    goal_chosen = Signal(str)
    completion_toggled = Signal()
    child_asked = Signal()
    session_asked = Signal()
    move_asked = Signal()
    delete_asked = Signal()

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stored_name = ""
        self._crumbs = Breadcrumbs(self)
        self._name = QLineEdit(self)
        self._complete = PlainButton(tr("Complete"), icon("check-circle"), parent=self)
        self._more = ToolIconButton(icon("dots"), tr("More actions"), bordered=True, parent=self)
        self._problem = text_label("", scale="secondary", tone="danger")
        self._menu = QMenu(self._more)
        self._name.installEventFilter(passage)
        self._build()
        self._crumbs.goal_chosen.connect(self.goal_chosen)
        self._name.textEdited.connect(self._on_name_edited)
        self._name.editingFinished.connect(self._on_name_finished)
        self._complete.clicked.connect(self.completion_toggled)

    @property
    def name(self) -> str:
        """Return what stands in the name's field."""
        return self._name.text().strip()

    def show_crumbs(self, goals: tuple[GoalLink, ...]) -> None:
        """Show where the goal lies; a fractal lies nowhere."""
        self._crumbs.show_goals(goals)
        self._crumbs.setVisible(bool(goals))

    def show_name(self, name: str) -> None:
        """Show a stored name, the caret staying where it is; a field that was just emptied stays."""
        self._stored_name = name
        if self._name.hasFocus() and not self.name:
            return
        if self._name.text().strip() != name:
            position = self._name.cursorPosition()
            self._name.setText(name)
            self._name.setCursorPosition(min(position, len(name)) if self._name.hasFocus() else 0)
        self.show_problem("")

    def show_completed(self, completed: bool) -> None:
        """Offer what is not so yet."""
        self._complete.setText(tr("Reopen") if completed else tr("Complete"))
        self._complete.setIcon(icon("undo" if completed else "check-circle"))

    def show_problem(self, sentence: str) -> None:
        """Say below the name why it cannot be; "" for no problem."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._name.setAccessibleDescription(sentence)
        set_look(self._name, state="error" if sentence else "")

    def allow(self, *, writing: bool, child: bool, session: bool) -> None:
        """Say what may be done: change anything at all, put a goal below, put a session below."""
        self._name.setReadOnly(not writing)
        self._complete.setVisible(writing)
        self._more.setVisible(writing)
        self._child.setVisible(child)
        self._session.setVisible(session)

    def edit_name(self) -> None:
        """Put the caret into the name with all of it selected."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def _build(self) -> None:
        self._name.setProperty("kind", "title")
        self._name.setAccessibleName(tr("Name"))
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
        self._problem.setContentsMargins(NAME_INDENT, 0, 0, 0)
        column.addWidget(self._crumbs)
        column.addLayout(line)
        column.addWidget(self._problem)
        self._problem.hide()

    @Slot(str)
    def _on_name_edited(self, text: str) -> None:
        blank = not text.strip()
        self.show_problem(tr("A name must have at least one letter.") if blank else "")
        if not blank:
            self.name_edited.emit(text.strip())

    @Slot()
    def _on_name_finished(self) -> None:
        """Bring the stored name back where the field was emptied: a goal has one."""
        if not self.name:
            self._name.setText(self._stored_name)
            self.show_problem("")
        self.name_finished.emit()
