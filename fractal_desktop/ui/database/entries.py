"""Lists of findings and steps in the database dialogs: a sign, a sentence, and what there is to say to it."""

from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import icon, paint_icon
from fractal_desktop.ui.widgets import ElidedLabel, Hairline, IconLabel, LinkButton, text_label


class Mark(StrEnum):
    """The sign in front of an entry."""

    TO_DO = "circle"
    RUNNING = "spinner"
    DONE = "check"
    LOOK = "warning"
    FAILED = "error"
    INFO = "info"
    AGAIN = "refresh"
    BACK = "history"
    SHOW = "eye"
    FILE = "folder"

    @property
    def icon(self) -> QIcon:
        """Return the sign in its colour."""
        return icon(self.value, _ROLES.get(self, "muted"))


_ROLES = {
    Mark.TO_DO: "input_border",
    Mark.RUNNING: "accent",
    Mark.DONE: "accent",
    Mark.LOOK: "warning",
    Mark.FAILED: "danger",
}


class Sign(IconLabel):
    """The sign of an entry; one that runs is an arc on a pale ring."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark.icon)
        self._mark = mark

    @property
    def mark(self) -> Mark:
        """Return what is shown."""
        return self._mark

    def set_mark(self, mark: Mark) -> None:
        """Show another sign."""
        self._mark = mark
        self.set_icon(mark.icon)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._mark is Mark.RUNNING:
            paint_icon(QPainter(self), self.rect(), "circle", "hairline")
        super().paintEvent(event)


class Entry(QWidget):
    """One line of an EntryList: a sign or a button to choose it, perhaps a code, a title with a line of fact, perhaps a door."""

    def __init__(self, mark: Mark | QAbstractButton, title: str, fact: str = "", code: str = "") -> None:
        super().__init__()
        self._choice = mark if isinstance(mark, QAbstractButton) else None
        self._sign = Sign(mark if isinstance(mark, Mark) else Mark.TO_DO)
        self._title = ElidedLabel(title)
        self._title.setProperty("weight", "medium")
        self._fact = text_label(fact, scale="secondary", tone="muted", wrap=True)
        if not fact:
            self._fact.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 9, 12, 10)
        self._row.setSpacing(14)
        lead: QWidget = self._choice or self._sign
        # around a choice there is the ring that shows the focus
        lead.setFixedSize(16 if self._choice is None else 24, 16 if self._choice is None else 24)
        self._row.addWidget(lead, 0, Qt.AlignmentFlag.AlignTop if code else Qt.AlignmentFlag.AlignVCenter)
        if code:
            number = text_label(code, weight="strong")
            number.setFixedWidth(max(40, number.sizeHint().width()))
            self._row.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._title)
        texts.addWidget(self._fact)
        self._row.addLayout(texts, 1)
        self.setAccessibleName(f"{code} {title}".strip())
        self.setAccessibleDescription(fact)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the entry by a click anywhere on it."""
        if self._choice is not None and self._choice.isEnabled() and self.rect().contains(event.position().toPoint()):
            self._choice.click()

    @property
    def title(self) -> str:
        """Return the words of the title."""
        return self._title.text()

    @property
    def fact(self) -> str:
        """Return the line below the title."""
        return self._fact.text()

    @property
    def mark(self) -> Mark:
        """Return the sign that is shown."""
        return self._sign.mark

    def set_mark(self, mark: Mark) -> None:
        """Show another sign."""
        self._sign.set_mark(mark)

    def add_door(self, text: str) -> LinkButton:
        """Put a link at the right end and return it."""
        door = LinkButton(text)
        door.setAccessibleName(f"{text}: {self.title}")
        self._row.addWidget(door)
        return door


class EntryList(QFrame):
    """Entries in one frame, with hairlines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 1)
        self._column.setSpacing(0)
        self._entries: list[Entry] = []

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the entries from the top."""
        return tuple(self._entries)

    def add(self, entry: Entry) -> Entry:
        """Append `entry` and return it."""
        if self._entries:
            self._column.addWidget(Hairline())
        self._column.addWidget(entry)
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        """Take all entries out."""
        self._entries.clear()
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
