"""All that the editor of a goal shows, read at once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from fractal_desktop.domain.goal import Goal
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.practice_session import GoalLink, SessionQuery, SessionRow
from fractal_desktop.domain.target import Target
from fractal_desktop.domain.tree import TreeNode

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

RECENT_SESSIONS = 8


@dataclass(frozen=True, slots=True)
class GoalReading:
    """A goal, what lies above and directly below it, its targets with the names they need, and the newest sessions."""

    goal: Goal
    crumbs: tuple[GoalLink, ...]
    children: tuple[TreeNode, ...]
    targets: tuple[Target, ...]
    names: LibraryNames
    recent: tuple[SessionRow, ...]
    more_sessions: bool


def reading(goal_id: GoalId) -> "Callable[[Workspace], GoalReading]":
    """Return the query for one goal; it raises UserError if the goal is gone."""
    return partial(_read, goal_id)


def _read(goal_id: GoalId, workspace: "Workspace") -> GoalReading:
    page = workspace.practice.page(SessionQuery(goal_id=goal_id), limit=RECENT_SESSIONS)
    targets = workspace.goals.targets(goal_id)
    return GoalReading(
        goal=workspace.goals.goal(goal_id),
        crumbs=workspace.goals.breadcrumbs(goal_id),
        children=workspace.goals.children(goal_id, sessions=False),
        targets=targets,
        names=workspace.practice.library() if targets else LibraryNames(),
        recent=page.rows,
        more_sessions=page.next_cursor is not None,
    )
