"""What can be done with templates, activities and their groups, as commands for the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import free_name
from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, GoalId, TemplateId
from fractal_desktop.domain.library import ActivityDraft, ActivityGroup, TemplateDraft, TemplateSectionDraft
from fractal_desktop.ui.library.texts import tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Deed = Callable[[str, "Workspace"], Change]
"""What is done to the thing with this id; `make` is given that of the fractal."""


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done with things of one kind; to be put away is to be archived, or retired."""

    make: Deed
    duplicate: Deed
    put_away: Deed
    bring_back: Deed
    delete: Deed


def _make_template(root_id: str, workspace: "Workspace") -> Change:
    draft = TemplateDraft(tr("New template"), "", (TemplateSectionDraft(tr("Warm-up"), 10.0),))
    return workspace.library.create_template(GoalId(root_id), draft)


def _make_activity(root_id: str, workspace: "Workspace") -> Change:
    return workspace.library.create_activity(GoalId(root_id), ActivityDraft(tr("New activity")))


WITH_TEMPLATES = Deeds(
    _make_template,
    lambda id_, workspace: workspace.library.duplicate_template(TemplateId(id_)),
    lambda id_, workspace: workspace.library.archive_templates((TemplateId(id_),)),
    lambda id_, workspace: workspace.library.bring_back_templates((TemplateId(id_),)),
    lambda id_, workspace: workspace.library.delete_templates((TemplateId(id_),)),
)
WITH_ACTIVITIES = Deeds(
    _make_activity,
    lambda id_, workspace: workspace.library.duplicate_activity(ActivityId(id_)),
    lambda id_, workspace: workspace.library.retire_activities((ActivityId(id_),)),
    lambda id_, workspace: workspace.library.bring_back_activities((ActivityId(id_),)),
    lambda id_, workspace: workspace.library.delete_activities((ActivityId(id_),)),
)


def make_group(root_id: str, workspace: "Workspace") -> Change:
    """Make a group in a fractal, whose name says that it is new."""
    taken = [group.name for group in workspace.library.groups() if group.root_id == root_id]
    return workspace.library.create_group(GoalId(root_id), free_name(tr("New group"), taken))


def making_in(group: ActivityGroup) -> "Callable[[Workspace], Change]":
    """Return what makes an activity in a group."""
    return lambda workspace: workspace.library.create_activity(group.root_id, ActivityDraft(tr("New activity"), group_id=group.id))


def renaming_group(id_: ActivityGroupId, name: str) -> "Callable[[Workspace], Change]":
    """Return what gives a group another name."""
    return lambda workspace: workspace.library.rename_group(id_, name)


def delete_group(id_: str, workspace: "Workspace") -> Change:
    """Delete a group; what is in it stays."""
    return workspace.library.delete_group(ActivityGroupId(id_))
