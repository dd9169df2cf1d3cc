"""The top of an editor of the library: name, what it was used for, and what can be done with it."""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.sessions.head import NAME_INDENT
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import ElidedLabel, PrimaryButton, ToolIconButton, text_label


class LibraryHead(QWidget):
    """The name's field, a button for what it is mostly opened for, and a menu; below it the facts."""

    name_edited = Signal()
    main_pressed = Signal()
    duplicate_asked = Signal()
    retire_asked = Signal()
    delete_asked = Signal()

    def __init__(self, main: str, passage: QObject, parent: QWidget | None = None) -> None:
        """`main` is what the button says, "" for none."""
        super().__init__(parent)
        self._stored = ""
        self._name = QLineEdit(self)
        self._facts = ElidedLabel(parent=self)
        self._problem = text_label("", scale="secondary", tone="danger", wrap=True)
        self._main = PrimaryButton(main, icon("play", "on_accent"), self)
        self._more = ToolIconButton(icon("dots"), tr("More actions"), bordered=True, parent=self)
        self._menu = QMenu(self._more)
        self._name.installEventFilter(passage)
        self._build()
        self._main.setVisible(bool(main))
        self._main.clicked.connect(self.main_pressed)
        self._name.textEdited.connect(self._on_edited)
        self._name.editingFinished.connect(self._on_finished)

    @property
    def name(self) -> str:
        """Return what stands in the name's field."""
        return self._name.text().strip()

    def show_name(self, name: str) -> None:
        """Show a stored name; what is being typed stays."""
        self._stored = name
        if self.name != name and not (self._name.hasFocus() and self._name.isModified()):
            self._name.setText(name)
            self._name.setCursorPosition(0)
        self.show_problem("")

    def show_facts(self, text: str) -> None:
        """Say how it was used."""
        self._facts.setText(text)

    def show_problem(self, sentence: str) -> None:
        """Say why it cannot be saved, "" for no problem."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))
        self._name.setAccessibleDescription(sentence)

    def allow(self, *, writing: bool, main: bool, retire: str) -> None:
        """Say whether anything can be changed and the button be pressed, and what the menu's line about retiring says."""
        self._name.setReadOnly(not writing)
        self._more.setVisible(writing)
        self._main.setEnabled(writing and main)
        self._retire.setText(retire)

    def edit_name(self) -> None:
        """Put the caret into the name with all of it selected."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def _build(self) -> None:
        self._name.setProperty("kind", "title")
        self._name.setAccessibleName(tr("Name"))
        self._facts.setProperty("tone", "muted")
        self._facts.setProperty("scale", "secondary")
        self._menu.addAction(icon("copy"), tr("Duplicate")).triggered.connect(self.duplicate_asked)
        self._retire = self._menu.addAction(icon("archive"), "")
        self._retire.triggered.connect(self.retire_asked)
        self._menu.addSeparator()
        self._menu.addAction(icon("trash", "danger"), tr("Delete")).triggered.connect(self.delete_asked)
        self._more.setMenu(self._menu)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._name, 1)
        line.addWidget(self._main)
        line.addWidget(self._more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        for label in (self._facts, self._problem):
            label.setContentsMargins(NAME_INDENT, 0, 0, 0)
            column.addWidget(label)
        self._problem.hide()

    @Slot()
    def _on_edited(self) -> None:
        set_look(self._name, state="" if self.name else "error")
        self.show_problem("" if self.name else tr("A name must have at least one letter."))
        self.name_edited.emit()

    @Slot()
    def _on_finished(self) -> None:
        """Bring the stored name back where the field was emptied."""
        self._name.setModified(False)
        if not self.name:
            self._name.setText(self._stored)
            set_look(self._name, state="")
            self.show_problem("")
