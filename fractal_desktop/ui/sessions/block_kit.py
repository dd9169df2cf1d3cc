"""The widgets that blocks are shown in: made, filled, and kept ticking."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.document import Section
from fractal_desktop.domain.timer import Timer
from fractal_desktop.ui.sessions.block_list import kind_of
from fractal_desktop.ui.sessions.block_widgets import NotesBlock, SectionAdder
from fractal_desktop.ui.sessions.blocks import Block, BlockKind
from fractal_desktop.ui.sessions.document_acts import DocumentActs
from fractal_desktop.ui.sessions.item_line import RowSetting
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.section_footer import SectionFooter
from fractal_desktop.ui.sessions.section_header import SectionHeader
from fractal_desktop.ui.sessions.timer_board import TimerBoard, live_seconds


class BlockKit(QObject):
    """Knows which widget shows which kind of block, and what it shows."""

    value_edited = Signal(object, object)
    parts_made = Signal()
    """A row has got something more to go to."""
    toggled = Signal(int, bool)
    """The index of a section, and whether it was unfolded (or folded)."""

    def __init__(self, passage: QObject, acts: DocumentActs, timers: TimerBoard, parent: QWidget) -> None:
        super().__init__(parent)
        self._passage = passage
        self._acts = acts
        self._timers = timers
        self._parent = parent
        self._setting: RowSetting | None = None
        self._now: datetime | None = None

    def show_as(self, setting: RowSetting, now: datetime) -> None:
        """Fill widgets like this from now on."""
        self._setting, self._now = setting, now

    def made(self, block: Block) -> QWidget:
        """Return a new widget for a block, which has to be filled yet."""
        if block.kind is BlockKind.ITEM and block.item is not None:
            row = ItemRow(block.item, kind_of(block.item, self._timers.is_of_session), self._passage, self._parent)
            row.value_edited.connect(self.value_edited)
            row.parts_made.connect(self.parts_made)
            self._acts.join_row(row)
            return row
        if block.kind is BlockKind.HEADER:
            header = SectionHeader(self._passage, self._parent)
            header.toggled.connect(self._on_toggled)
            self._acts.join_header(header)
            return header
        if block.kind is BlockKind.NOTES:
            notes = NotesBlock(self._passage, self._parent)
            notes.value_edited.connect(self.value_edited)
            return notes
        if block.kind is BlockKind.FOOTER:
            footer = SectionFooter(self._passage, self._parent)
            self._acts.join_footer(footer)
            return footer
        adder = SectionAdder(self._passage, self._parent)
        self._acts.join_adder(adder)
        return adder

    def fill(self, block: Block, folded: frozenset[int]) -> None:
        """Show in a block's widget what the block holds now; `folded` are the indexes of such sections."""
        setting, now, widget = self._setting, self._now, block.widget
        assert setting is not None
        assert now is not None
        if isinstance(widget, ItemRow) and block.item is not None:
            widget.show_item(block.item, setting, self._timers.of(block.item), now)
        elif isinstance(widget, SectionHeader) and block.section is not None:
            live = _live(block.section, self._timers.running(), now)
            widget.show_section(block.section, read_only=setting.read_only, live_seconds=live)
            widget.setChecked(block.section.index not in folded)
        elif isinstance(widget, NotesBlock) and block.section is not None:
            widget.show_section(block.section, read_only=setting.read_only)
        elif isinstance(widget, SectionFooter):
            widget.show_section(block.section)

    def tick(self, blocks: Iterable[Block], now: datetime) -> None:
        """Show what is on the timers that run; only digits change."""
        self._now = now
        running = self._timers.running()
        paths = {timer.path for timer in running}
        for block in blocks:
            if isinstance(block.widget, ItemRow) and block.widget.item.path in paths:
                block.widget.tick(now)
            elif isinstance(block.widget, SectionHeader) and block.section is not None:
                live = _live(block.section, running, now)
                if live is not None:
                    block.widget.show_live(live)

    @Slot(bool)
    def _on_toggled(self, unfolded: bool) -> None:
        header = self.sender()
        if isinstance(header, SectionHeader):
            self.toggled.emit(header.section.index, unfolded)


def _live(section: Section, running: tuple[Timer, ...], now: datetime) -> int | None:
    """Return a section's length with what runs in it, None if nothing does."""
    mine = tuple(timer for timer in running if timer.path[:2] == ("sections", section.index))
    return live_seconds(mine, section.actual_seconds or 0, now) if mine else None
