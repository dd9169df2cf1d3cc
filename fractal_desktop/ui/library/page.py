"""The Library page: templates and activities at the left, the chosen one at the right."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.ui.actions import Handler
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.library.editor_side import EditorSide
from fractal_desktop.ui.library.list_commands import LibraryListCommands
from fractal_desktop.ui.library.list_side import ACTIVITIES, TEMPLATES, ListSide
from fractal_desktop.ui.library.reading import LibraryUsage, read_usage
from fractal_desktop.ui.library.rows import Listing, read_listing


class LibraryPage(QWidget):
    """Joins list and editors, and reads what they show."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._usage_is_stale = False
        self._names_next = False
        self._list = ListSide(context)
        self._editors = EditorSide(context)
        self._commands = LibraryListCommands(context, self._list, self._editors)
        self._build()
        self._connect()
        if context.workspace is not None:
            self._read()

    def show_activity(self, activity_id: str) -> None:
        """Show this activity."""
        self._list.show_kind(ACTIVITIES)
        self._list.want(activity_id)

    def show_template(self, template_id: str) -> None:
        """Show this template."""
        self._list.show_kind(TEMPLATES)
        self._list.want(template_id)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Count what was used while nobody looked."""
        super().showEvent(event)
        if self._usage_is_stale:
            self._read_usage()

    def handlers(self) -> Mapping[str, Handler]:
        """Return what the commands of the menus do on this page."""
        return {**self._commands.handlers(), "edit.find": Handler(self._list.focus_box)}

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "base")
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self._editors)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes((380, 820))
        self._splitter.restoreState(self._context.settings.state("library/splitter"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)

    def _connect(self) -> None:
        context = self._context
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._read)
        context.file_closed.connect(self._list.forget)
        context.zone_changed.connect(self._show_usage)
        context.activity_requested.connect(self.show_activity)
        context.template_requested.connect(self.show_template)
        self._list.row_chosen.connect(self._on_row_chosen)
        self._commands.made.connect(self._on_made)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)

    @Slot()
    def _read(self) -> None:
        self._context.read(self, "library", read_listing(self._list.listing), self._on_read)
        self._read_usage()

    def _read_usage(self) -> None:
        """Ask how things were used while that is seen: it is counted in all sessions, and asked after every one that is saved."""
        self._usage_is_stale = not self.isVisible()
        if self.isVisible():
            self._context.read(self, "usage", read_usage, self._on_usage)

    @Slot(object)
    def _on_read(self, listing: Listing) -> None:
        self._list.show_listing(listing)
        self._show_current()
        self._context.actions_changed.emit()

    @Slot(object)
    def _on_usage(self, usage: LibraryUsage) -> None:
        self._list.show_usage(usage)
        self._show_usage()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.library or change.everything or change.tree:
            self._read()
        elif change.sessions:
            self._read_usage()

    @Slot(str)
    def _on_row_chosen(self, _id: str) -> None:
        self._show_current()
        self._context.actions_changed.emit()

    def _show_current(self) -> None:
        thing = self._list.current
        self._editors.show_thing(thing, self._list.reading, self._list.usage)
        if thing is not None and self._names_next and not self._list.is_waiting:
            self._names_next = False
            self._commands.rename()

    @Slot()
    def _show_usage(self) -> None:
        self._editors.show_usage(self._list.current, self._list.usage)

    @Slot(str)
    def _on_made(self, id_: str) -> None:
        """Show what was made when it has been read, with the caret in its name."""
        self._names_next = True
        self._list.want(id_)

    @Slot()
    def _on_splitter_moved(self) -> None:
        self._context.settings.set_state("library/splitter", self._splitter.saveState())
