"""Asks for the name of a saved view."""

from collections.abc import Iterable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from fractal_desktop.domain.goal import LONGEST_NAME
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.buttons import PlainButton, PrimaryButton
from fractal_desktop.ui.widgets.dialog import FramedDialog
from fractal_desktop.ui.widgets.labels import text_label


class ViewNameDialog(FramedDialog):
    """One line for the name, which no other view may have; `named` carries it."""

    named = Signal(str)

    def __init__(self, heading: str, name: str, taken: Iterable[str], parent: QWidget) -> None:
        super().__init__(heading, tr("A view keeps the period and the filters of this page."), parent, width=480)
        self._taken = {each.casefold() for each in taken}
        self._name = QLineEdit(name)
        self._name.setAccessibleName(tr("Name of the view"))
        self._name.setMaxLength(LONGEST_NAME)
        self._error = text_label(" ", tone="danger", scale="secondary")
        label = text_label(tr("Name"), tone="muted", scale="secondary")
        label.setBuddy(self._name)
        self.body.setSpacing(4)
        for widget in (label, self._name, self._error):
            self.body.addWidget(widget)
        cancel = PlainButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._save = PrimaryButton(tr("Save"))
        self._save.clicked.connect(self._on_save)
        self.add_right(cancel)
        self.add_right(self._save, default=True)
        self._name.textChanged.connect(self._on_text_changed)
        self._on_text_changed(name)
        self._name.setFocus()
        self._name.selectAll()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        taken = text.strip().casefold() in self._taken
        self._error.setText(tr("There is already a view of this name.") if taken else " ")
        set_look(self._name, state="error" if taken else "")
        self._save.setEnabled(bool(text.strip()) and not taken)

    @Slot()
    def _on_save(self) -> None:
        name = self._name.text().strip()
        self.accept()
        self.named.emit(name)
