"""Finding a line that may not have been read yet: the way down to it is read branch by branch."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QObject, Slot

from fractal_desktop.ui.goals.forest import Kind
from fractal_desktop.ui.goals.tree_model import GoalTreeModel

_MOST_PAGES = 25
"""A session is looked for in so many pages; one from years ago is shown in the editor without its line."""

Found = Callable[[QModelIndex], None]


class Revealer(QObject):
    """Follows a way of ids through a model as it grows, and hands over the line at its end, or the last one it found."""

    def __init__(self, model: GoalTreeModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model
        self._way: tuple[str, ...] = ()
        self._found: Found | None = None
        self._missed: Callable[[], None] | None = None
        self._pages_left = 0
        model.answered.connect(self._go_on)
        model.modelReset.connect(self.give_up)

    @property
    def busy(self) -> bool:
        """Return whether a line is being looked for."""
        return self._found is not None

    def reveal(self, way: Sequence[str], found: Found, missed: Callable[[], None] | None = None) -> None:
        """Look for the line at the end of `way` (ids from the top down); `missed` is called if it is not there."""
        self._way, self._found, self._missed = tuple(way), found, missed
        self._pages_left = _MOST_PAGES
        self._go_on()

    @Slot()
    def give_up(self) -> None:
        """Stop looking."""
        self._found = self._missed = None

    @Slot()
    def _go_on(self) -> None:
        if self._found is None:
            return
        index = QModelIndex()
        for node_id in self._way:
            below = self._child(index, node_id)
            if below is None:
                self._read_below(index)
                return
            index = below
        found = self._found
        self.give_up()
        found(index)

    def _child(self, parent: QModelIndex, node_id: str) -> QModelIndex | None:
        return next((index for index in self._model.indexes_of(node_id) if index.parent() == parent), None)

    def _read_below(self, index: QModelIndex) -> None:
        """Read what may hold the next id: the first page, then page after page, until there are no more."""
        if self._model.canFetchMore(index):
            self._model.fetchMore(index)
            return
        if self._model.is_reading:
            return
        last = self._model.index(self._model.rowCount(index) - 1, 0, index)
        if last.isValid() and self._model.kind(last) is Kind.EARLIER and self._pages_left:
            self._pages_left -= 1
            self._model.load_more(last)
            return
        missed = self._missed
        self.give_up()
        if missed is not None:
            missed()
