"""What hangs on a goal, as lists in its editor: goals below it, the newest sessions."""

from collections.abc import Mapping

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.practice_session import SessionRow, SessionState
from fractal_desktop.domain.tree import GoalTime, TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import deadline_text, tr
from fractal_desktop.ui.goals.goal_reading import GoalReading, RecentSessions
from fractal_desktop.ui.goals.row_list import RowContent, RowList
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.widgets import LinkButton, text_label
from fractal_desktop.ui.widgets.wall_clock import wall_of


class GoalLists(QWidget):
    """Two sections; one that would be empty is not there."""

    goal_chosen = Signal(str)
    session_chosen = Signal(str)
    all_sessions_asked = Signal()

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._times: Mapping[GoalId, GoalTime] = {}
        self._children: tuple[TreeNode, ...] = ()
        self._goals = RowList(tr("Goals below"))
        self._sessions = RowList(tr("Sessions"))
        self._all = LinkButton(tr("All sessions"))
        self._done = text_label("", scale="secondary", tone="muted")
        self._build()
        self._goals.chosen.connect(self.goal_chosen)
        self._sessions.chosen.connect(self.session_chosen)
        self._all.clicked.connect(self.all_sessions_asked)

    def show_reading(self, reading: GoalReading) -> None:
        """Show the goals below."""
        self._goals_section.setVisible(bool(reading.children))
        done = sum(node.completed for node in reading.children)
        self._done.setText(tr("{done} of {all} complete").format(done=done, all=len(reading.children)))
        self._children = reading.children
        self._goals.show_rows([self._goal_row(node) for node in reading.children])

    def show_recent(self, recent: RecentSessions | None) -> None:
        """Show the newest sessions, None while they are not known."""
        self._sessions_section.setVisible(recent is not None and bool(recent.rows))
        if recent is not None:
            self._sessions.show_rows([self._session_row(row) for row in recent.rows])
            self._all.setVisible(recent.more)

    def _build(self) -> None:
        self._goals_section = _section(tr("Goals below"), self._goals, self._done)
        self._sessions_section = _section(tr("Newest sessions"), self._sessions, self._all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(20)
        for section in (self._goals_section, self._sessions_section):
            column.addWidget(section)
            section.hide()

    def show_times(self, times: Mapping[GoalId, GoalTime]) -> None:
        """Show the times of the goals below; asked again with each reading."""
        self._times = times
        self._goals.show_rows([self._goal_row(node) for node in self._children])

    def _goal_row(self, node: TreeNode) -> RowContent:
        today = self._context.today()
        time = self._times.get(GoalId(node.id))
        return RowContent(
            id=node.id,
            type=node.type,
            name=node.name,
            detail=deadline_text(node.deadline, QLocale(), today) if node.deadline else "",
            value=hours_minutes(time.total_seconds or None) if time is not None else "",
            sign="check" if node.completed else "",
            alarming=node.deadline is not None and not node.completed and node.deadline < today,
        )

    def _session_row(self, row: SessionRow) -> RowContent:
        today = self._context.today()
        day = wall_of(row.start, self._context.zone).date() if row.start is not None else None
        when = "" if day is None else tr("Today") if day == today else day_text(day, QLocale(), today)
        sign = {SessionState.DONE: "check", SessionState.ATTENTION: "warning"}.get(row.state, "")
        return RowContent(row.id, GoalType.PRACTICE_SESSION, row.name, when, hours_minutes(row.duration_seconds), sign)


def _section(title: str, content: QWidget, side: QWidget | None = None) -> QWidget:
    section = QWidget()
    column = QVBoxLayout(section)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    row = QHBoxLayout()
    row.addWidget(text_label(title, scale="section"))
    row.addStretch(1)
    if side is not None:
        row.addWidget(side)
    column.addLayout(row)
    column.addWidget(content)
    return section
