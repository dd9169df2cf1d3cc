"""A chart's twin: its figures as a table that can be sorted, read aloud and copied."""

from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.analytics.chart_table import ChartTable
from fractal_desktop.ui.analytics.door import Door
from fractal_desktop.ui.analytics.figures_model import FiguresModel
from fractal_desktop.ui.analytics.figures_table import FiguresTable
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import PlainButton, PrimaryButton
from fractal_desktop.ui.widgets.dialog import FramedDialog

_NARROWEST, _WIDEST, _AROUND, _SIDES = 720, 1000, 64, 48
_COPIED_MS = 2000


class TableDialog(FramedDialog):
    """Shows a table, to be sorted by any column. A row that is opened closes it."""

    opened = Signal(object)
    """A row was opened: a Door."""

    def __init__(self, table: ChartTable, parent: QWidget) -> None:
        view = FiguresTable()
        view.setModel(FiguresModel(table, view))
        width = min(view.wanted_width() + _SIDES, _WIDEST, parent.window().width() - _AROUND)
        super().__init__(table.title, _fact(table), parent, width=max(width, _NARROWEST))
        self._table = table
        self._view = view
        self._view.setAccessibleName(table.title)
        self._view.setMinimumHeight(360)
        self._view.opened.connect(self._open)
        self.body.addWidget(self._view)
        self._copy_button = PlainButton(tr("Copy table"), icon("copy"))
        self._copy_button.clicked.connect(self._copy)
        self.add_left(self._copy_button)
        close = PrimaryButton(tr("Close"))
        close.clicked.connect(self.accept)
        self.add_right(close, default=True)
        self._view.setCurrentIndex(self._view.model().index(0, 0))
        self._view.setFocus()

    @Slot()
    def _copy(self) -> None:
        """Say on the button that it is done: what is said in the window behind is not seen."""
        QGuiApplication.clipboard().setText(self._table.as_text())
        self._show_copied(copied=True)
        QTimer.singleShot(_COPIED_MS, self, partial(self._show_copied, copied=False))

    def _show_copied(self, *, copied: bool) -> None:
        self._copy_button.setText(tr("Copied") if copied else tr("Copy table"))
        self._copy_button.setIcon(icon("check", "accent") if copied else icon("copy"))

    @Slot(object)
    def _open(self, door: Door) -> None:
        self.accept()
        self.opened.emit(door)


def _fact(table: ChartTable) -> str:
    sorting = tr("A click on a column's head, or S in the column, sorts by it.")
    if all(cell.door is None for row in table.rows for cell in row):
        return sorting
    return " ".join((sorting, tr("Enter or a double click opens a row's sessions.")))
