"""The tree of goals and sessions, and what stands above it: the box that filters it, the switch for sessions, and “New”."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.add_menu import AddMenu
from fractal_desktop.ui.goals.cells import CellTexts, tr
from fractal_desktop.ui.goals.drop_tree_view import DropTreeView
from fractal_desktop.ui.goals.filtered_tree import FilteredTree
from fractal_desktop.ui.goals.hit_steps import HitSteps
from fractal_desktop.ui.goals.tree_commands import TreeCommands
from fractal_desktop.ui.goals.tree_memory import TreeMemory
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import font_of
from fractal_desktop.ui.widgets import PageToolbar, PlainButton, SearchBox, ToolIconButton

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class TreeSide(QWidget):
    """Brings the tree back as it was left, and finds the way down to what is to be selected."""

    filled = Signal(bool)
    """The top of the tree was read; the flag says whether there is anything."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._memory = TreeMemory(context.settings, context.workspace.path) if context.workspace is not None else None
        self._is_first_answer = True
        texts = CellTexts(self._zone, context.today)
        self.box = SearchBox(tr("Filter goals and sessions"))
        self.view = DropTreeView(texts, context.theme)
        self.tree = FilteredTree(context, self.view, self.box, texts)
        self.steps = HitSteps(self.view, self.tree, self.box)
        self.commands = TreeCommands(context, self.view, self.tree, self)
        self._build()
        self._connect()

    def begin(self) -> None:
        """Bring the tree back as it was left, and read its top."""
        if self._memory is None:
            return
        self.view.set_movable(self._context.can_write)
        self.view.set_column_widths(self._memory.column_widths)
        self._switch.setChecked(self._memory.sessions_shown)
        self.tree.set_sessions_shown(self._memory.sessions_shown)
        self.view.expansion.add_ids(self._memory.open_ids or ())
        self.tree.load()

    def keep(self) -> None:
        """Remember how the tree is left."""
        if self._memory is None or self._is_first_answer:
            return
        self._memory.column_widths = self.view.column_widths()
        self._memory.open_ids = self.view.expansion.ids
        if not self.tree.is_filtered:
            self._memory.chosen_way = self.view.current_way()

    def shows_sessions(self) -> bool:
        """Return whether sessions stand below their goals."""
        return self._switch.isChecked()

    @Slot()
    def toggle_sessions(self) -> None:
        """Show sessions below their goals, or goals alone."""
        self._switch.toggle()

    @Slot()
    def focus_box(self) -> None:
        """Put the caret into the box."""
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.box.selectAll()

    @Slot(str)
    def show_node(self, node_id: str) -> None:
        """Select a goal or session, reading the way down to it; sessions are shown if it takes that."""
        self._context.read(self, "way", partial(_way, node_id), self._on_way)

    def select_and_do(self, goal_id: GoalId, run: Callable[[], None]) -> None:
        """Do something once a goal is selected."""
        self._context.read(self, "way", partial(_way, goal_id), partial(self._on_way_to_do, run))

    def _build(self) -> None:
        self._switch = PlainButton(tr("Sessions"), icon("clock", "text", "accent"), "toggle")
        self._switch.setCheckable(True)
        # The style measures the lighter letters of an unchecked one.
        heavy = QFontMetrics(font_of(self.font(), weight=600)).horizontalAdvance(self._switch.text())
        self._switch.setMinimumWidth(heavy + self._context.theme.px(52))
        self._switch.setToolTip(tr("Show sessions below their goals"))
        add = ToolIconButton(icon("plus"), tr("New"), bordered=True)
        add.setMenu(AddMenu(self.commands, add))
        toolbar = PageToolbar()
        toolbar.row.addWidget(self.box, 1)
        toolbar.row.addWidget(self._switch)
        toolbar.row.addWidget(add)
        self.setMinimumWidth(self._context.theme.px(320))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        column.addWidget(self.view, 1)

    def _connect(self) -> None:
        for model in (self.tree.whole, self.tree.found):
            model.name_entered.connect(self.commands.store_name)
        self.tree.whole.answered.connect(self._on_answered)
        self.view.completion_toggled.connect(self.commands.toggle_completion)
        self.view.moved_to.connect(self.commands.move)
        self.commands.sessions_wanted.connect(self._show_sessions)
        self._switch.toggled.connect(self._on_switched)

    def _zone(self) -> ZoneInfo:
        return self._context.zone

    @Slot()
    def _on_answered(self) -> None:
        self.filled.emit(self.tree.whole.rowCount() > 0)
        if self._is_first_answer:
            self._is_first_answer = False
            self._choose_first()

    def _choose_first(self) -> None:
        """Select what was selected last; in a file that was never shown, open the fractals and select the first."""
        whole = self.tree.whole
        way = self._memory.chosen_way if self._memory is not None else ()
        if self._memory is not None and self._memory.open_ids is None:
            for row in range(whole.rowCount()):
                if whole.is_goal(whole.index(row, 0)):
                    self.view.expand(whole.index(row, 0))
        first = whole.node(whole.index(0, 0)) if whole.rowCount() else None
        if not way and first is not None:
            way = (first.id,)
        if way and not self.view.selectionModel().hasSelection():
            self.tree.reveal(way)

    def _on_way(self, way: tuple[str, ...]) -> None:
        if not way:
            self._context.notify(tr("This no longer exists."))
            return
        if self._switch.isChecked():
            self.tree.reveal(way)
        else:
            self._context.read(self, "kinds", partial(_has_session, way), partial(self._on_kinds, way))

    def _on_kinds(self, way: tuple[str, ...], has_session: bool) -> None:
        """Turn sessions on if the way leads to or through one: otherwise its line would never come."""
        if has_session:
            self._switch.setChecked(True)
        self.tree.reveal(way)

    def _on_way_to_do(self, run: Callable[[], None], way: tuple[str, ...]) -> None:
        self.tree.reveal(way, _Doing(run))

    @Slot()
    def _show_sessions(self) -> None:
        self._switch.setChecked(True)

    @Slot(bool)
    def _on_switched(self, shown: bool) -> None:
        self.tree.set_sessions_shown(shown)
        if self._memory is not None:
            self._memory.sessions_shown = shown
        self._context.actions_changed.emit()


class _Doing:
    """Does something once its line is selected."""

    __slots__ = ("_run",)

    def __init__(self, run: Callable[[], None]) -> None:
        self._run = run

    def __call__(self, _index: QModelIndex) -> None:
        self._run()


def _way(node_id: str, workspace: "Workspace") -> tuple[str, ...]:
    return tuple(workspace.goals.path_to(GoalId(node_id)))


def _has_session(way: tuple[str, ...], workspace: "Workspace") -> bool:
    nodes = workspace.goals.nodes(tuple(GoalId(node_id) for node_id in way))
    return any(node.type is GoalType.PRACTICE_SESSION for node in nodes)
