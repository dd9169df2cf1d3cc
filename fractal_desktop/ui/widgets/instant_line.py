"""A line edit for a point in time, field by field by keyboard, that still takes any text a person types or pastes."""

from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.ui.widgets.instant_text import InstantFormat, Section, Unit


class InstantLine(QLineEdit):
    """Shows a text of an InstantFormat. Digits overwrite, a full field hands over to the next, arrows up and down ask for a step."""

    stepped = Signal(Unit, int)
    reverted = Signal()

    def __init__(self, text_format: InstantFormat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._format = text_format
        self.setFrame(False)

    def set_format(self, text_format: InstantFormat) -> None:
        """Write in another format from now on; the text is the owner's to renew."""
        self._format = text_format

    def current_unit(self) -> Unit:
        """Return the field that the caret is in or that is selected; minutes if the text shows none."""
        section = self._current()
        return section.unit if section else Unit.MINUTE

    def select_unit(self, unit: Unit) -> None:
        """Select the field, if the text shows it."""
        for section in self._format.sections(self.text()):
            if section.unit is unit:
                self.setSelection(section.start, section.end - section.start)

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Escape for taking back what was typed, where a dialog or window would close on it."""
        asked = event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape and self.isModified():
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle the keys that work on fields; all others are those of a line edit."""
        if self.isReadOnly() or not (self._handle_move(event) or self._handle_typing(event)):
            super().keyPressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a time must not change because someone scrolled past it."""
        event.ignore()

    def _handle_move(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10, Qt.Key.Key_PageDown: -10}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in steps:
            unit = self.current_unit()
            self.stepped.emit(unit, steps[Qt.Key(event.key())])
            self.select_unit(unit)
            return True
        if plain and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.hasSelectedText():
            return self._select_beside(1 if event.key() == Qt.Key.Key_Right else -1)
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.reverted.emit()
            return True
        return False

    def _handle_typing(self, event: QKeyEvent) -> bool:
        text = event.text()
        section = self._current()
        if section is None or self._all_selected() or len(text) != 1:
            return False
        if self._format.is_separator(text) and section.unit is not Unit.HALF:
            if not self.hasSelectedText() and self.cursorPosition() == section.start:
                return True
            return self._select_beside(1)
        if not text.isdigit() or section.unit is Unit.HALF:
            return False
        if not self.hasSelectedText():
            self._make_room(section)
        super().keyPressEvent(event)
        self._hand_over()
        return True

    def _make_room(self, section: Section) -> None:
        """Select the digit that the next one replaces, in the next field if this one is full and done."""
        if section.end - section.start < self._format.width(section.unit):
            return
        if self.cursorPosition() < section.end:
            self.setSelection(self.cursorPosition(), 1)
        else:
            self._select_beside(1)

    def _hand_over(self) -> None:
        section = self._current()
        full = section is not None and section.end - section.start == self._format.width(section.unit)
        if section is not None and full and self.cursorPosition() == section.end:
            self._select_beside(1)

    def _select_beside(self, direction: int) -> bool:
        sections = self._format.sections(self.text())
        current = self._current()
        if not sections or current is None:
            return False
        if self._all_selected():
            index = 0 if direction < 0 else len(sections) - 1
        else:
            index = min(max(sections.index(current) + direction, 0), len(sections) - 1)
        section = sections[index]
        if section is current and not self._all_selected():
            return False
        self.setSelection(section.start, section.end - section.start)
        return True

    def _current(self) -> Section | None:
        position = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        if self._all_selected():
            return next((s for s in self._format.sections(self.text()) if s.unit is Unit.MINUTE), None)
        return next((s for s in self._format.sections(self.text()) if s.start <= position <= s.end), None)

    def _all_selected(self) -> bool:
        return self.hasSelectedText() and len(self.selectedText()) == len(self.text())
