"""The one list of the cards on the page: a new card is a line here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fractal_desktop.ui.analytics.activities_card import ActivitiesCard, read_activities
from fractal_desktop.ui.analytics.answers import read_months, read_templates, read_weeks
from fractal_desktop.ui.analytics.attention_card import AttentionCard, read_attention
from fractal_desktop.ui.analytics.calendar_card import CalendarCard
from fractal_desktop.ui.analytics.calendar_days import read_calendar
from fractal_desktop.ui.analytics.chart_card import ChartCard
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.compare_answer import read_compare
from fractal_desktop.ui.analytics.compare_card import CompareCard
from fractal_desktop.ui.analytics.goals_answer import read_goals
from fractal_desktop.ui.analytics.goals_card import GoalsCard
from fractal_desktop.ui.analytics.lengths_card import LengthsCard, read_lengths
from fractal_desktop.ui.analytics.months_card import MonthsCard
from fractal_desktop.ui.analytics.paper import AT_THE_END, PaperPlace
from fractal_desktop.ui.analytics.planned_card import PlannedCard, read_planned
from fractal_desktop.ui.analytics.progress_card import ProgressCard, read_progress
from fractal_desktop.ui.analytics.templates_card import TemplatesCard
from fractal_desktop.ui.analytics.weekday_card import WeekdayCard
from fractal_desktop.ui.analytics.weekday_hours import read_weekday
from fractal_desktop.ui.analytics.weeks_card import WeeksCard
from fractal_desktop.ui.context import AppContext

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace

Read = Callable[..., Any]
"""`read(workspace, choice)`, or `read(workspace, choice, own)` for a card with choices of its own; runs on the worker."""


@dataclass(frozen=True, slots=True)
class CardPlan:
    """How a card is made, what asks for its answer, over how many of the page's three columns it reaches, and where it stands on paper.

    One that `is_wide` reaches over both columns where there are two.
    """

    make: Callable[[AppContext], ChartCard]
    read: Read
    columns: int = 1
    place: PaperPlace = AT_THE_END
    is_wide: bool = False

    def made(self, context: AppContext) -> "PageCard":
        """Return such a card; making it takes a good part of a frame."""
        return PageCard(self.make(context), self)


@dataclass(frozen=True, slots=True)
class PageCard:
    """A card that was made by its plan."""

    card: ChartCard
    plan: CardPlan

    def query(self, choice: Choice) -> "_Query":
        """Return what to ask now, for the page's choice and the card's own; it holds no widget."""
        return _Query(self.plan.read, choice, self.card.own_choice())


@dataclass(frozen=True, slots=True)
class _Query:
    read: Read
    choice: Choice
    own: object

    def __call__(self, workspace: "Workspace") -> Any:
        return self.read(workspace, self.choice) if self.own is None else self.read(workspace, self.choice, self.own)


CARDS = (
    CardPlan(lambda _context: MonthsCard(), read_months, place=PaperPlace(0, 8)),
    CardPlan(lambda context: WeeksCard(context.settings), read_weeks, place=PaperPlace(0, 8)),
    CardPlan(lambda _context: TemplatesCard(), read_templates, place=PaperPlace(3, 4)),
    CardPlan(lambda _context: WeekdayCard(), read_weekday, place=PaperPlace(1, 5)),
    CardPlan(lambda context: CalendarCard(context.settings), read_calendar, place=PaperPlace(1, 7), is_wide=True),
    CardPlan(lambda context: GoalsCard(context.settings), read_goals, place=PaperPlace(3, 4)),
    CardPlan(lambda _context: LengthsCard(), read_lengths, place=PaperPlace(0, 8)),
    CardPlan(ProgressCard, read_progress, 2, PaperPlace(2, 6)),
    CardPlan(AttentionCard, read_attention, place=PaperPlace(3, 4)),
    CardPlan(lambda context: CompareCard(context.settings), read_compare, 2, PaperPlace(2, 6)),
    CardPlan(lambda _context: PlannedCard(), read_planned, 2, PaperPlace(4, 6)),
    CardPlan(lambda _context: ActivitiesCard(), read_activities, place=PaperPlace(4, 6)),
)
"""The page's cards in their order, three a row: left bars, in the middle what is wide, right a list."""
