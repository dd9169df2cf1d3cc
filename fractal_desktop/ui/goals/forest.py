"""The lines of the tree as plain objects under integer keys, apart from Qt."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.tree import UNFILED, TreeNode

ROOT = 0
"""The key of the invisible line above all fractals."""


class Kind(Enum):
    """What a line of the tree stands for; EARLIER is the line that loads more of its siblings."""

    ROOT = "root"
    GOAL = "goal"
    SESSION = "session"
    UNFILED = "unfiled"
    EARLIER = "earlier"


@dataclass(slots=True)
class Branch:
    """One line and what hangs below it, as far as it has been asked for.

    `filled` says whether anything below was read yet, `complete` whether all of it was. `row_hint` is the last known row;
    `remaining` is what an EARLIER line says it would load.
    """

    key: int
    parent: int
    kind: Kind
    node: TreeNode | None = None
    children: list[int] = field(default_factory=list)
    filled: bool = False
    complete: bool = False
    row_hint: int = 0
    remaining: int = 0


class Forest:
    """All lines that were read. One id may stand on several lines: a session lies under each of its goals."""

    def __init__(self) -> None:
        self._next_key = ROOT + 1
        self._branches = {ROOT: Branch(ROOT, -1, Kind.ROOT)}
        self._keys_by_id: dict[str, list[int]] = {}

    def __contains__(self, key: int) -> bool:
        return key in self._branches

    def __getitem__(self, key: int) -> Branch:
        return self._branches[key]

    def __iter__(self) -> Iterator[Branch]:
        return iter(self._branches.values())

    def __len__(self) -> int:
        return len(self._branches) - 1

    def keys_of(self, node_id: str) -> tuple[int, ...]:
        """Return the keys of the lines that show this id, in the order they were read; empty if there is none."""
        return tuple(self._keys_by_id.get(node_id, ()))

    def new(self, parent: int, node: TreeNode) -> int:
        """Return the key of a new line for `node`, not yet among the children of `parent`."""
        key = self._add(parent, _kind_of(node), node)
        self._keys_by_id.setdefault(node.id, []).append(key)
        return key

    def new_earlier(self, parent: int) -> int:
        """Return the key of a new line that loads more of what hangs on `parent`."""
        return self._add(parent, Kind.EARLIER, None)

    def forget(self, key: int) -> None:
        """Drop a line that was taken out of its parent's children, with everything below."""
        branch = self._branches.pop(key)
        if branch.node is not None:
            keys = self._keys_by_id[branch.node.id]
            keys.remove(key)
            if not keys:
                del self._keys_by_id[branch.node.id]
        for child in branch.children:
            self.forget(child)

    def row(self, key: int) -> int:
        """Return where a line stands among its siblings."""
        branch = self._branches[key]
        siblings = self._branches[branch.parent].children
        if branch.row_hint >= len(siblings) or siblings[branch.row_hint] != key:
            branch.row_hint = siblings.index(key)
        return branch.row_hint

    def child_ids(self, key: int) -> dict[str, int]:
        """Return the keys of the lines directly below by their ids, in order, the line that loads more left out."""
        children = (self._branches[child] for child in self._branches[key].children)
        return {child.node.id: child.key for child in children if child.node is not None}

    def ancestors(self, key: int) -> Iterator[Branch]:
        """Yield the lines above, the nearest first, without the invisible one."""
        parent = self._branches[key].parent
        while parent > ROOT:
            yield self._branches[parent]
            parent = self._branches[parent].parent

    def keys_of_all(self, ids: Iterable[str]) -> set[int]:
        """Return the keys of every line that shows one of these ids."""
        return {key for node_id in ids for key in self._keys_by_id.get(node_id, ())}

    def _add(self, parent: int, kind: Kind, node: TreeNode | None) -> int:
        key = self._next_key
        self._next_key += 1
        self._branches[key] = Branch(key, parent, kind, node)
        return key


def _kind_of(node: TreeNode) -> Kind:
    if node.id == UNFILED:
        return Kind.UNFILED
    return Kind.SESSION if node.type is GoalType.PRACTICE_SESSION else Kind.GOAL
