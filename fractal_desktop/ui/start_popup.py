"""What can be started, to choose from by a few letters and Enter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.ids import SessionId, TemplateId
from fractal_desktop.ui.fuzzy import NameIndex
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.texts import day_text
from fractal_desktop.ui.widgets.entry_popup import Entry, EntryPopup

_MOST = 50


@dataclass(frozen=True, slots=True)
class StartChoice:
    """A template or an old session that can be started, and the day (display zone) it was last, None if never."""

    id: str
    name: str
    last: date | None = None


class StartPopup(EntryPopup):
    """Offers a blank session, the last one again, and the templates; whatever else is typed can be a new session's name."""

    blank_chosen = Signal()
    again_chosen = Signal(str)
    template_chosen = Signal(str)
    name_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(self.tr("Start a session"), "", parent, width=440)
        self.setAccessibleName(self.tr("Start a session"))
        self._today: date | None = None
        self._choices: tuple[Entry, ...] = ()
        self._index = NameIndex(())
        self.show_choices(None, (), None)

    def show_choices(self, last: StartChoice | None, templates: Sequence[StartChoice], today: date | None) -> None:
        """Offer these from now on, in this order; days of this year are shown without it."""
        self._today = today
        entries = [Entry(self.tr("Blank session"), "", icon("plus", "muted"), self.blank_chosen.emit)]
        if last is not None:
            run = partial(self.again_chosen.emit, SessionId(last.id))
            entries.append(Entry(self.tr("Again: {name}").format(name=last.name), self._day(last), icon("refresh", "muted"), run))
        for template in templates:
            run = partial(self.template_chosen.emit, TemplateId(template.id))
            entries.append(Entry(template.name, self._day(template), icon("template", "muted"), run))
        self._choices = tuple(entries)
        self._index = NameIndex([entry.text for entry in entries])
        if self.isVisible():
            self.search_again()

    @override
    def entries_for(self, text: str) -> tuple[Entry, ...]:
        found = [self._choices[hit.position] for hit in self._index.best(text, _MOST)]
        name = " ".join(text.split())
        if name and not any(entry.text.casefold() == name.casefold() for entry in found):
            words = self.tr("New session called “{name}”").format(name=name)
            found.append(Entry(words, "", icon("plus", "muted"), partial(self.name_chosen.emit, name)))
        return tuple(found)

    def _day(self, choice: StartChoice) -> str:
        return day_text(choice.last, QLocale(), self._today) if choice.last is not None else ""
