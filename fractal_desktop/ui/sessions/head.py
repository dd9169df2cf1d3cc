"""The top of the session editor: where the session hangs, what it is called, whether it is done."""

from datetime import datetime

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.timer import Timer, TimerState
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.breadcrumbs import Breadcrumbs
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import PlainButton, ToolIconButton
from fractal_desktop.ui.widgets.complete_button import CompleteButton
from fractal_desktop.ui.widgets.title_field import NAME_INDENT, TitleField

_NARROW = 430
_SPACING = 8


class SessionTimerButton(PlainButton):
    """Starts and pauses the timer of the whole session and counts it up; its width does not change with the digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", icon("play"), parent=parent)
        self._looks_running: bool | None = None
        self._longest = 0
        self.show_timer(None, "")

    def show_timer(self, running: bool | None, text: str) -> None:
        """Show whether it runs (None: it was never used) and what is on it."""
        if running is not self._looks_running or not self.toolTip():
            self._looks_running = running
            self.setIcon(icon("pause" if running else "play", "accent" if running else "text"))
            words = self.tr("Pause the timer of the session") if running else self.tr("Start the timer of the session")
            self.setToolTip(words)
            self.setAccessibleName(words)
            set_look(self, active="true" if running else "false")
        if text != self.text():
            self.setText(text)
        if len(text) != self._longest:
            self._longest = len(text)
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        """Return the room for so many digits, whichever they are."""
        hint = super().sizeHint()
        return QSize(hint.width() if self.text() else 40, hint.height())


class SessionHead(QWidget):
    """Breadcrumbs, name, Complete or Reopen, and what else may be done with the session."""

    goal_chosen = Signal(str)
    completion_toggled = Signal()
    timer_toggled = Signal()
    move_asked = Signal()
    copy_asked = Signal()
    delete_asked = Signal()

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._crumbs = Breadcrumbs(self)
        self._name = TitleField(passage, self)
        self._timer = SessionTimerButton(self)
        self._complete = CompleteButton(self)
        self._more = ToolIconButton(icon("dots"), self.tr("More actions"), bordered=True, parent=self)
        self._menu = QMenu(self._more)
        self._build()
        self._name.textChanged.connect(self._say_complete)
        self._crumbs.goal_chosen.connect(self.goal_chosen)
        self._timer.clicked.connect(self.timer_toggled)
        self._complete.clicked.connect(self.completion_toggled)

    @property
    def name(self) -> TitleField:
        """Return the field with the name."""
        return self._name

    @property
    def more_button(self) -> QWidget:
        """Return what a pop-up of the menu opens below."""
        return self._more

    def show_crumbs(self, goals: tuple[GoalLink, ...]) -> None:
        """Show where the session hangs."""
        self._crumbs.show_goals(goals)

    def show_completed(self, completed: bool) -> None:
        """Offer what is not so yet."""
        self._complete.show_completed(completed)
        self._say_complete()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the name where there is little."""
        super().resizeEvent(event)
        self._say_complete()

    def show_timer(self, timer: Timer | None, now: datetime, *, can_write: bool) -> None:
        """Show the timer of the whole session, None if it was never used."""
        self._timer.setVisible(can_write)
        running = timer.state is TimerState.RUNNING if timer is not None else None
        self._timer.show_timer(running, clock(timer.elapsed_seconds(now)) if timer is not None else "")

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be changed but copied."""
        self._name.setReadOnly(read_only)
        self._complete.setVisible(not read_only)
        for action in (self._move, self._delete):
            action.setVisible(not read_only)

    def _build(self) -> None:
        self._move = self._menu.addAction(icon("folder-move"), self.tr("Move to goal…"))
        self._copy = self._menu.addAction(icon("copy"), self.tr("Copy as text"))
        self._menu.addSeparator()
        self._delete = self._menu.addAction(icon("trash", "danger"), self.tr("Delete"))
        self._move.triggered.connect(self.move_asked)
        self._copy.triggered.connect(self.copy_asked)
        self._delete.triggered.connect(self.delete_asked)
        self._more.setMenu(self._menu)
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(_SPACING)
        line.addWidget(self._name, 1)
        line.addWidget(self._timer)
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
        """Name the button where there is room for that and the whole name of the session."""
        others = sum(button.sizeHint().width() + _SPACING for button in (self._timer, self._more)) + _SPACING
        self._complete.fit(self.width() - self._name.whole_width - others if self.width() >= _NARROW else 0)
