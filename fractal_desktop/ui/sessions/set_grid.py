"""The values of an item in fixed columns, to be typed over. Painted as one widget: a session may have hundreds of them.

One field stands on the value that has the focus. Tab goes through values and ticks line by line, Enter down a column and on to
the next; behind the last value stands "Add set", so that Enter, Enter adds one.
"""

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import paint_icon
from fractal_desktop.ui.sessions.adders import AddButton
from fractal_desktop.ui.sessions.grid import Grid, GridRow
from fractal_desktop.ui.sessions.grid_field import GridField
from fractal_desktop.ui.sessions.grid_geometry import GridGeometry
from fractal_desktop.ui.sessions.grid_painting import GridPainting
from fractal_desktop.ui.sessions.grid_walk import ADD_SET, Stop, step_in_column, stops, value_tip
from fractal_desktop.ui.sessions.set_tick import SetTick
from fractal_desktop.ui.widgets.tab_order import next_outside


class SetGrid(QWidget):
    """Shows a Grid and takes in what is typed."""

    value_edited = Signal(object, object)
    """The MetricPlace and the text that documents hold."""
    set_ticked = Signal(int, bool)
    set_added = Signal()
    set_removed = Signal(int)
    row_wanted = Signal()
    """Escape, or an arrow up from the first line: the focus goes back to the item."""
    next_wanted = Signal()
    """Enter on the last value of an item that has no sets, or an arrow down from there: the focus goes on to the next item."""
    entered = Signal(object)
    """This widget has the focus now and is to be seen."""

    def __init__(self, name: str, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._grid = Grid("", (), (), (), takes_sets=False)
        self._read_only = False
        self._geometry: GridGeometry | None = None
        self._hovered: Stop | None = None
        self._field = GridField(passage, self)
        self._ticks: dict[int, SetTick] = {}
        self._adder: AddButton | None = None
        self._awaits_set = False
        self._field.value_edited.connect(self.value_edited)
        self._field.left.connect(self._on_left)
        self._field.removal_asked.connect(self._remove)
        self._field.closed.connect(self.update)
        self._field.lost.connect(self.row_wanted)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_grid(self, grid: Grid, name: str, *, read_only: bool) -> None:
        """Show these values; the one that is being typed keeps its caret."""
        if (grid, name, read_only) == (self._grid, self._name, self._read_only):
            return
        height, before = self._places().height if self._grid.rows else 0, len(self._grid.rows)
        self._grid, self._name, self._read_only = grid, name, read_only
        self._geometry = None
        self.setAccessibleName(self.tr("Values of {0}").format(name))
        self.setAccessibleDescription(grid.spoken)
        self._make_parts()
        self._place_parts()
        if self._places().height != height:
            self.updateGeometry()
        self.update()
        if self._awaits_set and len(grid.rows) > before:
            self._awaits_set = False
            self._go_to(next((stop for stop in self._stops() if stop.row >= before), None))

    @property
    def grid(self) -> Grid:
        """Return what is shown."""
        return self._grid

    def box(self, row: int, column: int) -> QRect:
        """Return where a value stands in this widget."""
        return self._places().box(row, column)

    @Slot()
    def add_set(self) -> None:
        """Ask for another set; the caret goes into its first value once it is there."""
        self._awaits_set = True
        self.set_added.emit()

    def focus_first(self) -> bool:
        """Put the caret into the first value; return whether there is one."""
        return self._go_to(next(iter(self._stops()), None))

    @override
    def sizeHint(self) -> QSize:
        """Return the height of heads, rows and what is below them."""
        return QSize(200, self._places().height)

    @override
    def minimumSizeHint(self) -> QSize:
        """Let the item be as narrow as it likes."""
        return QSize(0, self._places().height)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange for the new width, which may need another height."""
        before = self._geometry.height if self._geometry is not None else None
        self._geometry = None
        self._place_parts()
        super().resizeEvent(event)
        if before is not None and self._places().height != before:
            self.updateGeometry()

    @override
    def changeEvent(self, event: QEvent) -> None:
        """Arrange for another font."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._geometry = None
            self._place_parts()

    @override
    def event(self, event: QEvent) -> bool:
        """Say of a value what it is compared with, and show in full what is cut."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self._tip_at(event.pos()), self)
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything but ticks, the field and "Add set"."""
        painter = QPainter(self)
        hovered = self._hovered if self._hovered is not None and self._hovered.column >= 0 else None
        painting = GridPainting(painter, self._grid, self._places(), self.font(), read_only=self._read_only, hovered=hovered)
        painting.draw(event.rect())
        row = self._removable_row()
        if row is not None:
            paint_icon(painter, self._places().remover(row).adjusted(6, 6, -6, -6), "close", "muted")

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to a value: the last one if it comes from behind."""
        here = self._stops()
        if not here:
            super().focusInEvent(event)
            return
        backwards = event.reason() is Qt.FocusReason.BacktabFocusReason
        self._go_to(here[-1] if backwards else here[0])

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Let Tab go from value to value, and on from the last."""
        way, here = self._stops(), self._stop_with_focus()
        if here not in way:
            return super().focusNextPrevChild(next)
        position = way.index(here) + (1 if next else -1)
        if 0 <= position < len(way):
            return self._go_to(way[position])
        return self._leave(forward=next)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Type in the value that is pressed, or take away the set whose cross is."""
        place = event.position().toPoint()
        row = self._removable_row()
        if event.button() == Qt.MouseButton.LeftButton and row is not None and self._places().remover(row).contains(place):
            self._remove(row)
        elif event.button() != Qt.MouseButton.LeftButton or not self._go_to(self._stop_at(place)):
            event.ignore()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be typed in, and the cross of the set below the pointer."""
        place = event.position().toPoint()
        stop = self._stop_at(place)
        row = self._places().row_at(place)
        self._hover(stop or (Stop(row, -1) if row is not None else None))
        self.setCursor(Qt.CursorShape.IBeamCursor if stop is not None else Qt.CursorShape.ArrowCursor)
        event.ignore()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        """Show that the pointer is gone."""
        self._hover(None)
        super().leaveEvent(event)

    def _places(self) -> GridGeometry:
        if self._geometry is None:
            self._geometry = GridGeometry(self._grid, self.width(), self.font())
        return self._geometry

    def _make_parts(self) -> None:
        """Make a tick for each row that tells of one, and "Add set"; take away those that are too many."""
        ticked = {index: row for index, row in enumerate(self._grid.rows) if row.done is not None}
        for index in self._ticks.keys() - ticked.keys():
            gone = self._ticks.pop(index)
            if gone.hasFocus():
                self.row_wanted.emit()
            gone.hide()
            gone.deleteLater()
        for index, row in ticked.items():
            self._show_tick(index, row)
        if self._grid.takes_sets and self._adder is None:
            self._adder = AddButton(self.tr("Add set"), parent=self)
            self._adder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._adder.clicked.connect(self.add_set)
        if self._adder is not None:
            self._adder.setAccessibleName(self.tr("Add a set to {0}").format(self._name))
            self._adder.setVisible(self._grid.takes_sets and not self._read_only)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if self._stops() else Qt.FocusPolicy.NoFocus)

    def _show_tick(self, index: int, row: GridRow) -> None:
        tick = self._ticks.get(index)
        if tick is None:
            tick = self._ticks[index] = SetTick(index, parent=self)
            tick.ticked.connect(self._on_ticked)
            tick.removal_asked.connect(self._remove)
            tick.step_asked.connect(self._on_tick_step)
            tick.show()
        tick.setChecked(bool(row.done))
        tick.setEnabled(not self._read_only)
        tick.setAccessibleName(self.tr("Set {0} of {1} done").format(row.number, self._name))

    def _place_parts(self) -> None:
        places = self._places()
        for index, tick in self._ticks.items():
            tick.setGeometry(places.tick(index))
        if self._adder is not None:
            size = self._adder.sizeHint()
            below = places.below()
            self._adder.setGeometry(below.left() - 7, below.top() + (below.height() - size.height()) // 2 - 1, size.width(), size.height())
        self._field.follow(self._grid, places, read_only=self._read_only)

    def _stops(self) -> list[Stop]:
        return [] if self._read_only else stops(self._grid)

    def _stop_with_focus(self) -> Stop | None:
        if self._field.has_focus():
            return self._field.stop
        if self._adder is not None and self._adder.hasFocus():
            return ADD_SET
        return next((Stop(index, -1) for index, tick in self._ticks.items() if tick.hasFocus()), None)

    def _go_to(self, stop: Stop | None) -> bool:
        """Put the focus on a value, a tick or "Add set"; return whether there was one to go to."""
        if stop is None or self._read_only:
            return False
        on_value = stop.column >= 0
        widget: QWidget | None = self._field.open_on(stop, self._grid, self._places()) if on_value else self._ticks.get(stop.row)
        if stop == ADD_SET:
            widget = self._adder
        if widget is None:
            return False
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        self.entered.emit(widget)
        return True

    def _leave(self, *, forward: bool) -> bool:
        """Put the focus on the next widget that is none of this grid's."""
        widget = next_outside(self, forward=forward)
        if widget is None:
            return False
        widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        self.entered.emit(widget)
        return True

    def _stop_at(self, place: QPoint) -> Stop | None:
        found = None if self._read_only else self._places().box_at(place)
        return None if found is None or self._grid.rows[found[0]].cells[found[1]].place is None else Stop(*found)

    def _hover(self, stop: Stop | None) -> None:
        if stop != self._hovered:
            self._hovered = stop
            self.update()

    def _removable_row(self) -> int | None:
        """Return the row whose set a cross takes away: the one below the pointer, else the one with the focus."""
        stop = self._hovered or self._stop_with_focus()
        if self._read_only or stop is None or stop.row < 0 or self._grid.rows[stop.row].done is None:
            return None
        return stop.row

    @Slot(int)
    def _remove(self, row: int) -> None:
        index = self._grid.rows[row].set_index
        if index is not None:
            self._hovered = None
            self.set_removed.emit(index)

    def _tip_at(self, place: QPoint) -> str:
        row = self._places().row_at(place)
        if row is None:
            heads = range(len(self._grid.titles)) if place.y() < self._places().head_height else ()
            return next((self._grid.titles[index] for index in heads if self._places().head(index).contains(place)), "")
        if self._removable_row() == row and self._places().remover(row).contains(place):
            return self.tr("Remove this set (Ctrl+Del)")
        places = self._places()
        for column in range(len(self._grid.titles)):
            if places.box(row, column).united(places.last(row, column)).united(places.mark(row, column)).contains(place):
                return value_tip(self._grid, Stop(row, column))
        return ""

    @Slot(Qt.Key, Qt.KeyboardModifier)
    def _on_left(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Go down the columns with Enter, along one of them with the arrows."""
        stop = self._field.stop
        if stop is None or key == Qt.Key.Key_Escape:
            self.row_wanted.emit()
            return
        by_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        back = key == Qt.Key.Key_Up or (by_enter and bool(modifiers & Qt.KeyboardModifier.ShiftModifier))
        after = step_in_column(self._grid, stop, -1 if back else 1, into_next=by_enter)
        if after is not None:
            self._go_to(after)
        elif back:
            self.row_wanted.emit()
        elif not (by_enter and self._grid.takes_sets and self._go_to(ADD_SET)):
            self.next_wanted.emit()

    @Slot(int, bool)
    def _on_ticked(self, row: int, on: bool) -> None:
        index = self._grid.rows[row].set_index
        if index is not None:
            self.set_ticked.emit(index, on)

    @Slot(int, int)
    def _on_tick_step(self, row: int, step: int) -> None:
        rows = sorted(self._ticks)
        position = rows.index(row) + step
        if 0 <= position < len(rows):
            self._go_to(Stop(rows[position], -1))
        else:
            (self.row_wanted if step < 0 else self.next_wanted).emit()
