"""What is open in the tree, remembered by id, so that a line that comes back is open again."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QObject, Slot
from PySide6.QtWidgets import QTreeView

from fractal_desktop.ui.goals.forest_model import Index
from fractal_desktop.ui.goals.tree_model import GoalTreeModel


class Expansion(QObject):
    """Opens and closes the lines of a view, those included that are only read thereby."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view
        self._model: GoalTreeModel | None = None
        self._ids: set[str] = set()
        self._remembering = False
        self._opening_all = False
        view.expanded.connect(self._on_expanded)
        view.collapsed.connect(self._on_collapsed)

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of all nodes that are open, those among them that are not read yet included."""
        return frozenset(self._ids)

    def add_ids(self, ids: Iterable[str]) -> None:
        """Open these nodes, now or as soon as they are read; others stay as they are."""
        self._ids |= set(ids)
        if self._model is not None:
            self._reopen(QModelIndex(), 0, self._model.rowCount() - 1)

    def leave(self) -> None:
        """Listen to no model: the view is about to show another one, which closes everything."""
        if self._model is not None:
            self._model.rowsInserted.disconnect(self._on_rows_inserted)
            self._model.answered.disconnect(self._on_answered)
        self._model = None
        self._remembering = False

    def follow(self, model: GoalTreeModel, *, remembering: bool) -> None:
        """Open in the model that the view shows now what is open; `remembering` says whether what is opened in it counts for later."""
        self._model = model
        model.rowsInserted.connect(self._on_rows_inserted)
        model.answered.connect(self._on_answered)
        self._remembering = remembering
        self._reopen(QModelIndex(), 0, model.rowCount() - 1)

    def open_above(self, index: Index) -> None:
        """Open everything above a line, so that it can be seen."""
        above = index.parent()
        while above.isValid():
            self._view.expand(above)
            above = above.parent()

    @Slot()
    def open_goals(self) -> None:
        """Open every goal that has goals below it, also those that are only read thereby."""
        if self._model is not None:
            self._opening_all = True
            self._open_goals(self._model, QModelIndex(), 0, self._model.rowCount() - 1)

    @Slot()
    def close_all(self) -> None:
        """Close everything; Qt's own way would not tell what was closed."""
        if self._remembering:
            self._ids.clear()
        self._view.collapseAll()

    def _reopen(self, parent: QModelIndex, first: int, last: int) -> None:
        """Open the lines among these that are remembered as open."""
        model = self._model
        if model is None or not self._ids:
            return
        for row in range(first, last + 1):
            index = model.index(row, 0, parent)
            node = model.node(index)
            if node is not None and node.id in self._ids and model.hasChildren(index):
                self._view.expand(index)
                model.fetchMore(index)  # the view itself would wait for its next layout
                self._reopen(index, 0, model.rowCount(index) - 1)

    def _open_goals(self, model: GoalTreeModel, parent: QModelIndex, first: int, last: int) -> None:
        for row in range(first, last + 1):
            index = model.index(row, 0, parent)
            node = model.node(index)
            if node is not None and model.is_goal(index) and node.child_goals:
                self._view.expand(index)
                model.fetchMore(index)
                self._open_goals(model, index, 0, model.rowCount(index) - 1)

    @Slot()
    def _on_answered(self) -> None:
        if self._model is not None and not self._model.is_reading:
            self._opening_all = False

    @Slot(QModelIndex, int, int)
    def _on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        if self._model is None:
            return
        self._reopen(parent, first, last)
        if self._opening_all:
            self._open_goals(self._model, parent, first, last)
        # A goal that had nothing below it could not be open; its first child may be there because it was put there.
        node = self._model.node(parent)
        if node is not None and node.id in self._ids:
            self._view.expand(parent)

    @Slot(QModelIndex)
    def _on_expanded(self, index: QModelIndex) -> None:
        node = self._model.node(index) if self._model is not None else None
        if self._remembering and node is not None:
            self._ids.add(node.id)

    @Slot(QModelIndex)
    def _on_collapsed(self, index: QModelIndex) -> None:
        node = self._model.node(index) if self._model is not None else None
        if self._remembering and node is not None:
            self._ids.discard(node.id)
