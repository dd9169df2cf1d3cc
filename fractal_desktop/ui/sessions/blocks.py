"""What a session's contents are made of, one below the other; widgets are made only for what can be seen."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Item, Section

_BEFORE_SECTION = 8


class BlockKind(StrEnum):
    """The parts of a section, and what stands below all of them."""

    HEADER = "header"
    NOTES = "notes"
    ITEM = "item"
    FOOTER = "footer"
    END = "end"


@dataclass(slots=True, eq=False)
class Block:
    """One part. `key` is the same for the same thing before and after an edit; `height` is a guess until there is a widget."""

    kind: BlockKind
    key: Hashable
    section: Section | None
    item: Item | None = None
    height: int = 0
    top: int = 0
    widget: QWidget | None = None

    @property
    def in_card(self) -> bool:
        """Return whether it stands in the card of its section."""
        return self.kind in (BlockKind.NOTES, BlockKind.ITEM, BlockKind.FOOTER)

    @property
    def bottom(self) -> int:
        """Return where it ends."""
        return self.top + self.height


class BlockLayout(QLayout):
    """Stacks blocks, those without a widget too: for them room is left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._blocks: Sequence[Block] = ()
        self._made: list[Block] = []
        self._items: dict[int, QLayoutItem] = {}
        self._height: int | None = None
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(0)

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Stack these from now on; widgets that are in none of them must have been removed."""
        self._blocks = blocks
        self._made = [block for block in blocks if block.widget is not None]
        self.invalidate()

    def adopt(self, block: Block, widget: QWidget) -> None:
        """Give a block its widget."""
        block.widget = widget
        self.addWidget(widget)
        self.show_blocks(self._blocks)

    @override
    def addItem(self, item: QLayoutItem) -> None:
        widget = item.widget()
        assert widget is not None
        self._items[id(widget)] = item

    @override
    def count(self) -> int:
        return len(self._made)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items.get(id(self._made[index].widget)) if 0 <= index < len(self._made) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        if not 0 <= index < len(self._made):
            return None
        block = self._made.pop(index)
        widget, block.widget = block.widget, None
        return self._items.pop(id(widget), None)

    @override
    def invalidate(self) -> None:
        self._height = None
        super().invalidate()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self._total())

    @override
    def minimumSize(self) -> QSize:
        return QSize(120, self._total())

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._total()
        for block in self._made:
            margin = 1 if block.in_card else 0
            assert block.widget is not None
            block.widget.setGeometry(rect.left() + margin, rect.top() + block.top, rect.width() - 2 * margin, block.height)

    def places(self) -> Iterator[Block]:
        """Yield the blocks with their tops up to date."""
        self._total()
        yield from self._blocks

    def _total(self) -> int:
        if self._height is None:
            self._height = self._stacked()
        return self._height

    def _stacked(self) -> int:
        """Give each block its top; a pixel is left between those in a card, for its lines."""
        bottom = 0
        before: Block | None = None
        for block in self._blocks:
            if block.widget is not None:
                block.height = block.widget.sizeHint().height()
            if block.in_card:
                bottom += 1
            elif before is not None:
                bottom += _BEFORE_SECTION + (1 if before.in_card else 0)
            block.top = bottom
            bottom += block.height
            before = block
        return bottom + (1 if before is not None and before.in_card else 0)


def cards(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Yield the first and last index of each run of blocks that stand in a card."""
    first: int | None = None
    for index, block in enumerate(blocks):
        if block.in_card and first is None:
            first = index
        if first is not None and (index + 1 == len(blocks) or not blocks[index + 1].in_card):
            yield first, index
            first = None
