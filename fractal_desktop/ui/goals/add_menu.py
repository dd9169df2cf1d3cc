"""The menus of the tree: what can be made, and what can be done with a line."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.tree_commands import TreeCommands
from fractal_desktop.ui.icons import goal_icon, icon


def with_keys(text: str, keys: str) -> str:
    """Return a menu's text with the keys that the menu bar's command has: a second shortcut would make both ambiguous."""
    return f"{text}\t{QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)}"


class AddMenu(QMenu):
    """Offers what can be made where the selection stands: the usual type first, the lower ones by name."""

    def __init__(self, commands: TreeCommands, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self.aboutToShow.connect(self._renew)

    @Slot()
    def _renew(self) -> None:
        self.clear()
        add_makers(self, self._commands)
        self.addSeparator()
        fractal = self.addAction(goal_icon(GoalType.ULTIMATE), with_keys(tr("New fractal"), "Ctrl+Alt+G"))
        fractal.triggered.connect(self._commands.add_fractal)
        fractal.setEnabled(self._commands.can_write())


class LineMenu(QMenu):
    """Offers what can be done with the selected lines."""

    def __init__(self, commands: TreeCommands, parent: QWidget) -> None:
        super().__init__(parent)
        self._commands = commands
        self.aboutToShow.connect(self._renew)

    @Slot()
    def _renew(self) -> None:
        do = self._commands
        self.clear()
        add_makers(self, do)
        self.addSeparator()
        entries = (
            (icon("edit"), with_keys(tr("Rename"), "F2"), do.rename, do.can_rename()),
            (icon("check-circle"), with_keys(do.completion_text(), "Space"), do.toggle_completion, do.can_change()),
            (icon("folder-move"), with_keys(tr("Move to goal…"), "Ctrl+M"), do.ask_where_to_move, do.can_change()),
        )
        for glyph, text, run, enabled in entries:
            action = self.addAction(glyph, text)
            action.triggered.connect(run)
            action.setEnabled(enabled)
        self.addSeparator()
        delete = self.addAction(icon("trash", "danger"), with_keys(tr("Delete"), "Del"))
        delete.triggered.connect(do.delete)
        delete.setEnabled(do.can_change())


def add_makers(menu: QMenu, commands: TreeCommands) -> None:
    """Add what can be made below or beside the selected node."""
    types = commands.child_types()
    if types:
        text = tr("New {type}").format(type=types[0].title.lower())
        action = menu.addAction(goal_icon(types[0]), with_keys(text, "Ctrl+N"))
        action.triggered.connect(commands.add_child)
    if commands.can_add_session():
        action = menu.addAction(goal_icon(GoalType.PRACTICE_SESSION), with_keys(tr("New session"), "Ctrl+Shift+B"))
        action.triggered.connect(commands.add_session)
    sibling = commands.sibling_type()
    if sibling is not None:
        action = menu.addAction(
            goal_icon(sibling), with_keys(tr("New {type} beside it").format(type=sibling.title.lower()), "Ctrl+Shift+G")
        )
        action.triggered.connect(commands.add_sibling)
    if len(types) > 1:
        lower = menu.addMenu(tr("New goal of another type"))
        for goal_type in types[1:]:
            _add_type(lower, goal_type, commands)


def _add_type(menu: QMenu, goal_type: GoalType, commands: TreeCommands) -> QAction:
    action = menu.addAction(goal_icon(goal_type), goal_type.title)
    action.triggered.connect(partial(_make, commands, goal_type))
    return action


def _make(commands: TreeCommands, goal_type: GoalType, _checked: bool = False) -> None:
    commands.add_child_of(goal_type)
