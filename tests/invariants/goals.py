"""What is done to goals and to the trash."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.target import Measure, TargetDraft, TargetKind, TargetMetric
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.services.workspace import Workspace
from tests.invariants.registry import Draw, operation
from tests.workspaces import NOW

BERLIN = ZoneInfo("Europe/Berlin")
KINDS = tuple(kind for kind in GoalType if kind is not GoalType.PRACTICE_SESSION)


@operation
def create(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.create(None if draw.often(0.2) else draw.goal(), draw.pick(KINDS), draw.text())


@operation
def rename(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.rename(draw.goal(), draw.text())


@operation
def describe(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.describe(draw.goal() if draw.often() else draw.session(), draw.text())


@operation
def set_deadline(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.set_deadline(draw.goal(), None if draw.often(0.3) else NOW.date() + timedelta(draw.chance.randint(-9, 9)))


@operation
def complete(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.complete(draw.goal())


@operation
def complete_all(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.complete_all([draw.goal(), GoalId(draw.session())], NOW + draw.length(), BERLIN)


@operation
def reopen_all(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.reopen_all([draw.goal(), GoalId(draw.session())])


@operation
def reopen(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.reopen(draw.goal())


@operation
def move(workspace: Workspace, draw: Draw) -> object:
    nodes = [GoalId(draw.session()) if draw.often() else draw.goal() for _ in range(2)]
    return workspace.goals.move(nodes, draw.pick((None, UNFILED, draw.goal(), draw.goal(), draw.goal())))


@operation
def delete(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.delete([draw.goal()] if draw.often(0.7) else [draw.goal(), GoalId(draw.session())])


@operation
def restore(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.restore(draw.pick(workspace.goals.trash()).id)


@operation
def empty_trash(workspace: Workspace, draw: Draw) -> object:
    return workspace.goals.empty_trash() if draw.often(0.3) else None


@operation
def set_target(workspace: Workspace, draw: Draw) -> object:
    kind, goal_id = draw.pick((*TargetKind,)), draw.goal()
    draft = TargetDraft(
        kind,
        draw.text(),
        activity_id=draw.activity() if draw.often(0.8) else None,
        metrics=tuple(TargetMetric(draw.metric(), draw.value()) for _ in range(draw.chance.randint(0, 2))),
        measure=draw.pick((*Measure,)),
        seconds=draw.pick((0, 600, 3600)),
        count=draw.pick((0, 1, 3)),
        weeks=draw.pick((0, 1, 2)),
        deadline=draw.moment().date() if draw.often() else None,
    )
    there = [target.id for target in workspace.goals.targets(goal_id)]
    return workspace.goals.set_target(goal_id, draw.pick(there) if there and draw.often() else None, draft)


@operation
def remove_target(workspace: Workspace, draw: Draw) -> object:
    goal_id = draw.goal()
    return workspace.goals.remove_target(goal_id, draw.pick(workspace.goals.targets(goal_id)).id)
