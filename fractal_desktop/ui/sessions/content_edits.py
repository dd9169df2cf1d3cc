"""What a person changes about the contents of a session: values, notes, and what there is to practise."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from fractal_desktop.domain.document import Section
from fractal_desktop.domain.document_edits import Place
from fractal_desktop.domain.errors import UserError
from fractal_desktop.domain.library import LibraryNames
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.sessions.activity_adder import ActivityAdder
from fractal_desktop.ui.sessions.draft import SessionDraft
from fractal_desktop.ui.sessions.editor_page import EditorPage
from fractal_desktop.ui.sessions.structure import StructureEdit


class ContentEdits(QObject):
    """Puts what sections and notes are told into the draft that is shown."""

    values_edited = Signal()
    notes_edited = Signal()
    restructured = Signal()
    """Sections, items or sets have come, gone or moved: a step of its own, which is not to wait for others."""
    refused = Signal(str)

    def __init__(self, context: AppContext, page: EditorPage, draft: Callable[[], SessionDraft | None]) -> None:
        """`draft` returns what is edited now, None while no session is shown."""
        super().__init__(page)
        self._context = context
        self._page = page
        self._draft = draft
        self._names = LibraryNames()
        self._adder = ActivityAdder(context, page)
        self._adder.chosen.connect(self._on_activity_chosen)
        page.document.value_edited.connect(self._on_value_edited)
        page.document.edit_asked.connect(self._on_edit_asked)
        page.document.activity_asked.connect(self._on_activity_asked)
        page.notes.text_edited.connect(self._on_notes_edited)

    def learn_names(self, names: LibraryNames) -> None:
        """Remember what activities are called and what is noted of them."""
        self._names = names

    @Slot(object, object)
    def _on_value_edited(self, place: Place, value: object) -> None:
        draft = self._draft()
        if draft is not None:
            draft.set_value(place, value)
            self.values_edited.emit()

    @Slot(str)
    def _on_notes_edited(self, text: str) -> None:
        draft = self._draft()
        if draft is not None:
            draft.set_value(("notes",), text)
            self.notes_edited.emit()

    @Slot(object)
    def _on_edit_asked(self, edit: StructureEdit) -> None:
        draft = self._draft()
        if draft is None or not self._context.can_write:
            return
        self._page.facts.commit()
        try:
            draft.restructure(edit.restructuring, edit.label)
        except UserError as error:
            self.refused.emit(str(error))
            return
        self.restructured.emit()

    @Slot(object, object)
    def _on_activity_asked(self, section: Section | None, anchor: QWidget) -> None:
        draft = self._draft()
        if draft is not None and self._context.can_write:
            self._adder.ask(draft.stored, section, self._names, anchor)

    @Slot(object, object)
    def _on_activity_chosen(self, edit: StructureEdit, section: Section | None) -> None:
        self._on_edit_asked(edit)
        self._page.document.focus_last(section)
