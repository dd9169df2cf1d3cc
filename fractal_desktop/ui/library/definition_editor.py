"""What the editors of activities and templates have in common."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from fractal_desktop.domain.library import Usage
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.library.head import LibraryHead
from fractal_desktop.ui.library.texts import tr
from fractal_desktop.ui.sessions.parts import NotesField, UndoPassage
from fractal_desktop.ui.widgets.editor_scroll import EditorScroll


class DefinitionEditor(EditorScroll):
    """Has a head and a description, and knows how what it shows was used."""

    duplicate_asked = Signal()
    retire_asked = Signal()
    delete_asked = Signal()

    def __init__(self, context: AppContext, main: str, about: str, parent: QWidget | None = None) -> None:
        """`main` is what the button in the head says, "" for none; `about` stands in an empty description."""
        super().__init__(parent)
        self._context = context
        self._usage: Usage | None = None
        self._passage = UndoPassage(self)
        self._head = LibraryHead(main, self._passage)
        self._about = NotesField(tr("Description"), about, self._passage)
        self._head.duplicate_asked.connect(self.duplicate_asked)
        self._head.retire_asked.connect(self.retire_asked)
        self._head.delete_asked.connect(self.delete_asked)
        context.flush_requested.connect(self.flush)

    def show_usage(self, usage: Usage | None) -> None:
        """Say how it was used."""
        self._usage = usage
        self._show_facts()

    def edit_name(self) -> None:
        """Put the caret into the name."""
        self._head.name.edit()

    def flush(self) -> None:
        """Write at once what is not written yet."""
        raise NotImplementedError

    @override
    def minimumSizeHint(self) -> QSize:
        """Ask for the width at which nothing is cut off; the height scrolls."""
        page = self.widget()
        assert page is not None, "built with it"
        return QSize(page.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())

    def _show_facts(self) -> None:
        raise NotImplementedError
