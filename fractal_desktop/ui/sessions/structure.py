"""What a person does to the sections, items and sets of a session, each as a named step; moves with the place where things stand then."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import uuid4

from fractal_desktop.domain import document_edits as edits
from fractal_desktop.domain.document import Document, Item, Section
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.domain.library import ActivityName
from fractal_desktop.ui.sessions.steps import At, Restructuring

FIRST_SECTION = "Practice"
"""What the section is called that is made for the first item of a session."""

_UNNAMED = "a line without a name"


@dataclass(frozen=True, slots=True)
class StructureEdit:
    """A step for the Edit menu and what it does. The label is a verb phrase; what it begins with is known to `domain/change.py`."""

    label: str
    restructuring: Restructuring


class Move(NamedTuple):
    """A move, and where what is moved stands after it."""

    edit: StructureEdit
    path: Path


def adding_section(name: str, position: int | None = None) -> StructureEdit:
    """Return how a section is added, before the one at `position` or behind all."""

    def add(document: Document, _at: At) -> Document:
        return edits.add_section(document, name, position)

    return StructureEdit(f"Add {name.strip()}", add)


def renaming_section(section: Section, name: str) -> StructureEdit:
    """Return how a section gets another name."""
    path = _path(section)
    return StructureEdit(f"Rename {section.name}", lambda document, at: edits.rename_section(document, _index(at(path)), name))


def planning(section: Section, minutes: float | None) -> StructureEdit:
    """Return how a section gets other planned minutes."""
    path = _path(section)
    return StructureEdit(
        f"Change plan of {section.name}", lambda document, at: edits.set_planned_minutes(document, _index(at(path)), minutes)
    )


def removing_section(section: Section) -> StructureEdit:
    """Return how a section is taken away with its items."""
    path = _path(section)
    return StructureEdit(f"Remove {section.name or 'section'}", lambda document, at: edits.remove_section(document, _index(at(path))))


def moving_section(document: Document, section: Section, before: Section | None) -> Move | None:
    """Return how a section is moved before another, None for behind all; None if it stands there already."""
    others = [each.index for each in document.sections if each.index != section.index]
    to = _position(others, section.index, before.index if before is not None else None)
    if to == section.index:
        return None
    path = _path(section)
    edit = StructureEdit(f"Move {section.name or 'section'}", lambda document, at: edits.move_section(document, _index(at(path)), to))
    return Move(edit, ("sections", to))


def adding_activity(section: Section | None, activity: ActivityName) -> StructureEdit:
    """Return how an item of an activity is added behind all others of a section, None for one that is made for it.

    It has the same ids however often that is done.
    """
    new_id = _Ids()

    def add(document: Document, at: At) -> Document:
        document, index = _home(document, section, at)
        return edits.add_activity(document, index, activity, new_id.again())

    return StructureEdit(f"Add {activity.name}", add)


def adding_line(section: Section | None, name: str) -> StructureEdit:
    """Return how a plain line is added behind all others of a section, None for one that is made for it."""

    def add(document: Document, at: At) -> Document:
        document, index = _home(document, section, at)
        return edits.add_line(document, index, name)

    return StructureEdit(f"Add {name.strip()}", add)


def renaming_item(item: Item, name: str) -> StructureEdit:
    """Return how an item gets another name."""
    return StructureEdit(f"Rename {item.name or _UNNAMED}", lambda document, at: edits.rename_item(document, at(item.path), name))


def removing_item(item: Item, name: str) -> StructureEdit:
    """Return how an item is taken away; `name` is what it is shown as."""
    return StructureEdit(f"Remove {name}", lambda document, at: edits.remove_item(document, at(item.path)))


def moving_item(document: Document, item: Item, section: Section, before: Item | None) -> Move | None:
    """Return how an item is moved into a section before another, None for behind all; None if it stands there already."""
    at_home = section.index == item.section_index
    others = [each.index for each in section.items if not (at_home and each.index == item.index)]
    to = _position(others, item.index if at_home else None, before.index if before is not None else None)
    if at_home and to == item.index:
        return None
    path, home = item.path, _path(section)
    edit = StructureEdit(f"Move {item.name or _UNNAMED}", lambda document, at: edits.move_item(document, at(path), _index(at(home)), to))
    return Move(edit, document.path(section.index, to))


def moved_by_one(document: Document, item: Item, step: int) -> Move | None:
    """Return how an item is moved up (-1) or down (1) by one place, from the edge of a section into the next; None at the very end."""
    sections = document.sections
    home = next(position for position, section in enumerate(sections) if section.index == item.section_index)
    items = sections[home].items
    position = items.index(item) + step
    if 0 <= position < len(items):
        after = position + 1 if step > 0 else position
        return moving_item(document, item, sections[home], items[after] if after < len(items) else None)
    if not 0 <= home + step < len(sections):
        return None
    target = sections[home + step]
    return moving_item(document, item, target, target.items[0] if step > 0 and target.items else None)


def section_moved_by_one(document: Document, section: Section, step: int) -> Move | None:
    """Return how a section is moved up or down by one place; None at the end."""
    sections = document.sections
    position = sections.index(section) + step
    if not 0 <= position < len(sections):
        return None
    after = position + 1 if step > 0 else position
    return moving_section(document, section, sections[after] if after < len(sections) else None)


def adding_set(item: Item, name: str) -> StructureEdit:
    """Return how an item gets another set, with the values of its last one."""
    new_id = _Ids()
    return StructureEdit(f"Add a set to {name}", lambda document, at: edits.add_set(document, at(item.path), new_id.again()))


def removing_set(item: Item, index: int, name: str) -> StructureEdit:
    """Return how a set is taken away."""
    number = 1 + sum(each.index < index for each in item.sets)

    def remove(document: Document, at: At) -> Document:
        *path, _, there = at((*item.path, "sets", index))
        assert isinstance(there, int)
        return edits.remove_set(document, tuple(path), there)

    return StructureEdit(f"Remove set {number} of {name}", remove)


class _Ids:
    """Gives new ids, and the same ones again when what they were for is done again: once on the screen, once in the file."""

    def __init__(self) -> None:
        self._known: list[str] = []

    def again(self) -> "_IdsFromStart":
        """Return a giver that begins with the first id."""
        return _IdsFromStart(self._known)


class _IdsFromStart:
    def __init__(self, known: list[str]) -> None:
        self._known = known
        self._given = 0

    def __call__(self) -> str:
        if self._given == len(self._known):
            self._known.append(str(uuid4()))
        self._given += 1
        return self._known[self._given - 1]


def _home(document: Document, section: Section | None, at: At) -> tuple[Document, int]:
    """Return the document with a section to add to, and where that stands."""
    if section is not None:
        return document, _index(at(_path(section)))
    document = edits.add_section(document, FIRST_SECTION)
    return document, document.sections[-1].index


def _path(section: Section) -> Path:
    return ("sections", section.index)


def _index(path: Path) -> int:
    index = path[1]
    assert isinstance(index, int)
    return index


def _position(others: list[int], own: int | None, before: int | None) -> int:
    """Return the position in a list, without what moves in it, before the element at `before` or behind the last of the `others`."""
    if before is not None:
        return before - 1 if own is not None and own < before else before
    last = others[-1] if others else -1
    return last if own is not None and own < last else last + 1
