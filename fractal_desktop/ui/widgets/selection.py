"""How the program selects a row of a list where a person may select several."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex
from PySide6.QtWidgets import QAbstractItemView

_ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


def select_alone(view: QAbstractItemView, index: QModelIndex) -> None:
    """Make the row of `index` the current and only selected one.

    `setCurrentIndex` and `selectRow` of the view would look at the keys held down, and those of the shortcut that led here still
    are: a row chosen after Ctrl+N would be added to the selection, or taken out of it.
    """
    view.selectionModel().setCurrentIndex(index, _ALONE)
