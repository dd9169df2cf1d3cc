"""Before a file is left: everything is saved, or the user says what shall become of it."""

from collections.abc import Callable

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label


def leave(context: AppContext, window: QWidget, then: Callable[[], None]) -> None:
    """Save what is unsaved and call `then`; where that fails, `then` comes only if the user gives the edits up."""
    if context.workspace is None or context.flush():
        then()
    else:
        UnsavedDialog(context, window, then).open()


class UnsavedDialog(FramedDialog):
    """Says that edits are not in the file and why, and offers to try again, to stay, or to give them up."""

    def __init__(self, context: AppContext, parent: QWidget, then: Callable[[], None]) -> None:
        super().__init__("", parent=parent, width=520)
        self._context = context
        self._then = then
        self._reason = text_label(wrap=True)
        self.body.addWidget(self._reason)
        give_up = PlainButton(self.tr("Give the edits up"), kind="danger")
        give_up.clicked.connect(self._on_given_up)
        stay = PlainButton(self.tr("Stay"))
        stay.clicked.connect(self.reject)
        again = PrimaryButton(self.tr("Try again"))
        again.clicked.connect(self._on_again)
        self.add_left(give_up)
        self.add_right(stay)
        self.add_right(again, default=True)
        self._show_reason()

    def _show_reason(self) -> None:
        fact = self.tr("They are still in the window and can be saved once the reason is gone.")
        self.set_heading(self.tr("The last edits are not saved"), fact, icon("warning", "danger"))
        self._reason.setText(self._context.save_state.message)

    @Slot()
    def _on_again(self) -> None:
        self._context.retry()
        if self._context.flush():
            self.accept()
            self._then()
        else:
            self._show_reason()

    @Slot()
    def _on_given_up(self) -> None:
        self.accept()
        self._then()
