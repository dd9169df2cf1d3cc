"""What stands between and below the items of a session: notes of a section, and what adds a section."""

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Section
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.adders import AddButton
from fractal_desktop.ui.sessions.in_place import InPlaceField
from fractal_desktop.ui.sessions.parts import NotesField


class NotesBlock(QWidget):
    """The notes of a section."""

    value_edited = Signal(object, object)

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section: Section | None = None
        self._notes = NotesField(self.tr("Notes of the section"), self.tr("Notes"), passage, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addWidget(self._notes)
        self._notes.text_edited.connect(self._on_edited)

    def show_section(self, section: Section, *, read_only: bool) -> None:
        """Show the notes of this section; the caret stays."""
        self._section = section
        self._notes.show_text(section.notes)
        self._notes.set_read_only(read_only)

    def focus_notes(self) -> None:
        """Put the caret into the notes."""
        self._notes.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def _on_edited(self, text: str) -> None:
        if self._section is not None:
            self.value_edited.emit(("sections", self._section.index, "notes"), text)


class SectionAdder(QWidget):
    """Adds a section of the name that is typed."""

    edit_asked = Signal(object)
    entered = Signal(object)

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._button = AddButton(self.tr("Section"), self.tr("Add a section"), self)
        self._field = InPlaceField(self.tr("Name of the new section"), self)
        self._field.setPlaceholderText(self.tr("Name of the new section"))
        self._field.installEventFilter(passage)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._button)
        row.addStretch(1)
        self._button.clicked.connect(self.open)
        self._field.taken.connect(self._on_taken)
        self._field.closed.connect(self._on_closed)

    @Slot()
    def open(self) -> None:
        """Let a name be typed."""
        self._field.setGeometry(0, (self.height() - 28) // 2, min(self.width(), 300), 28)
        self._button.hide()
        self._field.open("")
        self.entered.emit(self._field)

    def commit(self) -> None:
        """Take what is being typed."""
        self._field.commit()

    @override
    def sizeHint(self) -> QSize:
        """Return the height of the field, whether it is shown or not."""
        return QSize(120, max(32, self._button.sizeHint().height()))

    @Slot(str)
    def _on_taken(self, text: str) -> None:
        self.edit_asked.emit(structure.adding_section(text))

    @Slot(bool)
    def _on_closed(self, by_key: bool) -> None:
        had_focus = self._field.hasFocus()
        self._button.show()
        if by_key and had_focus:
            self._button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.hide()
