"""Search or command: type a few letters, get every command and everything in the file whose name they fit."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from fractal_desktop.ui.actions import Actions
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.palette_entries import PaletteEntries
from fractal_desktop.ui.widgets.entry_popup import Entry, EntryPopup
from fractal_desktop.ui.widgets.labels import IconLabel, text_label


class CommandBox(QPushButton):
    """What stands for the palette in the menu bar's corner: looks like a field, opens the palette."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "search")
        self.setAccessibleName(self.tr("Search or command"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        row = QHBoxLayout(self)
        row.setContentsMargins(9, 0, 6, 0)
        row.setSpacing(8)
        key = text_label("Ctrl K")
        key.setProperty("kind", "key")
        words = text_label(self.tr("Search or command"), tone="muted")
        for widget in (IconLabel(icon("search", "muted"), 14), words, key):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(widget, 1 if widget is words else 0)


class Palette(EntryPopup):
    """Offers commands, goals, templates, activities and sessions."""

    def __init__(self, context: AppContext, actions: Actions, parent: QWidget) -> None:
        super().__init__(self.tr("Search everything, or type a command"), self.tr("Nothing is called like that."), parent)
        self._entries = PaletteEntries(context, actions, self)
        self._entries.renewed.connect(self.search_again)

    @override
    def entries_for(self, text: str) -> tuple[Entry, ...]:
        return self._entries.fitting(text)

    @override
    def open_below(self, anchor: QWidget, *, right: bool = True) -> None:
        """Show it below the field in the corner, with what can be done and found by now."""
        self._entries.renew()
        super().open_below(anchor, right=right)
