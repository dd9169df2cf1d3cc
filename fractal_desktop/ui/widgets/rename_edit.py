"""The line in which a name is changed right in a tree or a list."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QMoveEvent, QValidator
from PySide6.QtWidgets import QAbstractItemDelegate, QLabel, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.labels import text_label

Index = QModelIndex | QPersistentModelIndex
Problem = Callable[[str], str]
"""Says why a text cannot be the name, "" if it can."""


def blank_problem(text: str) -> str:
    """Say of a blank text that it is no name."""
    return "" if text.strip() else QCoreApplication.translate("rename", "A name must have at least one letter.")


class RenameDelegate(QStyledItemDelegate):
    """Lets names be changed in place; `problem_of` tells by what a name is refused there."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._edit: RenameEdit | None = None
        """Kept here: to Qt alone, what it knows in Python would be lost at once."""

    def problem_of(self, _index: Index) -> Problem:
        """Return what says why a text cannot be the name there."""
        return blank_problem

    @override
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        self._edit = RenameEdit(parent, self.problem_of(index))
        return self._edit

    @override
    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Let Tab end the renaming: by itself it would go on to rename the next line."""
        pressed = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if isinstance(editor, RenameEdit) and pressed in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            if editor.hasAcceptableInput():
                self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)

    @override
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, RenameEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    @override
    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        """Take the name, unless it is one that cannot be: then the old one stays for who goes elsewhere."""
        if isinstance(editor, RenameEdit) and editor.hasAcceptableInput():
            super().setModelData(editor, model, index)  # type: ignore[arg-type]


class _NoProblem(QValidator):
    def __init__(self, problem: Problem, parent: QObject) -> None:
        super().__init__(parent)
        self._problem = problem

    @override
    def validate(self, text: str, position: int) -> object:
        state = QValidator.State.Intermediate if self._problem(text) else QValidator.State.Acceptable
        return state, text, position


class RenameEdit(QLineEdit):
    """Takes a name; one that cannot be is refused with a sentence right below, and the old one stays if the user goes elsewhere."""

    def __init__(self, parent: QWidget, problem: Problem = blank_problem) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rename")
        self.setAccessibleName(QCoreApplication.translate("rename", "Name"))
        self.setValidator(_NoProblem(problem, self))
        self._problem = problem
        self._surroundings = parent
        self._note = _note(parent)
        self.textChanged.connect(self._show_problem)
        self.destroyed.connect(self._note.deleteLater)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the view, where it would open the line; the delegate takes the name, an impossible one is refused here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._show_problem(self.text())
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
    def _show_problem(self, text: str) -> None:
        sentence = self._problem(text)
        self._note.setText(sentence)
        set_look(self, state="error" if sentence else "")
        self._place_note()
        self._note.setVisible(bool(sentence))
        self._note.raise_()
        self.setAccessibleDescription(sentence)

    def _place_note(self) -> None:
        self._note.adjustSize()
        below = self.geometry().bottomLeft() + QPoint(0, 3)
        if below.y() + self._note.height() > self._surroundings.height():
            below.setY(self.y() - self._note.height() - 3)
        self._note.move(below)


def _note(parent: QWidget) -> QLabel:
    note = text_label("", scale="secondary", tone="danger")
    note.setProperty("kind", "note")
    note.setParent(parent)
    note.hide()
    return note
