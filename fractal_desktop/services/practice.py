"""What a person can do with practice sessions."""

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.library import LibraryNames, TemplateName
from fractal_desktop.domain.practice_session import PracticeSession, SessionPage, SessionQuery, SessionTotals
from fractal_desktop.persistence import library, practice_sessions
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.practice_sessions import SCANNED_AT_ONCE, Cursor, Line
from fractal_desktop.persistence.unit_of_work import driver, reading
from fractal_desktop.services.history import History

PAGE = 100


class PracticeService:
    """The sessions of an open file. `zone` is the one its old time columns were written in."""

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock

    def session(self, session_id: SessionId) -> PracticeSession:
        """Return the session, whole; raises UserError if it is gone."""
        with reading(self._database) as connection:
            return practice_sessions.session(driver(connection), session_id, self._zone)

    def page(self, query: SessionQuery, cursor: object | None = None, limit: int = PAGE) -> SessionPage:
        """Return the next `limit` lines of a list after `cursor`, which is the `next_cursor` of the page before.

        Lines without a value in the column they are sorted by come last. A search for text is slow with many sessions:
        ask off the UI thread.
        """
        after = cursor if isinstance(cursor, Cursor) else None
        if query.text.strip():
            return self._found_page(query, after, limit)
        with reading(self._database) as connection:
            found = practice_sessions.lines(driver(connection), query, after, limit + 1)
            return SessionPage(practice_sessions.rows(driver(connection), found[:limit]), _next(found, limit))

    def totals(self, query: SessionQuery) -> SessionTotals:
        """Return the sums of everything that `query` lets through, page by page or not; slow likewise."""
        if not query.text.strip():
            with reading(self._database) as connection:
                return practice_sessions.totals(driver(connection), query)
        seconds = [line.seconds for line in self._search(query, None)]
        timed = [value for value in seconds if value is not None]
        with reading(self._database) as connection:
            return SessionTotals(len(seconds), practice_sessions.session_count(driver(connection)), len(timed), sum(timed))

    def templates(self) -> tuple[TemplateName, ...]:
        """Return the templates in the alphabet's order."""
        with reading(self._database) as connection:
            return library.templates(driver(connection))

    def library(self) -> LibraryNames:
        """Return the names of everything that ids in documents may name."""
        with reading(self._database) as connection:
            return library.names(driver(connection))

    def _found_page(self, query: SessionQuery, after: Cursor | None, limit: int) -> SessionPage:
        found: list[Line] = []
        for line in self._search(query, after):
            found.append(line)
            if len(found) > limit:
                break
        with reading(self._database) as connection:
            return SessionPage(practice_sessions.rows(driver(connection), found[:limit]), _next(found, limit))

    def _search(self, query: SessionQuery, after: Cursor | None) -> Iterator[Line]:
        """Yield the lines with the query's text, a transaction for every two thousand sessions, so that writers get their turn."""
        while True:
            with reading(self._database) as connection:
                candidates = practice_sessions.lines(driver(connection), query, after, SCANNED_AT_ONCE)
                found = practice_sessions.matching(driver(connection), query.text, candidates)
            yield from found
            if len(candidates) < SCANNED_AT_ONCE:
                return
            after = candidates[-1].cursor


def _next(found: list[Line], limit: int) -> Cursor | None:
    """Return the cursor of the last line shown, if a further one was found."""
    return found[limit - 1].cursor if len(found) > limit else None
