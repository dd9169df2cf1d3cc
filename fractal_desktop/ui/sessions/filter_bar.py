"""The row of filter chips above the session list, with a pop-up for each."""

from dataclasses import replace

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from fractal_desktop.domain.duration import hours_minutes
from fractal_desktop.domain.library import TemplateName
from fractal_desktop.domain.practice_session import GoalLink, SessionState
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.icons import icon
from fractal_desktop.ui.sessions.days_popup import DaysPopup
from fractal_desktop.ui.sessions.filters import LENGTHS, UNFILED_LINK, Days, ListFilter, Preset, Today, preset_text
from fractal_desktop.ui.sessions.texts import state_text, tr
from fractal_desktop.ui.widgets import FilterChip, FlowLayout, LinkButton, PlainButton
from fractal_desktop.ui.widgets.choice_menu import ChoiceMenu
from fractal_desktop.ui.widgets.filter_chips import GoalFilterChip, TemplateFilterChip


class FilterBar(QWidget):
    """Chips for period, state, goal, template and duration, one for a chart's question with a door back to it, and "Clear filters"."""

    filter_edited = Signal(object)

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._filter = ListFilter()
        self._back = PlainButton("", icon("arrow-left"), "chip", self)
        self._chart = FilterChip(self.tr("From chart"), self)
        self._period = FilterChip(self.tr("Period"), self)
        self._state = FilterChip(self.tr("State"), self)
        self._goal = GoalFilterChip(context, self)
        self._template = TemplateFilterChip(context, self)
        self._length = FilterChip(self.tr("Duration"), self)
        self._clear = LinkButton(self.tr("Clear filters"), parent=self)
        self._build()
        self._connect()
        self._show()
        self._back.hide()

    def show_filter(self, chosen: ListFilter) -> None:
        """Show these choices."""
        self._filter = chosen
        self._show()

    def show_way_back(self, title: str) -> None:
        """Offer to go back to the page of this title, "" for nowhere."""
        self._back.setText(self.tr("Back to {page}").format(page=title))
        self._back.setAccessibleName(self._back.text())
        self._back.setVisible(bool(title))

    def _build(self) -> None:
        chips = QWidget(self)
        flow = FlowLayout(chips, spacing=8, row_spacing=6)
        for chip in (self._back, self._chart, self._period, self._state, self._goal, self._template, self._length):
            flow.addWidget(chip)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        chips.setSizePolicy(policy)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 9)
        row.setSpacing(8)
        row.addWidget(chips, 1)
        row.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignTop)

    def _connect(self) -> None:
        self._back.clicked.connect(self._context.back_requested)
        self._chart.cleared.connect(self._on_chart_cleared)
        self._period.clicked.connect(self._on_period_clicked)
        self._period.cleared.connect(self._on_period_cleared)
        self._state.clicked.connect(self._on_state_clicked)
        self._state.cleared.connect(self._on_state_cleared)
        self._goal.goal_chosen.connect(self._on_goal_chosen)
        self._goal.cleared.connect(self._on_goal_cleared)
        self._template.template_chosen.connect(self._on_template_chosen)
        self._template.cleared.connect(self._on_template_cleared)
        self._length.clicked.connect(self._on_length_clicked)
        self._length.cleared.connect(self._on_length_cleared)
        self._clear.clicked.connect(self.clear)

    def _show(self) -> None:
        chosen = self._filter
        self._chart.setVisible(chosen.chart is not None)
        self._chart.set_value(chosen.chart.title if chosen.chart is not None else "")
        self._period.set_value(chosen.period_words(QLocale()))
        self._state.set_value(chosen.state_words())
        self._goal.show_name((tr("Unfiled") if chosen.goal.id == UNFILED_LINK.id else chosen.goal.name) if chosen.goal is not None else "")
        self._template.show_name(chosen.template_words())
        self._length.set_value(chosen.length_words())
        self._clear.setVisible(chosen.limits())

    def _choose(self, chosen: ListFilter) -> None:
        if chosen != self._filter:
            self._filter = chosen
            self._show()
            self.filter_edited.emit(chosen)

    @Slot()
    def clear(self) -> None:
        """Let the list show everything."""
        self._choose(ListFilter())

    @Slot()
    def _on_chart_cleared(self) -> None:
        self._choose(replace(self._filter, chart=None))

    @Slot()
    def _on_period_cleared(self) -> None:
        self._choose(replace(self._filter, period=None, without_start=False))

    @Slot()
    def _on_state_cleared(self) -> None:
        self._choose(replace(self._filter, state=None))

    @Slot()
    def _on_goal_cleared(self) -> None:
        self._choose(replace(self._filter, goal=None))

    @Slot()
    def _on_template_cleared(self) -> None:
        self._choose(replace(self._filter, template=None, without_template=False))

    @Slot()
    def _on_length_cleared(self) -> None:
        self._choose(replace(self._filter, longer_than_seconds=None))

    @Slot()
    def _on_period_clicked(self) -> None:
        chosen = self._filter
        menu = ChoiceMenu(self._period)
        for preset in Preset:
            menu.offer(preset_text(preset), preset, checked=chosen.period is preset)
        menu.addSeparator()
        menu.offer(self.tr("Custom…"), "custom", checked=isinstance(chosen.period, Days))
        menu.offer(self.tr("No start"), "without", checked=chosen.without_start)
        menu.chosen.connect(self._on_period_chosen)
        menu.open()

    @Slot(object)
    def _on_period_chosen(self, choice: object) -> None:
        if choice == "custom":
            today = Today(self._context.today(), self._context.first_weekday, self._context.zone)
            days = self._filter.days(today) or Days(today.date.replace(day=1), today.date)
            popup = DaysPopup(days, Qt.DayOfWeek(self._context.first_weekday + 1), self._period)
            popup.days_picked.connect(self._on_days_picked)
            popup.open_below(self._period)
        elif choice == "without":
            self._choose(replace(self._filter, period=None, without_start=True))
        elif isinstance(choice, Preset):
            self._choose(replace(self._filter, period=choice, without_start=False))

    @Slot(object)
    def _on_days_picked(self, days: Days) -> None:
        self._choose(replace(self._filter, period=days, without_start=False))

    @Slot()
    def _on_state_clicked(self) -> None:
        menu = ChoiceMenu(self._state)
        for state in SessionState:
            menu.offer(state_text(state), state, checked=self._filter.state is state)
        menu.chosen.connect(self._on_state_chosen)
        menu.open()

    @Slot(object)
    def _on_state_chosen(self, state: SessionState) -> None:
        self._choose(replace(self._filter, state=state))

    @Slot(object)
    def _on_goal_chosen(self, goal: GoalLink) -> None:
        self._choose(replace(self._filter, goal=goal))

    @Slot(object)
    def _on_template_chosen(self, template: TemplateName | None) -> None:
        self._choose(replace(self._filter, template=template, without_template=template is None))

    @Slot()
    def _on_length_clicked(self) -> None:
        menu = ChoiceMenu(self._length)
        for seconds in LENGTHS:
            text = self.tr("over {0}").format(hours_minutes(seconds))
            menu.offer(text, seconds, checked=self._filter.longer_than_seconds == seconds)
        menu.chosen.connect(self._on_length_chosen)
        menu.open()

    @Slot(object)
    def _on_length_chosen(self, seconds: int) -> None:
        self._choose(replace(self._filter, longer_than_seconds=seconds))
