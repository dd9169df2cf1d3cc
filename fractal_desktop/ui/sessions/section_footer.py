"""The last line of a section: what adds activities and plain lines to it."""

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.domain.document import Section
from fractal_desktop.ui.sessions import structure
from fractal_desktop.ui.sessions.adders import AddButton
from fractal_desktop.ui.sessions.grid_geometry import LEFT, TICK_RIGHT
from fractal_desktop.ui.widgets.focus import has_left

_HEIGHT = 36


class LineField(QLineEdit):
    """Takes one line after the other: Enter adds it and goes on with the next; Escape, or Enter without a text, ends it."""

    line_typed = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "set")
        self.setPlaceholderText(self.tr("A line to tick off; Enter adds it"))
        self.hide()

    def commit(self) -> None:
        """Add what is typed."""
        text = self.text().strip()
        if text:
            self.clear()
            self.line_typed.emit(text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit() if self.text().strip() else self.closed.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if has_left(event):
            self.commit()
            self.closed.emit()


class SectionFooter(QWidget):
    """Offers "Activity" and "Line"; the latter makes room for lines to be typed one after the other."""

    activity_asked = Signal(object)
    """The section is to get an activity; the argument is what a pop-up opens below."""
    edit_asked = Signal(object)
    entered = Signal(object)

    def __init__(self, passage: QObject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._section: Section | None = None
        self._is_named = False
        self._activity = AddButton(self.tr("Activity"), parent=self)
        self._line = AddButton(self.tr("Line"), parent=self)
        self._field = LineField(self)
        self._field.installEventFilter(passage)
        row = QHBoxLayout(self)
        row.setContentsMargins(LEFT - 7, 2, TICK_RIGHT, 4)
        row.setSpacing(4)
        row.addWidget(self._activity)
        row.addWidget(self._line)
        row.addWidget(self._field, 1)
        row.addStretch(0)
        self._activity.clicked.connect(self.ask_activity)
        self._line.clicked.connect(self.open_line)
        self._field.line_typed.connect(self._on_line_typed)
        self._field.closed.connect(self._on_closed)

    @property
    def section(self) -> Section | None:
        """Return what it belongs to; None is one that is made for the first item."""
        return self._section

    def show_section(self, section: Section | None) -> None:
        """Belong to this section; a line being typed stays."""
        if section is self._section and self._is_named:
            return
        self._section, self._is_named = section, True
        name = (section.name or self.tr("section {0}").format(section.index + 1)) if section is not None else self.tr("the session")
        self._activity.setAccessibleName(self.tr("Add an activity to {0}").format(name))
        self._line.setAccessibleName(self.tr("Add a line to {0}").format(name))
        self._field.setAccessibleName(self.tr("New line in {0}").format(name))

    def focus_first(self) -> None:
        """Put the focus on what adds an activity."""
        self._activity.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> None:
        """Add the line that is being typed."""
        self._field.commit()

    @Slot()
    def ask_activity(self) -> None:
        """Ask for an activity."""
        self.activity_asked.emit(self._activity)

    @Slot()
    def open_line(self) -> None:
        """Let lines be typed."""
        self._activity.hide()
        self._line.hide()
        self._field.show()
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.entered.emit(self._field)

    @override
    def sizeHint(self) -> QSize:
        """Return the height of a line, whatever stands in it."""
        return QSize(200, max(_HEIGHT, self.fontMetrics().height() + 20))

    @Slot(str)
    def _on_line_typed(self, text: str) -> None:
        self.edit_asked.emit(structure.adding_line(self._section, text))

    @Slot()
    def _on_closed(self) -> None:
        had_focus = self._field.hasFocus()
        self._activity.show()
        self._line.show()
        if had_focus:
            self._line.setFocus(Qt.FocusReason.OtherFocusReason)
        self._field.hide()
