"""One line of a section: timer or box, name, length, tick; below it the values and notes of the item."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QEvent, QLocale, QObject, QPoint, QRect, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Item
from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.timer import Timer, TimerState
from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.grid import Earlier, grid_of
from fractal_desktop.ui.sessions.grid_geometry import LEFT, TICK_RIGHT
from fractal_desktop.ui.sessions.in_place import InPlaceField
from fractal_desktop.ui.sessions.item_menu import ItemAct, ItemMenu
from fractal_desktop.ui.sessions.parts import DurationField, NotesField, NotesToggle, TickButton
from fractal_desktop.ui.sessions.row_parts import MoreButton, TimerButton
from fractal_desktop.ui.sessions.set_grid import SetGrid
from fractal_desktop.ui.theme import current_tokens, set_look
from fractal_desktop.ui.widgets import ElidedLabel, text_label

_MARGIN = 8
_NARROW = 400
_RENAME_KEYS = (Qt.Key.Key_F2,)


class ItemKind(StrEnum):
    """What an item is: an activity, a line to be ticked off, or the line that times the whole session."""

    ACTIVITY = "activity"
    LINE = "line"
    SESSION_TIMER = "timer"


@dataclass(frozen=True, slots=True, eq=False)
class RowSetting:
    """What the rows of one session have in common."""

    names: LibraryNames
    locale: QLocale
    read_only: bool
    earlier: Earlier | None = None

    def is_like(self, other: "RowSetting") -> bool:
        """Return whether rows look the same with another setting; what is large is the same object if it is equal."""
        same = self.names is other.names and self.earlier is other.earlier
        return same and (self.locale, self.read_only) == (other.locale, other.read_only)


class ItemRow(QWidget):
    """Shows one item. It can have the focus itself: then keys move it, remove it, rename it and run its timer."""

    value_edited = Signal(object, object)
    edit_asked = Signal(object)
    """A StructureEdit."""
    acted = Signal(object)
    """An ItemAct that is done elsewhere: with the timer, or with the place of the item."""
    seconds_set = Signal(object)
    """The length of a timer that runs, by hand."""
    step_asked = Signal(int)
    """An arrow: the focus goes to the line above (-1) or below (1)."""
    drag_asked = Signal()
    entered = Signal(object)
    """This widget has the focus now and is to be seen."""
    parts_made = Signal()

    def __init__(self, item: Item, kind: ItemKind, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self._kind = kind
        self._passage = passage
        self._setting: RowSetting | None = None
        self._timer: Timer | None = None
        self._shown_name = self._shown_remark = ""
        self._is_hovered = self._is_hot = False
        self._pressed_at: QPoint | None = None
        self._timing = TimerButton(self) if kind is not ItemKind.LINE else None
        self._tick = TickButton(boxed=True, parent=self) if kind is ItemKind.LINE else None
        if kind is ItemKind.ACTIVITY:
            self._tick = TickButton(boxed=False, parent=self)
        self._name = ElidedLabel(parent=self)
        self._description = ElidedLabel(parent=self)
        self._toggle = NotesToggle(self)
        self._duration: DurationField | QLabel = DurationField(self) if item.instance_id else text_label(tone="muted")
        self._more = MoreButton(self)
        self._grid: SetGrid | None = None
        self._notes: NotesField | None = None
        self._field: InPlaceField | None = None
        self._column = QVBoxLayout(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._build()
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
    def runs(self) -> bool:
        """Return whether its timer runs."""
        return self._timer is not None and self._timer.state is TimerState.RUNNING

    def show_item(self, item: Item, setting: RowSetting, timer: Timer | None, now: datetime) -> None:
        """Show the item as it is now; what is being typed stays."""
        self._item, self._setting, self._timer = item, setting, timer
        names = setting.names
        self._shown_name = item.name or _activity_name(item, names) or self.tr("Untitled")
        self._name.setText(self._shown_name)
        tone = "muted" if item.completed and self._kind is ItemKind.LINE else ""
        if (self._name.property("tone") or "") != tone:
            set_look(self._name, tone=tone)
        self._shown_remark = self._remark(item, names)
        if self._tick is not None:
            self._tick.setChecked(item.completed)
            self._tick.setEnabled(not setting.read_only)
            self._tick.setAccessibleName(self.tr("{0} done").format(self._shown_name))
        self._show_timer(now)
        self._show_notes(item)
        self._show_values(item, setting)
        self._toggle.setAccessibleName(self.tr("Notes of {0}").format(self._shown_name))
        self._more.setAccessibleName(self.tr("More actions with {0}").format(self._shown_name))
        self.setAccessibleName(self._shown_name)
        self.setAccessibleDescription(self._spoken(item))

    def tick(self, now: datetime) -> None:
        """Show what is on the timer that runs; only digits change."""
        if self._timer is not None and isinstance(self._duration, DurationField):
            self._duration.show_live(self._timer.elapsed_seconds(now))

    def commit(self) -> None:
        """Take what is being typed."""
        if isinstance(self._duration, DurationField):
            self._duration.commit()
        if self._field is not None:
            self._field.commit()

    def show_hot(self, hot: bool) -> None:
        """Show what is only seen while the focus is in here."""
        self._is_hot = hot
        self._warm()

    def focus_row(self) -> None:
        """Put the focus on the item itself."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entered.emit(self)

    def focus_values(self) -> bool:
        """Put the caret into the first value, or into the length; return whether there is one."""
        if self._grid is not None and self._grid.focus_first():
            return True
        if isinstance(self._duration, DurationField) and not self._duration.isReadOnly():
            self._duration.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return False

    @Slot()
    def rename(self) -> None:
        """Let the name be typed over."""
        if self._kind is ItemKind.ACTIVITY or self._is_read_only:
            return
        if self._field is None:
            self._field = InPlaceField(self.tr("Name of the line"), self)
            self._field.installEventFilter(self._passage)
            self._field.taken.connect(self._on_renamed)
            self._field.closed.connect(self._on_field_closed)
        room = self._name.geometry().united(self._description.geometry())
        self._field.setGeometry(room.left() - 6, room.center().y() - 13, max(room.width(), 120) + 6, 28)
        self._field.open(self._shown_name)

    @Slot()
    def open_notes(self) -> None:
        """Show the notes and put the caret there; hide them if they are seen."""
        if self._notes is not None and self._notes.isVisible():
            self._notes.hide()
            return
        notes = self._notes or self._made_notes()
        notes.show()
        notes.setFocus(Qt.FocusReason.OtherFocusReason)
        self.parts_made.emit()
        self.entered.emit(notes)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete and F2 for the item, where the window would use them for what is selected."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self.hasFocus():
            keys = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, *(_RENAME_KEYS if self._kind is not ItemKind.ACTIVITY else ()))
            if event.key() in keys and event.modifiers() == Qt.KeyboardModifier.NoModifier:
                event.accept()
                return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        act = _MOVES.get((Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier))
        if act is not None:
            self._act(act)
        elif not self.hasFocus() or not self._on_own_key(event):
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the focus, and perhaps begin to drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed_at = event.position().toPoint()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Begin to drag once the pointer has gone far enough."""
        if self._pressed_at is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        if (event.position().toPoint() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._pressed_at = None
            self.drag_asked.emit()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = None

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Let the name of a line be typed over."""
        if self._name.geometry().united(self._description.geometry()).contains(event.position().toPoint()):
            self.rename()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._open_menu(self.mapToGlobal(QPoint(LEFT, LEFT // 2 + 10)) if by_keys else event.globalPos())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the name where there is little."""
        super().resizeEvent(event)
        self._show_for_width()

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self._is_hovered = True
        self._warm()
        super().enterEvent(event)

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self._is_hovered = False
        self._warm()
        super().leaveEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge of what runs, the grip to drag by, and the focus."""
        tokens = current_tokens()
        painter = QPainter(self)
        if self.runs:
            painter.fillRect(QRect(0, 0, 2, self.height()), tokens.color("accent"))
        if self._is_hovered and not self._is_read_only:
            paint_icon(painter, QRect(2, 15, 12, 14), "grip", "button_border")
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)

    @property
    def _is_read_only(self) -> bool:
        return self._setting is None or self._setting.read_only

    def _build(self) -> None:
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(LEFT - 36, _MARGIN, TICK_RIGHT - 28, _MARGIN)
        line.setSpacing(8)
        if self._timing is not None:
            line.addWidget(self._timing)
        elif self._tick is not None:
            line.addSpacing(2)
            line.addWidget(self._tick)
            line.addSpacing(2)
        if self._kind is not ItemKind.LINE:
            self._name.setProperty("weight", "medium")
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._description.setProperty("tone", "muted")
        self._description.setProperty("scale", "secondary")
        for widget, stretch in ((self._name, 0), (self._description, 1), (self._toggle, 0), (self._duration, 0)):
            line.addWidget(widget, stretch)
        if self._kind is ItemKind.ACTIVITY and self._tick is not None:
            line.addWidget(self._tick)
        else:
            line.addSpacing(32)
        line.setAlignment(self._description, Qt.AlignmentFlag.AlignVCenter)
        line.addSpacing(-4)
        line.addWidget(self._more)
        self._column.addLayout(line)

    def _connect(self) -> None:
        if self._tick is not None:
            self._tick.clicked.connect(self._on_ticked)
        if self._timing is not None:
            self._timing.clicked.connect(self._on_timing_clicked)
        self._toggle.clicked.connect(self.open_notes)
        self._more.clicked.connect(self._on_more)
        if isinstance(self._duration, DurationField):
            self._duration.seconds_edited.connect(self._on_duration_edited)
            self._duration.installEventFilter(self._passage)

    def _remark(self, item: Item, names: LibraryNames) -> str:
        gone = item.is_activity and item.activity_id is not None and item.activity_id not in names.activities
        return " · ".join(part for part in (item.description, self.tr("deleted activity") if gone else "") if part)

    def _spoken(self, item: Item) -> str:
        """Return what a line says beside its name."""
        done = sum(each.completed for each in item.sets)
        parts = [
            self._shown_remark,
            self.tr("timer runs") if self.runs else "",
            clock(item.duration_seconds) if item.duration_seconds is not None else "",
            self.tr("{0} of {1} sets done").format(done, len(item.sets)) if item.sets else "",
            self.tr("done") if item.completed else "",
        ]
        return ", ".join(part for part in parts if part)

    def _show_timer(self, now: datetime) -> None:
        if self._timing is not None:
            self._timing.show_state(self.runs, self._shown_name)
            self._timing.setEnabled(not self._is_read_only)
        if isinstance(self._duration, DurationField):
            self._duration.setReadOnly(self._is_read_only)
            self._duration.setAccessibleName(self.tr("Length of {0}").format(self._shown_name))
            self._duration.set_running(self.runs)
            if self.runs:
                self.tick(now)
            else:
                self._duration.show_seconds(self._item.duration_seconds)
        else:
            seconds = self._item.duration_seconds
            self._duration.setText(clock(seconds) if seconds is not None else "")
        self.update()

    def _show_for_width(self) -> None:
        wide = self.width() >= _NARROW
        self._description.setText(self._shown_remark if wide else "")
        self._toggle.setVisible(wide or bool(self._item.notes))

    def _show_notes(self, item: Item) -> None:
        self._toggle.show_has_notes(bool(item.notes))
        self._show_for_width()
        if item.notes and self._notes is None:
            self._made_notes()
        if self._notes is not None:
            self._notes.show_text(item.notes)
            self._notes.set_read_only(self._is_read_only)

    def _show_values(self, item: Item, setting: RowSetting) -> None:
        grid = grid_of(item, setting.names, setting.locale, setting.earlier)
        if self._grid is None and not grid.is_empty:
            self._grid = SetGrid(self._shown_name, self)
            self._column.insertWidget(1, self._grid)
            self._grid.value_edited.connect(self.value_edited)
            self._grid.set_ticked.connect(self._on_set_ticked)
            self._grid.set_added.connect(self._on_set_added)
            self._grid.set_removed.connect(self._on_set_removed)
            self._grid.row_wanted.connect(self.focus_row)
            self._grid.next_wanted.connect(self._on_next_wanted)
            self._grid.entered.connect(self.entered)
        if self._grid is not None:
            self._grid.show_grid(grid, self._shown_name, read_only=setting.read_only)
            self._grid.setVisible(not grid.is_empty)

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

    def _warm(self) -> None:
        hot = (self._is_hovered or self._is_hot) and not self._is_read_only
        self._more.show_hot(hot)
        self._toggle.show_hot(hot)
        self.update()

    def _on_own_key(self, event: QKeyEvent) -> bool:
        """Do what a key means while the item itself has the focus; return whether it means something."""
        key, plain = Qt.Key(event.key()), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step_asked.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focus_values() or (self.rename() if self._kind is ItemKind.LINE else None)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._act(ItemAct.REMOVE)
        elif key in _RENAME_KEYS:
            self.rename()
        elif key == Qt.Key.Key_Space:
            self._act(ItemAct.TOGGLE_TIMER)
        else:
            return False
        return True

    def _open_menu(self, place: QPoint) -> None:
        if self._is_read_only:
            return
        grid = self._grid.grid if self._grid is not None else None
        menu = ItemMenu(self)
        menu.fill(self._timer, can_rename=self._kind is not ItemKind.ACTIVITY, takes_sets=grid is not None and grid.takes_sets)
        menu.acted.connect(self._act)
        menu.popup(place)

    @Slot(object)
    def _act(self, act: ItemAct) -> None:
        if self._is_read_only:
            return
        if act is ItemAct.NOTES:
            self.open_notes()
        elif act is ItemAct.RENAME:
            self.rename()
        elif act is ItemAct.ADD_SET and self._grid is not None:
            self._grid.add_set()
        else:
            self.acted.emit(act)

    @Slot()
    def _on_more(self) -> None:
        self._open_menu(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    @Slot()
    def _on_timing_clicked(self) -> None:
        self._act(ItemAct.TOGGLE_TIMER)

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
        self._toggle.show_has_notes(bool(text))
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
        if text:
            self.edit_asked.emit(structure.renaming_item(self._item, text))

    @Slot(bool)
    def _on_field_closed(self, by_key: bool) -> None:
        if self._field is not None:
            self._field.hide()
            if by_key:
                self.focus_row()


_ALT = Qt.KeyboardModifier.AltModifier
_CTRL_ALT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
_MOVES = {
    (Qt.Key.Key_Up, _ALT): ItemAct.MOVE_UP,
    (Qt.Key.Key_Down, _ALT): ItemAct.MOVE_DOWN,
    (Qt.Key.Key_Up, _CTRL_ALT): ItemAct.SECTION_UP,
    (Qt.Key.Key_Down, _CTRL_ALT): ItemAct.SECTION_DOWN,
}


def _activity_name(item: Item, names: LibraryNames) -> str:
    activity = names.activity(item.activity_id)
    return activity.name if activity is not None else ""
