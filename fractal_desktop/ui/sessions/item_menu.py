"""What can be done with an item, as a menu."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fractal_desktop.domain.timer import Timer, TimerState
from fractal_desktop.ui.icons import icon


class ItemAct(StrEnum):
    """Something to do with an item."""

    TOGGLE_TIMER = "toggle_timer"
    START_BESIDE = "start_beside"
    STOP_TIMER = "stop_timer"
    RESET_TIMER = "reset_timer"
    NOTES = "notes"
    RENAME = "rename"
    ADD_SET = "add_set"
    MOVE_UP = "move_up"
    MOVE_DOWN = "move_down"
    SECTION_UP = "section_up"
    SECTION_DOWN = "section_down"
    REMOVE = "remove"


class ItemMenu(QMenu):
    """Offers what makes sense for one item; it is gone once it is closed."""

    acted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.triggered.connect(self._on_triggered)

    def fill(self, timer: Timer | None, *, can_rename: bool, takes_sets: bool, others_run: bool) -> None:
        """Offer the acts that make sense; `timer` is None if it was never used."""
        runs = timer is not None and timer.state is TimerState.RUNNING
        self._add(ItemAct.TOGGLE_TIMER, self.tr("Pause timer") if runs else self.tr("Start timer"), "pause" if runs else "play", "Space")
        if others_run and not runs:
            self._add(ItemAct.START_BESIDE, self.tr("Start beside those that run"), "play")
        if timer is not None and timer.state in (TimerState.RUNNING, TimerState.PAUSED):
            self._add(ItemAct.STOP_TIMER, self.tr("Stop timer"), "stop")
        if timer is not None:
            self._add(ItemAct.RESET_TIMER, self.tr("Reset timer"), "reset")
        self.addSeparator()
        if takes_sets:
            self._add(ItemAct.ADD_SET, self.tr("Add set"), "plus")
        self._add(ItemAct.NOTES, self.tr("Notes"), "note")
        if can_rename:
            self._add(ItemAct.RENAME, self.tr("Rename"), "edit", "F2")
        self.addSeparator()
        self._add(ItemAct.MOVE_UP, self.tr("Move up"), "arrow-up", "Alt+Up")
        self._add(ItemAct.MOVE_DOWN, self.tr("Move down"), "arrow-down", "Alt+Down")
        self.addSeparator()
        self._add(ItemAct.REMOVE, self.tr("Remove"), "trash", "Del")

    def _add(self, act: ItemAct, text: str, glyph: str, keys: str = "") -> None:
        role = "danger" if act is ItemAct.REMOVE else "text"
        action = self.addAction(icon(glyph, role), f"{text}\t{keys}" if keys else text)
        action.setData(act)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.acted.emit(ItemAct(action.data()))
