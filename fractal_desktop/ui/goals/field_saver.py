"""One text field of a goal: what is stored, what a person typed since, and its way into the file."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import GoneError, StorageError
from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Storing = Callable[["Workspace", str], Change]


class FieldSaver(QObject):
    """Writes a text when it differs from what is stored, and tells what to show when something else was stored meanwhile.

    It is the owner of its writes, so that one that failed waits for Retry beside those of other fields.
    """

    refused = Signal(str)
    """The text makes no sense to the program: why."""

    def __init__(self, context: AppContext, stored: str, storing: Storing, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._storing = storing
        self._stored = stored
        self._sent = stored
        self._text = stored
        self._waits = False

    @property
    def text(self) -> str:
        """Return what is to be shown."""
        return self._text

    @property
    def is_settled(self) -> bool:
        """Return whether everything typed is in the file."""
        return self._text == self._stored

    def type_text(self, text: str) -> None:
        """Note what was typed; `save` writes it."""
        self._text = text

    def show_stored(self, stored: str) -> None:
        """Note what the file holds now; it is shown unless a person has typed something that was not sent yet, or waits for Retry."""
        if self._waits:
            self._stored = stored
            return
        if self._text == self._sent:
            self._text = stored
        self._stored = self._sent = stored

    def save(self) -> None:
        """Write what was typed, if it is not on its way already; what is as before is not written."""
        if self._text == self._sent:
            return
        text = self._sent = self._text
        self._context.write(self, _Storing(self._storing, text), self._on_written, self._on_failed, whole="text")

    def _on_written(self, _change: Change) -> None:
        self._waits = False

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, StorageError):
            self._waits = True
        else:
            if isinstance(error, GoneError):
                self._context.text_refused.emit(str(error), self._text)
            self._text = self._sent = self._stored
            self.refused.emit(str(error))


class _Storing:
    """A command that stores one text."""

    __slots__ = ("_storing", "_text")

    def __init__(self, storing: Storing, text: str) -> None:
        self._storing = storing
        self._text = text

    def __call__(self, workspace: "Workspace") -> Change:
        return self._storing(workspace, self._text)
