"""A field for a length in days, hours and minutes."""

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from fractal_desktop.domain.shift import Shift
from fractal_desktop.ui.sessions.log_times import days_apart, parse_length
from fractal_desktop.ui.sessions.logged_words import days_text
from fractal_desktop.ui.theme import set_look


class LengthField(QLineEdit):
    """Shows "1 h 30 min"; takes that, "1:30", "1h30" or minutes. `seconds_edited` comes with each key that makes a length."""

    seconds_edited = Signal(int)

    def __init__(self, name: str, seconds: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = Shift(seconds=seconds)
        self.setAccessibleName(name)
        self.setMinimumWidth(110)
        self.textEdited.connect(self._on_typed)
        self.editingFinished.connect(self.commit)
        self._rewrite()

    @property
    def said(self) -> Shift:
        """Return the length as it was said, its days apart: those of the calendar need not have 24 hours."""
        return self._said

    @property
    def is_wrong(self) -> bool:
        """Return whether what is typed is no length."""
        return self.isModified() and parse_length(self.text()) is None

    def show_seconds(self, seconds: int) -> None:
        """Show a length; what is being typed stays."""
        self._said = Shift(seconds=seconds)
        if not self.isModified():
            self._rewrite()

    @Slot()
    def commit(self) -> None:
        """Write what was typed in the usual form, or mark it as no length."""
        if self.is_wrong:
            self._mark(self.tr("Write a length like 45 min or 1 h 30 min."))
        elif self.isModified():
            self._rewrite()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back on Escape what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self._rewrite()
            return
        super().keyPressEvent(event)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        said = days_apart(text)
        self._mark("")
        if said is not None and said != self._said:
            self._said = said
            self.seconds_edited.emit(parse_length(text))

    def _rewrite(self) -> None:
        self.setText(days_text(self._said.days, self._said.seconds, QLocale()))
        self.setModified(False)
        self._mark("")

    def _mark(self, sentence: str) -> None:
        set_look(self, state="error" if sentence else "")
        self.setToolTip(sentence)
        self.setAccessibleDescription(sentence)
