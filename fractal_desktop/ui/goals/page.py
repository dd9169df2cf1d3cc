"""The Goals page: the tree of goals and sessions, and the editor of what is selected beside it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.add_menu import AddMenu, LineMenu
from fractal_desktop.ui.goals.cells import CellTexts, tr
from fractal_desktop.ui.goals.drop_tree_view import DropTreeView
from fractal_desktop.ui.goals.editor_side import EditorSide
from fractal_desktop.ui.goals.filtered_tree import FilteredTree
from fractal_desktop.ui.goals.hit_steps import HitSteps
from fractal_desktop.ui.goals.target_feed import TargetFeed
from fractal_desktop.ui.goals.times_feed import TimesFeed
from fractal_desktop.ui.goals.tree_commands import TreeCommands
from fractal_desktop.ui.goals.tree_memory import TreeMemory
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.session_place import OF_SESSIONS
from fractal_desktop.ui.sessions.template_choice import TemplateChoice
from fractal_desktop.ui.theme import font_of
from fractal_desktop.ui.widgets import EmptyState, PageToolbar, PlainButton, SearchBox, ToolIconButton

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_SHOW_AFTER_MS = 60
_SPLITTER = "goals/splitter"
_OF_SESSION_LINES = ("goal.new_child", "session.blank", "", *OF_SESSIONS)
"""The commands in the menu of lines that are sessions, which can have goals below them."""


class GoalsPage(QWidget):
    """Joins tree and editors, for one file: it is made anew when another one is opened."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._texts = CellTexts(self._zone, context.today)
        self._memory = TreeMemory(context.settings, context.workspace.path) if context.workspace is not None else None
        self._show_delay = self._timer(_SHOW_AFTER_MS, self._show_selected)
        self._times = TimesFeed(context, self)
        self._target_shares = TargetFeed(context, self)
        self._is_first_answer = True
        self._build()
        self._connect()
        self._begin()

    @property
    def context(self) -> AppContext:
        """Return what the page was given."""
        return self._context

    @property
    def splitter(self) -> QSplitter:
        """Return what stands between tree and editor."""
        return self._splitter

    @property
    def commands(self) -> TreeCommands:
        """Return what can be done with the tree."""
        return self._commands

    @property
    def is_empty(self) -> bool:
        """Return whether the file holds nothing, and the page says so."""
        return self._stack.currentWidget() is self._nothing

    def show_node(self, node_id: str) -> None:
        """Select a goal or session in the tree, reading the way down to it."""
        self._context.read(self, "way", partial(_way, node_id), self._on_way)

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do on this page."""
        do, view = self._commands, self._view
        return {
            "goal.new_fractal": Handler(do.add_fractal, do.can_write),
            "goal.new_child": Handler(do.add_child, do.can_add_child),
            "goal.new_sibling": Handler(do.add_sibling, do.can_add_sibling),
            "goal.open": Handler(self._open_selected, self._has_selected),
            "goal.sessions": Handler(self._list_sessions, self._has_goal),
            "session.blank": Handler(do.add_session, do.can_add_session),
            "session.template": Handler(self._ask_for_template, self._has_sessions),
            "session.timer": Handler(self._editors.session.toggle_timer, self._has_session),
            "session.use_offered": Handler(self._editors.session.use_offered, self._has_session),
            "edit.rename": Handler(do.rename, do.can_rename),
            "edit.complete": Handler(do.toggle_completion, do.can_change, do.completion_text),
            "edit.move": Handler(do.ask_where_to_move, do.can_change),
            "edit.delete": Handler(do.delete, do.can_change),
            "edit.find": Handler(self.focus_filter),
            "edit.find_next": Handler(self._steps.next),
            "edit.find_previous": Handler(self._steps.previous),
            "edit.clear_filters": Handler(self._tree.clear_filter, self._has_filter),
            "view.tree_sessions": Handler(self._toggle_sessions, checked=self._sessions_button.isChecked),
            "view.expand_all": Handler(view.expansion.open_goals),
            "view.collapse_all": Handler(view.expansion.close_all),
        }

    def session_goal(self) -> GoalId | None:
        """Return the goal that a session started here hangs on: the selected one, or the nearest above that may hold it."""
        node = self._commands.session_parent()
        return GoalId(node.id) if node is not None else None

    def chosen_sessions(self) -> tuple[SessionId, ...]:
        """Return the selected sessions."""
        return tuple(SessionId(node.id) for node in self._view.selected_nodes() if node.type is GoalType.PRACTICE_SESSION)

    def show_session(self, session_id: str) -> None:
        """Select a session in the tree, which shows it in the editor."""
        self.show_node(session_id)

    @Slot()
    def focus_filter(self) -> None:
        """Put the caret into the filter box."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._tree.is_filtered:
            self._tree.clear_filter()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._filter = SearchBox(tr("Filter goals and sessions"))
        self._view = DropTreeView(self._texts, self._context.theme)
        self._tree = FilteredTree(self._context, self._view, self._filter, self._texts)
        self._steps = HitSteps(self._view, self._tree, self._filter)
        self._commands = TreeCommands(self._context, self._view, self._tree, self)
        self._line_menu = LineMenu(self._commands, self)
        self._templates = TemplateChoice(self._context, self)
        self._editors = EditorSide(self._context)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._built_left())
        self._splitter.addWidget(self._editors)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([508, 718])
        self._nothing = EmptyState(
            tr("This file is empty. A fractal is one great goal, with everything that leads to it below."),
            tr("New fractal"),
            icon("sprout", "accent"),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self._splitter)
        self._stack.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setFocusProxy(self._view)

    def _built_left(self) -> QWidget:
        self._sessions_button = PlainButton(tr("Sessions"), icon("clock", "text", "accent"), "toggle")
        self._sessions_button.setCheckable(True)
        heavy = QFontMetrics(font_of(self.font(), weight=600)).horizontalAdvance(self._sessions_button.text())
        self._sessions_button.setMinimumWidth(
            heavy + self._context.theme.px(52)
        )  # the style measures the lighter letters of an unchecked one
        self._sessions_button.setToolTip(tr("Show sessions below their goals"))
        self._add = ToolIconButton(icon("plus"), tr("New"), bordered=True)
        self._add.setMenu(AddMenu(self._commands, self._add))
        toolbar = PageToolbar()
        toolbar.row.addWidget(self._filter, 1)
        toolbar.row.addWidget(self._sessions_button)
        toolbar.row.addWidget(self._add)
        left = QWidget()
        left.setMinimumWidth(self._context.theme.px(320))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        column.addWidget(self._view, 1)
        return left

    def _connect(self) -> None:
        context = self._context
        context.changed.connect(self._on_changed)
        context.goal_requested.connect(self.show_node)
        context.zone_changed.connect(self._view.viewport().update)
        context.flush_requested.connect(self._keep)
        context.file_closed.connect(self._keep)
        self._view.node_selected.connect(self._show_delay.start)
        self._view.node_selected.connect(context.actions_changed)
        self._view.opened.connect(self._open_selected)
        self._view.completion_toggled.connect(self._commands.toggle_completion)
        self._view.moved_to.connect(self._commands.move)
        self._view.customContextMenuRequested.connect(self._on_menu_asked)
        self._tree.filter_changed.connect(self._show_delay.start)
        self._tree.filter_changed.connect(context.actions_changed)
        for model in (self._tree.whole, self._tree.found):
            model.name_entered.connect(self._commands.store_name)
        self._tree.whole.answered.connect(self._on_answered)
        self._sessions_button.toggled.connect(self._on_sessions_toggled)
        self._times.arrived.connect(self._on_times)
        self._target_shares.arrived.connect(self._tree.set_targets)
        context.zone_changed.connect(self._target_shares.read)
        self._nothing.activated.connect(self._commands.add_fractal)
        self._editors.goal.node_chosen.connect(self.show_node)
        for asked, run in (
            (self._editors.goal.child_asked, self._commands.add_child),
            (self._editors.goal.session_asked, self._commands.add_session),
            (self._editors.goal.move_asked, self._commands.ask_where_to_move),
            (self._editors.goal.delete_asked, self._commands.delete),
        ):
            asked.connect(partial(self._do_with_goal, run))
        self._commands.sessions_wanted.connect(self._on_sessions_wanted)

    def _begin(self) -> None:
        """Bring the page back as it was left, and read the top of the tree."""
        self._splitter.restoreState(self._context.settings.state(_SPLITTER))
        if self._memory is None:
            return
        self._view.set_movable(self._context.can_write)
        self._view.set_column_widths(self._memory.column_widths)
        self._sessions_button.setChecked(self._memory.sessions_shown)
        self._tree.set_sessions_shown(self._memory.sessions_shown)
        self._view.expansion.add_ids(self._memory.open_ids or ())
        self._tree.load()
        self._times.read()
        self._target_shares.read()

    def _timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def _zone(self) -> ZoneInfo:
        return self._context.zone

    @Slot()
    def _on_answered(self) -> None:
        has_lines = self._tree.whole.rowCount() > 0
        self._stack.setCurrentWidget(self._splitter if has_lines else self._nothing)
        if self._is_first_answer:
            self._is_first_answer = False
            self._choose_first()

    def _choose_first(self) -> None:
        """Select what was selected last; in a file that was never shown, open the fractals and select the first."""
        way = self._memory.chosen_way if self._memory is not None else ()
        if self._memory is not None and self._memory.open_ids is None:
            for row in range(self._tree.whole.rowCount()):
                if self._tree.whole.is_goal(self._tree.whole.index(row, 0)):
                    self._view.expand(self._tree.whole.index(row, 0))
        first = self._tree.whole.node(self._tree.whole.index(0, 0)) if self._tree.whole.rowCount() else None
        if not way and first is not None:
            way = (first.id,)
        if way and not self._view.selectionModel().hasSelection():
            self._tree.reveal(way)

    def _on_way(self, way: tuple[str, ...]) -> None:
        if not way:
            self._context.notify(tr("This no longer exists."))
            return
        if self._sessions_button.isChecked():
            self._tree.reveal(way)
        else:
            self._context.read(self, "kinds", partial(_has_session, way), partial(self._on_kinds, way))

    def _on_kinds(self, way: tuple[str, ...], has_session: bool) -> None:
        """Turn sessions on if the way leads to or through one: otherwise its line would never come."""
        if has_session:
            self._sessions_button.setChecked(True)
        self._tree.reveal(way)

    def _do_with_goal(self, run: Callable[[], None]) -> None:
        """Do what was asked for in the editor with its goal, which need not be selected while hits are shown."""
        goal_id, node = self._editors.goal.goal_id, self._view.current_node()
        if goal_id is None or (node is not None and node.id == goal_id):
            run()
        else:
            self._context.read(self, "way", partial(_way, goal_id), partial(self._select_and_do, run))

    def _select_and_do(self, run: Callable[[], None], way: tuple[str, ...]) -> None:
        self._tree.reveal(way, _Doing(run))

    @Slot()
    def _show_selected(self) -> None:
        nodes = self._view.selected_nodes()
        if nodes or not self._tree.is_filtered:
            self._editors.show_nodes(nodes)

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        self._tree.apply_change(change)
        self._times.follow(change)
        self._target_shares.follow(change)

    @Slot(object)
    def _on_times(self, times: dict[GoalId, GoalTime]) -> None:
        self._tree.set_times(times)
        self._editors.goal.show_times(times)

    @Slot(bool)
    def _on_sessions_toggled(self, shown: bool) -> None:
        self._tree.set_sessions_shown(shown)
        if self._memory is not None:
            self._memory.sessions_shown = shown
        self._context.actions_changed.emit()

    @Slot()
    def _on_sessions_wanted(self) -> None:
        self._sessions_button.setChecked(True)

    @Slot()
    def _toggle_sessions(self) -> None:
        self._sessions_button.toggle()

    @Slot()
    def _open_selected(self) -> None:
        """Go from the tree into the editor."""
        self._show_delay.stop()
        self._show_selected()
        nodes = self._view.selected_nodes()
        if len(nodes) == 1:
            self._editors.enter(nodes[0])

    @Slot()
    def _list_sessions(self) -> None:
        node = self._view.current_node()
        if node is not None:
            self._context.sessions_titled.emit(node.name)
            self._context.sessions_requested.emit(SessionQuery(goal_id=GoalId(node.id)))

    @Slot(QPoint)
    def _on_menu_asked(self, place: QPoint) -> None:
        if self._view.indexAt(place).isValid():
            at = self._view.viewport().mapToGlobal(place)
            nodes = self._view.selected_nodes()
            if nodes and all(node.type is GoalType.PRACTICE_SESSION for node in nodes):
                self._context.menu_requested.emit(_OF_SESSION_LINES, at)
            else:
                self._line_menu.popup(at)

    def _ask_for_template(self) -> None:
        self._templates.ask(self.chosen_sessions(), self._filter)

    @Slot()
    def _keep(self) -> None:
        """Remember how the page is left."""
        self._context.settings.set_state(_SPLITTER, self._splitter.saveState())
        if self._memory is None or self._is_first_answer:
            return
        self._memory.column_widths = self._view.column_widths()
        self._memory.open_ids = self._view.expansion.ids
        if not self._tree.is_filtered:
            self._memory.chosen_way = self._view.current_way()

    def _has_selected(self) -> bool:
        return bool(self._view.selected_nodes())

    def _has_goal(self) -> bool:
        node = self._view.current_node()
        return node is not None and node.type is not GoalType.PRACTICE_SESSION

    def _has_session(self) -> bool:
        node = self._view.current_node()
        return node is not None and node.type is GoalType.PRACTICE_SESSION and self._context.can_write

    def _has_sessions(self) -> bool:
        return self._context.can_write and bool(self.chosen_sessions())

    def _has_filter(self) -> bool:
        return self._tree.is_filtered


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
