"""A menu of what can be done with one thing."""

from enum import StrEnum
from typing import ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fractal_desktop.ui.icons import icon


class ActMenu(QMenu):
    """Tells which act was chosen; it is gone once it is closed."""

    acted = Signal(object)
    """One of `acts`."""
    acts: ClassVar[type[StrEnum]]

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.triggered.connect(self._on_triggered)

    def offer(self, act: StrEnum, text: str, glyph: str, keys: str = "", role: str = "text") -> None:
        """Add a line; `keys` are only shown: the thing itself listens to them."""
        action = self.addAction(icon(glyph, role), f"{text}\t{keys}" if keys else text)
        action.setData(act)

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.acted.emit(self.acts(action.data()))  # Qt hands out the text alone
