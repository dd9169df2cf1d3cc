"""The tree of goals and sessions as it is shown."""

from dataclasses import dataclass
from datetime import date, datetime

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId

UNFILED = GoalId("unfiled")
"""The id of the branch that holds every session without a goal that exists."""


@dataclass(frozen=True, slots=True)
class TreeNode:
    """One line of the tree, a goal or a session. Instants are aware UTC.

    `child_goals` and `done_goals` count the goals directly below (progress); `sessions` those that hang on it directly.
    Times with everything below are not here: they come from `GoalService.times`, off the UI thread.
    """

    id: GoalId | SessionId
    type: GoalType
    name: str
    parent_id: GoalId | None
    completed: bool
    deadline: date | None
    child_goals: int
    done_goals: int
    sessions: int
    start: datetime | None = None
    duration_seconds: int | None = None
    needs_a_look: bool = False


@dataclass(frozen=True, slots=True)
class TreePath:
    """The way to one hit of a search: the ids from its root (or UNFILED) down to the goal or session itself."""

    ids: tuple[GoalId, ...]


@dataclass(frozen=True, slots=True)
class GoalTime:
    """Seconds practised for a goal: on its own sessions, and with everything below, each session counted once.

    `goals_below` counts the goals below at any depth, `done_below` those of them that are complete; `next_deadline` is the first one
    that an open goal below has from today on, None if there is none.
    """

    own_seconds: int
    total_seconds: int
    own_sessions: int
    total_sessions: int
    goals_below: int = 0
    done_below: int = 0
    next_deadline: date | None = None


@dataclass(frozen=True, slots=True)
class TrashEntry:
    """One deletion that can still be taken back; `goals` and `sessions` count what it holds."""

    id: int
    deleted_at: datetime
    name: str
    type: GoalType
    goals: int
    sessions: int
