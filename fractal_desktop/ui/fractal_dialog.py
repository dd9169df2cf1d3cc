"""Asks for the far goal that a new fractal grows from."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from fractal_desktop.domain.goal import GoalType
from fractal_desktop.ui.icons import goal_icon
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton


class FractalDialog(FramedDialog):
    """One line for the name; `named` carries it once the user goes on."""

    named = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, width=480)
        fact = self.tr("Something that takes years. Smaller goals come below it, later.")
        self.set_heading(self.tr("Your far goal"), fact, goal_icon(GoalType.ULTIMATE))
        self._name = QLineEdit()
        self._name.setPlaceholderText(self.tr("Play all six cello suites"))
        self._name.setAccessibleName(self.tr("Name of the goal"))
        self._name.setMaxLength(300)
        self._name.textChanged.connect(self._on_text_changed)
        self.add_field(self.tr("Name"), self._name)
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._create = PrimaryButton(self.tr("Start"))
        self._create.clicked.connect(self._on_create)
        self.add_right(cancel)
        self.add_right(self._create, default=True)
        self._on_text_changed("")
        self._name.setFocus()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._create.setEnabled(bool(text.strip()))

    @Slot()
    def _on_create(self) -> None:
        self.accept()
        self.named.emit(self._name.text().strip())
