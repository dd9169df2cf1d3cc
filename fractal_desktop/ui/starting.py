"""Starting sessions from anywhere in the window: from a template, blank, or an old one again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.ui.actions import Actions, Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.session_place import SessionPlace
from fractal_desktop.ui.start_popup import StartChoice, StartPopup
from fractal_desktop.ui.widgets.wall_clock import wall_of

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_LOOKED_THROUGH = 200
"""So many of the newest sessions tell which templates were used last."""


@dataclass(frozen=True, slots=True)
class _Starts:
    last: StartChoice | None
    templates: tuple[StartChoice, ...]


class Starting(QObject):
    """Makes a session that begins now and opens it; whatever it is made from, it is one step of undo.

    It hangs on the goal that the shown page has chosen, else where the newest session from the same template does.
    """

    blank_wanted = Signal()
    """A blank session is to be made where there are sessions: the page has none to make it at."""

    def __init__(
        self, context: AppContext, actions: Actions, window: QWidget, anchor: QWidget, shown_page: Callable[[], QWidget | None]
    ) -> None:
        super().__init__(window)
        self._context = context
        self._actions = actions
        self._window = window
        self._anchor = anchor
        self._shown_page = shown_page
        self._popup: StartPopup | None = None
        context.start_requested.connect(self.start_template)
        actions.answer(
            {
                "session.new": Handler(self.open_popup, self._can_write),
                "session.blank": Handler(self.blank_wanted.emit, self._can_write),
                "session.again": Handler(self._start_chosen_again, self._can_write),
            }
        )

    @Slot()
    def open_popup(self) -> None:
        """Offer what can be started; what there is comes in while it is open already."""
        if not self._can_write():
            return
        if self._popup is None:
            self._popup = self._made_popup()
        self._popup.show_choices(None, (), None)
        self._popup.open_below(self._anchor, right=True)
        self._context.read(self, "starts", partial(_starts, self._context.zone), self._on_starts)

    @Slot(str)
    def start_template(self, template_id: str) -> None:
        """Start a session from a template."""
        self._start(partial(_from_template, TemplateId(template_id), self._goal(), self._now()))

    @Slot(str)
    def start_again(self, session_id: str) -> None:
        """Start a session like an old one, with nothing noted yet."""
        self._start(partial(_again, SessionId(session_id), self._now()))

    def _made_popup(self) -> StartPopup:
        popup = StartPopup(self._window)
        popup.blank_chosen.connect(self._start_blank)
        popup.again_chosen.connect(self.start_again)
        popup.template_chosen.connect(self.start_template)
        popup.name_chosen.connect(self._start_named)
        return popup

    def _can_write(self) -> bool:
        return self._context.can_write

    def _now(self) -> datetime:
        return self._context.now().replace(microsecond=0)

    def _place(self) -> SessionPlace | None:
        page = self._shown_page()
        return page if isinstance(page, SessionPlace) else None

    def _goal(self) -> GoalId | None:
        place = self._place()
        return place.session_goal() if place is not None else None

    def _start(self, command: "Callable[[Workspace], Change]") -> None:
        if self._can_write():
            self._context.flush_requested.emit()
            self._context.write(self, command, self._on_started)

    @Slot()
    def _start_blank(self) -> None:
        """Leave it to the page, which lets the name be written at once where it is shown."""
        self._actions.refresh()
        action = self._actions["session.blank"]
        if action.isEnabled():
            action.trigger()
        else:
            self.blank_wanted.emit()

    @Slot(str)
    def _start_named(self, name: str) -> None:
        self._start(partial(_named, name[:LONGEST_NAME].strip(), self._goal(), self._now()))

    def _start_chosen_again(self) -> None:
        place = self._place()
        chosen = place.chosen_sessions() if place is not None else ()
        if chosen:
            self.start_again(chosen[0])
        else:
            self._context.read(self, "last", _last, self._on_last)

    def _on_last(self, session_id: SessionId | None) -> None:
        if session_id is not None:
            self.start_again(session_id)
        else:
            self._context.notify(self.tr("There is no session yet that could be started again."))

    def _on_starts(self, starts: _Starts) -> None:
        if self._popup is not None:
            self._popup.show_choices(starts.last, starts.templates, self._context.today())

    def _on_started(self, change: Change) -> None:
        if change.created is not None:
            self._context.session_requested.emit(change.created)


def _starts(zone: ZoneInfo, workspace: "Workspace") -> _Starts:
    """Return the newest session and the templates, those used last first, then in the alphabet's order."""
    rows = workspace.practice.page(SessionQuery(), limit=_LOOKED_THROUGH).rows
    days = {row.template_id: wall_of(row.start, zone).date() for row in reversed(rows) if row.template_id and row.start}
    order = list(dict.fromkeys(row.template_id for row in rows))
    templates = [template for template in workspace.practice.templates() if not template.archived]
    templates.sort(key=lambda template: order.index(template.id) if template.id in order else len(order))
    offered = tuple(StartChoice(template.id, template.name, days.get(template.id)) for template in templates)
    newest = next(iter(rows), None)
    if newest is None:
        return _Starts(None, offered)
    return _Starts(StartChoice(newest.id, newest.name, wall_of(newest.start, zone).date() if newest.start else None), offered)


def _last(workspace: "Workspace") -> SessionId | None:
    rows = workspace.practice.page(SessionQuery(), limit=1).rows
    return rows[0].id if rows else None


def _from_template(template_id: TemplateId, goal_id: GoalId | None, start: datetime, workspace: "Workspace") -> Change:
    goals: tuple[GoalId, ...] = ()
    if goal_id is None:
        goal_id, goals = _goals_of_newest(template_id, workspace)
    return workspace.practice.create(goal_id, "", start, template_id, goal_ids=goals)


def _goals_of_newest(template_id: TemplateId, workspace: "Workspace") -> tuple[GoalId | None, tuple[GoalId, ...]]:
    """Return the goal that the newest session from a template hangs on, and those that it is linked to besides."""
    rows = workspace.practice.page(SessionQuery(template_id=template_id), limit=1).rows
    if not rows:
        return None, ()
    newest = workspace.practice.session(rows[0].id)
    return newest.parent_id, tuple(goal.id for goal in newest.goals if goal.id != newest.parent_id)


def _again(session_id: SessionId, start: datetime, workspace: "Workspace") -> Change:
    return workspace.practice.start_again(session_id, start)


def _named(name: str, goal_id: GoalId | None, start: datetime, workspace: "Workspace") -> Change:
    return workspace.practice.create(goal_id, name, start)
