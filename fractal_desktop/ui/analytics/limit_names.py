"""How what the page is limited to is called now."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fractal_desktop.ui.analytics.choice import Choice

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LimitNames:
    """How what was chosen is called now, None for what was not chosen or is gone."""

    goal: str | None = None
    template: str | None = None
    activity: str | None = None


def read_limit_names(workspace: "Workspace", choice: Choice) -> LimitNames:
    """Return the names of what the page is limited to."""
    goals = workspace.goals.nodes((choice.goal_id,)) if choice.goal_id is not None else ()
    if choice.template_id is None and choice.activity_id is None:
        return LimitNames(goals[0].name if goals else None)
    library = workspace.practice.library()
    templates = {template.id: template.name for template in library.templates}
    activity = library.activity(choice.activity_id)
    return LimitNames(
        goals[0].name if goals else None,
        None if choice.template_id is None else templates.get(choice.template_id),
        None if activity is None else activity.name,
    )
