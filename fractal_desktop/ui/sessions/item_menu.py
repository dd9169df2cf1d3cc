"""What can be done with an item, by keys and as a menu."""

from enum import StrEnum

from PySide6.QtCore import Qt

from fractal_desktop.domain.timer import Timer, TimerState
from fractal_desktop.ui.sessions.act_menu import ActMenu


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


_ALT = Qt.KeyboardModifier.AltModifier
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
MOVES = {
    (Qt.Key.Key_Up, _ALT): ItemAct.MOVE_UP,
    (Qt.Key.Key_Down, _ALT): ItemAct.MOVE_DOWN,
    (Qt.Key.Key_Up, _CTRL_SHIFT): ItemAct.SECTION_UP,
    (Qt.Key.Key_Down, _CTRL_SHIFT): ItemAct.SECTION_DOWN,
}
"""Keys that mean the item wherever in it the focus is. Alt with Ctrl or Shift and arrows desktops keep for themselves."""
OWN_KEYS = {
    Qt.Key.Key_Delete: ItemAct.REMOVE,
    Qt.Key.Key_Backspace: ItemAct.REMOVE,
    Qt.Key.Key_F2: ItemAct.RENAME,
    Qt.Key.Key_Space: ItemAct.TOGGLE_TIMER,
}
"""Keys that mean the item while it has the focus itself."""


class ItemMenu(ActMenu):
    """Offers what makes sense for one item."""

    acts = ItemAct

    def fill(self, timer: Timer | None, *, can_rename: bool, takes_sets: bool, others_run: bool) -> None:
        """Offer the acts that make sense; `timer` is None if it was never used."""
        runs = timer is not None and timer.state is TimerState.RUNNING
        self.offer(ItemAct.TOGGLE_TIMER, self.tr("Pause timer") if runs else self.tr("Start timer"), "pause" if runs else "play", "Space")
        if others_run and not runs:
            self.offer(ItemAct.START_BESIDE, self.tr("Start beside those that run"), "play")
        if timer is not None and timer.state in (TimerState.RUNNING, TimerState.PAUSED):
            self.offer(ItemAct.STOP_TIMER, self.tr("Stop timer"), "stop")
        if timer is not None:
            self.offer(ItemAct.RESET_TIMER, self.tr("Reset timer"), "reset")
        self.addSeparator()
        if takes_sets:
            self.offer(ItemAct.ADD_SET, self.tr("Add set"), "plus")
        self.offer(ItemAct.NOTES, self.tr("Notes"), "note")
        if can_rename:
            self.offer(ItemAct.RENAME, self.tr("Rename"), "edit", "F2")
        self.addSeparator()
        self.offer(ItemAct.MOVE_UP, self.tr("Move up"), "arrow-up", "Alt+Up")
        self.offer(ItemAct.MOVE_DOWN, self.tr("Move down"), "arrow-down", "Alt+Down")
        self.addSeparator()
        self.offer(ItemAct.REMOVE, self.tr("Remove"), "trash", "Del", "danger")
