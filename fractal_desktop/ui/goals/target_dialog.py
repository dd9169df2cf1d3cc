"""The dialog for one target of a goal: what is to be reached, with the sentence that it comes to."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.ids import ActivityId, GoalId
from fractal_desktop.domain.library import ActivityName, LibraryNames
from fractal_desktop.domain.target import Target, TargetDraft, TargetKind
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.goals.cells import tr
from fractal_desktop.ui.goals.deadline_field import DeadlineField
from fractal_desktop.ui.goals.number_fields import NumberFields
from fractal_desktop.ui.goals.target_form import (
    ACTIVITY,
    DEADLINE,
    HOURS,
    KINDS,
    FieldProblem,
    TargetForm,
    draft_from,
    fields_of,
    form_of,
)
from fractal_desktop.ui.goals.target_words import title_of, wanted_text
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.parts import UndoPassage
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, SegmentedControl, text_label
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices
from fractal_desktop.ui.widgets.tab_order import TabOrder

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_ANY = "any"


@dataclass(frozen=True, slots=True)
class TargetPlace:
    """Whose target it is: the goal, its fractal, and the target itself, None for a new one."""

    goal_id: GoalId
    root_id: GoalId
    target: Target | None = None


class TargetDialog(FramedDialog):
    """Writes the target on Enter or Save and closes once it is in the file; what makes no sense is said beside its field."""

    saved = Signal()

    def __init__(self, context: AppContext, place: TargetPlace, names: LibraryNames, parent: QWidget) -> None:
        title = tr("New target") if place.target is None else tr("Edit target")
        super().__init__(title, tr("When all targets of a goal are reached, it completes itself."), parent, width=540)
        self._context = context
        self._place = place
        self._names = names
        self._offered = tuple(activity for activity in names.activities.values() if self._is_offered(activity))
        self._form = form_of(place.target, QLocale()) if place.target is not None else self._first_form()
        self._build_body()
        self._build_buttons()
        self._tab_order = TabOrder(self)
        self._show_form()
        self._connect()
        (self._kind if place.target is None else self._numbers).setFocus()

    def _is_offered(self, activity: ActivityName) -> bool:
        return not activity.retired and activity.root_id in (None, self._place.root_id)

    def _first_form(self) -> TargetForm:
        """Begin with a value to reach, where there is something to measure."""
        return TargetForm(TargetKind.THRESHOLD if any(activity.has_metrics for activity in self._offered) else TargetKind.SUM)

    def _first_weekday(self) -> int:
        return self._context.first_weekday

    def _build_body(self) -> None:
        passage = UndoPassage(self)
        self._kind = SegmentedControl((tr("Reach a value"), tr("Come to a total"), tr("Every week")))
        self._kind.setAccessibleName(tr("Kind of target"))
        self._activity = PlainButton("", icon("library"))
        self._activity_problem = text_label("", scale="secondary", tone="danger", wrap=True)
        self._numbers = NumberFields(passage)
        self._deadline = DeadlineField(self._context.today, self._first_weekday, passage)
        self._name = QLineEdit()
        self._name.setAccessibleName(tr("Name of the target"))
        self._name.installEventFilter(passage)
        self._sentence = text_label(" ", weight="medium", wrap=True)
        self._about = text_label(" ", scale="secondary", tone="muted", wrap=True)
        activity = QHBoxLayout()
        activity.setSpacing(12)
        activity.addWidget(self._activity)
        activity.addWidget(self._activity_problem, 1)
        kinds = QHBoxLayout()
        kinds.addWidget(self._kind)
        kinds.addStretch(1)
        self.body.addLayout(kinds)
        self.body.addWidget(self._about)
        self.body.addLayout(_labelled(tr("Activity"), activity))
        self.body.addWidget(self._numbers)
        self.body.addWidget(self._deadline)
        name = QHBoxLayout()
        name.addWidget(self._name)
        self.body.addLayout(_labelled(tr("Name"), name))
        self.body.addWidget(self._sentence)

    def _build_buttons(self) -> None:
        cancel = PlainButton(tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._save = PrimaryButton(tr("Save"))
        self._save.clicked.connect(self._on_save)
        self.add_right(cancel)
        self.add_right(self._save, default=True)

    def _connect(self) -> None:
        self._kind.chosen.connect(self._on_kind)
        self._activity.clicked.connect(self._on_activity_asked)
        self._numbers.edited.connect(self._on_number)
        self._deadline.date_chosen.connect(self._on_deadline)
        self._name.textEdited.connect(self._on_name)

    def _show_form(self) -> None:
        form = self._form
        self._kind.set_current(KINDS.index(form.kind) if form.kind in KINDS else 0)
        self._name.setText(form.name)
        self._numbers.set_texts(form.texts)
        self._deadline.show_date(form.deadline, completed=False, read_only=False)
        self._show_fields()

    def _show_fields(self) -> None:
        form = self._form
        activity = self._names.activity(form.activity_id)
        nothing = tr("Choose…") if form.kind is TargetKind.THRESHOLD else tr("Any activity")
        gone = tr("deleted activity") if form.activity_id is not None else nothing
        self._activity.setText(activity.name if activity is not None else gone)
        self._activity.setAccessibleName(tr("Activity: {name}").format(name=self._activity.text()))
        self._say(ACTIVITY, "" if self._offered else tr("This fractal has no activities yet: the Library makes them."))
        self._numbers.show_fields(fields_of(form, self._names))
        self._deadline.setVisible(form.kind is TargetKind.THRESHOLD)
        self._tab_order.renew()
        self._about.setText(self._about_kind())
        self._name.setPlaceholderText(title_of(TargetDraft(form.kind, activity_id=form.activity_id), self._names))
        self._show_sentence()

    def _about_kind(self) -> str:
        match self._form.kind:
            case TargetKind.SUM:
                return tr("The time or the values of all sessions together.")
            case TargetKind.COUNT_PER_WEEK:
                return tr("So many sessions in each week, for some weeks in a row.")
        return tr("All values in one item or set of one session, up to a date if you give one.")

    def _show_sentence(self) -> None:
        try:
            draft = draft_from(self._current(), self._names, QLocale())
        except FieldProblem:
            self._sentence.setText(" ")
        else:
            self._sentence.setText(wanted_text(draft, self._names, QLocale()))

    def _current(self) -> TargetForm:
        return replace(self._form, name=self._name.text().strip(), texts=self._numbers.texts)

    def _say(self, key: str, sentence: str) -> None:
        if key == ACTIVITY:
            self._activity_problem.setText(sentence)
            self._activity.setAccessibleDescription(sentence)
            set_look(self._activity_problem, tone="danger" if self._offered else "muted")
        else:
            self._numbers.show_problem(key, sentence)

    @Slot(int)
    def _on_kind(self, index: int) -> None:
        self._form = replace(self._form, kind=KINDS[index])
        self._show_fields()

    @Slot(str)
    def _on_number(self, key: str) -> None:
        """A total is of one thing: typing one empties the others."""
        if self._form.kind is TargetKind.SUM and self._numbers.texts.get(key, "").strip():
            self._numbers.set_texts({field.key: "" for field in fields_of(self._form, self._names) if field.key != key})
        for field in fields_of(self._form, self._names):
            self._numbers.show_problem(field.key, "")
        self._show_sentence()

    @Slot(str)
    def _on_name(self) -> None:
        self._show_sentence()

    @Slot(object)
    def _on_deadline(self, day: date | None) -> None:
        self._form = replace(self._form, deadline=day)
        self._show_sentence()

    @Slot()
    def _on_activity_asked(self) -> None:
        choices = [Choice(activity.id, activity.name) for activity in self._offered]
        if self._form.kind is not TargetKind.THRESHOLD:
            choices.insert(0, Choice(_ANY, tr("Any activity"), tr("this goal with everything below")))
        self._context.read(self, "choices", lambda _: Choices(choices), self._offer)

    def _offer(self, choices: Choices) -> None:
        nothing = tr("No activity is called like this.") if choices else tr("This fractal has no activities yet.")
        picker = ChoicePicker(tr("Find an activity"), choices, icon("library", "muted"), self, nothing=nothing)
        picker.picked.connect(self._on_activity)
        picker.open_below(self._activity)

    @Slot(str)
    def _on_activity(self, activity_id: str) -> None:
        self._form = replace(self._form, activity_id=None if activity_id == _ANY else ActivityId(activity_id))
        self._show_fields()
        first = next((field.key for field in fields_of(self._form, self._names) if field.key != HOURS), HOURS)
        if self._numbers.has(first):
            self._numbers.edit(first)

    @Slot()
    def _on_save(self) -> None:
        self._deadline.commit()
        if self._form.kind is TargetKind.THRESHOLD and self._deadline.is_wrong:
            self._deadline.setFocus()
            return
        try:
            draft = draft_from(self._current(), self._names, QLocale())
        except FieldProblem as problem:
            self._say(problem.key, str(problem))
            if self._numbers.has(problem.key):
                self._numbers.edit(problem.key)
            elif problem.key != DEADLINE:
                self._activity.setFocus()
            return
        self._save.setEnabled(False)
        self._context.write(self, _setting(self._place, draft), self._on_saved, self._on_refused, keep=False)

    def _on_saved(self, _change: Change) -> None:
        self.accept()
        self.saved.emit()

    def _on_refused(self, error: Exception) -> None:
        self._save.setEnabled(True)
        self.set_heading(self.windowTitle(), str(error), icon("warning", "danger"), "danger")


def _setting(place: TargetPlace, draft: TargetDraft) -> "Callable[[Workspace], Change]":
    return partial(_set, place, draft)


def _set(place: TargetPlace, draft: TargetDraft, workspace: "Workspace") -> Change:
    return workspace.goals.set_target(place.goal_id, place.target.id if place.target is not None else None, draft)


def _labelled(title: str, content: QHBoxLayout) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(text_label(title, scale="secondary", tone="muted"))
    column.addLayout(content)
    return column
