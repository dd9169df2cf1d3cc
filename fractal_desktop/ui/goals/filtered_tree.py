"""A tree with a box that filters it: the whole of it, or what was found with everything above."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QTimer, Signal, Slot

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import CellTexts, TargetShare, counted, tr
from fractal_desktop.ui.goals.hits import MOST_HITS, Hits, HitsReader, searching
from fractal_desktop.ui.goals.revealing import Found, Revealer
from fractal_desktop.ui.goals.tree_model import GoalTreeModel
from fractal_desktop.ui.goals.tree_view import GoalTreeView
from fractal_desktop.ui.goals.workspace_reader import WorkspaceReader
from fractal_desktop.ui.widgets import SearchBox

_WAIT_MS = 200


class FilteredTree(QObject):
    """Feeds a view from two models, so that clearing the filter brings back the tree as it was left.

    What a person chose among the hits is chosen in the whole tree afterwards.
    """

    filter_changed = Signal()
    """The view shows something else now: the whole tree, or what was found."""

    def __init__(self, context: AppContext, view: GoalTreeView, box: SearchBox, texts: CellTexts) -> None:
        super().__init__(view)
        self._context = context
        self._view = view
        self._box = box
        self._hits = HitsReader()
        self.whole = GoalTreeModel(WorkspaceReader(context, self), texts, self)
        self.found = GoalTreeModel(self._hits, texts, self)
        self._revealer = Revealer(self.whole, self)
        self._scroll = 0
        self._found_text = ""
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._search)
        view.show_model(self.whole, remembering=True)
        box.textChanged.connect(self._on_text_changed)
        box.down_pressed.connect(self.enter_tree)

    @property
    def is_filtered(self) -> bool:
        """Return whether hits are shown instead of the whole tree."""
        return self._view.model() is self.found

    @property
    def has_answered(self) -> bool:
        """Return whether what is shown is what was found for the text in the box."""
        return self.is_filtered and self._found_text == self._box.text().strip()

    @property
    def hit_ids(self) -> frozenset[str]:
        """Return the ids of what was found, without what is shown only because it lies above."""
        return self._hits.hits.ids

    @property
    def may_be_more(self) -> bool:
        """Return whether the search stopped before its end."""
        return self._hits.hits.may_be_more

    @Slot()
    def search_at_once(self) -> None:
        """Do not wait for more letters."""
        if self._wait.isActive():
            self._wait.stop()
            self._search()

    def load(self) -> None:
        """Read the top of the tree."""
        self.whole.fetchMore(QModelIndex())

    def apply_change(self, change: Change) -> None:
        """Follow a change, in the whole tree and in what was found."""
        self.whole.apply_change(change)
        if self.is_filtered:
            self._search()

    def set_times(self, times: Mapping[GoalId, GoalTime]) -> None:
        """Show these times, in the whole tree and in what was found."""
        self.whole.set_times(times)
        self.found.set_times(times)

    def set_targets(self, targets: Mapping[GoalId, TargetShare]) -> None:
        """Show how many targets are reached, likewise."""
        self.whole.set_targets(targets)
        self.found.set_targets(targets)

    def set_sessions_shown(self, shown: bool) -> None:
        """Show goals alone, or goals and sessions; hits too."""
        self.whole.set_sessions_shown(shown)
        self.found.set_sessions_shown(shown)
        if self.is_filtered:
            self._search()

    def reveal(self, way: tuple[str, ...], then: Found | None = None) -> None:
        """Select the line at the end of `way` (ids from the top down) in the whole tree, as soon as it is read."""
        self.clear_filter()
        self._revealer.reveal(way, _Selecting(self._view, then))

    @Slot()
    def clear_filter(self) -> None:
        """Show the whole tree again."""
        self._box.clear()
        self._wait.stop()
        self._leave_hits()

    @Slot()
    def enter_tree(self) -> None:
        """Go from the box into the tree, to the first hit."""
        self.search_at_once()
        self._view.setFocus()
        if self._view.selectionModel().hasSelection():
            return
        if self.is_filtered:
            self._select_first_hit()
        else:
            self._view.select(self._view.tree_model().index(0, 0))

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if text.strip():
            self._wait.start()
        else:
            self._wait.stop()
            self._leave_hits()

    @Slot()
    def _search(self) -> None:
        text = self._box.text().strip()
        if text:
            self._context.read(self, "filter", searching(text, self.whole.sessions_shown), self._on_found)

    @Slot(object)
    def _on_found(self, hits: Hits) -> None:
        text = self._box.text().strip()
        if not text:
            return
        self._hits.hits = hits
        self._found_text = text
        self._view.set_match(text)
        self._view.set_empty_text(tr("Nothing is called “{text}”.").format(text=text))
        if self.is_filtered:
            self.found.apply_change(Change("", everything=True))
        else:
            self._scroll = self._view.verticalScrollBar().value()
            self.found.clear()
            self.found.fetchMore(QModelIndex())
            self._view.show_model(self.found, remembering=False)
        self._read_all(QModelIndex())
        self._view.expandAll()
        if hits.may_be_more:
            self._context.notify(counted(MOST_HITS, "", "The first {n} lines are shown: write more to narrow them down."))
        self.filter_changed.emit()

    def _read_all(self, parent: QModelIndex) -> None:
        self.found.fetchMore(parent)
        for row in range(self.found.rowCount(parent)):
            self._read_all(self.found.index(row, 0, parent))

    def _leave_hits(self) -> None:
        if not self.is_filtered:
            return
        chosen = self._view.current_way()
        self._view.set_match("")
        self._view.set_empty_text("")
        self._view.show_model(self.whole, remembering=True)
        self._view.executeDelayedItemsLayout()
        self._view.verticalScrollBar().setValue(self._scroll)
        if chosen:
            self._revealer.reveal(chosen, _Selecting(self._view, None))
        self.filter_changed.emit()

    def _select_first_hit(self) -> None:
        text = self._box.text().strip().casefold()
        index = self.found.index(0, 0)
        while index.isValid():
            node = self.found.node(index)
            if node is not None and text in node.name.casefold():
                self._view.select(index)
                return
            index = self._view.indexBelow(index)


class _Selecting:
    """Selects a line that was found, with everything above it open, then goes on."""

    __slots__ = ("_then", "_view")

    def __init__(self, view: GoalTreeView, then: Found | None) -> None:
        self._view = view
        self._then = then

    def __call__(self, index: QModelIndex) -> None:
        self._view.expansion.open_above(index)
        self._view.select(index)
        if self._then is not None:
            self._then(index)
