"""What the page asks, off the window's thread, and the frozen answers that its cards show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from fractal_desktop.domain.analytics import MonthRow, Numbers, TemplateRow, WeekPace, WeekRow
from fractal_desktop.ui.analytics.choice import Choice
from fractal_desktop.ui.analytics.series import (
    Span,
    Stretch,
    main_stretch,
    month_span,
    moving_average,
    week_span,
    whole_months,
    whole_weeks,
)

if TYPE_CHECKING:
    from fractal_desktop.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class OverviewAnswer:
    """The tiles' figures; `before` are those of as many days before, None if the range is open."""

    choice: Choice
    numbers: Numbers
    before: Numbers | None
    first_day: date | None
    pace: WeekPace


@dataclass(frozen=True, slots=True)
class MonthsAnswer:
    """The months to draw and the days of each that are counted."""

    choice: Choice
    stretch: Stretch[MonthRow]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class WeeksAnswer:
    """The weeks to draw, the days of each that are counted, and the average of four weeks where there is one."""

    choice: Choice
    stretch: Stretch[WeekRow]
    spans: tuple[Span, ...]
    averages: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class TemplatesAnswer:
    """The templates, most used first."""

    choice: Choice
    rows: tuple[TemplateRow, ...]


def read_overview(workspace: "Workspace", choice: Choice, now: datetime) -> OverviewAnswer:
    """Return the tiles' figures."""
    analytics = workspace.analytics
    before = choice.days.before()
    return OverviewAnswer(
        choice,
        analytics.numbers(choice.filter, choice.zone),
        None if before is None else analytics.numbers(before.filter(choice.zone, choice.goal_id), choice.zone),
        analytics.first_day(choice.goal_id, choice.zone),
        analytics.pace(choice.goal_id, choice.zone, now, choice.first_weekday),
    )


def read_months(workspace: "Workspace", choice: Choice) -> MonthsAnswer:
    """Return the months from the range's beginning, or the first session if that is later, until today or the range's end."""
    stretch = main_stretch(workspace.analytics.months(choice.filter, choice.zone))
    last = None if stretch.far_sessions else choice.last_day
    rows = whole_months(stretch.rows, _first_day_to_draw(workspace, choice), last)
    spans = tuple(month_span(row.month, choice.days, choice.today) for row in rows)
    return MonthsAnswer(choice, Stretch(rows, stretch.far_sessions, stretch.far_days), spans)


def read_weeks(workspace: "Workspace", choice: Choice) -> WeeksAnswer:
    """Return the weeks likewise."""
    stretch = main_stretch(workspace.analytics.weeks_with_time(choice.filter, choice.zone, choice.first_weekday))
    last = None if stretch.far_sessions else choice.last_day
    rows = whole_weeks(stretch.rows, _first_day_to_draw(workspace, choice), last, choice.first_weekday)
    spans = tuple(week_span(row.week, choice.days, choice.today) for row in rows)
    return WeeksAnswer(choice, Stretch(rows, stretch.far_sessions, stretch.far_days), spans, moving_average(rows, spans))


def read_templates(workspace: "Workspace", choice: Choice) -> TemplatesAnswer:
    """Return the use of templates."""
    return TemplatesAnswer(choice, workspace.analytics.templates(choice.filter))


def _first_day_to_draw(workspace: "Workspace", choice: Choice) -> date | None:
    """Return the first day of the range, or of practice if that began later; None leaves it to the rows."""
    if choice.days.first is None:
        return None
    first_day = workspace.analytics.first_day(choice.goal_id, choice.zone)
    return choice.days.first if first_day is None else max(first_day, choice.days.first)
