"""Going from hit to hit of a search, forwards and backwards, and saying which one it is."""

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QObject, Qt, Slot

from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.filtered_tree import FilteredTree
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.widgets import SearchBox


class HitSteps(QObject):
    """Selects the next or previous hit, beginning anew at either end, and writes "2 of 7" into the box.

    A step that is asked for before the search has answered is taken as soon as it has.
    """

    def __init__(self, view: GoalTreeView, tree: FilteredTree, box: SearchBox) -> None:
        super().__init__(view)
        self._view = view
        self._tree = tree
        self._box = box
        self._hits: list[int] = []
        self._waiting = 0
        tree.filter_changed.connect(self._on_filter_changed)
        view.node_selected.connect(self._show_count)
        box.textChanged.connect(self._on_text_changed)
        box.returnPressed.connect(self.next)
        box.shift_return_pressed.connect(self.previous)

    @Slot()
    def next(self) -> None:
        """Select the next hit below the selected line."""
        self._step(1)

    @Slot()
    def previous(self) -> None:
        """Select the next hit above the selected line."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if not self._box.text().strip():
            self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif not self._tree.has_answered:
            self._waiting = step
            self._tree.search_at_once()
        elif self._hits:
            self._view.select(self._opened(self._hits[self._target(step)]))

    def _target(self, step: int) -> int:
        """Return the place of the hit to go to among all."""
        place = self._place()
        if place is not None:
            return (place + step) % len(self._hits)
        current = self._view.currentIndex()
        before = self._count_until(current) if current.isValid() else 0
        return (before if step > 0 else before - 1) % len(self._hits)

    def _count_until(self, index: QModelIndex) -> int:
        """Return how many hits stand above a line that is none itself."""
        wanted, found = index.internalId(), 0
        for line in self._lines(QModelIndex()):
            if line.internalId() == wanted:
                break
            found += line.internalId() in self._hits
        return found

    def _place(self) -> int | None:
        """Return the place of the selected line among the hits, None if it is none of them."""
        rows = self._view.selectionModel().selectedRows()
        key = rows[0].internalId() if len(rows) == 1 else -1
        return self._hits.index(key) if key in self._hits else None

    def _opened(self, key: int) -> QModelIndex:
        index = next(line for line in self._lines(QModelIndex()) if line.internalId() == key)
        self._view.expansion.open_above(index)
        return index

    def _lines(self, parent: QModelIndex) -> Iterator[QModelIndex]:
        """Yield all lines of what was found, as they stand below each other."""
        model = self._tree.found
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            yield index
            yield from self._lines(index)

    @Slot()
    def _on_filter_changed(self) -> None:
        found = self._tree.found
        hits = self._tree.hit_ids if self._tree.is_filtered else frozenset()
        self._hits = [
            index.internalId() for index in self._lines(QModelIndex()) if (node := found.node(index)) is not None and node.id in hits
        ]
        self._show_count()
        step, self._waiting = self._waiting, 0
        if step and self._tree.is_filtered:
            self._step(step)

    @Slot()
    def _on_text_changed(self) -> None:
        self._waiting = 0
        self._box.set_count("")

    @Slot()
    def _show_count(self) -> None:
        if not self._tree.is_filtered or not self._tree.has_answered:
            self._box.set_count("")
            return
        place, locale = self._place(), self._box.locale()
        count = locale.toString(len(self._hits)) + ("+" if self._tree.may_be_more else "")
        text = tr("{n} found") if place is None else tr("{place} of {n}").format(place=locale.toString(place + 1), n="{n}")
        self._box.set_count(text.format(n=count))
