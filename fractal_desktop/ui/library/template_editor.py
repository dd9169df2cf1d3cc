"""The editor of one template."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.library import Template, TemplateDraft
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.library.definition_editor import DefinitionEditor
from fractal_desktop.ui.library.draft_saver import DraftSaver
from fractal_desktop.ui.library.outline_model import OutlineModel
from fractal_desktop.ui.library.outline_view import OutlineView
from fractal_desktop.ui.library.reading import LibraryReading, template_draft
from fractal_desktop.ui.library.texts import minutes_text, tr, usage_sentence
from fractal_desktop.ui.widgets import LinkButton, text_label
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


class TemplateEditor(DefinitionEditor):
    """Shows one template and writes what a person changes in it, a second after the last change."""

    start_asked = Signal(str)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(context, tr("Start session"), tr("What this is good for"), parent)
        self._template: Template | None = None
        self._reading = LibraryReading()
        self._model = OutlineModel(self)
        self._outline = OutlineView(self._model)
        self._planned = text_label(tone="muted", scale="secondary")
        self._saver: DraftSaver[TemplateDraft] = DraftSaver(context, self._draft, _save, self._head.name.show_problem, self)
        self._build()
        self._connect()

    def show_template(self, template: Template, reading: LibraryReading) -> None:
        """Show this template; of the one that is shown already, what is being typed stays."""
        afresh = self._template is None or self._template.id != template.id
        if afresh:
            self.flush()
        unsaved = not afresh and self._saver.is_dirty
        self._template, self._reading = template, reading
        if not unsaved:
            self._show_stored()
        self._show_facts()
        if afresh:
            self.verticalScrollBar().setValue(0)

    @Slot()
    def start(self) -> None:
        """Ask for a session of this template, as it is typed by now."""
        if self._template is not None:
            self.flush()
            self.start_asked.emit(self._template.id)

    @override
    @Slot()
    def flush(self) -> None:
        self._saver.save()

    def _build(self) -> None:
        self._activity_button = LinkButton(tr("Activity"), icon("plus", "accent"))
        self._line_button = LinkButton(tr("Plain line"), icon("plus", "accent"))
        self._section_button = LinkButton(tr("Section"), icon("plus", "accent"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._activity_button, self._line_button, self._section_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._planned)
        body = QVBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._about)
        card = QFrame()
        card.setProperty("kind", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(12, 8, 12, 8)
        inside.addWidget(self._outline)
        body.addWidget(card)
        body.addLayout(buttons)
        self.set_page(self._head, body, 16)

    def _connect(self) -> None:
        self._head.name.name_edited.connect(self._saver.note_edit)
        self._about.text_edited.connect(self._saver.note_edit)
        self._model.edited.connect(self._on_outline_edited)
        self._saver.sent.connect(self._on_sent)
        self._head.main_pressed.connect(self.start)
        self._activity_button.clicked.connect(self._on_activity_wanted)
        self._line_button.clicked.connect(self._on_line_wanted)
        self._section_button.clicked.connect(self._on_section_wanted)

    def _show_stored(self) -> None:
        assert self._template is not None
        template = self._template
        used = {item.activity_id for section in template.sections for item in section.items if item.activity_id is not None}
        self._head.name.show_name(template.name, keep_typed=True)
        self._about.show_text(template.description)
        self._model.show_sections(template.sections, frozenset(id_ for id_ in used if self._reading.activity(id_) is None))
        self._saver.begin(template.id, template_draft(template))

    def _show_facts(self) -> None:
        template = self._template
        if template is None:
            return
        writing = self._context.can_write
        archived = tr("Archived: no longer offered") if template.archived else ""
        self._head.show_facts(usage_sentence(self._usage, self._context.zone, self._context.today(), retired=archived))
        self._head.allow(writing=writing, main=True, retire=tr("Bring back") if template.archived else tr("Archive"))
        self._about.set_read_only(not writing)
        self._model.read_only = not writing
        for button in (self._activity_button, self._line_button, self._section_button):
            button.setVisible(writing)
        self._show_planned()

    def _show_planned(self) -> None:
        minutes = sum(section.planned_minutes or 0 for section in self._model.sections())
        self._planned.setText(tr("{n} min planned").format(n=minutes_text(minutes, QLocale())) if minutes else "")

    def _draft(self) -> TemplateDraft | None:
        return TemplateDraft(self._head.name.name, self._about.text(), self._model.sections()) if self._head.name.name else None

    @Slot()
    def _on_outline_edited(self) -> None:
        self._show_planned()
        self._saver.note_edit()

    @Slot()
    def _on_sent(self) -> None:
        """Count from what will be in the file: the next edit may come before it was read again."""
        self._model.renumber()
        draft = self._draft()
        if self._template is not None and draft is not None:
            self._saver.begin(self._template.id, draft)

    @Slot()
    def _on_activity_wanted(self) -> None:
        assert self._template is not None
        self._context.read(self, "choices", partial(_choices, self._reading, self._template.root_id), self._offer)

    def _offer(self, choices: Choices) -> None:
        nothing = tr("No activity is called like that.") if choices else tr("There are no activities yet: make one under “Activities”.")
        picker = ChoicePicker(tr("Add activity"), choices, icon("library", "muted"), self, nothing=nothing)
        picker.picked.connect(self._on_activity_picked)
        picker.open_below(self._activity_button)

    @Slot(str)
    def _on_activity_picked(self, activity_id: str) -> None:
        activity = self._reading.activity(activity_id)
        if activity is not None:
            added = self._model.add_line(activity.name, ActivityId(activity_id), self._outline.currentIndex())
            self._outline.setCurrentIndex(added)
            self._outline.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_line_wanted(self) -> None:
        self._outline.edit_name(self._model.add_line(tr("New line"), None, self._outline.currentIndex()))

    @Slot()
    def _on_section_wanted(self) -> None:
        self._outline.edit_name(self._model.add_section(tr("New section"), self._outline.currentIndex()))


def _choices(reading: LibraryReading, root: GoalId, _workspace: "Workspace") -> Choices:
    """Return the activities that are offered, those of a fractal first."""
    groups = {group.id: group.name for group in reading.groups}
    offered = [activity for activity in reading.activities if not activity.retired]
    offered.sort(key=lambda activity: (activity.root_id != root, activity.name.casefold()))
    return Choices(Choice(each.id, each.name, groups.get(each.group_id, "") if each.group_id else "") for each in offered)


def _save(workspace: "Workspace", template_id: str, draft: TemplateDraft) -> Change:
    return workspace.library.save_template(TemplateId(template_id), draft)
