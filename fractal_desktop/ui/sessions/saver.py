"""Writes the edits of one session; lives until they are in the file, whatever the editor shows by then."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import GoneError, StorageError
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.steps import Step, StepState

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class SessionSaver(QObject):
    """Owns the draft of one session and the writes of it, each of which is one step of undo."""

    settled = Signal(str)
    """All edits of the session with this id are in the file."""
    refused = Signal(str, object)
    """The session's edits were not taken, with the reason as an exception; they stay in the draft."""

    def __init__(self, context: AppContext, draft: SessionDraft, parent: QObject) -> None:
        super().__init__(parent)
        self.draft = draft
        self._context = context
        self._under_way = 0

    @property
    def session_id(self) -> SessionId:
        """Return whose edits these are."""
        return self.draft.stored.id

    @property
    def is_idle(self) -> bool:
        """Return whether nothing is edited and nothing on its way."""
        return not self._under_way and not self.draft.has_unsent

    def save(self) -> None:
        """Write what no write carries yet; nothing happens if nothing has changed."""
        if not self._context.can_write:
            return
        for step in self.draft.take():
            self._under_way += 1
            written, refused = partial(self._on_written, step), partial(self._on_refused, step)
            self._context.write(self, _writing(self.session_id, step), written, refused, whole="steps")

    def _on_written(self, step: Step, _change: Change) -> None:
        self._under_way = max(0, self._under_way - 1)
        step.state = StepState.WRITTEN
        if self.is_idle:
            self.settled.emit(self.session_id)
        elif not self._under_way:
            # A step that was refused before is not tried again by itself once a later one has gone in.
            self.save_waiting()

    def save_waiting(self) -> None:
        """Write the steps again that the file could not take; what is being edited waits for its time."""
        if self.draft.has_waiting:
            self.save()

    def _on_refused(self, step: Step, error: Exception) -> None:
        self._under_way = max(0, self._under_way - 1)
        # What the file could not take may go in later; what makes no sense never will.
        if isinstance(error, StorageError):
            step.state = StepState.WAITING
        else:
            self.draft.give_up(step)
        if isinstance(error, GoneError) and (text := _typed(step)):
            self._context.text_refused.emit(str(error), text)
        self.refused.emit(self.session_id, error)


def _typed(step: Step) -> str:
    """Return the words and values of a step, a line each."""
    return "\n".join(filter(None, (str(each) for each in (step.edit.name, *step.values.values()) if isinstance(each, str))))


def _writing(session_id: SessionId, step: Step) -> Callable[["Workspace"], Change]:
    def write(workspace: "Workspace") -> Change:
        if step.is_done:
            return Change("")
        change = workspace.practice.save(session_id, step.session_edit(), step.label)
        step.is_done = True
        return change

    return write
