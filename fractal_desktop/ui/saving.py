"""Writes on their way into the file: where the last edit is, and what the file refused, kept to be tried once more."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError
from fractal_desktop.ui.background import Worker

if TYPE_CHECKING:  # SQLAlchemy, which comes with it, must not be loaded before the window is painted
    from fractal_desktop.services.workspace import Workspace

T = TypeVar("T")
Command = Callable[["Workspace"], Change]


class SaveStatus(StrEnum):
    """Where the last edit is."""

    NOTHING = "nothing"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class SaveState:
    """What the status bar says about saving. `at` is aware UTC; `message` says why it failed."""

    status: SaveStatus = SaveStatus.NOTHING
    at: datetime | None = None
    message: str = ""


@dataclass(slots=True)
class Write:
    """A command, and whom to tell what came of it; what the rest means stands at `AppContext.write`."""

    owner: QObject
    command: Command
    then: Callable[[Change], None] | None = None
    failed: Callable[[Exception], None] | None = None
    whole: str | None = None
    keep: bool = True

    def replaces(self, other: "Write") -> bool:
        """Return whether this write makes an earlier one needless."""
        return self.whole is not None and (other.owner, other.whole) == (self.owner, self.whole)


class Query(Generic[T]):
    """A query bound to the file it was asked of, so that it never runs against the next one."""

    __slots__ = ("_query", "_workspace")

    def __init__(self, workspace: "Workspace", query: Callable[["Workspace"], T]) -> None:
        self._workspace = workspace
        self._query = query

    def __call__(self) -> T:
        """Ask, or do."""
        return self._workspace.ask(self._query)


class Saving(QObject):
    """Runs writes off the window's thread, one after the other."""

    state_changed = Signal(object)
    """A SaveState."""
    written = Signal(object)
    """A Change has been committed, and who asked for it has been told."""
    refused = Signal(object, bool)
    """An exception, and whether somebody has taken it: who asked, or whoever presses Retry."""

    def __init__(self, worker: Worker, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._clock = clock
        self._state = SaveState()
        self._pending = 0
        self._kept: list[Write] = []

    @property
    def state(self) -> SaveState:
        """Return where the last edit is."""
        return self._state

    @property
    def has_kept(self) -> bool:
        """Return whether edits wait for Retry."""
        return bool(self._kept)

    def begin(self) -> None:
        """Say nothing yet: another file is open."""
        self._set_state(SaveState())

    def give_up(self) -> None:
        """Forget what the file refused."""
        self._kept.clear()

    def submit(self, workspace: "Workspace", write: Write) -> None:
        """Run a write after those before it."""
        self._pending += 1
        self._set_state(SaveState(SaveStatus.SAVING))
        reply = _Reply(self, write)
        self._worker.run(self, Query(workspace, write.command), reply.succeeded, reply.failed)

    def retry(self, workspace: "Workspace") -> None:
        """Try the writes once more that the file refused."""
        writes, self._kept = self._kept, []
        for write in writes:
            self.submit(workspace, write)

    def _on_written(self, write: Write, change: Change) -> None:
        self._pending -= 1
        self._kept = [kept for kept in self._kept if not write.replaces(kept)]
        self._settle()
        if write.then is not None and isValid(write.owner):
            write.then(change)
        self.written.emit(change)

    def _on_refused(self, write: Write, error: Exception) -> None:
        self._pending -= 1
        is_kept = write.keep and isinstance(error, StorageError)
        if is_kept:
            self._kept.append(write)
        self._settle(error)
        if write.failed is not None and isValid(write.owner):
            write.failed(error)
            is_kept = True
        self.refused.emit(error, is_kept)

    def _settle(self, error: Exception | None = None) -> None:
        """Say where the edits are now that one more write has ended."""
        if self._kept:
            message = str(error) if isinstance(error, StorageError) else self._state.message
            self._set_state(SaveState(SaveStatus.FAILED, message=message))
        elif self._pending:
            self._set_state(SaveState(SaveStatus.SAVING))
        elif error is None:
            self._set_state(SaveState(SaveStatus.SAVED, self._clock()))
        else:
            self._set_state(SaveState())

    def _set_state(self, state: SaveState) -> None:
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)


class _Reply:
    """Carries the outcome of one write back."""

    __slots__ = ("_saving", "_write")

    def __init__(self, saving: Saving, write: Write) -> None:
        self._saving = saving
        self._write = write

    def succeeded(self, change: Change) -> None:
        self._saving._on_written(self._write, change)

    def failed(self, error: Exception) -> None:
        self._saving._on_refused(self._write, error)
