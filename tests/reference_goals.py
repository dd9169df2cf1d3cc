"""Time by goal by the slowest way that is plainly right: each session asked for the set of goals it counts for.

Nothing of the program is used here, so that no mistake can be on both sides.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class GoalSession:
    """A session as a file holds it; its parent and what it is linked to may be gone."""

    start: datetime | None
    seconds: int | None
    parent: str | None = None
    links: tuple[str, ...] = ()
    template: str | None = None
    activities: tuple[str, ...] = ()
    completed: bool = False

    @property
    def named(self) -> tuple[str, ...]:
        """Return the goals that it names, each once."""
        return tuple(dict.fromkeys([*([] if self.parent is None else [self.parent]), *self.links]))


class GoalFigures(NamedTuple):
    """Sessions and seconds of a goal by itself and with everything below."""

    own_sessions: int
    own_seconds: int
    total_sessions: int
    total_seconds: int


Parents = Mapping[str, str | None]
"""The goals that exist, in the order of a walk through the tree, with what they lie under, which may be gone; none in a circle."""


def walked(above: Parents) -> dict[str, str | None]:
    """Return the goals in the order of a walk through the tree, children as they come."""
    walk: dict[str, str | None] = {}

    def visit(goal: str) -> None:
        walk[goal] = above[goal]
        for child, parent in above.items():
            if parent == goal:
                visit(child)

    for goal, parent in above.items():
        if parent not in above:
            visit(goal)
    return walk


def goals_of(session: GoalSession, parents: Parents) -> tuple[str | None, ...]:
    """Return what a session counts for: the goals that exist, else those that are gone, else none (None)."""
    there = [goal for goal in session.named if goal in parents]
    return tuple(there or session.named or (None,))


def upwards(goal: str | None, parents: Parents) -> list[str | None]:
    """Return a goal and everything above it; above one that is gone is "without a goal" (None)."""
    if goal not in parents:
        return [goal, None] if goal is not None else [None]
    way: list[str | None] = [goal]
    while goal is not None:
        goal = parents.get(goal)
        if goal is None or goal not in parents:
            break
        way.append(goal)
    return way


def times(sessions: Iterable[GoalSession], parents: Parents) -> dict[str | None, GoalFigures]:
    """Return the goals with practice; a session counts once in each."""
    own, total = Counter[str | None](), Counter[str | None]()
    own_seconds, total_seconds = Counter[str | None](), Counter[str | None]()
    for session in sessions:
        for goal in goals_of(session, parents):
            own[goal] += 1
            own_seconds[goal] += session.seconds or 0
        for above in {above for goal in goals_of(session, parents) for above in upwards(goal, parents)}:
            total[above] += 1
            total_seconds[above] += session.seconds or 0
    return {goal: GoalFigures(own[goal], own_seconds[goal], total[goal], total_seconds[goal]) for goal in total}


def split_times(sessions: Iterable[GoalSession], parents: Parents) -> dict[str | None, GoalFigures]:
    """Return the same with the seconds of each session divided among its goals, the first of the tree getting what is left over."""
    sessions = list(sessions)
    own_seconds, total_seconds = Counter[str | None](), Counter[str | None]()
    order = {goal: place for place, goal in enumerate(parents)}
    for session in sessions:
        goals = sorted(goals_of(session, parents), key=lambda goal: (order.get(goal or "", 0), goal or ""))
        for number, goal in enumerate(goals):
            part = (session.seconds or 0) // len(goals) + (number < (session.seconds or 0) % len(goals))
            own_seconds[goal] += part
            for above in upwards(goal, parents):
                total_seconds[above] += part
    whole = times(sessions, parents)
    return {goal: GoalFigures(row.own_sessions, own_seconds[goal], row.total_sessions, total_seconds[goal]) for goal, row in whole.items()}


def limited(
    sessions: Iterable[GoalSession],
    parents: Parents,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    goal: str | None = None,
    template: str | None = None,
    without_template: bool = False,
    activity: str | None = None,
    completed: bool | None = None,
) -> list[GoalSession]:
    """Return the sessions that a filter lets through; with a period only those with a start."""
    conditions: list[Callable[[GoalSession], bool]] = [
        lambda session: since is None or (session.start is not None and session.start >= since),
        lambda session: until is None or (session.start is not None and session.start < until),
        lambda session: goal is None or any(goal in upwards(named, parents) for named in session.named),
        lambda session: template is None or session.template == template,
        lambda session: not without_template or session.template is None,
        lambda session: activity is None or activity in session.activities,
        lambda session: completed is None or session.completed == completed,
    ]
    return [session for session in sessions if all(condition(session) for condition in conditions)]
