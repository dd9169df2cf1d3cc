"""The top of an editor of the library: name, what it was used for, and what can be done with it."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.widgets import ElidedLabel, PrimaryButton, ToolIconButton
from fractal_desktop.ui.widgets.title_field import NAME_INDENT, TitleField


class LibraryHead(QWidget):
    """The name's field, a button for what it is mostly opened for, and a menu; below it the facts."""

    main_pressed = Signal()
    duplicate_asked = Signal()
    retire_asked = Signal()
    delete_asked = Signal()

    def __init__(self, main: str, passage: QObject, parent: QWidget | None = None) -> None:
        """`main` is what the button says, "" for none."""
        super().__init__(parent)
        self._name = TitleField(passage, self)
        self._facts = ElidedLabel(parent=self)
        self._main = PrimaryButton(main, icon("play", "on_accent"), self)
        self._more = ToolIconButton(icon("dots"), tr("More actions"), bordered=True, parent=self)
        self._menu = QMenu(self._more)
        self._build()
        self._main.setVisible(bool(main))
        self._main.clicked.connect(self.main_pressed)

    @property
    def name(self) -> TitleField:
        """Return the field with the name."""
        return self._name

    def show_facts(self, text: str) -> None:
        """Say how it was used."""
        self._facts.setText(text)

    def allow(self, *, writing: bool, main: bool, retire: str) -> None:
        """Say whether anything can be changed and the button be pressed, and what the menu's line about retiring says."""
        self._name.setReadOnly(not writing)
        self._more.setVisible(writing)
        self._main.setEnabled(writing and main)
        self._retire.setText(retire)

    def _build(self) -> None:
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
        self._facts.setContentsMargins(NAME_INDENT, 0, 0, 0)
        column.addWidget(self._facts)
        column.addWidget(self._name.problem)
