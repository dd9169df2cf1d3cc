"""What is done to activities, groups and templates."""

from fractal_desktop.domain.ids import ActivityGroupId
from fractal_desktop.domain.library import (
    ActivityDraft,
    Better,
    MetricDraft,
    SplitDraft,
    TemplateDraft,
    TemplateItemDraft,
    TemplateSectionDraft,
)
from fractal_desktop.services.workspace import Workspace
from tests.invariants.registry import Draw, operation


def activity_draft(workspace: Workspace, draw: Draw, activity_id: str | None) -> ActivityDraft:
    there = next((activity for activity in workspace.library.activities() if activity.id == activity_id), None)
    metrics = [MetricDraft(metric.id, metric.name, metric.unit, metric.better) for metric in there.metrics] if there is not None else []
    splits = [SplitDraft(split.id, split.name) for split in there.splits] if there is not None else []
    draw.chance.shuffle(metrics)
    if draw.often(0.4):
        metrics = metrics[1:]
    if draw.often(0.3):
        splits = splits[1:]
    metrics += [MetricDraft(None, f"Metric {number}", "bpm", draw.pick((*Better,))) for number in range(draw.chance.randint(0, 2))]
    group_id = ActivityGroupId(draw.id_of("activity_groups")) if draw.often(0.4) else None
    return ActivityDraft(draw.text(), draw.text(), group_id, draw.often(), draw.often(), tuple(metrics), tuple(splits))


@operation
def create_activity(workspace: Workspace, draw: Draw) -> object:
    return workspace.library.create_activity(draw.root(), activity_draft(workspace, draw, None))


@operation
def save_activity(workspace: Workspace, draw: Draw) -> object:
    activity_id = draw.activity()
    return workspace.library.save_activity(activity_id, activity_draft(workspace, draw, activity_id))


@operation
def retire_or_bring_back(workspace: Workspace, draw: Draw) -> object:
    library, ids = workspace.library, draw.some(draw.activity, 2)
    return library.retire_activities(ids) if draw.often() else library.bring_back_activities(ids)


@operation
def duplicate_or_delete_activity(workspace: Workspace, draw: Draw) -> object:
    library, activity_id = workspace.library, draw.activity()
    return library.duplicate_activity(activity_id) if draw.often() else library.delete_activities([activity_id])


@operation
def group(workspace: Workspace, draw: Draw) -> object:
    library = workspace.library
    if draw.often(0.4):
        return library.create_group(draw.root(), draw.text())
    group_id = ActivityGroupId(draw.id_of("activity_groups"))
    return library.delete_group(group_id) if draw.often() else library.rename_group(group_id, draw.text())


@operation
def save_template(workspace: Workspace, draw: Draw) -> object:
    template = draw.pick(workspace.library.templates())
    sections = [
        TemplateSectionDraft(
            section.name,
            section.planned_minutes,
            tuple(TemplateItemDraft(item.activity_id, item.name, (section.index, item.index)) for item in section.items),
            section.index,
        )
        for section in template.sections
    ]
    draw.chance.shuffle(sections)
    sections.append(TemplateSectionDraft(draw.text(), draw.pick((None, 10, 2.5)), (TemplateItemDraft(draw.activity(), draw.text()),)))
    return workspace.library.save_template(template.id, TemplateDraft(draw.text(), draw.text(), tuple(sections)))


@operation
def template_from_session(workspace: Workspace, draw: Draw) -> object:
    if draw.often(0.3):
        return workspace.library.replace_template(draw.template(), draw.session(), draw.text())
    return workspace.library.template_from_session(draw.session(), draw.text())


@operation
def archive_or_bring_back(workspace: Workspace, draw: Draw) -> object:
    library, ids = workspace.library, draw.some(draw.template, 2)
    return library.archive_templates(ids) if draw.often() else library.bring_back_templates(ids)


@operation
def duplicate_or_delete_template(workspace: Workspace, draw: Draw) -> object:
    library, template_id = workspace.library, draw.template()
    return library.duplicate_template(template_id) if draw.often() else library.delete_templates([template_id])
