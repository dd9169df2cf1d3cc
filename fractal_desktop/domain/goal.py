"""Goal types, which may lie under which, and a goal as the rest of the program sees it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import count

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId


class GoalType(StrEnum):
    """The types of `goals.type`, from the top of the tree to its bottom (BEHAVIOUR.md section 1)."""

    ULTIMATE = "UltimateGoal"
    LONG_TERM = "LongTermGoal"
    MID_TERM = "MidTermGoal"
    SHORT_TERM = "ShortTermGoal"
    PRACTICE_SESSION = "PracticeSession"
    IMMEDIATE = "ImmediateGoal"
    MICRO = "MicroGoal"
    NANO = "NanoGoal"

    @property
    def rank(self) -> int:
        """Return 0 for the topmost type and 7 for the lowest."""
        return _RANKS[self]

    @property
    def title(self) -> str:  # type: ignore[override]  # no enum member needs str.title
        """Return the words for this type, such as "Long-term goal"."""
        return _TITLES[self]


_RANKS = {goal_type: rank for rank, goal_type in enumerate(GoalType)}
_TITLES = {
    GoalType.ULTIMATE: "Ultimate goal",
    GoalType.LONG_TERM: "Long-term goal",
    GoalType.MID_TERM: "Mid-term goal",
    GoalType.SHORT_TERM: "Short-term goal",
    GoalType.PRACTICE_SESSION: "Practice session",
    GoalType.IMMEDIATE: "Immediate goal",
    GoalType.MICRO: "Micro goal",
    GoalType.NANO: "Nano goal",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """A node of the tree that is not a session; instants are aware UTC, `deadline` is a date without zone."""

    id: GoalId
    type: GoalType
    name: str
    description: str
    deadline: date | None
    completed: bool
    completed_at: datetime | None
    created_at: datetime | None
    parent_id: GoalId | None
    root_id: GoalId | None

    def is_overdue(self, today: date) -> bool:
        """Return whether the deadline lies before `today` (of the display zone) and the goal is still open."""
        return self.deadline is not None and not self.completed and self.deadline < today


def allowed_child_types(parent: GoalType | None) -> tuple[GoalType, ...]:
    """Return the goal types that may lie under `parent`, the default first; under None (no parent) all goal types.

    A session is not among them: it may hang under any type above it in the list.
    """
    least = -1 if parent is None else parent.rank
    return tuple(t for t in GoalType if t.rank > least and t is not GoalType.PRACTICE_SESSION)


def check_parent(child: GoalType, parent: GoalType | None) -> None:
    """Raise UserError with the reason if a `child` may not lie under a `parent`."""
    if parent is not None and child.rank <= parent.rank:
        raise UserError(f"{_article(child)} cannot lie under {_article(parent).lower()}: a child's type stands below its parent's.")


def _article(goal_type: GoalType) -> str:
    title = goal_type.title.lower()
    return f"{'An' if title[0] in 'aeiou' else 'A'} {title}"


LONGEST_NAME = 10_000
"""Characters that a name may have."""
_NUMBERED = re.compile(r"(.*\S) ([1-9][0-9]{0,8})", re.DOTALL)


def checked_name(text: str) -> str:
    """Return a name without blanks around it; raises UserError if nothing is left or if it is too long to be one."""
    name = text.strip()
    if not name:
        raise UserError("A name is needed.")
    if len(name) > LONGEST_NAME:
        raise UserError(f"This name is too long: it may have up to {LONGEST_NAME:,} characters.")
    return name


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return the name, or if it is taken, in whatever case, the next one with a number that is free: "Routine 2", "Routine 3"."""
    used = {each.strip().casefold() for each in taken}
    wanted = name.strip()
    if wanted.casefold() not in used:
        return wanted
    found = _NUMBERED.fullmatch(wanted)
    first, number = (found[1], int(found[2])) if found else (wanted, 1)
    candidates = (f"{first[: LONGEST_NAME - len(suffix)]}{suffix}" for suffix in (f" {n}" for n in count(number + 1)))
    return next(candidate for candidate in candidates if candidate.casefold() not in used)


def name_of_copy(name: str) -> str:
    """Return what a copy of something is called; it is never too long to be a name."""
    suffix = " (copy)"
    return f"{name[: LONGEST_NAME - len(suffix)]}{suffix}"
