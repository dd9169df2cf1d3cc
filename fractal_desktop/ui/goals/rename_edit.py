"""The line in which a name is changed right in the tree."""

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QValidator
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import text_label


class _NotBlank(QValidator):
    @override
    def validate(self, text: str, position: int) -> object:
        state = QValidator.State.Acceptable if text.strip() else QValidator.State.Intermediate
        return state, text, position


class RenameEdit(QLineEdit):
    """Takes a name; a blank one is refused with a sentence right below, and the old one stays if the user goes elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rename")
        self.setAccessibleName(tr("Name"))
        self.setValidator(_NotBlank(self))
        self._surroundings = parent
        self._note = _note(parent)
        self.textChanged.connect(self._on_text_changed)
        self.destroyed.connect(self._note.deleteLater)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the tree, where it would open the line; the delegate takes the name, a blank one is refused here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._show_problem(not self.hasAcceptableInput())
            event.accept()
            return
        super().keyPressEvent(event)

    @override
    def moveEvent(self, event: QMoveEvent) -> None:
        super().moveEvent(event)
        self._place_note()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._note.hide()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._show_problem(not text.strip())

    def _show_problem(self, shown: bool) -> None:
        set_look(self, state="error" if shown else "")
        self._place_note()
        self._note.setVisible(shown)
        self._note.raise_()
        self.setAccessibleDescription(self._note.text() if shown else "")

    def _place_note(self) -> None:
        self._note.adjustSize()
        below = self.geometry().bottomLeft() + QPoint(0, 3)
        if below.y() + self._note.height() > self._surroundings.height():
            below.setY(self.y() - self._note.height() - 3)
        self._note.move(below)


def _note(parent: QWidget) -> QLabel:
    note = text_label(tr("A name must have at least one letter."), scale="secondary", tone="danger")
    note.setProperty("kind", "note")
    note.setParent(parent)
    note.hide()
    return note
