"""What can be done with a section, as a menu."""

from enum import StrEnum

from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.sessions.act_menu import ActMenu


class SectionAct(StrEnum):
    """Something to do with a section that concerns its place."""

    ADD_ACTIVITY = "add_activity"
    ADD_LINE = "add_line"
    NOTES = "notes"
    MOVE_UP = "move_up"
    MOVE_DOWN = "move_down"
    REMOVE = "remove"
    RENAME = "rename"
    PLAN = "plan"


class SectionMenu(ActMenu):
    """Offers all of it."""

    acts = SectionAct

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer(SectionAct.ADD_ACTIVITY, self.tr("Add activity…"), "plus")
        self.offer(SectionAct.ADD_LINE, self.tr("Add line"), "list")
        self.addSeparator()
        self.offer(SectionAct.RENAME, self.tr("Rename"), "edit", "F2")
        self.offer(SectionAct.PLAN, self.tr("Planned minutes…"), "clock")
        self.offer(SectionAct.NOTES, self.tr("Notes"), "note")
        self.addSeparator()
        self.offer(SectionAct.MOVE_UP, self.tr("Move up"), "arrow-up", "Alt+Up")
        self.offer(SectionAct.MOVE_DOWN, self.tr("Move down"), "arrow-down", "Alt+Down")
        self.addSeparator()
        self.offer(SectionAct.REMOVE, self.tr("Remove"), "trash", "Del", "danger")
