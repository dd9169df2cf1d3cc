"""What can be done with a template or an activity, as commands for the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.library import ActivityDraft, TemplateDraft, TemplateSectionDraft
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
