"""Asks what was practised without the program, and logs it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import LONGEST_NAME, GoalType
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import GoalLink, PastSession
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.quick_log import log_past
from fractal_desktop.ui.sessions.chip_row import ChipRow, Chosen
from fractal_desktop.ui.sessions.logged_words import joined, logged_text
from fractal_desktop.ui.sessions.overlap_choice import OverlapChoice
from fractal_desktop.ui.sessions.parts import NotesField, UndoPassage
from fractal_desktop.ui.sessions.past_times import PastTimes
from fractal_desktop.ui.sessions.template_box import TemplateBox
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices
from fractal_desktop.ui.widgets.goal_picker import GoalPicker

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Offers:
    """What can be chosen, and the goal that stands there at the beginning."""

    templates: tuple[TemplateName, ...]
    minutes: Mapping[TemplateId, float]
    activities: Choices
    goal: GoalLink | None


class LogDialog(FramedDialog):
    """Name, template, activities, goals and times of a past session, with the sentence of what will be written.

    Ctrl+Enter logs it.
    """

    def __init__(self, context: AppContext, goal_id: GoalId | None, parent: QWidget) -> None:
        super().__init__("", parent=parent, width=640, shrinks=True)
        self.set_heading(self.tr("Log a past session"), self.tr("What you practised without the program."))
        self._context = context
        self._offers = _Offers((), {}, Choices(()), None)
        self._template: TemplateId | None = None
        self._build_body()
        self._connect()
        self._on_times_edited()
        context.read(self, "offers", partial(_offers, goal_id), self._on_offers)
        self._name.setFocus()

    def _build_body(self) -> None:
        self._passage = UndoPassage(self)
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("Name"))
        self._name.setMaxLength(LONGEST_NAME)
        self._template_box = TemplateBox()
        self._template_box.show_template((), None, None)
        self._activities = ChipRow(self.tr("Add activity"))
        self._goals = ChipRow(self.tr("Add goal"))
        self._times = PastTimes(self._context, self)
        self._notes = NotesField(self.tr("Notes"), self.tr("Notes"), self._passage)
        self._overlap = OverlapChoice(self._context)
        self._preview = text_label(wrap=True)
        self._preview.setMinimumHeight(1)  # else the dialog is as high as the text is in a narrow column
        self.body.addLayout(self._built_grid())
        for widget in (self._notes, self._overlap, self._built_preview()):
            self.body.addWidget(widget)
        self._build_footer()

    def _built_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.addLayout(_titled(self.tr("Name"), self._name), 0, 0, 1, 2)
        grid.addLayout(_titled(self.tr("Template"), self._template_box), 0, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._times.start, 1, 0, top)
        grid.addWidget(self._times.end, 1, 1, top)
        grid.addLayout(_titled(self.tr("Length"), self._times.length), 1, 2, top)
        grid.addLayout(_titled(self.tr("Activities"), self._activities), 2, 0, 1, 3)
        grid.addLayout(_titled(self.tr("Goals"), self._goals), 3, 0, 1, 3)
        for column, stretch in enumerate((3, 3, 2)):
            grid.setColumnStretch(column, stretch)
        return grid

    def _built_preview(self) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "hint")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 9, 12, 10)
        row.addWidget(self._preview)
        self._preview_frame = frame
        return frame

    def _build_footer(self) -> None:
        hint = QKeySequence(Qt.Key.Key_Return | Qt.KeyboardModifier.ControlModifier).toString(QKeySequence.SequenceFormat.NativeText)
        self.add_left(text_label(self.tr("{keys} logs it").format(keys=hint), tone="muted", scale="secondary"))
        cancel = PlainButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        self._log = PrimaryButton(self.tr("Log"))
        self._log.clicked.connect(self.log)
        self.add_right(cancel)
        self.add_right(self._log)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.log)

    def _connect(self) -> None:
        self._name.textEdited.connect(self._show_preview)
        self._template_box.template_chosen.connect(self._on_template_chosen)
        self._activities.add_asked.connect(self._ask_for_activity)
        self._activities.changed.connect(self._show_preview)
        self._goals.add_asked.connect(self._ask_for_goal)
        self._goals.changed.connect(self._show_preview)
        self._times.edited.connect(self._on_times_edited)
        self._times.refusal_changed.connect(self._show_preview)
        self._overlap.changed.connect(self._show_preview)

    @Slot()
    def log(self) -> None:
        """Write the session and close, or stay and say what is wrong."""
        self._times.commit()
        past = self._past()
        if past is None or not self._log.isEnabled():
            return
        self._log.setEnabled(False)
        notice = self.tr("Logged {what}").format(what=self._sentence(past))
        self._context.write(self, partial(log_past, past, notice), self._on_logged, self._on_refused, keep=False)

    def _past(self) -> PastSession | None:
        """Return what would be logged, None while the times make no sense."""
        span = self._overlap.free or self._times.span
        if span is None or self._times.is_wrong:
            return None
        activities = tuple(ActivityId(each.id) for each in self._activities.chosen)
        goals = tuple(GoalId(each.id) for each in self._goals.chosen)
        return PastSession(self._chosen_name(), *span, None, self._template, activities, goals, self._notes.text().strip())

    def _chosen_name(self) -> str:
        """Return what it is to be called: what is written, else what was practised."""
        written = self._name.text().strip()
        template = next((template.name for template in self._offers.templates if template.id == self._template), "")
        practised = joined([each.name for each in self._activities.chosen])
        return written or (template or practised or next((goal.name for goal in self._goals.chosen), self.tr("Practice")))[:LONGEST_NAME]

    def _sentence(self, past: PastSession) -> str:
        span = (past.start, past.end)
        seconds = (past.end - past.start) // timedelta(seconds=1)
        goals = [goal.name for goal in self._goals.chosen]
        return logged_text(past.name, span, seconds, goals, self._context.zone, self._context.today())

    @Slot()
    def _show_preview(self) -> None:
        """Say in words what would be written, or why it cannot be."""
        self._name.setPlaceholderText(self._chosen_name())
        past = self._past()
        if past is None:
            self._say(self._times.problem(), is_problem=True)
        else:
            self._say(self.tr("Will be logged: {what}.").format(what=self._sentence(past)))

    def _say(self, sentence: str, *, is_problem: bool = False) -> None:
        self._preview.setText(sentence)
        set_look(self._preview, tone="danger" if is_problem else "")
        set_look(self._preview_frame, tone="danger" if is_problem else "")
        self._log.setEnabled(not is_problem)

    @Slot()
    def _on_times_edited(self) -> None:
        self._overlap.look_beside(self._times.span)
        self._show_preview()

    @Slot(object)
    def _on_template_chosen(self, template_id: TemplateId | None) -> None:
        """Take the planned length over as long as none was given."""
        self._template = template_id
        minutes = self._offers.minutes.get(template_id) if template_id is not None else None
        if minutes:
            self._times.plan(round(minutes * 60))
        self._show_preview()

    def _on_offers(self, offers: _Offers) -> None:
        self._offers = offers
        self._template_box.show_template(offers.templates, self._template, None)
        if offers.goal is not None and not self._goals.chosen:
            self._on_goal_picked(offers.goal)

    @Slot()
    def _ask_for_activity(self) -> None:
        choices = self._offers.activities.without(each.id for each in self._activities.chosen)
        nothing = self.tr("No activity is called like that.")
        picker = ChoicePicker(self.tr("Add an activity"), choices, icon("library", "muted"), self, nothing=nothing)
        picker.picked.connect(self._on_activity_picked)
        picker.open_below(self._activities.add_button)

    @Slot(str)
    def _on_activity_picked(self, activity_id: str) -> None:
        choice = self._offers.activities.get(activity_id)
        if choice is not None:
            self._activities.add(Chosen(choice.id, choice.name, icon("library", "muted")))
            self._activities.setFocus()

    @Slot()
    def _ask_for_goal(self) -> None:
        picker = GoalPicker(self._context, self.tr("Add a goal"), self)
        picker.goal_picked.connect(self._on_goal_picked)
        picker.open_below(self._goals.add_button)

    @Slot(object)
    def _on_goal_picked(self, goal: GoalLink) -> None:
        self._goals.add(Chosen(goal.id, goal.name, goal_icon(GoalType(goal.type))))

    def _on_logged(self, _change: Change) -> None:
        self.accept()

    def _on_refused(self, error: Exception) -> None:
        self._say(str(error), is_problem=True)
        self._log.setEnabled(True)


def _titled(title: str, widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    label = text_label(title, tone="muted", scale="secondary")
    label.setBuddy(widget)
    column.addWidget(label)
    column.addWidget(widget)
    return column


def _offers(goal_id: GoalId | None, workspace: "Workspace") -> _Offers:
    templates = [template for template in workspace.library.templates() if not template.archived]
    templates.sort(key=lambda template: template.name.casefold())
    activities = [activity for activity in workspace.practice.library().activities.values() if not activity.retired]
    goal = workspace.goals.goal(goal_id) if goal_id is not None else None
    return _Offers(
        tuple(TemplateName(template.id, template.name) for template in templates),
        {template.id: template.planned_minutes for template in templates if template.planned_minutes},
        Choices(Choice(activity.id, activity.name) for activity in activities),
        GoalLink(goal.id, goal.name, goal.type.value) if goal is not None else None,
    )
