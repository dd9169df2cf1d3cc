"""Turns a document into the blocks that it is shown as."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtGui import QFontMetrics

from fractal_desktop.domain.document import Document, Item, Section
from fractal_desktop.ui.sessions.blocks import Block, BlockKind
from fractal_desktop.ui.sessions.grid import lines_of, takes_sets
from fractal_desktop.ui.sessions.grid_geometry import grid_height
from fractal_desktop.ui.sessions.item_row import ItemKind, RowSetting

_LINE = 44
_HEADER, _FOOTER, _END = 36, 36, 32


@dataclass(frozen=True, slots=True)
class Outline:
    """What decides which blocks there are, beside the document: what is folded and whose notes are open, by index of the section."""

    folded: frozenset[int] = frozenset()
    open_notes: frozenset[int] = frozenset()


def blocks_of(
    document: Document | None, outline: Outline, setting: RowSetting, is_session_timer: Callable[[Item], bool], metrics: QFontMetrics
) -> list[Block]:
    """Return the blocks of a document, none for None."""
    if document is None:
        return []
    blocks: list[Block] = []
    for section in document.sections:
        blocks += _section_blocks(section, outline, setting, is_session_timer, metrics)
    if not setting.read_only:
        if not document.sections:
            blocks.append(Block(BlockKind.FOOTER, ("footer", None), None, height=_FOOTER))
        blocks.append(Block(BlockKind.END, ("end",), None, height=_END))
    return blocks


def kind_of(item: Item, is_session_timer: Callable[[Item], bool]) -> ItemKind:
    """Return what an item is shown as."""
    if item.is_activity:
        return ItemKind.ACTIVITY
    return ItemKind.SESSION_TIMER if is_session_timer(item) else ItemKind.LINE


def _section_blocks(
    section: Section, outline: Outline, setting: RowSetting, is_session_timer: Callable[[Item], bool], metrics: QFontMetrics
) -> Iterator[Block]:
    yield Block(BlockKind.HEADER, ("header", section.index), section, height=_HEADER)
    if section.index in outline.folded:
        return
    if section.notes or section.index in outline.open_notes:
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
