"""The model of the tree: it reads what is opened, follows changes, and says what stands in each cell."""

from collections.abc import Mapping
from enum import IntEnum
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import UNFILED, GoalTime, TreeNode
from fractal_desktop.ui.goals.branch_reading import (
    ALL_SESSIONS,
    EVERYTHING,
    FIRST_SESSIONS,
    PAGE,
    BranchPage,
    BranchQueue,
    BranchReader,
    BranchRequest,
)
from fractal_desktop.ui.goals.cells import CellTexts, Column, Line, TargetShare
from fractal_desktop.ui.goals.forest import ROOT, Branch, Forest, Kind
from fractal_desktop.ui.goals.forest_model import ForestModel, Index, Listing
from fractal_desktop.ui.goals.node_mime import NODES_MIME, nodes_mime_data


class Role(IntEnum):
    """What the model knows beside the roles of Qt."""

    NODE_ID = Qt.ItemDataRole.UserRole + 1


class GoalTreeModel(ForestModel):
    """Goals and sessions, read branch by branch, so that the first picture costs the same with ten sessions and a million."""

    name_entered = Signal(str, str)
    """A new name was typed for the node with this id; nothing is changed yet."""
    answered = Signal()
    """What was asked for last has been read, and the rows are there."""

    def __init__(self, reader: BranchReader, texts: CellTexts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._texts = texts
        self._times: Mapping[GoalId, GoalTime] = {}
        self._targets: Mapping[GoalId, TargetShare] = {}
        self._sessions_shown = True
        self._queue = BranchQueue()
        self._generation = 0

    def clear(self) -> None:
        """Forget all lines; the top is read again when `fetchMore` asks for it."""
        self.beginResetModel()
        self._forest = Forest()
        self._queue = BranchQueue()
        self._generation += 1
        # Busy until all have heard of the reset: some ask for the first rows in the middle of it.
        self._queue.begin([ROOT])
        self.endResetModel()
        self._queue.end()

    def apply_change(self, change: Change) -> None:
        """Read the branches again that the change may have touched; rows move, come and go one by one."""
        touched = self._filled()
        if not change.everything:
            touched &= self._holding(change.goals | change.sessions, change.tree)
        self._queue.stale |= touched
        self._read_next()

    def set_times(self, times: Mapping[GoalId, GoalTime]) -> None:
        """Show these times; only lines whose time is another one are reported as changed."""
        before, self._times = self._times, times
        self._touch_where_different(before, times)

    def set_targets(self, targets: Mapping[GoalId, TargetShare]) -> None:
        """Show how many targets are reached, likewise."""
        before, self._targets = self._targets, targets
        self._touch_where_different(before, targets)

    def _touch_where_different(self, before: Mapping[GoalId, object], after: Mapping[GoalId, object]) -> None:
        for branch in list(self._forest):
            if branch.node is not None and before.get(GoalId(branch.node.id)) != after.get(GoalId(branch.node.id)):
                self._touch(branch.key)

    @property
    def sessions_shown(self) -> bool:
        """Return whether sessions stand below their goals."""
        return self._sessions_shown

    def set_sessions_shown(self, shown: bool) -> None:
        """Show goals alone, or goals and sessions."""
        if shown == self._sessions_shown:
            return
        self._sessions_shown = shown
        for key in self._filled():
            self._forest[key].complete = False
            self._queue.stale.add(key)
        self._read_next()

    def load_more(self, index: Index) -> None:
        """Read the next page for the line that stands for earlier sessions."""
        parent = self._key(index.parent())
        if self.kind(index) is Kind.EARLIER and not self._queue.asks_for(parent):
            self._queue.wanted.add(parent)
            self._read_next()

    def node(self, index: Index) -> TreeNode | None:
        """Return what a line shows, or None for no line and for the one that loads more."""
        return self._forest[self._key(index)].node

    def kind(self, index: Index) -> Kind:
        """Return what a line stands for."""
        return self._forest[self._key(index)].kind

    def is_goal(self, index: Index) -> bool:
        """Return whether a line stands for a goal."""
        return self.kind(index) is Kind.GOAL

    def line(self, index: Index) -> Line:
        """Return all that is painted of a line."""
        branch = self._forest[self._key(index)]
        if branch.node is None:
            return Line(branch.kind, remaining=branch.remaining)
        goal_id = GoalId(branch.node.id)
        is_root = branch.parent == ROOT
        return Line(branch.kind, branch.node, self._times.get(goal_id), is_root=is_root, targets=self._targets.get(goal_id))

    def indexes_of(self, node_id: str) -> list[QModelIndex]:
        """Return every line that shows this id; empty while it is not read."""
        return [self._index(key) for key in self._forest.keys_of(node_id)]

    def ancestor_ids(self, index: Index) -> list[str]:
        """Return the ids above a line, the nearest first."""
        return [branch.node.id for branch in self._forest.ancestors(self._key(index)) if branch.node is not None]

    @property
    def is_reading(self) -> bool:
        """Return whether an answer is awaited; `answered` will come."""
        return self._queue.busy

    @override
    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        return parent.column() <= 0 and self._has_children(self._forest[self._key(parent)])

    @override
    def canFetchMore(self, parent: Index) -> bool:
        """Return whether the first page is still to be read; views ask at each layout, so later ones come by `load_more` only."""
        branch = self._forest[self._key(parent)]
        return parent.column() <= 0 and not branch.filled and self._has_children(branch) and not self._queue.asks_for(branch.key)

    @override
    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            self._queue.wanted.add(self._key(parent))
            self._read_next()

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.kind(index) in (Kind.GOAL, Kind.SESSION):
            flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
            if index.column() == Column.NAME:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return self._texts.text(self.line(index), column)
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._texts.spoken(self.line(index), column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._texts.tool_tip(self.line(index), column)
            case Role.NODE_ID:
                node = self.node(index)
                return node.id if node is not None else None
        return None

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts.heading(Column(section))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if section == Column.NAME else Qt.AlignmentFlag.AlignRight
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        node = self.node(index)
        if role != Qt.ItemDataRole.EditRole or node is None or index.column() != Column.NAME:
            return False
        name = str(value).strip()
        if name and name != node.name:
            self.name_entered.emit(node.id, name)
        return True

    @override
    def mimeTypes(self) -> list[str]:
        return [NODES_MIME]

    @override
    def mimeData(self, indexes: list[QModelIndex]) -> QMimeData:  # type: ignore[override]
        nodes = [self.node(index) for index in indexes if index.column() == Column.NAME]
        return nodes_mime_data(node.id for node in nodes if node is not None)

    @override
    def _node_changed(self, branch: Branch, before: TreeNode) -> None:
        """Read the first lines below a node that had none: a view only learns of an arrow when a row comes."""
        if not branch.filled and self._has_children(branch) and not self._counts(before):
            self._queue.wanted.add(branch.key)

    def _has_children(self, branch: Branch) -> bool:
        if branch.filled:
            return bool(branch.children)
        return branch.key == ROOT or (branch.node is not None and self._counts(branch.node) > 0)

    def _counts(self, node: TreeNode) -> int:
        return node.child_goals + (node.sessions if self._sessions_shown else 0)

    def _remaining(self, branch: Branch) -> int:
        """Return how many lines below a branch are still to be read, as far as its own counts know."""
        return max(0, self._counts(branch.node) - len(self._forest.child_ids(branch.key))) if branch.node is not None else 0

    def _filled(self) -> set[int]:
        """Return the branches that show what was read, or will: an answer under way may be older than a change."""
        return {branch.key for branch in self._forest if branch.filled} | {key for key in self._queue.under_way if key in self._forest}

    def _holding(self, ids: frozenset[str], tree: bool) -> set[int]:
        """Return the branches that list one of these ids, hang on one, or list what counts it.

        If the shape of the tree has changed, the top may have too, and what is unfiled. A session that stands on no line may
        have come up from among those not read: then every branch with such is meant.
        """
        keys = self._forest.keys_of_all(ids)
        parents = {self._forest[key].parent for key in keys}
        holding = keys | parents | {self._forest[key].parent for key in parents if key > ROOT}
        if tree:
            holding |= {ROOT, *self._forest.keys_of(UNFILED)}
        if any(not self._forest.keys_of(node_id) for node_id in ids):
            holding |= {branch.key for branch in self._forest if not branch.complete}
        return holding

    def _read_next(self) -> None:
        if self._queue.busy:
            return
        keys = [key for key in sorted(self._queue.stale | self._queue.wanted) if key in self._forest]
        requests = tuple(self._request(self._forest[key]) for key in keys)
        self._queue.begin(keys)
        if requests:
            self._reader.read(requests, partial(self._arrived, self._generation), partial(self._failed, self._generation))

    def _request(self, branch: Branch) -> BranchRequest:
        if branch.node is None:
            return BranchRequest(ROOT, None, 0, EVERYTHING, self._sessions_shown)
        shown = len(self._forest.child_ids(branch.key))
        first = branch.node.child_goals + (FIRST_SESSIONS if branch.node.sessions > ALL_SESSIONS else ALL_SESSIONS)
        if branch.filled and branch.key not in self._queue.stale:
            return BranchRequest(branch.key, branch.node.id, shown, PAGE, self._sessions_shown)
        more = PAGE if branch.filled and (branch.complete or branch.key in self._queue.wanted) else 0
        return BranchRequest(branch.key, branch.node.id, 0, max(shown, first) + more, self._sessions_shown)

    def _failed(self, generation: int) -> None:
        if generation == self._generation:
            self._queue.end_without_answer(branch.key for branch in self._forest if branch.filled)

    def _arrived(self, generation: int, pages: tuple[BranchPage, ...]) -> None:
        if generation != self._generation:
            return
        # Still busy while the rows come: views ask for more in the middle of it, and their answer must not cut in.
        self._show_pages([page for page in pages if page.request.key in self._forest])
        self._queue.end()
        self._read_next()
        self.answered.emit()

    def _show_pages(self, pages: list[BranchPage]) -> None:
        listings = {page.request.key: self._listing(page) for page in pages}
        self.show_listings(listings)
        for page in pages:
            key = page.request.key
            if key in self._forest:
                branch = self._forest[key]
                remaining = self._remaining(branch)
                branch.complete = page.complete or remaining == 0
                self._show_earlier(key, None if branch.complete else remaining)

    def _listing(self, page: BranchPage) -> Listing:
        listing: Listing = {}
        if page.request.offset:
            shown = (self._forest[child].node for child in self._forest[page.request.key].children)
            listing = {node.id: node for node in shown if node is not None}
        for node in page.nodes:
            listing.setdefault(node.id, node)
        return listing
