"""One item of a section: its line, and below it values and notes. It takes the focus itself, and keys then mean the item."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Item
from fractal_desktop.domain.timer import Timer
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.grid import grid_of
from fractal_desktop.ui.sessions.grid_geometry import LEFT, TICK_RIGHT
from fractal_desktop.ui.sessions.grip_row import GripRow
from fractal_desktop.ui.sessions.item_line import ItemKind, ItemLine, RowSetting
from fractal_desktop.ui.sessions.item_menu import MOVES, OWN_KEYS, ItemAct
from fractal_desktop.ui.sessions.item_words import remark, shown_name, spoken
from fractal_desktop.ui.sessions.parts import NotesField
from fractal_desktop.ui.sessions.set_grid import SetGrid


class ItemRow(GripRow):
    """Shows one item and says what is asked of it."""

    value_edited = Signal(object, object)
    edit_asked = Signal(object)
    """A StructureEdit."""
    acted = Signal(object)
    """An ItemAct that is done elsewhere: with the timer, or with the place of the item."""
    menu_asked = Signal(QPoint)
    seconds_set = Signal(object)
    """The length of a timer that runs, by hand."""
    step_asked = Signal(int)
    """An arrow: the focus goes to the line above (-1) or below (1)."""
    entered = Signal(object)
    """This widget has the focus now and is to be seen."""
    parts_made = Signal()

    def __init__(self, item: Item, kind: ItemKind, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._kind = kind
        self._passage = passage
        self._timer: Timer | None = None
        self._shown_name = ""
        self._line = ItemLine(item, kind, passage, self)
        self._grid: SetGrid | None = None
        self._notes: NotesField | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._line)
        self._connect()

    @property
    def item(self) -> Item:
        """Return what it shows."""
        return self._item

    @property
    def shown_name(self) -> str:
        """Return what the item is called here."""
        return self._shown_name

    @property
    def timer(self) -> Timer | None:
        """Return its timer, None if that was never used."""
        return self._timer

    @property
    def is_timed(self) -> bool:
        """Return whether a timer belongs to it: a line to tick off has none until it is given one."""
        return self._kind is not ItemKind.LINE or self._timer is not None

    @property
    def can_rename(self) -> bool:
        """Return whether its name is its own: an activity's belongs to the library."""
        return self._kind is not ItemKind.ACTIVITY and not self._is_read_only

    @property
    def takes_sets(self) -> bool:
        """Return whether sets may be added."""
        return self._grid is not None and self._grid.grid.takes_sets

    def show_item(self, item: Item, setting: RowSetting, timer: Timer | None, now: datetime) -> None:
        """Show the item as it is now; what is being typed stays."""
        self._item, self._timer = item, timer
        self._shown_name = shown_name(item, setting.names)
        self._line.show_item(item, self._shown_name, remark(item, setting.names), timer, now, read_only=setting.read_only)
        self._show_state(runs=self._line.runs, read_only=setting.read_only)
        self._show_notes(item)
        self._show_values(item, setting)
        self.setAccessibleName(self._shown_name)
        self.setAccessibleDescription(spoken(item, setting.names, runs=self.runs))

    def tick(self, now: datetime) -> None:
        """Show what is on the timer that runs; only digits change."""
        self._line.tick(now)

    def commit(self) -> None:
        """Take what is being typed."""
        self._line.commit()

    @Slot()
    def focus_row(self) -> None:
        """Put the focus on the item itself."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entered.emit(self)

    @Slot(object)
    def act(self, act: ItemAct) -> None:
        """Do something with the item, or ask for it to be done."""
        if self._is_read_only:
            return
        if act is ItemAct.NOTES:
            self._open_notes()
        elif act is ItemAct.RENAME:
            if self.can_rename:
                self._line.rename()
        elif act is ItemAct.ADD_SET and self._grid is not None:
            self._grid.add_set()
        else:
            self.acted.emit(act)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete and F2 for the item, where the window would use them for what is selected."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.hasFocus():
            act = OWN_KEYS.get(Qt.Key(event.key()))
            if act is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier and (act is not ItemAct.RENAME or self.can_rename):
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        act = MOVES.get((Qt.Key(event.key()), modifiers))
        if act is not None:
            self.act(act)
        elif modifiers or not self.hasFocus() or not (self._on_own_key(Qt.Key(event.key())) or self._on_digit(event)):
            super().keyPressEvent(event)

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the name of a line be typed over."""
        if self._line.is_name_at(event.position().toPoint()):
            self.act(ItemAct.RENAME)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_asked.emit(self.mapToGlobal(QPoint(LEFT, self._line.height() - 8)) if by_keys else event.globalPos())

    def _connect(self) -> None:
        line = self._line
        self.warmed.connect(line.show_hot)
        line.ticked.connect(self._on_ticked)
        line.timing_clicked.connect(self._on_timing_clicked)
        line.notes_clicked.connect(self._open_notes)
        line.more_clicked.connect(self.menu_asked)
        line.duration_edited.connect(self._on_duration_edited)
        line.renamed.connect(self._on_renamed)
        line.rename_closed.connect(self._on_rename_closed)

    def _show_notes(self, item: Item) -> None:
        if item.notes and self._notes is None:
            self._made_notes()
        if self._notes is not None:
            self._notes.show_text(item.notes)
            self._notes.set_read_only(self._is_read_only)

    def _show_values(self, item: Item, setting: RowSetting) -> None:
        grid = grid_of(item, setting.names, setting.locale, setting.earlier)
        if self._grid is None and not grid.is_empty:
            self._grid = self._made_grid()
        if self._grid is not None:
            self._grid.show_grid(grid, self._shown_name, read_only=setting.read_only)
            self._grid.setVisible(not grid.is_empty)

    def _made_grid(self) -> SetGrid:
        grid = SetGrid(self._shown_name, self._passage, self)
        self._column.insertWidget(1, grid)
        grid.value_edited.connect(self.value_edited)
        grid.set_ticked.connect(self._on_set_ticked)
        grid.set_added.connect(self._on_set_added)
        grid.set_removed.connect(self._on_set_removed)
        grid.row_wanted.connect(self.focus_row)
        grid.next_wanted.connect(self._on_next_wanted)
        grid.entered.connect(self.entered)
        return grid

    def _made_notes(self) -> NotesField:
        notes = NotesField(self.tr("Notes of {0}").format(self._shown_name), self.tr("Notes"), self._passage, self)
        frame = QHBoxLayout()
        frame.setContentsMargins(LEFT, 2, TICK_RIGHT, 12)
        frame.addWidget(notes)
        self._column.addLayout(frame)
        notes.show_text(self._item.notes)
        notes.set_read_only(self._is_read_only)
        notes.text_edited.connect(self._on_notes_edited)
        self._notes = notes
        return notes

    @Slot()
    def _open_notes(self) -> None:
        """Show the notes and put the caret there; hide them if they are seen."""
        if self._notes is not None and self._notes.isVisible():
            self._notes.hide()
            return
        notes = self._notes or self._made_notes()
        notes.show()
        notes.setFocus(Qt.FocusReason.OtherFocusReason)
        self.parts_made.emit()
        self.entered.emit(notes)

    def _on_own_key(self, key: Qt.Key) -> bool:
        """Do what a key means while the item itself has the focus; return whether it means something."""
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Space and self._kind is ItemKind.LINE and not self._is_read_only:
            self._on_ticked(not self._item.completed)
        elif key in OWN_KEYS:
            self.act(OWN_KEYS[key])
        else:
            return False
        return True

    def _on_digit(self, event: QKeyEvent) -> bool:
        """Take a digit for the first value, which is typed at once; return whether it was one."""
        if not event.text().isdecimal() or self._grid is None or not self._grid.focus_first():
            return False
        field = QApplication.focusWidget()
        if field is not None:
            QApplication.sendEvent(field, QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
        return True

    def _enter(self) -> None:
        """Go into the values, else into the length, else into the name."""
        if not (self._grid is not None and self._grid.focus_first()) and not self._line.focus_length():
            self.act(ItemAct.RENAME)

    @Slot()
    def _on_timing_clicked(self) -> None:
        self.act(ItemAct.TOGGLE_TIMER)

    @Slot(bool)
    def _on_ticked(self, on: bool) -> None:
        self.value_edited.emit((*self._item.path, "completed"), on)

    @Slot(object)
    def _on_duration_edited(self, seconds: int | None) -> None:
        if self.runs:
            self.seconds_set.emit(seconds or 0)
        else:
            self.value_edited.emit((*self._item.path, "duration_seconds"), seconds)

    @Slot(str)
    def _on_notes_edited(self, text: str) -> None:
        self._line.show_has_notes(bool(text))
        self.value_edited.emit((*self._item.path, "notes"), text)

    @Slot(int, bool)
    def _on_set_ticked(self, index: int, on: bool) -> None:
        self.value_edited.emit((*self._item.path, "sets", index, "completed"), on)

    @Slot()
    def _on_set_added(self) -> None:
        self.edit_asked.emit(structure.adding_set(self._item, self._shown_name))

    @Slot(int)
    def _on_set_removed(self, index: int) -> None:
        self.edit_asked.emit(structure.removing_set(self._item, index, self._shown_name))

    @Slot()
    def _on_next_wanted(self) -> None:
        self.step_asked.emit(1)

    @Slot(str)
    def _on_renamed(self, text: str) -> None:
        self.edit_asked.emit(structure.renaming_item(self._item, text))

    @Slot(bool)
    def _on_rename_closed(self, by_key: bool) -> None:
        if by_key:
            self.focus_row()
