"""What the Library page reads at once, off the window's thread."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, TemplateId
from fractal_desktop.domain.library import (
    Activity,
    ActivityDraft,
    ActivityGroup,
    MetricDraft,
    SplitDraft,
    Template,
    TemplateDraft,
    TemplateItemDraft,
    TemplateSectionDraft,
    Usage,
)
from fractal_desktop.domain.practice_session import GoalLink

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LibraryReading:
    """Everything in the library, archived and retired things too."""

    templates: tuple[Template, ...] = ()
    activities: tuple[Activity, ...] = ()
    groups: tuple[ActivityGroup, ...] = ()
    fractals: tuple[GoalLink, ...] = ()
    _places: Mapping[str, Template | Activity] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        things: tuple[Template | Activity, ...] = (*self.templates, *self.activities)
        object.__setattr__(self, "_places", {str(thing.id): thing for thing in things})

    def template(self, id_: str | None) -> Template | None:
        """Return the template with this id."""
        found = self._places.get(id_ or "")
        return found if isinstance(found, Template) else None

    def activity(self, id_: str | None) -> Activity | None:
        """Return the activity with this id."""
        found = self._places.get(id_ or "")
        return found if isinstance(found, Activity) else None

    def group(self, id_: str | None) -> ActivityGroup | None:
        """Return the group with this id."""
        return next((group for group in self.groups if group.id == id_), None)

    def group_name(self, id_: ActivityGroupId | None) -> str:
        """Return a group's name, "" for none."""
        group = self.group(id_)
        return group.name if group is not None else ""


@dataclass(frozen=True, slots=True)
class LibraryUsage:
    """How the things of the library were used; it takes longer to read and comes later."""

    templates: Mapping[TemplateId, Usage] = field(default_factory=dict)
    activities: Mapping[ActivityId, Usage] = field(default_factory=dict)


def read_library(workspace: "Workspace") -> LibraryReading:
    """Return what is in the library."""
    there = workspace.library
    return LibraryReading(there.templates(), there.activities(), there.groups(), there.fractals())


def read_usage(workspace: "Workspace") -> LibraryUsage:
    """Return how it was used."""
    return LibraryUsage(workspace.library.template_usage(), workspace.library.activity_usage())


def template_draft(template: Template) -> TemplateDraft:
    """Return the draft that would change nothing."""
    sections = tuple(
        TemplateSectionDraft(
            section.name,
            section.planned_minutes,
            tuple(TemplateItemDraft(item.activity_id, item.name, (section.index, item.index)) for item in section.items),
            section.index,
        )
        for section in template.sections
    )
    return TemplateDraft(template.name, template.description, sections)


def activity_draft(activity: Activity) -> ActivityDraft:
    """Return the draft that would change nothing."""
    return ActivityDraft(
        activity.name,
        activity.description,
        activity.group_id,
        activity.has_sets,
        activity.is_product,
        tuple(MetricDraft(m.id, m.name, m.unit, m.better, m.is_top_set, m.in_product) for m in activity.metrics if not m.retired),
        tuple(SplitDraft(split.id, split.name) for split in activity.splits if not split.retired),
    )
