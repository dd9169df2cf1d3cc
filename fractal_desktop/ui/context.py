"""What every part of the window is given: the open file, the settings, the worker, and the signals between the pages."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.errors import StorageError, UserError
from fractal_desktop.services.zones import system_zone, zone_named
from fractal_desktop.ui.background import Worker
from fractal_desktop.ui.saving import Command, Query, SaveState, Saving, Write
from fractal_desktop.ui.settings import Settings
from fractal_desktop.ui.theme import Theme

if TYPE_CHECKING:  # SQLAlchemy, which comes with it, must not be loaded before the window is painted
    from fractal_desktop.services.workspace import Workspace

T = TypeVar("T")
_logger = logging.getLogger(__name__)


class NoticeKind(StrEnum):
    """How a notice looks."""

    DONE = "done"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence for the bar above the status bar; `undoable` gives it the button "Undo"."""

    text: str
    undoable: bool = False
    kind: NoticeKind = NoticeKind.DONE


class AppContext(QObject):
    """Joins the pages: each asks here for reads and writes and hears here what has changed.

    `workspace` is None while no file is open: reads and writes asked for then are dropped without a word.
    """

    changed = Signal(object)
    """A Change has been committed, here or by another program; a page asks again for what it shows if that was touched."""
    history_changed = Signal()
    """What Undo and Redo would do is different now."""
    file_opened = Signal()
    file_closed = Signal()
    zone_changed = Signal()
    week_start_changed = Signal()
    save_state_changed = Signal(object)
    flush_requested = Signal()
    """Editors write what is not saved yet, now, by `write`."""
    actions_changed = Signal()
    """What can be done is different now, such as after another row was selected: the menus ask again."""
    noticed = Signal(object)
    """A Notice to show."""
    session_requested = Signal(str)
    """Show this session. The window brings up the page first; the page connects to the signal and shows it."""
    goal_requested = Signal(str)
    """Show this goal, likewise."""
    sessions_requested = Signal(object)
    """Show the sessions of this SessionQuery, likewise."""
    back_requested = Signal()
    """Show the page again from which one of these requests came."""
    past_session_requested = Signal()
    """Ask what was practised without the program."""
    start_requested = Signal(str)
    """Start a session from the template with this id, now."""
    activity_requested = Signal(str)
    """Show this activity in the library, likewise."""
    template_requested = Signal(str)
    """Show this template in the library, likewise."""
    view_requested = Signal(str)
    """Show the charts as the saved view with this id has them, likewise."""
    menu_requested = Signal(object, object)
    """Offer the commands with these names ("" is a line) as a menu at this point (QPoint) of the screen."""
    sessions_titled = Signal(str)
    """Comes right before `sessions_requested`: what the list that follows is, such as "February 2026"."""
    text_refused = Signal(str, str)
    """Why something that was typed cannot be stored anywhere any more, and its text: nothing but what is shown of it will keep it."""
    failed_unexpectedly = Signal(object)
    """A bug: an exception that is neither the user's nor the file's. Logged already."""
    _changed_unasked = Signal(object, object)
    """The Workspace in which nobody here has made a Change, and the Change; comes from the worker's thread."""

    def __init__(
        self,
        settings: Settings,
        worker: Worker,
        theme: Theme,
        clock: Callable[[], datetime] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Join what is given; `clock` returns aware UTC (tests and pictures stop it)."""
        super().__init__(parent)
        self.settings = settings
        self.worker = worker
        self.theme = theme
        self._clock = clock or _utc_now
        self._workspace: Workspace | None = None
        self._zone_name = ""
        self._zone: ZoneInfo | None = None
        self._saving = Saving(worker, self._clock, self)
        self._saving.state_changed.connect(self.save_state_changed)
        self._saving.written.connect(self._on_written)
        self._saving.refused.connect(self._on_refused)
        self._changed_unasked.connect(self._on_changed_unasked, Qt.ConnectionType.QueuedConnection)
        settings.changed.connect(self._on_setting_changed)
        worker.unexpected_error.connect(self.show_error)

    @property
    def workspace(self) -> "Workspace | None":
        """Return the open file's services, or None. Use them on the window's thread only for what is quick."""
        return self._workspace

    @property
    def can_write(self) -> bool:
        """Return whether a file is open and may be written."""
        return self._workspace is not None and not self._workspace.read_only

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone that times are shown and entered in; the system's where the chosen one does not exist."""
        name = self.settings.zone_name
        if name != self._zone_name or self._zone is None:
            self._zone_name, self._zone = name, _zone(name)
        return self._zone

    @property
    def first_weekday(self) -> int:
        """Return the first day of a week, 0 for Monday to 6 for Sunday."""
        return self.settings.first_weekday

    @property
    def save_state(self) -> SaveState:
        """Return what the status bar says about saving."""
        return self._saving.state

    def now(self) -> datetime:
        """Return the instant, aware UTC."""
        return self._clock()

    def today(self) -> date:
        """Return the date in the display zone."""
        return self.now().astimezone(self.zone).date()

    def set_workspace(self, workspace: "Workspace") -> None:
        """Show `workspace` from now on; the one before is flushed and closed."""
        self.close_workspace()
        self._workspace = workspace
        self._tell_calendar()
        workspace.history.listen_unasked(partial(self._changed_unasked.emit, workspace))
        self._saving.begin()
        self.file_opened.emit()
        self.history_changed.emit()

    def close_workspace(self) -> None:
        """Write what is unsaved, then close the file, if one is open. Edits that cannot be saved are given up: ask first."""
        if self._workspace is None:
            return
        self.flush()
        self.worker.drop_reads()
        workspace, self._workspace = self._workspace, None
        self._saving.give_up()
        self.file_closed.emit()
        self.worker.run(self, workspace.close)
        self.worker.drain()
        self.history_changed.emit()

    def flush(self) -> bool:
        """Let every editor save and wait for it; return whether all of it is in the file now."""
        self.flush_requested.emit()
        return self.worker.drain() and not self._saving.has_kept

    def read(
        self,
        owner: QObject,
        topic: str,
        query: Callable[["Workspace"], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Ask off the window's thread; `then` gets the answer on it.

        A newer read of the same `owner` and `topic` supersedes this one; nothing comes once `owner` is destroyed or another
        file is open. Without `failed` an error shows as a notice.
        """
        workspace = self._workspace
        if workspace is not None:
            self.worker.read(owner, topic, Query(workspace, query), then, failed or self.show_error)

    def write(
        self,
        owner: QObject,
        command: Command,
        then: Callable[[Change], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        whole: str | None = None,
        keep: bool = True,
    ) -> None:
        """Run one command off the window's thread, after those before it; `changed` tells the pages when it is committed.

        `then` gets the Change first; a note in it is shown. Without `failed` an error shows as a notice. After a StorageError
        the command is kept for Retry, so `failed` may be followed by `then` later on. An editor that writes all it shows of a thing
        names that by `whole`: another write of it by the same owner that succeeds replaces the one that is kept. Without `keep`
        it is not kept: a dialog still holds what was entered, and may be cancelled.
        """
        if self._workspace is not None:
            self._saving.submit(self._workspace, Write(owner, command, then, failed, whole, keep))

    @Slot()
    def look_around(self) -> None:
        """Let the pages follow what other programs have written, if they have: every read looks for that first."""
        self.read(self, "others", _nothing, _nothing)

    @Slot()
    def retry(self) -> None:
        """Try the writes once more that the file refused."""
        if self._workspace is not None:
            self._saving.retry(self._workspace)

    @Slot()
    def undo(self) -> None:
        """Take back the last change; says so if it cannot."""
        self._step("undo")

    @Slot()
    def redo(self) -> None:
        """Do once more what was taken back."""
        self._step("redo")

    def notify(self, text: str, undoable: bool = False) -> None:
        """Show a sentence for ten seconds, with "Undo" if `undoable`."""
        self.noticed.emit(Notice(text, undoable))

    @Slot(object)
    def notify_done(self, change: Change) -> None:
        """Say what was done, with "Undo"; where nothing was, that button would take back another step."""
        if not change.is_nothing:
            self.notify(change.done, undoable=True)

    @Slot(object)
    def show_error(self, error: Exception) -> None:
        """Show what a person can act on as a notice; anything else is a bug and reported as one."""
        if isinstance(error, UserError | StorageError):
            self.noticed.emit(Notice(str(error), kind=NoticeKind.PROBLEM))
            return
        _logger.error("unexpected error in the worker", exc_info=error)
        self.failed_unexpectedly.emit(error)

    def _step(self, direction: str) -> None:
        workspace = self._workspace
        if workspace is None or workspace.read_only:
            return
        self.flush_requested.emit()
        # Not kept for Retry: by then another step than the one that was meant may be the last.
        self.write(self, _undo if direction == "undo" else _redo, keep=False)

    @Slot(object, object)
    def _on_changed_unasked(self, workspace: "Workspace", change: Change) -> None:
        if workspace is self._workspace:
            self.changed.emit(change)

    @Slot(object)
    def _on_written(self, change: Change) -> None:
        self.changed.emit(change)
        self.history_changed.emit()
        if change.note:
            self.notify(change.note, undoable=True)

    @Slot(object, bool)
    def _on_refused(self, error: Exception, is_taken: bool) -> None:
        if not is_taken:
            self.show_error(error)
        self.history_changed.emit()

    def _tell_calendar(self) -> None:
        """Let targets be measured in the days and weeks that are shown."""
        if self._workspace is not None:
            self._workspace.display_zone = self.zone
            self._workspace.first_weekday = self.first_weekday

    @Slot(str)
    def _on_setting_changed(self, name: str) -> None:
        if name in ("zone", "week_start"):
            self._tell_calendar()
        if name == "zone":
            self.zone_changed.emit()
        elif name == "week_start":
            self.week_start_changed.emit()
        elif name == "theme":
            self.theme.set_mode(self.settings.theme)


def _nothing(_: object) -> None:
    """Ask for nothing."""


def _undo(workspace: "Workspace") -> Change:
    return workspace.history.undo()


def _redo(workspace: "Workspace") -> Change:
    return workspace.history.redo()


def _zone(name: str) -> ZoneInfo:
    try:
        return zone_named(name) if name else system_zone()
    except UserError:
        return system_zone()


def _utc_now() -> datetime:
    return datetime.now(UTC)
