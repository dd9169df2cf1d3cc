"""What is typed in a grid of values: the one field, and the value that it stands on."""

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.sessions.cell_field import CellField
from fractal_desktop.ui.sessions.grid import Grid, stored_value
from fractal_desktop.ui.sessions.grid_geometry import GridGeometry
from fractal_desktop.ui.sessions.grid_walk import Stop, stops, value_title


class GridField(QObject):
    """Puts a field on one value after the other, made when it is first needed, and keeps it there while the grid changes."""

    value_edited = Signal(object, object)
    """The MetricPlace and the text that documents hold."""
    left = Signal(Qt.Key, Qt.KeyboardModifier)
    """This key goes elsewhere."""
    removal_asked = Signal(int)
    """The set in this line is to go."""
    closed = Signal()
    """The focus went away, and the field with it."""
    lost = Signal()
    """The value is gone while it was typed: nothing has the focus now."""

    def __init__(self, passage: QObject, parent: QWidget) -> None:
        super().__init__(parent)
        self._passage = passage
        self._parent = parent
        self._grid = Grid("", (), (), (), takes_sets=False)
        self._stop: Stop | None = None
        self._field: CellField | None = None

    @property
    def stop(self) -> Stop | None:
        """Return the value that it stands on, or None."""
        return self._stop

    def has_focus(self) -> bool:
        """Return whether something is typed."""
        return self._field is not None and self._field.hasFocus()

    def open_on(self, stop: Stop, grid: Grid, places: GridGeometry) -> CellField:
        """Let a value be typed over; the focus is still to be put there."""
        field = self._field or self._made_field()
        self._grid, self._stop = grid, stop
        cell = grid.rows[stop.row].cells[stop.column]
        field.setGeometry(places.box(*stop))
        field.begin(cell.text, "" if places.columns[stop.column].last else cell.last)
        field.describe(value_title(grid, stop), cell.spoken)
        field.show()
        return field

    def follow(self, grid: Grid, places: GridGeometry, *, read_only: bool) -> None:
        """Stay on the value after that has moved or changed elsewhere; go where the value has gone."""
        self._grid = grid
        field, stop = self._field, self._stop
        if field is None or field.isHidden():
            return
        if stop is None or read_only or stop not in stops(grid):
            self._give_up(field)
            return
        cell = grid.rows[stop.row].cells[stop.column]
        field.setGeometry(places.box(*stop))
        if stored_value(field.text(), QLocale()) != stored_value(cell.text, QLocale()):
            field.show_text(cell.text)
        field.describe(value_title(grid, stop), cell.spoken)

    def _made_field(self) -> CellField:
        field = self._field = CellField(self._parent)
        field.installEventFilter(self._passage)
        field.typed.connect(self._on_typed)
        field.left.connect(self.left)
        field.removal_asked.connect(self._on_removal_asked)
        field.closed.connect(self._on_closed)
        return field

    def _give_up(self, field: CellField) -> None:
        had_focus = field.hasFocus()
        self._stop = None
        field.hide()
        if had_focus:
            self.lost.emit()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        stop = self._stop
        if stop is not None and stop.row < len(self._grid.rows):
            place = self._grid.rows[stop.row].cells[stop.column].place
            if place is not None:
                self.value_edited.emit(place, stored_value(text, QLocale()))

    @Slot()
    def _on_removal_asked(self) -> None:
        if self._stop is not None:
            self.removal_asked.emit(self._stop.row)

    @Slot()
    def _on_closed(self) -> None:
        if self._field is not None:
            self._field.hide()
            self._stop = None
            self.closed.emit()
