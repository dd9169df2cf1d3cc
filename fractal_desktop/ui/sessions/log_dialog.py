"""Asks what was practised without the program, and logs it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QLocale, Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.domain.goal import LONGEST_NAME, GoalType
from fractal_desktop.domain.ids import ActivityId, GoalId, TemplateId
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import GoalLink, PastSession
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import goal_icon, icon
from fractal_desktop.ui.quick_log import log_past
from fractal_desktop.ui.sessions.chip_row import ChipRow, Chosen
from fractal_desktop.ui.sessions.length_field import LengthField
from fractal_desktop.ui.sessions.log_times import LogTimes, TimeProblem
from fractal_desktop.ui.sessions.logged_words import joined, logged_text
from fractal_desktop.ui.sessions.overlap_choice import Overlap, OverlapChoice, overlap
from fractal_desktop.ui.sessions.parts import NotesField, UndoPassage
from fractal_desktop.ui.sessions.template_box import TemplateBox
from fractal_desktop.ui.sessions.texts import weekday_text
from fractal_desktop.ui.theme import set_look
from fractal_desktop.ui.widgets import FramedDialog, PlainButton, PrimaryButton, text_label
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker, Choices
from fractal_desktop.ui.widgets.date_time_editor import DateTimeEditor
from fractal_desktop.ui.widgets.goal_picker import GoalPicker

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_USUAL_SECONDS = 45 * 60
_READ_AFTER_MS = 100


@dataclass(frozen=True, slots=True)
class _Offers:
    """What can be chosen, and the goal that stands there at the beginning."""

    templates: tuple[TemplateName, ...]
    minutes: dict[TemplateId, float]
    activities: Choices
    goal: GoalLink | None


class LogDialog(FramedDialog):
    """Name, template, activities, goals and times of a past session, with the sentence of what will be written.

    It ends now until something else is said. Start, end and length follow each other (LogTimes). Ctrl+Enter logs.
    """

    def __init__(self, context: AppContext, goal_id: GoalId | None, parent: QWidget) -> None:
        super().__init__("", parent=parent, width=640)
        self.set_heading(self.tr("Log a past session"), self.tr("What you practised without the program."))
        now = context.now().replace(second=0, microsecond=0)
        self._context = context
        self._times = self._before_length = LogTimes(now - timedelta(seconds=_USUAL_SECONDS), now, now)
        self._offers = _Offers((), {}, Choices(()), None)
        self._template: TemplateId | None = None
        self._activities: tuple[Choice, ...] = ()
        self._goals: tuple[GoalLink, ...] = ()
        self._overlap = Overlap((), None)
        self._is_length_chosen = False
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_READ_AFTER_MS)
        self._build_body()
        self._connect()
        self._show_times()
        context.read(self, "offers", partial(_offers, goal_id), self._on_offers)
        self._name.setFocus()

    def _build_body(self) -> None:
        self._passage = UndoPassage(self)
        self._name = QLineEdit()
        self._name.setAccessibleName(self.tr("Name"))
        self._name.setMaxLength(LONGEST_NAME)
        self._template_box = TemplateBox()
        self._template_box.show_template((), None, None)
        self._activity_row = ChipRow(self.tr("Add activity"))
        self._goal_row = ChipRow(self.tr("Add goal"))
        self._start = DateTimeEditor(self.tr("Start"), self._context.zone, self._context.now)
        self._end = DateTimeEditor(self.tr("End"), self._context.zone, self._context.now)
        self._length = LengthField(self.tr("Length"), self._times.seconds)
        self._notes = NotesField(self.tr("Notes"), self.tr("Notes"), self._passage)
        self._overlap_choice = OverlapChoice()
        self._preview = text_label(wrap=True)
        self._preview.setMinimumHeight(1)  # else the dialog is as high as the text is in a narrow column
        first = Qt.DayOfWeek(self._context.first_weekday + 1)
        for field in (self._start, self._end):
            field.set_first_day(first)
        self.body.addLayout(self._built_grid())
        for widget in (self._notes, self._overlap_choice, self._built_preview()):
            self.body.addWidget(widget)
        self._build_footer()

    def _built_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.addLayout(_titled(self.tr("Name"), self._name), 0, 0, 1, 2)
        grid.addLayout(_titled(self.tr("Template"), self._template_box), 0, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._start, 1, 0, top)
        grid.addWidget(self._end, 1, 1, top)
        grid.addLayout(_titled(self.tr("Length"), self._length), 1, 2, top)
        grid.addLayout(_titled(self.tr("Activities"), self._activity_row), 2, 0, 1, 3)
        grid.addLayout(_titled(self.tr("Goals"), self._goal_row), 3, 0, 1, 3)
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
        self._activity_row.add_asked.connect(self._ask_for_activity)
        self._activity_row.removed.connect(self._on_activity_removed)
        self._goal_row.add_asked.connect(self._ask_for_goal)
        self._goal_row.removed.connect(self._on_goal_removed)
        self._start.instant_edited.connect(self._on_start_edited)
        self._end.instant_edited.connect(self._on_end_edited)
        for field in (self._start, self._end):
            field.refusal_changed.connect(self._show_preview)
        self._length.seconds_edited.connect(self._on_length_edited)
        self._overlap_choice.chosen.connect(self._show_preview)
        self._delay.timeout.connect(self._read_overlap)

    @override
    def event(self, event: QEvent) -> bool:
        """Be as high as what there is to say, also where there is less of it than before."""
        if event.type() != QEvent.Type.LayoutRequest:
            return super().event(event)  # of a deleted dialog nothing may be asked afterwards
        handled, layout = super().event(event), self.layout()
        if self.isVisible() and layout is not None:
            self.resize(self.width(), layout.totalMinimumHeightForWidth(self.width()))
        return handled

    @Slot()
    def log(self) -> None:
        """Write the session and close, or stay and say what is wrong."""
        for field in (self._start, self._end, self._length):
            field.commit()
        past = self._past()
        if past is None or not self._log.isEnabled():
            return
        self._log.setEnabled(False)
        notice = self.tr("Logged {what}").format(what=self._sentence(past))
        self._context.write(self, partial(log_past, past, notice), self._on_logged, self._on_refused, keep=False)

    def _past(self) -> PastSession | None:
        """Return what would be logged, None while the times make no sense."""
        if self._is_wrong():
            return None
        start, end = self._span()
        activities = tuple(ActivityId(choice.id) for choice in self._activities)
        goals = tuple(goal.id for goal in self._goals)
        return PastSession(self._chosen_name(), start, end, None, self._template, activities, goals, self._notes.text().strip())

    def _is_wrong(self) -> bool:
        return self._times.problem is not None or self._length.is_wrong or self._start.is_unsettled() or self._end.is_unsettled()

    def _span(self) -> tuple[datetime, datetime]:
        if self._overlap_choice.trims and self._overlap.free is not None:
            return self._overlap.free
        return self._times.start, self._times.end

    def _chosen_name(self) -> str:
        """Return what it is to be called: what is written, else what was practised."""
        written = self._name.text().strip()
        template = next((template.name for template in self._offers.templates if template.id == self._template), "")
        practised = joined([choice.name for choice in self._activities])
        return written or (template or practised or next((goal.name for goal in self._goals), self.tr("Practice")))[:LONGEST_NAME]

    def _sentence(self, past: PastSession) -> str:
        span = (past.start, past.end)
        seconds = (past.end - past.start) // timedelta(seconds=1)
        goals = [goal.name for goal in self._goals]
        return logged_text(past.name, span, seconds, goals, self._context.zone, self._context.today())

    def _show_times(self) -> None:
        """Let the fields follow each other; one that is being typed in keeps its text."""
        for field, instant in ((self._start, self._times.start), (self._end, self._times.end)):
            if not field.line().hasFocus() or not field.line().isModified():
                field.set_instant(instant)
        self._length.show_seconds(self._times.seconds)
        self._show_days()
        if self._times.problem is TimeProblem.FUTURE:
            self._end.refuse(self.tr("That is still to come."))
        self._overlap = Overlap((), None)
        self._delay.start()
        self._show_preview()

    def _show_days(self) -> None:
        """Say below the times which days of the week they lie on."""
        days = [instant.astimezone(self._context.zone).date() for instant in (self._times.start, self._times.end)]
        self._start.set_note(weekday_text(days[0], QLocale()))
        self._end.set_note(weekday_text(days[1], QLocale()) if days[1] != days[0] else self.tr("The same day"))

    @Slot()
    def _show_preview(self) -> None:
        """Say in words what would be written, or why it cannot be."""
        self._name.setPlaceholderText(self._chosen_name())
        past = self._past()
        if past is None:
            self._say(self._problem(), is_problem=True)
        else:
            self._say(self.tr("Will be logged: {what}.").format(what=self._sentence(past)))

    def _say(self, sentence: str, *, is_problem: bool = False) -> None:
        self._preview.setText(sentence)
        set_look(self._preview, tone="danger" if is_problem else "")
        set_look(self._preview_frame, tone="danger" if is_problem else "")
        self._log.setEnabled(not is_problem)

    def _problem(self) -> str:
        texts = {
            TimeProblem.FUTURE: self.tr("It would end in the future; only what is over can be logged."),
            TimeProblem.EMPTY: self.tr("The end must lie after the start."),
            TimeProblem.LONG: self.tr("Nobody practises longer than a month at a time."),
        }
        problem = self._times.problem
        return texts[problem] if problem is not None else self.tr("When it was, or how long, cannot be read.")

    @Slot(object)
    def _on_start_edited(self, start: datetime | None) -> None:
        if start is not None:
            self._times = self._before_length = self._times.starting(start)
            self._show_times()

    @Slot(object)
    def _on_end_edited(self, end: datetime | None) -> None:
        if end is not None:
            self._times = self._before_length = self._times.ending(end)
            self._show_times()

    @Slot(int)
    def _on_length_edited(self, seconds: int) -> None:
        """Reckon from before the first key: what stands there half typed is no length anybody meant."""
        self._is_length_chosen = True
        self._times = self._before_length.lasting(seconds)
        self._show_times()

    @Slot(object)
    def _on_template_chosen(self, template_id: TemplateId | None) -> None:
        """Take the planned length over as long as none was given."""
        self._template = template_id
        minutes = self._offers.minutes.get(template_id) if template_id is not None else None
        if minutes and not self._is_length_chosen:
            self._times = self._before_length.lasting(round(minutes * 60))
            self._show_times()
        self._show_preview()

    @Slot()
    def _read_overlap(self) -> None:
        if self._times.problem is None:
            self._context.read(self, "overlap", partial(overlap, self._times.start, self._times.end), self._on_overlap)
        else:
            self._on_overlap(Overlap((), None))

    def _on_overlap(self, found: Overlap) -> None:
        self._overlap = found
        self._overlap_choice.show_overlap(found, self._context.zone, self._context.today())
        self._show_preview()

    def _on_offers(self, offers: _Offers) -> None:
        self._offers = offers
        self._template_box.show_template(offers.templates, self._template, None)
        if offers.goal is not None and not self._goals:
            self._on_goal_picked(offers.goal)

    @Slot()
    def _ask_for_activity(self) -> None:
        choices = self._offers.activities.without(choice.id for choice in self._activities)
        nothing = self.tr("No activity is called like that.")
        picker = ChoicePicker(self.tr("Add an activity"), choices, icon("library", "muted"), self, nothing=nothing)
        picker.picked.connect(self._on_activity_picked)
        picker.open_below(self._activity_row.add_button)

    @Slot(str)
    def _on_activity_picked(self, activity_id: str) -> None:
        choice = self._offers.activities.get(activity_id)
        if choice is not None:
            self._show_activities((*self._activities, choice))

    @Slot(str)
    def _on_activity_removed(self, activity_id: str) -> None:
        self._show_activities([choice for choice in self._activities if choice.id != activity_id])

    def _show_activities(self, activities: Sequence[Choice]) -> None:
        self._activities = tuple(activities)
        self._activity_row.show_chosen([Chosen(choice.id, choice.name, icon("library", "muted")) for choice in activities])
        self._activity_row.setFocus()
        self._show_preview()

    @Slot()
    def _ask_for_goal(self) -> None:
        picker = GoalPicker(self._context, self.tr("Add a goal"), self)
        picker.goal_picked.connect(self._on_goal_picked)
        picker.open_below(self._goal_row.add_button)

    @Slot(object)
    def _on_goal_picked(self, goal: GoalLink) -> None:
        if all(there.id != goal.id for there in self._goals):
            self._show_goals((*self._goals, goal))

    @Slot(str)
    def _on_goal_removed(self, goal_id: str) -> None:
        self._show_goals([goal for goal in self._goals if goal.id != goal_id])

    def _show_goals(self, goals: Sequence[GoalLink]) -> None:
        self._goals = tuple(goals)
        self._goal_row.show_chosen([Chosen(goal.id, goal.name, goal_icon(GoalType(goal.type))) for goal in goals])
        self._show_preview()

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
