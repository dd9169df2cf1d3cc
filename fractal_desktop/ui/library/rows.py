"""The lines of the library's list: under their fractals, where there are several, and activities under their groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fractal_desktop.domain.library import Activity, Template
from fractal_desktop.ui.fuzzy import folded, matcher
from fractal_desktop.ui.library.reading import LibraryReading, read_library

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A line of the list; one without an `id` is a heading. `faded` things are archived or retired."""

    id: str
    name: str
    detail: str = ""
    glyph: str = ""
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """Lines that stand together, in the alphabet's order, with their heading, if they have one; `names` are theirs as they are searched."""

    heading: str
    rows: tuple[LibraryRow, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """What is in the library, and all its lines in their order: sorting twenty thousand would hold the window up."""

    reading: LibraryReading = field(default_factory=LibraryReading)
    templates: tuple[Shelf, ...] = ()
    activities: tuple[Shelf, ...] = ()


def read_listing(known: Listing) -> "Callable[[Workspace], Listing]":
    """Return what reads the library, off the window's thread. Lines that are as they were in `known` are the same objects again."""

    def read(workspace: "Workspace") -> Listing:
        reading = read_library(workspace)
        templates, activities = template_shelves(reading), activity_shelves(reading)
        return Listing(reading, _with_known(templates, known.templates), _with_known(activities, known.activities))

    return read


def template_shelves(reading: LibraryReading) -> tuple[Shelf, ...]:
    """Return the templates of each fractal, in its order; last those of none that is there."""
    several = len(reading.fractals) > 1
    headings: dict[_Place, str] = {(fractal.id, None): fractal.name if several else "" for fractal in reading.fractals}
    headings[None, None] = ""
    return _shelves(reading, headings, reading.templates, "template")


def activity_shelves(reading: LibraryReading) -> tuple[Shelf, ...]:
    """Return the activities of each fractal, those without a group before its groups."""
    several = len(reading.fractals) > 1
    groups: list[tuple[str | None, str]] = [(None, ""), *((group.id, group.name) for group in reading.groups)]
    roots: list[tuple[str | None, str]] = [*((fractal.id, fractal.name if several else "") for fractal in reading.fractals), (None, "")]
    places = [(root, group, (fractal, name)) for root, fractal in roots for group, name in groups]
    headings: dict[_Place, str] = {(root, group): " · ".join(filter(None, names)) for root, group, names in places}
    return _shelves(reading, headings, reading.activities, "library")


def offered_rows(shelves: Iterable[Shelf], typed: str, *, with_faded: bool, wanted: str | None) -> list[LibraryRow]:
    """Return the lines whose names fit what is typed, under headings that have any; of faded ones at least that with the id `wanted`."""
    fits = matcher(typed) if typed.strip() else None
    rows: list[LibraryRow] = []
    for shelf in shelves:
        found: Sequence[LibraryRow] = shelf.rows
        if fits is not None:
            found = [row for row, name in zip(found, shelf.names, strict=True) if fits(name)]
        if not with_faded:
            found = [row for row in found if not row.faded or row.id == wanted]
        if found and shelf.heading:
            rows.append(LibraryRow("", shelf.heading))
        rows += found
    return rows


_Place = tuple[str | None, str | None]
"""A fractal and a group in it."""


def _shelves(
    reading: LibraryReading,
    headings: Mapping[_Place, str],
    things: Sequence[Template | Activity],
    glyph: str,
) -> tuple[Shelf, ...]:
    """Return the shelves with these headings by fractal and group; what belongs to none that is there stands on that of None."""
    roots, groups = {fractal.id for fractal in reading.fractals}, {group.id for group in reading.groups}
    rows: dict[_Place, list[LibraryRow]] = {place: [] for place in headings}
    for thing in sorted(things, key=lambda each: each.name.casefold()):
        group = thing.group_id if isinstance(thing, Activity) and thing.group_id in groups else None
        faded = thing.retired if isinstance(thing, Activity) else thing.archived
        root = thing.root_id if thing.root_id in roots else None
        rows[root, group].append(LibraryRow(thing.id, thing.name, "", glyph, faded))
    return tuple(_shelf(heading, rows[place]) for place, heading in headings.items() if rows[place])


def _shelf(heading: str, rows: Sequence[LibraryRow]) -> Shelf:
    return Shelf(heading, tuple(rows), tuple(folded(row.name) for row in rows))


def _with_known(shelves: Iterable[Shelf], known: Iterable[Shelf]) -> tuple[Shelf, ...]:
    """Return the shelves with lines that are known already: whether such ones are the same is told in no time."""
    there = {row.id: row for shelf in known for row in shelf.rows}
    return tuple(replace(shelf, rows=tuple(_known(row, there) for row in shelf.rows)) for shelf in shelves)


def _known(row: LibraryRow, there: Mapping[str, LibraryRow]) -> LibraryRow:
    known = there.get(row.id, row)
    return known if known == row else row
