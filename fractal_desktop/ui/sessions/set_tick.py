"""The tick of one set."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.ui.sessions.parts import TickButton
from fractal_desktop.ui.widgets.buttons import is_delete_override


class SetTick(TickButton):
    """Says that a set is done. Space or Enter ticks it, the arrows go to the next one, Delete takes the set away."""

    ticked = Signal(int, bool)
    removal_asked = Signal(int)
    step_asked = Signal(int, int)

    def __init__(self, row: int, parent: QWidget) -> None:
        super().__init__(boxed=False, parent=parent)
        self._row = row
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Delete for the set, where the window would delete what is selected."""
        if is_delete_override(event):
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if key == Qt.Key.Key_Delete:
            self.removal_asked.emit(self._row)
        elif step is not None and event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier:
            self.step_asked.emit(self._row, step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    @Slot(bool)
    def _on_clicked(self, on: bool) -> None:
        self.ticked.emit(self._row, on)
