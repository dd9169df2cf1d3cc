"""The bar above the page: a period, and what its sessions are limited to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.library import ActivityName, TemplateName
from fractal_desktop.domain.practice_session import GoalLink
from fractal_desktop.ui.analytics.choice import DayRange, Preset
from fractal_desktop.ui.analytics.limit_names import LimitNames
from fractal_desktop.ui.analytics.page_filter import PageFilter
from fractal_desktop.ui.analytics.period_bar import PeriodBar
from fractal_desktop.ui.analytics.views_chip import ViewsChip
from fractal_desktop.ui.analytics.words import one_line, tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.widgets.buttons import FilterChip, LinkButton
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu
from fractal_desktop.ui.widgets.filter_chips import ActivityFilterChip, GoalFilterChip, TemplateFilterChip
from fractal_desktop.ui.widgets.flow_layout import FlowLayout

_SPACING, _BESIDE = 8, 16


class _Chips(QWidget):
    """The filters in a row if there is room, else in several: it wishes for the one row and is content with one chip."""

    def __init__(self, chips: Sequence[QWidget]) -> None:
        super().__init__()
        self._chips = tuple(chips)
        flow = FlowLayout(self, spacing=_SPACING, row_spacing=6)
        for chip in chips:
            flow.addWidget(chip)

    @override
    def sizeHint(self) -> QSize:
        hints = [chip.sizeHint() for chip in self._chips if not chip.isHidden()]
        width = sum(hint.width() for hint in hints) + _SPACING * (len(hints) - 1)
        return QSize(width, max(hint.height() for hint in hints))


class FilterBar(QWidget):
    """Period at the left, filters at the right, below it where the window is narrow. What has a value is green and carries ✕."""

    filter_edited = Signal()
    """Something else was chosen; see `chosen`."""

    def __init__(self, context: AppContext, chosen: PageFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._chosen = PageFilter()
        self._period = PeriodBar(context.today())
        self._goal = GoalFilterChip(context)
        self._template = TemplateFilterChip(context)
        self._activity = ActivityFilterChip(context)
        self._state = FilterChip(tr("State"))
        self._views = ViewsChip(context)
        self._clear = LinkButton(tr("Clear filters"))
        self._chips = _Chips((self._goal, self._template, self._activity, self._state, self._views, self._clear))
        self._in_one_row: bool | None = None
        self._build()
        self._connect()
        self.show_filter(chosen)

    @property
    def chosen(self) -> PageFilter:
        """Return what was chosen."""
        return self._chosen

    @property
    def days(self) -> DayRange:
        """Return the days that hold now."""
        return self._period.days

    def show_filter(self, chosen: PageFilter) -> None:
        """Show these choices, without a signal; names come by `show_names`."""
        before, self._chosen = self._chosen, chosen
        self._period.show_period(chosen.preset, chosen.days)
        if chosen.goal_id != before.goal_id:
            self._goal.show_name("…" if chosen.goal_id is not None else "")
        if (chosen.template_id, chosen.without_template) != (before.template_id, before.without_template):
            self._template.show_name("…" if chosen.template_id is not None else tr("No template") if chosen.without_template else "")
        if chosen.activity_id != before.activity_id:
            self._activity.show_name("…" if chosen.activity_id is not None else "")
        self._state.set_value({True: tr("Completed"), False: tr("Not completed"), None: ""}[chosen.completed])
        self._clear.setVisible(chosen.is_limited)
        self._views.show_filter(chosen)

    def show_names(self, names: LimitNames) -> None:
        """Show how what was chosen is called; what is gone is forgotten, which counts as an edit, and told."""
        chosen = self._chosen
        kept = replace(
            chosen,
            goal_id=chosen.goal_id if names.goal is not None else None,
            template_id=chosen.template_id if names.template is not None else None,
            activity_id=chosen.activity_id if names.activity is not None else None,
        )
        if kept != chosen:
            self.choose(kept)
            self._context.notify(_gone_words(chosen, kept))
            return
        self._goal.show_name(names.goal or "")
        self._activity.show_name(names.activity or "")
        if not chosen.without_template:
            self._template.show_name(names.template or "")

    @property
    def words(self) -> str:
        """Return in words what is counted: the days, and whatever else limits the sessions."""
        chips = (self._goal, self._template, self._activity, self._state)
        limits = [one_line(f"{chip.name}: {chip.toolTip() or chip.value}") for chip in chips if chip.value]
        return " · ".join(each for each in (self._period.words, *limits) if each)

    @property
    def views(self) -> ViewsChip:
        """Return the chip of the saved views, for commands."""
        return self._views

    @Slot(object)
    def choose(self, chosen: PageFilter) -> None:
        """Let these choices hold."""
        if chosen != self._chosen:
            self.show_filter(chosen)
            self.filter_edited.emit()

    def set_today(self, today: date, first_weekday: int) -> None:
        """Tell what day it is; presets move along."""
        self._period.set_today(today, first_weekday)

    def set_first_day(self, day: date | None) -> None:
        """Tell when practice began, for the words of an open range."""
        self._period.set_first_day(day)

    @Slot()
    def choose_all_days(self) -> None:
        """Let all time hold."""
        self.choose(replace(self._chosen, preset=Preset.ALL, days=DayRange()))

    @Slot()
    def clear(self) -> None:
        """Let nothing but the period limit the sessions."""
        self.choose(PageFilter(self._chosen.preset, self._chosen.days))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return what two rows need: in one row it could not get narrow enough to become two."""
        return QSize(self._period.minimumSizeHint().width(), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    def event(self, event: QEvent) -> bool:
        """Arrange anew where a value has made a chip wider."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _build(self) -> None:
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_BESIDE)
        self._grid.setVerticalSpacing(8)
        self._grid.addWidget(self._period, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self.setFocusProxy(self._period)
        self._arrange()

    def _arrange(self) -> None:
        """Put the filters beside the period if both have room, else below it."""
        in_one_row = self._period.sizeHint().width() + _BESIDE + self._chips.sizeHint().width() <= self.width()
        if in_one_row != self._in_one_row:
            self._in_one_row = in_one_row
            self._grid.removeWidget(self._chips)
            place = (0, 1) if in_one_row else (1, 0)
            self._grid.addWidget(self._chips, *place, Qt.AlignmentFlag.AlignVCenter if in_one_row else Qt.AlignmentFlag(0))

    def _connect(self) -> None:
        self._period.range_chosen.connect(self._on_range_chosen)
        self._goal.goal_chosen.connect(self._on_goal_chosen)
        self._goal.cleared.connect(self._on_goal_cleared)
        self._template.template_chosen.connect(self._on_template_chosen)
        self._template.cleared.connect(self._on_template_cleared)
        self._activity.activity_chosen.connect(self._on_activity_chosen)
        self._activity.cleared.connect(self._on_activity_cleared)
        self._state.clicked.connect(self._on_state_clicked)
        self._state.cleared.connect(self._on_state_cleared)
        self._views.view_chosen.connect(self.choose)
        self._views.cleared.connect(self._on_view_left)
        self._clear.clicked.connect(self.clear)

    @Slot()
    def _on_range_chosen(self) -> None:
        preset = self._period.preset
        self._chosen = replace(self._chosen, preset=preset, days=self._period.days if preset is Preset.CUSTOM else DayRange())
        self._views.show_filter(self._chosen)
        self.filter_edited.emit()

    @Slot()
    def _on_view_left(self) -> None:
        self.choose(PageFilter())

    @Slot(object)
    def _on_goal_chosen(self, goal: GoalLink) -> None:
        self.choose(replace(self._chosen, goal_id=goal.id))
        self._goal.show_name(goal.name)

    @Slot()
    def _on_goal_cleared(self) -> None:
        self.choose(replace(self._chosen, goal_id=None))

    @Slot(object)
    def _on_template_chosen(self, template: TemplateName | None) -> None:
        self.choose(replace(self._chosen, template_id=None if template is None else template.id, without_template=template is None))
        if template is not None:
            self._template.show_name(template.name)

    @Slot()
    def _on_template_cleared(self) -> None:
        self.choose(replace(self._chosen, template_id=None, without_template=False))

    @Slot(object)
    def _on_activity_chosen(self, activity: ActivityName) -> None:
        self.choose(replace(self._chosen, activity_id=activity.id))
        self._activity.show_name(activity.name)

    @Slot()
    def _on_activity_cleared(self) -> None:
        self.choose(replace(self._chosen, activity_id=None))

    @Slot()
    def _on_state_clicked(self) -> None:
        menu = ChoiceMenu(self._state)
        menu.offer(tr("Completed"), True, checked=self._chosen.completed is True)
        menu.offer(tr("Not completed"), False, checked=self._chosen.completed is False)
        menu.chosen.connect(self._on_state_chosen)
        menu.open()

    @Slot(object)
    def _on_state_chosen(self, completed: bool) -> None:
        self.choose(replace(self._chosen, completed=completed))

    @Slot()
    def _on_state_cleared(self) -> None:
        self.choose(replace(self._chosen, completed=None))


def _gone_words(chosen: PageFilter, kept: PageFilter) -> str:
    if chosen.goal_id != kept.goal_id:
        return tr("The goal chosen here is gone: the charts show all goals now")
    if chosen.template_id != kept.template_id:
        return tr("The template chosen here is gone: the charts show all templates now")
    return tr("The activity chosen here is gone: the charts show all activities now")
