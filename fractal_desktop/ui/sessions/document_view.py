"""The sections and items of a session's document, to be read and edited."""

from collections.abc import Hashable, Iterable
from datetime import datetime
from time import perf_counter
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QRectF, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Document, Section
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.ui.sessions.block_kit import BlockKit
from fractal_desktop.ui.sessions.block_list import Group, Grouping, Outline, is_same_shape
from fractal_desktop.ui.sessions.block_widgets import NotesBlock, SectionAdder
from fractal_desktop.ui.sessions.blocks import Block, BlockKind, BlockLayout, cards
from fractal_desktop.ui.sessions.document_acts import DocumentActs
from fractal_desktop.ui.sessions.document_drag import DocumentDrag
from fractal_desktop.ui.sessions.item_line import RowSetting
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.section_footer import SectionFooter
from fractal_desktop.ui.sessions.section_header import SectionHeader
from fractal_desktop.ui.sessions.timer_board import TimerBoard
from fractal_desktop.ui.theme import current_tokens

_FIRST_SCREEN = 1000
"""So many pixels of blocks are made at once; what is further down when it is about to be seen."""
_SECONDS_AT_ONCE = 0.004


class DocumentView(QWidget):
    """All sections of a document. Widgets are made for what can be seen and kept while their section or item is there."""

    value_edited = Signal(object, object)
    edit_asked = Signal(object)
    """A StructureEdit."""
    activity_asked = Signal(object, object)
    """A Section is to get an activity (None: the first one is to be made); then what a pop-up opens below."""
    timer_start_asked = Signal(object, bool)
    timer_pause_asked = Signal(object)
    timer_stop_asked = Signal(object)
    timer_reset_asked = Signal(object)
    """The Path of the item whose timer is meant (None is that of the whole session); a start tells whether the others are to rest."""
    timer_set = Signal(object, int)
    """The Path of an item whose timer runs, and the seconds that it is to have counted by now."""
    folded = Signal(object)
    """The indexes of the sections that are folded now."""
    rows_made = Signal()
    reveal_wanted = Signal(object)
    """This widget is to be seen."""

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: Document | None = None
        self._setting: RowSetting | None = None
        self._outline = Outline()
        self._groups: list[Group] = []
        self._blocks: list[Block] = []
        self._timers = TimerBoard()
        self._grouping = Grouping(self._timers.is_of_session)
        self._hot: ItemRow | None = None
        self._layout = BlockLayout(self)
        self._later = QTimer(self)
        self._later.setInterval(0)
        self._later.timeout.connect(self._make_some)
        self._acts = DocumentActs(self)
        self._kit = BlockKit(passage, self._acts, self._timers, self)
        self._kit.value_edited.connect(self.value_edited)
        self._kit.parts_made.connect(self.rows_made)
        self._kit.toggled.connect(self._on_toggled)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    @property
    def document(self) -> Document | None:
        """Return the document that is shown."""
        return self._document

    @property
    def drag(self) -> DocumentDrag:
        """Return what is told of things that are dragged."""
        return self._acts.drag

    @property
    def is_read_only(self) -> bool:
        """Return whether nothing can be changed."""
        return self._setting is None or self._setting.read_only

    @property
    def timers(self) -> TimerBoard:
        """Return the timers of the document."""
        return self._timers

    def show_document(self, document: Document | None, setting: RowSetting, now: datetime, zone: ZoneInfo) -> None:
        """Show the sections; what is being typed stays. `zone` is the one that old texts of times are in."""
        before, same_setting = self._document, setting is self._setting
        self._timers.show(document, zone)
        self._document, self._setting = document, setting
        self._kit.show_as(setting, now)
        self._follow(before, document)
        groups = self._new_groups()
        if is_same_shape(self._groups, groups):
            changed = self._take_over(groups)
            self._show_again(changed if same_setting else self._blocks)
        else:
            self._replace(groups)

    def fold(self, indexes: Iterable[int]) -> None:
        """Show only the heads of these sections."""
        self._set_outline(Outline(frozenset(indexes), self._outline.open_notes))

    def clear(self) -> None:
        """Forget everything, so that the next document is shown from scratch."""
        self._document, self._setting, self._outline = None, None, Outline()
        self._replace([])

    def tick(self, now: datetime) -> None:
        """Show what is on the timers that run; only digits change."""
        self._kit.tick(self._blocks, now)

    def commit(self) -> None:
        """Take what is being typed."""
        for block in list(self._blocks):
            if isinstance(block.widget, ItemRow | SectionHeader | SectionFooter | SectionAdder):
                block.widget.commit()

    def focused_row(self) -> ItemRow | None:
        """Return the row that the focus is in."""
        return self._row_of(QApplication.focusWidget())

    def make_visible(self) -> None:
        """Make what has come to be seen, and what is about to."""
        if self._make(self._wanted(self.visibleRegion().boundingRect().bottom() + 1, near=0)):
            self.rows_made.emit()
        self._later.start()

    def block_at(self, path: Path) -> Block | None:
        """Return the block of the item, or the head of the section, at `path`."""
        if len(path) == 2:
            heads = (block for block in self._blocks if block.kind is BlockKind.HEADER and block.section is not None)
            return next((block for block in heads if block.section is not None and block.section.index == path[1]), None)
        return next((block for block in self._blocks if block.item is not None and block.item.path == path), None)

    def widget_of(self, block: Block) -> QWidget:
        """Return the widget of a block, made if it has none yet."""
        if block.widget is None:
            self._make([block])
            self.rows_made.emit()
            self._layout.activate()
        assert block.widget is not None
        return block.widget

    def blocks(self) -> list[Block]:
        """Return what is shown, from the top, each with its place."""
        return list(self._layout.places())

    def focus_next(self) -> bool:
        """Put the focus on the first item that is not done, else on the first, else on what adds one; return whether there is any of it."""
        items = [block.item for block in self._blocks if block.kind is BlockKind.ITEM and block.item is not None]
        there = next((item for item in items if not item.completed), items[0] if items else None)
        if there is not None:
            self._acts.focus(there.path)
            return True
        footer = next((block for block in self._blocks if block.kind is BlockKind.FOOTER), None)
        widget = self.widget_of(footer) if footer is not None else None
        if isinstance(widget, SectionFooter):
            widget.focus_first()
        return isinstance(widget, SectionFooter)

    def focus_last(self, section: Section | None) -> None:
        """Put the focus on the last item of a section, None for the last section."""
        sections = self._document.sections if self._document is not None else ()
        there = next((each for each in sections if section is not None and each.index == section.index), sections[-1] if sections else None)
        if there is not None and there.items:
            self._acts.focus(there.items[-1].path)

    def open_notes(self, section: Section) -> None:
        """Show the notes of a section and put the caret there; hide them if they are empty and seen."""
        is_open = section.index in self._outline.open_notes and not section.notes
        changed = self._outline.open_notes - {section.index} if is_open else self._outline.open_notes | {section.index}
        self._set_outline(Outline(self._outline.folded - {section.index}, changed))
        block = next((block for block in self._blocks if block.key == ("notes", section.index)), None)
        if block is not None:
            widget = self.widget_of(block)
            assert isinstance(widget, NotesBlock)
            widget.focus_notes()
            self.reveal_wanted.emit(widget)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._later.start()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards around items, and the lines between them."""
        tokens = current_tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        blocks = self.blocks()
        for first, last in cards(blocks):
            card = QRectF(0.5, blocks[first].top - 0.5, self.width() - 1, blocks[last].bottom - blocks[first].top + 1)
            if not event.rect().intersects(card.toAlignedRect()):
                continue
            painter.setPen(QPen(tokens.color("hairline"), 1))
            painter.setBrush(tokens.color("base"))
            painter.drawRoundedRect(card, 8, 8)
            for block in blocks[first + 1 : last + 1]:
                painter.fillRect(1, block.top - 1, self.width() - 2, 1, tokens.color("hairline"))
        if any(block.widget is None and block.top <= event.rect().bottom() and block.bottom >= event.rect().top() for block in blocks):
            self._later.start()

    def _new_groups(self) -> list[Group]:
        if self._document is None or self._setting is None:
            return []
        return self._grouping.groups_of(self._document, self._outline, self._setting, self.fontMetrics())

    def _follow(self, before: Document | None, after: Document | None) -> None:
        """Keep sections folded, and their notes open, wherever they stand now."""
        if before is None or after is None:
            return
        outline = self._outline.moved(before, after)
        if outline != self._outline:
            self._outline = outline
            self.folded.emit(outline.folded)

    def _set_outline(self, outline: Outline) -> None:
        if outline != self._outline:
            is_folded_else = outline.folded != self._outline.folded
            self._outline = outline
            self._replace(self._new_groups())
            if is_folded_else:
                self.folded.emit(outline.folded)

    def _take_over(self, groups: list[Group]) -> list[Block]:
        """Let the blocks hold what the document says now; return those that changed."""
        changed = []
        for old, new in zip(self._groups, groups, strict=True):
            if old is new:
                continue
            for block, fresh in zip(old.blocks, new.blocks, strict=True):
                is_other = block.item != fresh.item if block.item is not None else block.section != fresh.section
                if is_other:
                    changed.append(block)
                    if block.widget is None:
                        block.height = fresh.height
                block.section, block.item = fresh.section, fresh.item
            new.blocks = old.blocks
        self._groups = groups
        return changed

    def _replace(self, groups: list[Group]) -> None:
        """Show other blocks; what is in both keeps its widget."""
        made: dict[Hashable, list[QWidget]] = {}
        for block in self._blocks:
            if block.widget is not None:
                made.setdefault(block.key, []).append(block.widget)
        blocks = [block for group in groups for block in group.blocks]
        for block in blocks:
            there = made.get(block.key)
            block.widget = there.pop(0) if there else None
        for widget in (widget for left in made.values() for widget in left):
            self._unmake(widget)
        self._groups = groups
        self._blocks = blocks
        self._layout.show_blocks(blocks)
        self._show_again(blocks)
        self._make(self._wanted(_FIRST_SCREEN, near=0))
        self._layout.setGeometry(self.rect())  # at once, for what is to get the focus or to be seen next
        self._later.start()
        self.updateGeometry()
        self.update()
        self.rows_made.emit()

    def _unmake(self, widget: QWidget) -> None:
        self._layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()

    def _wanted(self, bottom: int, *, near: int) -> list[Block]:
        """Return the blocks to be made: from the top of what is seen, less `near`, to `bottom`."""
        top = max(0, self.visibleRegion().boundingRect().top()) - near
        return [block for block in self.blocks() if block.widget is None and block.top <= bottom and block.bottom >= top]

    @Slot()
    def _make_some(self) -> None:
        """Make some of what is about to be seen, as long as that holds nothing up."""
        seen = self.visibleRegion().boundingRect()
        begun = perf_counter()
        wanted = self._wanted(seen.bottom() + max(seen.height(), 400), near=max(seen.height(), 400) // 2)
        made = 0
        while made < len(wanted) and perf_counter() - begun < _SECONDS_AT_ONCE:
            self._make(wanted[made : made + 1])
            made += 1
        if made == len(wanted):
            self._later.stop()
        if made:
            self.rows_made.emit()

    def _make(self, blocks: list[Block]) -> bool:
        """Give blocks their widgets; return whether there were any."""
        for block in blocks:
            self._layout.adopt(block, self._kit.made(block))
            self._kit.fill(block, self._outline.folded)
            assert block.widget is not None
            block.widget.show()
        return bool(blocks)

    def _show_again(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            if block.widget is not None:
                self._kit.fill(block, self._outline.folded)

    def _row_of(self, widget: QWidget | None) -> ItemRow | None:
        if widget is None or not self.isAncestorOf(widget):
            return None
        while widget is not None and not isinstance(widget, ItemRow):
            widget = widget.parentWidget()
        return widget

    @Slot(int, bool)
    def _on_toggled(self, index: int, unfolded: bool) -> None:
        folded = self._outline.folded - {index} if unfolded else self._outline.folded | {index}
        self._set_outline(Outline(folded, self._outline.open_notes))

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        row = self._row_of(new)
        if row is not self._hot:
            if self._hot is not None:
                self._hot.show_hot(False)
            self._hot = row
            if row is not None:
                row.show_hot(True)
