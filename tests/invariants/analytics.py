"""What is done to the views and the intended shares of the analytics page, and questions that remember what they read."""

from fractal_desktop.domain.analytics import AnalyticsFilter
from fractal_desktop.services.workspace import Workspace
from tests.invariants.registry import Draw, operation


@operation
def save_view(workspace: Workspace, draw: Draw) -> object:
    return workspace.views.save(draw.text(), draw.pick(("{}", '{"goal": "suite"}')))


@operation
def replace_view(workspace: Workspace, draw: Draw) -> object:
    return workspace.views.replace(draw.pick(workspace.views.views()).id, draw.pick(("{}", '{"goal": null}')))


@operation
def rename_view(workspace: Workspace, draw: Draw) -> object:
    return workspace.views.rename(draw.pick(workspace.views.views()).id, draw.text())


@operation
def delete_view(workspace: Workspace, draw: Draw) -> object:
    return workspace.views.delete(draw.pick(workspace.views.views()).id)


@operation
def set_shares(workspace: Workspace, draw: Draw) -> object:
    return workspace.balance.set_shares({goal: draw.pick((None, 0.0, 0.25, 1.0, 1.5)) for goal in draw.some(draw.goal)})


@operation
def ask(workspace: Workspace, draw: Draw) -> object:
    asked = AnalyticsFilter(goal_id=draw.goal() if draw.often() else None)
    return workspace.balance.goal_times(asked), workspace.balance.activity_times(asked), workspace.balance.planned(asked)
