"""The first line of an item: timer or box, name, notes, length, tick."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QLocale, QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Item
from fractal_desktop.domain.duration import clock
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.domain.timer import Timer, TimerState
from fractal_desktop.ui.sessions.grid import Earlier
from fractal_desktop.ui.sessions.grid_geometry import LEFT, TICK_RIGHT
from fractal_desktop.ui.sessions.in_place import InPlaceField
from fractal_desktop.ui.sessions.parts import DurationField, NotesToggle, TickButton, length_width
from fractal_desktop.ui.sessions.row_parts import MoreButton, TimerButton
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import ElidedLabel, text_label

_MARGIN = 8
_NARROW = 400


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


class ItemLine(QWidget):
    """Shows what an item is called and how long it took; what is not needed at rest shows while pointer or focus are there."""

    ticked = Signal(bool)
    timing_clicked = Signal()
    notes_clicked = Signal()
    more_clicked = Signal(QPoint)
    duration_edited = Signal(object)
    renamed = Signal(str)
    rename_closed = Signal(bool)
    """The name is not typed over any more; the argument tells whether a key ended it."""

    def __init__(self, item: Item, kind: ItemKind, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._passage = passage
        self._timer: Timer | None = None
        self._remark = ""
        self._has_notes = False
        self._timing = TimerButton(self) if kind is not ItemKind.LINE else None
        self._tick = TickButton(boxed=kind is ItemKind.LINE, parent=self) if kind is not ItemKind.SESSION_TIMER else None
        self._name = ElidedLabel(parent=self)
        self._description = ElidedLabel(parent=self)
        self._toggle = NotesToggle(self)
        self._duration: DurationField | QLabel = DurationField(self) if item.instance_id else text_label(tone="muted")
        self._more = MoreButton(self)
        self._field: InPlaceField | None = None
        self._build()
        self._connect()

    @property
    def runs(self) -> bool:
        """Return whether the timer runs."""
        return self._timer is not None and self._timer.state is TimerState.RUNNING

    def show_item(self, item: Item, name: str, remark: str, timer: Timer | None, now: datetime, *, read_only: bool) -> None:
        """Show the item under this name; what is being typed stays."""
        self._timer, self._remark, self._has_notes = timer, remark, bool(item.notes)
        self._name.setText(name)
        tone = "muted" if item.completed and self._kind is ItemKind.LINE else ""
        if (self._name.property("tone") or "") != tone:
            set_look(self._name, tone=tone)
        if self._tick is not None:
            self._tick.setChecked(item.completed)
            self._tick.setEnabled(not read_only)
            self._tick.setAccessibleName(self.tr("{0} done").format(name))
        if self._timing is not None:
            self._timing.show_state(self.runs, name)
            self._timing.setEnabled(not read_only)
        self._toggle.setAccessibleName(self.tr("Notes of {0}").format(name))
        self._more.setAccessibleName(self.tr("More actions with {0}").format(name))
        self.show_has_notes(bool(item.notes))
        self._show_duration(item, name, now, read_only=read_only)

    def show_has_notes(self, has_notes: bool) -> None:
        """Say whether there are notes to read."""
        self._has_notes = has_notes
        self._toggle.show_has_notes(has_notes)
        self._show_for_width()

    def show_hot(self, hot: bool) -> None:
        """Show what is only seen while the pointer or the focus is here."""
        self._more.show_hot(hot)
        self._toggle.show_hot(hot)

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

    def focus_length(self) -> bool:
        """Put the caret into the length; return whether it can be typed."""
        if not isinstance(self._duration, DurationField) or self._duration.isReadOnly():
            return False
        self._duration.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def is_name_at(self, place: QPoint) -> bool:
        """Return whether the name stands there."""
        return self._name.geometry().united(self._description.geometry()).contains(place)

    def rename(self) -> None:
        """Let the name be typed over."""
        if self._field is None:
            self._field = InPlaceField(self.tr("Name of the line"), self)
            self._field.installEventFilter(self._passage)
            self._field.taken.connect(self._on_renamed)
            self._field.closed.connect(self._on_field_closed)
        room = self._name.geometry().united(self._description.geometry())
        self._field.setGeometry(room.left() - 6, room.center().y() - 13, max(room.width(), 120) + 6, 28)
        self._field.open(self._name.text())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the room to the name where there is little."""
        super().resizeEvent(event)
        self._show_for_width()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT - 36, _MARGIN, TICK_RIGHT - 28, _MARGIN)
        row.setSpacing(8)
        if self._timing is not None:
            row.addWidget(self._timing)
        elif self._tick is not None:
            row.addSpacing(2)
            row.addWidget(self._tick)
            row.addSpacing(2)
        if self._kind is not ItemKind.LINE:
            self._name.setProperty("weight", "medium")
        self._name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._description.setProperty("tone", "muted")
        self._description.setProperty("scale", "secondary")
        if isinstance(self._duration, QLabel):
            self._duration.setFixedWidth(length_width(self))
            self._duration.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for widget, stretch in ((self._name, 0), (self._description, 1), (self._toggle, 0), (self._duration, 0)):
            row.addWidget(widget, stretch)
        if self._kind is ItemKind.ACTIVITY and self._tick is not None:
            row.addWidget(self._tick)
        else:
            row.addSpacing(32)
        row.addSpacing(-4)
        row.addWidget(self._more)

    def _connect(self) -> None:
        if self._tick is not None:
            self._tick.clicked.connect(self.ticked)
        if self._timing is not None:
            self._timing.clicked.connect(self.timing_clicked)
        self._toggle.clicked.connect(self.notes_clicked)
        self._more.clicked.connect(self._on_more)
        if isinstance(self._duration, DurationField):
            self._duration.seconds_edited.connect(self.duration_edited)
            self._duration.installEventFilter(self._passage)

    def _show_duration(self, item: Item, name: str, now: datetime, *, read_only: bool) -> None:
        if not isinstance(self._duration, DurationField):
            self._duration.setText(clock(item.duration_seconds) if item.duration_seconds is not None else "")
            return
        self._duration.setReadOnly(read_only)
        self._duration.setAccessibleName(self.tr("Length of {0}").format(name))
        self._duration.set_running(self.runs)
        if self.runs:
            self.tick(now)
        else:
            self._duration.show_seconds(item.duration_seconds)

    def _show_for_width(self) -> None:
        wide = self.width() >= _NARROW
        self._description.setText(self._remark if wide else "")
        self._toggle.setVisible(wide or self._has_notes)

    @Slot()
    def _on_more(self) -> None:
        self.more_clicked.emit(self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    @Slot(str)
    def _on_renamed(self, text: str) -> None:
        if text:
            self.renamed.emit(text)

    @Slot(bool)
    def _on_field_closed(self, by_key: bool) -> None:
        if self._field is not None:
            self._field.hide()
            self.rename_closed.emit(by_key)
