"""What can be done with the sessions that are selected in the list, or with the one in the editor where the list does not hold it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QPoint, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.domain.tree import UNFILED
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.session_place import OF_SESSIONS
from fractal_desktop.ui.sessions.editor import SessionEditor
from fractal_desktop.ui.sessions.session_list import SessionList
from fractal_desktop.ui.sessions.template_choice import TemplateChoice
from fractal_desktop.ui.widgets.goal_picker import GoalPicker

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_OF_SEVERAL = ("session.shift", "session.merge", "session.duplicate")
"""The commands in the menu of the selection bar, beside its buttons."""


class SessionListCommands(QObject):
    """Answers for the commands of the menus, the selection bar and the list's own menu; whatever is unsaved is written first."""

    created = Signal(str)
    """A new session is there, to be named."""

    def __init__(self, context: AppContext, sessions: SessionList, editor: SessionEditor) -> None:
        super().__init__(sessions)
        self._context = context
        self._list = sessions
        self._editor = editor
        self._templates = TemplateChoice(context, self)
        bar = sessions.bar
        bar.complete_asked.connect(self.complete)
        bar.move_asked.connect(self.move)
        bar.template_asked.connect(self.set_template)
        bar.more_asked.connect(self._on_more_asked)
        bar.delete_asked.connect(self.delete)
        sessions.menu_asked.connect(self._on_menu_asked)
        sessions.new_asked.connect(self.create)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do."""
        return {
            "session.blank": Handler(self.create, self._can_write),
            "session.template": Handler(self.set_template, self._can_change),
            "session.timer": Handler(self._editor.toggle_timer, self._can_change),
            "session.use_offered": Handler(self._editor.use_offered, self._can_change),
            "edit.rename": Handler(self._editor.edit_name, self._can_change),
            "edit.complete": Handler(self.complete, self._can_change, self._completion_text),
            "edit.move": Handler(self.move, self._can_change),
            "edit.delete": Handler(self.delete, self._can_change),
        }

    def goal(self) -> GoalId | None:
        """Return the goal that is filtered for."""
        goal = self._list.goal
        return goal.id if goal is not None and goal.id != UNFILED else None

    def chosen(self) -> tuple[SessionId, ...]:
        """Return the selected sessions, or the one in the editor where the list does not hold it."""
        rows = self._list.selected_rows()
        if rows:
            return tuple(row.id for row in rows)
        return (self._editor.shown_id,) if self._editor.shown_id is not None else ()

    @Slot()
    def create(self) -> None:
        """Make a session that starts now, under the goal that is filtered for or that the shown session has, and open it."""
        if self._can_write():
            beside = self._list.current_id()
            command = _creation(self.goal(), beside, self.tr("New session"), self._context.now().replace(microsecond=0))
            self._context.write(self, command, self._on_created)

    @Slot()
    def complete(self) -> None:
        """Complete what is chosen; reopen it if all of it is complete."""
        rows = self._list.selected_rows()
        if not rows:
            self._editor.acts.toggle_completion()
            return
        self._editor.flush()
        reopen = all(row.completed for row in rows)
        open_ids = tuple(row.id for row in rows if reopen or not row.completed)
        command = _completion(open_ids, self._context.now(), self._context.zone, reopen=reopen)
        self._context.write(self, command, self._on_undoable if len(open_ids) > 1 else None)

    @Slot()
    def move(self) -> None:
        """Ask for the goal that what is chosen shall hang on."""
        picker = GoalPicker(self._context, self.tr("Move to goal"), self._list)
        picker.goal_picked.connect(self._on_goal_picked)
        picker.open_below(self._list.anchor(self._list.bar.move_button))

    @Slot()
    def set_template(self) -> None:
        """Ask for the template that what is chosen shall follow."""
        self._templates.ask(self.chosen(), self._list.anchor(self._list.bar.template_button))

    @Slot()
    def delete(self) -> None:
        """Delete what is chosen, which can be taken back."""
        self._editor.flush()
        self._context.write(self, _deletion(self.chosen()), self._on_undoable)

    def _can_write(self) -> bool:
        return self._context.can_write

    def _can_change(self) -> bool:
        return self._context.can_write and bool(self.chosen())

    def _completion_text(self) -> str:
        rows = self._list.selected_rows()
        return self.tr("&Reopen") if rows and all(row.completed for row in rows) else self.tr("&Complete")

    @Slot(object)
    def _on_goal_picked(self, goal: GoalLink) -> None:
        self._editor.flush()
        self._context.write(self, _moving(self.chosen(), goal.id), self._on_undoable)

    @Slot()
    def _on_more_asked(self) -> None:
        button = self._list.bar.more_button
        self._context.menu_requested.emit(_OF_SEVERAL, button.mapToGlobal(QPoint(0, button.height() + 4)))

    @Slot(object)
    def _on_menu_asked(self, place: QPoint) -> None:
        self._context.menu_requested.emit(OF_SESSIONS, place)

    @Slot(object)
    def _on_undoable(self, change: Change) -> None:
        self._context.notify_done(change)

    @Slot(object)
    def _on_created(self, change: Change) -> None:
        if change.created is not None:
            self.created.emit(change.created)


def _creation(goal_id: GoalId | None, beside: SessionId | None, name: str, start: datetime) -> "Callable[[Workspace], Change]":
    def create(workspace: "Workspace") -> Change:
        parent = goal_id
        if parent is None and beside is not None:
            parent = workspace.practice.session(beside).parent_id
        return workspace.practice.create(parent, name, start)

    return create


def _completion(ids: tuple[SessionId, ...], now: datetime, zone: ZoneInfo, *, reopen: bool) -> "Callable[[Workspace], Change]":
    def complete(workspace: "Workspace") -> Change:
        return workspace.practice.reopen(ids) if reopen else workspace.practice.complete(ids, now, zone)

    return complete


def _moving(ids: tuple[SessionId, ...], goal_id: GoalId) -> "Callable[[Workspace], Change]":
    def move(workspace: "Workspace") -> Change:
        return workspace.goals.move(ids, goal_id)

    return move


def _deletion(ids: tuple[SessionId, ...]) -> "Callable[[Workspace], Change]":
    def delete(workspace: "Workspace") -> Change:
        return workspace.practice.delete(ids)

    return delete
