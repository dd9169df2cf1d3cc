"""Whether lines of the tree may be put below another one, and if not, why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.goal import GoalType, check_parent
from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.goals.cells import tr


@dataclass(frozen=True, slots=True)
class Target:
    """Where something may be put: a node and the ids above it, the nearest first; `node` None is the top of the tree."""

    node: TreeNode | None
    above: tuple[str, ...] = ()


def move_problem(nodes: Sequence[TreeNode], target: Target) -> str | None:
    """Return the sentence that says why these nodes may not lie below `target`, or None if they may."""
    parent = target.node
    lineage = () if parent is None else (parent.id, *target.above)
    for node in nodes:
        if node.id in lineage:
            return tr("“{name}” cannot lie below itself.").format(name=node.name)
        if parent is None and node.type is GoalType.PRACTICE_SESSION:
            return tr("A session needs a goal to lie under.")
        try:
            check_parent(node.type, parent.type if parent is not None else None)
        except UserError as problem:
            return str(problem)
    if all(node.parent_id == (parent.id if parent is not None else None) for node in nodes):
        return tr("It lies there already.")
    return None


def topmost(nodes: Iterable[tuple[TreeNode, Sequence[str]]]) -> tuple[TreeNode, ...]:
    """Return the nodes (given with the ids above each) that lie below no other of them, each once."""
    pairs = list(nodes)
    ids = {node.id for node, _ in pairs}
    return tuple({node.id: node for node, above in pairs if ids.isdisjoint(above)}.values())
