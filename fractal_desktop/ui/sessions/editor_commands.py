"""What the editor lets be done with a session off the window's thread."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, InstanceId, SessionId
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.library import ActivityDraft

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Command = Callable[["Workspace"], Change]


class TimerAct(StrEnum):
    """What is done with a timer; START_BESIDE lets others go on."""

    START = "start"
    START_BESIDE = "start_beside"
    PAUSE = "pause"
    STOP = "stop"
    RESET = "reset"


def completion(session_id: SessionId, completed: bool, now: datetime, zone: ZoneInfo) -> Command:
    """Return what completes a session, or opens it again if it is `completed`."""

    def toggle(workspace: "Workspace") -> Change:
        return workspace.practice.reopen((session_id,)) if completed else workspace.practice.complete((session_id,), now, zone)

    return toggle


def moving(session_id: SessionId, goal_id: GoalId) -> Command:
    """Return what hangs a session below another goal."""
    return lambda workspace: workspace.goals.move((session_id,), goal_id)


def deleting(session_id: SessionId) -> Command:
    """Return what puts a session into the trash."""
    return lambda workspace: workspace.practice.delete((session_id,))


def timing(session_id: SessionId, act: TimerAct, where: Path | InstanceId | None, now: datetime) -> Command:
    """Return what is done with a timer; `where` None is that of the whole session."""

    def act_on(workspace: "Workspace") -> Change:
        timers = workspace.timers
        if act in (TimerAct.START, TimerAct.START_BESIDE):
            return timers.start(session_id, where, now, exclusive=act is TimerAct.START)
        if act is TimerAct.PAUSE:
            return timers.pause(session_id, where, now)
        return timers.stop(session_id, where, now) if act is TimerAct.STOP else timers.reset(session_id, where)

    return act_on


def setting_timer(session_id: SessionId, where: Path | InstanceId, seconds: int, now: datetime) -> Command:
    """Return what lets a timer have counted so many seconds by now."""
    return lambda workspace: workspace.timers.set_seconds(session_id, where, seconds, now)


def creating_activity(root_id: GoalId, name: str) -> Command:
    """Return what makes an activity of this name in a fractal."""
    return lambda workspace: workspace.library.create_activity(root_id, ActivityDraft(name))
