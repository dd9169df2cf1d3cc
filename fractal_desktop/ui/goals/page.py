"""The Goals page: the tree of goals and sessions, and the editor of what is selected beside it."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import GoalType
from fractal_desktop.domain.ids import GoalId, SessionId
from fractal_desktop.domain.practice_session import SessionQuery
from fractal_desktop.domain.tree import GoalTime
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.add_menu import LineMenu
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.editor_side import EditorSide
from fractal_desktop.ui.goals.target_feed import TargetFeed
from fractal_desktop.ui.goals.times_feed import TimesFeed
from fractal_desktop.ui.goals.tree_commands import TreeCommands
from fractal_desktop.ui.goals.tree_side import TreeSide
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.session_place import OF_SESSIONS
from fractal_desktop.ui.sessions.template_choice import TemplateChoice
from fractal_desktop.ui.widgets import EmptyState

_SHOW_AFTER_MS = 60
_SPLITTER = "goals/splitter"
_OF_SESSION_LINES = ("goal.new_child", "session.blank", "", *OF_SESSIONS)
"""The commands in the menu of lines that are sessions, which can have goals below them."""


class GoalsPage(QWidget):
    """Joins tree and editors, for one file: it is made anew when another one is opened."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._show_delay = self._timer(_SHOW_AFTER_MS, self._show_selected)
        self._times = TimesFeed(context, self)
        self._target_shares = TargetFeed(context, self)
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
        self._side.show_node(node_id)

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
            "edit.find": Handler(self._side.focus_box),
            "edit.find_next": Handler(self._side.steps.next),
            "edit.find_previous": Handler(self._side.steps.previous),
            "edit.clear_filters": Handler(self._tree.clear_filter, self._has_filter),
            "view.tree_sessions": Handler(self._side.toggle_sessions, checked=self._side.shows_sessions),
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

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._tree.is_filtered:
            self._tree.clear_filter()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._side = TreeSide(self._context)
        self._view, self._tree, self._commands = self._side.view, self._side.tree, self._side.commands
        self._line_menu = LineMenu(self._commands, self)
        self._templates = TemplateChoice(self._context, self)
        self._editors = EditorSide(self._context)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._side)
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

    def _connect(self) -> None:
        context = self._context
        context.changed.connect(self._on_changed)
        context.goal_requested.connect(self._side.show_node)
        context.zone_changed.connect(self._view.viewport().update)
        context.flush_requested.connect(self._keep)
        context.file_closed.connect(self._keep)
        self._view.node_selected.connect(self._show_delay.start)
        self._view.node_selected.connect(context.actions_changed)
        self._view.opened.connect(self._open_selected)
        self._view.customContextMenuRequested.connect(self._on_menu_asked)
        self._tree.filter_changed.connect(self._show_delay.start)
        self._tree.filter_changed.connect(context.actions_changed)
        self._side.filled.connect(self._on_filled)
        self._times.arrived.connect(self._on_times)
        self._target_shares.arrived.connect(self._tree.set_targets)
        context.zone_changed.connect(self._target_shares.read)
        self._nothing.activated.connect(self._commands.add_fractal)
        self._editors.goal.node_chosen.connect(self._side.show_node)
        for asked, run in (
            (self._editors.goal.child_asked, self._commands.add_child),
            (self._editors.goal.session_asked, self._commands.add_session),
            (self._editors.goal.move_asked, self._commands.ask_where_to_move),
            (self._editors.goal.delete_asked, self._commands.delete),
        ):
            asked.connect(partial(self._do_with_goal, run))

    def _begin(self) -> None:
        """Bring the page back as it was left, and read the top of the tree."""
        self._splitter.restoreState(self._context.settings.state(_SPLITTER))
        if self._context.workspace is None:
            return
        self._side.begin()
        self._times.read()
        self._target_shares.read()

    def _timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    @Slot(bool)
    def _on_filled(self, has_lines: bool) -> None:
        self._stack.setCurrentWidget(self._splitter if has_lines else self._nothing)

    def _do_with_goal(self, run: Callable[[], None]) -> None:
        """Do what was asked for in the editor with its goal, which need not be selected while hits are shown."""
        goal_id, node = self._editors.goal.goal_id, self._view.current_node()
        if goal_id is None or (node is not None and node.id == goal_id):
            run()
        else:
            self._side.select_and_do(goal_id, run)

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
        self._templates.ask(self.chosen_sessions(), self._side.box)

    @Slot()
    def _keep(self) -> None:
        """Remember how the page is left."""
        self._context.settings.set_state(_SPLITTER, self._splitter.saveState())
        self._side.keep()

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
