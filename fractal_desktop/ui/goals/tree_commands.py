"""What can be done with the lines of the tree: make, complete, move and delete them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType, allowed_child_types
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.tree import TreeNode
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import counted, tr
from fractal_desktop.ui.goals.filtered_tree import FilteredTree
from fractal_desktop.ui.goals.move_dialog import MoveDialog
from fractal_desktop.ui.goals.tree_view import GoalTreeView

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class TreeCommands(QObject):
    """Does what a person asks for with what is selected in a tree, each as one step of undo.

    Whatever is made is selected at once, with its name ready to be written.
    """

    sessions_wanted = Signal()
    """A session is made: its line shall be seen."""

    def __init__(self, context: AppContext, view: GoalTreeView, tree: FilteredTree, window: QWidget) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._tree = tree
        self._window = window

    def can_change(self) -> bool:
        """Return whether something is selected that may be changed."""
        return self._context.can_write and bool(self._view.selected_nodes())

    def can_write(self) -> bool:
        """Return whether anything may be made at all."""
        return self._context.can_write

    def can_rename(self) -> bool:
        """Return whether exactly one thing is selected."""
        return self._context.can_write and self._view.current_node() is not None

    def child_types(self) -> tuple[GoalType, ...]:
        """Return what may be made below the selected node, the usual type first; empty if nothing."""
        node = self._view.current_node()
        return allowed_child_types(node.type) if node is not None and self._context.can_write else ()

    def sibling_type(self) -> GoalType | None:
        """Return the type of the selected goal, None if no goal is."""
        node = self._view.current_node()
        is_goal = node is not None and node.type is not GoalType.PRACTICE_SESSION
        return node.type if node is not None and is_goal and self._context.can_write else None

    def session_parent(self) -> TreeNode | None:
        """Return the goal that a new session would hang on: the selected one, or the nearest above that may hold it."""
        indexes = self._view.selectionModel().selectedRows() if self._context.can_write else []
        index = QModelIndex(indexes[0]) if len(indexes) == 1 else QModelIndex()
        while index.isValid():
            node = self._view.tree_model().node(index)
            if node is not None and node.type.rank < GoalType.PRACTICE_SESSION.rank and self._view.tree_model().is_goal(index):
                return node
            index = index.parent()
        return None

    def can_add_session(self) -> bool:
        """Return whether there is a goal for a new session."""
        return self.session_parent() is not None

    def can_add_child(self) -> bool:
        """Return whether something may be made below the selected node."""
        return bool(self.child_types())

    def can_add_sibling(self) -> bool:
        """Return whether a goal is selected."""
        return self.sibling_type() is not None

    def completion_text(self) -> str:
        """Return what `toggle_completion` would do."""
        nodes = self._view.selected_nodes()
        return tr("Re&open") if nodes and all(node.completed for node in nodes) else tr("&Complete")

    @Slot()
    def add_fractal(self) -> None:
        """Make a new root."""
        self._make(_creating(None, GoalType.ULTIMATE, tr("New fractal")))

    @Slot()
    def add_child(self) -> None:
        """Make a goal of the next type below the selected node."""
        if types := self.child_types():
            self.add_child_of(types[0])

    def add_child_of(self, goal_type: GoalType) -> None:
        """Make a goal of this type below the selected node."""
        node = self._view.current_node()
        if node is not None and goal_type in self.child_types():
            self._make(_creating(GoalId(node.id), goal_type, _new_name(goal_type)))

    @Slot()
    def add_sibling(self) -> None:
        """Make a goal of the same type beside the selected one."""
        node, goal_type = self._view.current_node(), self.sibling_type()
        if node is not None and goal_type is not None:
            self._make(_creating(node.parent_id, goal_type, _new_name(goal_type)))

    @Slot()
    def add_session(self) -> None:
        """Make a session that starts now below the selected goal."""
        goal = self.session_parent()
        if goal is not None:
            self.sessions_wanted.emit()
            self._make(partial(_create_session, GoalId(goal.id), tr("New session"), self._context.now()))

    @Slot()
    def rename(self) -> None:
        """Let the name be written in place."""
        if self.can_rename():
            self._view.start_rename()

    def store_name(self, node_id: str, name: str) -> None:
        """Give a node a name."""
        self._context.write(self, partial(_rename, node_id, name))

    @Slot()
    def toggle_completion(self) -> None:
        """Complete what is open among the selected; if nothing is, reopen all."""
        if not self.can_change():
            return
        nodes = self._view.selected_nodes()
        pending = [node for node in nodes if not node.completed]
        done = not pending
        chosen = list(nodes) if done else pending
        command = partial(_set_done, _ids(chosen), not done, self._context.now(), self._context.zone)
        self._context.write(self, command, self._say_done if len(chosen) > 1 else None)

    @Slot()
    def delete(self) -> None:
        """Put the selected nodes into the trash, without a question: the bar offers to take it back."""
        if self.can_change():
            self._context.flush_requested.emit()  # what is being typed goes along, and comes back with it
            nodes = self._view.selected_nodes()
            self._context.write(self, partial(_delete, _ids(nodes)), then=partial(self._say_deleted, nodes))

    def move(self, nodes: Sequence[TreeNode], target: TreeNode | None) -> None:
        """Put nodes below a target, or to the top; they stay selected."""
        parent = GoalId(target.id) if target is not None else None
        self._context.write(self, partial(_move, _ids(nodes), parent), then=partial(self._show_moved, nodes[0].id))

    @Slot()
    def ask_where_to_move(self) -> None:
        """Ask for the goal that the selected nodes shall lie below."""
        if self.can_change():
            dialog = MoveDialog(self._context, self._view.selected_nodes(), self._window)
            dialog.target_chosen.connect(self.move)
            dialog.open()

    def _make(self, command: "Callable[[Workspace], Change]") -> None:
        self._context.write(self, command, then=self._on_made)

    def _on_made(self, change: Change) -> None:
        if change.created is not None:
            self._show(change.created, self._view.start_rename)

    def _show_moved(self, node_id: str, _change: Change) -> None:
        self._show(node_id, None)

    def _show(self, node_id: str, then: Callable[[QModelIndex], None] | None) -> None:
        self._context.read(self, "way", partial(_way, node_id), partial(self._tree.reveal, then=then))

    def _say_done(self, change: Change) -> None:
        self._context.notify_done(change)

    def _say_deleted(self, nodes: Sequence[TreeNode], _change: Change) -> None:
        if len(nodes) == 1:
            text = tr("Deleted “{name}”").format(name=nodes[0].name)
        elif all(node.type is GoalType.PRACTICE_SESSION for node in nodes):
            text = counted(len(nodes), "Deleted 1 session", "Deleted {n} sessions")
        else:
            text = counted(len(nodes), "Deleted 1 goal", "Deleted {n} goals and sessions")
        self._context.notify(text, undoable=True)


def _ids(nodes: Sequence[TreeNode]) -> tuple[GoalId | SessionId, ...]:
    return tuple(node.id for node in nodes)


def _new_name(goal_type: GoalType) -> str:
    return tr("New {type}").format(type=goal_type.title.lower())


def _creating(parent_id: GoalId | None, goal_type: GoalType, name: str) -> "Callable[[Workspace], Change]":
    return partial(_create, parent_id, goal_type, name)


def _create(parent_id: GoalId | None, goal_type: GoalType, name: str, workspace: "Workspace") -> Change:
    return workspace.goals.create(parent_id, goal_type, name)


def _create_session(parent_id: GoalId, name: str, start: datetime, workspace: "Workspace") -> Change:
    return workspace.practice.create(parent_id, name, start)


def _rename(node_id: str, name: str, workspace: "Workspace") -> Change:
    return workspace.goals.rename(GoalId(node_id), name)


def _set_done(ids: tuple[GoalId | SessionId, ...], done: bool, now: datetime, zone: ZoneInfo, workspace: "Workspace") -> Change:
    return workspace.goals.complete_all(ids, now, zone) if done else workspace.goals.reopen_all(ids)


def _delete(ids: tuple[GoalId | SessionId, ...], workspace: "Workspace") -> Change:
    return workspace.goals.delete(ids)


def _move(ids: tuple[GoalId | SessionId, ...], parent: GoalId | None, workspace: "Workspace") -> Change:
    return workspace.goals.move(ids, parent)


def _way(node_id: str, workspace: "Workspace") -> tuple[str, ...]:
    return tuple(workspace.goals.path_to(GoalId(node_id)))
