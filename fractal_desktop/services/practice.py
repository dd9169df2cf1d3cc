"""What a person can do with practice sessions."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId, SessionId, TemplateId
from fractal_desktop.domain.library import LibraryNames, TemplateName
from fractal_desktop.domain.practice_session import PracticeSession, SessionEdit, SessionPage, SessionQuery, SessionTotals
from fractal_desktop.persistence import library, practice_sessions, projection, session_lines, session_writes, trash
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.practice_sessions import SCANNED_AT_ONCE
from fractal_desktop.persistence.session_lines import Cursor, Line
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.history import Done, History
from fractal_desktop.services.library_names import KeptNames
from fractal_desktop.services.session_operations import SessionOperations

PAGE = 100


class PracticeService(SessionOperations):
    """The sessions of an open file: read, listed, edited; what is done to whole sessions it has from its base."""

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        super().__init__(database, history, zone, clock)
        self._names = KeptNames(database)
        history.listen(self._names.note)

    def session(self, session_id: SessionId) -> PracticeSession:
        """Return the session, whole; raises UserError if it is gone.

        One that an older program wrote is brought up to date first: columns that are empty while the document has the values are
        filled. That is no step to undo, and does not happen in a file that is open for reading only.
        """
        found, is_stale = self._read(session_id)
        if is_stale and not self._database.read_only:
            self._bring_up_to_date(session_id)
            found, _ = self._read(session_id)
        return found

    def page(self, query: SessionQuery, cursor: object | None = None, limit: int = PAGE) -> SessionPage:
        """Return the next `limit` lines of a list after `cursor`, which is the `next_cursor` of the page before.

        Lines without a value in the column they are sorted by come last. Those with the same template, goal or state stand newest
        first, whatever the direction. A search for text is slow with many sessions:
        ask off the UI thread.
        """
        after = cursor if isinstance(cursor, Cursor) else None
        if query.text.strip():
            return self._found_page(query, after, limit)
        with reading(self._database) as connection:
            found = session_lines.lines(driver(connection), query, after, limit + 1)
            return SessionPage(session_lines.rows(driver(connection), found[:limit]), _next(found, limit))

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
        return self._names.now()

    def save(self, session_id: SessionId, edit: SessionEdit, label: str | None = None) -> Change:
        """Write what an editor changed, as one step; nothing is written, and no step remembered, if nothing differs.

        `label` names the step ("Add Scales") where "Edit Morning routine" would say too little. Raises UserError if the end would lie
        before the start, if a name is empty, or if the document cannot be read and so not be edited.
        """

        def command(unit: UnitOfWork) -> Done:
            name = session_writes.save(self._filing(unit), session_id, edit)
            return Done(label or f"Edit {name}")

        return self._history.perform(command)

    def create(
        self,
        parent_id: GoalId | None,
        name: str,
        start: datetime,
        template_id: TemplateId | None = None,
        *,
        goal_ids: Sequence[GoalId] = (),
    ) -> Change:
        """Start a session for a goal (None: for none) at `start` (aware UTC); its id is the change's `created`.

        It is linked to `goal_ids` too. With a template it gets its sections, and its name if `name` is empty. Raises UserError if one
        of the goals cannot have sessions.
        """
        goals = [*([] if parent_id is None else [parent_id]), *goal_ids]

        def command(unit: UnitOfWork) -> Done:
            node = session_writes.create(self._filing(unit), goals, name, start, template_id)
            return Done(f"Start {node.name}", created=node.id)

        return self._history.perform(command)

    def complete(self, ids: Sequence[SessionId], now: datetime, zone: ZoneInfo) -> Change:
        """Mark sessions as done, as one step; timers stop, and those of today (in the display `zone`) without an end end `now`."""
        return self._each("Complete", ids, lambda filing, id_: session_writes.complete(filing, id_, now, zone))

    def reopen(self, ids: Sequence[SessionId]) -> Change:
        """Mark sessions as not done, as one step; their times stay."""
        return self._each("Reopen", ids, lambda filing, id_: filing.set_completed(id_, False))

    def set_template(self, ids: Sequence[SessionId], template_id: TemplateId | None) -> Change:
        """Let sessions name another template (None: none), as one step; what they consist of stays."""
        return self._each("Change template of", ids, lambda filing, id_: session_writes.set_template(filing, id_, template_id))

    def delete(self, ids: Sequence[SessionId]) -> Change:
        """Put sessions into the trash with what hangs below them, as one step."""

        def command(unit: UnitOfWork) -> Done:
            return Done(f"Delete {trash.delete(unit.sql, ids, self._stamp()).name}")

        return self._history.perform(command, foreign_keys=False)

    def _read(self, session_id: SessionId) -> tuple[PracticeSession, bool]:
        """Return the session and whether an older program wrote it."""
        with reading(self._database) as connection:
            found = practice_sessions.session(driver(connection), session_id, self._zone)
            there = projection.stored(driver(connection), session_id)
            return found, projection.refreshed(driver(connection), there, self._zone) != there

    def _bring_up_to_date(self, session_id: SessionId) -> None:
        self._history.catch_up(lambda unit: projection.refresh(unit.sql, projection.stored(unit.sql, session_id), self._stamp()))

    def _found_page(self, query: SessionQuery, after: Cursor | None, limit: int) -> SessionPage:
        found: list[Line] = []
        for line in self._search(query, after):
            found.append(line)
            if len(found) > limit:
                break
        with reading(self._database) as connection:
            return SessionPage(session_lines.rows(driver(connection), found[:limit]), _next(found, limit))

    def _search(self, query: SessionQuery, after: Cursor | None) -> Iterator[Line]:
        """Yield the lines with the query's text, a transaction for every two thousand sessions, so that writers get their turn."""
        while True:
            with reading(self._database) as connection:
                candidates = session_lines.lines(driver(connection), query, after, SCANNED_AT_ONCE)
                found = practice_sessions.matching(driver(connection), query.text, candidates)
            yield from found
            if len(candidates) < SCANNED_AT_ONCE:
                return
            after = candidates[-1].cursor


def _next(found: list[Line], limit: int) -> Cursor | None:
    """Return the cursor of the last line shown, if a further one was found."""
    return found[limit - 1].cursor if len(found) > limit else None
