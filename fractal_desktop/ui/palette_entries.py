"""What the palette offers: the commands that can be given now, and the names in the open file."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction

from fractal_desktop.domain.catalogue import EntryKind, NamedEntry
from fractal_desktop.domain.change import Change
from fractal_desktop.domain.entry_words import EntryWords
from fractal_desktop.ui.actions import THEME, Actions
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.fuzzy import Hit, NameIndex
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.quick_log import QuickLog
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.widgets.entry_popup import Entry
from fractal_desktop.ui.widgets.wall_clock import wall_of

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_MOST = 20
_MOST_SESSIONS = 5
_ICONS = {EntryKind.TEMPLATE: "template", EntryKind.ACTIVITY: "library", EntryKind.SESSION: "clock", EntryKind.VIEW: "analytics"}


@dataclass(frozen=True, slots=True)
class _Names:
    """The names in a file, ready to be searched; made off the window's thread."""

    entries: tuple[NamedEntry, ...]
    index: NameIndex
    words: EntryWords


_NOTHING = _Names((), NameIndex(()), EntryWords())


class PaletteEntries(QObject):
    """Finds commands and names; the names are read anew when the palette opens and they may have changed."""

    renewed = Signal()

    def __init__(self, context: AppContext, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._registry = actions
        self._commands: tuple[QAction, ...] = ()
        self._command_words: tuple[str, ...] = ()
        self._command_index = NameIndex(())
        self._names = _NOTHING
        self._is_stale = True
        self._quick_log = QuickLog(context, self)
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._forget)
        context.file_closed.connect(self._forget)

    def renew(self) -> None:
        """Ask again what there is; `renewed` comes when the names are there."""
        self._registry.refresh()
        themes = self._registry.submenu(THEME)
        plain = tuple(action for action in self._registry.all() if action.isEnabled())
        self._commands = (*plain, *themes.actions())
        title = themes.title().replace("&", "")
        self._command_words = (*map(_words, plain), *(f"{title}: {_words(action)}" for action in themes.actions()))
        self._command_index = NameIndex(self._command_words)
        if self._is_stale:
            self._context.read(self, "names", _names, self._on_names)

    def fitting(self, text: str) -> tuple[Entry, ...]:
        """Return what fits `text` best, names and commands together; every command if it is empty.

        Before all that comes what would be logged, where the text says something that was practised.
        """
        if not text.strip():
            return tuple(map(self._command_entry, range(len(self._commands))))
        commands = [(hit, partial(self._command_entry, hit.position)) for hit in self._command_index.best(text, _MOST)]
        names = [(hit, partial(self._name_entry, self._names.entries[hit.position])) for hit in self._fitting_names(text)]
        ranked = sorted([*names, *commands], key=lambda found: -found[0].score)
        # What a line means is said only by names that are right: whoever types fast may press Enter before they have been read.
        logged = () if self._is_stale else self._quick_log.entries(text, self._names.words)
        return (*logged, *(made() for _, made in ranked[:_MOST]))

    def _fitting_names(self, text: str) -> list[Hit]:
        """Return the names that fit best; sessions have the same name day after day, so only the newest few of them."""
        hits = self._names.index.best(text, _MOST * 5)
        sessions = [hit for hit in hits if self._names.entries[hit.position].kind is EntryKind.SESSION]
        return [hit for hit in hits if hit not in sessions[_MOST_SESSIONS:]][:_MOST]

    @Slot(object)
    def _on_names(self, names: _Names) -> None:
        self._names = names
        self._is_stale = False
        self.renewed.emit()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.tree or change.library or change.views or change.everything or change.sessions:
            self._is_stale = True

    @Slot()
    def _forget(self) -> None:
        self._names = _NOTHING
        self._is_stale = True

    def _command_entry(self, position: int) -> Entry:
        action = self._commands[position]
        keys = action.shortcut()
        return Entry(self._command_words[position], keys.toString(keys.SequenceFormat.NativeText), icon("command", "muted"), action.trigger)

    def _name_entry(self, entry: NamedEntry) -> Entry:
        glyph = goal_icon(entry.goal_type) if entry.goal_type is not None else icon(_ICONS[entry.kind], "muted")
        return Entry(entry.name, self._detail(entry), glyph, partial(self._wanted(entry.kind).emit, entry.id))

    def _detail(self, entry: NamedEntry) -> str:
        if entry.kind is EntryKind.GOAL:
            return " › ".join(entry.above)
        if entry.kind is EntryKind.SESSION and entry.start is not None:
            return day_text(wall_of(entry.start, self._context.zone).date(), QLocale())
        words = {EntryKind.TEMPLATE: self.tr("Start a session"), EntryKind.VIEW: self.tr("View of the charts")}
        return words.get(entry.kind, self.tr("Activity"))

    def _wanted(self, kind: EntryKind) -> SignalInstance:
        signals = {
            EntryKind.GOAL: self._context.goal_requested,
            EntryKind.SESSION: self._context.session_requested,
            EntryKind.TEMPLATE: self._context.start_requested,
            EntryKind.ACTIVITY: self._context.activity_requested,
            EntryKind.VIEW: self._context.view_requested,
        }
        return signals[kind]


def _names(workspace: "Workspace") -> _Names:
    entries = workspace.catalogue.entries()
    return _Names(entries, NameIndex([entry.name for entry in entries]), workspace.practice.entry_words())


def _words(action: QAction) -> str:
    return action.text().replace("&", "")
