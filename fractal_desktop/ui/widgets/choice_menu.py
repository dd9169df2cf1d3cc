"""A menu to choose one of a few things from."""

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from fractal_desktop.ui.widgets.hover import settle_hover_after


class ChoiceMenu(QMenu):
    """A menu below a button of which one line holds; gone after use."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._anchor = anchor
        self._values: dict[QAction, object] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.triggered.connect(self._on_triggered)
        settle_hover_after(self, anchor)

    def offer(self, text: str, value: object, *, checked: bool = False) -> None:
        """Add a line; `value` is what `chosen` carries. An ampersand in `text` is shown."""
        action = self.addAction(text.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(checked)
        self._values[action] = value

    def open(self) -> None:
        """Show it below its button, without holding anything up."""
        self.popup(self._anchor.mapToGlobal(QPoint(0, self._anchor.height() + 4)))
        first = next(iter(self._values), None)
        if first is not None and not self._anchor.underMouse():
            self.setActiveAction(next((action for action in self._values if action.isChecked()), first))

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(self._values[action])
