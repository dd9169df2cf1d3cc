"""Deadline, type, time and dates of a goal, below its name."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.goal import Goal, GoalType
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.dates import date_text
from fractal_desktop.ui.goals.deadline_field import DeadlineField
from fractal_desktop.ui.icons import goal_icon
from fractal_desktop.ui.widgets import IconLabel, text_label
from fractal_desktop.ui.widgets.wall_clock import wall_of

_WIDE = 430


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
        self._kind_block = _labelled(tr("Type"), kind, self._context.theme.px(32))
        self._time_block = _column([text_label(tr("Time"), scale="secondary", tone="muted"), self._total, self._own])
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._grid)
        column.addWidget(self._dates)
        self._arrange(wide=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the type below the deadline where there is no room beside it."""
        super().resizeEvent(event)
        wide = event.size().width() >= self._context.theme.px(_WIDE)
        if wide != self._is_wide:
            self._arrange(wide=wide)

    @override
    def minimumSizeHint(self) -> QSize:
        """Let the editor become narrow: the parts are put below each other then."""
        return QSize(0, super().minimumSizeHint().height())

    def _arrange(self, *, wide: bool) -> None:
        self._is_wide = wide
        for block in (self._deadline, self._kind_block, self._time_block):
            self._grid.removeWidget(block)
        self._grid.addWidget(self._deadline, 0, 0, 1, 1 if wide else 2, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._kind_block, 0 if wide else 1, 1 if wide else 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._time_block, 0 if wide else 1, 3 if wide else 1, Qt.AlignmentFlag.AlignTop)
        side = Qt.AlignmentFlag.AlignRight if wide else Qt.AlignmentFlag.AlignLeft
        for label in self._time_block.findChildren(QLabel):
            label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)

    def _dates_of(self, goal: Goal) -> list[str]:
        zone, locale = self._context.zone, QLocale()
        texts = []
        if goal.created_at is not None:
            texts.append(tr("Created {day}").format(day=date_text(wall_of(goal.created_at, zone).date(), locale)))
        if goal.completed_at is not None:
            texts.append(tr("Completed {day}").format(day=date_text(wall_of(goal.completed_at, zone).date(), locale)))
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


def _labelled(title: str, content: QHBoxLayout, height: int) -> QWidget:
    """Return a field without a frame, in line with those that have one."""
    box = QWidget()
    box.setFixedHeight(height)
    content.setContentsMargins(0, 0, 0, 0)
    box.setLayout(content)
    return _column([text_label(title, scale="secondary", tone="muted"), box])


def _column(parts: Sequence[QWidget]) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for part in parts:
        column.addWidget(part)
    return block
