from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.library import ActivityDraft, MetricDraft
from fractal_desktop.domain.target import TargetDraft, TargetKind, TargetMetric
from fractal_desktop.services.workspace import Workspace
from fractal_desktop.ui.context import AppContext
from tests.ui.goals.conftest import Person
from tests.ui.goals.test_targets import note_tempo, scales

PROGRESS = 3


def with_targets(workspace: Workspace, ids: dict[str, str], *tempi: str) -> GoalId:
    """Give Suites a target for each tempo of Scales."""
    workspace.library.create_activity(GoalId(ids["Cello"]), ActivityDraft("Scales", metrics=(MetricDraft(None, "Tempo", "bpm"),)))
    activity = scales(workspace)
    for tempo in tempi:
        metrics = (TargetMetric(activity.metrics[0].id, tempo),)
        workspace.goals.set_target(GoalId(ids["Suites"]), None, TargetDraft(TargetKind.THRESHOLD, activity_id=activity.id, metrics=metrics))
    return GoalId(ids["Suites"])


def test_the_tree_shows_the_share_of_targets_and_follows_what_is_practised(
    person: Person, context: AppContext, workspace: Workspace
) -> None:
    assert person.cell("Suites", PROGRESS) == "0 of 2", "of the goals below"
    context.write(
        person.page, lambda w: (with_targets(w, person.ids, "80", "90", "100"), w.goals.rename(GoalId(person.ids["Cello"]), "C"))[1]
    )
    person.until(lambda: person.cell("Suites", PROGRESS) == "0 of 3")
    context.write(person.page, lambda w: note_tempo(w, person.ids["Routine 3"], "92"))  # type: ignore[arg-type, return-value]
    person.until(lambda: person.cell("Suites", PROGRESS) == "2 of 3")
    context.undo()
    person.until(lambda: person.cell("Suites", PROGRESS) == "0 of 3")


def test_a_goal_that_loses_its_targets_shows_the_goals_below_again(person: Person, context: AppContext, workspace: Workspace) -> None:
    goal_id = with_targets(workspace, person.ids, "80")
    context.zone_changed.emit()
    person.until(lambda: person.cell("Suites", PROGRESS) == "0 of 1")
    target = workspace.goals.targets(goal_id)[0]
    context.write(person.page, lambda w: w.goals.remove_target(goal_id, target.id))
    person.until(lambda: person.cell("Suites", PROGRESS) == "0 of 2")


def test_a_goal_that_cannot_be_measured_holds_no_other_up(person: Person, context: AppContext, workspace: Workspace) -> None:
    goal_id = with_targets(workspace, person.ids, "80")
    other = workspace.goals.create(GoalId(person.ids["Suites"]), GoalType.MID_TERM, "Suite III").created or ""
    workspace.goals.set_target(GoalId(other), None, TargetDraft(TargetKind.COUNT_PER_WEEK, count=1, weeks=1))
    measure = workspace.goals.target_progress
    workspace.goals.target_progress = lambda goal, *rest: measure(goal, *rest) if goal != goal_id else 1 / 0  # type: ignore[method-assign, assignment, arg-type]
    context.changed.emit(workspace.goals.rename(GoalId(other), "Suite 3"))
    person.click("Suites")
    person.view.setExpanded(person.line("Suites"), True)
    person.until_row("Suite 3")
    person.until(lambda: person.cell("Suite 3", PROGRESS) == "0 of 1")
    assert person.cell("Suites", PROGRESS) == "0 of 3"
