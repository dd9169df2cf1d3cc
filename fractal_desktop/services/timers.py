"""What a person can do with timers: of the items of a session, and of the whole session."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from fractal_desktop.domain import timer
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document import Document
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import InstanceId, SessionId
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.period import day_start, local_date
from fractal_desktop.domain.practice_session import SessionEdit
from fractal_desktop.domain.running import RunningTimer, SessionInProgress
from fractal_desktop.persistence import session_writes, timers
from fractal_desktop.persistence.engine import Database
from fractal_desktop.persistence.filing import Filing
from fractal_desktop.persistence.stamp import Stamp
from fractal_desktop.persistence.unit_of_work import UnitOfWork, driver, reading
from fractal_desktop.services.history import Done, History

Where = Path | InstanceId | RunningTimer | None
"""Which timer: that of the item at a path, or with an `instance_id` (wherever it was moved to), or one that was found running.

None is that of the whole session.
"""

_PAST_MIDNIGHT = timedelta(hours=6)
"""So long a session that is not done stays in progress, whatever the date."""


class TimerService:
    """The timers of an open file; `zone` is the one its old times were written in. Instants that it is given are aware.

    Each command is one step to undo, and raises UserError if the session or the item is gone or the document cannot be read.
    """

    def __init__(self, database: Database, history: History, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._history = history
        self._zone = zone
        self._clock = clock

    def running(self, now: datetime) -> tuple[RunningTimer, ...]:
        """Return the timers that run, the last started first; not those that were begun over a week ago and forgotten."""
        with reading(self._database) as connection:
            return timers.running(driver(connection), now, self._zone)

    def in_progress(self, now: datetime, zone: ZoneInfo) -> SessionInProgress | None:
        """Return the session with the timer that was started last of those that run, else the newest one that is not done.

        Of the latter it is one that began today (in the display `zone`) or in the last six hours; None if there is none.
        """
        since = min(day_start(local_date(now, zone), zone), now - _PAST_MIDNIGHT)
        with reading(self._database) as connection:
            return timers.in_progress(driver(connection), now, since, self._zone)

    def start(self, session_id: SessionId, where: Where, now: datetime, *, exclusive: bool = True) -> Change:
        """Let a timer run from where it was; the others of the session are paused unless `exclusive` is False."""

        def edit(document: Document, path: Path | None) -> Document:
            return timer.start(document, path, now, self._zone, _new_id, exclusive=exclusive)

        return self._edit("Start", session_id, where, edit)

    def pause(self, session_id: SessionId, where: Where, now: datetime) -> Change:
        """Let a timer rest."""
        return self._edit("Pause", session_id, where, lambda document, path: timer.pause(document, _used(path), now, self._zone))

    def stop(self, session_id: SessionId, where: Where, now: datetime) -> Change:
        """End a timer."""
        return self.stop_at(session_id, where, now)

    def stop_at(self, session_id: SessionId, where: Where, instant: datetime) -> Change:
        """End a timer as if that had been done at `instant`; before its start, that run counts nothing."""
        return self._edit("Stop", session_id, where, lambda document, path: timer.stop(document, _used(path), instant, self._zone))

    def stop_all_at(self, running: Sequence[RunningTimer], instant: datetime) -> Change:
        """End timers as if that had been done at `instant`, as one step; those that are gone by now are passed over."""
        by_session: dict[SessionId, list[RunningTimer]] = {}
        for each in running:
            by_session.setdefault(each.session_id, []).append(each)

        def command(unit: UnitOfWork) -> Done:
            filing = Filing(unit, Stamp(self._clock(), self._zone))
            for session_id, timers_there in by_session.items():
                with suppress(UserError):
                    document = session_writes.editable_document(unit.sql, session_id)
                    stopped = self._stopped(document, timers_there, instant)
                    session_writes.save(filing, session_id, SessionEdit(document=stopped))
            return Done(f"Stop {f'{len(running)} timers' if len(running) > 1 else f'timer of {_named(running)}'}")

        return self._history.perform(command)

    def _stopped(self, document: Document, running: Sequence[RunningTimer], instant: datetime) -> Document:
        for each in running:
            with suppress(UserError):
                document = timer.stop(document, _used(_place(document, each)), instant, self._zone)
        return document

    def reset(self, session_id: SessionId, where: Where) -> Change:
        """Take away what a timer counted, and when."""
        return self._edit("Reset", session_id, where, lambda document, path: timer.reset(document, _used(path)))

    def set_seconds(self, session_id: SessionId, where: Where, seconds: int, now: datetime) -> Change:
        """Let a timer have counted `seconds` until `now`; UserError below 0 and beyond 31 days."""

        def edit(document: Document, path: Path | None) -> Document:
            return timer.set_seconds(document, _used(path), seconds, now, self._zone, _new_id)

        return self._edit("Set", session_id, where, edit)

    def _edit(self, verb: str, session_id: SessionId, where: Where, edit: Callable[[Document, Path | None], Document]) -> Change:
        def command(unit: UnitOfWork) -> Done:
            filing = Filing(unit, Stamp(self._clock(), self._zone))
            document = session_writes.editable_document(unit.sql, session_id)
            path = _place(document, where)
            item_name = "" if where is None or path is None else timer.timer_at(document, path, self._zone).name
            session_name = session_writes.save(filing, session_id, SessionEdit(document=edit(document, path)))
            return Done(f"{verb} timer of {item_name or session_name}")

        return self._history.perform(command)


def _named(running: Sequence[RunningTimer]) -> str:
    return next((each.item_name or each.session_name for each in running), "")


def _place(document: Document, where: Where) -> Path | None:
    """Return where the item stands now, None for a timer of the whole session that does not exist yet."""
    if where is None:
        return timer.session_timer(document)
    if isinstance(where, RunningTimer):
        same = [item.path for item in document.items if item.instance_id == where.timer.instance_id]
        return where.path if where.path in same else _place(document, where.timer.instance_id or where.path)
    if isinstance(where, tuple):
        return where
    path = next((item.path for item in document.items if item.instance_id == where), None)
    if path is None:
        raise UserError("This item is no longer in the session.")
    return path


def _used(path: Path | None) -> Path:
    if path is None:
        raise UserError("The timer of this session was never started.")
    return path


def _new_id() -> str:
    return str(uuid4())
