"""What a person can do with activities and templates."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from time import monotonic
from typing import TypeVar
from zoneinfo import ZoneInfo

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import checked_name, name_of_copy
from fractal_desktop.domain.ids import ActivityGroupId, ActivityId, GoalId, SessionId, TemplateId
from fractal_desktop.domain.library import (
    Activity,
    ActivityDraft,
    ActivityGroup,
    MetricDraft,
    SplitDraft,
    Template,
    TemplateDraft,
    TemplateName,
    Usage,
)
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.persistence import activities, goal_tree, goals, templates
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.history import Done, History

Id = TypeVar("Id", ActivityId, TemplateId)
_LONGEST_READING_SECONDS = 0.02
"""A transaction each would take twice as long with thousands of activities."""


class LibraryService:
    """The activities and templates of an open file. `zone` is the one its old time columns were written in."""

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock

    def activities(self) -> tuple[Activity, ...]:
        """Return all activities in the order they were made, retired ones too."""
        with reading(self._database) as connection:
            return activities.activities(driver(connection))

    def groups(self) -> tuple[ActivityGroup, ...]:
        """Return the groups of all fractals in their order."""
        with reading(self._database) as connection:
            return activities.groups(driver(connection))

    def templates(self) -> tuple[Template, ...]:
        """Return all templates in the order they were made, archived ones too."""
        with reading(self._database) as connection:
            return templates.templates(driver(connection))

    def activity_usage(self) -> Mapping[ActivityId, Usage]:
        """Return how each activity was used that was. Slow with many sessions: ask off the UI thread.

        No transaction lasts longer than it takes to count one, and a fiftieth of a second, so that writers get their turn.
        """
        return self._usage(activities.usage, [activity.id for activity in self.activities()])

    def template_usage(self) -> Mapping[TemplateId, Usage]:
        """Return how each template was used that was; slow likewise."""
        return self._usage(templates.usage, [template.id for template in self.templates()])

    def fractals(self) -> tuple[GoalLink, ...]:
        """Return the fractals that activities and templates can belong to, in the order they were made."""
        with reading(self._database) as connection:
            return goals.fractals(driver(connection))

    def create_activity(self, root_id: GoalId, draft: ActivityDraft) -> Change:
        """Make an activity in a fractal; its id is the change's `created`. Raises UserError if a name is empty or too long."""

        def command(unit: UnitOfWork) -> Done:
            _check_fractal(unit, root_id)
            created = activities.create(unit.sql, root_id, draft, self._stamp())
            return Done(f"Create {checked_name(draft.name)}", created=created)

        return self._history.perform(command)

    def save_activity(self, activity_id: ActivityId, draft: ActivityDraft) -> Change:
        """Make an activity what the draft says; metrics and splits that it leaves out are retired if they have values, else deleted."""
        return self._history.perform(lambda unit: Done(f"Edit {activities.save(unit.sql, activity_id, draft, self._stamp())}"))

    def duplicate_activity(self, activity_id: ActivityId) -> Change:
        """Make another activity with the same metrics and splits, without the retired ones; its id is the change's `created`."""

        def command(unit: UnitOfWork) -> Done:
            source = next((found for found in activities.activities(unit.sql) if found.id == activity_id), None)
            if source is None:
                raise UserError("This activity no longer exists.")
            _check_exists(unit, source.root_id)
            created = activities.create(unit.sql, source.root_id, _copy(source), self._stamp())
            return Done(f"Duplicate {source.name}", created=created)

        return self._history.perform(command)

    def retire_activities(self, ids: Sequence[ActivityId]) -> Change:
        """No longer offer these activities, as one step; sessions and templates that have them keep them."""
        stamp = self._stamp()
        return self._each("Retire", "activities", ids, lambda unit, id_: activities.set_retired(unit.sql, id_, stamp))

    def bring_back_activities(self, ids: Sequence[ActivityId]) -> Change:
        """Offer retired activities again, as one step."""
        return self._each("Bring back", "activities", ids, lambda unit, id_: activities.set_retired(unit.sql, id_, None))

    def delete_activities(self, ids: Sequence[ActivityId]) -> Change:
        """Delete activities that no session uses, as one step; raises UserError, deleting none, if one is used."""
        return self._each("Delete", "activities", ids, lambda unit, id_: activities.delete(unit.sql, id_))

    def create_group(self, root_id: GoalId, name: str) -> Change:
        """Make a group of activities; its id is the change's `created`. Raises UserError if the fractal has one of that name."""

        def command(unit: UnitOfWork) -> Done:
            _check_fractal(unit, root_id)
            return Done(f"Create group {checked_name(name)}", created=activities.create_group(unit.sql, root_id, name, self._stamp()))

        return self._history.perform(command)

    def rename_group(self, group_id: ActivityGroupId, name: str) -> Change:
        """Give a group another name; raises UserError if another group of its fractal has it, whatever the case."""
        return self._history.perform(lambda unit: Done(f"Rename group {activities.rename_group(unit.sql, group_id, name)}"))

    def delete_group(self, group_id: ActivityGroupId) -> Change:
        """Delete a group; its activities stay, without one."""

        def command(unit: UnitOfWork) -> Done:
            name, kept = activities.delete_group(unit.sql, group_id)
            how = "" if not kept else "and kept its activity" if kept == 1 else f"and kept its {kept:,} activities"
            return Done(f"Delete group {name}", how=how)

        return self._history.perform(command)

    def create_template(self, root_id: GoalId, draft: TemplateDraft) -> Change:
        """Make a template in a fractal; its id is the change's `created`. Raises UserError if its name is empty or too long."""

        def command(unit: UnitOfWork) -> Done:
            _check_fractal(unit, root_id)
            created = templates.create(unit.sql, root_id, draft, self._stamp())
            return Done(f"Create {checked_name(draft.name)}", created=created)

        return self._history.perform(command)

    def save_template(self, template_id: TemplateId, draft: TemplateDraft) -> Change:
        """Make a template what the draft says; the sessions that were started from it stay as they are."""
        return self._history.perform(lambda unit: Done(f"Edit {templates.save(unit.sql, template_id, draft)}"))

    def duplicate_template(self, template_id: TemplateId) -> Change:
        """Make another template with the same content; its id is the change's `created`."""

        def command(unit: UnitOfWork) -> Done:
            name = templates.name_of(unit.sql, template_id)
            _check_exists(unit, templates.root_of(unit.sql, template_id))
            created = templates.duplicate(unit.sql, template_id, name_of_copy(name), self._stamp())
            return Done(f"Duplicate {name}", created=created)

        return self._history.perform(command)

    def archive_templates(self, ids: Sequence[TemplateId]) -> Change:
        """No longer offer these templates, as one step; sessions that name them keep doing so."""
        stamp = self._stamp()
        return self._each("Archive", "templates", ids, lambda unit, id_: templates.set_archived(unit.sql, id_, stamp))

    def bring_back_templates(self, ids: Sequence[TemplateId]) -> Change:
        """Offer archived templates again, as one step."""
        return self._each("Bring back", "templates", ids, lambda unit, id_: templates.set_archived(unit.sql, id_, None))

    def delete_templates(self, ids: Sequence[TemplateId]) -> Change:
        """Delete templates that no session was started from, as one step; raises UserError, deleting none, if one was."""
        return self._each("Delete", "templates", ids, lambda unit, id_: templates.delete(unit.sql, id_))

    def templates_beside(self, session_id: SessionId) -> tuple[TemplateName, ...]:
        """Return the templates in use of the fractal that a template made of this session would belong to."""
        with reading(self._database) as connection:
            return templates.names_beside(driver(connection), session_id)

    def replace_template(self, template_id: TemplateId, session_id: SessionId, name: str) -> Change:
        """Let a template plan what a session has, and give it this name; its description and the sessions started from it stay.

        Raises UserError if the document cannot be read, or if one of the two is gone.
        """
        return self._history.perform(
            lambda unit: Done(f"Replace {templates.replace_from_session(unit.sql, template_id, session_id, name)}")
        )

    def template_from_session(self, session_id: SessionId, name: str) -> Change:
        """Make a template of a session's sections, activities and lines, in its fractal; its id is the change's `created`.

        Raises UserError if the document cannot be read, or if there is no fractal for the template to belong to.
        """

        def command(unit: UnitOfWork) -> Done:
            created = templates.create_from_session(unit.sql, session_id, name, self._stamp())
            return Done(f"Create {checked_name(name)}", created=created)

        return self._history.perform(command)

    def _usage(self, count: Callable[..., Usage], ids: Sequence[Id]) -> dict[Id, Usage]:
        found: dict[Id, Usage] = {}
        left = iter(ids)
        while True:
            with reading(self._database) as connection:
                until = monotonic() + _LONGEST_READING_SECONDS
                for id_ in left:
                    used = count(driver(connection), id_)
                    if used.sessions:
                        found[id_] = used
                    if monotonic() > until:
                        break
                else:
                    return found

    def _each(self, label: str, kind: str, ids: Sequence[str], write: Callable[[UnitOfWork, str], str]) -> Change:
        def command(unit: UnitOfWork) -> Done:
            names = [write(unit, id_) for id_ in dict.fromkeys(ids)]
            return Done(f"{label} {names[0] if len(names) == 1 else f'{len(names)} {kind}'}")

        return self._history.perform(command)

    def _stamp(self) -> Stamp:
        return Stamp(self._clock(), self._zone)


def _check_exists(unit: UnitOfWork, root_id: str) -> None:
    """Raise UserError if a fractal is gone, of which old files have activities and templates: a copy must belong to something."""
    if not goal_tree.existing(unit.sql, [root_id]):
        raise UserError("The fractal it belongs to no longer exists.")


def _check_fractal(unit: UnitOfWork, root_id: str) -> None:
    if not goals.is_fractal(unit.sql, root_id):
        raise UserError("The fractal it should belong to no longer exists.")


def _copy(source: Activity) -> ActivityDraft:
    return ActivityDraft(
        name_of_copy(source.name),
        source.description,
        source.group_id,
        source.has_sets,
        source.is_product,
        tuple(MetricDraft(None, m.name, m.unit, m.better, m.is_top_set, m.in_product) for m in source.metrics if not m.retired),
        tuple(SplitDraft(None, split.name) for split in source.splits if not split.retired),
    )
