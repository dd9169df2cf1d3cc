"""The names of the library, at hand: with every session that is opened or saved they are asked for, and there may be thousands."""

from threading import Lock

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.persistence import library
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.unit_of_work import driver, reading


class KeptNames:
    """Names that are read anew once the library was changed. May be used from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = Lock()
        self._names: LibraryNames | None = None
        self._changes = 0

    def note(self, change: Change) -> None:
        """Take notice of what was changed in the file."""
        if change.library or change.everything:
            with self._lock:
                self._names = None
                self._changes += 1

    def now(self) -> LibraryNames:
        """Return the names; the same object again while nothing can have changed them."""
        with self._lock:
            changes = self._changes
            if self._names is not None:
                return self._names
        with reading(self._database) as connection:
            names = library.names(driver(connection))
        with self._lock:
            if changes == self._changes:
                self._names = names
        return names
