"""Asks for the name of the template that a session is saved as."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label


class TemplateNameDialog(FramedDialog):
    """One line for the name; `named` carries it."""

    named = Signal(str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__("", parent=parent, width=480)
        fact = self.tr("Sections and activities are kept, values and times are not.")
        self.set_heading(self.tr("Save as template"), fact)
        self._name = QLineEdit(name)
        self._name.setAccessibleName(self.tr("Name of the template"))
        self._name.setMaxLength(LONGEST_NAME)
        self._name.textChanged.connect(self._on_text_changed)
        label = text_label(self.tr("Name"), tone="muted", scale="secondary")
        label.setBuddy(self._name)
        self.body.setSpacing(4)
        self.body.addWidget(label)
        self.body.addWidget(self._name)
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._save = PrimaryButton(self.tr("Save"))
        self._save.clicked.connect(self._on_save)
        self.add_right(cancel)
        self.add_right(self._save, default=True)
        self._on_text_changed(name)
        self._name.setFocus()
        self._name.selectAll()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._save.setEnabled(bool(text.strip()))

    @Slot()
    def _on_save(self) -> None:
        name = self._name.text().strip()
        self.accept()
        self.named.emit(name)
