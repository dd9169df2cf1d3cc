"""Deadline, type, time and dates of a goal, below its name."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.goal import Goal, GoalType
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.dates import date_text
from fractal_desktop.ui.goals.deadline_field import DeadlineField
from fractal_desktop.ui.icons import goal_icon
from fractal_desktop.ui.widgets import IconLabel, text_label


class GoalFacts(QWidget):
    """What there is to know about a goal at a glance; only the deadline can be changed here."""

    def __init__(self, context: AppContext, deadline: DeadlineField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._deadline = deadline
        self._build()

    def show_goal(self, goal: Goal) -> None:
        """Show the goal's deadline, type and dates."""
        self._deadline.show_date(goal.deadline, goal.completed, not self._context.can_write)
        self._type_icon.set_icon(goal_icon(goal.type))
        self._type.setText(goal.type.title)
        self._dates.setText("  ·  ".join(self._dates_of(goal)))

    def show_time(self, time: GoalTime | None) -> None:
        """Show the time with everything below and the part that is the goal's own; None while it is not known."""
        self._total.setText("" if time is None else hours_minutes(time.total_seconds or None))
        self._total.setAccessibleName(tr("Time {time}").format(time=self._total.text()))
        self._own.setText(" " if time is None else self._share_of(time))

    def _build(self) -> None:
        self._type_icon = IconLabel(goal_icon(GoalType.ULTIMATE), 14)
        self._type = text_label()
        self._total = text_label("", scale="page")
        self._own = text_label(" ", scale="secondary", tone="muted")
        self._dates = text_label("", scale="secondary", tone="muted")
        kind = QHBoxLayout()
        kind.setSpacing(8)
        kind.addWidget(self._type_icon)
        kind.addWidget(self._type)
        kind.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(self._deadline, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(_labelled(tr("Type"), kind, self._context.theme.px(32)))
        row.addStretch(1)
        row.addLayout(_column([text_label(tr("Time"), scale="secondary", tone="muted"), self._total, self._own]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self._dates)

    def _dates_of(self, goal: Goal) -> list[str]:
        zone, locale = self._context.zone, QLocale()
        texts = []
        if goal.created_at is not None:
            texts.append(tr("Created {day}").format(day=date_text(goal.created_at.astimezone(zone).date(), locale)))
        if goal.completed_at is not None:
            texts.append(tr("Completed {day}").format(day=date_text(goal.completed_at.astimezone(zone).date(), locale)))
        elif goal.completed:
            texts.append(tr("Completed"))
        return texts

    def _share_of(self, time: GoalTime) -> str:
        sessions = counted(time.total_sessions, "1 session", "{n} sessions")
        if not time.total_sessions:
            return tr("No sessions yet")
        if time.own_sessions in (0, time.total_sessions):
            return sessions
        return tr("{sessions}, {own} of its own").format(sessions=sessions, own=hours_minutes(time.own_seconds))


def _labelled(title: str, content: QHBoxLayout, height: int) -> QVBoxLayout:
    """Return a field without a frame, in line with those that have one."""
    box = QWidget()
    box.setFixedHeight(height)
    content.setContentsMargins(0, 0, 0, 0)
    box.setLayout(content)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(text_label(title, scale="secondary", tone="muted"))
    column.addWidget(box)
    column.addStretch(1)
    return column


def _column(labels: Sequence[QLabel]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for label in labels:
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column.addWidget(label)
    column.addStretch(1)
    return column
