"""Turns a document into the blocks that it is shown as."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from fractal_desktop.domain.document import Document, Item, Section
from fractal_desktop.domain.document_edits import relocated
from fractal_desktop.ui.sessions.blocks import Block, BlockKind
from fractal_desktop.ui.sessions.grid import lines_of, takes_sets
from fractal_desktop.ui.sessions.grid_geometry import grid_height
from fractal_desktop.ui.sessions.item_line import ItemKind, RowSetting

_LINE = 44
_HEADER, _FOOTER, _END = 36, 36, 32


@dataclass(frozen=True, slots=True)
class Outline:
    """What decides which blocks there are, beside the document: what is folded and whose notes are open, by index of the section."""

    folded: frozenset[int] = frozenset()
    open_notes: frozenset[int] = frozenset()

    def look(self, section: Section) -> tuple[bool, bool]:
        """Return whether a section is folded, and whether its notes are seen."""
        return section.index in self.folded, bool(section.notes) or section.index in self.open_notes

    def moved(self, before: Document, after: Document) -> "Outline":
        """Return what keeps the same sections folded, and their notes open, wherever they stand after an edit."""
        if before.sections is after.sections or _heads(before) == _heads(after):
            return self
        return Outline(_moved(self.folded, before, after), _moved(self.open_notes, before, after))


@dataclass(slots=True, eq=False)
class Group:
    """The blocks of one section, or what stands below all of them (`section` None)."""

    section: Section | None
    look: tuple[bool, bool]
    blocks: list[Block]

    @property
    def keys(self) -> list[Hashable]:
        """Return what its blocks are told by."""
        return [block.key for block in self.blocks]


class Grouping:
    """Turns documents into groups of blocks; what an edit has not changed is the same group again."""

    def __init__(self, is_session_timer: Callable[[Item], bool]) -> None:
        self._is_session_timer = is_session_timer
        self._known: dict[int, Group] = {}
        self._setting: RowSetting | None = None

    def groups_of(self, document: Document | None, outline: Outline, setting: RowSetting, metrics: QFontMetrics) -> list[Group]:
        """Return the groups of a document, none for None."""
        if setting is not self._setting:
            self._known.clear()
            self._setting = setting
        if document is None:
            return []
        groups = [self._group(section, outline, setting, metrics) for section in document.sections]
        self._known = {id(group.section): group for group in groups}
        if not setting.read_only:
            below = [Block(BlockKind.FOOTER, ("footer", None), None, height=_FOOTER)] if not document.sections else []
            groups.append(Group(None, (False, False), [*below, Block(BlockKind.END, ("end",), None, height=_END)]))
        return groups

    def _group(self, section: Section, outline: Outline, setting: RowSetting, metrics: QFontMetrics) -> Group:
        known = self._known.get(id(section))
        if known is not None and known.section is section and known.look == outline.look(section):
            return known
        blocks = list(_section_blocks(section, outline.look(section), setting, self._is_session_timer, metrics))
        return Group(section, outline.look(section), blocks)


def is_same_shape(before: Sequence[Group], after: Sequence[Group]) -> bool:
    """Return whether there are the same blocks in the same order."""
    return len(before) == len(after) and all(old is new or old.keys == new.keys for old, new in zip(before, after, strict=True))


def kind_of(item: Item, is_session_timer: Callable[[Item], bool]) -> ItemKind:
    """Return what an item is shown as."""
    if item.is_activity:
        return ItemKind.ACTIVITY
    return ItemKind.SESSION_TIMER if is_session_timer(item) else ItemKind.LINE


def _section_blocks(
    section: Section, look: tuple[bool, bool], setting: RowSetting, is_session_timer: Callable[[Item], bool], metrics: QFontMetrics
) -> Iterator[Block]:
    yield Block(BlockKind.HEADER, ("header", section.index), section, height=_HEADER)
    is_folded, shows_notes = look
    if is_folded:
        return
    if shows_notes:
        yield Block(BlockKind.NOTES, ("notes", section.index), section, height=_notes_height(section.notes, metrics) + 8)
    for item in section.items:
        kind = kind_of(item, is_session_timer)
        key = ("item", kind, item.instance_id is not None, item.instance_id or (section.index, item.index))
        yield Block(BlockKind.ITEM, key, section, item, _item_height(item, setting, metrics))
    if not setting.read_only:
        yield Block(BlockKind.FOOTER, ("footer", section.index), section, height=_FOOTER)


def _item_height(item: Item, setting: RowSetting, metrics: QFontMetrics) -> int:
    """Guess how high an item is without making its row; only long notes and sums make it another height."""
    activity = setting.names.activity(item.activity_id) if item.is_activity else None
    rows = len(lines_of(item, activity)) if item.is_activity or item.metrics or item.sets else 0
    adds = takes_sets(item, activity)
    height = grid_height(rows, rows > 0, adds, False, metrics) if rows or adds else 0
    return _LINE + height + (_notes_height(item.notes, metrics) if item.notes else 0)


def _notes_height(notes: str, metrics: QFontMetrics) -> int:
    lines = sum(1 + len(line) // 90 for line in notes.splitlines()) or 1
    return min(lines, 12) * metrics.lineSpacing() + 34


def _heads(document: Document) -> list[tuple[int, str]]:
    return [(section.index, section.name) for section in document.sections]


def _moved(indexes: frozenset[int], before: Document, after: Document) -> frozenset[int]:
    places = (relocated(("sections", index), before, after) for index in indexes)
    return frozenset(place[1] for place in places if isinstance(place, tuple) and isinstance(place[1], int))
