"""What the Sessions page remembers from one start to the next: filters, order, widths, and of each file the session that was open."""

from pathlib import Path

from PySide6.QtCore import QByteArray

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import SessionSort
from fractal_desktop.ui.sessions.filters import ListFilter, from_text, to_text
from fractal_desktop.ui.settings import Settings, file_key

_KEY = "sessions"


class ListMemory:
    """Reads and writes the settings of the page. What makes no sense any more is taken for missing."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def choices(self) -> ListFilter:
        """Return the filters; the search and a chart's question are not kept."""
        return from_text(self._settings.text(f"{_KEY}/filter"))

    @choices.setter
    def choices(self, chosen: ListFilter) -> None:
        self._settings.set_text(f"{_KEY}/filter", to_text(chosen))

    @property
    def order(self) -> tuple[SessionSort, bool]:
        """Return what the list is sorted by and whether it descends; the newest first at the beginning."""
        name, _, direction = self._settings.text(f"{_KEY}/sort").partition(" ")
        try:
            return SessionSort(name), direction != "up"
        except ValueError:
            return SessionSort.START, True

    @order.setter
    def order(self, order: tuple[SessionSort, bool]) -> None:
        sort, descending = order
        self._settings.set_text(f"{_KEY}/sort", f"{sort.value} {'down' if descending else 'up'}")

    @property
    def columns(self) -> QByteArray:
        """Return the state of the table's header, empty if its widths were never changed."""
        return self._settings.state(f"{_KEY}/columns")

    @columns.setter
    def columns(self, state: QByteArray) -> None:
        self._settings.set_state(f"{_KEY}/columns", state)

    @property
    def splitter(self) -> QByteArray:
        """Return the state of the splitter, empty if it was never moved."""
        return self._settings.state(f"{_KEY}/splitter")

    @splitter.setter
    def splitter(self, state: QByteArray) -> None:
        self._settings.set_state(f"{_KEY}/splitter", state)

    def open_session(self, file: Path) -> SessionId | None:
        """Return the session of `file` that was in the editor; it may be gone."""
        text = self._settings.text(_open_key(file))
        return SessionId(text) if text else None

    def keep_open_session(self, file: Path, session_id: SessionId) -> None:
        """Remember which session of `file` is in the editor."""
        self._settings.set_text(_open_key(file), session_id)


def _open_key(file: Path) -> str:
    return f"{_KEY}/{file_key(file)}/open"
