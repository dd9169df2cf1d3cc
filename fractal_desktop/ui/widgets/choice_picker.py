"""Asks for one of many named things, such as an activity or a template."""

from collections.abc import Iterable, Sequence
from copy import copy
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


class Choices:
    """Many things to choose from, made ready to be searched; that may be done on another thread than the window's."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self._choices = tuple(choices)
        self._hidden: frozenset[str] = frozenset()
        self._index = NameIndex([choice.name for choice in self._choices])
        self._names = {choice.name.casefold() for choice in self._choices}

    def __len__(self) -> int:
        return len(self._choices)

    def best(self, typed: str) -> tuple[Choice, ...]:
        """Return those that fit best, the best first; in their order while nothing is typed."""
        found = (self._choices[hit.position] for hit in self._index.best(typed, _MOST + len(self._hidden)))
        return tuple(choice for choice in found if choice.id not in self._hidden)[:_MOST]

    def get(self, id_: str) -> Choice | None:
        """Return the one with this id."""
        return next((choice for choice in self._choices if choice.id == id_), None)

    def without(self, ids: Iterable[str]) -> "Choices":
        """Return them without some."""
        fewer = copy(self)
        fewer._hidden = frozenset(ids)
        return fewer

    def has(self, name: str) -> bool:
        """Return whether one is called so, in whatever case."""
        return name.casefold() in self._names


class ChoicePicker(EntryPopup):
    """Offers choices in their order, while something is typed those that fit; with `make` also a new thing of the typed name."""

    picked = Signal(str)
    """The id of what was chosen."""
    wanted = Signal(str)
    """Something new of this name."""

    def __init__(
        self, title: str, choices: Choices | Sequence[Choice], glyph: QIcon, parent: QWidget, *, nothing: str = "", make: str = ""
    ) -> None:
        """Where there may be thousands, make `Choices` of them off the window's thread.

        `nothing` is said where nothing fits; `make` is the line for something new, with "{name}" in it.
        """
        super().__init__(title, nothing, parent, width=360)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._choices = choices if isinstance(choices, Choices) else Choices(choices)
        self._glyph = glyph
        self._new = make

    @override
    def entries_for(self, text: str) -> tuple[Entry, ...]:
        entries = [self._entry(choice) for choice in self._choices.best(text)]
        name = " ".join(text.split())
        if self._new and name and not self._choices.has(name):
            entries.append(Entry(self._new.format(name=name), "", self._glyph, partial(self.wanted.emit, name)))
        return tuple(entries)

    def _entry(self, choice: Choice) -> Entry:
        return Entry(choice.name, choice.detail, self._glyph, partial(self.picked.emit, choice.id))
