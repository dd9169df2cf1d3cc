"""The analytics page: asks for what is chosen, off the window's thread, and hands the answers to tiles and cards."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from fractal_desktop.domain.change import Change
from fractal_desktop.ui.analytics.answers import OverviewAnswer, read_months, read_overview, read_templates, read_weeks
from fractal_desktop.ui.analytics.card_grid import CardGrid
from fractal_desktop.ui.analytics.chart_card import Door
from fractal_desktop.ui.analytics.charts.date_axis import Period
from fractal_desktop.ui.analytics.choice import Choice, Preset
from fractal_desktop.ui.analytics.goal_filter import GoalFilter
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.period_bar import PeriodBar
from fractal_desktop.ui.analytics.templates_card import TemplatesCard
from fractal_desktop.ui.analytics.tiles import Tiles
from fractal_desktop.ui.analytics.weeks_card import WeeksCard
from fractal_desktop.ui.analytics.words import tr
from fractal_desktop.ui.context import AppContext
from fractal_desktop.ui.widgets.containers import EmptyState, PageToolbar

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace
    from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot

_PRESET_KEY = "analytics/period"


@dataclass(frozen=True, slots=True)
class _Ask:
    """A question, and who shows the answer."""

    query: Callable[["Workspace"], object]
    show: Callable[[Any], None]


class AnalyticsPage(QWidget):
    """Period and goal above, numbers and charts below; a click on a mark asks for the sessions behind it."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = True
        self._is_complete = False
        self._plots_asked = False
        self._asks: deque[_Ask] = deque()
        self._show_asked: Callable[[Any], None] | None = None
        self._period = PeriodBar(self._remembered_preset(), context.today())
        self._goal = GoalFilter(context)
        self._tiles = Tiles()
        self._months = MonthsCard()
        self._weeks = WeeksCard()
        self._templates = TemplatesCard()
        self._build()
        self._connect()

    @property
    def choice(self) -> Choice:
        """Return what is shown."""
        return Choice(self._period.days, self._goal.goal_id, self._context.zone, self._context.first_weekday, self._context.today())

    @property
    def is_complete(self) -> bool:
        """Return whether everything that was chosen is drawn."""
        return self._is_complete and self._weeks.has_plot

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Ask for everything again, if the page is seen, else once it is."""
        self._is_complete = False
        self._stale = not self.isVisible()
        if self._stale:
            return
        self._period.set_today(self._context.today(), self._context.first_weekday)
        choice = self.choice
        self._asks = deque(
            (
                _Ask(partial(read_overview, choice=choice, now=self._context.now()), self._show_overview),
                _Ask(partial(read_months, choice=choice), self._months.show_answer),
                _Ask(partial(read_weeks, choice=choice), self._weeks.show_answer),
                _Ask(partial(read_templates, choice=choice), self._templates.show_answer),
            )
        )
        self._ask_next()

    @Slot()
    def _ask_next(self) -> None:
        """Ask for the next answer. One topic for all: what was asked before for another choice is dropped."""
        if self._asks:
            ask = self._asks.popleft()
            self._show_asked = ask.show
            self._context.read(self, "figures", ask.query, self._on_answer)

    def _on_answer(self, answer: object) -> None:
        """Show an answer, and only then ask on: while the worker computes, each call of Qt would wait for its turn."""
        if self._show_asked is not None:
            self._show_asked(answer)
        self._is_complete = not self._asks
        QTimer.singleShot(0, self._ask_next)

    def _build(self) -> None:
        toolbar = PageToolbar("window")
        toolbar.row.setContentsMargins(24, 8, 24, 7)
        toolbar.row.addWidget(self._period, 1)
        toolbar.row.addWidget(self._goal)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        grid = CardGrid(self._tiles.tiles, (self._months, self._weeks, self._templates))
        grid.setProperty("surface", "window")
        grid.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        scroll.setWidget(grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(toolbar)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._nothing = EmptyState("", "", primary=False)
        self._pages.addWidget(self._nothing)
        column.addWidget(self._pages, 1)
        self.setAccessibleName(tr("Analytics"))
        self.setFocusProxy(self._period)

    def _connect(self) -> None:
        self._period.range_chosen.connect(self._on_range_chosen)
        self._goal.goal_chosen.connect(self.refresh)
        self._nothing.activated.connect(self._period.choose_all)
        for card in (self._months, self._weeks, self._templates):
            card.opened.connect(self._open_sessions)
        context = self._context
        context.changed.connect(self._on_changed)
        context.file_opened.connect(self._on_file_opened)
        context.zone_changed.connect(self.refresh)
        context.week_start_changed.connect(self.refresh)

    def _remembered_preset(self) -> Preset:
        try:
            preset = Preset(int(self._context.settings.text(_PRESET_KEY)))
        except ValueError:
            return Preset.MONTHS_6
        return Preset.MONTHS_6 if preset is Preset.CUSTOM else preset

    @Slot()
    def _on_range_chosen(self) -> None:
        self._context.settings.set_text(_PRESET_KEY, str(int(self._period.preset)))
        self.refresh()

    @Slot(object)
    def _on_changed(self, change: Change) -> None:
        if change.everything or change.sessions or change.tree or change.library:
            self.refresh()

    @Slot()
    def _on_file_opened(self) -> None:
        self._goal.clear_goal()
        self.refresh()

    @Slot(object)
    def _open_sessions(self, door: Door) -> None:
        self._context.sessions_titled.emit(door.title)
        self._context.sessions_requested.emit(door.query)

    def _show_overview(self, answer: OverviewAnswer) -> None:
        if not self._plots_asked:
            self._plots_asked = True
            self._context.worker.read(self, "plots", _load_plots, self._on_plots_loaded)
        self._tiles.show_answer(answer)
        self._period.set_first_day(answer.first_day)
        self._show_whether_empty(answer)
        for card in (self._months, self._weeks):
            card.set_without_start(answer.numbers.without_start)

    def _show_whether_empty(self, answer: OverviewAnswer) -> None:
        """Say in one sentence that there is nothing to chart; an old file may have been left for years."""
        is_empty = answer.numbers.sessions == 0 and self._goal.goal_id is None
        if is_empty and answer.first_day is not None:
            self._nothing.set_sentence(tr("No sessions in this period."), tr("Show all sessions"))
        elif is_empty:
            self._nothing.set_sentence(tr("Once there are practice sessions, their charts will be here."))
        self._pages.setCurrentIndex(int(is_empty))

    def _on_plots_loaded(self, plot: "type[BarPlot]") -> None:
        self._months.set_plot(plot(Period.MONTH))
        # Each takes most of a frame: the second comes in a turn of its own.
        QTimer.singleShot(0, self, partial(self._add_weeks_plot, plot))

    def _add_weeks_plot(self, plot: "type[BarPlot]") -> None:
        self._weeks.set_plot(plot(Period.WEEK))


def _load_plots() -> "type[BarPlot]":
    """Load the library that draws, which takes a third of a second and more, on the worker's thread."""
    from fractal_desktop.ui.analytics.charts.bar_plot import BarPlot

    return BarPlot
