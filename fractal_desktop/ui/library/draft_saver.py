"""Writes what an editor of the library holds, a second after the last change; each write is a step of undo."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import GoneError, StorageError
from fractal_desktop.ui.autosave import AutosaveTimer
from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class Typed(Protocol):
    """What an editor holds."""

    @property
    def texts(self) -> tuple[str, ...]:
        """Return all that can be typed."""


Draft = TypeVar("Draft", bound=Typed)
Storing = Callable[["Workspace", str, Draft], Change]


class DraftSaver(QObject, Generic[Draft]):
    """Knows what is stored of one thing and what the editor shows of it by now."""

    sent = Signal()
    """What the editor shows is on its way into the file."""

    def __init__(
        self,
        context: AppContext,
        collect: Callable[[], Draft | None],
        storing: Storing[Draft],
        refused: Callable[[str], None],
        parent: QObject,
    ) -> None:
        """`collect` returns what the editor shows, None if that cannot be saved; `refused` is told why a write was not taken."""
        super().__init__(parent)
        self._context = context
        self._collect = collect
        self._storing = storing
        self._refused = refused
        self._id = ""
        self._stored: Draft | None = None
        self._waits = False
        self._timer = AutosaveTimer(self)
        self._timer.timeout.connect(self.save)

    @property
    def is_dirty(self) -> bool:
        """Return whether the editor shows something else than what was stored or sent last.

        What cannot be saved counts too, and what waits for Retry: it stays in the editor.
        """
        return bool(self._id) and (self._waits or self._collect() != self._stored)

    def begin(self, id_: str, stored: Draft) -> None:
        """From now on it is about the thing with this id, of which this is in the file."""
        self._timer.stop()
        self._id, self._stored, self._waits = id_, stored, False

    def note_edit(self) -> None:
        """Save soon."""
        self._timer.note_edit()

    def save(self) -> None:
        """Write at once what differs from what is stored."""
        self._timer.stop()
        draft = self._collect() if self._id and self._context.can_write else None
        if draft is None or draft == self._stored:
            return
        before, self._stored = self._stored, draft
        self.sent.emit()
        written, refused = partial(self._on_written, self._id), partial(self._on_failed, self._id, before, draft)
        self._context.write(self, partial(_store, self._storing, self._id, draft), written, refused, whole=self._id)

    def _on_written(self, id_: str, _change: Change) -> None:
        if id_ == self._id:
            self._waits = False

    def _on_failed(self, id_: str, before: Draft | None, draft: Draft, error: Exception) -> None:
        is_shown = id_ == self._id
        if isinstance(error, StorageError):
            self._waits |= is_shown
        elif isinstance(error, GoneError):
            self._id = "" if is_shown else self._id  # there is nothing left to save it into
            known = before.texts if before is not None else ()
            if typed := [text for text in draft.texts if text and text not in known]:
                self._context.text_refused.emit(str(error), "\n".join(typed))
        elif is_shown:
            self._stored = None
            self._refused(str(error))
        else:
            self._context.show_error(error)


def _store(storing: Storing[Draft], id_: str, draft: Draft, workspace: "Workspace") -> Change:
    return storing(workspace, id_, draft)
