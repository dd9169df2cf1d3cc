"""What the database dialogs are put together from: entries in a frame, tiles with figures, headings, a field that shows a path."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone
from PySide6.QtGui import QIcon, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.ui.icons import icon, paint_icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import Badge, ElidedLabel, Hairline, IconLabel, LinkButton, text_label
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook


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


class Tile(QWidget):
    """A number with what it counts below it."""

    def __init__(self, label: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 8, 9)
        column.setSpacing(1)
        self._number = text_label("–", scale="page")
        self._label = ElidedLabel(label)
        set_look(self._label, scale="secondary", tone="muted")
        column.addWidget(self._number)
        column.addWidget(self._label)

    @property
    def number(self) -> str:
        """Return the number as shown."""
        return self._number.text()

    def set_number(self, number: int | None, *, attention: bool = False) -> None:
        """Show a number ("–" for None), in amber if it asks for attention."""
        self._number.setText("–" if number is None else self.locale().toString(number))
        set_look(self._number, tone="warning" if attention and number else "")
        self.setAccessibleName(f"{self._number.text()} {self._label.text()}")


class Tiles(QFrame):
    """Tiles side by side in one frame, equally wide."""

    def __init__(self, labels: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        self.tiles = tuple(Tile(label) for label in labels)
        for number, tile in enumerate(self.tiles):
            if number:
                row.addWidget(Hairline(Qt.Orientation.Vertical))
            row.addWidget(tile, 1)


class PathField(FieldFrame):
    """Shows where something goes; it is changed by a button beside it, not by typing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(32, parent)
        self.set_look(FieldLook(read_only=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(icon("folder", "muted"), 14))
        self._text = ElidedLabel()
        row.addWidget(self._text, 1)

    @property
    def text(self) -> str:
        """Return what is shown."""
        return self._text.text()

    def set_text(self, text: str, tooltip: str = "") -> None:
        """Show `text`; `tooltip` is the whole path."""
        self._text.setText(text)
        self.setToolTip(tooltip)
        self.setAccessibleName(text)


def column(*widgets: QWidget | None, spacing: int) -> QWidget:
    """Return a widget with these below each other; None is room that stretches."""
    return _box(QVBoxLayout(), widgets, spacing)


def row(*widgets: QWidget | None, spacing: int = 8) -> QWidget:
    """Return a widget with these side by side; None is room that stretches."""
    return _box(QHBoxLayout(), widgets, spacing)


def _box(inner: QBoxLayout, widgets: Sequence[QWidget | None], spacing: int) -> QWidget:
    holder = QWidget()
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(spacing)
    for widget in widgets:
        if widget is None:
            inner.addStretch(1)
        else:
            inner.addWidget(widget)
    holder.setLayout(inner)
    return holder


def heading(text: str, badge: Badge | None = None) -> QWidget:
    """Return the heading of a part of a dialog, with a count beside it if there is one."""
    title = text_label(text, weight="strong")
    return row(title, None) if badge is None else row(title, badge, None)


def labelled(text: str, *widgets: QWidget, width: int = 110) -> QWidget:
    """Return a row of a form: the label, then the widgets, of which the first takes the room there is."""
    label = text_label(text, tone="muted")
    label.setFixedWidth(max(width, label.sizeHint().width()))
    label.setBuddy(widgets[0])
    holder = row(label, *widgets)
    inner = holder.layout()
    assert isinstance(inner, QHBoxLayout)
    inner.setStretch(1, 1)
    return holder


def sentence(text: str = "", tone: str = "muted") -> QLabel:
    """Return a line below something, wrapped where it must be."""
    return text_label(text, scale="secondary", tone=tone, wrap=True)


def scrolled(contents: QWidget, most_height: int | None = None) -> QScrollArea:
    """Return `contents` in an area that scrolls where there is not enough room; it grows to `most_height` at most."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(contents)
    for part in (area.viewport(), contents):  # both would be painted in the window's colour otherwise
        part.setAutoFillBackground(False)
    if most_height is not None:
        area.setMaximumHeight(most_height)
        area.setMinimumHeight(min(most_height, 112))
    return area


def data_size(size_bytes: int) -> str:
    """Return a size in the locale's form, "4.2 MB"."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def counted(number: int, one: str, many: str) -> str:
    """Return the number in the locale's form with the word that fits it."""
    return f"{QLocale().toString(number)} {one if number == 1 else many}"


def moment_text(moment: datetime) -> str:
    """Return an aware instant in the computer's zone and the locale's form: "5 Mar 2026 18:51"."""
    local = _local(moment)
    return f"{QLocale().toString(local.date(), 'd MMM yyyy')} {QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)}"


def day_text(moment: datetime) -> str:
    """Return the day of an aware instant in the computer's zone: "12 Nov 2025"."""
    return QLocale().toString(_local(moment).date(), "d MMM yyyy")


def _local(moment: datetime) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(moment.timestamp() * 1000), QTimeZone.systemTimeZone())
