"""Asks for one of many named things, such as an activity or a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.fuzzy import NameIndex
from fractal_desktop.ui.widgets.entry_popup import Entry, EntryPopup

_MOST = 50


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: what `picked` is to tell, its name, and what stands muted beside it."""

    id: str
    name: str
    detail: str = ""


class ChoicePicker(EntryPopup):
    """Offers choices in their order, while something is typed those that fit; with `make` also a new thing of the typed name."""

    picked = Signal(str)
    """The id of what was chosen."""
    wanted = Signal(str)
    """Something new of this name."""

    def __init__(self, title: str, choices: Sequence[Choice], glyph: QIcon, parent: QWidget, *, nothing: str = "", make: str = "") -> None:
        """`nothing` is said where nothing fits; `make` is the line for something new, with "{name}" in it."""
        super().__init__(title, nothing, parent, width=360)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._choices = tuple(choices)
        self._index = NameIndex([choice.name for choice in choices])
        self._glyph = glyph
        self._new = make

    @override
    def entries_for(self, text: str) -> tuple[Entry, ...]:
        hits = self._index.best(text, _MOST)
        entries = [self._entry(self._choices[hit.position]) for hit in hits]
        name = " ".join(text.split())
        if self._new and name and not any(choice.name.casefold() == name.casefold() for choice in self._choices):
            entries.append(Entry(self._new.format(name=name), "", self._glyph, partial(self.wanted.emit, name)))
        return tuple(entries)

    def _entry(self, choice: Choice) -> Entry:
        return Entry(choice.name, choice.detail, self._glyph, partial(self.picked.emit, choice.id))
