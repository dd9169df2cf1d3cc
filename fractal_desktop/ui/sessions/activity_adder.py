"""Asks which activity a section is to get."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.document import Section
from fractal_desktop.domain.ids import ActivityId
from fractal_desktop.domain.library import ActivityName, LibraryNames
from fractal_desktop.domain.practice_session import PracticeSession
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.editor_commands import creating_activity
from fractal_desktop.ui.sessions.session_reading import ActivityOffer, offered_activities
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class ActivityAdder(QObject):
    """Opens a pop-up with the activities of the session's fractal; a name that is new there makes an activity."""

    chosen = Signal(object, object)
    """The StructureEdit that adds what was chosen, and the Section that it goes into (None: one that is made for it)."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._parent = parent
        self._session: PracticeSession | None = None
        self._section: Section | None = None
        self._names = LibraryNames()

    def ask(self, session: PracticeSession, section: Section | None, names: LibraryNames, anchor: QWidget) -> None:
        """Ask what `section` is to get (None: one that is made for it), below `anchor`."""
        self._session, self._section, self._names = session, section, names
        self._context.read(self, "offers", _choices(offered_activities(session), self.tr("recent")), partial(self._open, anchor))

    def _open(self, anchor: QWidget, choices: Choices) -> None:
        if self._session is None or not isValid(anchor) or not anchor.isVisible():
            return
        make = self.tr("New activity “{name}”") if self._session.root_id is not None else ""
        none_yet = self.tr("There are no activities yet. Type a name to make one.")
        nothing = self.tr("No activity is called like that.") if choices else none_yet
        picker = ChoicePicker(self.tr("Find an activity"), choices, icon("library", "muted"), self._parent, nothing=nothing, make=make)
        picker.picked.connect(self._on_picked)
        picker.wanted.connect(self._on_wanted)
        picker.open_below(anchor)

    @Slot(str)
    def _on_picked(self, activity_id: str) -> None:
        activity = self._names.activity(activity_id)
        if activity is not None:
            self.chosen.emit(structure.adding_activity(self._section, activity), self._section)

    @Slot(str)
    def _on_wanted(self, name: str) -> None:
        if self._session is not None and self._session.root_id is not None:
            self._context.write(self, creating_activity(self._session.root_id, name), partial(self._on_created, name))

    def _on_created(self, name: str, change: Change) -> None:
        if change.created is not None:
            bare = ActivityName(ActivityId(change.created), name, False, False, False, (), ())
            self.chosen.emit(structure.adding_activity(self._section, bare), self._section)


def _choices(offers: "Callable[[Workspace], tuple[ActivityOffer, ...]]", recent: str) -> "Callable[[Workspace], Choices]":
    """Return what reads the offers, `recent` standing beside those that are."""

    def read(workspace: "Workspace") -> Choices:
        details = ((offer, (recent if offer.is_recent else "", offer.group)) for offer in offers(workspace))
        return Choices(Choice(offer.id, offer.name, " · ".join(filter(None, detail))) for offer, detail in details)

    return read
