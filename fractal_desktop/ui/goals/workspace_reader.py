"""Reads lines of the tree from the open file, off the UI thread."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import UNFILED, TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.branch_reading import BranchPage, BranchRequest
from fractal_desktop.ui.goals.cells import tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Answer = Callable[[tuple[BranchPage, ...]], None]


class WorkspaceReader:
    """A BranchReader over the services; answers are dropped once `owner` is gone or another file is open."""

    def __init__(self, context: AppContext, owner: QObject) -> None:
        self._context = context
        self._owner = owner

    def read(self, requests: tuple[BranchRequest, ...], then: Answer, failed: Callable[[], None]) -> None:
        """Begin to read; an error is shown as a notice."""
        self._context.read(self._owner, "branches", partial(_pages, requests), then, partial(self._on_failed, failed))

    def _on_failed(self, failed: Callable[[], None], error: Exception) -> None:
        failed()
        self._context.show_error(error)


def unfiled_node(sessions: int) -> TreeNode:
    """Return the line for the sessions that have no goal."""
    return TreeNode(UNFILED, GoalType.ULTIMATE, tr("Unfiled"), None, False, None, 0, 0, sessions)


def _pages(requests: tuple[BranchRequest, ...], workspace: "Workspace") -> tuple[BranchPage, ...]:
    return tuple(_page(request, workspace) for request in requests)


def _page(request: BranchRequest, workspace: "Workspace") -> BranchPage:
    if request.parent_id is None:
        return BranchPage(request, _top(request, workspace), complete=True)
    nodes = workspace.goals.children(GoalId(request.parent_id), sessions=request.sessions, offset=request.offset, limit=request.limit)
    return BranchPage(request, nodes, complete=len(nodes) < request.limit)


def _top(request: BranchRequest, workspace: "Workspace") -> tuple[TreeNode, ...]:
    roots = workspace.goals.roots()
    unfiled = workspace.goals.unfiled_count() if request.sessions else 0
    return (*roots, unfiled_node(unfiled)) if unfiled else roots
