"""What a person can do with whole sessions: log them afterwards, start them again, take them apart and put them together."""

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.entry_words import EntryWords
from fractal_desktop.domain.ids import SessionId
from fractal_desktop.domain.practice_session import PastSession, SessionRow
from fractal_desktop.domain.previous import PreviousValues
from fractal_desktop.domain.shift import Shift
from fractal_desktop.persistence import entry_words, overlaps, past_sessions, previous, whole_sessions
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.goals import shown_text
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.best_values import BestValues
from fractal_desktop.services.history import Done, History

_BLOCKS_AT_ONCE = 5


class SessionOperations:
    """Operations on the sessions of an open file, each one step to undo; `zone` is the one its old time columns were written in.

    The base of PracticeService, through which they are called.
    """

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock
        self._best_values = BestValues(database)
        history.listen(self._best_values.note)

    def previous(self, session_id: SessionId) -> PreviousValues:
        """Return what was noted last time and at best for the activities of a session; raises UserError if it is gone.

        Takes a bounded time: with more than a quarter of a million values the best ones are not known at first, see `learn_best_values`.
        """
        with reading(self._database) as connection:
            sql = driver(connection)
            asked = previous.asked(sql, session_id)
            values = previous.last_values(sql, previous.last_sessions(sql, session_id, asked.before, asked.activity_ids))
        self.learn_best_values()
        return PreviousValues(values, self._best_values.without(session_id, asked.metric_ids))

    def learn_best_values(self, blocks: int = _BLOCKS_AT_ONCE) -> bool:
        """Look through some blocks of the values ever noted for the best ones; return whether there are more.

        A block takes about a fiftieth of a second. To be called again and again while there is nothing else to do, until it returns
        False: then all are known.
        """
        return self._best_values.learn(blocks)

    def entry_words(self) -> EntryWords:
        """Return the names that quick entry may say; slow with many goals: ask off the UI thread, once for many lines."""
        with reading(self._database) as connection:
            return entry_words.entry_words(driver(connection))

    def log(self, past: PastSession) -> Change:
        """Write a session that took place; its id is the change's `created`.

        Raises UserError if its times make no sense, or if a goal, activity or template it names is gone.
        """

        def command(unit: UnitOfWork) -> Done:
            node = past_sessions.log(self._filing(unit), past)
            return Done(f"Log {node.name}", created=node.id)

        return self._history.perform(command)

    def overlaps(self, start: datetime, end: datetime, without: SessionId | None = None) -> tuple[SessionRow, ...]:
        """Return the sessions that took place between two instants (aware UTC), the earliest first, but not `without`."""
        with reading(self._database) as connection:
            return overlaps.overlapping(driver(connection), (start, end), without)

    def trimmed(self, start: datetime, end: datetime, without: SessionId | None = None) -> tuple[datetime, datetime] | None:
        """Return the longest part of a time in which no session but `without` took place, None if it is all taken."""
        with reading(self._database) as connection:
            return overlaps.trimmed(driver(connection), (start, end), without)

    def start_again(self, session_id: SessionId, start: datetime) -> Change:
        """Start a session like an earlier one: same goals, template, sections, activities and number of sets, nothing noted.

        Its id is the change's `created`. Raises UserError if the earlier one is gone or its document cannot be read.
        """

        def command(unit: UnitOfWork) -> Done:
            node = past_sessions.start_again(self._filing(unit), session_id, start)
            return Done(f"Start {shown_text(node.name)}", created=node.id)

        return self._history.perform(command)

    def duplicate(self, ids: Sequence[SessionId]) -> Change:
        """Copy sessions with all that is noted in them, at the same times; the id of the first copy is the change's `created`."""

        def command(unit: UnitOfWork) -> Done:
            filing = self._filing(unit)
            chosen = list(dict.fromkeys(ids))
            copies = [whole_sessions.duplicate(filing, id_) for id_ in chosen]
            names = [shown_text(filing.session(id_).name) for id_ in chosen]
            return Done(f"Duplicate {_named(names)}", created=copies[0].id if copies else None)

        return self._history.perform(command)

    def shift(self, ids: Sequence[SessionId], by: Shift, zone: ZoneInfo) -> Change:
        """Move sessions in time, with the timers of their items, as one step; a timer that runs goes on as it is.

        Over days each keeps the time of day that the clock of `zone` showed at its start. Raises UserError beyond the calendar.
        """

        def command(unit: UnitOfWork) -> Done:
            filing = self._filing(unit)
            names = [whole_sessions.shift(filing, id_, by, zone) for id_ in dict.fromkeys(ids)]
            return Done(f"Shift {_named(names)}", how=by.words)

        return self._history.perform(command)

    def split(self, session_id: SessionId, at: datetime) -> Change:
        """Let a session end at `at` (aware UTC) and another one, the change's `created`, go on from there.

        Items go where their timers were started, one whose timer ran over that moment is divided. Raises UserError unless it lies
        between the session's start and end.
        """

        def command(unit: UnitOfWork) -> Done:
            second = whole_sessions.split(self._filing(unit), session_id, at)
            return Done(f"Split {shown_text(second.name)}", created=second.id)

        return self._history.perform(command)

    def merge(self, ids: Sequence[SessionId]) -> Change:
        """Put sessions together into the earliest, whose id is the change's `created`; the others go into the trash.

        It has the sections, notes and goals of all, lasts from the first start to the last end, and as long as they did together.
        """

        def command(unit: UnitOfWork) -> Done:
            return Done(f"Merge {len(set(ids))} sessions", created=whole_sessions.merge(self._filing(unit), ids))

        return self._history.perform(command, foreign_keys=False)

    def _each(self, label: str, ids: Sequence[SessionId], write: Callable[[Filing, SessionId], str]) -> Change:
        def command(unit: UnitOfWork) -> Done:
            filing = self._filing(unit)
            return Done(f"{label} {_named([write(filing, id_) for id_ in dict.fromkeys(ids)])}")

        return self._history.perform(command)

    def _stamp(self) -> Stamp:
        return Stamp(self._clock(), self._zone)

    def _filing(self, unit: UnitOfWork) -> Filing:
        return Filing(unit, self._stamp())


def _named(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{len(names)} sessions"
