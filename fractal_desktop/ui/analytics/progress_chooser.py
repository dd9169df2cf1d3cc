"""What can be chosen in the progress card: activity, metric, which numbers of a session, split."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget
from typing_extensions import override

from fractal_desktop.domain.activity_progress import ActivityProgress
from fractal_desktop.domain.ids import ActivityId, MetricId, SplitId
from fractal_desktop.domain.library import ActivityName
from fractal_desktop.ui.analytics.progress_answer import ProgressChoice
from fractal_desktop.ui.analytics.progress_words import READINGS, activity_name, reading_names
from fractal_desktop.ui.analytics.words import one_line, tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon, paint_icon
from fractal_desktop.ui.theme import current_tokens
from fractal_desktop.ui.widgets.buttons import SegmentedControl
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu
from fractal_desktop.ui.widgets.choice_picker import Choice, ChoicePicker
from fractal_desktop.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

_MOST_WIDTH = 190
_SIDE, _BEFORE_CHEVRON, _CHEVRON = 12, 8, 12
_EACH = "each"


class _Chooser(QPushButton):
    """A chip that shows what holds, elided where it is long, with a chevron at its end."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_value(self, value: str) -> None:
        """Show what holds."""
        value = one_line(value)
        self.setText(self.fontMetrics().elidedText(value, Qt.TextElideMode.ElideRight, _MOST_WIDTH))
        self.setAccessibleName(f"{self._name}: {value}")
        self.setToolTip(value)

    @override
    def sizeHint(self) -> QSize:
        return QSize(
            self.fontMetrics().horizontalAdvance(self.text()) + 2 * _SIDE + _BEFORE_CHEVRON + _CHEVRON, super().sizeHint().height()
        )

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(current_tokens().color("text"))
        painter.drawText(self.rect().adjusted(_SIDE, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        chevron = QRect(self.width() - _SIDE - _CHEVRON, (self.height() - _CHEVRON) // 2, _CHEVRON, _CHEVRON)
        paint_icon(painter, chevron, "chevron-down", "muted")


class ProgressChooser(QWidget):
    """The chips above the chart, side by side; what there is nothing to choose of is not there.

    Which numbers of a session are shown is asked only where sessions may have several.
    """

    chosen = Signal(object)
    """A ProgressChoice."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._choice = ProgressChoice()
        self._beside: ActivityId | None = None
        self._progress: ActivityProgress | None = None
        self._activities: tuple[ActivityName, ...] = ()
        self._activity, self._metric, self._split = _Chooser(tr("Activity")), _Chooser(tr("Metric")), _Chooser(tr("Split"))
        self._reading = SegmentedControl(reading_names(None), compact=True)
        self._build()

    def show_choice(self, choice: ProgressChoice, progress: ActivityProgress | None, beside: ActivityId | None) -> None:
        """Show what holds; `beside` is the activity that the page shows."""
        self._choice, self._progress, self._beside = choice, progress, beside
        self._reading.set_current(READINGS.index(choice.reading))
        self._activity.show_value(tr("Activity") if progress is None else activity_name(progress))
        measured = None if progress is None else progress.measured
        self._metric.setVisible(measured is not None)
        self._reading.setVisible(measured is not None and progress is not None and progress.has_readings)
        self._reading.set_texts(reading_names(progress))
        self._split.setVisible(measured is not None and bool(self._splits()))
        if measured is not None:
            self._metric.show_value(_metric_text(measured.name, retired=measured.retired))
            self._split.show_value(self._split_text())

    def _build(self) -> None:
        flow = FlowLayout(self, spacing=8, row_spacing=6)
        for widget in (self._activity, self._metric, self._split, self._reading):
            flow.addWidget(widget)
        self._reading.setAccessibleName(tr("Numbers of a session"))
        self._activity.clicked.connect(self._ask_activity)
        self._metric.clicked.connect(self._ask_metric)
        self._split.clicked.connect(self._ask_split)
        self._reading.chosen.connect(self._on_reading)
        self.show_choice(self._choice, None, None)

    def _splits(self) -> list[tuple[SplitId, str]]:
        activity = None if self._progress is None else self._progress.activity
        return [] if activity is None else [(split.id, split.name) for split in activity.splits if not split.retired]

    def _split_text(self) -> str:
        if self._progress is not None and self._progress.question.each_split:
            return tr("Each split")
        wanted = None if self._progress is None else self._progress.question.split_id
        return next((name for id_, name in self._splits() if id_ == wanted), tr("All together"))

    @Slot()
    def _ask_activity(self) -> None:
        self._context.read(self, "activities", _activities, self._offer_activities)

    def _offer_activities(self, activities: tuple[ActivityName, ...]) -> None:
        self._activities = activities
        choices = [Choice(each.id, each.name, tr("retired") if each.retired else "") for each in activities]
        nothing = tr("No activity has this in its name.") if activities else tr("There are no activities with metrics yet.")
        picker = ChoicePicker(tr("Find an activity"), choices, icon("library", "muted"), self._activity, nothing=nothing)
        picker.picked.connect(self._on_activity)
        picker.open_below(self._activity)

    @Slot()
    def _ask_metric(self) -> None:
        if self._progress is not None and self._progress.measured is not None:
            menu = ChoiceMenu(self._metric)
            for each in self._progress.choices:
                menu.offer(_metric_text(each.name, retired=each.retired), each.id, checked=each.id == self._progress.measured.id)
            menu.chosen.connect(self._on_metric)
            menu.open()

    @Slot()
    def _ask_split(self) -> None:
        if self._progress is not None:
            question = self._progress.question
            menu = ChoiceMenu(self._split)
            menu.offer(tr("Each split"), _EACH, checked=question.each_split)
            menu.offer(tr("All together"), None, checked=not question.each_split and question.split_id is None)
            for id_, name in self._splits():
                menu.offer(name, id_, checked=id_ == question.split_id)
            menu.chosen.connect(self._on_split)
            menu.open()

    @Slot(str)
    def _on_activity(self, activity_id: str) -> None:
        self._choose(replace(self._choice, activity_id=ActivityId(activity_id), beside=self._beside))

    @Slot(object)
    def _on_metric(self, metric_id: MetricId) -> None:
        self._choose(replace(self._choice, metric_id=metric_id))

    @Slot(object)
    def _on_split(self, split: SplitId | None) -> None:
        is_each = split == _EACH
        self._choose(replace(self._choice, each_split=is_each, split_id=None if is_each else split))

    @Slot(int)
    def _on_reading(self, index: int) -> None:
        self._choose(replace(self._choice, reading=READINGS[index]))

    def _choose(self, choice: ProgressChoice) -> None:
        if choice != self._choice:
            self._choice = choice
            self.chosen.emit(choice)


def _metric_text(name: str, *, retired: bool) -> str:
    return tr("{name} (retired)").format(name=name) if retired else name


def _activities(workspace: "Workspace") -> tuple[ActivityName, ...]:
    """Return the activities with metrics by their names, retired ones last."""
    known = workspace.practice.library().activities.values()
    return tuple(sorted((each for each in known if each.metrics), key=lambda each: (each.retired, each.name.casefold())))
