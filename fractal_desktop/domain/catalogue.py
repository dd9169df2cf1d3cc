"""Everything in a file that can be gone to by its name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fractal_desktop.domain.goal import GoalType


class EntryKind(StrEnum):
    """What a name belongs to."""

    GOAL = "goal"
    TEMPLATE = "template"
    ACTIVITY = "activity"
    SESSION = "session"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """One name. `above` are the names of the goals above a goal, root first; `start` (aware UTC) is a session's."""

    kind: EntryKind
    id: str
    name: str
    goal_type: GoalType | None = None
    above: tuple[str, ...] = ()
    start: datetime | None = None
