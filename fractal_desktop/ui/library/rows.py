"""The lines of the library's list: under their fractals, where there are several, and activities under their groups."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.library import Activity, ActivityGroup, Template
from fractal_desktop.ui.fuzzy import folded, matcher
from fractal_desktop.ui.library.reading import LibraryReading, read_library
from fractal_desktop.ui.library.texts import tr

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class LibraryRow:
    """A line of the list; one without an `id` is a heading, of `group` if that is one. `faded` things are archived or retired."""

    id: str
    name: str
    detail: str = ""
    glyph: str = ""
    faded: bool = False
    group: ActivityGroup | None = None

    @property
    def key(self) -> str:
        """Return the id of the thing or of the group, "" for a heading of no group."""
        return self.id or (self.group.id if self.group is not None else "")


@dataclass(frozen=True, slots=True)
class Shelf:
    """Lines that stand together, in the alphabet's order, with their heading, if they have one; `names` are theirs as they are searched.

    The heading of a group is there without lines, too: else nobody could come by the group.
    """

    heading: LibraryRow | None
    rows: tuple[LibraryRow, ...]
    names: tuple[str, ...]

    def heads(self, fits: Callable[[str], object] | None, *, lines: bool) -> bool:
        """Return whether the heading is offered; `fits` tells what is searched, `lines` whether any line is offered."""
        if self.heading is None or lines:
            return self.heading is not None
        return self.heading.group is not None and (fits is None or bool(fits(folded(self.heading.group.name))))


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
    headings = [((fractal.id, None), _heading(fractal.name if several else "")) for fractal in reading.fractals]
    return _shelves(reading, [*headings, ((None, None), None)], reading.templates, "template")


def activity_shelves(reading: LibraryReading) -> tuple[Shelf, ...]:
    """Return the activities of each fractal, those without a group before its groups; a group is headed as one in its own fractal."""
    several = len(reading.fractals) > 1
    there = {fractal.id for fractal in reading.fractals}
    groups: list[ActivityGroup | None] = [None, *reading.groups]
    roots: list[tuple[GoalId | None, str]] = [*((fractal.id, fractal.name if several else "") for fractal in reading.fractals), (None, "")]
    headings: list[tuple[_Place, LibraryRow | None]] = []
    for root, fractal in roots:
        for group in groups:
            name = " · ".join(filter(None, (fractal, group.name if group is not None else "")))
            own = group is not None and root == (group.root_id if group.root_id in there else None)
            headings.append(((root, group.id if group is not None else None), _heading(name, group if own else None)))
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
        if shelf.heading is not None and shelf.heads(fits, lines=bool(found)):
            rows.append(shelf.heading)
        rows += found
    return rows


_Place = tuple[str | None, str | None]
"""A fractal and a group in it."""


def _heading(name: str, group: ActivityGroup | None = None) -> LibraryRow | None:
    return LibraryRow("", name, group=group) if name or group is not None else None


def _shelves(
    reading: LibraryReading,
    headings: Iterable[tuple[_Place, LibraryRow | None]],
    things: Sequence[Template | Activity],
    glyph: str,
) -> tuple[Shelf, ...]:
    """Return the shelves with these headings by fractal and group; what belongs to none that is there stands on that of None."""
    roots, groups = {fractal.id for fractal in reading.fractals}, {group.id for group in reading.groups}
    places = dict(headings)
    rows: dict[_Place, list[LibraryRow]] = {place: [] for place in places}
    for thing in sorted(things, key=lambda each: each.name.casefold()):
        group = thing.group_id if isinstance(thing, Activity) and thing.group_id in groups else None
        faded = thing.retired if isinstance(thing, Activity) else thing.archived
        root = thing.root_id if thing.root_id in roots else None
        rows[root, group].append(LibraryRow(thing.id, thing.name, "", glyph, faded))
    shelves = (_shelf(heading, rows[place]) for place, heading in places.items())
    return tuple(shelf for shelf in shelves if shelf.rows or (shelf.heading is not None and shelf.heading.group is not None))


def _shelf(heading: LibraryRow | None, rows: Sequence[LibraryRow]) -> Shelf:
    if heading is not None and heading.group is not None and all(row.faded for row in rows):
        heading = replace(heading, detail=tr("all retired") if rows else tr("empty"))
    return Shelf(heading, tuple(rows), tuple(folded(row.name) for row in rows))


def _with_known(shelves: Iterable[Shelf], known: Iterable[Shelf]) -> tuple[Shelf, ...]:
    """Return the shelves with lines that are known already: whether such ones are the same is told in no time."""
    there = {row.id: row for shelf in known for row in shelf.rows}
    return tuple(replace(shelf, rows=tuple(_known(row, there) for row in shelf.rows)) for shelf in shelves)


def _known(row: LibraryRow, there: Mapping[str, LibraryRow]) -> LibraryRow:
    known = there.get(row.id, row)
    return known if known == row else row
