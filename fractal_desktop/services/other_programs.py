"""Notices that another program has written to the open file: the old web application, a script, a terminal."""

from contextlib import suppress
from threading import Lock

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError
from fractal_desktop.persistence.engine import Database
from fractal_desktop.services.history import History

WRITTEN_ELSEWHERE = Change("", everything=True)
"""What another program wrote is not told row by row: anything may be different."""


class OtherPrograms:
    """Looks whether others have committed, and then lets everybody know. May be used from any thread.

    A look costs a fraction of a millisecond and waits for nobody, so that there may be one before every question.
    """

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history
        self._lock = Lock()
        self._seen = database.version_of_others()

    def look(self) -> None:
        """Tell of what others have committed since the last look, if anything.

        While somebody writes, or the file cannot be read, nothing can be told; who asks it for anything else hears why.
        """
        with suppress(StorageError), self._lock:
            version = self._database.version_of_others()
            if version is not None and version != self._seen:
                self._seen = version
                self._history.tell_unasked(WRITTEN_ELSEWHERE)
