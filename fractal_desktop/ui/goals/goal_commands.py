"""What the editor of a goal asks to be written."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


def rename(goal_id: GoalId, workspace: "Workspace", text: str) -> Change:
    """Give the goal another name."""
    return workspace.goals.rename(goal_id, text)


def describe(goal_id: GoalId, workspace: "Workspace", text: str) -> Change:
    """Give the goal another description."""
    return workspace.goals.describe(goal_id, text)


def complete(goal_id: GoalId, workspace: "Workspace") -> Change:
    """Mark the goal as complete."""
    return workspace.goals.complete(goal_id)


def reopen(goal_id: GoalId, workspace: "Workspace") -> Change:
    """Mark the goal as not complete."""
    return workspace.goals.reopen(goal_id)


def setting_deadline(goal_id: GoalId, day: date | None) -> "Callable[[Workspace], Change]":
    """Return the command that gives the goal another deadline, None for none."""
    return partial(_set_deadline, goal_id, day)


def _set_deadline(goal_id: GoalId, day: date | None, workspace: "Workspace") -> Change:
    return workspace.goals.set_deadline(goal_id, day)
