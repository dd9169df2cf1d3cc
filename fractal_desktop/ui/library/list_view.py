"""The list at the left of the library: templates or activities, two lines each, under headings, of which groups can be renamed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QTableView, QWidget
from typing_extensions import override

from fractal_desktop.domain.library import ActivityGroup
from fractal_desktop.ui.library.list_model import ROW, LibraryListModel
from fractal_desktop.ui.library.row_delegate import ROW_LEFT, LibraryRowDelegate
from fractal_desktop.ui.library.rows import LibraryRow


class LibraryList(QTableView):
    """Shows the rows; tells which one is current. A table of one column: a list view lays out every row there is, a table those seen."""

    row_chosen = Signal(str)
    delete_asked = Signal()
    renamed = Signal(str, str)
    """The id of a group and the name that was typed for it."""
    menu_asked = Signal(QPoint)
    """A menu for the current row is wanted at this place of the screen."""
    entered = Signal()
    """The editor of the current row is wanted."""

    def __init__(self, detail: Callable[[str], str], parent: QWidget | None = None) -> None:
        """`detail` returns the line below the name of the thing with an id."""
        super().__init__(parent)
        self._model = LibraryListModel(detail, self)
        self._is_showing = False
        self.setModel(self._model)
        self.setItemDelegate(LibraryRowDelegate(self))
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTableView.EditTrigger.EditKeyPressed | QTableView.EditTrigger.DoubleClicked)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.horizontalHeader().hide()
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self._set_heights()
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self._model.renamed.connect(self.renamed)

    @property
    def current_id(self) -> str | None:
        """Return the id of the current row, None if that is a heading."""
        row = self._current_row
        return row.id if row is not None and row.id else None

    @property
    def current_group(self) -> ActivityGroup | None:
        """Return the group whose heading is current."""
        row = self._current_row
        return row.group if row is not None else None

    @property
    def current_key(self) -> str | None:
        """Return the id of the thing or group that is current."""
        row = self._current_row
        return row.key if row is not None and row.key else None

    @property
    def _current_row(self) -> LibraryRow | None:
        row = self.currentIndex().data(ROW)
        return row if isinstance(row, LibraryRow) else None

    def show_rows(self, rows: list[LibraryRow]) -> None:
        """Show these rows, the current one staying current while it is there.

        Only then is it told which one is current: while rows go one by one, each neighbour would be chosen in turn.
        """
        before = self.current_key
        self._is_showing = True
        self._model.show_rows(rows)
        self._set_heights()
        if before is not None and self.current_key != before:
            self.choose(before)
        self._is_showing = False
        if self.current_key != before:
            self.row_chosen.emit(self.current_key or "")

    def show_details(self) -> None:
        """Ask anew for what stands below the names."""
        self._model.tell_details()

    def allow_renaming(self, allowed: bool) -> None:
        """Say whether the names of groups can be changed."""
        self._model.allow_renaming(allowed)

    def start_rename(self) -> None:
        """Let the name of the group that is current be changed in place."""
        index = self.currentIndex()
        if index.flags() & Qt.ItemFlag.ItemIsEditable and self.state() != QTableView.State.EditingState:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.scrollTo(index)
            self.edit(index)

    def choose(self, key: str) -> bool:
        """Make the row of the thing or group with this id current and return whether there is one."""
        if self.current_key != key:
            position = self._model.position(key)
            if position is None:
                return False
            self.setCurrentIndex(self._model.index(position, 0))
        self.scrollTo(self.currentIndex())
        return True

    def choose_first(self) -> None:
        """Make the first row that is no heading current; where there are only headings, the first group."""
        position = self._model.first(with_groups=False)
        if position is None:
            position = self._model.first(with_groups=True)
        if position is not None:
            self.setCurrentIndex(self._model.index(position, 0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete what is current, or go on to its editor; Home and End go to the first and last row, as in a list."""
        if event.key() == Qt.Key.Key_Delete:
            self.delete_asked.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != QTableView.State.EditingState:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Home:
            first = self._model.first(with_groups=True)
            if first is not None:
                self.setCurrentIndex(self._model.index(first, 0))
        elif event.key() == Qt.Key.Key_End:
            self.setCurrentIndex(self._model.index(self._model.rowCount() - 1, 0))
        else:
            super().keyPressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu: at the pointer if it is over a row that can be current, below the current row where a key asks."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid() and index.flags() & Qt.ItemFlag.ItemIsSelectable:
            below = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft() + QPoint(ROW_LEFT, 0))
            self.menu_asked.emit(below if by_key else event.globalPos())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_heights()

    def _set_heights(self) -> None:
        """Give rows the height of two lines, headings that of one."""
        line, heights = self.fontMetrics().height(), self.verticalHeader()
        heights.setDefaultSectionSize(line * 2 + 18)
        for position in self._model.headings:
            heights.resizeSection(position, line + 18)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = current.data(ROW)
        if not self._is_showing:
            self.row_chosen.emit(row.key if isinstance(row, LibraryRow) else "")
