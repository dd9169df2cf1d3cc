"""The sheet of keyboard shortcuts, and what the program is."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fractal_desktop import __version__
from fractal_desktop.ui.actions import LINE, MENUS
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.widgets import FramedDialog, PrimaryButton, text_label

_COLUMNS = 3
_IN_A_SESSION = (
    ("Start or pause a timer, tick a line", "Space"),
    ("Into the values, next one down", "Return"),
    ("Next value", "Tab"),
    ("Move an item or section", "Alt+Up"),
    ("Move the section of an item", "Ctrl+Shift+Up"),
    ("Rename a line or section", "F2"),
    ("Remove an item or section", "Del"),
    ("Remove a set", "Ctrl+Del"),
)
"""Keys that mean something where the focus is in the contents of a session; they are no commands."""
_IN_A_CHART = (
    ("To the next bar, cell or point", "Right"),
    ("Open the sessions behind it", "Return"),
    ("To the first one", "Home"),
    ("Year before, in the calendar", "PgUp"),
    ("Sort by a column, in the table", "S"),
    ("Back to all charts", "Esc"),
)
"""The same for charts and their tables."""


class ShortcutSheet(FramedDialog):
    """Every command that has a key, in the order of the menus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, width=900)
        self.set_heading(self.tr("Keyboard shortcuts"), self.tr("Ctrl+K finds everything else by name."))
        row = QHBoxLayout()
        row.setSpacing(36)
        columns = [QVBoxLayout() for _ in range(_COLUMNS)]
        for column in columns:
            column.setSpacing(20)
            row.addLayout(column, 1)
        heights = [0] * _COLUMNS
        for title, entries in MENUS:
            keyed = [command for command in entries if command is not LINE and command.keys]
            if keyed:
                shortest = heights.index(min(heights))
                heights[shortest] += len(keyed) + 2
                columns[shortest].addWidget(self._group(title, [(command.text, command.keys[0]) for command in keyed]))
        for title, keys in ((self.tr("In a session"), _IN_A_SESSION), (self.tr("In a chart"), _IN_A_CHART)):
            shortest = heights.index(min(heights))
            heights[shortest] += len(keys) + 2
            columns[shortest].addWidget(self._group(title, keys))
        for column in columns:
            column.addStretch(1)
        self.body.addLayout(row)
        self._add_close()

    def _group(self, title: str, keyed: Sequence[tuple[str, str]]) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.addWidget(text_label(self.tr(title).replace("&", ""), weight="strong"), 0, 0, 1, 2)
        for line, (text, keys) in enumerate(keyed, 1):
            grid.addWidget(text_label(self.tr(text).replace("&", "").rstrip("…"), tone="muted"), line, 0)
            key = text_label(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
            key.setProperty("kind", "key")
            grid.addWidget(key, line, 1, Qt.AlignmentFlag.AlignRight)
        return holder

    def _add_close(self) -> None:
        close = PrimaryButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        self.add_right(close, default=True)


class AboutDialog(FramedDialog):
    """Name, version and what it is for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent, width=460)
        self.set_heading("Fractal Desktop", self.tr("Version {version}").format(version=__version__), icon("goals", "accent"))
        words = self.tr("Long goals, the practice towards them, and what came of it. Your data stays in one file on this computer.")
        self.body.addWidget(text_label(words, wrap=True))
        self.body.addWidget(text_label(self.tr("Free software under the MIT licence."), tone="muted", scale="secondary"))
        close = PrimaryButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        self.add_right(close, default=True)
