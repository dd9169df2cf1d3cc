"""The button that says a goal or a session is done, or is not."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets.buttons import PlainButton


class CompleteButton(PlainButton):
    """Offers what is not so yet: in words where there is room for them, else by its sign alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("", icon("check-circle"), parent=parent)
        self._completed = False
        self._words = self.tr("Complete")
        self.setText(self._words)

    def show_completed(self, completed: bool) -> None:
        """Offer to complete or to reopen; `fit` is to follow."""
        if completed != self._completed:
            self._completed = completed
            self._words = self.tr("Reopen") if completed else self.tr("Complete")
            self.setIcon(icon("undo" if completed else "check-circle"))

    def fit(self, room: int) -> None:
        """Use words if they take no more than so many pixels."""
        self.setText(self._words)
        wide = self.sizeHint().width() <= room
        self.setText(self._words if wide else "")
        self.setIconSize(QSize(20 if wide else 16, 16))
        self.setToolTip("" if wide else self._words)
        self.setAccessibleName(self._words)
