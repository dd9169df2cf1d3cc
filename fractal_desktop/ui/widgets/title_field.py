"""The name of what an editor shows, to be typed over where it stands."""

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets.labels import text_label

NAME_INDENT = 9
"""How far the name's letters stand inside the field: a head is laid out that much further left than what is below."""


class TitleField(QLineEdit):
    """Never left without a name: the stored one comes back. `problem` is the line below that says why a name cannot be."""

    name_edited = Signal(str)
    """Each change that leaves a name; without the blanks around it."""
    name_finished = Signal()

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        """`passage` filters the events: keys that the whole program answers to."""
        super().__init__(parent)
        self._stored = ""
        self.problem = text_label("", scale="secondary", tone="danger", wrap=True)
        self.problem.setContentsMargins(NAME_INDENT, 0, 0, 0)
        self.problem.hide()
        self.setProperty("kind", "title")
        self.setAccessibleName(_tr("Name"))
        self.installEventFilter(passage)
        self.textEdited.connect(self._on_edited)
        self.editingFinished.connect(self._on_finished)

    @property
    def name(self) -> str:
        """Return what stands there, "" for nothing but blanks."""
        return self.text().strip()

    @property
    def whole_width(self) -> int:
        """Return how wide it must be for the whole name to be read."""
        return self.fontMetrics().horizontalAdvance(self.text()) + 2 * NAME_INDENT

    def show_name(self, name: str, *, keep_typed: bool = False) -> None:
        """Show a stored name, the caret staying where it is; a field that was just emptied stays, with `keep_typed` all that is typed."""
        self._stored = name
        if self.hasFocus() and (not self.name or (keep_typed and self.isModified())):
            return
        if self.name != name:
            position = self.cursorPosition()
            self.setText(name)
            self.setCursorPosition(min(position, len(name)) if self.hasFocus() else 0)
        self.show_problem("")

    def show_problem(self, sentence: str) -> None:
        """Say below the field why the name cannot be, "" for no problem."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.setAccessibleDescription(sentence)
        set_look(self, state="error" if sentence else "")

    def edit(self) -> None:
        """Put the caret into the name with all of it selected."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    @Slot()
    def _on_edited(self) -> None:
        self.show_problem("" if self.name else _tr("A name must have at least one letter."))
        if self.name:
            self.name_edited.emit(self.name)

    @Slot()
    def _on_finished(self) -> None:
        self.setModified(False)
        if not self.name:
            self.setText(self._stored)
            self.show_problem("")
            self.name_edited.emit(self._stored)
        self.name_finished.emit()


def _tr(text: str) -> str:
    return QCoreApplication.translate("title", text)
