"""The choice of a goal: a chip, and below it the tree of goals with a search."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import goal_icon
from fractal_desktop.ui.theme import current_tokens
from fractal_desktop.ui.widgets.buttons import FilterChip
from fractal_desktop.ui.widgets.popup import Popup
from fractal_desktop.ui.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_GOAL = Qt.ItemDataRole.UserRole
_FILLED = Qt.ItemDataRole.UserRole + 1
_MOST_HITS = 50
_PAGE = 200
_TYPING_MS = 120


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """A line of the pop-up; `way` names the goals above a hit of a search."""

    id: GoalId
    name: str
    type: GoalType
    has_children: bool
    way: str = ""


def read_below(workspace: "Workspace", goal_id: GoalId | None) -> tuple[GoalEntry, ...]:
    """Return the goals right below one, or the top."""
    found: list[GoalEntry] = []
    while True:
        nodes = workspace.goals.children(goal_id, sessions=False, offset=len(found), limit=_PAGE)
        found += (GoalEntry(GoalId(node.id), node.name, node.type, node.child_goals > 0) for node in nodes)
        if len(nodes) < _PAGE:
            return tuple(found)


@dataclass(frozen=True, slots=True)
class Branch:
    """The goals right below one."""

    parent_id: GoalId
    children: tuple[GoalEntry, ...]


def _read_branch(workspace: "Workspace", goal_id: GoalId) -> Branch:
    return Branch(goal_id, read_below(workspace, goal_id))


def read_hits(workspace: "Workspace", text: str) -> tuple[GoalEntry, ...]:
    """Return the goals whose names hold a text, with the ways to them."""
    entries: list[GoalEntry] = []
    for path in workspace.goals.find(text, _MOST_HITS, sessions=False):
        nodes = workspace.goals.nodes(path.ids)
        if nodes:
            way = " › ".join(node.name for node in nodes[:-1])
            entries.append(GoalEntry(GoalId(nodes[-1].id), nodes[-1].name, nodes[-1].type, has_children=False, way=way))
    return tuple(entries)


class GoalFilter(FilterChip):
    """Shows the chosen goal; a click opens the tree below, ✕ takes the choice away."""

    goal_chosen = Signal()
    """Another goal, or none, was chosen; see `goal_id`."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(tr("Goal"), parent)
        self._context = context
        self._goal_id: GoalId | None = None
        self.clicked.connect(self._open)
        self.cleared.connect(self.clear_goal)

    @property
    def goal_id(self) -> GoalId | None:
        """Return the chosen goal, or None for all."""
        return self._goal_id

    def set_goal(self, goal_id: GoalId, name: str) -> None:
        """Choose a goal with everything below."""
        self.set_value(self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, 220))
        self.setToolTip(name)
        if goal_id != self._goal_id:
            self._goal_id = goal_id
            self.goal_chosen.emit()

    @Slot()
    def clear_goal(self) -> None:
        """Choose all goals."""
        self.set_value("")
        self.setToolTip("")
        if self._goal_id is not None:
            self._goal_id = None
            self.goal_chosen.emit()

    @Slot()
    def _open(self) -> None:
        popup = GoalPopup(self._context, self)
        popup.goal_picked.connect(self.set_goal)
        popup.open_below(self)


class GoalPopup(Popup):
    """The tree of goals, read as it is opened, or the hits of a search. Closes itself on a choice, Escape or a click outside."""

    goal_picked = Signal(str, str)
    """The id and the name of a goal."""

    def __init__(self, context: AppContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._search = SearchBox(tr("Search goals"))
        self._tree = QTreeWidget()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._build()

    def open_below(self, chip: QWidget) -> None:
        """Show it under a chip, kept on the screen."""
        self.resize(400, 380)
        self.show_below(chip, right=True)
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)
        self._show_top()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._tree.currentItem() or self._tree.topLevelItem(0))
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._tree.setHeaderHidden(True)
        self._tree.setColumnCount(2)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setAccessibleName(tr("Goals"))
        self._tree.setUniformRowHeights(True)
        self._tree.setEditTriggers(QTreeWidget.EditTrigger.NoEditTriggers)
        self._tree.setExpandsOnDoubleClick(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self._search)
        column.addWidget(self._tree, 1)
        self._search.down_pressed.connect(self._go_into_tree)
        self._search.textChanged.connect(self._on_text_changed)
        self._typing.timeout.connect(self._show_hits)
        self._tree.itemExpanded.connect(self._fill)
        self._tree.clicked.connect(self._on_clicked)

    @Slot()
    def _go_into_tree(self) -> None:
        first = self._tree.currentItem() or self._tree.topLevelItem(0)
        if first is not None:
            self._tree.setCurrentItem(first)
            self._tree.setFocus()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        if text.strip():
            self._typing.start()
        else:
            self._typing.stop()
            self._show_top()

    @Slot()
    def _show_hits(self) -> None:
        self._context.read(self, "list", partial(read_hits, text=self._search.text().strip()), self._show_entries)

    def _show_top(self) -> None:
        self._context.read(self, "list", partial(read_below, goal_id=None), self._show_entries)

    def _show_entries(self, entries: tuple[GoalEntry, ...]) -> None:
        self._tree.clear()
        self._tree.addTopLevelItems([_item(entry) for entry in entries])
        if not entries:
            nothing = QTreeWidgetItem([tr("No goal is called that.") if self._search.text() else tr("There are no goals yet.")])
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            self._tree.addTopLevelItem(nothing)

    @Slot(QTreeWidgetItem)
    def _fill(self, item: QTreeWidgetItem) -> None:
        if not item.data(0, _FILLED):
            item.setData(0, _FILLED, True)
            goal: GoalEntry = item.data(0, _GOAL)
            self._context.read(self, f"below {goal.id}", partial(_read_branch, goal_id=goal.id), self._add_below)

    def _add_below(self, branch: Branch) -> None:
        """Put goals below the one they were read for, if it is still there."""
        for item in self._tree.findItems("*", Qt.MatchFlag.MatchWildcard | Qt.MatchFlag.MatchRecursive):
            entry = item.data(0, _GOAL)
            if isinstance(entry, GoalEntry) and entry.id == branch.parent_id and item.data(0, _FILLED) and not item.childCount():
                item.addChildren([_item(child) for child in branch.children])

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._pick(self._tree.itemFromIndex(index))

    def _pick(self, item: QTreeWidgetItem | None) -> None:
        goal = item.data(0, _GOAL) if item is not None else None
        if isinstance(goal, GoalEntry):
            self.close()
            self.goal_picked.emit(goal.id, goal.name)


def _item(entry: GoalEntry) -> QTreeWidgetItem:
    item = QTreeWidgetItem([entry.name, entry.way])
    item.setForeground(1, current_tokens().color("muted"))
    item.setIcon(0, goal_icon(entry.type))
    item.setData(0, _GOAL, entry)
    item.setToolTip(0, f"{entry.way} › {entry.name}" if entry.way else entry.name)
    if entry.has_children:
        item.setChildIndicatorPolicy(QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator)
    return item
