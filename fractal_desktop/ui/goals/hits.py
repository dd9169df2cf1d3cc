"""What a search found, as a tree of its own: the hits with everything above them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import UNFILED, TreeNode
from fractal_desktop.ui.goals.branch_reading import EVERYTHING, BranchPage, BranchRequest
from fractal_desktop.ui.goals.workspace_reader import unfiled_node

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

MOST_HITS = 200


@dataclass(frozen=True, slots=True)
class Hits:
    """The lines to show, in order, below each line (None: the top); `ids` are those of the hits themselves, `count` of them."""

    below: dict[str | None, tuple[TreeNode, ...]] = field(default_factory=dict)
    count: int = 0
    ids: frozenset[str] = frozenset()

    @property
    def may_be_more(self) -> bool:
        """Return whether the search stopped before its end."""
        return self.count >= MOST_HITS


class HitsReader:
    """A BranchReader over what a search found; answers at once."""

    def __init__(self) -> None:
        self.hits = Hits()

    def read(
        self,
        requests: tuple[BranchRequest, ...],
        then: Callable[[tuple[BranchPage, ...]], None],
        failed: Callable[[], None],  # noqa: ARG002
    ) -> None:
        """Hand over all lines of each branch."""
        then(tuple(BranchPage(r, self.hits.below.get(r.parent_id, ())[r.offset :], complete=True) for r in requests))


def searching(text: str, sessions: bool) -> "Callable[[Workspace], Hits]":
    """Return the query that looks for `text` in names, those of sessions too if `sessions`."""
    return partial(_search, text, sessions)


def _search(text: str, sessions: bool, workspace: "Workspace") -> Hits:
    paths = [path.ids for path in workspace.goals.find(text, MOST_HITS, sessions=sessions)]
    ids = list(dict.fromkeys(node_id for path in paths for node_id in path))
    nodes = {str(node.id): node for node in workspace.goals.nodes(tuple(node_id for node_id in ids if node_id != UNFILED))}
    nodes[UNFILED] = unfiled_node(sum(1 for path in paths if UNFILED in path))
    below: dict[str | None, dict[str, TreeNode]] = {}
    for path in paths:
        for above, node_id in zip((None, *path), path, strict=False):
            if node_id in nodes:
                below.setdefault(above, {})[node_id] = nodes[node_id]
    return Hits(
        {above: _in_order(above, found, workspace) for above, found in below.items()}, len(paths), frozenset(path[-1] for path in paths)
    )


def _in_order(above: str | None, found: dict[str, TreeNode], workspace: "Workspace") -> tuple[TreeNode, ...]:
    """Return goals as they stand in the whole tree, then sessions with the newest first, what is unfiled last."""
    goals = [node for node in found.values() if node.type is not GoalType.PRACTICE_SESSION and node.id != UNFILED]
    if len(goals) > 1:
        siblings = workspace.goals.children(GoalId(above) if above else None, sessions=False, limit=EVERYTHING)
        places = {node.id: place for place, node in enumerate(siblings)}
        goals.sort(key=lambda node: places.get(node.id, len(places)))
    sessions = [node for node in found.values() if node.type is GoalType.PRACTICE_SESSION]
    sessions.sort(key=_start, reverse=True)
    return (*goals, *sessions, *(node for node in found.values() if node.id == UNFILED))


def _start(node: TreeNode) -> float:
    return node.start.timestamp() if node.start is not None else float("-inf")
