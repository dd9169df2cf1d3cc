"""The timers of the session that is shown: started and stopped, and counted up on the screen."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from fractal_desktop.domain.document import Item
from fractal_desktop.domain.document_edits import item_at
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.ids import InstanceId, SessionId
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.timer import Timer, TimerState
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.document_view import DocumentView
from fractal_desktop.ui.sessions.editor_commands import TimerAct, setting_timer, timing

_SECOND_MS = 1000


class TimerControl(QObject):
    """Does what is asked of timers, and ticks once a second while one runs and the view is seen."""

    ticked = Signal()

    def __init__(self, context: AppContext, view: DocumentView, flush: Callable[[], None]) -> None:
        """`flush` writes what is being typed: a timer is started in the session as it is seen."""
        super().__init__(view)
        self._context = context
        self._view = view
        self._flush = flush
        self._session_id: SessionId | None = None
        self._last: InstanceId | Path | None = None
        self._ticker = QTimer(self)
        self._ticker.setSingleShot(True)
        self._ticker.timeout.connect(self._on_tick)
        view.timer_start_asked.connect(self.start)
        view.timer_pause_asked.connect(self._on_pause_asked)
        view.timer_stop_asked.connect(self._on_stop_asked)
        view.timer_reset_asked.connect(self._on_reset_asked)
        view.timer_set.connect(self._on_set)

    def follow(self, session_id: SessionId | None) -> None:
        """Care for the timers of the session that is shown now."""
        if session_id != self._session_id:
            self._session_id, self._last = session_id, None
        if not self._ticker.isActive():
            self._arm()

    @Slot(object, bool)
    def start(self, path: Path | None, alone: bool = True) -> None:
        """Start the timer of an item, None for that of the whole session; the others rest if it is to run alone."""
        self._act(TimerAct.START if alone else TimerAct.START_BESIDE, path)

    @Slot()
    def toggle(self) -> None:
        """Start or pause a timer: of the item with the focus, else the one that was used last or runs, else that of the session."""
        row = self._view.focused_row()
        path = row.item.path if row is not None and row.is_timed else self._last_path()
        timer = next((timer for timer in self._view.timers.running() if timer.path == path), None)
        if path is None:
            self.toggle_session()
        else:
            self._act(TimerAct.PAUSE if timer is not None else TimerAct.START, path)

    @Slot()
    def toggle_session(self) -> None:
        """Start or pause the timer of the whole session."""
        timer = self._view.timers.session_timer()
        runs = timer is not None and timer.state is TimerState.RUNNING
        self._act(TimerAct.PAUSE if runs else TimerAct.START, None)

    def _last_path(self) -> Path | None:
        """Return where the item stands whose timer was used last in this session, else one that runs."""
        document = self._view.document
        if self._last is not None and document is not None:
            for item in document.items:
                if self._last in (item.instance_id, item.path):
                    return item.path
        running: tuple[Timer, ...] = self._view.timers.running()
        return running[-1].path if running else None

    def _act(self, act: TimerAct, path: Path | None) -> None:
        where = self._where(path)
        if self._session_id is None or not self._context.can_write or (path is not None and where is None):
            return
        self._flush()
        if where is not None and act in (TimerAct.START, TimerAct.START_BESIDE, TimerAct.PAUSE):
            self._last = where
        self._context.write(self, timing(self._session_id, act, where, self._context.now()))

    def _where(self, path: Path | None) -> InstanceId | Path | None:
        """Return how an item is told: by its id, which it keeps wherever it moves; by its place if it has none of its own."""
        item, document = self._item(path), self._view.document
        if item is None or document is None:
            return None
        shares = sum(each.instance_id == item.instance_id for each in document.items) > 1
        return item.path if shares else item.instance_id or item.path

    def _item(self, path: Path | None) -> Item | None:
        document = self._view.document
        if path is None or document is None:
            return None
        try:
            return item_at(document, path)
        except UserError:
            return None

    def _arm(self) -> None:
        """Wait for the next full second of what runs."""
        running = self._view.timers.running() if self._view.isVisible() else ()
        if running:
            self._ticker.start(_SECOND_MS - running[0].elapsed_ms(self._context.now()) % _SECOND_MS)

    @Slot()
    def _on_tick(self) -> None:
        if self._view.isVisible():
            self._view.tick(self._context.now())
            self.ticked.emit()
            self._arm()

    @Slot(object)
    def _on_pause_asked(self, path: Path | None) -> None:
        self._act(TimerAct.PAUSE, path)

    @Slot(object)
    def _on_stop_asked(self, path: Path | None) -> None:
        self._act(TimerAct.STOP, path)

    @Slot(object)
    def _on_reset_asked(self, path: Path | None) -> None:
        self._act(TimerAct.RESET, path)

    @Slot(object, int)
    def _on_set(self, path: Path, seconds: int) -> None:
        where = self._where(path)
        if self._session_id is not None and where is not None:
            self._flush()
            self._context.write(self, setting_timer(self._session_id, where, seconds, self._context.now()))
