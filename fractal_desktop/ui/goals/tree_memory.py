"""What the Goals page remembers of a file from one start to the next: what is open, chosen and shown."""

import json
from hashlib import blake2b
from pathlib import Path

from fractal_desktop.ui.settings import Settings

_KEY = "goals"
_MOST_OPEN = 2000


class TreeMemory:
    """Reads and writes the settings of the page; ids are kept for each file apart, widths and the toggle for all."""

    def __init__(self, settings: Settings, path: Path) -> None:
        self._settings = settings
        self._file = f"{_KEY}/{blake2b(str(path).encode(), digest_size=8).hexdigest()}"

    @property
    def open_ids(self) -> frozenset[str] | None:
        """Return the ids of what was open, None for a file that was never shown."""
        text = self._settings.text(f"{self._file}/open")
        return frozenset(_texts(text)) if text else None

    @open_ids.setter
    def open_ids(self, ids: frozenset[str]) -> None:
        self._settings.set_text(f"{self._file}/open", json.dumps(sorted(ids)[:_MOST_OPEN]))

    @property
    def chosen_way(self) -> tuple[str, ...]:
        """Return the ids from the top down to what was selected, empty for nothing."""
        return _texts(self._settings.text(f"{self._file}/chosen"))

    @chosen_way.setter
    def chosen_way(self, way: tuple[str, ...]) -> None:
        self._settings.set_text(f"{self._file}/chosen", json.dumps(way))

    @property
    def sessions_shown(self) -> bool:
        """Return whether sessions stand in the tree."""
        return self._settings.flag(f"{_KEY}/sessions", True)

    @sessions_shown.setter
    def sessions_shown(self, shown: bool) -> None:
        self._settings.set_flag(f"{_KEY}/sessions", shown)

    @property
    def column_widths(self) -> tuple[int, ...]:
        """Return the widths of the columns, empty if they were never changed."""
        text = self._settings.text(f"{_KEY}/columns")
        return tuple(int(part) for part in text.split(",") if part.isdecimal())

    @column_widths.setter
    def column_widths(self, widths: tuple[int, ...]) -> None:
        self._settings.set_text(f"{_KEY}/columns", ",".join(map(str, widths)))


def _texts(text: str) -> tuple[str, ...]:
    """Return the texts in a JSON list; what is none is empty."""
    try:
        content = json.loads(text)
    except ValueError:
        return ()
    return tuple(entry for entry in content if isinstance(entry, str)) if isinstance(content, list) else ()
