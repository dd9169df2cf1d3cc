"""What the database dialogs are put together from: tiles with figures, headings, rows of a form, a field that shows a path."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import Badge, ElidedLabel, Hairline, IconLabel, text_label
from fractal_desktop.ui.widgets.field_frame import FieldFrame, FieldLook


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
