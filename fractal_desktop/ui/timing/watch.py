"""Knows which session is in progress and what runs in it, counts it up, and notices when time has passed unseen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.running import RunningTimer, SessionInProgress
from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_SEEN = "timers/seen"
_A_GAP = timedelta(minutes=5)
"""After so long without a tick nobody may have practised: the machine slept, or the clock was set."""
_BACKWARDS = timedelta(minutes=-1)
_NOTED_EVERY = timedelta(seconds=30)


class TimerWatch(QObject):
    """Asks the file after every change; ticks once a second while a timer runs, and only then."""

    renewed = Signal()
    """Another session is in progress, or other timers run."""
    ticked = Signal()
    """A second has passed."""
    doubted = Signal(object, object)
    """Timers (a tuple of RunningTimer) ran while nobody was there, from this instant on (aware UTC)."""

    def __init__(self, context: AppContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._progress: SessionInProgress | None = None
        self._running: tuple[RunningTimer, ...] = ()
        self._last_tick: datetime | None = None
        self._noted: datetime | None = None
        self._asks_first = False
        self._ticker = QTimer(self)
        self._ticker.setInterval(1000)
        self._ticker.timeout.connect(self._on_tick)
        context.file_opened.connect(self._on_file_opened)
        context.file_closed.connect(self._on_file_closed)
        context.changed.connect(self._on_changed)
        context.zone_changed.connect(self.read)

    @property
    def progress(self) -> SessionInProgress | None:
        """Return the session that is in progress."""
        return self._progress

    @property
    def running(self) -> RunningTimer | None:
        """Return the timer that was started last of those that run in it."""
        return self._progress.running if self._progress is not None else None

    @property
    def timers(self) -> tuple[RunningTimer, ...]:
        """Return all timers of the file that run, in whatever session."""
        return self._running

    @Slot()
    def read(self) -> None:
        """Ask the file what runs."""
        self._context.read(self, "running", _asking(self._context), self._on_read)

    def pause(self) -> None:
        """Let the timer that was started last rest."""
        self._act(lambda workspace, timer, now: workspace.timers.pause(timer.session_id, timer, now))

    def stop(self) -> None:
        """End the timer that was started last."""
        self._act(lambda workspace, timer, now: workspace.timers.stop(timer.session_id, timer, now))

    def stop_all_at(self, timers: tuple[RunningTimer, ...], instant: datetime) -> None:
        """End timers as if that had been done at `instant`, as one step."""
        self._context.write(self, partial(_stop_all_at, timers, instant))

    def _act(self, command: "Callable[[Workspace, RunningTimer, datetime], Change]") -> None:
        timer = self.running
        if timer is not None and self._context.can_write:
            self._context.flush_requested.emit()
            self._context.write(self, partial(_do, command, timer, self._context.now()))

    @Slot(object)
    def _on_read(self, found: tuple[SessionInProgress | None, tuple[RunningTimer, ...]]) -> None:
        self._progress, self._running = found
        now = self._context.now()
        if self._running and self._asks_first:
            self.doubted.emit(self._running, self._seen_before(now))
        self._asks_first = False
        self._last_tick = now
        if self._running:
            self._note(now)
            self._ticker.start()
        else:
            self._ticker.stop()
        self.renewed.emit()

    @Slot()
    def _on_tick(self) -> None:
        now, before = self._context.now(), self._last_tick
        self._last_tick = now
        if before is not None and not _BACKWARDS <= now - before <= _A_GAP:
            self.doubted.emit(self._running, min(before, now))
        self._note(now)
        self.ticked.emit()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.sessions or change.everything:
            self.read()

    @Slot()
    def _on_file_opened(self) -> None:
        self._asks_first = True
        self.read()

    @Slot()
    def _on_file_closed(self) -> None:
        self._ticker.stop()
        self._progress, self._running = None, ()
        self.renewed.emit()

    def _note(self, now: datetime) -> None:
        """Remember now and then that somebody was there, for the question after a crash."""
        if self._noted is None or now < self._noted or now - self._noted >= _NOTED_EVERY:
            self._noted = now
            self._context.settings.set_text(_SEEN, now.isoformat())

    def _seen_before(self, now: datetime) -> datetime:
        """Return when somebody was there last while a timer ran, as far as that is known: not before the last one started."""
        started = max(timer.running_since for timer in self._running)
        try:
            seen = datetime.fromisoformat(self._context.settings.text(_SEEN))
        except ValueError:
            return started
        seen = seen if seen.tzinfo is not None else seen.replace(tzinfo=UTC)
        return min(max(seen, started), now)


def _asking(context: AppContext) -> "Callable[[Workspace], tuple[SessionInProgress | None, tuple[RunningTimer, ...]]]":
    return partial(_running, context.now(), context.zone)


def _running(now: datetime, zone: ZoneInfo, workspace: "Workspace") -> tuple[SessionInProgress | None, tuple[RunningTimer, ...]]:
    return workspace.timers.in_progress(now, zone), workspace.timers.running(now)


def _do(
    command: "Callable[[Workspace, RunningTimer, datetime], Change]", timer: RunningTimer, now: datetime, workspace: "Workspace"
) -> Change:
    return command(workspace, timer, now)


def _stop_all_at(timers: tuple[RunningTimer, ...], instant: datetime, workspace: "Workspace") -> Change:
    return workspace.timers.stop_all_at(timers, instant)
