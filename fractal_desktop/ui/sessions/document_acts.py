"""What is done in the contents of a session: things move, come and go, and the focus goes along."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.document import Item, Section
from fractal_desktop.domain.json_tree import Path
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.block_widgets import SectionAdder
from fractal_desktop.ui.sessions.blocks import Block, BlockKind
from fractal_desktop.ui.sessions.document_drag import DocumentDrag
from fractal_desktop.ui.sessions.item_menu import ItemAct, ItemMenu
from fractal_desktop.ui.sessions.item_row import ItemRow
from fractal_desktop.ui.sessions.section_footer import SectionFooter
from fractal_desktop.ui.sessions.section_header import SectionHeader
from fractal_desktop.ui.sessions.section_menu import SectionAct
from fractal_desktop.ui.sessions.structure import Move, StructureEdit

if TYPE_CHECKING:
    from fractal_desktop.ui.sessions.document_view import DocumentView

_STEPS = {ItemAct.MOVE_UP: -1, ItemAct.MOVE_DOWN: 1, ItemAct.SECTION_UP: -1, ItemAct.SECTION_DOWN: 1}


class DocumentActs(QObject):
    """Turns what rows and heads ask for into edits of the document, and puts the focus where it belongs afterwards."""

    def __init__(self, view: "DocumentView") -> None:
        super().__init__(view)
        self._view = view
        self.drag = DocumentDrag(view)
        self.drag.dropped.connect(self._move)

    def join_row(self, row: ItemRow) -> None:
        """Hear of what is done with an item."""
        row.edit_asked.connect(self._view.edit_asked)
        row.acted.connect(self._on_item_acted)
        row.seconds_set.connect(self._on_seconds_set)
        row.step_asked.connect(self._on_step)
        row.drag_asked.connect(self._on_drag)
        row.menu_asked.connect(self._on_menu_asked)
        row.entered.connect(self._view.reveal_wanted)

    def join_header(self, header: SectionHeader) -> None:
        """Hear of what is done with a section."""
        header.edit_asked.connect(self._on_section_edit)
        header.acted.connect(self._on_section_acted)
        header.step_asked.connect(self._on_step)
        header.drag_asked.connect(self._on_drag)

    def join_footer(self, footer: SectionFooter) -> None:
        """Hear of what is added to a section."""
        footer.edit_asked.connect(self._on_line_added)
        footer.activity_asked.connect(self._on_activity_asked)
        footer.entered.connect(self._view.reveal_wanted)

    def join_adder(self, adder: SectionAdder) -> None:
        """Hear of sections that are added."""
        adder.edit_asked.connect(self._on_section_added)
        adder.entered.connect(self._view.reveal_wanted)

    def focus(self, path: Path) -> None:
        """Put the focus on the item, or the head of the section, at `path`."""
        block = self._view.block_at(path)
        if block is not None:
            self._focus_block(block)

    @Slot(object)
    def _move(self, move: Move | None) -> None:
        if move is not None:
            self._view.edit_asked.emit(move.edit)
            self.focus(move.path)

    def _focus_block(self, block: Block) -> None:
        widget = self._view.widget_of(block)
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.reveal_wanted.emit(widget)

    def _block_of(self, widget: QObject | None) -> Block | None:
        return next((block for block in self._view.blocks() if block.widget is widget), None)

    def _remove(self, row: ItemRow) -> None:
        """Take an item away; the one that stands in its place afterwards gets the focus, else the one before it, else the head."""
        blocks = self._stops()
        here = self._block_of(row)
        assert here is not None
        position = blocks.index(here)
        path, section = row.item.path, row.item.section_index
        above = blocks[position - 1] if position else None
        self._view.edit_asked.emit(structure.removing_item(row.item, row.shown_name))
        after = self._view.block_at(path)
        if after is None and above is not None and above.section is not None and above.section.index == section:
            after = self._view.block_at(above.item.path if above.item is not None else ("sections", section))
        if after is not None:
            self._focus_block(after)

    def _stops(self) -> list[Block]:
        """Return what the arrows go through."""
        return [block for block in self._view.blocks() if block.kind in (BlockKind.HEADER, BlockKind.ITEM)]

    def _toggle_timer(self, row: ItemRow) -> None:
        if row.runs:
            self._view.timer_pause_asked.emit(row.item.path)
        else:
            self._view.timer_start_asked.emit(row.item.path, True)

    @Slot(object)
    def _on_item_acted(self, act: ItemAct) -> None:
        row, document = self.sender(), self._view.document
        if not isinstance(row, ItemRow) or document is None:
            return
        if act is ItemAct.TOGGLE_TIMER:
            self._toggle_timer(row)
        elif act is ItemAct.START_BESIDE:
            self._view.timer_start_asked.emit(row.item.path, False)
        elif act is ItemAct.STOP_TIMER:
            self._view.timer_stop_asked.emit(row.item.path)
        elif act is ItemAct.RESET_TIMER:
            self._view.timer_reset_asked.emit(row.item.path)
        elif act is ItemAct.REMOVE:
            self._remove(row)
        elif act in (ItemAct.MOVE_UP, ItemAct.MOVE_DOWN):
            self._move(structure.moved_by_one(document, row.item, _STEPS[act]))
        elif act in (ItemAct.SECTION_UP, ItemAct.SECTION_DOWN):
            section = next(section for section in document.sections if section.index == row.item.section_index)
            self._move_section(section, _STEPS[act], row.item)

    def _move_section(self, section: Section, step: int, item: Item | None) -> None:
        """Move a section by one; the focus stays in it, on the item if there is one."""
        document = self._view.document
        move = structure.section_moved_by_one(document, section, step) if document is not None else None
        if move is not None:
            self._view.edit_asked.emit(move.edit)
            self.focus((*move.path, "exercises", item.index) if item is not None else move.path)

    @Slot(object)
    def _on_section_acted(self, act: SectionAct) -> None:
        header = self.sender()
        if not isinstance(header, SectionHeader):
            return
        section = header.section
        if act in (SectionAct.MOVE_UP, SectionAct.MOVE_DOWN):
            self._move_section(section, -1 if act is SectionAct.MOVE_UP else 1, None)
        elif act is SectionAct.NOTES:
            self._view.open_notes(section)
        else:
            header.setChecked(True)
            footer = self._footer(section)
            if footer is not None:
                footer.ask_activity() if act is SectionAct.ADD_ACTIVITY else footer.open_line()

    def _footer(self, section: Section) -> SectionFooter | None:
        block = next((each for each in self._view.blocks() if each.key == ("footer", section.index)), None)
        footer = self._view.widget_of(block) if block is not None else None
        if isinstance(footer, SectionFooter):
            self._view.reveal_wanted.emit(footer)
            return footer
        return None

    @Slot(object)
    def _on_section_edit(self, edit: StructureEdit) -> None:
        """Do what a head asks for; when it is gone afterwards, the focus goes to what stands there."""
        header = self.sender()
        path = ("sections", header.section.index) if isinstance(header, SectionHeader) else None
        had_focus = isinstance(header, SectionHeader) and header.hasFocus()
        before = self._view.document
        self._view.edit_asked.emit(edit)
        after = self._view.document
        if path is not None and had_focus and before is not None and after is not None and len(after.sections) < len(before.sections):
            left = [section.index for section in after.sections]
            if left:
                self.focus(("sections", min(left, key=lambda index: abs(index - path[1]))))

    @Slot(object)
    def _on_section_added(self, edit: StructureEdit) -> None:
        self._view.edit_asked.emit(edit)
        document = self._view.document
        if document is not None and document.sections:
            footer = self._footer(document.sections[-1])
            if footer is not None:
                footer.focus_first()

    @Slot(object)
    def _on_line_added(self, edit: StructureEdit) -> None:
        """Add a line; where a section was made for it, the next one is typed there."""
        footer = self.sender()
        first = isinstance(footer, SectionFooter) and footer.section is None
        self._view.edit_asked.emit(edit)
        document = self._view.document
        if first and document is not None and document.sections:
            there = self._footer(document.sections[-1])
            if there is not None:
                there.open_line()
        elif isinstance(footer, QWidget):
            self._view.reveal_wanted.emit(footer)

    @Slot(object)
    def _on_activity_asked(self, anchor: QWidget) -> None:
        footer = self.sender()
        if isinstance(footer, SectionFooter):
            self._view.activity_asked.emit(footer.section, anchor)

    @Slot(object)
    def _on_seconds_set(self, seconds: int) -> None:
        row = self.sender()
        if isinstance(row, ItemRow):
            self._view.timer_set.emit(row.item.path, seconds)

    @Slot(int)
    def _on_step(self, step: int) -> None:
        """Let the focus go to the line above or below."""
        stops = self._stops()
        here = self._block_of(self.sender())
        if here in stops:
            position = stops.index(here) + step
            if 0 <= position < len(stops):
                self._focus_block(stops[position])

    @Slot()
    def _on_drag(self) -> None:
        source = self.sender()
        if isinstance(source, ItemRow):
            self.drag.run(source.item, source.shown_name)
        elif isinstance(source, SectionHeader):
            self.drag.run(source.section, source.text())

    @Slot(QPoint)
    def _on_menu_asked(self, place: QPoint) -> None:
        row = self.sender()
        if isinstance(row, ItemRow) and not self._view.is_read_only:
            others_run = any(timer.path != row.item.path for timer in self._view.timers.running())
            menu = ItemMenu(row)
            menu.fill(row.timer, can_rename=row.can_rename, takes_sets=row.takes_sets, others_run=others_run)
            menu.acted.connect(row.act)
            menu.popup(place)
