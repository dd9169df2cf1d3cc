"""All that the editor of a goal shows, read at once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fractal_desktop.domain.goal import Goal
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.practice_session import GoalLink, SessionQuery, SessionRow
from fractal_desktop.domain.target import Target
from fractal_desktop.domain.target_progress import TargetProgress
from fractal_desktop.domain.tree import TreeNode

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

RECENT_SESSIONS = 8


@dataclass(frozen=True, slots=True)
class GoalReading:
    """A goal, what lies above and directly below it, and its targets with the names they need."""

    goal: Goal
    crumbs: tuple[GoalLink, ...]
    children: tuple[TreeNode, ...]
    targets: tuple[Target, ...]
    names: LibraryNames

    @property
    def root_id(self) -> GoalId:
        """Return the fractal that the goal lies in; a row's own `root_id` need not say so."""
        return GoalId(self.crumbs[0].id) if self.crumbs else self.goal.id


@dataclass(frozen=True, slots=True)
class RecentSessions:
    """The newest sessions of a goal and all below it."""

    goal_id: GoalId
    rows: tuple[SessionRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class GoalTargets:
    """How far a goal is with its targets."""

    goal_id: GoalId
    progress: tuple[TargetProgress, ...]


def reading(goal_id: GoalId) -> "Callable[[Workspace], GoalReading]":
    """Return the query for one goal; it raises UserError if the goal is gone."""
    return partial(_read, goal_id)


def _read(goal_id: GoalId, workspace: "Workspace") -> GoalReading:
    targets = workspace.goals.targets(goal_id)
    return GoalReading(
        goal=workspace.goals.goal(goal_id),
        crumbs=workspace.goals.breadcrumbs(goal_id),
        children=workspace.goals.children(goal_id, sessions=False),
        targets=targets,
        names=workspace.practice.library() if targets else LibraryNames(),
    )


def recent_sessions(goal_id: GoalId) -> "Callable[[Workspace], RecentSessions]":
    """Return the query for the newest sessions; apart from the goal, since it may take longer in a large file."""
    return partial(_read_recent, goal_id)


def _read_recent(goal_id: GoalId, workspace: "Workspace") -> RecentSessions:
    page = workspace.practice.page(SessionQuery(goal_id=goal_id), limit=RECENT_SESSIONS)
    return RecentSessions(goal_id, page.rows, page.next_cursor is not None)


def target_progress(goal_id: GoalId, now: datetime, zone: ZoneInfo) -> "Callable[[Workspace], GoalTargets]":
    """Return the query for how far the targets are, in days and weeks of `zone`; apart from the goal likewise."""
    return partial(_read_targets, goal_id, now, zone)


def _read_targets(goal_id: GoalId, now: datetime, zone: ZoneInfo, workspace: "Workspace") -> GoalTargets:
    return GoalTargets(goal_id, workspace.goals.target_progress(goal_id, now, zone))
