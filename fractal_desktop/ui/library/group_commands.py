"""What can be done with the groups of activities."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import free_name
from fractal_desktop.domain.ids import ActivityGroupId, GoalId
from fractal_desktop.domain.library import ActivityDraft, ActivityGroup
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.library.list_view import LibraryList
from fractal_desktop.ui.library.texts import tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class GroupCommands(QObject):
    """Renames and deletes the group that is current in the list."""

    def __init__(self, context: AppContext, rows: LibraryList) -> None:
        super().__init__(rows)
        self._context = context
        self._list = rows
        rows.renamed.connect(self._on_renamed)

    @property
    def current(self) -> ActivityGroup | None:
        """Return the group whose heading is current."""
        return self._list.current_group

    def delete(self) -> None:
        """Delete the group; what is in it stays. That can be taken back."""
        group = self.current
        if group is not None and self._context.can_write:
            self._context.write(self, partial(_delete, group.id), self._context.notify_done)

    @Slot(str, str)
    def _on_renamed(self, id_: str, name: str) -> None:
        self._context.write(self, partial(_rename, ActivityGroupId(id_), name))


def make_group(root_id: str, workspace: "Workspace") -> Change:
    """Make a group in a fractal, whose name says that it is new."""
    taken = [group.name for group in workspace.library.groups() if group.root_id == root_id]
    return workspace.library.create_group(GoalId(root_id), free_name(tr("New group"), taken))


def making_in(group: ActivityGroup) -> "Callable[[Workspace], Change]":
    """Return what makes an activity in a group."""
    return partial(_make_activity, group)


def _make_activity(group: ActivityGroup, workspace: "Workspace") -> Change:
    return workspace.library.create_activity(group.root_id, ActivityDraft(tr("New activity"), group_id=group.id))


def _rename(id_: ActivityGroupId, name: str, workspace: "Workspace") -> Change:
    return workspace.library.rename_group(id_, name)


def _delete(id_: ActivityGroupId, workspace: "Workspace") -> Change:
    return workspace.library.delete_group(id_)
