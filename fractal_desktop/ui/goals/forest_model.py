"""The Qt side of a forest: indexes over keys, and changes of its rows with exact signals."""

from collections.abc import Mapping

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex
from typing_extensions import override

from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.goals.cells import Column
from fractal_desktop.ui.goals.forest import ROOT, Branch, Forest, Kind
from fractal_desktop.ui.goals.ordering import moves

Index = QModelIndex | QPersistentModelIndex

Listing = dict[str, TreeNode]
"""The lines below one branch by their ids, in order."""


def plain(index: Index) -> QModelIndex:
    """Return a persistent index as the ordinary one that most of Qt asks for."""
    return index.sibling(index.row(), index.column())


class ForestModel(QAbstractItemModel):
    """Rows are lines of a Forest; an index carries the key of its line and nothing else.

    `show_listings` brings branches to what was read of them: a line that goes on living keeps its key, so that a view keeps its
    expansion and selection, and only rows that differ are moved, inserted, removed or reported as changed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._forest = Forest()

    @override
    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if parent.column() > 0 or not 0 <= column < len(Column):
            return QModelIndex()
        children = self._forest[self._key(parent)].children
        return self.createIndex(row, column, children[row]) if 0 <= row < len(children) else QModelIndex()

    @override
    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        return self._index(self._forest[self._key(index)].parent) if index.isValid() else QModelIndex()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._forest[self._key(parent)].children)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(Column)

    def show_listings(self, listings: Mapping[int, Listing]) -> None:
        """Show exactly these lines below these branches, in this order."""
        for key in listings:
            self._forest[key].filled = True
        self._move_between(listings)
        for key, listing in listings.items():
            if key in self._forest:
                self._remove_absent(key, listing)
                self._reorder(key, listing)
                self._insert_missing(key, listing)
                self._update(key, listing)

    def _key(self, index: Index) -> int:
        return int(index.internalId()) if index.isValid() else ROOT

    def _index(self, key: int, column: int = 0) -> QModelIndex:
        return self.createIndex(self._forest.row(key), column, key) if key > ROOT else QModelIndex()

    def _touch(self, key: int) -> None:
        self.dataChanged.emit(self._index(key), self._index(key, len(Column) - 1))

    def _node_changed(self, branch: Branch, before: TreeNode) -> None:
        """Do what a changed node needs beside repainting; called before the views hear of it."""

    def _move_between(self, listings: Mapping[int, Listing]) -> None:
        """Move the lines that leave one of these branches for another; a line never passes through its own descendants."""
        waiting = self._travellers(listings)
        while waiting:
            refused = [(key, target) for key, target in waiting if not self._move(key, target, listings[target])]
            if len(refused) == len(waiting):
                return
            waiting = refused

    def _travellers(self, listings: Mapping[int, Listing]) -> list[tuple[int, int]]:
        """Return the lines that are no longer listed where they are but in another branch, each with that branch."""
        present = {key: self._forest.child_ids(key) for key in listings}
        leaving: dict[str, list[int]] = {}
        for key, listing in listings.items():
            for node_id, child in present[key].items():
                if node_id not in listing:
                    leaving.setdefault(node_id, []).append(child)
        arriving = [(node_id, key) for key, listing in listings.items() for node_id in listing if node_id not in present[key]]
        return [(leaving[node_id].pop(), key) for node_id, key in arriving if leaving.get(node_id)]

    def _move(self, key: int, target: int, listing: Listing) -> bool:
        source, row = self._forest[key].parent, self._forest.row(key)
        place = self._place_for(key, target, listing)
        if not self.beginMoveRows(self._index(source), row, row, self._index(target), place):
            return False
        self._forest[source].children.pop(row)
        self._forest[target].children.insert(place, key)
        self._forest[key].parent = target
        self.endMoveRows()
        return True

    def _place_for(self, key: int, target: int, listing: Listing) -> int:
        """Return the row before the first line that follows in the listing and is there already."""
        node = self._forest[key].node
        present = self._forest.child_ids(target)
        ids = list(listing)
        following = ids[ids.index(node.id) + 1 :] if node is not None else []
        nearest = next((present[node_id] for node_id in following if node_id in present), None)
        return self._forest.row(nearest) if nearest is not None else len(present)

    def _remove_absent(self, key: int, listing: Listing) -> None:
        """Remove the lines that are not listed, neighbours together, the last ones first."""
        children = self._forest[key].children
        row = len(children)
        while row > 0:
            last = row = row - 1
            if not self._is_absent(children[row], listing):
                continue
            while row > 0 and self._is_absent(children[row - 1], listing):
                row -= 1
            self._remove(key, row, last)

    def _is_absent(self, key: int, listing: Listing) -> bool:
        node = self._forest[key].node
        return node is not None and node.id not in listing

    def _remove(self, key: int, first: int, last: int) -> None:
        children = self._forest[key].children
        self.beginRemoveRows(self._index(key), first, last)
        gone = children[first : last + 1]
        del children[first : last + 1]
        for child in gone:
            self._forest.forget(child)
        self.endRemoveRows()

    def _reorder(self, key: int, listing: Listing) -> None:
        children = self._forest[key].children
        present = list(self._forest.child_ids(key))
        wanted = [node_id for node_id in listing if node_id in self._forest.child_ids(key)]
        for source, target in moves(present, wanted):
            place = target + 1 if target > source else target
            self.beginMoveRows(self._index(key), source, source, self._index(key), place)
            children.insert(target, children.pop(source))
            self.endMoveRows()

    def _insert_missing(self, key: int, listing: Listing) -> None:
        present = self._forest.child_ids(key)
        missing: list[TreeNode] = []
        row = 0
        for node_id, node in listing.items():
            if node_id not in present:
                missing.append(node)
                continue
            self._insert(key, row, missing)
            row += len(missing) + 1
            missing = []
        self._insert(key, row, missing)

    def _insert(self, key: int, row: int, nodes: list[TreeNode]) -> None:
        if not nodes:
            return
        self.beginInsertRows(self._index(key), row, row + len(nodes) - 1)
        self._forest[key].children[row:row] = [self._forest.new(key, node) for node in nodes]
        self.endInsertRows()

    def _update(self, key: int, listing: Listing) -> None:
        for child in list(self._forest[key].children):
            branch = self._forest[child]
            before = branch.node
            if before is not None and before != listing[before.id]:
                branch.node = listing[before.id]
                self._node_changed(branch, before)
                self._touch(child)

    def _show_earlier(self, key: int, remaining: int | None) -> None:
        """Let the line that loads more of a branch stand at its end and count `remaining`; None takes it away."""
        children = self._forest[key].children
        last = self._forest[children[-1]] if children else None
        if last is None or last.kind is not Kind.EARLIER:
            if remaining is not None:
                self._append_earlier(key, remaining)
        elif remaining is None:
            self._remove(key, len(children) - 1, len(children) - 1)
        elif last.remaining != remaining:
            last.remaining = remaining
            self._touch(last.key)

    def _append_earlier(self, key: int, remaining: int) -> None:
        children = self._forest[key].children
        self.beginInsertRows(self._index(key), len(children), len(children))
        earlier = self._forest.new_earlier(key)
        self._forest[earlier].remaining = remaining
        children.append(earlier)
        self.endInsertRows()
