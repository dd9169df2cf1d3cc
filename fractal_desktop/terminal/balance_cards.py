"""What practice was for: time by goal and by activity, and what was planned of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fractal_desktop.domain.analytics import ActivityTimeRow, GoalTimeRow, PlannedRow
from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.terminal.card import Card, Figures, timed


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with practice, and how deep it lies in the tree."""

    row: GoalTimeRow
    depth: int

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {
            "goal_id": self.row.goal_id,
            "parent_id": self.row.parent_id,
            "name": self.row.name,
            "own_sessions": self.row.own_sessions,
            "own_seconds": self.row.own_seconds,
            "total_sessions": self.row.total_sessions,
            "total_seconds": self.row.total_seconds,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        gone = "(no goal)" if self.row.goal_id is None else f"(deleted) {self.row.goal_id}"
        name = f"{'  ' * self.depth}{gone if self.row.name is None else self.row.name}"
        return name, f"{self.row.total_sessions:,}", hours_minutes(self.row.own_seconds), hours_minutes(self.row.total_seconds)


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity that sessions hold; the name is None if it is gone."""

    row: ActivityTimeRow

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {
            "activity_id": self.row.activity_id,
            "name": self.row.name,
            "sessions": self.row.sessions,
            "items": self.row.items,
            "seconds": self.row.seconds,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        name = f"(deleted) {self.row.activity_id}" if self.row.name is None else self.row.name
        return name, f"{self.row.sessions:,}", hours_minutes(self.row.seconds)


@dataclass(frozen=True, slots=True)
class Planned:
    """A template, None for none, whose sessions have a plan and a duration."""

    row: PlannedRow

    def record(self) -> dict[str, object]:
        """Return the row for JSON."""
        return {
            "template_id": self.row.template_id,
            "name": self.row.name,
            "sessions": self.row.sessions,
            "planned_seconds": self.row.planned_seconds,
            "actual_seconds": self.row.actual_seconds,
            "ratio": self.row.ratio,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the row for people."""
        name = self.row.name or ("(no template)" if self.row.template_id is None else f"(deleted) {self.row.template_id}")
        planned, usual = hours_minutes(self.row.planned_each), hours_minutes(self.row.usual_seconds)
        return name, f"{self.row.sessions:,}", planned, usual, f"{self.row.ratio:.2f}"


def _goals(rows: Sequence[GoalTimeRow]) -> Figures:
    depths: dict[str | None, int] = {}
    for row in rows:
        depths[row.goal_id] = 0 if row.parent_id is None else depths.get(row.parent_id, -1) + 1
    return Figures([Goal(row, depths[row.goal_id]) for row in rows])


def _activities(rows: Sequence[ActivityTimeRow]) -> Figures:
    return Figures(list(map(Activity, rows)))


def _planned(rows: Sequence[PlannedRow]) -> Figures:
    return Figures(list(map(Planned, rows)))


GOALS = Card(
    "goals",
    "time by goal, own and with everything below",
    ("Goal", "Sessions", "Own", "With all below"),
    timed(lambda question: question.workspace.balance.goal_times(question.asked), _goals),
    empty="There are no sessions to show.",
)
ACTIVITIES = Card(
    "activities",
    "time by activity",
    ("Activity", "Sessions", "Time"),
    timed(lambda question: question.workspace.balance.activity_times(question.asked), _activities),
    empty="There are no sessions with activities to show.",
)
PLANNED = Card(
    "planned",
    "planned and usual time of a session by template",
    ("Template", "Sessions", "Planned", "Usual", "Usual / planned"),
    timed(lambda question: question.workspace.balance.planned(question.asked), _planned),
    empty="There are no sessions with both a plan and a duration to show.",
)
