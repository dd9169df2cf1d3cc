"""What a page tells of sessions to the commands that work wherever one is."""

from typing import Protocol, runtime_checkable

from fractal_desktop.domain.ids import GoalId, SessionId

OF_SESSIONS = (
    *("edit.rename", "edit.complete", "session.again", ""),
    *("session.template", "edit.move", "session.shift", ""),
    *("session.split", "session.merge", "session.duplicate", "session.save_template", ""),
    "edit.delete",
)
"""The commands in the menu of a session, or of several, wherever it is opened; "" is a line between them."""


@runtime_checkable
class SessionPlace(Protocol):
    """A page where sessions can be chosen, or a goal that a new one belongs to."""

    def session_goal(self) -> GoalId | None:
        """Return the goal that a session started here hangs on, None if none is chosen."""

    def chosen_sessions(self) -> tuple[SessionId, ...]:
        """Return the sessions that are chosen, in the order they are shown."""

    def show_session(self, session_id: str) -> None:
        """Show this session here."""
