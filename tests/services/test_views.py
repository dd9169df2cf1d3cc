"""Named views of the analytics page: saved, changed, renamed, deleted, and all of it taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import GoalId, ViewId
from fractal_desktop.services.workspace import Workspace
from tests.workspaces import Rows, dump, new_file

Attempts = tuple[Callable[[], Change], ...]
YEAR, WEEKS = '{"period": "year"}', '{"period": "4 weeks", "goal_id": "strings"}'


@pytest.fixture
def rows(tmp_path: Path) -> Rows:
    return new_file(tmp_path / "fractal.db")


def saved(workspace: Workspace, name: str, document: str = YEAR) -> ViewId:
    return ViewId(workspace.views.save(name, document).created or "")


def shown(workspace: Workspace) -> list[tuple[str, str]]:
    return [(view.name, view.document) for view in workspace.views.views()]


def test_views_come_in_the_order_they_were_saved(workspace: Workspace) -> None:
    assert workspace.views.views() == ()
    first, second = saved(workspace, " Technique "), saved(workspace, "All of it", WEEKS)
    assert [view.id for view in workspace.views.views()] == [first, second]
    assert shown(workspace) == [("Technique", YEAR), ("All of it", WEEKS)]
    workspace.views.delete(first)
    saved(workspace, "Aerobic")
    assert [name for name, _ in shown(workspace)] == ["All of it", "Aerobic"]


def test_a_view_can_show_something_else_and_have_another_name(workspace: Workspace) -> None:
    view = saved(workspace, "Technique")
    workspace.views.replace(view, WEEKS)
    workspace.views.rename(view, "technique")
    assert shown(workspace) == [("technique", WEEKS)]


@pytest.mark.parametrize("name", ["Technique", " TECHNIQUE ", "technique"])
def test_two_views_cannot_have_one_name(workspace: Workspace, name: str) -> None:
    saved(workspace, "Technique")
    other = saved(workspace, "Other")
    attempts: Attempts = (lambda: workspace.views.save(name, WEEKS), lambda: workspace.views.rename(other, name))
    for attempt in attempts:
        with pytest.raises(UserError, match="already a view “Technique”"):
            attempt()
    assert [name for name, _ in shown(workspace)] == ["Technique", "Other"]


@pytest.mark.parametrize(("name", "said"), [("  ", "A name is needed"), ("x" * 10_001, "too long")])
def test_a_name_that_is_none_is_refused(workspace: Workspace, name: str, said: str) -> None:
    view = saved(workspace, "Technique")
    attempts: Attempts = (lambda: workspace.views.save(name, WEEKS), lambda: workspace.views.rename(view, name))
    for attempt in attempts:
        with pytest.raises(UserError, match=said):
            attempt()
    assert shown(workspace) == [("Technique", YEAR)]


def test_a_view_that_is_gone_is_said_to_be(workspace: Workspace) -> None:
    view = saved(workspace, "Technique")
    workspace.views.delete(view)
    attempts: Attempts = (
        lambda: workspace.views.rename(view, "Other"),
        lambda: workspace.views.replace(view, WEEKS),
        lambda: workspace.views.delete(view),
    )
    for attempt in attempts:
        with pytest.raises(UserError, match="no longer exists"):
            attempt()


def test_what_is_no_json_is_never_stored(workspace: Workspace) -> None:
    view = saved(workspace, "Technique")
    attempts: Attempts = (lambda: workspace.views.save("Other", "{"), lambda: workspace.views.replace(view, "{"))
    for attempt in attempts:
        with pytest.raises(ValueError, match="property name"):
            attempt()
    assert shown(workspace) == [("Technique", YEAR)]


def test_everything_can_be_undone_and_done_again(workspace: Workspace, rows: Rows) -> None:
    states, labels = [dump(rows.path)], []
    view = saved(workspace, "Technique")
    steps: Attempts = (
        lambda: workspace.views.replace(view, WEEKS),
        lambda: workspace.views.rename(view, "All"),
        lambda: workspace.views.delete(view),
    )
    for step in steps:
        labels.append(workspace.history.undo_label)
        states.append(dump(rows.path))
        change = step()
        assert (change.views, change.tree, change.goals) == (True, False, frozenset())
    assert labels == ["saving of view Technique", "change of view Technique", "renaming of view All"]
    assert workspace.history.undo_label == "deletion of view All"
    for state in reversed(states):
        assert workspace.history.undo().views
        assert dump(rows.path) == state
    assert shown(workspace) == []
    for _ in range(3):
        workspace.history.redo()
    assert shown(workspace) == [("All", WEEKS)]


def test_what_changes_nothing_is_no_step(workspace: Workspace) -> None:
    view = saved(workspace, "Technique")
    workspace.views.replace(view, YEAR)
    workspace.views.rename(view, "Technique ")
    assert workspace.history.undo_label == "saving of view Technique"


def test_other_changes_concern_no_view(workspace: Workspace, rows: Rows) -> None:
    goal = GoalId(rows.goal("strings"))
    assert not workspace.goals.rename(goal, "Strings and bow").views


def test_views_of_another_program_are_shown_whatever_they_hold(workspace: Workspace, rows: Rows) -> None:
    saved(workspace, "Technique")
    rows.insert("analytics_views", id="x", name=7, document=b"\xff", sort_order=None)
    rows.insert("analytics_views", id="y", name="First", document="{}", sort_order="0")
    assert [view.name for view in workspace.views.views()] == ["First", "Technique", "7"]
    workspace.views.rename(ViewId("x"), "Seven")
    saved(workspace, "Eight")
    assert [view.name for view in workspace.views.views()] == ["First", "Technique", "Eight", "Seven"]
